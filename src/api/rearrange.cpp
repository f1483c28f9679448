// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// roll is two parts joined. tile and repeat read x with an axis that does not move beside each axis, as one copy.
#include "api/pieces.hpp"

#include <tenfold/rearrange.hpp>

#include <algorithm>

namespace tenfold::detail {
namespace {

part roll_axis(part x, int axis, index_t shift, site where)
{
    const index_t n = x.form.shape[axis];
    if (n == 0) return x;
    const index_t s = (shift % n + n) % n;
    if (s == 0) return x;
    return part_of(joined({piece_of(x, axis, n - s, s), piece_of(x, axis, 0, n - s)}, axis, where));
}

part flat(const part& x, site where) { return reshape_part(x, sizes(-1), where); }

sizes shape_of(const part& x)
{
    sizes shape;
    for (int d = 0; d < x.form.rank; ++d) shape.push_back(x.form.shape[d]);
    return shape;
}

void add_axis(layout& to, index_t length, index_t stride, const char* operation, const part& x, site where)
{
    if (to.rank == max_rank) reject<shape_error>(operation, shape_text(x) + ": too many axes", where);
    to.shape[to.rank] = length;
    to.stride[to.rank++] = stride;
}

/// x with `count` places for each element of an axis.
handle spread(const part& x, int axis, index_t count, site where)
{
    layout wide;
    wide.rank = 0;
    index_t shape[max_rank];
    std::copy_n(x.form.shape, x.form.rank, shape);
    if (__builtin_mul_overflow(shape[axis], count, &shape[axis]))
        reject<memory_error>("repeat", shape_text(x) + ", " + std::to_string(count) + " times: too many elements", where);
    checked_size("repeat", x.form.rank, shape, x.source.source()->type, where);
    for (int d = 0; d < x.form.rank; ++d) {
        add_axis(wide, x.form.shape[d], x.form.stride[d], "repeat", x, where);
        if (d == axis) add_axis(wide, count, 0, "repeat", x, where);
    }
    part p = x;
    p.form = wide;
    return record_reshaped(record_copy(p.read(), where), x.form.rank, shape);
}

}  // namespace

handle record_roll(const part& x, const sizes& shift, const axes& over, site where)
{
    const auto misfit = [&] {
        reject<shape_error>("roll", "shifts " + shift.text() + " of axes " + over.text(), where);
    };
    if (!over.given()) {
        const part line = flat(x, where);
        const index_t n = line.form.shape[0];
        index_t total = 0;
        for (const index_t s : shift) total = n > 0 ? (total + s % n) % n : 0;
        const part rolled = roll_axis(line, 0, total, where);
        return record_view(reshape_part(rolled, shape_of(x), where));
    }
    const axes list = over.normalise(x.form.rank, "roll", where, true);
    if (shift.size() != list.size() && shift.size() != 1 && list.size() != 1) misfit();
    index_t total[max_rank] = {};
    for (int i = 0; i < std::max(shift.size(), list.size()); ++i) {
        const index_t axis = list[list.size() == 1 ? 0 : i], n = x.form.shape[axis];
        if (n > 0) total[axis] = (total[axis] + shift[shift.size() == 1 ? 0 : i] % n) % n;
    }
    part result = x;
    for (int d = 0; d < x.form.rank; ++d) result = roll_axis(std::move(result), d, total[d], where);
    return record_view(result);
}

handle record_tile(const part& x, const sizes& reps, site where)
{
    const int rank = std::max(x.form.rank, reps.size());
    const int new_axes = rank - x.form.rank, missing = rank - reps.size();
    layout wide;
    wide.rank = 0;
    index_t shape[max_rank];
    bool once = true;
    for (int d = 0; d < rank; ++d) {
        const index_t n = d < new_axes ? 1 : x.form.shape[d - new_axes], r = d < missing ? 1 : reps[d - missing];
        if (r < 0) reject<shape_error>("tile", shape_text(x) + " by " + reps.text() + ": a negative number of times", where);
        if (__builtin_mul_overflow(n, r, &shape[d]))
            reject<memory_error>("tile", shape_text(x) + " by " + reps.text() + ": too many elements", where);
        once &= r == 1;
        if (r != 1) add_axis(wide, r, 0, "tile", x, where);
        if (n != 1) add_axis(wide, n, x.form.stride[d - new_axes], "tile", x, where);
    }
    checked_size("tile", rank, shape, x.source.source()->type, where);
    if (once) return record_view(reshape_part(x, sizes(shape_view(shape, rank)), where));
    part p = x;
    p.form = wide;
    return record_reshaped(record_copy(p.read(), where), rank, shape);
}

handle record_repeat(const part& x, index_t count, const axes& over, site where)
{
    if (count < 0) reject<shape_error>("repeat", std::to_string(count) + " times", where);
    if (!over.given()) return spread(flat(x, where), 0, count, where);
    return spread(x, static_cast<int>(over.normalise(x.form.rank, "repeat", where)[0]), count, where);
}

handle record_repeat_each(const part& x, const std::vector<index_t>& counts, const axes& over, site where)
{
    const int axis = static_cast<int>(over.normalise(x.form.rank, "repeat", where)[0]);
    const index_t n = x.form.shape[axis], given = static_cast<index_t>(counts.size());
    if (given == 1) return record_repeat(x, counts[0], over, where);
    if (given != n)
        reject<shape_error>(
            "repeat", shape_text(x) + ": " + std::to_string(given) + " counts for " + std::to_string(n) +
                          " elements along axis " + std::to_string(axis), where);
    std::vector<part> parts{piece_of(x, axis, 0, 0)};
    for (index_t i = 0; i < n;) {
        const index_t count = counts[static_cast<std::size_t>(i)], first = i;
        if (count < 0) reject<shape_error>("repeat", std::to_string(count) + " times", where);
        while (i < n && counts[static_cast<std::size_t>(i)] == count) ++i;
        const part run = piece_of(x, axis, first, i - first);
        if (count == 1) parts.push_back(run);
        else if (count > 1) parts.push_back(part_of(spread(run, axis, count, where)));
    }
    return joined(parts, axis, where);
}

// ---- joining ----------------------------------------------------------------------------------------------

namespace {

/// Operands with axes of length 1, so that each has `least`: the first `behind` of them behind its own, the others in front.
struct raised {
    std::vector<layout> forms;
    std::vector<operand> list;

    raised(const std::vector<operand>& parts, int least, int behind = 0)
    {
        forms.reserve(parts.size());
        for (const operand& x : parts) {
            if (x.rank >= least) {
                list.push_back(x);
                continue;
            }
            layout& f = forms.emplace_back();
            f.rank = least;
            for (int d = 0; d < least; ++d) {
                const int from = d - std::max(0, least - x.rank - behind);
                const bool fresh = from < 0 || from >= x.rank;
                f.shape[d] = fresh ? 1 : x.shape[from];
                f.stride[d] = fresh ? 0 : x.stride[from];
            }
            list.push_back({x.source, x.member, x.offset, f.rank, f.shape, f.stride});
        }
    }
};

}  // namespace

handle record_hstack(element type, const std::vector<operand>& list, index_t, site where)
{
    const raised parts(list, 1);
    return record_concatenate(type, parts.list, !list.empty() && parts.list[0].rank > 1 ? 1 : 0, where);
}

handle record_vstack(element type, const std::vector<operand>& list, index_t, site where)
{
    return record_concatenate(type, raised(list, 2).list, 0, where);
}

handle record_dstack(element type, const std::vector<operand>& list, index_t, site where)
{
    return record_concatenate(type, raised(list, 3, 1).list, 2, where);
}

handle record_column_stack(element type, const std::vector<operand>& list, index_t, site where)
{
    return record_concatenate(type, raised(list, 2, 1).list, 1, where);
}

std::vector<handle> record_array_split(const part& x, index_t sections, index_t axis, site where)
{
    if (x.form.rank == 0) reject<shape_error>("array_split", "an array without axes cannot be cut", where);
    const index_t on = normalise_axis(axis, x.form.rank, "array_split", where), n = x.form.shape[on];
    if (sections <= 0) reject<shape_error>("array_split", shape_text(x) + " into " + std::to_string(sections) + " parts", where);
    std::vector<index_t> places;
    for (index_t k = 1; k < sections; ++k) places.push_back(n / sections * k + std::min(k, n % sections));
    return record_split_at(x, places, on, where);
}

// ---- views ------------------------------------------------------------------------------------------------

void rot90_layout(index_t& offset, layout& x, index_t k, const axes& over, site where)
{
    const axes two = over.normalise(x.rank, "rot90", where);
    if (two.size() != 2) reject<shape_error>("rot90", "two axes are needed, not " + over.text(), where);
    const index_t turns = (k % 4 + 4) % 4;
    if (turns == 2) flip_layout(offset, x, two, where);
    if (turns == 1) flip_layout(offset, x, two[1], where);
    if (turns == 3) flip_layout(offset, x, two[0], where);
    if (turns % 2 == 1) swap_layout(x, two[0], two[1], where);
}

void flip_one_layout(const char* operation, index_t& offset, layout& x, int axis, site where)
{
    if (x.rank <= axis)
        reject<shape_error>(operation, show_shape(x.rank, x.shape) + " has no axis " + std::to_string(axis), where);
    flip_layout(offset, x, axis, where);
}

handle record_grid(const part& x, int axis, const sizes& shape, site where)
{
    checked_size("meshgrid", shape.size(), shape.data(), x.source.source()->type, where);
    part p = flat(x, where);
    const index_t step = p.form.stride[0];
    p.form.rank = shape.size();
    std::copy(shape.begin(), shape.end(), p.form.shape);
    std::fill_n(p.form.stride, shape.size(), 0);
    p.form.stride[axis] = step;
    return record_view(p);
}

}  // namespace tenfold::detail
