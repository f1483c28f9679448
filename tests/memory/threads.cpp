// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What other threads, and threads that end, leave behind: nothing that nobody can reach.
#include "memory/failing_new.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <latch>
#include <thread>
#include <vector>

namespace {

namespace tf = tenfold;
using D = tf::array<double>;

D leaf(double x) { return D{{x, x, x, x}, {x, x, x, x}, {x, x, x, x}, {x, x, x, x}}; }

std::size_t bytes() { return tf::memory().live; }

/// Memory, where `full` would be a number.
D rows(int n, double x)
{
    xt::xarray<double> all = xt::zeros<double>({n, 400});
    all.fill(x);
    return tf::copy(all);
}

std::ptrdiff_t in_use() { return scarce::in_use() + std::ptrdiff_t(tf::memory().live); }

/// Bytes that another round leaves behind, when two have been.
std::ptrdiff_t left_by(const std::function<void()>& round)
{
    round();
    round();
    const std::ptrdiff_t before = in_use();
    round();
    return in_use() - before;
}

/// The same where lists grow now and then, with how many threads meet: what most of five rounds leave behind.
std::ptrdiff_t left_by_most(const std::function<void()>& round)
{
    std::vector<std::ptrdiff_t> left;
    for (int i = 0; i < 5; ++i) left.push_back(left_by(round));
    std::nth_element(left.begin(), left.begin() + 2, left.end());
    return left[2];
}

void in_thread(const std::function<void()>& body) { std::thread(body).join(); }

/// So many threads that all exist at once.
void together(std::size_t count, const std::function<void(std::size_t)>& body)
{
    std::latch all(static_cast<std::ptrdiff_t>(count));
    std::vector<std::thread> threads;
    for (std::size_t n = 0; n < count; ++n)
        threads.emplace_back([&, n] {
            body(n);
            all.arrive_and_wait();
        });
    for (std::thread& t : threads) t.join();
}

}  // namespace

TEST(Memory, ViewsThatAnotherThreadMakesOfASharedArray)
{
    const D shared = leaf(3), result = tf::dot(shared, shared);
    in_thread([&] {
        EXPECT_EQ(result(0, 0), 36.);
        const std::ptrdiff_t before = scarce::in_use();
        for (int i = 0; i < 200'000; ++i) {
            const auto one = tf::view(shared, i % 4), other = tf::view(result, i % 4, 1);
            EXPECT_EQ(one.size() + other.size(), 5u);
        }
        EXPECT_LT(scarce::in_use() - before, 4096);
    });
    EXPECT_EQ(tf::sum(shared)(), 48.);
}

TEST(Memory, HandlesThatAnotherThreadCopiesAndDropsInAnyOrder)
{
    const D a = leaf(1), b = tf::copy(tf::arange<double>(4 * 600));
    const D wide = tf::reshape(b, {4, 600});
    std::vector<D> all;
    for (int i = 0; i < 500; ++i) all.push_back(tf::dot(a, tf::view(wide, xt::all(), xt::range(i, i + 4))));
    const std::ptrdiff_t before = scarce::in_use();
    std::vector<D> copies;
    copies.reserve(500);
    in_thread([&] {
        for (int round = 0; round < 20; ++round) {
            std::vector<D> mine(all.rbegin(), all.rend());
            for (std::size_t i = 0; i < mine.size(); ++i) mine[i * 7 % mine.size()] = D();
        }
        for (std::size_t i = 0; i < 500; ++i) copies.push_back(all[i * 3 % 500]);
    });
    EXPECT_LT(scarce::in_use() - before, 80'000);
    for (std::size_t i = 0; i < 500; i += 2) all[i] = D();
    for (std::size_t i = 0; i < 500; ++i) EXPECT_EQ(copies[i](0, 0), 3600. + 4 * double(i * 3 % 500)) << i;
    in_thread([&] {
        for (std::size_t i = 0; i < 500; ++i) copies[i * 11 % 500] = D();
    });
    for (std::size_t i = 1; i < 500; i += 2) EXPECT_EQ(all[i](0, 1), 3604. + 4 * double(i)) << i;
}

TEST(Memory, FamiliesThatAnotherThreadDrops)
{
    EXPECT_EQ(left_by([] {
        std::vector<D> all;
        for (std::size_t i = 0; i < 3000; ++i) all.push_back(leaf(double(i)));
        in_thread([&] {
            const std::vector<D> copies = all;
            all.clear();
        });
        EXPECT_EQ(tf::dot(leaf(1), leaf(1))(0, 0), 4.);
        leaf(1);
    }), 0);
}

TEST(Memory, CallsOfEndedThreadsThatAreReadAndDropped)
{
    EXPECT_EQ(left_by([] {
        std::vector<D> all(100);
        together(100, [&](std::size_t n) { all[n] = tf::dot(leaf(double(n)), leaf(1)); });
        for (std::size_t n = 0; n < 100; ++n) EXPECT_EQ(all[n](1, 1), 4. * double(n));
    }), 0);
}

TEST(Memory, CallsOfEndedThreadsThatAreDroppedUnread)
{
    EXPECT_EQ(left_by([] {
        std::vector<D> all(100), more(100);
        together(100, [&](std::size_t n) {
            D h = leaf(1);
            for (int t = 0; t < 5; ++t) h = tf::dot(h, leaf(double(n))) + h;
            all[n] = h;
            more[n] = tf::view(h, 1);
        });
        for (std::size_t n = 0; n < 100; n += 2) all[n * 7 % 100] = D();
        more.clear();
    }), 0);
}

TEST(Memory, SourcesOfCallsOfEndedThreads)
{
    std::vector<D> all;
    const std::size_t before = bytes();
    in_thread([&] {
        const D one = leaf(1);
        for (int i = 0; i < 400; ++i) all.push_back(tf::dot(one, rows(4, i)));
    });
    const std::size_t recorded = bytes() - before;
    for (std::size_t i = 0; i < 400; ++i)
        if (i % 40) all[i] = D();
    EXPECT_LT(bytes() - before, recorded / 4) << "of those that nobody can ask for any more";
    for (std::size_t i = 0; i < 400; i += 40) EXPECT_EQ(all[i](3, 399), 4. * double(i));
    all.clear();
    EXPECT_EQ(bytes(), before);
}

TEST(Memory, SourcesOfCallsThatWereComputedWhenTheirThreadHadEnded)
{
    const std::size_t before = bytes();
    D sum;
    in_thread([&] { sum = tf::sum(rows(400, 1)); });
    EXPECT_GT(bytes() - before, 400u * 400 * 8);
    EXPECT_EQ(sum(), 160'000.);
    EXPECT_LT(bytes() - before, 4096u);

    in_thread([&] {
        sum = tf::sum(rows(400, 1));
        tf::submit(tf::cpu(), sum);   // nobody waits for it
    });
    EXPECT_EQ(sum(), 160'000.);
    // The job's thread lets go a moment after the value is there.
    for (int i = 0; i < 2000 && bytes() - before >= 4096; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_LT(bytes() - before, 4096u);
}

namespace {

/// Uses tenfold when everything else of its thread is gone.
struct last {
    std::vector<D> kept;
    ~last()
    {
        for (D& x : kept) x = tf::dot(x, leaf(1));
        if (kept.empty()) return;
        EXPECT_EQ(kept[0](0, 0), 16.);
        const D lost = tf::dot(kept[0], leaf(2));
    }
};
thread_local last at_end;

}  // namespace

TEST(Memory, ThreadStorageBuiltBeforeTheFirstUseAndDestroyedAfterIt)
{
    EXPECT_EQ(left_by_most([] {
        together(10, [](std::size_t) {
            at_end.kept.reserve(8);
            at_end.kept.push_back(tf::dot(leaf(1), leaf(1)));
            at_end.kept.push_back(tf::dot(leaf(1), leaf(2)));
        });
    }), 0);
}

TEST(Memory, ThreadsThatEndWhileOthersDropWhatTheyRecorded)
{
    constexpr std::ptrdiff_t less_than_a_value = 256;   // the list of readers grows with how many read at once
    EXPECT_LT(left_by_most([] {
        std::vector<std::vector<D>> all(8, std::vector<D>(100));
        std::latch recorded(8);
        std::vector<std::thread> threads;
        for (std::size_t n = 0; n < 8; ++n)
            threads.emplace_back([&, n] {
                for (std::size_t i = 0; i < 100; ++i) all[n][i] = tf::dot(leaf(double(i)), leaf(1)) + 1.;
                recorded.arrive_and_wait();
                std::vector<D>& other = all[(n + 1) % 8];
                if (n % 2 == 0) { EXPECT_EQ(other[99](2, 2), 4. * 99 + 1); }
                for (std::size_t i = 0; i < 10 * n; ++i) other[i * 7 % 100] = D();
                other.clear();
            });
        for (std::thread& t : threads) t.join();
    }), less_than_a_value);
}
