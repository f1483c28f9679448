// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops over several strided operands at once: axes that nest in all of them become one, and the innermost is handed
// to a kernel as a row.
#pragma once

#include "plan/plan.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tenfold::backend::on_cpu {

using plan::index_t;

/// Axes outermost first; stride[o][d] of operand o in elements. Operand 0 is the one that is written.
template <int Operands>
struct nest {
    static constexpr int most = max_rank + plan::max_loops;

    int rank = 0;
    index_t extent[most];
    std::array<index_t, Operands> stride[most];  // by axis

    void add(index_t n, const std::array<index_t, Operands>& strides)
    {
        extent[rank] = n;
        stride[rank++] = strides;
    }

    index_t size() const
    {
        index_t n = 1;
        for (int d = 0; d < rank; ++d) n *= extent[d];
        return n;
    }

    /// Drops axes of length 1 and joins neighbours that nest; the order of elements stays.
    void join()
    {
        if (std::find(extent, extent + rank, 0) != extent + rank) {   // no elements, and no loops over the other axes
            extent[0] = 0;
            rank = 1;
            return;
        }
        int kept = 0;
        for (int d = 0; d < rank; ++d) {
            if (extent[d] == 1) continue;
            if (kept > 0 && nests(kept - 1, d)) {
                extent[kept - 1] *= extent[d];
                stride[kept - 1] = stride[d];
            }
            else {
                extent[kept] = extent[d];
                stride[kept++] = stride[d];
            }
        }
        rank = kept;
    }

    /// Puts axes in the order in which operand 0 lies in memory, then joins. Only where elements are independent.
    void sort()
    {
        for (int d = 1; d < rank; ++d)
            for (int e = d; e > 0 && std::abs(stride[e - 1][0]) < std::abs(stride[e][0]); --e) swap(e - 1, e);
        join();
    }

    void swap(int d, int e)
    {
        std::swap(extent[d], extent[e]);
        std::swap(stride[d], stride[e]);
    }

    /// Whether no two elements of operand o can share an address; false where it is not plain to see.
    bool distinct(int o) const
    {
        std::array<std::pair<index_t, index_t>, most> axes;  // |stride|, extent
        int n = 0;
        for (int d = 0; d < rank; ++d)
            if (extent[d] > 1) axes[static_cast<std::size_t>(n++)] = {std::abs(stride[d][static_cast<std::size_t>(o)]), extent[d]};
        std::sort(axes.begin(), axes.begin() + n);
        index_t reach = 0;
        for (int d = 0; d < n; ++d) {
            const auto [step, length] = axes[static_cast<std::size_t>(d)];
            if (step <= reach) return false;
            reach += step * (length - 1);
        }
        return true;
    }

private:
    bool nests(int outer, int inner) const
    {
        for (std::size_t o = 0; o < Operands; ++o)
            if (stride[outer][o] != stride[inner][o] * extent[inner]) return false;
        return true;
    }
};

/// Calls row(offsets) for each combination of the first `axes` indices, in order.
template <int Operands, class F>
void for_each_index(const nest<Operands>& x, int axes, const F& row)
{
    std::array<index_t, Operands> at{};
    index_t index[nest<Operands>::most];
    for (int d = 0; d < axes; ++d) {
        if (x.extent[d] <= 0) return;
        index[d] = 0;
    }
    for (;;) {
        row(static_cast<const std::array<index_t, Operands>&>(at));
        int d = axes - 1;
        for (; d >= 0; --d) {
            for (std::size_t o = 0; o < Operands; ++o) at[o] += x.stride[d][o];
            if (++index[d] < x.extent[d]) break;
            for (std::size_t o = 0; o < Operands; ++o) at[o] -= x.stride[d][o] * x.extent[d];
            index[d] = 0;
        }
        if (d < 0) return;
    }
}

// ---- copies (copy.cpp); pointers are to the first element, elements of result and operand never overlap -----------

/// result = operand, elements of `size` bytes. Operand 0 of the nest is the result.
void copy_elements(nest<2>, std::size_t size, std::byte* result, const std::byte* operand, int threads);
/// result = value
void fill_elements(nest<1>, std::size_t size, std::byte* result, const void* value, int threads);
/// result = result (mode) operand; in order and on one thread where elements of the result may share an address.
void update_elements(nest<2>, element, detail::store_mode, std::byte* result, const std::byte* operand, int threads);

}  // namespace tenfold::backend::on_cpu
