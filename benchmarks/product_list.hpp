// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The data of a list of products: tenfold's arrays, and the same memory as rivals see it.

#pragma once

#include "inputs.hpp"
#include "rivals/lists.hpp"
#include "table.hpp"

namespace bench {

struct product_list {
    measure::products of;
    std::vector<array> a, b;
    rivals::list rival;      // each product once
    measure::numbers out;    // of rivals, one block

    explicit product_list(const measure::products& x) : of(x)
    {
        size total = 0;
        for (const measure::shape& s : x.shapes) total += s.m * s.n;
        out.resize(total);
        double* c = out.data();
        for (size i = 0; i < x.shapes.size(); ++i) {
            const measure::shape& s = x.shapes[i];
            a.push_back(x.same_left && i > 0 ? a[0] : random_array({s.m, s.k}, 2 * i + 1));
            b.push_back(random_array({s.k, s.n}, 2 * i + 2));
            rival.a.push_back(data_of(a.back()));
            rival.b.push_back(data_of(b.back()));
            rival.c.push_back(c);
            c += s.m * s.n;
        }
        rival.shapes = x.shapes;
    }
    product_list(const product_list&) = delete;
    product_list& operator=(const product_list&) = delete;

    size calls() const { return a.size() * of.repeats; }

    // From the first call to the last read.
    void loop(std::vector<array>& kept) const
    {
        for (size r = 0; r < of.repeats; ++r)
            for (size i = 0; i < a.size(); ++i) kept.push_back(tf::dot(a[i], b[i]));
        double sum = 0;
        for (const array& x : kept) sum += first_of(x);
        measure::keep(sum);
    }
};

// Says so where tenfold's answers are not the rivals'.
template <class X>
void expect_equal(const X& ours, const double* theirs, const std::string& what)
{
    double worst = 0, largest = 0;
    for (const double v : ours) {
        worst = std::max(worst, std::abs(v - *theirs));
        largest = std::max(largest, std::abs(*theirs++));
    }
    if (!(worst <= 1e-11 * largest + 1e-300)) note(what + ": WRONG, the answers differ by " + std::to_string(worst));
}

}  // namespace bench
