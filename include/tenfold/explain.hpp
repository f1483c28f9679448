// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What was recorded, which rules fired or why they declined, and the plan.
//
//   std::cout << tf::explain(ans);
//   // 981 products of 10x20 by 20x20 -> 1 product of 10x20 by 20x1000, 981 views
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace tenfold {

/// The result of explain(...): data as plain members, and three renderings.
struct explanation {
    /// A group of recorded calls of one operation and shape: one line of the first part of the text.
    struct recorded {
        std::string operation;              ///< "dot", "tanh(x0 + x1)"
        std::string site;                   ///< "main.cpp:14"
        std::int64_t calls = 0;             ///< calls that are still reachable
        std::string shapes;                 ///< "10x20 by 20x20"
    };
    struct step {
        std::string kind;                   ///< gemm, strided_batch, pointer_batch, elementwise, reduction, copy, ...
        std::int64_t m = 0, n = 0, k = 0, batch = 1;
        std::string name;                   ///< the operation it carries out
        double flops = 0, bytes = 0;
        double seconds = 0;                 ///< that it should take, on one thread where the processors run it
        std::string on_host;                ///< why the host runs it and not the device; empty where the device does
        /// Kernels that a GPU launches and calls of cuBLAS, each time but for plans that run again as a graph. All those of
        /// a recurrence stand at its first step.
        std::int64_t launches = 0;
    };
    struct rule {
        std::string name;
        bool fired = false;
        std::string reason;                 ///< what it did, or why it declined
        double seconds = 0;
    };

    std::int64_t products_before = 0, products_after = 0;
    double flops_before = 0, flops_after = 0;
    double bytes_copied = 0;                ///< by recording: plain containers that were passed by value
    std::int64_t containers_copied = 0;
    std::int64_t views = 0;                 ///< results that are views of a shared product
    double seconds_planning = 0;
    double seconds_predicted = 0;           ///< of all steps: docs/cost_model.md
    std::int64_t launches = 0;              ///< of all steps
    std::string device;                     ///< and, where TENFOLD_DEVICE=auto chose it, why
    std::vector<recorded> calls;
    std::vector<step> steps;
    std::vector<rule> rules;

    /// Graphviz: recorded calls, rules that fired, steps.
    std::string dot() const;
    std::string json() const;
    /// One page that needs no network.
    std::string html() const;
};

/// The text: recorded -> planned, rules, steps with flops and bytes before and after.
std::ostream& operator<<(std::ostream&, const explanation&);

}  // namespace tenfold
