// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/builder.hpp"

#include <algorithm>

namespace differential {

const std::vector<builder::room>& builder::rooms()
{
    static const std::vector<room> all{
        &builder::leaf, &builder::keep, &builder::multiply, &builder::elementwise, &builder::reduction, &builder::storing,
        &builder::joining, &builder::handles, &builder::evaluation, &builder::loop_of_products, &builder::loop_of_products,
        &builder::loop_of_products, &builder::loop_of_stores, &builder::loop_of_sums, &builder::recurrence,
        &builder::storing, &builder::multiply, &builder::elementwise, &builder::loop_of_windows, &builder::recurrence,
        &builder::loop_of_chains, &builder::loop_of_made_windows, &builder::loop_of_rows, &builder::loop_of_chains,
        &builder::loop_of_steps, &builder::loop_of_joins, &builder::loop_of_steps, &builder::loop_of_pairs,
        &builder::loop_of_pairs, &builder::loop_of_leaves, &builder::loop_of_bodies, &builder::loop_of_bodies,
        &builder::loop_of_bodies};
    return all;
}

unsigned kinds_of_instructions() { return static_cast<unsigned>(builder::rooms().size()); }

void builder::follow(const instruction& i)
{
    now_ = &i;
    next_draw_ = 0;
    made_here_ = 0;
    if (made.steps.size() > 400) return;
    const std::size_t before = made.steps.size();
    (this->*rooms()[i.what % rooms().size()])();
    if (i.id % 8 != 0) return;   // of the same instruction, whatever it drew
    ++threads_;
    for (std::size_t s = before; s < made.steps.size(); ++s) made.steps[s].thread = threads_;
}

int builder::add(step s, bool may_be_refused)
{
    if (std::any_of(s.in.begin(), s.in.end(), [](const operand& o) { return o.variable < 0; })) return -1;
    const bool fresh = s.result < 0 && s.what != act::evaluate && s.what != act::read;
    if (fresh) s.result = made.variables;
    try {
        shapes_.run(s);
    }
    catch (const std::invalid_argument& e) {
        if (may_be_refused && std::string(e.what()).find("too large") == std::string::npos) {
            s.refused = true;
            s.result = -1;
            made.steps.push_back(s);
        }
        return -1;
    }
    if (fresh) {
        const auto& x = shapes_.variables[static_cast<std::size_t>(s.result)];
        if (x.size() > 3000 || x.rank() > 6) {
            shapes_.alive[static_cast<std::size_t>(s.result)] = false;
            return -1;
        }
        ++made.variables;
        ring_.push_back((now_->id + 7919u * made_here_++) & 0xffffu);
    }
    made.steps.push_back(s);
    return s.result;
}

int builder::pick(const std::function<bool(const shape_t&)>& fits)
{
    const unsigned from = static_cast<unsigned>(draw(1 << 16));
    int best = -1;
    unsigned nearest = 0;
    for (int v = 0; v < made.variables; ++v) {
        if (!shapes_.alive[static_cast<std::size_t>(v)] || !fits(shape_of(v))) continue;
        const unsigned away = (ring_[static_cast<std::size_t>(v)] - from) & 0xffffu;
        if (best < 0 || away < nearest) {
            best = v;
            nearest = away;
        }
    }
    return best;
}

int builder::make_leaf(const shape_t& shape)
{
    shape_t n{draw(1000), one_of({0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 2}), draw(4)};
    n.insert(n.end(), shape.begin(), shape.end());
    return add(act::leaf, {}, n);
}
int builder::pick_or_make(const shape_t& shape)
{
    const int v = one_in(4) ? -1 : pick([&](const shape_t& s) { return s == shape; });
    return v < 0 ? make_leaf(shape) : v;
}

void builder::leaf()
{
    shape_t shape(static_cast<std::size_t>(one_of({2, 2, 2, 1, 3, 2, 0, 1, 4})));
    for (index& n : shape) n = one_of({3, 2, 4, 5, 6, 3, 4, 5, 1, 7, 12, 4, 0});
    make_leaf(shape);
}

view_step builder::random_view(const shape_t& shape, bool assignable)
{
    const index rank = static_cast<index>(shape.size());
    const index axis = draw(std::min<index>(rank, 4));
    const index n = rank ? shape[static_cast<std::size_t>(axis)] : 0;
    const index other = draw(rank);
    const index how = draw(assignable ? 11 : 18);
    if (rank == 0 && how != 5 && how != 8) return {look::newaxis, {0}};
    switch (how) {
    case 0: {
        const index start = draw(n + 1);
        return {look::range, {axis, start, start + draw(n - start + 1), 1}};
    }
    case 1: return {look::range, {axis, draw(2 * n + 3) - n - 1, draw(2 * n + 3) - n - 1, one_of({-1, 2, -2, 3, 1})}};
    case 2: return {look::open_range, {axis, draw(n + 1) - (one_in(3) ? n : 0), one_of({-1, 1, 2, -2})}};
    case 3: return n > 0 ? view_step{look::at, {axis, draw(2 * n) - n}} : view_step{look::flip, {axis}};
    case 4: return {look::transpose, {}};
    case 5: return {look::newaxis, {draw(std::min<index>(rank + 1, 4))}};
    case 6: return {look::flip, {axis - (one_in(2) ? rank : 0)}};
    case 7: return {look::swapaxes, {axis, other - (one_in(2) ? rank : 0)}};
    case 8: return {look::expand_dims, {draw(rank + 1)}};
    case 9: return {look::moveaxis, {axis, other}};
    case 10: return {look::squeeze, {}};
    case 11: return {look::windows, {axis, draw(n + 1)}};
    case 12:
        if (rank < 2) return {look::windows, {axis, std::min<index>(n, 2)}};
        return {look::windows2, {0, 1, 1 + draw(shape[0]), 1 + draw(shape[1])}};
    case 13: {
        const index all = reference::count(shape), part = one_of({1, 2, 3, 4, 6});
        if (all == 0 || all % part) return {look::reshape, {all}};
        return {look::reshape, one_in(2) ? shape_t{part, -1} : shape_t{-1, part}};
    }
    case 14: {
        shape_t wide = shape;
        for (index& d : wide)
            if (d == 1) d = one_of({3, 2, 0});
        wide.insert(wide.begin(), one_of({2, 3, 1}));
        return {look::broadcast_to, wide};
    }
    case 15: return rank < 2 ? view_step{look::flip, {0}} : view_step{look::diagonal, {draw(5) - 2, 0, rank - 1}};
    case 16: {
        const index size = reference::count(shape), s = one_of({1, 2, 0}), t = one_of({1, 3, 0});
        return {look::as_strided, {std::min<index>(3, size), std::min<index>(2, size), s, t}};
    }
    default: {
        shape_t p = reference::range_of(rank);
        for (index i = rank; i-- > 1;) std::swap(p[static_cast<std::size_t>(i)], p[static_cast<std::size_t>(draw(i + 1))]);
        return {look::transpose, p};
    }
    }
}

operand builder::looked_at(int variable, index views, bool assignable)
{
    operand o{variable, {}};
    for (index i = 0; i < views; ++i) {
        o.views.push_back(random_view(shape_of(o), assignable));
        try {
            const shape_t s = shape_of(o);
            if (s.size() > 5 || reference::count(s) > 2000) o.views.pop_back();
        }
        catch (const std::invalid_argument&) {
            o.views.pop_back();
        }
    }
    return o;
}

void builder::keep()
{
    if (const int v = pick(); v >= 0) add(act::keep, {looked_at(v, 1 + draw(3))});
}

void builder::multiply()
{
    const int v = pick([](const shape_t& s) { return !s.empty(); });
    if (v < 0) return leaf();
    const operand a = looked_at(v, one_of({0, 1, 2, 0}));
    const shape_t sa = shape_of(a);
    if (sa.empty()) return;
    const index k = sa.back();
    auto what = static_cast<product>(one_of({0, 1, 6, 5, 0, 2, 3, 4, 7, 8, 9, 0, 1, 6}));
    // An operand that fits, from what there is; else a leaf, seen transposed at times.
    const index m = one_of({3, 1, 4, 2, 6});
    operand b;
    const bool turned = one_in(3);
    const auto fitting = [&](const std::function<bool(const shape_t&)>& fits, const shape_t& otherwise) {
        const int found = pick(fits);
        if (found >= 0) return operand{found, {}};
        if (!turned) return operand{make_leaf(otherwise), {}};
        return operand{make_leaf(shape_t(otherwise.rbegin(), otherwise.rend())), {{look::transpose, {}}}};
    };
    switch (what) {
    case product::outer:
    case product::kron: b = fitting([](const shape_t& s) { return reference::count(s) < 40; }, {2, 2}); break;
    case product::vdot: b = fitting([&](const shape_t& s) { return s == sa; }, sa); break;
    case product::inner: b = fitting([&](const shape_t& s) { return !s.empty() && s.back() == k; }, {m, k}); break;
    case product::tensordot: b = fitting([&](const shape_t& s) { return !s.empty() && s[0] == k; }, {k, m}); break;
    default:
        b = fitting([&](const shape_t& s) { return !s.empty() && s[s.size() > 1 ? s.size() - 2 : 0] == k; }, {k, m});
    }
    if (b.variable < 0) return;  // too large
    if (one_in(16)) b = looked_at(b.variable, 1);  // may not fit: refused then
    step s{act::product, -1, {a, b}, {static_cast<index>(what), what == product::tensordot ? 1 : draw(2)}, {}};
    const std::size_t ra = sa.size(), rb = shape_of(b).size();
    if (what == product::einsum) {
        if (rb != 2) s.n[0] = 0;
        else if (ra == 1) s.text = one_in(2) ? "k,kn->n" : "k,kn";
        else if (ra == 2) s.text = std::vector<std::string>{"ik,kn->in", "ik,kn->ni", "ik,kn->n", "ik,kn->ikn", "ik,kn"}[static_cast<std::size_t>(draw(5))];
        else s.text = ra == 3 && one_in(2) ? "aik,kn->nai" : "...k,kn->...n";
    }
    if (what == product::multi_dot && rb == 0) s.n[0] = 0;
    else if (what == product::multi_dot) {
        const index n = shape_of(b).back();
        s.in.push_back({pick_or_make({n, m}), {}});
    }
    add(s, true);
}

}  // namespace differential
