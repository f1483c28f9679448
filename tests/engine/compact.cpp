// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: what handles hold keeps its numbers, and a block of which less than an eighth is held goes at the next
// evaluation.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

constexpr std::size_t n = 32, many = 256;
constexpr std::size_t whole_block = many * n * n * sizeof(double);

A numbers(double first, std::vector<std::size_t> shape)
{
    xt::xarray<double> x = xt::zeros<double>(shape);
    for (double& v : x) v = first++;
    return A(std::move(x));
}

// Result i is i times a.
std::vector<A> multiples(std::size_t count)
{
    static const A a = numbers(1, {n, n});
    std::vector<A> all;
    for (std::size_t i = 0; i < count; ++i) {
        xt::xarray<double> d = xt::zeros<double>({n, n});
        for (std::size_t k = 0; k < n; ++k) d(k, k) = static_cast<double>(i);
        all.push_back(tf::dot(a, A(std::move(d))));
    }
    tf::eval(all);
    return all;
}

void expect_multiple(const A& x, std::size_t i)
{
    const double f = static_cast<double>(i);
    EXPECT_EQ(x(0, 0), f);
    EXPECT_EQ(x(n - 1, n - 1), f * n * n);
    EXPECT_EQ(x(3, 5), f * (3 * n + 6));
}

void evaluate_something()
{
    const A x = numbers(0, {3, 3});
    tf::eval(tf::dot(x, x), x + x);
}

/// Bytes that the values take less after an evaluation than before `drop`.
template <class F>
double freed(F&& drop)
{
    const auto before = static_cast<double>(tf::memory().live);
    drop();
    evaluate_something();
    return before - static_cast<double>(tf::memory().live);
}

TEST(Compact, AFewOfManyTakeTheirOwnMemoryOnly)
{
    auto all = multiples(many);
    const std::vector<A> kept{all[3], all[4], all[200]};
    EXPECT_GT(freed([&] { all.clear(); }), 0.8 * whole_block);
    expect_multiple(kept[0], 3);
    expect_multiple(kept[1], 4);
    expect_multiple(kept[2], 200);
    // Read by what is recorded later, one by one and as a loop.
    const A sum = kept[0] + kept[2];
    EXPECT_EQ(sum(0, 0), 203);
    std::vector<A> twice;
    for (const A& x : kept) twice.push_back(tf::dot(tf::eye<double>(n), x));
    expect_multiple(twice[2], 200);
    expect_multiple(twice[0], 3);
}

TEST(Compact, MembersInStepsAreReadWhereTheyLieNow)
{
    auto all = multiples(many);
    std::vector<A> kept;
    for (std::size_t i = 0; i < many; i += 16) kept.push_back(all[i]);
    EXPECT_GT(freed([&] { all.clear(); }), 0.8 * whole_block);
    multiples(many);   // takes the memory that was given up, and writes into it
    std::vector<A> again;
    for (const A& x : kept) again.push_back(tf::dot(x, tf::eye<double>(n)));
    for (std::size_t i = 0; i < kept.size(); ++i) expect_multiple(again[i], 16 * i);
}

// A product that another thread reads at once of a value that its owner moves meanwhile, while others take the old place.
TEST(Compact, ReadAtOnceOnAnotherThread)
{
    const A left = A(xt::xarray<double>(xt::ones<double>({64ul, n}))), minus = A(xt::xarray<double>(-7 * xt::eye<double>(n)));
    std::vector<A> ones;
    for (int k = 0; k < 64; ++k) ones.push_back(A(xt::xarray<double>(xt::ones<double>({n, 2048ul}))));
    const auto scaled = [&](const A& by) {
        std::vector<A> all;
        for (const A& x : ones) all.push_back(tf::dot(by, x));
        tf::eval(all);
        return all;
    };
    for (int round = 1; round <= 15; ++round) {
        std::vector<A> kept = scaled(A(xt::xarray<double>(round * xt::eye<double>(n))));
        kept.resize(6);
        std::atomic<bool> done{false};
        std::thread other([&] {
            for (int i = 0; i < 40; ++i) {
                const tf::eager_scope now;
                const A y = tf::dot(left, kept[0]);
                for (std::size_t j = 0; j < 2048; j += 5) EXPECT_EQ(y(63, j), round * static_cast<double>(n));
            }
            done = true;
        });
        while (!done) scaled(minus);
        other.join();
    }
}

// They share a block though each is a family of its own.
TEST(Compact, ResultsOfUnlikeProducts)
{
    constexpr std::size_t k = 16, count = 256;
    std::vector<A> all;
    double bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t rows = 8 + i % 32, columns = 32 + i / 32;
        all.push_back(tf::dot(numbers(static_cast<double>(i), {rows, k}), numbers(1, {k, columns})));
        bytes += static_cast<double>(rows * columns * sizeof(double));
    }
    tf::eval(all);
    const std::vector<A> kept{all[0], all[77], all[255]};
    EXPECT_GT(freed([&] { all.clear(); }), 0.8 * bytes);
    const std::size_t number[] = {0, 77, 255};
    for (std::size_t x = 0; x < 3; ++x) {
        const std::size_t i = number[x], columns = 32 + i / 32;
        double want = 0;   // second row, last column
        for (std::size_t t = 0; t < k; ++t)
            want += static_cast<double>(i + k + t) * static_cast<double>(1 + t * columns + columns - 1);
        EXPECT_EQ(kept[x](1, columns - 1), want) << i;
    }
}

TEST(Compact, AnEighthStays)
{
    auto all = multiples(many);
    const std::vector<A> kept(all.begin(), all.begin() + many / 8);
    EXPECT_LT(freed([&] { all.clear(); }), 0.1 * whole_block);
    expect_multiple(kept.back(), many / 8 - 1);
}

TEST(Compact, OverAndOver)
{
    auto all = multiples(4 * many);
    for (std::size_t left = many / 2; left > 0; left /= 10) {
        all.resize(left);
        evaluate_something();
        for (std::size_t i = 0; i < left; ++i) expect_multiple(all[i], i);
    }
}

TEST(Compact, WindowsOfASharedProduct)
{
    const A a = numbers(0, {64, 64}), b = numbers(1, {64, 4096});
    std::vector<A> all;
    for (std::size_t i = 0; i + 16 <= 4096; ++i) all.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 16))));
    tf::eval(all);
    const A kept = all[777];
    EXPECT_GT(freed([&] { all.clear(); }), 0.8 * 64 * 4096 * sizeof(double));
    const tf::eager_scope now;
    EXPECT_TRUE(tf::allclose(kept, tf::dot(a, tf::view(b, xt::all(), xt::range(777, 777 + 16)))));
}

TEST(Compact, ViewsAndIteratorsKeepTheBlock)
{
    auto all = multiples(many);
    const A kept = all[9];
    const auto value = kept.value();
    auto at = kept.begin();
    const A part = tf::view(all[11], 2);   // recorded, not computed
    all.clear();
    evaluate_something();
    multiples(many);
    EXPECT_EQ(value(3, 5), 9.0 * (3 * n + 6));
    EXPECT_EQ(*++at, 18);
    expect_multiple(kept, 9);
    EXPECT_EQ(part(0), 11.0 * (2 * n + 1));
}

TEST(Compact, WhatRecordedCallsReadStays)
{
    auto all = multiples(many);
    std::vector<A> later;
    for (std::size_t i = 0; i < many; i += 50) later.push_back(tf::dot(all[i], tf::eye<double>(n)));
    const A kept = all[1];
    all.clear();
    evaluate_something();   // of this only; `later` is still recorded
    multiples(many);
    for (std::size_t i = 0; i < later.size(); ++i) expect_multiple(later[i], 50 * i);
    expect_multiple(kept, 1);
}

TEST(Compact, WhileAJobReads)
{
    for (int round = 0; round < 20; ++round) {
        auto all = multiples(many);
        const A kept = all[5];
        const A sum = tf::dot(all[100], tf::dot(all[101], tf::eye<double>(n)));
        tf::job work = tf::submit(sum);
        all.clear();
        evaluate_something();
        evaluate_something();
        work.wait();
        expect_multiple(kept, 5);
        const tf::eager_scope now;
        auto again = multiples(102);
        EXPECT_TRUE(tf::allclose(sum, tf::dot(again[100], again[101])));
    }
}

TEST(Compact, WhileOtherThreadsRead)
{
    for (int round = 0; round < 5; ++round) {
        auto all = multiples(many);
        const A first = all[7], second = all[250];
        std::atomic<bool> stop{false};
        std::atomic<int> begun{0}, wrong{0};
        const auto read = [&](const A& x, double factor) {
            do {
                wrong += x(0, 1) != 2 * factor;
                double total = 0;
                for (const double v : x) total += v;
                wrong += total != factor * n * n * (n * n + 1) / 2;
                ++begun;
            } while (!stop);
        };
        std::thread one(read, std::cref(first), 7.0), two(read, std::cref(second), 250.0);
        while (begun < 4) std::this_thread::yield();
        all.clear();
        for (int i = 0; i < 5; ++i) {
            evaluate_something();
            multiples(many);
        }
        stop = true;
        one.join();
        two.join();
        EXPECT_EQ(wrong, 0);
    }
}

TEST(Compact, HandlesDroppedByAnotherThread)
{
    auto all = multiples(many);
    const A kept = all[2];
    EXPECT_GT(freed([&] { std::thread([mine = std::move(all)]() mutable { mine.clear(); }).join(); }), 0.8 * whole_block);
    expect_multiple(kept, 2);
}

TEST(Compact, WhatIsHeldOutlivesItsThread)
{
    A kept;
    std::thread([&] {
        auto all = multiples(many);
        kept = all[2];
        all.clear();
        evaluate_something();
    }).join();
    expect_multiple(kept, 2);
    evaluate_something();
    expect_multiple(kept, 2);
    kept = A();
}

}  // namespace
