// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One evaluation as a thing of its own: decided on the thread that asks, and from then on independent of what that
// thread records or drops, so that it may run anywhere.
#pragma once

#include "engine/draft.hpp"
#include "engine/flights.hpp"
#include "engine/views.hpp"

#include <functional>

namespace tenfold::engine {

/// Keeps families, and where they may lose them the values that they read, while steps use their memory.
class pins {
public:
    pins() = default;
    pins(const pins&) = delete;
    pins& operator=(const pins&) = delete;
    ~pins();

    void keep(record::family*);
    /// `apart`: the thread that owns the family may go on recording meanwhile.
    void keep(const std::vector<need>&, bool apart);

private:
    std::vector<record::family*> kept_;
};

class work {
public:
    /// Reach, graph, rules and plan; takes the lock of planning. `apart`: it will run beside its thread.
    work(request, bool apart);

    bool empty() const { return now_.needs.empty() && now_.lone.published.empty(); }
    /// Null where there is nothing to run.
    backend::executor* on() const { return now_.on; }
    /// Runs the steps and says where the values lie. begun: see engine/run.
    void run(const options*, const std::function<void()>& begun = {});

private:
    void plan(request, bool apart);
    void compute(const options*, const std::function<void()>& begun);
    void retire_of_ended_threads() const;
    void plan_as_written_beforehand(bool apart);

    draft now_;
    std::shared_ptr<const kept_plan> as_written_;   // where numbers of the plan may leave their range
    std::vector<viewed> views_;
    pins pins_;
    flight flight_;
};

}  // namespace tenfold::engine
