// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// stack and concatenate are a fresh value and one store a part, which the planner turns into producers that
// write in place; split is views.
#include "record/forward.hpp"
#include "record/stores.hpp"

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
    handle h = record_fill(type, rank, shape, zero);
    record::mark_as_blank(h);
    return h;
}

layout form_of(int rank, const index_t* shape)
{
    layout form;
    form.rank = rank;
    std::copy(shape, shape + rank, form.shape);
    row_major_strides(form);
    return form;
}

/// The part of a result that one operand becomes: its shape, and where it begins along the axis.
struct piece {
    operand value;
    index_t at = 0;
};

bool is_empty(const operand& x) { return std::find(x.shape, x.shape + x.rank, 0) != x.shape + x.rank; }

/// Are they calls of one family?
bool are_alike(const operand& x, const operand& y)
{
    const family &f = *x.source, &g = *y.source;
    return f.rank == g.rank && std::equal(f.shape, f.shape + f.rank, g.shape) && x.rank == y.rank
        && std::equal(x.shape, x.shape + x.rank, y.shape) && std::equal(x.stride, x.stride + x.rank, y.stride);
}
bool are_of_one_source(const operand& x, const operand& y) { return x.source == y.source && are_alike(x, y); }

/// The groups of some pieces, told by their first ones.
struct grouping {
    static constexpr std::size_t most = 16;
    std::vector<std::uint8_t> group;             // of each piece
    std::vector<std::size_t> first, size;        // of each group: its first piece

    /// False where there are more than a few, and `wholly` is asked for; else what is left over goes to the last one.
    template <class Same>
    bool find(const std::vector<piece>& all, bool wholly, const Same& same)
    {
        group.clear();
        group.reserve(all.size());
        first.clear();
        size.clear();
        std::size_t now = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto holds = [&](std::size_t g) { return same(all[first[g]].value, all[i].value); };
            if (first.empty() || !holds(now)) {
                for (now = 0; now < first.size() && !holds(now);) ++now;
                if (now == most && wholly) return false;
                if (now == most) --now;
                else if (now == first.size()) {
                    first.push_back(i);
                    size.push_back(0);
                }
            }
            group.push_back(static_cast<std::uint8_t>(now));
            ++size[now];
        }
        return true;
    }

    /// Groups that make one family stand together.
    std::vector<std::size_t> order(const std::vector<piece>& all) const
    {
        std::vector<std::size_t> o;
        for (std::size_t g = 0; g < first.size(); ++g) {
            auto at = o.end();
            while (at != o.begin() && !are_alike(all[first[at[-1]]].value, all[first[g]].value)) --at;
            o.insert(at == o.begin() ? o.end() : at, g);
        }
        return o;
    }
};

/// Parts do not overlap, so that they may be written in any order: those of one source together, or else those that
/// are alike. So what is recorded of them, and what is planned, follows simple patterns.
std::vector<piece> in_groups(const std::vector<operand>& list, int axis, bool new_axis)
{
    std::vector<piece> all;
    all.reserve(list.size());
    index_t at = 0;
    for (const operand& x : list) {
        if (!is_empty(x)) all.push_back({x.source->is_view ? record::follow(x) : x, at});
        at += new_axis ? 1 : x.shape[axis];
    }
    grouping g;
    if (!g.find(all, true, are_of_one_source)) g.find(all, false, are_alike);
    if (g.first.size() < 2) return all;
    std::vector<std::size_t> next(g.first.size());
    std::size_t begin = 0;
    for (const std::size_t k : g.order(all)) {
        next[k] = begin;
        begin += g.size[k];
    }
    std::vector<piece> sorted(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) sorted[next[g.group[i]]++] = all[i];
    return sorted;
}

/// Writes pieces behind each other along an axis of `base`, from `from` on.
void store_pieces(
    handle& base, const layout& all, int axis, bool new_axis, index_t from, const std::vector<piece>& pieces,
    record::storing how, site where)
{
    layout to = all;
    if (new_axis) {
        --to.rank;
        for (int d = axis; d < to.rank; ++d) {
            to.shape[d] = all.shape[d + 1];
            to.stride[d] = all.stride[d + 1];
        }
    }
    layout form = form_of(all.rank, base.source()->shape);   // versions come and go: what they have in common stays here
    std::copy(base.source()->stride, base.source()->stride + all.rank, form.stride);
    operand all_three[3] = {{base.source(), base.member(), 0, form.rank, form.shape, form.stride},
                            {base.source(), base.member(), 0, to.rank, to.shape, to.stride}, {}};
    for (const piece& p : pieces) {
        if (!new_axis) to.shape[axis] = p.value.shape[axis];
        all_three[1].offset = (from + p.at) * all.stride[axis];
        all_three[2] = p.value;
        base = record::store(all_three, store_mode::assign, how, where);
        for (operand* const x : {&all_three[0], &all_three[1]}) {
            x->source = base.source();
            x->member = base.member();
        }
    }
}

handle store_parts(
    element type, const layout& all, int axis, bool new_axis, const std::vector<operand>& list, site where)
{
    handle result = fresh(type, all.rank, all.shape);
    const auto how = new_axis ? record::storing::parts : record::storing::joining;
    store_pieces(result, all, axis, new_axis, 0, in_groups(list, axis, new_axis), how, where);
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

namespace {

// ---- x = concatenate({x, y}) in a loop --------------------------------------------------------------------------------
// A result that is joined again gets room for as much as it holds, and what is joined to it is written behind it: all
// results of the loop are beginnings of one value, and each element is copied once.

/// Is this operand the beginning of a value with room behind it, or the whole result of a join before?
bool may_grow(const operand& x, int axis)
{
    const record::value_family& f = *record::core(x.source);
    index_t place;
    if (!record::is_pending_store(f, this_recorder) || record::find_placed(f, x.member, place)) return false;
    if (f.what.axes == static_cast<std::uint32_t>(record::storing::parts) || x.offset != 0 || x.rank != f.rank) return false;
    for (int d = 0; d < x.rank; ++d)
        if (x.stride[d] != f.stride[d] || (d < axis ? x.shape[d] != 1 : d > axis && x.shape[d] != f.shape[d])) return false;
    return f.what.axes == static_cast<std::uint32_t>(record::storing::growing) || x.shape[axis] == f.shape[axis];
}

/// Nothing where the parts are to be joined in memory of their own.
handle append_to_first(element type, const layout& all, int axis, const std::vector<operand>& list, site where)
{
    if (list.size() < 2 || std::any_of(list.begin(), list.end(), is_empty) || my_recorder().eager) return {};
    const operand first = list[0].source->is_view ? record::follow(list[0]) : list[0];
    if (!may_grow(first, axis)) return {};
    layout room = all;
    handle base;
    index_t have = first.shape[axis];
    if (first.source->shape[axis] >= all.shape[axis]) {
        retain_slow(first.source, first.member);
        base = handle(first.source, first.member);
        room.shape[axis] = first.source->shape[axis];
    }
    else {
        if (__builtin_mul_overflow(all.shape[axis], 2, &room.shape[axis])) return {};
        base = fresh(type, room.rank, room.shape);
        have = 0;
    }
    const std::vector<operand> rest(list.begin() + (have > 0), list.end());
    store_pieces(base, room, axis, false, have, in_groups(rest, axis, false), record::storing::growing, where);
    part beginning(base);
    beginning.offset = 0;
    beginning.form = all;
    return record_view(beginning);
}

}  // namespace

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
    const layout form = form_of(first.rank, shape);
    if (handle grown = append_to_first(type, form, on, list, where)) return grown;
    return store_parts(type, form, on, false, list, where);
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
