// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elements by places and conditions, copied as bytes.
#include "api/lanes.hpp"

#include <tenfold/detail/layouts.hpp>
#include <tenfold/indexing.hpp>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace tenfold::detail {
namespace {

/// The elements of a value in row-major order, as bytes: where they lie, or a copy.
class dense_bytes {
public:
    dense_bytes(const handle& h, site where) : each(static_cast<index_t>(size_of(h.source()->type))), at_(locate(h, where))
    {
        const family& f = *h.source();
        layout to;
        index_t size = 1;
        bool dense = true;
        for (int d = f.rank; d-- > 0; size *= f.shape[d]) {
            to.stride[d] = size;
            dense &= f.shape[d] == 1 || at_.stride[d] == size;
        }
        if (dense) return;
        copy_ = std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(size * each));
        evaluation::convert(
            {const_cast<std::byte*>(at_.data), f.rank, f.shape, at_.stride}, f.type,
            {copy_.get(), f.rank, f.shape, to.stride}, f.type);
    }
    const std::byte* data() const { return copy_ ? copy_.get() : at_.data; }

    index_t each;   // bytes of an element

private:
    located at_;
    std::unique_ptr<std::byte[]> copy_;
};

index_t product_of(const index_t* first, const index_t* last)
{
    return std::accumulate(first, last, index_t(1), std::multiplies<>());
}

/// 0 <= index < n.
index_t checked(const char* operation, index_t i, index_t n, int axis, const handle& x, site where)
{
    if (i < -n || i >= n)
        reject<index_error>(
            operation, shape_text(x) + ": index " + std::to_string(i) + " is outside axis " + std::to_string(axis) +
                           " of " + std::to_string(n), where);
    return i < 0 ? i + n : i;
}

handle line_of(const handle& x, site where)
{
    check_value(x, where);
    return flatten(x, where);
}

template <class F> void for_each_nonzero(const handle& x, site where, F f)
{
    visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> all = read_all<T>(x, where);
        for (index_t i = 0; i < all.size(); ++i)
            if (all.data[static_cast<std::size_t>(i)] != T()) f(i);
    });
}

std::vector<index_t> nonzero_numbers(const handle& x, site where)
{
    std::vector<index_t> list;
    for_each_nonzero(x, where, [&](index_t i) { list.push_back(i); });
    return list;
}

/// The shape of `inner` in place of an axis of x.
layout in_place_of(const char* operation, const family& x, int axis, const family& inner, site where)
{
    layout form;
    form.rank = x.rank - 1 + inner.rank;
    if (form.rank > max_rank) reject<shape_error>(operation, show_shape(x.rank, x.shape) + ": too many axes", where);
    index_t* to = std::copy_n(x.shape, axis, form.shape);
    to = std::copy_n(inner.shape, inner.rank, to);
    std::copy(x.shape + axis + 1, x.shape + x.rank, to);
    return form;
}

/// Parts of x along an axis, in the order of a list; the list's axes are those of `like`.
handle gathered(
    const char* operation, const handle& x, int axis, const index_t* list, index_t count, const family& like, site where)
{
    const family& f = *x.source();
    const layout form = in_place_of(operation, f, axis, like, where);
    const index_t n = f.shape[axis], outer = product_of(f.shape, f.shape + axis),
                  inner = product_of(f.shape + axis + 1, f.shape + f.rank);
    std::vector<index_t> places(list, list + count);
    for (index_t& i : places) i = checked(operation, i, n, axis, x, where);
    fresh_leaf out(operation, f.type, form.rank, form.shape, where);
    if (out.size() == 0) return out.finish();
    const dense_bytes from(x, where);
    const auto bytes = static_cast<std::size_t>(inner * from.each);
    auto* to = static_cast<std::byte*>(out.data());
    for (index_t o = 0; o < outer; ++o) {
        const std::byte* const block = from.data() + static_cast<std::size_t>(o * n) * bytes;
        for (const index_t i : places) {
            std::memcpy(to, block + static_cast<std::size_t>(i) * bytes, bytes);
            to += bytes;
        }
    }
    return out.finish();
}

/// A vector of that many elements, as far as its shape goes.
struct vector_shape {
    index_t length[1];
    handle h;
    vector_shape(index_t n) : length{n} { const std::int64_t zero = 0; h = record_fill(element::int64, 1, length, &zero); }
    const family& operator*() const { return *h.source(); }
};

handle gathered(const char* operation, const handle& x, int axis, const std::vector<index_t>& list, site where)
{
    const auto count = static_cast<index_t>(list.size());
    return gathered(operation, x, axis, list.data(), count, *vector_shape(count), where);
}

}  // namespace

handle taken(const handle& x, const handle& indices, const axes& over, site where)
{
    check_value(x, where);
    check_value(indices, where);
    const handle source = over.given() ? x : line_of(x, where);
    const int axis = over.given() ? static_cast<int>(over.normalise(x.source()->rank, "take", where)[0]) : 0;
    const lanes<index_t> list = read_all<index_t>(indices, where);
    return gathered("take", source, axis, list.data.get(), list.size(), *indices.source(), where);
}

handle taken_along(const handle& x, const handle& indices, index_t axis, site where)
{
    check_value(x, where);
    check_value(indices, where);
    const int rank = x.source()->rank;
    const auto on = static_cast<int>(normalise_axis(axis, rank, "take_along_axis", where));
    if (indices.source()->rank != rank)
        reject<shape_error>("take_along_axis", shape_text(x) + " by indices " + shape_text(indices), where);
    // Both get the same shape but for the axis itself.
    operand both[] = {whole(x), whole(indices)};
    const index_t n = both[0].shape[on], count = both[1].shape[on];
    layout forms[2];
    for (int i = 0; i < 2; ++i) {
        std::copy_n(both[i].shape, rank, forms[i].shape);
        forms[i].shape[on] = 1;
        both[i].shape = forms[i].shape;
    }
    layout common;
    broadcast_operands("take_along_axis", 2, both, common, where);
    const auto widened = [&](const handle& h, index_t length) {
        part p = part_of(h);
        sizes shape;
        for (int d = 0; d < rank; ++d) shape.push_back(d == on ? length : common.shape[d]);
        broadcast_layout(p.form, shape, h.source()->type, where);
        return record_view(p);
    };
    const handle source = widened(x, n), wanted = widened(indices, count);
    const lanes<index_t> list = read_lanes<index_t>(wanted, 1u << on, where);
    return visit_type(x.source()->type, [&]<class T>(std::type_identity<T>) {
        const lanes<T> from = read_lanes<T>(source, 1u << on, where);
        new_lanes out("take_along_axis", element_of<T>, *wanted.source(), on, count, where);
        for (index_t i = 0; i < list.count; ++i)
            for (index_t k = 0; k < count; ++k)
                out.lane<T>(i)[k] = from.lane(i)[checked("take_along_axis", list.lane(i)[k], n, on, x, where)];
        return out.finish();
    });
}

handle filtered(const handle& x, const handle& condition, site where)
{
    check_value(x, where);
    check_value(condition, where);
    const family &f = *x.source(), &c = *condition.source();
    if (c.rank > f.rank || !std::equal(c.shape, c.shape + c.rank, f.shape))
        reject<shape_error>("filter", shape_text(x) + " by a condition " + shape_text(condition), where);
    // The axes of the condition as one.
    part p = part_of(x);
    sizes shape;
    shape.push_back(product_of(c.shape, c.shape + c.rank));
    for (int d = c.rank; d < f.rank; ++d) shape.push_back(f.shape[d]);
    const handle rows = record_view(reshape_part(std::move(p), shape, where));
    return gathered("filter", rows, 0, nonzero_numbers(condition, where), where);
}

handle compressed(const handle& condition, const handle& x, const axes& over, site where)
{
    check_value(x, where);
    check_value(condition, where);
    if (condition.source()->rank != 1)
        reject<shape_error>("compress", "a condition " + shape_text(condition) + " is no vector", where);
    const handle source = over.given() ? x : line_of(x, where);
    const int axis = over.given() ? static_cast<int>(over.normalise(x.source()->rank, "compress", where)[0]) : 0;
    return gathered("compress", source, axis, nonzero_numbers(condition, where), where);
}

handle found_places(const char* operation, const handle& x, site where)
{
    check_value(x, where);
    const family& f = *x.source();
    if (f.rank == 0 && std::string_view(operation) == "nonzero")
        reject<shape_error>(operation, "a number has no places: write argwhere(x), or x() != 0", where);
    const std::vector<index_t> list = nonzero_numbers(x, where);
    const index_t shape[] = {static_cast<index_t>(list.size()), f.rank};
    fresh_leaf out(operation, element::int64, 2, shape, where);
    auto* row = static_cast<index_t*>(out.data());
    for (index_t i : list) {
        for (int d = f.rank; d-- > 0; i /= f.shape[d]) row[d] = i % f.shape[d];
        row += f.rank;
    }
    return out.finish();
}

std::vector<handle> columns_of(const handle& places)
{
    std::vector<handle> list;
    for (index_t d = 0; d < places.source()->shape[1]; ++d) {
        part p = part_of(places);
        p.offset += d * p.form.stride[1];
        p.form.rank = 1;
        list.push_back(record_view(p));
    }
    return list;
}

handle found_flat(const handle& x, site where)
{
    check_value(x, where);
    const std::vector<index_t> list = nonzero_numbers(x, where);
    return vector_of("flatnonzero", list.data(), static_cast<index_t>(list.size()), where);
}

}  // namespace tenfold::detail
