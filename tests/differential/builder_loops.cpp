// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/builder.hpp"

namespace differential {

/// Where the windows of a loop begin: forwards, backwards, in steps, shuffled, with duplicates.
std::vector<index> builder::offsets(index places)
{
    std::vector<index> list;
    if (places <= 0) return list;
    const index count = std::min<index>(places, 2 + draw(11)), step = one_of({1, 1, 2, 3}), first = draw(places);
    switch (draw(8)) {
    case 1:
        for (index i = places - 1; i >= 0 && static_cast<index>(list.size()) < count; i -= step) list.push_back(i);
        break;
    case 2:  // shuffled
        for (index i = 0; i < count; ++i) list.push_back((first + i * 7) % places);
        break;
    case 3:
        for (index i = 0; i < count; ++i) list.push_back(draw(places));
        break;
    case 4:  // each one twice, with a gap
        for (index i = 0; i < count; ++i) list.push_back((i / 2 * step + (i > 5 ? 3 : 0)) % places);
        break;
    case 5:
        for (index i = first; i < places && static_cast<index>(list.size()) < count; i += step) list.push_back(i);
        break;
    case 6:  // all of them, several times
        for (index i = 0; i < 3 * count; ++i) list.push_back(i % count * step % places);
        break;
    case 7:  // each one several times
        for (index i = 0; i < 3 * count; ++i) list.push_back(i / 3 * step % places);
        break;
    default:
        for (index i = 0; i < places && static_cast<index>(list.size()) < count; i += step) list.push_back(i);
    }
    return list;
}

/// Filters, and windows that they go with: on the free or the summed axis, of the left or the right operand.
builder::windowed builder::windows_for_loop()
{
    windowed w;
    w.left = one_in(3);
    w.summed = one_in(4);
    const index width = one_of({3, 4, 2, 1, 5, 0, 7}), length = width + one_of({8, 5, 12, 2, 0, 20});
    const index inner = one_of({3, 2, 4, 1, 6, 0}), m = one_of({2, 3, 1, 4});
    // The source: (inner, length) on the right, (length, inner) on the left; its windows go along `axis`.
    const bool source_first = w.left != w.summed;
    const index k = w.summed ? width : inner;
    const int source = pick_or_make(w.summed ? (w.left ? shape_t{m, length} : shape_t{length, m})
                                             : (w.left ? shape_t{length, inner} : shape_t{inner, length}));
    const index axis = source_first ? 0 : 1, along = w.summed ? (w.left ? 1 : 0) : axis;
    w.width = width;
    const index shown = draw(8);
    for (const index at : offsets(length - width + 1)) {
        const index size = one_in(12) && !w.summed && at + width + 1 <= length ? width + 1 : width;
        operand x{source, {}};
        if (shown == 6)
            x.views = {{look::windows, {along, width}}, {look::at, {along, at}}, {look::moveaxis, {1, along}}};
        else if (shown == 7)
            x.views = {{look::open_range, {along, at, 1}}, {look::range, {along, 0, size, 1}}};
        else if (along == 1) {
            const index rows = shapes_.variables[static_cast<std::size_t>(source)].shape[0];
            x.views = {{look::ranges, {0, rows, at, at + size}}};
        }
        else x.views = {{look::range, {0, at, at + size, 1}}};
        if (shown == 5) x.views.push_back({look::flip, {along}});
        w.windows.push_back(x);
    }
    // Filters of their own, or parts of one bank.
    const index filters = one_of({1, 1, 2, 3}), others = one_of({2, 3, 1, 4, 0});
    const shape_t shape = w.left ? shape_t{k, others} : shape_t{others, k};
    if (one_in(2)) {
        for (index f = 0; f < filters; ++f) w.filters.push_back({pick_or_make(shape), {}});
        return w;
    }
    const int bank = pick_or_make({filters, shape[0], shape[1]});
    for (index f = 0; f < filters; ++f) w.filters.push_back({bank, {{look::at, {0, f}}}});
    return w;
}

void builder::loop_of_products()
{
    const windowed w = windows_for_loop();
    const bool nested_inside = one_in(2), helpers = one_in(3);
    const index keep_every = one_of({1, 1, 1, 2, 3, 1000}), after = draw(8);
    const std::size_t nf = w.filters.size(), nw = w.windows.size();
    std::vector<int> kept;
    for (std::size_t i = 0; i < nf * nw; ++i) {
        const operand& f = w.filters[nested_inside ? i % nf : i / nw];
        const operand& x = w.windows[nested_inside ? i / nf : i % nw];
        int r = w.left ? dot(x, f, helpers ? static_cast<index>(i % 2) : 0)
                       : dot(f, x, helpers ? static_cast<index>(i % 2) : 0);
        if (r < 0) continue;
        const int first = r;
        if (after == 4) r = add(act::compute, {operand{r, {}}}, {static_cast<index>(compute::negate)});
        if (after == 5) r = add(act::compute, {operand{r, {}}, operand{r, {}}}, {static_cast<index>(compute::scaled)});
        if (after == 6) r = add(act::reduce, {operand{r, {}}}, {static_cast<index>(reduce::sum), 0});
        if (after == 7) r = add(act::keep, {looked_at(r, 1)});
        if (r != first && r >= 0 && one_in(2)) drop(first);
        if (r >= 0 && static_cast<index>(i) % keep_every != keep_every - 1) drop(r);
        else if (r >= 0) kept.push_back(r);
    }
    if (!kept.empty() && one_in(4)) {
        std::vector<operand> some;
        for (const int v : kept)
            if (shape_of(v) == shape_of(kept[0])) some.push_back({v, {}});
        add(act::join, some, {0, 0});
        if (one_in(2))
            for (const int v : kept) drop(v);
    }
}

/// One line for several pairs of filters and sources: outermost, innermost, by turns, by a condition or in no order;
/// sizes that change; something else evaluated in between.
void builder::loop_of_pairs()
{
    const index pairs = one_of({2, 3, 1, 4, 6}), inner = one_of({3, 2, 1, 4}), m = one_of({2, 3, 1}), length = one_of({12, 7, 20, 3});
    const index order = draw(6), sizes = one_of({1, 1, 2, 4}), between = one_of({1000, 1000, 7, 3}), keep_every = one_of({1, 1, 2, 5});
    const index width = one_of({3, 2, 5, 1}), windows = std::min<index>(length, 2 + draw(13));
    const bool left = one_in(3), fed = one_in(5);
    std::vector<operand> filters, sources;
    for (index p = 0; p < pairs; ++p) {
        filters.push_back({pick_or_make(left ? shape_t{inner, m} : shape_t{m, inner}), {}});
        sources.push_back({pick_or_make(left ? shape_t{length, inner} : shape_t{inner, length}), {}});
    }
    if (fed) {   // a source that is computed, from others that windows are read of as well
        const int square = pick_or_make({inner, inner});
        sources.back() = {left ? dot(sources[0], {square, {}}) : dot({square, {}}, sources[0]), {}};
    }
    for (index i = 0; i < pairs * windows; ++i) {
        index p = order == 0 ? i / windows : order == 4 ? i * i * 7 % 11 % pairs : order == 5 ? draw(pairs) : i % pairs;
        const index n = order == 0 ? i % windows : order == 3 ? i * 7 % length : i / pairs;
        if (order == 2) p = n % pairs;
        const index size = std::min(length, width + i % sizes), at = n % (length - size + 1);
        operand x = sources[static_cast<std::size_t>(p)];
        if (x.variable < 0) return;
        if (left) x.views.push_back({look::range, {0, at, at + size, 1}});
        else x.views.push_back({look::ranges, {0, inner, at, at + size}});
        const operand& f = filters[static_cast<std::size_t>(p)];
        const int r = left ? dot(x, f) : dot(f, x);
        if (i % between == between - 1) {
            const int other = left ? dot(sources[0], f) : dot(f, sources[0]);
            if (other >= 0) add({act::evaluate, -1, {operand{other, {}}}, {}, {}});
            drop(other);
        }
        if (i % keep_every != 0) drop(r);
    }
}

void builder::loop_of_stores()
{
    const windowed w = windows_for_loop();
    if (w.windows.empty() || w.filters.empty()) return;
    const operand& f = w.filters[0];
    const int first = w.left ? dot(w.windows[0], f) : dot(f, w.windows[0]);
    if (first < 0) return;
    const shape_t one = shape_of(first);
    const index n = static_cast<index>(w.windows.size());
    const bool overlapping = one_in(3), adding = one_in(2);
    const int out = overlapping ? make_leaf({one[0], one[1] + n}) : make_leaf({n, one[0], one[1]});
    if (out < 0) return;
    for (index i = 0; i < n; ++i) {
        const operand& x = w.windows[static_cast<std::size_t>(i)];
        const int r = w.left ? dot(x, f) : dot(f, x);
        if (r < 0) continue;
        operand to{out, {{look::at, {0, i}}}};
        if (overlapping) to.views = {{look::ranges, {0, one[0], i, i + one[1]}}};
        add({adding ? act::add : act::assign, out, {to, operand{r, {}}}, {}, {}});
        drop(r);
        if (one_in(10)) add(act::keep, {operand{out, {}}});
    }
}

void builder::loop_of_sums()
{
    const windowed w = windows_for_loop();
    int total = -1;
    for (const operand& f : w.filters)
        for (const operand& x : w.windows) {
            const int r = w.left ? dot(x, f) : dot(f, x);
            if (r < 0) return;
            if (total < 0) {
                total = r;
                continue;
            }
            add({act::accumulate, total, {operand{r, {}}}, {}, {}});
            drop(r);
        }
}

/// Elementwise work, reductions and copies of windows: each with a weight of its own, stacked or stored at times.
void builder::loop_of_windows()
{
    const windowed w = windows_for_loop();
    const index what = draw(5), axis = draw(2), keep_every = one_of({1, 1, 2, 3});
    const bool steady = one_in(3);
    std::vector<operand> kept;
    index n = 0;
    for (const operand& x : w.windows) {
        int r = -1;
        const index weight = steady ? 2 : n % 5 - 1;
        if (what == 0) r = add(act::compute, {x, x}, {static_cast<index>(compute::weighted), weight});
        if (what == 1) r = add(act::compute, {w.windows[0], x}, {static_cast<index>(compute::weighted), weight});
        if (what == 2) r = add(act::reduce, {x}, {static_cast<index>(one_in(2) ? reduce::cumsum : reduce::sum), axis});
        if (what == 3) r = add(act::copy, {x});
        if (what == 4) r = add(act::compute, {x}, {static_cast<index>(compute::negate)});
        if (r < 0) continue;
        if (n++ % keep_every != keep_every - 1) drop(r);
        else if (kept.empty() || shape_of(r) == shape_of(kept[0])) kept.push_back({r, {}});
    }
    if (!kept.empty() && one_in(3)) add(act::join, kept, {draw(2), 0});
}

/// h = tanh(dot(w, h) + x[:, t]), or h = dot(w, h), or chains that start from several h; x[:, t] as it is or from a
/// product of its own; the chains one after another, in turn, or in no order.
void builder::recurrence()
{
    const index n = one_of({3, 2, 4, 1, 5}), steps = 2 + draw(12), chains = one_of({1, 1, 2, 3, 5});
    const bool real = made.type == element::f64 || made.type == element::f32, row = one_in(3);
    const index form = draw(real ? 5 : 2), keep_every = one_of({1, 2, 1000}), order = draw(3);
    const int w = pick_or_make({n, n}), x = pick_or_make({n, steps + 1});
    const bool matrix = one_in(3), backwards = one_in(3), fed = one_in(3), stored = one_in(4);
    std::vector<int> h;
    for (index c = 0; c < chains; ++c) h.push_back(make_leaf(matrix ? shape_t{n, n} : shape_t{n}));
    const int out = stored ? make_leaf(matrix ? shape_t{steps, n, n} : shape_t{steps, n}) : -1;
    for (index i = 0; i < steps * chains; ++i) {
        const index t = order == 0 ? i % steps : i / chains;
        const index c = order == 0 ? i / steps : order == 1 ? i % chains : i * i * 7 % 11 % chains;
        int& state = h[static_cast<std::size_t>(c)];
        if (state < 0) return;
        operand column{x, {{look::at, {1, backwards ? steps - t : t}}}};
        if (fed && form >= 1) column = {dot({w, {}}, column), {}};
        const operand now{state, {}};
        const int d = row ? dot(now, {w, {}}) : dot({w, {}}, now);
        int next = d;
        if (form == 1) next = add(act::compute, {{d, {}}, column}, {static_cast<index>(compute::minus)});
        if (form >= 2) next = add(act::compute, {{d, {}}, column}, {static_cast<index>(compute::tanh_sum)});
        if (fed && form >= 1) drop(column.variable);
        if (next != d && !one_in(8)) drop(d);
        if (stored && next >= 0) add({act::assign, out, {{out, {{look::at, {0, t}}}}, {next, {}}}, {}, {}});
        if (t % keep_every != keep_every - 1) drop(state);
        state = next;
        if (one_in(12) && state >= 0) add({act::read, -1, {operand{state, {}}}, {}, {}});
    }
}

}  // namespace differential
