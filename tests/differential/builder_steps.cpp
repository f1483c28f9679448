// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/builder.hpp"

namespace differential {

void builder::elementwise()
{
    const int v = pick();
    if (v < 0) return leaf();
    const operand a = looked_at(v, one_of({0, 1, 0, 2}));
    const shape_t sa = shape_of(a);
    const bool real = made.type == element::f64 || made.type == element::f32;
    const index what = draw(real ? 9 : 4);
    if (what == 6 || what == 7 || what == 8) {
        add(act::compute, {a}, {what});
        return;
    }
    operand b;
    switch (draw(4)) {
    case 1: b = {make_leaf(sa.empty() ? shape_t{} : shape_t{sa.back()}), {}}; break;
    case 2: b = looked_at(a.variable, 1); break;
    default: b = {pick_or_make(sa), {}};
    }
    if (b.variable >= 0) add(act::compute, {a, b}, {what});
}

void builder::reduction()
{
    const int v = pick();
    if (v < 0) return leaf();
    const operand x = looked_at(v, one_of({0, 1, 2, 1}));
    const index rank = static_cast<index>(shape_of(x).size());
    const bool real = made.type == element::f64 || made.type == element::f32;
    index what = real ? one_of({0, 3, 1, 2, 4, 5, 6, 0}) : made.type == element::u64 ? one_of({0, 1, 2, 6}) : one_of({0, 6});
    const index axis = one_in(3) || rank == 0 ? -100 : draw(2 * rank) - rank;
    if (what == 4 || what == 3)
        if (reference::count(shape_of(x)) == 0) what = 0;
    add(act::reduce, {x}, {what, axis});
}

void builder::storing()
{
    const int v = pick([](const shape_t& s) { return !s.empty(); });
    if (v < 0) return leaf();
    if (one_in(3)) add(act::keep, {operand{v, {}}});  // an older version, read afterwards
    for (index times = 1 + draw(3); times > 0; --times) {
        const operand to = looked_at(v, 1 + draw(2), true);
        if (to.views.empty()) return;
        const shape_t part = shape_of(to);
        operand value;
        switch (draw(5)) {
        case 1: {  // the same variable: overlapping
            value = looked_at(v, 1 + draw(2));
            break;
        }
        case 2: value = {make_leaf(part.empty() || one_in(2) ? shape_t{} : shape_t{part.back()}), {}}; break;
        case 3: {
            value = {pick(), {}};
            break;
        }
        default: value = {pick_or_make(part), {}};
        }
        if (value.variable < 0) return;
        add({one_in(3) ? act::add : act::assign, v, {to, value}, {}, {}});
        if (one_in(4)) add(act::keep, {operand{v, {}}});
        if (one_in(6)) add({act::read, -1, {looked_at(v, draw(2))}, {}, {}});
    }
}

void builder::joining()
{
    const int v = pick();
    if (v < 0) return leaf();
    const shape_t shape = shape_of(v);
    const index rank = static_cast<index>(shape.size());
    std::vector<operand> parts{{v, {}}};
    for (index i = draw(3); i > 0; --i) parts.push_back({pick_or_make(shape), {}});
    if (rank == 0 || one_in(2)) add(act::join, parts, {0, draw(rank + 1)});
    else add(act::join, parts, {1, draw(2 * rank) - rank});
}

void builder::handles()
{
    const int v = pick();
    if (v < 0) return leaf();
    switch (draw(4)) {
    case 0: drop(v); break;
    case 1: add(act::copy, {looked_at(v, draw(2))}); break;
    case 2: add(act::keep, {operand{v, {}}}); break;
    default: {
        const int x = pick_or_make(shape_of(v));
        if (x >= 0) add({act::accumulate, v, {operand{x, {}}}, {}, {}});
    }
    }
}

void builder::evaluation()
{
    if (one_in(2)) {
        if (const int v = pick(); v >= 0) add({act::read, -1, {looked_at(v, draw(3))}, {}, {}});
        return;
    }
    std::vector<operand> some;
    for (index i = 1 + draw(4); i > 0; --i)
        if (const int v = pick(); v >= 0) some.push_back({v, {}});
    if (!some.empty()) add({act::evaluate, -1, some, {}, {}});
}

program build(element type, unsigned rules_off, const std::vector<instruction>& list)
{
    builder b(type);
    constexpr const char* rules[] = {"drop_unused", "refold", "merge_equal", "share_product", "transpose_into_product",
                                     "scale_into_product", "reassociate", "merge_rows", "sum_into_product", "place_results"};
    for (unsigned r = 0; r < std::size(rules); ++r)
        if (rules_off >> r & 1u) b.made.disable.push_back(rules[r]);
    for (const instruction& i : list) b.follow(i);
    return std::move(b.made);
}

}  // namespace differential
