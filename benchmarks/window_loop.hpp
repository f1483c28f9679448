// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The loop over windows in tenfold's words, and its data, for the tables of windows.

#pragma once

#include "inputs.hpp"
#include "rivals/rivals.hpp"

#include <fmt/format.h>

namespace bench {

struct window_data {
    measure::windows of;
    array a, b;
    std::vector<size> starts;

    explicit window_data(const measure::windows& x, bool scattered = false)
        : of(x), a(random_array({x.m, x.k}, 1)), b(random_array({x.k, x.n}, 2)),
          starts(scattered ? x.random_starts() : x.starts())
    {
    }
    rivals::problem problem() const
    {
        return {data_of(a), data_of(b), of.m, of.k, of.n, of.w, starts.data(), starts.size()};
    }
    std::string sizes() const
    {
        return fmt::format("{}x{} by {}x{}, window {}, {} products", of.m, of.k, of.k, of.n, of.w, starts.size());
    }

    // From the first call to the last read.
    void loop(std::vector<array>& kept) const
    {
        for (const size i : starts) kept.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + of.w))));
        double sum = 0;
        for (const array& x : kept) sum += first_of(x);
        measure::keep(sum);
    }

    // The same as one call: (m, windows, w). Only for every start in order.
    void call() const
    {
        const auto k = static_cast<std::ptrdiff_t>(of.k), w = static_cast<std::ptrdiff_t>(of.w);
        const array windows = tf::view(tf::sliding_window_view(b, {k, w}), 0);   // (windows, k, w)
        const array all = tf::dot(a, windows);
        measure::keep(all(0, 0, 0));
    }
};

}  // namespace bench
