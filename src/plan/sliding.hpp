// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sums over windows that slide: the loop moves all operands along the axis that is summed. Rows that windows share are added
// once, by sums from each row to the end of its block and running sums from the beginning of the next, blocks as long as a
// window: three additions an element and none of them undone, however long the windows are (M. van Herk, A fast algorithm
// for local minimum and maximum filters on rectangular and octagonal kernels, Pattern Recognition Letters 13, 1992).
#pragma once

#include "plan/machine.hpp"
#include "plan/plan.hpp"

namespace tenfold::plan {

/// Makes a product, a sum or a mean a window sum, where its places allow that and it takes less time.
void slide(step&, const machine&);

/// Elements of a window's result, and terms that each row adds to one of them.
struct window_terms {
    double results = 1, terms = 1;
};
window_terms terms_of(const step&);
/// Positions of the loops that do not slide.
double other_positions(const step&);

/// By how many rows a window sum's windows are apart; 0: a table tells.
index_t hop_of(const step&);
/// Then: the first rows of its windows, counted from the lowest.
std::vector<index_t> first_rows(const step&);
/// From the first row of the first window to the last of the last one.
index_t rows_of(const step&);

/// Few sums of many windows are computed as several pieces of the loop side by side, so that none waits for the addition before.
index_t pieces_side_by_side(const step&, index_t windows);

double flops_of_window_sum(const step&);
double bytes_of_window_sum(const step&);
double seconds_of_window_sum(const step&, const machine&);

}  // namespace tenfold::plan
