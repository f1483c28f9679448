// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// stack and concatenate are a fresh value and one store a part, which the planner turns into producers that
// write in place; split is views.
#include <tenfold/detail/layouts.hpp>
#include <tenfold/detail/product_calls.hpp>

#include <algorithm>

namespace tenfold::detail {

namespace {

std::string text(const operand& x) { return show_shape(x.rank, x.shape); }

void check_shapes(const char* operation, const std::vector<operand>& list, int free_axis, site where)
{
    for (std::size_t k = 1; k < list.size(); ++k) {
        const operand &x = list[k], &first = list[0];
        bool same = x.rank == first.rank;
        for (int d = 0; same && d < x.rank; ++d) same = d == free_axis || x.shape[d] == first.shape[d];
        if (!same)
            reject<shape_error>(
                operation, "part " + std::to_string(k) + " has shape " + text(x) + ", part 0 " + text(first),
                where);
    }
}

handle fresh(element type, int rank, const index_t* shape)
{
    alignas(16) const std::byte zero[16] = {};
    return record_fill(type, rank, shape, zero);
}

layout form_of(int rank, const index_t* shape)
{
    layout form;
    form.rank = rank;
    std::copy(shape, shape + rank, form.shape);
    row_major_strides(form);
    return form;
}

/// Writes each part at its place. All stores come from one line, so that they are one family.
handle store_parts(
    element type, const layout& all, int axis, bool new_axis, const std::vector<operand>& list, site where)
{
    handle result = fresh(type, all.rank, all.shape);
    part target;
    target.form = all;
    if (new_axis) {
        --target.form.rank;
        for (int d = axis; d < target.form.rank; ++d) {
            target.form.shape[d] = all.shape[d + 1];
            target.form.stride[d] = all.stride[d + 1];
        }
    }
    index_t at = 0;
    for (const operand& x : list) {
        if (!new_axis) target.form.shape[axis] = x.shape[axis];
        target.offset = at * all.stride[axis];
        at += new_axis ? 1 : x.shape[axis];
        if (std::find(x.shape, x.shape + x.rank, 0) != x.shape + x.rank) continue;
        target.source = result;
        record_store(result, target, store_mode::assign, x, where);
    }
    return result;
}

}  // namespace

handle record_stack(element type, const std::vector<operand>& list, index_t axis, site where)
{
    if (list.empty()) reject<shape_error>("stack", "no parts", where);
    const operand& first = list[0];
    if (first.rank == max_rank)
        reject<shape_error>(
            "stack", text(first) + ": the result would have more than " + std::to_string(max_rank) + " axes",
            where);
    const auto on = static_cast<int>(normalise_axis(axis, first.rank + 1, "stack", where));
    check_shapes("stack", list, -1, where);
    index_t shape[max_rank];
    std::copy(first.shape, first.shape + on, shape);
    shape[on] = static_cast<index_t>(list.size());
    std::copy(first.shape + on, first.shape + first.rank, shape + on + 1);
    checked_size("stack", first.rank + 1, shape, type, where);
    return store_parts(type, form_of(first.rank + 1, shape), on, true, list, where);
}

handle record_concatenate(element type, const std::vector<operand>& list, index_t axis, site where)
{
    if (list.empty()) reject<shape_error>("concatenate", "no parts", where);
    const operand& first = list[0];
    if (first.rank == 0) reject<shape_error>("concatenate", "parts without axes; stack joins numbers", where);
    const auto on = static_cast<int>(normalise_axis(axis, first.rank, "concatenate", where));
    check_shapes("concatenate", list, on, where);
    index_t shape[max_rank];
    std::copy(first.shape, first.shape + first.rank, shape);
    for (std::size_t k = 1; k < list.size(); ++k)
        if (__builtin_add_overflow(shape[on], list[k].shape[on], &shape[on]))
            reject<memory_error>("concatenate", "the parts have more elements than can be counted", where);
    checked_size("concatenate", first.rank, shape, type, where);
    return store_parts(type, form_of(first.rank, shape), on, false, list, where);
}

namespace {

/// The elements [from, to) along an axis.
handle cut(const part& x, int axis, index_t from, index_t to)
{
    part piece = x;
    piece.form.shape[axis] = to - from;
    if (to != from) piece.offset += from * x.form.stride[axis];
    return record_view(piece);
}

/// An axis without elements could be cut into any number of parts.
constexpr index_t most_parts = index_t{1} << 30;

int split_axis(const part& x, index_t axis, site where)
{
    if (x.form.rank == 0) reject<shape_error>("split", "an array without axes cannot be cut", where);
    return static_cast<int>(normalise_axis(axis, x.form.rank, "split", where));
}

}  // namespace

std::vector<handle> record_split(const part& x, index_t sections, index_t axis, site where)
{
    const int on = split_axis(x, axis, where);
    const index_t size = x.form.shape[on];
    if (sections <= 0 || size % sections != 0)
        reject<shape_error>(
            "split",
            text(x.read()) + ": " + std::to_string(sections) + " equal parts of " + std::to_string(size) +
                " along axis " + std::to_string(on) + " are not possible",
            where);
    if (sections > most_parts)
        reject<memory_error>("split", std::to_string(sections) + " parts are too many", where);
    std::vector<handle> parts;
    parts.reserve(static_cast<std::size_t>(sections));
    for (index_t k = 0, step = size / sections; k < sections; ++k)
        parts.push_back(cut(x, on, k * step, (k + 1) * step));
    return parts;
}

std::vector<handle>
record_split_at(const part& x, const std::vector<index_t>& places, index_t axis, site where)
{
    const int on = split_axis(x, axis, where);
    const index_t size = x.form.shape[on];
    const auto place = [&](index_t p) { return std::clamp<index_t>(p < 0 ? p + size : p, 0, size); };
    std::vector<handle> parts;
    parts.reserve(places.size() + 1);
    index_t from = 0;
    for (index_t p : places) {
        const index_t to = place(p);
        parts.push_back(cut(x, on, from, std::max(from, to)));
        from = to;  // as slices: places need not ascend
    }
    parts.push_back(cut(x, on, from, size));
    return parts;
}

}  // namespace tenfold::detail
