// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sums over windows that slide by one row, written by hand.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rivals {

/// sums[i] (c, c): of the outer products of rows i .. i + w - 1 of x (n, c), by sums to the end of each block of w rows and
/// running sums of the next (van Herk).
inline void rolling_gram(const double* x, std::size_t n, std::size_t c, std::size_t w, double* sums)
{
    const std::size_t size = c * c;
    std::vector<double> ends(w * size), so_far(size);
    for (std::size_t block = 0; block < n; block += w) {
        const std::size_t rows = std::min(w, n - block);
        std::fill(so_far.begin(), so_far.end(), 0.0);
        for (std::size_t j = 0; j < rows; ++j) {
            double* const slot = ends.data() + j * size;
            const double* const row = x + (block + j) * c;
            for (std::size_t a = 0; a < c; ++a)
                for (std::size_t b = 0; b < c; ++b) slot[a * c + b] = row[a] * row[b];
            for (std::size_t k = 0; k < size; ++k) so_far[k] += slot[k];
            if (block + j + 1 < w) continue;
            double* const to = sums + (block + j + 1 - w) * size;
            if (j + 1 == w) std::copy(so_far.begin(), so_far.end(), to);
            else
                for (std::size_t k = 0; k < size; ++k) to[k] = slot[size + k] + so_far[k];
        }
        for (std::size_t j = rows - 1; j-- > 0;)
            for (std::size_t k = 0; k < size; ++k) ends[j * size + k] += ends[(j + 1) * size + k];
    }
}

}  // namespace rivals
