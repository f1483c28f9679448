// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Rules rewrite a graph into an equal one that costs less.
#pragma once

#include "graph/graph.hpp"

#include <tenfold/explain.hpp>
#include <tenfold/options.hpp>

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenfold::rules {

using detail::index_t;
using graph::node;
using graph::recorded;
using graph::value_family;

struct context {
    const std::vector<std::string>& disabled;
    bool reorder_sums = true;
    bool all_off = false;                       // eager: no rule at all
    std::vector<explanation::rule>* report = nullptr;  // null: nobody asks
    graph::product_cost seconds = {};                  // needed by rules that choose by it
    graph::pass_cost pass = {};
    double least_handed_on = std::numeric_limits<double>::infinity();   // bytes that are worth a pipeline
};

/// What a rule did. `reason` is only built where somebody asks.
struct outcome {
    bool fired = false;
    std::string reason;
};

/// The reason of rules that find no calls of their kind: they share one line of an explanation.
inline constexpr const char* nothing_of_the_kind = "nothing of the kind is recorded";

struct rule {
    const char* name;
    const char* law;
    outcome (*apply)(graph::graph&, const context&);
};

/// Every rule, in the order in which they run.
std::span<const rule> all();
/// The name of a rule, or of one that later versions bring: programs may switch those off already.
bool is_name(std::string_view);

void optimize(graph::graph&, const context&);

outcome unroll(graph::graph&, const context&);
outcome refold(graph::graph&, const context&);
outcome merge_equal(graph::graph&, const context&);
outcome drop_unused(graph::graph&, const context&);
outcome transpose_into_product(graph::graph&, const context&);
outcome scale_into_product(graph::graph&, const context&);
outcome share_product(graph::graph&, const context&);
outcome band(graph::graph&, const context&);
outcome share_results(graph::graph&, const context&);
outcome power(graph::graph&, const context&);
outcome reassociate(graph::graph&, const context&);
outcome gather_rows(graph::graph&, const context&);
outcome merge_rows(graph::graph&, const context&);
outcome sum_into_product(graph::graph&, const context&);
outcome place_results(graph::graph&, const context&);
outcome batch(graph::graph&, const context&);
outcome window_sum(graph::graph&, const context&);
outcome fuse_elementwise(graph::graph&, const context&);

}  // namespace tenfold::rules
