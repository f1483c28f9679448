// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A constant is a fill with x stored into it. The other kinds are x joined with parts of itself, axis by axis.
#include "api/pieces.hpp"

#include <tenfold/pad.hpp>

#include <algorithm>

namespace tenfold::detail {
namespace {

using side = pad_widths::side;

std::vector<side> sides_of(const part& x, const pad_widths& widths, site where)
{
    std::vector<side> list = widths.sides();
    const auto rank = static_cast<std::size_t>(x.form.rank);
    if (list.size() == 1) list.resize(rank, list[0]);
    if (list.size() != rank)
        reject<shape_error>(
            "pad", shape_text(x) + ": " + std::to_string(list.size()) + " pairs of widths", where);
    for (const side& s : list)
        if (s.before < 0 || s.after < 0)
            reject<shape_error>(
                "pad", shape_text(x) + " by (" + std::to_string(s.before) + ", " + std::to_string(s.after) +
                           "): a width is negative", where);
    return list;
}

handle pad_constant(const part& x, const std::vector<side>& sides, const void* value, site where)
{
    const int rank = x.form.rank;
    const element type = x.source.source()->type;
    index_t shape[max_rank];
    for (int d = 0; d < rank; ++d) {
        const side s = sides[static_cast<std::size_t>(d)];
        if (__builtin_add_overflow(x.form.shape[d], s.before, &shape[d]) ||
            __builtin_add_overflow(shape[d], s.after, &shape[d]))
            reject<memory_error>("pad", shape_text(x) + ": the result has more elements than can be counted", where);
    }
    checked_size("pad", rank, shape, type, where);
    handle base = record_fill(type, rank, shape, value);
    if (std::find(x.form.shape, x.form.shape + rank, 0) != x.form.shape + rank) return base;
    part middle = part_of(base);
    for (int d = 0; d < rank; ++d)
        middle = piece_of(middle, d, sides[static_cast<std::size_t>(d)].before, x.form.shape[d]);
    record_store(base, middle, store_mode::assign, x.read(), where);
    return base;
}

/// Which element of an axis of n stands at place i, which may lie outside.
index_t source_of(index_t i, index_t n, padding how)
{
    const auto modulo = [](index_t a, index_t b) { return (a % b + b) % b; };
    if (how == padding::edge) return std::clamp<index_t>(i, 0, n - 1);
    if (how == padding::wrap) return modulo(i, n);
    if (n == 1) return 0;
    const index_t period = how == padding::reflect ? 2 * n - 2 : 2 * n, at = modulo(i, period);
    if (at < n) return at;
    return how == padding::reflect ? period - at : period - 1 - at;
}

/// Places -before .. n + after - 1 as runs of elements that go up, go down or stay.
part pad_axis(const part& x, int axis, side s, padding how, site where)
{
    const index_t n = x.form.shape[axis];
    if (s.before == 0 && s.after == 0) return x;
    if (n == 0)
        reject<shape_error>(
            "pad", shape_text(x) + ": axis " + std::to_string(axis) + " has no elements to repeat", where);
    index_t shape[max_rank], end = 0;
    std::copy_n(x.form.shape, x.form.rank, shape);
    if (__builtin_add_overflow(n, s.after, &end) || __builtin_add_overflow(end, s.before, &shape[axis]))
        reject<memory_error>("pad", shape_text(x) + ": the result has more elements than can be counted", where);
    checked_size("pad", x.form.rank, shape, x.source.source()->type, where);
    std::vector<part> runs;
    for (index_t i = -s.before; i < end;) {
        const index_t from = source_of(i, n, how);
        index_t count = 1, step = 0;
        if (i + 1 < end) step = source_of(i + 1, n, how) - from;
        if (step > 1 || step < -1) step = 0;
        else while (i + count < end && source_of(i + count, n, how) == from + count * step) ++count;
        runs.push_back(piece_of(x, axis, from, count, step));
        i += count;
    }
    return part_of(joined(runs, axis, where));
}

}  // namespace

padding padding_of(int mode)
{
    constexpr padding list[] = {padding::constant, padding::symmetric, padding::reflect,
                                padding::wrap, padding::wrap};
    return mode >= 0 && mode < 5 ? list[mode] : padding::constant;
}

handle record_pad(const part& x, const pad_widths& widths, padding how, const void* value, site where)
{
    const std::vector<side> sides = sides_of(x, widths, where);
    if (how == padding::constant) return pad_constant(x, sides, value, where);
    part result = x;
    for (int d = 0; d < x.form.rank; ++d)
        result = pad_axis(result, d, sides[static_cast<std::size_t>(d)], how, where);
    return record_view(result);
}

}  // namespace tenfold::detail
