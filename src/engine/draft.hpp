// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What an executor would run for an evaluation and, where that is left open, which one does it sooner: the one place that
// decides for auto_device().
#pragma once

#include "backend/executor.hpp"
#include "engine/evaluate.hpp"
#include "engine/plan_cache.hpp"

#include <optional>

namespace tenfold::engine {

struct draft {
    backend::executor* on = nullptr;
    std::vector<need> needs;                 // but for products that stand alone
    std::vector<std::string> disabled;
    plan::lowered lone;
    std::shared_ptr<const kept_plan> plan;   // null where nothing else is to be done
    // Of a plan that is kept: what it computes and reads this time.
    std::vector<const need*> computed;
    plan::inputs inputs;

    draft() = default;
    draft(draft&&) = default;
    draft& operator=(draft&&) = default;     // `computed` points into `needs`

    const plan::inputs& read() const { return plan->input.empty() ? plan->what.read : inputs; }
    std::shared_ptr<kept_plan> make_plan(bool reorder_sums, bool plain) const;
};

/// Why auto_device() is what it is.
struct comparison {
    std::string no_gpu;                      // else empty
    double here = 0;                         // seconds that the processors should take,
    std::optional<double> there, travels{};  // and the GPU, with what travels; empty: one call of it takes longer
    std::string words() const;
};

/// Under the lock of planning. `needs`: all that is reached; `why`: for auto_device().
draft draft_of(std::vector<need> needs, const request&, comparison* why = nullptr);
/// The executor alone.
backend::executor& choose_executor(const std::vector<need>&, const request&, comparison& why);

/// What stores that stay recorded were given is read there once more: it stays when it is computed.
void ask_for_what_is_stored(std::vector<need>&);

bool any_store(const std::vector<need>&);

/// What a step should take there: calls of a device count once each, however many positions they do.
double seconds_on(const backend::executor&, const plan::plan&, const plan::step&);

}  // namespace tenfold::engine
