// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Copies between plain memory and values, with broadcasting and conversion of elements.
#include <tenfold/detail/plain.hpp>

#include "evaluation.hpp"

#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/leaf.hpp>

#include <cstring>

namespace tenfold::detail {

using evaluation::convert;

namespace {

bool broadcasts(int from_rank, const index_t* from, int to_rank, const index_t* to)
{
    if (from_rank > to_rank) return false;
    for (int d = 0; d < from_rank; ++d) {
        if (from[d] != 1 && from[d] != to[to_rank - from_rank + d]) return false;
    }
    return true;
}

/// Elements that lie row-major without gaps; 0: they do not, or there are none.
index_t dense_elements(const layout& form)
{
    index_t step = 1;
    for (int d = form.rank - 1; d >= 0; --d) {
        if (form.shape[d] != 1 && form.stride[d] != step) return 0;
        step *= form.shape[d];
    }
    return step;
}

}  // namespace

handle copy_strided(element type, const layout& form, const void* data, site where)
{
    const std::size_t dense_bytes = static_cast<std::size_t>(dense_elements(form)) * size_of(type);
    if (dense_bytes > 0 && dense_bytes <= most_copied_bytes)
        return record_copied_leaf(type, form.rank, form.shape, data, dense_bytes);
    fresh_leaf copy("array", type, form.rank, form.shape, where);
    if (dense_bytes > 0) std::memcpy(copy.data(), data, dense_bytes);
    else convert(
        {const_cast<void*>(data), form.rank, form.shape, form.stride}, type,
        {copy.data(), form.rank, copy.form().shape, copy.form().stride}, type);
    return copy.finish();
}

void copy_value(const strided& to, element type, const handle& h, site where)
{
    check_value(h, where);
    const family& f = *h.source();
    if (!broadcasts(f.rank, f.shape, to.rank, to.shape)) {
        reject<shape_error>(
            "read", show_shape(f.rank, f.shape) + " does not broadcast to " + show_shape(to.rank, to.shape),
            where);
    }
    const located value = locate(h, where);
    convert({const_cast<std::byte*>(value.data), f.rank, f.shape, value.stride}, f.type, to, type);
}

void check_value(const handle& h, site where)
{
    if (!h) reject<shape_error>("read", "the array holds no value", where);
}

void check_rank(const handle& h, int rank, site where)
{
    check_value(h, where);
    const family& f = *h.source();
    if (f.rank != rank) {
        reject<shape_error>(
            "read",
            show_shape(f.rank, f.shape) + " into an xtensor container of " + std::to_string(rank) + " axes",
            where);
    }
}

}  // namespace tenfold::detail
