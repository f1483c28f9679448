// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops in which products feed products, or read copies, scaled windows and rows.
#include "differential/builder.hpp"

namespace differential {

/// Stacks of matrices, or of vectors at an end; what moves with the inner loop, with the outer one, or not at all.
void builder::loop_of_chains()
{
    const index factors = one_of({3, 3, 4, 2, 5}), outer = one_of({1, 2, 3}), inner = one_of({3, 1, 5, 2});
    const index front = draw(6), back = draw(4);                       // 0: a vector
    const index order = draw(3), drops = one_of({0, 0, 0, 1, 2});      // of the inner products
    const bool turned = one_in(3), scaled = one_in(4);
    std::vector<index> size;
    for (index f = 0; f <= factors; ++f) size.push_back(one_of({3, 2, 6, 1, 9, 4, 12, 0}));
    if (std::count(size.begin(), size.end(), 0) > 0 && !one_in(4)) std::replace(size.begin(), size.end(), index{0}, index{5});
    std::vector<int> bank;
    std::vector<index> by;
    for (index f = 0; f < factors; ++f) {
        const auto i = static_cast<std::size_t>(f);
        shape_t shape{outer * inner, size[i], size[i + 1]};
        if (f == 0 && front == 0) shape.erase(shape.begin() + 1);
        else if (f == factors - 1 && back == 0) shape.pop_back();
        bank.push_back(pick_or_make(shape));
        by.push_back(draw(5));
    }
    for (index n = 0; n < outer * inner; ++n) {
        const index places[] = {n % inner, 0, n, n / inner, (n * n * 3 + 1) % (outer * inner)};
        std::vector<operand> x;
        for (std::size_t f = 0; f < bank.size(); ++f) x.push_back({bank[f], {{look::at, {0, places[by[f]]}}}});
        while (x.size() > 1) {
            const std::size_t at = order == 0 ? 0 : order == 1 ? x.size() - 2 : static_cast<std::size_t>(n) % (x.size() - 1);
            int r = turned && shape_of(x[at]).size() == 2 && shape_of(x[at + 1]).size() == 2
                ? transposed_dot(x[at], x[at + 1]) : dot(x[at], x[at + 1]);
            if (r < 0) return;
            if (x[at].views.empty() && x.size() > 2 && drops == 2) {}
            else if (x.size() > 2 && scaled) {
                const int s = add(act::compute, {operand{r, {}}}, {static_cast<index>(compute::negate)});
                if (drops != 1) drop(r);
                r = s;
            }
            for (const operand& o : {x[at], x[at + 1]})
                if (std::find(bank.begin(), bank.end(), o.variable) == bank.end() && drops != 1) drop(o.variable);
            if (r < 0) return;
            x[at] = {r, {}};
            if (turned && x.size() > 2 && shape_of(r).size() == 2) x[at].views = {{look::transpose, {}}};
            x.erase(x.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        }
        if (one_in(9)) drop(x[0].variable);
    }
}

/// (a b)' as b' a': what reads it transposed reads a b.
int builder::transposed_dot(operand a, operand b)
{
    a.views.push_back({look::transpose, {}});
    b.views.push_back({look::transpose, {}});
    return dot(b, a);
}

/// Products of windows that were copied, turned or scaled first.
void builder::loop_of_made_windows()
{
    const windowed w = windows_for_loop();
    const index how = one_of({4, 5, 3, 0, 1, 2});
    const bool keeps = one_in(6), again = one_in(4);
    std::vector<int> made_ones;
    for (const operand& f : w.filters)
        for (const operand& x : w.windows) {
            int m = -1;
            if (how == 0 && w.left) {
                const int r = add(act::product, {x, f}, {static_cast<index>(product::scaled_dot), 0});
                if (r < 0) return;
                continue;
            }
            operand seen = x;
            if (how >= 3) seen.views.push_back({look::transpose, {}});
            if (how < 3) m = add(act::compute, {seen}, {static_cast<index>(compute::negate)});
            else m = add(act::copy, {seen});
            if (m >= 0 && how == 5) {
                const int c = add(act::copy, {operand{m, {}}});
                drop(m);
                m = c;
            }
            operand y{m, {}};
            if (how >= 3) y.views = {{look::transpose, {}}};
            const int r = w.left ? dot(y, f) : dot(f, y);
            if (r < 0) return;
            if (again) dot(w.left ? y : f, w.left ? f : y, 1);
            if (!keeps) drop(m);
        }
}

/// Vectors, or matrices of a stack, by one matrix or one of a few; forwards, backwards, in steps.
void builder::loop_of_rows()
{
    const index k = one_of({3, 1, 5, 2, 0}), m = one_of({2, 1, 4}), n = one_of({4, 2, 1, 3});
    const index places = one_of({6, 3, 9, 1}), banks = one_of({1, 1, 1, 2});
    const bool matrices = one_in(2), left = !one_in(3), turned = one_in(3);
    const shape_t one = matrices ? (left ? shape_t{m, k} : shape_t{k, m}) : shape_t{k};
    shape_t all = one;
    all.insert(all.begin(), places);
    if (turned) std::reverse(all.begin(), all.end());
    const int x = pick_or_make(all), w = pick_or_make(left ? shape_t{banks, k, n} : shape_t{banks, n, k});
    index i = 0;
    for (const index at : offsets(places)) {
        operand row{x, {}};
        if (turned) row.views.push_back({look::transpose, {}});
        row.views.push_back({look::at, {0, at}});
        const operand y{w, {{look::at, {0, i++ % banks}}}};
        int r = left ? dot(row, y) : dot(y, row);
        if (r < 0) return;
        if (one_in(6)) drop(r);
    }
}

}  // namespace differential
