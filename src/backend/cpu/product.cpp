// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The axes of a product, grouped.
#include "backend/cpu/product.hpp"

#include <utility>

namespace tenfold::backend::on_cpu {

namespace {

bool nests(const axis& outer, const axis& inner, unsigned in)
{
    const index_t n = inner.extent;
    if ((in & unsigned(has::a)) && outer.a != inner.a * n) return false;
    if ((in & unsigned(has::b)) && outer.b != inner.b * n) return false;
    return !(in & unsigned(has::c)) || outer.c == inner.c * n;
}

}  // namespace

void join(axis_list& l, unsigned in)
{
    for (int i = 0; i < l.count; ++i)
        for (int j = 0; j < l.count; ++j)
            if (i != j && nests(l.at[i], l.at[j], in)) {
                l.at[j].extent *= l.at[i].extent;
                l.remove(i);
                i = -1;
                break;
            }
}

void turn(axis& x, groups& g)
{
    g.shift_a += x.a * (x.extent - 1);
    g.shift_b += x.b * (x.extent - 1);
    g.shift_c += x.c * (x.extent - 1);
    x.a = -x.a;
    x.b = -x.b;
    x.c = -x.c;
}

void add_summed(axis x, groups& g)
{
    if (x.a < 0 || (x.a == 0 && x.b < 0)) turn(x, g);
    // Every term is a product of its own, also where one operand lacks the axis: a sum of its elements, made first,
    // would lose the NaN of infinity less infinity times the other.
    g.k.add(x);
}

void group_axes(const std::vector<plan::product_axis>& axes, groups& g)
{
    for (const plan::product_axis& p : axes) {
        if (p.extent == 0) (p.in_c ? g.empty_result : g.empty_sum) = true;
        if (p.extent <= 1) continue;
        axis x{p.extent, p.in_a ? p.a : 0, p.in_b ? p.b : 0, p.in_c ? p.c : 0};
        if (p.in_c) {
            // An operand that stands still along an axis of the result is as good as without it.
            if (x.c < 0) turn(x, g);
            if (x.a != 0) (x.b != 0 ? g.batch : g.m).add(x);
            else (x.b != 0 ? g.n : g.batch).add(x);
        }
        else add_summed(x, g);
    }
}

}  // namespace tenfold::backend::on_cpu
