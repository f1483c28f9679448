// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// From a graph to a plan: values get places in buffers. Operands are read where they lie; only what no strides can
// describe is copied into canonical order first.
#pragma once

#include "graph/graph.hpp"
#include "plan/machine.hpp"
#include "plan/plan.hpp"

#include <vector>

namespace tenfold::plan {

/// Where members of a family will lie once the plan has run. Without strides: in canonical order.
struct publication {
    graph::results members;
    int buffer = -1;
};

/// What the inputs of a plan stand for, by number: values that are there, as they lie.
using inputs = std::vector<const detail::placement*>;

struct lowered {
    plan what;
    inputs read;
    std::vector<publication> published;
};

/// Products that stand alone, as groups: results of up to 1 MiB share blocks.
lowered lower_lone(const graph::graph&);

/// How a recorded call is called: "dot", "tanh(x0 + x1)", "stack".
std::string name_of(const graph::recorded&);

/// `still_read`: families that stay recorded after this evaluation; members they read must not be overwritten.
lowered lower(const graph::graph&, const std::vector<graph::recorded*>& still_read, const machine&);

}  // namespace tenfold::plan
