// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops over windows with a body of several statements: products, elementwise work, windows of results, running sums.
#include "differential/builder.hpp"

namespace differential {

namespace {

enum class layer { product, negate, biased, gated, weighted, squashed, narrowed, summed, turned, other };

}  // namespace

/// What one statement of the body makes of each value; steps that do not fit leave it as it was.
int builder::next_in_body(layer_of_body& l, int h, const operand& window, bool left, index n)
{
    const operand x{h, {}};
    const shape_t shape = shape_of(h);
    if (shape.size() != 2) return -1;
    const index along = left ? 0 : 1, across = shape[static_cast<std::size_t>(1 - along)];
    const auto fit = [&](const shape_t& wanted) {
        const bool there = l.value >= 0 && shapes_.alive[static_cast<std::size_t>(l.value)] && shape_of(l.value) == wanted;
        if (!there) l.value = pick_or_make(wanted);
        return operand{l.value, {}};
    };
    const auto by = [&](const operand& y, index rows, index inner) {
        return left ? dot(y, fit({inner, rows})) : dot(fit({rows, inner}), y);
    };
    switch (static_cast<layer>(l.kind)) {
    case layer::product: return by(x, l.size, across);
    case layer::negate: return add(act::compute, {x}, {static_cast<index>(compute::negate)});
    case layer::biased:
        return add(act::compute, {x, fit(left ? shape_t{1, across} : shape_t{across, 1})}, {static_cast<index>(compute::plus)});
    case layer::gated: {   // by another product of the window
        const shape_t of_window = shape_of(window);
        const int gate = by(window, across, of_window[static_cast<std::size_t>(1 - along)]);
        if (gate < 0) return -1;
        const int r = add(act::compute, {x, {gate, {}}}, {static_cast<index>(compute::times)});
        if (l.size > 1) drop(gate);
        return r;
    }
    case layer::weighted: return add(act::compute, {x, x}, {static_cast<index>(compute::weighted), l.size == 1 ? n % 5 - 1 : l.size});
    case layer::squashed:
        return add(act::compute, {x, x}, {static_cast<index>(made.type == element::f64 || made.type == element::f32 ? compute::tanh_sum : compute::plus)});
    case layer::narrowed: {
        const index length = shape[static_cast<std::size_t>(along)], from = std::min(length, l.size == 4 ? n % 3 : l.size - 1);
        return add(act::keep, {{h, {{look::range, {along, from, std::max(from, length - l.size % 2), 1}}}}});
    }
    case layer::summed: {   // of products
        const int part = by(x, across, across);
        if (part < 0) return -1;
        const int total = add(act::compute, {x, {part, {}}}, {static_cast<index>(compute::plus)});
        drop(part);
        for (index again = 1; total >= 0 && again < l.size; ++again) {
            const int more = left ? dot(x, {l.value, {}}) : dot({l.value, {}}, x);
            if (more < 0) return -1;
            add({act::accumulate, total, {operand{more, {}}}, {}, {}});
            drop(more);
        }
        return total;
    }
    case layer::turned: return add(act::copy, {{h, {{look::flip, {l.size % 2}}}}});
    case layer::other: return add(act::compute, {x, window}, {static_cast<index>(compute::minus)});
    }
    return -1;
}

/// Statement by statement for each window, or each statement for all windows; values on the way and results go, or stay.
void builder::loop_of_bodies()
{
    const windowed w = windows_for_loop();
    const index depth = 1 + draw(4), order = draw(3), drops = one_of({2, 1, 3, 0}), keep_every = one_of({1, 1, 2, 3, 5});
    const bool bare = one_in(4);   // the body begins with the window itself
    std::vector<layer_of_body> body;
    for (index d = 0; d < depth; ++d) body.push_back({draw(10), one_of({2, 1, 3, 4})});
    std::vector<int> h;
    std::vector<operand> window;
    const auto begin = [&](const operand& f, const operand& x) {
        window.push_back(x);
        h.push_back(bare ? add(act::keep, {x}) : w.left ? dot(x, f) : dot(f, x));
    };
    const auto step = [&](std::size_t i, layer_of_body& l) {
        if (h[i] < 0) return;
        const int next = next_in_body(l, h[i], window[i], w.left, static_cast<index>(i));
        if (next < 0) return;
        const bool goes = drops == 2 || (drops == 1 && i % 2 == 0) || (drops == 3 && one_in(3));
        if (goes) drop(h[i]);
        h[i] = next;
    };
    for (const operand& f : w.filters)
        for (const operand& x : w.windows) {
            begin(f, x);
            if (order != 1)
                for (layer_of_body& l : body) step(h.size() - 1, l);
            if (order == 2 && one_in(6) && h.back() >= 0) add({act::evaluate, -1, {operand{h.back(), {}}}, {}, {}});
        }
    for (layer_of_body& l : body)
        for (std::size_t i = 0; order == 1 && i < h.size(); ++i) step(i, l);
    for (std::size_t i = 0; i < h.size(); ++i)
        if (static_cast<index>(i) % keep_every != keep_every - 1) drop(h[i]);
}

}  // namespace differential
