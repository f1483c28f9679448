// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One evaluation as a thing of its own: decided on the thread that asks, and from then on independent of what that
// thread records or drops, so that it may run anywhere.
#pragma once

#include "backend/executor.hpp"
#include "engine/evaluate.hpp"
#include "engine/flights.hpp"
#include "engine/plan_cache.hpp"
#include "engine/views.hpp"
#include "rules/optimize.hpp"

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

    bool empty() const { return needs_.empty() && lone_.published.empty(); }
    /// Runs the steps and says where the values lie. begun: see engine/run.
    void run(const options*, const std::function<void()>& begun = {});

private:
    void plan(request, bool apart);
    void plan_lone(const rules::context&);
    void compute(const options*, const std::function<void()>& begun);
    void retire_of_ended_threads() const;
    std::shared_ptr<kept_plan> make_plan(bool reorder_sums, bool plain) const;
    void plan_as_written_beforehand(bool apart);

    std::vector<need> needs_;
    backend::executor& executor_;
    plan::lowered lone_;
    std::vector<std::string> disabled_;
    std::shared_ptr<const kept_plan> plan_;
    std::shared_ptr<const kept_plan> as_written_;   // where numbers of the plan may leave their range
    // Of a plan that is kept: what it computes and reads this time.
    std::vector<const need*> computed_;
    plan::inputs inputs_;
    std::vector<viewed> views_;
    pins pins_;
    flight flight_;
};

}  // namespace tenfold::engine
