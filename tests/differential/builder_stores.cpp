// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops that fill an array from what they have filled before, and arrays that grow by joining.
#include "differential/builder.hpp"

namespace differential {

/// view(s, t) = f(view(s, t - 1), ...): rows or columns, whole or parts of them, of one array or two in turn; with
/// copies, sums of windows, reads and evaluations in between.
void builder::loop_of_steps()
{
    const index n = one_of({4, 3, 6, 1, 2}), steps = one_of({7, 12, 5, 2, 20}), lag = one_of({1, 1, 2, 3});
    const index axis = one_in(4), form = draw(6), second = one_of({0, 0, 1}), ring = one_of({0, 0, 0, 3});
    const bool watched = one_in(3), kept = one_in(4), read = one_in(4), evaluated = one_in(4);
    const index places = ring ? ring : steps + lag;
    const shape_t shape = axis == 0 ? shape_t{places, n} : shape_t{n, places};
    const int s = make_leaf(shape), other = second ? make_leaf(shape) : s, w = pick_or_make({n, n});
    if (s < 0 || other < 0 || w < 0) return;
    const auto line = [&](int v, index t) { return operand{v, {{look::at, {axis, t % places}}}}; };
    const auto part = [&](operand o, index first, index last) {
        o.views.push_back({look::range, {0, first, last, 1}});
        return o;
    };
    for (index t = lag; t < steps + lag; ++t) {
        const int to = second && t % 2 ? other : s, from = second && t % 3 == 0 ? other : s;
        operand target = line(to, t);
        const operand before = line(from, t - lag);
        int value = -1;
        if (form == 0) value = add(act::compute, {before}, {static_cast<index>(compute::negate)});
        if (form == 1) value = dot(before, {w, {}});
        if (form == 2) value = add(act::compute, {before, line(from, t - 1)}, {static_cast<index>(compute::minus)});
        if (form == 3 && n > 2) {
            value = add(act::compute, {part(before, 0, n - 2), part(before, 2, n)}, {static_cast<index>(compute::minus)});
            target = part(target, 1, n - 1);
        }
        if (form == 4) {   // what lies behind it, as it is now
            const index first = ring ? 0 : std::max<index>(0, t - 3), last = ring ? places : t;
            value = add(act::reduce, {operand{from, {{look::range, {axis, first, last, 1}}}}}, {static_cast<index>(reduce::sum), axis});
        }
        if (form == 5) {   // added to itself, without a value of its own
            add({one_in(2) ? act::add : act::assign, to, {target, before}, {}, {}});
        }
        else {
            if (value < 0) return;
            add({one_in(8) ? act::add : act::assign, to, {target, {value, {}}}, {}, {}});
            if (!one_in(6)) drop(value);
        }
        if (watched) add(act::reduce, {operand{to, {{look::range, {axis, 0, std::min(t + 1, places), 1}}}}}, {static_cast<index>(reduce::sum), axis});
        if (kept && one_in(3)) add(act::keep, {one_in(2) ? operand{to, {}} : line(to, t - 1)});
        if (read && one_in(4)) add({act::read, -1, {line(to, t)}, {}, {}});
        if (evaluated && one_in(4))
            if (const int v = pick(); v >= 0) add({act::evaluate, -1, {operand{v, {}}}, {}, {}});
    }
}

/// cache = concatenate({cache, row}), and products of the cache on the way.
void builder::loop_of_joins()
{
    const index n = one_of({3, 2, 4, 1}), steps = one_of({4, 9, 2, 6}), used = draw(4);
    const bool branches = one_in(4), read = one_in(3), older = one_in(4);
    int cache = make_leaf({one_of({1, 2, 0}), n}), row = make_leaf({1, n});
    const int w = pick_or_make({n, n});
    for (index t = 0; t < steps; ++t) {
        if (cache < 0 || row < 0 || w < 0) return;
        if (used == 1) dot({w, {}}, {cache, {{look::transpose, {}}}});
        if (used == 2) {
            const int scores = dot({row, {}}, {cache, {{look::transpose, {}}}});
            row = dot({scores, {}}, {cache, {}});
            if (scores >= 0) drop(scores);
            if (row < 0) return;
        }
        if (used == 3) row = dot({row, {}}, {w, {}});
        const int grown = add(act::join, {{cache, {}}, {row, {}}}, {1, 0});
        if (branches && one_in(3)) add(act::join, {{cache, {}}, {row, {}}, {row, {}}}, {1, 0});
        if (!older || !one_in(3)) drop(cache);
        cache = grown;
        if (read && one_in(3) && cache >= 0) add({act::read, -1, {operand{cache, {}}}, {}, {}});
    }
}

}  // namespace differential
