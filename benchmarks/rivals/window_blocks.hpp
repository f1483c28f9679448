// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Windows of a signal by a matrix of filters, as who knows BLAS would write it by hand, on one thread:
//     out[i] = dot(signal[i * hop : i * hop + width], filters)
// BLAS refuses rows that overlap. Either every so many windows, which do not, are one matrix; or windows are copied, a
// block at a time.
#pragma once

#include <cstddef>

namespace rivals {

struct filtered_windows {
    const double* signal;
    const double* filters;   // (width, columns), or (columns, width) where transposed
    std::size_t length, width, hop, columns;
    bool transposed;

    std::size_t count() const { return (length - width) / hop + 1; }
};

void every_so_many_windows(const filtered_windows&, double* out);
void copied_windows(const filtered_windows&, double* out);

}  // namespace rivals
