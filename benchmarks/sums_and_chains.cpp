// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// W6, a sum of products; W7, a @ b @ v; and 64 chains of 100 products that each need the one before.

#include "product_list.hpp"

#include <fmt/format.h>

namespace bench {

namespace {

const char* const how = "first call to last read; warm; ratio to the best by hand";

void sum_race(const measure::summed& x, double seconds, const settings& set, worst_ratios* worst)
{
    const product_list data(measure::equal_products(x.name, x.count, {x.m, x.k, x.n}));
    measure::numbers total(x.m * x.n), scratch(static_cast<size>(set.threads) * x.m * x.n);
    std::vector<array> list;
    list.reserve(x.count);
    const auto accumulate = [&] {
        array sum = tf::zeros<double>({std::ptrdiff_t(x.m), std::ptrdiff_t(x.n)});
        for (size i = 0; i < x.count; ++i) sum += tf::dot(data.a[i], data.b[i]);
        measure::keep(first_of(sum));
        return sum;
    };
    const auto stack = [&] {
        list.clear();
        for (size i = 0; i < x.count; ++i) list.push_back(tf::dot(data.a[i], data.b[i]));
        const array sum = tf::sum(tf::stack(list), 0);
        list.clear();
        measure::keep(first_of(sum));
    };
    std::vector<way> ways;
    for (const int threads : set.thread_counts())
        ways.push_back({with("partial sums, beta = 1", threads),
                        [&, threads] { rivals::partial_sums(data.rival, total.data(), scratch.data(), threads); }, true});
    ways.push_back({"tenfold, sum += dot(...)", [&] { accumulate(); }, false, 1.1});
    ways.push_back({"tenfold, sum(stack(list), 0)", stack, false, 1.1});
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(seconds)});
    const std::string what = fmt::format("the sum of {} products {}x{} by {}x{}", x.count, x.m, x.k, x.k, x.n);
    if (worst) worst->add(ways, result, what);
    else {
        heading(x.name + ": " + what, how);
        print(ways, result);
    }
    expect_equal(accumulate(), total.data(), x.name);
}

void chain_race(const measure::chain& x, double seconds, const settings& set, worst_ratios* worst)
{
    const array a = random_array({x.n, x.n}, 1), b = random_array({x.n, x.n}, 2), v = random_array({x.n}, 3);
    const double *const pa = data_of(a), *const pb = data_of(b), *const pv = data_of(v);
    measure::numbers half(x.n), out(x.n);
    const rivals::matrix_chain rival{pa, pb, pv, half.data(), out.data(), x.n};
    std::vector<way> ways;
    for (const int threads : set.thread_counts()) {
        ways.push_back({with("right to left, BLAS", threads),
                        [&, threads] { rivals::gemv_chain(rival, threads); }, true});
        if (threads > 1)
            ways.push_back({with("right to left, by rows", threads),
                            [&, threads] { rivals::gemv_chain_by_rows(rival, threads); }, true});
    }
    ways.push_back({"tenfold, dot(dot(a, b), v)", [&] { measure::keep(tf::dot(tf::dot(a, b), v)(0)); }, false, 1.25});
    ways.push_back({"tenfold, multi_dot", [&] { measure::keep(tf::multi_dot({a, b, v})(0)); }, false, 1.25});
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(seconds)});
    const std::string what = fmt::format("a @ b @ v, {}x{}", x.n, x.n);
    if (worst) worst->add(ways, result, what);
    else {
        heading(x.name + ": " + what, how);
        print(ways, result);
    }
    expect_equal(tf::dot(a, tf::dot(b, v)), out.data(), x.name);
}

struct dependent {
    size chains, steps, n;
};

void dependent_race(const dependent& x, double seconds, const settings& set, worst_ratios* worst)
{
    std::vector<array> w, start;
    measure::numbers block(2 * x.chains * x.n * x.n);
    rivals::chains rival{x.n, x.steps, {}, {}, {}, {}};
    for (size c = 0; c < x.chains; ++c) {
        w.push_back(random_array({x.n, x.n}, 2 * c + 1, std::sqrt(3.0 / static_cast<double>(x.n))));   // keeps the size of x
        start.push_back(random_array({x.n, x.n}, 2 * c + 2));
        rival.w.push_back(data_of(w.back()));
        rival.start.push_back(data_of(start.back()));
        rival.x.push_back(block.data() + 2 * c * x.n * x.n);
        rival.scratch.push_back(rival.x.back() + x.n * x.n);
    }
    std::vector<array> h;
    const auto loop = [&](bool steps_outside) {
        h = start;
        if (steps_outside)
            for (size s = 0; s < x.steps; ++s)
                for (size c = 0; c < x.chains; ++c) h[c] = tf::dot(w[c], h[c]);
        else
            for (size c = 0; c < x.chains; ++c)
                for (size s = 0; s < x.steps; ++s) h[c] = tf::dot(w[c], h[c]);
        for (const array& y : h) measure::keep(first_of(y));
    };
    std::vector<way> ways;
    for (const int threads : set.thread_counts()) {
        ways.push_back({with("chain by chain", threads), [&, threads] { rivals::chain_by_chain(rival, threads); }, true});
        ways.push_back({with("in waves", threads), [&, threads] { rivals::chains_in_waves(rival, threads); }, true});
    }
    ways.push_back({"tenfold, steps outside", [&] { loop(true); }, false, 1.15, [&] { h.clear(); }});
    ways.push_back({"tenfold, chains outside", [&] { loop(false); }, false, 1.15, [&] { h.clear(); }});
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(seconds)});
    const std::string what = fmt::format("{} chains of {} dependent {}x{} products", x.chains, x.steps, x.n, x.n);
    if (worst) worst->add(ways, result, what);
    else {
        heading(what, how);
        print(ways, result);
    }
    loop(true);
    for (size c = 0; c < x.chains; ++c) expect_equal(h[c], rival.x[c], "chains");
}

}  // namespace

void sums_and_chains(const settings& set)
{
    const unsigned random = set.random_sizes();
    worst_ratios sums, chains, dependents;
    sum_race(measure::w6(), 4, set, nullptr);
    for (unsigned seed = 1; seed <= random; ++seed) {
        std::mt19937_64 bits(seed);
        const auto n = [&](size like) { return measure::near(bits, like); };
        sum_race({"W6", n(200), n(64), n(64), n(64)}, 3, set, &sums);
    }
    sums.print();
    chain_race(measure::w7(), 5, set, nullptr);
    for (unsigned seed = 1; seed <= random; ++seed) {
        std::mt19937_64 bits(seed);
        chain_race({"W7", measure::near(bits, 1000)}, 3, set, &chains);
    }
    chains.print();
    dependent_race({64, 100, 32}, 5, set, nullptr);
    for (unsigned seed = 1; seed <= random; ++seed) {
        std::mt19937_64 bits(seed);
        dependent_race({measure::near(bits, 64), measure::near(bits, 100), measure::near(bits, 32)}, 3, set, &dependents);
    }
    dependents.print();
}

}  // namespace bench
