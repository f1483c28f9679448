// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The views of NumPy, as arithmetic on shapes and strides.
#include <tenfold/detail/layouts.hpp>
#include <tenfold/detail/slices.hpp>

#include <algorithm>

namespace tenfold::detail {

namespace {

std::string show(const layout& x) { return show_shape(x.rank, x.shape); }

layout permuted(const layout& x, const index_t* order)
{
    layout r;
    r.rank = x.rank;
    for (int d = 0; d < x.rank; ++d) {
        r.shape[d] = x.shape[order[d]];
        r.stride[d] = x.stride[order[d]];
    }
    return r;
}

void append(layout& x, index_t size, index_t stride)
{
    x.shape[x.rank] = size;
    x.stride[x.rank] = stride;
    ++x.rank;
}

void assign(layout& x, const layout& y)
{
    x.rank = y.rank;
    std::copy_n(y.shape, y.rank, x.shape);
    std::copy_n(y.stride, y.rank, x.stride);
}

}  // namespace

void transpose_layout(layout& x, const axes& order, site where)
{
    index_t list[max_rank];
    if (!order.given()) {
        for (int d = 0; d < x.rank; ++d) list[d] = x.rank - 1 - d;
    }
    else {
        if (order.size() != x.rank)
            reject<shape_error>(
                "transpose",
                show(x) + " by axes " + order.text() + ": " + std::to_string(order.size()) +
                    " axes for an array of " + std::to_string(x.rank),
                where);
        const axes checked = order.normalise(x.rank, "transpose", where);
        std::copy(checked.begin(), checked.end(), list);
    }
    assign(x, permuted(x, list));
}

void swap_layout(layout& x, index_t a, index_t b, site where)
{
    a = normalise_axis(a, x.rank, "swapaxes", where);
    b = normalise_axis(b, x.rank, "swapaxes", where);
    std::swap(x.shape[a], x.shape[b]);
    std::swap(x.stride[a], x.stride[b]);
}

void move_layout(layout& x, const axes& source, const axes& destination, site where)
{
    if (source.size() != destination.size())
        reject<shape_error>(
            "moveaxis",
            "axes " + source.text() + " to " + destination.text() + ": the lists differ in length", where);
    if (source.size() == 0) return;
    const axes from = source.normalise(x.rank, "moveaxis", where),
               to = destination.normalise(x.rank, "moveaxis", where);
    index_t order[max_rank];
    std::fill_n(order, x.rank, -1);
    for (int i = 0; i < from.size(); ++i) order[to[i]] = from[i];
    index_t next = 0;
    for (int d = 0; d < x.rank; ++d) {
        if (order[d] >= 0) continue;
        while (from.contains(next)) ++next;
        order[d] = next++;
    }
    assign(x, permuted(x, order));
}

void squeeze_layout(layout& x, const axes& list, site where)
{
    const axes gone = list.normalise(x.rank, "squeeze", where);
    if (list.given())
        for (index_t d : gone)
            if (x.shape[d] != 1)
                reject<shape_error>(
                    "squeeze",
                    "axis " + std::to_string(d) + " of " + show(x) + " has length " +
                        std::to_string(x.shape[d]) + ", not 1",
                    where);
    int rank = 0;
    for (int d = 0; d < x.rank; ++d) {
        if (x.shape[d] == 1 && gone.contains(d)) continue;
        x.shape[rank] = x.shape[d];
        x.stride[rank++] = x.stride[d];
    }
    x.rank = rank;
}

void expand_layout(layout& x, const axes& list, site where)
{
    const int rank = x.rank + list.size();
    if (rank > max_rank) too_many_axes("expand_dims", where);
    const axes added = list.normalise(rank, "expand_dims", where);
    layout r;
    r.rank = 0;
    for (int d = 0, next = 0; d < rank; ++d) {
        if (added.contains(d) && list.size() > 0) append(r, 1, 0);
        else {
            append(r, x.shape[next], x.stride[next]);
            ++next;
        }
    }
    assign(x, r);
}

void flip_layout(index_t& offset, layout& x, const axes& list, site where)
{
    for (index_t d : list.normalise(x.rank, "flip", where)) {
        if (x.shape[d] < 2) continue;
        offset += (x.shape[d] - 1) * x.stride[d];
        x.stride[d] = -x.stride[d];
    }
}

void diagonal_layout(index_t& offset, layout& x, index_t k, index_t axis1, index_t axis2, site where)
{
    if (x.rank < 2)
        reject<shape_error>("diagonal", show(x) + ": an array of two axes at least is needed", where);
    const axes pair = axes{axis1, axis2}.normalise(x.rank, "diagonal", where);
    const index_t a = pair[0], b = pair[1];
    const index_t rows = x.shape[a], columns = x.shape[b];
    // Far outside there is no element, and nothing below may overflow.
    const index_t down = k < 0 ? std::min(rows, k < -rows ? rows : -k) : 0,
                  right = std::clamp<index_t>(k, 0, columns);
    const index_t length = std::max<index_t>(0, std::min(rows - down, columns - right));
    const index_t stride = x.stride[a] + x.stride[b];
    if (length > 0) offset += down * x.stride[a] + right * x.stride[b];
    layout r;
    r.rank = 0;
    for (int d = 0; d < x.rank; ++d)
        if (d != a && d != b) append(r, x.shape[d], x.stride[d]);
    append(r, length, stride);
    assign(x, r);
}

void broadcast_layout(layout& x, const sizes& shape, element type, site where)
{
    const auto misfit = [&] {
        reject<shape_error>(
            "broadcast_to", show(x) + " to " + shape.text() + ": the shapes do not fit", where);
    };
    checked_size("broadcast_to", shape.size(), shape.data(), type, where);
    const int missing = shape.size() - x.rank;
    if (missing < 0) misfit();
    layout r;
    r.rank = 0;
    for (int d = 0; d < missing; ++d) append(r, shape[d], 0);
    for (int d = 0; d < x.rank; ++d) {
        const index_t size = shape[missing + d];
        if (x.shape[d] != size && x.shape[d] != 1) misfit();
        append(r, size, x.shape[d] == size ? x.stride[d] : 0);
    }
    assign(x, r);
}

void window_layout(layout& x, const sizes& window, const axes& list, element type, site where)
{
    static constexpr const char* name = "sliding_window_view";
    const axes on = list.normalise(x.rank, name, where, true);
    const auto call = [&] { return show(x) + ", window " + window.text(); };   // built for errors only
    if (window.size() != on.size())
        reject<shape_error>(
            name,
            call() + (list.given() ? " on axes " + list.text() : std::string()) + ": " +
                std::to_string(window.size()) + (window.size() == 1 ? " size for " : " sizes for ") + std::to_string(on.size()) +
                (on.size() == 1 ? " axis" : " axes"),
            where);
    if (x.rank + window.size() > max_rank) too_many_axes(name, where);
    layout r;
    assign(r, x);
    for (int w = 0; w < window.size(); ++w) {
        index_t& size = r.shape[on[w]];
        if (window[w] < 0)
            reject<shape_error>(name, call() + ": size " + std::to_string(window[w]) + " is negative", where);
        if (window[w] > size)
            reject<shape_error>(
                name,
                call() + ": size " + std::to_string(window[w]) + " is larger than axis " +
                    std::to_string(on[w]) + " of " + std::to_string(size),
                where);
        size -= window[w] - 1;
    }
    for (int w = 0; w < window.size(); ++w) append(r, window[w], x.stride[on[w]]);
    checked_size(name, r.rank, r.shape, type, where);
    assign(x, r);
}

}  // namespace tenfold::detail
