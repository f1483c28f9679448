// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: the same program has the same form, whatever its numbers; what a plan depends on is in the form.
#include "engine/evaluate.hpp"
#include "engine/plan_cache.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace tf = tenfold;
namespace engine = tenfold::engine;
using A = tf::array<double>;

namespace {

A numbers(std::mt19937& draw, std::vector<std::size_t> shape)
{
    xt::xarray<double> x = xt::zeros<double>(shape);
    for (double& v : x) v = static_cast<double>(draw() % 3) - 1;
    return A(std::move(x));
}

/// The form of all that is recorded and not computed yet; empty if it has none. `planned`: is a plan of it kept?
std::string form_now(bool* planned = nullptr)
{
    tenfold::record::reading_guard guard;
    const auto needs = tenfold::record::reach(engine::living(), guard);
    const auto disabled = engine::disabled_rules(nullptr);
    const engine::form looks(needs, {disabled, "cpu", true, false});
    if (planned) *planned = looks.usable() && engine::find_plan(looks);
    return looks.usable() ? std::string(looks.key()) : std::string();
}

/// Chains h[c] = dot(w[wiring(c)], h[c]), their steps outside or inside.
struct chains {
    explicit chains(std::size_t count, std::size_t n = 4)
    {
        for (std::size_t c = 0; c < count; ++c) {
            w.push_back(numbers(draw, {n, n}));
            start.push_back(numbers(draw, {n, n}));
        }
    }
    std::vector<A> record(std::size_t steps, bool steps_outside, std::size_t shift = 0) const
    {
        std::vector<A> h = start;
        const std::size_t count = h.size();
        const auto step = [&](std::size_t c) { h[c] = tf::dot(w[(c + shift) % count], h[c]); };
        if (steps_outside)
            for (std::size_t s = 0; s < steps; ++s)
                for (std::size_t c = 0; c < count; ++c) step(c);
        else
            for (std::size_t c = 0; c < count; ++c)
                for (std::size_t s = 0; s < steps; ++s) step(c);
        return h;
    }

    std::mt19937 draw{7};
    std::vector<A> w, start;
};

TEST(Form, ARecurrenceOfManyChainsIsPlannedOnce)
{
    const chains x(5);
    for (const bool outside : {true, false}) {
        std::string first;
        for (int round = 0; round < 3; ++round) {
            const auto h = x.record(6, outside);
            bool planned = false;
            const std::string now = form_now(&planned);
            ASSERT_FALSE(now.empty());
            if (round == 0) first = now;
            EXPECT_TRUE(now == first);
            EXPECT_EQ(planned, round > 0);
            tf::eval(h);
        }
    }
}

TEST(Form, WhatAPlanOfARecurrenceDependsOnIsInIt)
{
    const chains x(5);
    const auto form_of = [](const std::vector<A>& h) {
        const std::string now = form_now();
        tf::eval(h);   // the next program begins anew
        return now;
    };
    const std::string plain = form_of(x.record(6, true));
    ASSERT_FALSE(plain.empty());
    EXPECT_TRUE(form_of(x.record(6, true)) == plain);
    EXPECT_TRUE(form_of(x.record(6, true, 1)) == plain) << "other values in the same places";
    EXPECT_FALSE(form_of(x.record(7, true)) == plain) << "more steps";
    auto fewer = x.record(6, true);
    fewer.pop_back();
    EXPECT_FALSE(form_of(fewer) == plain) << "less is asked for";
}

/// c(i, j) = sum over k of w(i, k) * h(k, j).
xt::xarray<double> product(const xt::xarray<double>& w, const xt::xarray<double>& h)
{
    xt::xarray<double> c = xt::zeros<double>({w.shape(0), h.shape(1)});
    for (std::size_t i = 0; i < w.shape(0); ++i)
        for (std::size_t j = 0; j < h.shape(1); ++j)
            for (std::size_t k = 0; k < w.shape(1); ++k) c(i, j) += w(i, k) * h(k, j);
    return c;
}

// A sum that begins from zeros needs no first operand; one that begins from anything else does.
TEST(Form, WhatARunningSumBeginsFrom)
{
    std::mt19937 draw(3);
    const A a = numbers(draw, {4, 40}), b = numbers(draw, {40, 4}), other = numbers(draw, {4, 4});
    A zeros = tf::zeros<double>({4, 4}), ones = tf::ones<double>({4, 4});
    tf::eval(zeros, ones);
    for (const A& start : {zeros, other, ones, zeros, ones, other}) {
        A sum = start;
        for (int i = 0; i < 10; ++i)
            sum = sum + tf::dot(tf::view(a, xt::all(), xt::range(4 * i, 4 * i + 4)), tf::view(b, xt::range(4 * i, 4 * i + 4), xt::all()));
        tf::eval(sum);
        EXPECT_EQ(xt::xarray<double>(sum), xt::xarray<double>(start) + product(a, b));
    }
}

// Plans that take much memory are not kept.
TEST(Form, LongRecurrencesArePlannedAnew)
{
    for (const auto& [steps, kept] : {std::pair(100, true), std::pair(300'000, false)}) {
        const A w = A(xt::xarray<double>(xt::eye<double>(12))), x = A(xt::xarray<double>(xt::ones<double>({12, 12})));
        for (int round = 0; round < 2; ++round) {
            A h = x;
            for (int i = 0; i < steps; ++i) h = xt::minimum(tf::dot(w, h), 1.0);   // not a power
            bool planned = false;
            form_now(&planned);
            EXPECT_EQ(planned, kept && round == 1) << steps;
            EXPECT_EQ(h(5, 5), 1);
        }
    }
}

// A few wirings in any order, some of their operands made anew: the plans kept of others must not be taken.
TEST(Form, RecurrencesThatResembleEachOther)
{
    std::mt19937 draw(11);
    chains x(6, 3);
    int kept = 0;
    for (int round = 0; round < 200; ++round) {
        if (draw() % 4 == 0) x.w[draw() % 6] = numbers(draw, {3, 3});
        if (draw() % 4 == 0) x.start[draw() % 6] = numbers(draw, {3, 3});
        const std::size_t steps = 2 + draw() % 2, shift = draw() % 2;
        const bool outside = draw() % 2;
        auto h = x.record(steps, outside, shift);
        const bool drop = draw() % 2;
        if (drop) h.pop_back();
        bool planned = false;
        form_now(&planned);
        kept += planned;
        tf::eval(h);
        for (std::size_t c = 0; c < h.size(); ++c) {
            xt::xarray<double> want = x.start[c];
            for (std::size_t s = 0; s < steps; ++s) want = product(x.w[(c + shift) % 6], want);
            EXPECT_EQ(xt::xarray<double>(h[c]), want) << "round " << round << ", chain " << c;
        }
    }
    EXPECT_GT(kept, 0);
    EXPECT_LT(kept, 200);
}

TEST(Form, RecurrencesThatGoOnFromComputedValues)
{
    const chains x(4);
    std::vector<A> h = x.start;
    std::vector<xt::xarray<double>> want;
    for (const A& s : h) want.push_back(xt::xarray<double>(s));
    int kept = 0;
    for (int epoch = 0; epoch < 6; ++epoch) {
        for (int s = 0; s < 5; ++s)
            for (std::size_t c = 0; c < h.size(); ++c) {
                h[c] = tf::dot(x.w[c], h[c]);
                want[c] = product(x.w[c], want[c]);
            }
        bool planned = false;
        form_now(&planned);
        kept += planned;
        tf::eval(h);
        for (std::size_t c = 0; c < h.size(); ++c) EXPECT_EQ(xt::xarray<double>(h[c]), want[c]) << "chain " << c << ", epoch " << epoch;
    }
    EXPECT_GE(kept, 3);
}

}  // namespace
