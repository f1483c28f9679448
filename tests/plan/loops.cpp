// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loops as people write them, and the plan that a specialist would write: floating-point operations and steps over the
// fewest known, and the numbers against the same loop run eagerly. Where that plan is not found yet, what is reached is
// noted, so that no loop gets worse unseen.
#include "plan/loops_as_written.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

using namespace as_written;

namespace {

struct loop {
    const char* name;
    std::function<V(const values&)> write;
    double flops;
    double steps;
    // What is reached, where the plan above is not found: times the operations, and steps.
    double times = 0;
    double in_steps = 0;
};

std::ostream& operator<<(std::ostream& out, const loop& l) { return out << l.name; }

const std::vector<loop> loops = {
    {"forward", [](const values& x) { return each_window([&](P i) { return tf::dot(x.a, x.window(i)); }); }, one, 1},
    {"backward", backward, one, 1},
    {"skips by an if", skips, one, 1},
    {"random, duplicates", shuffled, one, 1},
    {"growing prefix", growing, one, 1},
    {"size changes with the loop", changing_size, one, 1},
    {"scaled window", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.a, 2.0 * x.window(i)); });
     }, one, 2},
    {"relu of a window", [](const values& x) {
         return each_window([&](P i) { return A(xt::maximum(tf::dot(x.a, x.window(i)), 0.0)); });
     }, one + m * columns, 2},
    {"relu of windows in any order", [](const values& x) {
         V r;
         for (const P i : x.offsets) r.push_back(xt::maximum(tf::dot(x.a, x.window(i)), 0.0));
         return r;
     }, one + m * columns, 2},
    {"relu of windows of every size", [](const values& x) {
         V r;
         for (P i = 1; i <= columns; ++i) r.push_back(xt::maximum(tf::dot(x.a, tf::view(x.b, all(), range(0, i))), 0.0));
         return r;
     }, one + m * columns, 2},
    {"relu of filters by windows", [](const values& x) {
         V r;
         for (const A& f : x.filters)
             for (P i = 0; i < count; ++i) r.push_back(xt::maximum(tf::dot(f, x.window(i)), 0.0));
         return r;
     }, 9 * (one + m * columns), 10},
    {"biased window", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.a, x.window(i) + 1.0); });
     }, one + k * columns, 2},
    {"gated windows", [](const values& x) {
         return each_window([&](P i) {
             return A(xt::tanh(tf::dot(x.a, x.window(i))) * tf::dot(x.as[1], tf::view(x.b2, all(), range(i, i + width))));
         });
     }, 2 * one + m * columns, 3},
    {"filters by windows", filters_by_windows, 9 * one, 9},
    {"windows by filters", windows_by_filters, 9 * one, 9},
    {"stored into a preallocated array", stored, one, 2},
    {"stacked", stacked, one, 2},
    {"evaluated in between", evaluated_in_between, one, 1},
    {"a list by one matrix", list_by_matrix, product(720, 6, k), 1},
    {"sums side by side", two_sums, 2 * product(720, 6, k), 2},
    {"tiled product by hand", tiled, product(40, 40, 40), 2, 1, 7},
    {"a vector behind a loop of matrices", [](const values& x) {
         A all = x.square[0];
         for (int i = 0; i < 20; ++i) all = tf::dot(all, x.square[static_cast<std::size_t>(i * i % 3 == 1)]);
         return V{tf::dot(all, tf::view(x.left[0], 0))};
     }, 21 * product(16, 1, 16), 21},
    {"chain, one vector", [](const values& x) { return V{tf::dot(tf::dot(tf::dot(x.sq, x.sq), x.sq), x.v)}; },
     3 * product(40, 1, 40), 3},
    {"matrix power by a loop", matrix_power, 3 * product(40, 40, 40), 3},
    {"banded, both sides", [](const values& x) {
         return each_window([&](P i) { return tf::dot(tf::view(x.tall, range(i, i + width), all()), x.window(i)); });
     }, product(columns, 3 * width, k), 40},
    {"rolling Gram", gram, columns * 6 * 6 * 4, 2, 9.55, 1},
    {"rolling cross", cross, columns * 6 * 4, 2, 9.55, 1},
    {"rolling sum", [](const values& x) {
         return each_window([&](P i) { return tf::sum(tf::view(x.X, range(i, i + width), all()), 0); });
     }, columns * 6 * 2, 2, 9.55, 1},
    {"rolling mean of squares", [](const values& x) {
         return each_window([&](P i) { return tf::mean(xt::square(tf::view(x.y, range(i, i + width)))); });
     }, columns * 4, 3, 5.03, 2},
    {"correlation", [](const values& x) {
         return each_window([&](P i) { return tf::dot(tf::view(x.y, range(i, i + width)), x.h); });
     }, product(count, 5, width), 1},
    {"patches by a filter bank", [](const values& x) {
         return each_patch(x, [&](const auto& p) { return tf::dot(tf::reshape(p, {64}), x.bank); });
     }, product(33 * 41, 12, 64), 1, 1, 2},
    {"patch times weights, summed", [](const values& x) {
         return each_patch(x, [&](const auto& p) { return tf::sum(x.patch * p); });
     }, product(33 * 41, 1, 64), 1, 1, 2},
    {"two levels of windows", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.c, tf::dot(x.a, x.window(i))); });
     }, one + product(5, columns, 8), 2},
    {"three levels of windows", [](const values& x) {
         return each_window([&](P i) { return tf::dot(x.h, tf::dot(x.c, xt::tanh(tf::dot(x.a, x.window(i))))); });
     }, one + m * columns + product(5, columns, 8) + product(20, columns, 5), 4},
    {"sources by parity", by_parity, 2 * one, 2},
    {"sum of the windows", sum_of_windows, one + count * m * width, 3, 1, 5},
    {"channels added", channels, 4 * one, 3, 1.03, 5},
    {"layers by a loop", [](const values& x) {
         const V weights{x.square[0], x.square[1]};
         return each_window([&](P i) {
             A h = x.window(i);
             for (const A& w : weights) h = xt::tanh(tf::dot(w, h));
             return h;
         });
     }, 2 * (product(16, columns, 16) + 16 * columns), 4},
    {"covariance by outer products", covariance, product(6, 6, columns), 2},
    {"one line, two pairs", pairs_outermost, 2 * one, 2},
    {"pairs innermost", pairs_innermost, 2 * one, 2},
    {"helper for two signals", helper, 2 * one, 2},
    {"filters by sources inside windows", filters_by_sources, 8 * one, 8},
    {"every third by another", every_third_by_another, 2 * one, 2},
    {"wrapped pairs", wrapped_pairs, 2 * one, 2},
    {"shuffled pairs", shuffled_pairs, 2 * one, 2},
};

void expect_same(const V& got, const V& want)
{
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        const xt::xarray<double> p = got[i], q = want[i];
        ASSERT_EQ(p.shape(), q.shape());
        if (p.size() == 0) continue;
        const double far = xt::amax(xt::abs(p - q))() / (1 + xt::amax(xt::abs(q))());
        ASSERT_LT(far, 1e-11) << "value " << i;
    }
}

class Loops : public testing::TestWithParam<loop> {};

TEST_P(Loops, ArePlannedAsBySpecialists)
{
    const loop& l = GetParam();
    const values x;
    const V lazy = l.write(x);
    const tf::explanation e = tf::explain(lazy);
    double flops = 0;
    for (const auto& s : e.steps) flops += s.flops;
    constexpr double near = 1.15;
    EXPECT_LE(flops, l.flops * (l.times > 0 ? l.times : near)) << e;
    EXPECT_LE(static_cast<double>(e.steps.size()), l.times > 0 ? l.in_steps : l.steps) << e;
    tf::eval(lazy);
    V eager;
    {
        const tf::eager_scope now;
        eager = l.write(x);
    }
    expect_same(lazy, eager);
}

std::string name_of(const testing::TestParamInfo<loop>& info)
{
    std::string name = info.param.name;
    std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(AsWritten, Loops, testing::ValuesIn(loops), name_of);

}  // namespace
