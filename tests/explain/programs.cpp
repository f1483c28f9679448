// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What explain says of recorded programs: names, kinds and the bytes that steps really move.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

A numbers(std::ptrdiff_t rows, std::ptrdiff_t columns)
{
    return tf::copy(tf::reshape(tf::arange<double>(0, static_cast<double>(rows * columns)), {rows, columns}));
}

A computed(const A& x)
{
    tf::eval(x);
    return x;
}

const tf::explanation::step* step_of(const tf::explanation& e, const std::string& name)
{
    const auto at = std::find_if(e.steps.begin(), e.steps.end(), [&](const auto& s) { return s.name == name; });
    return at == e.steps.end() ? nullptr : &*at;
}

bool has_call(const tf::explanation& e, const std::string& name)
{
    return std::any_of(e.calls.begin(), e.calls.end(), [&](const auto& c) { return c.operation == name; });
}

}  // namespace

TEST(Programs, stores_move_their_part)
{
    const A rows = computed(numbers(50, 20));
    A out = tf::zeros<double>({100, 20});
    for (int i = 0; i < 50; ++i) tf::view(out, 2 * i) = tf::view(rows, i) * 2.0;
    const tf::explanation e = tf::explain(out);
    // All at once, behind a copy of the zeros: every second row stays as it was.
    double bytes = 0, batch = 0;
    for (const auto& s : e.steps) {
        if (s.name != "view =") continue;
        EXPECT_EQ(s.kind, "store");
        EXPECT_EQ(s.m, 20);
        bytes += s.bytes;
        batch += static_cast<double>(s.batch);
    }
    EXPECT_GE(bytes, 2 * 50 * 20 * 8.0);
    EXPECT_LE(bytes, 2 * 50 * 20 * 8.0 + 2 * 100 * 20 * 8.0);   // not the whole array for each of them
    EXPECT_EQ(batch, 50);
}

TEST(Programs, an_old_version_that_stays_is_counted_as_a_run_would_copy_it)
{
    A x = computed(numbers(100, 10)), w = computed(numbers(10, 10));
    A doubled = x * 2.0;   // not computed: explain must keep what it reads, as eval would
    tf::eval(doubled);
    A base = doubled;
    const A reader = tf::dot(base, w);
    tf::view(base, 0) = 1.0;
    doubled = A();
    const double with_reader = step_of(tf::explain(base), "view =")->bytes;
    EXPECT_GE(with_reader, 2 * 100 * 10 * 8.0);
    EXPECT_LT(with_reader, 2 * 100 * 10 * 8.0 + 500);
}

TEST(Programs, stack_and_concatenate_have_their_names)
{
    const A x = computed(numbers(6, 4));
    const std::vector<A> parts = {tf::view(x, 0), tf::view(x, 3), tf::view(x, 1)};
    const A stacked = tf::stack(parts), joined = tf::concatenate(parts);
    const tf::explanation s = tf::explain(stacked), c = tf::explain(joined);
    EXPECT_TRUE(has_call(s, "stack"));
    EXPECT_TRUE(has_call(c, "concatenate"));
    EXPECT_FALSE(has_call(s, "view ="));
    A assigned = tf::zeros<double>({2, 4});
    tf::view(assigned, 1) = tf::view(x, 2);
    EXPECT_TRUE(has_call(tf::explain(assigned), "view ="));
    const auto* const step = step_of(s, "stack");
    EXPECT_TRUE(!step || step->bytes <= 2 * 12 * 8.0);
    EXPECT_EQ(stacked(1, 2), x(3, 2));
    EXPECT_EQ(joined(9), x(1, 1));
}

TEST(Programs, elementwise_steps_know_the_type_of_each_operand)
{
    const tf::array<bool> mask = xt::xarray<bool>(xt::ones<bool>({1000}));
    const A a = xt::xarray<double>(xt::ones<double>({1000})), b = xt::xarray<double>(xt::zeros<double>({1000}));
    const A chosen = xt::where(mask, a, b), scaled = a * tf::view(b, xt::range(0, 1));
    const tf::explanation e = tf::explain(chosen), broadcast = tf::explain(scaled);
    ASSERT_EQ(e.steps.size(), 1u);
    EXPECT_EQ(e.steps[0].kind, "elementwise");
    EXPECT_EQ(e.steps[0].bytes, 1000 * (1 + 8 + 8 + 8.0));
    EXPECT_EQ(e.steps[0].m, 1000);
    EXPECT_EQ(broadcast.steps[0].bytes, 1000 * 16 + 8.0);
}

TEST(Programs, a_system_of_equations_is_no_product)
{
    const A w = computed(numbers(3, 3) * 0.001 + tf::eye<double>(3));
    std::vector<A> all;
    for (int t = 1; t < 6; ++t) all.push_back(tf::linalg::solve(tf::dot(w, double(t) * w), tf::ones<double>({3})));
    std::ostringstream text;
    text << tf::explain(all);
    EXPECT_EQ(text.str().find("-> 5 products of 3x3 by 3x3"), text.str().find("->")) << text.str();
}

TEST(Programs, a_recurrence_is_steps_in_turn)
{
    const A w = computed(numbers(8, 8) * 0.001);
    A h = xt::xarray<double>(xt::ones<double>({8}));
    std::vector<A> all;
    for (int t = 0; t < 30; ++t) {
        h = xt::tanh(tf::dot(w, h) + 1.0);
        all.push_back(h);
    }
    const tf::explanation e = tf::explain(all);
    EXPECT_EQ(e.products_before, 30);
    EXPECT_EQ(e.products_after, 30);
    std::int64_t products = 0, others = 0;
    for (const auto& s : e.steps) {
        if (!s.kind.ends_with(", in turn")) continue;
        (s.kind == "gemv, in turn" ? products : others) += s.batch;
        EXPECT_EQ(s.kind.find("batch"), std::string::npos) << s.kind;
    }
    EXPECT_GE(products, 29);
    EXPECT_GE(others, 29);
    std::ostringstream text;
    text << e;
    EXPECT_NE(text.str().find("in turn"), std::string::npos);
    EXPECT_EQ(text.str().find(" in 1 batch"), std::string::npos) << text.str();
}
