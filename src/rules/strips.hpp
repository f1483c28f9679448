// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Windows of one form, from whichever nodes: what they cover of their sources is cut into strips, and every strip is
// one product. The order of calls, and where they were written, play no part.
#pragma once

#include "rules/windows.hpp"

namespace tenfold::rules {

struct candidate {
    windows parts;
    std::size_t number;          // of the node
    bool merged;                 // by itself already; else worth a rewrite only where windows meet
    bool nest;                   // listed, but merges without others in another way
};

/// Candidates that have windows in common strips. Segments are in order: by pair, then by position.
struct strips {
    std::vector<candidate*> members;
    std::vector<graph::factor_pair> pairs;
    std::vector<graph::product::segment> segments;             // result_offset counts positions
    std::vector<std::vector<index_t>> starts;        // of each member's ranges, in the result
    index_t extent = 0, windows = 0, positions = 0;  // of the result; and of all windows, one by one

    /// Do they meet at all?
    bool are_worth_it() const
    {
        const auto count = static_cast<index_t>(segments.size());
        return count * 2 <= windows || static_cast<double>(extent) <= 0.75 * static_cast<double>(positions);
    }
};

std::vector<strips> cut_into_strips(const std::vector<candidate*>& of_one_form);

}  // namespace tenfold::rules
