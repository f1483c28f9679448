// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// reshape and as_strided: other shapes over the elements of a part in row-major order.
#include <tenfold/detail/layouts.hpp>

#include <algorithm>
#include <limits>

namespace tenfold::detail {

namespace {

index_t elements(const layout& x)
{
    index_t n = 1;
    for (int d = 0; d < x.rank; ++d) n *= x.shape[d];
    return n;
}

}  // namespace

sizes reshaped_sizes(const layout& x, const sizes& shape, site where)
{
    const auto misfit = [&](const std::string& why) {
        reject<shape_error>(
            "reshape", show_shape(x.rank, x.shape) + " into " + shape.text() + ": " + why, where);
    };
    const index_t size = elements(x);
    sizes full = shape;
    int unknown = -1;
    index_t known = 1;
    for (int d = 0; d < shape.size(); ++d) {
        if (shape[d] == -1) {
            if (unknown >= 0) misfit("only one size may be -1");
            unknown = d;
        }
        else if (shape[d] < 0) misfit("size " + std::to_string(shape[d]) + " is negative");
        else if (__builtin_mul_overflow(known, shape[d], &known)) known = std::numeric_limits<index_t>::max();
    }
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) known = 0;
    if (unknown >= 0) {
        if (known == 0 || size % known != 0) misfit(std::to_string(size) + " elements cannot be shared out");
        full[unknown] = size / known;
    }
    else if (known != size) misfit("the sizes differ from " + std::to_string(size) + " elements");
    return full;
}

bool reshape_layout(layout& x, const sizes& shape)
{
    layout r;
    r.rank = shape.size();
    std::copy(shape.begin(), shape.end(), r.shape);
    if (elements(x) == 0) row_major_strides(r);
    else {
        // Axes of length 1 never hinder. Then runs of old and new axes with equal products correspond, and
        // each old run must step as one axis would.
        index_t old_shape[max_rank], old_stride[max_rank];
        int old_rank = 0;
        for (int d = 0; d < x.rank; ++d) {
            if (x.shape[d] == 1) continue;
            old_shape[old_rank] = x.shape[d];
            old_stride[old_rank++] = x.stride[d];
        }
        int i = 0, j = 0;
        while (i < old_rank) {
            index_t have = old_shape[i], want = 1;
            int last = i, end = j;
            while (end < r.rank && (want < have || r.shape[end] == 1)) want *= r.shape[end++];
            while (have != want) {
                if (have < want) {
                    ++last;
                    if (old_stride[last - 1] != old_shape[last] * old_stride[last]) return false;
                    have *= old_shape[last];
                }
                else want *= r.shape[end++];
            }
            index_t step = old_stride[last];
            for (int d = end; d-- > j;) {
                r.stride[d] = step;
                step *= r.shape[d];
            }
            i = last + 1;
            j = end;
        }
        for (; j < r.rank; ++j) r.stride[j] = 1;  // only ones are left
    }
    x.rank = r.rank;
    std::copy_n(r.shape, r.rank, x.shape);
    std::copy_n(r.stride, r.rank, x.stride);
    return true;
}

void row_major_strides(layout& x)
{
    index_t step = 1;
    for (int d = x.rank; d-- > 0;) {
        x.stride[d] = step;
        step *= std::max<index_t>(x.shape[d], 1);
    }
}

bool is_row_major(const layout& x)
{
    index_t step = 1;
    for (int d = x.rank; d-- > 0;) {
        if (x.shape[d] == 0) return true;
        if (x.shape[d] != 1 && x.stride[d] != step) return false;
        step *= x.shape[d];
    }
    return true;
}

void check_bounds(const char* operation, index_t size, const layout& form, site where)
{
    index_t low = 0, high = 0;
    bool overflow = false;
    for (int d = 0; d < form.rank; ++d) {
        if (form.shape[d] == 0) return;
        index_t reach = 0;
        overflow |= __builtin_mul_overflow(form.shape[d] - 1, form.stride[d], &reach);
        index_t& side = reach < 0 ? low : high;
        overflow |= __builtin_add_overflow(side, reach, &side);
    }
    if (!overflow && low >= 0 && high < size) return;
    const std::string reach =
        overflow ? "far outside" : "elements " + std::to_string(low) + " to " + std::to_string(high);
    reject<index_error>(
        operation,
        "shape " + show_shape(form.rank, form.shape) + " with strides " + show_shape(form.rank, form.stride) +
            " reads " + reach + " of " + std::to_string(size),
        where);
}

part reshape_part(part x, const sizes& shape, site where)
{
    const sizes full = reshaped_sizes(x.form, shape, where);
    if (reshape_layout(x.form, full)) return x;
    part copy = part_of(record_copy(x.read(), where));
    reshape_layout(copy.form, full);
    return copy;
}

part restride_part(part x, const sizes& shape, const sizes& strides, element type, site where)
{
    if (shape.size() != strides.size())
        reject<shape_error>(
            "as_strided",
            "shape " + shape.text() + " with strides " + strides.text() +
                ": one stride for each axis is needed",
            where);
    checked_size("as_strided", shape.size(), shape.data(), type, where);
    layout form;
    form.rank = shape.size();
    std::copy(shape.begin(), shape.end(), form.shape);
    std::copy(strides.begin(), strides.end(), form.stride);
    check_bounds("as_strided", elements(x.form), form, where);
    if (!is_row_major(x.form)) x = part_of(record_copy(x.read(), where));
    x.form.rank = form.rank;
    std::copy_n(form.shape, form.rank, x.form.shape);
    std::copy_n(form.stride, form.rank, x.form.stride);
    return x;
}

}  // namespace tenfold::detail
