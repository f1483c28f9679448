// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Lists of small products: W3, W4, W5, W13, the stack of W14, and a million of 4x4. The best way by hand is a good
// small kernel over the arrays as they lie, the list split over threads by flops.

#include "product_list.hpp"

#include <fmt/format.h>

#include <limits>

namespace bench {

namespace {

std::string sizes(const measure::products& x)
{
    const measure::shape& s = x.shapes[0];
    std::string text = fmt::format("{} products, the first {}x{} by {}x{}", x.shapes.size(), s.m, s.k, s.k, s.n);
    if (x.same_left) text += ", one left operand";
    if (x.repeats > 1) text += fmt::format(", each asked for {} times", x.repeats);
    return text;
}

void list_race(const measure::products& x, double seconds, const settings& set, worst_ratios* worst)
{
    const product_list data(x);
    std::vector<array> kept;
    kept.reserve(data.calls());
    std::vector<way> ways;
    for (const int threads : set.thread_counts()) {
        ways.push_back({with("LIBXSMM over the list", threads),
                        [&, threads] { rivals::libxsmm_list(data.rival, threads); }, true});
        ways.push_back({with("LIBXSMM with prefetch", threads),
                        [&, threads] { rivals::libxsmm_list_ahead(data.rival, threads); }, true});
        ways.push_back({with("CBLAS over the list", threads),
                        [&, threads] { rivals::cblas_list(data.rival, threads); }, true});
    }
    ways.push_back({with("CBLAS in order", set.threads), [&] { rivals::cblas_in_order(data.rival, set.threads); }, true});
    ways.push_back({"tenfold, loop", [&] { data.loop(kept); }, false, 1.05, [&] { kept.clear(); }});
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(seconds)});
    if (worst) worst->add(ways, result, sizes(x));
    else {
        heading(x.name + ": " + sizes(x), "first call to last read; warm; ratio to the best by hand");
        print(ways, result);
    }
    data.loop(kept);
    for (size i = 0; i < kept.size(); i += 17) expect_equal(kept[i], data.rival.c[i % data.a.size()], x.name);
}

void with_random_sizes(const measure::products& x, double seconds, const settings& set)
{
    list_race(x, seconds, set, nullptr);
    worst_ratios worst;
    for (unsigned seed = 1; seed <= set.random_sizes(); ++seed) list_race(measure::like(x, seed), seconds / 2, set, &worst);
    worst.print();
}

struct stack_data {
    array stack, right;
    measure::numbers out;
    rivals::list rival;

    explicit stack_data(const measure::stacked& x)
        : stack(random_array({x.count, x.m, x.k}, 1)), right(random_array({x.k, x.n}, 2)), out(x.count * x.m * x.n)
    {
        for (size i = 0; i < x.count; ++i) {
            rival.shapes.push_back({x.m, x.k, x.n});
            rival.a.push_back(data_of(stack) + i * x.m * x.k);
            rival.b.push_back(data_of(right));
            rival.c.push_back(out.data() + i * x.m * x.n);
        }
    }
    // One product of everything: the rows of all slabs are the rows of one matrix.
    rivals::list as_one() const
    {
        const measure::shape& s = rival.shapes[0];
        return {{{rival.size() * s.m, s.k, s.n}}, {rival.a[0]}, {rival.b[0]}, {rival.c[0]}};
    }
};

void stack_race(const measure::stacked& x, double seconds, const settings& set, worst_ratios* worst)
{
    const stack_data data(x);
    const rivals::list one = data.as_one();
    std::vector<array> kept;
    kept.reserve(x.count);
    std::vector<way> ways;
    for (const int threads : set.thread_counts()) {
        ways.push_back({with("small kernel for each slab", threads),
                        [&, threads] { rivals::libxsmm_list(data.rival, threads); }, true});
        ways.push_back({with("the same with prefetch", threads),
                        [&, threads] { rivals::libxsmm_list_ahead(data.rival, threads); }, true});
        ways.push_back({with("one gemm", threads), [&, threads] { rivals::cblas_in_order(one, threads); }, true});
    }
    ways.push_back({"tenfold, one call", [&] { measure::keep(tf::dot(data.stack, data.right)(0, 0, 0)); }, false, 1.05});
    ways.push_back({"tenfold, loop", [&] {
        for (size i = 0; i < x.count; ++i) kept.push_back(tf::dot(tf::view(data.stack, i), data.right));
        for (const array& y : kept) measure::keep(first_of(y));
    }, false, 1.05, [&] { kept.clear(); }});
    const outcome result = race(ways, {.cache = measure::caches::warm, .seconds = set.seconds(seconds)});
    const std::string what = fmt::format("a stack of {} {}x{} by {}x{}", x.count, x.m, x.k, x.k, x.n);
    if (worst) return worst->add(ways, result, what);
    heading(x.name + ": " + what, "first call to last read; warm; ratio to the best by hand");
    print(ways, result);
    expect_equal(tf::dot(data.stack, data.right), data.out.data(), x.name);
}

// Recording is timed apart: a million calls cost more than their flops.
void tiny_products(const settings& set)
{
    const size count = set.quick ? 100'000 : 1'000'000, n = 4;
    const array a = random_array({count, n, n}, 1), b = random_array({count, n, n}, 2);
    measure::numbers out(count * n * n);
    rivals::list rival;
    for (size i = 0; i < count; ++i) {
        rival.shapes.push_back({n, n, n});
        rival.a.push_back(data_of(a) + i * n * n);
        rival.b.push_back(data_of(b) + i * n * n);
        rival.c.push_back(out.data() + i * n * n);
    }
    std::vector<array> kept;
    kept.reserve(count);
    double recording = std::numeric_limits<double>::infinity();
    const auto record = [&] {
        kept.clear();
        const double start = measure::now();
        for (size i = 0; i < count; ++i) kept.push_back(tf::dot(tf::view(a, i), tf::view(b, i)));
        recording = std::min(recording, measure::now() - start);
    };
    std::vector<way> ways;
    for (const int threads : set.thread_counts())
        ways.push_back({with("LIBXSMM loop", threads), [&, threads] { rivals::libxsmm_list(rival, threads); }, true});
    ways.push_back({with("LIBXSMM with prefetch", set.threads),
                    [&] { rivals::libxsmm_list_ahead(rival, set.threads); }, true});
    ways.push_back({"tenfold, evaluation", [&] { measure::keep(first_of(kept.back())); }, false, 1.3, record});
    const outcome result = race(ways, {.cache = measure::caches::as_is, .seconds = set.seconds(15)});
    heading(fmt::format("{} products of 4x4", count),
            "parts of two stacks; evaluation only; caches as the others left them");
    print(ways, result);
    value_row("tenfold, recording, for each call", recording / static_cast<double>(count) * 1e9, "ns");
}

}  // namespace

void products(const settings& set)
{
    with_random_sizes(measure::w3(), 8, set);
    with_random_sizes(measure::w4(), 8, set);
    with_random_sizes(measure::w5(), 4, set);
    with_random_sizes(measure::w13(), 8, set);
    stack_race(measure::w14(), 4, set, nullptr);
    worst_ratios worst;
    for (unsigned seed = 1; seed <= set.random_sizes(); ++seed) {
        stack_race(measure::like(measure::w14(), seed), 2, set, &worst);
    }
    worst.print();
    tiny_products(set);
}

}  // namespace bench
