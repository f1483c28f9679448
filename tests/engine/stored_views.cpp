// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Stored views of what is not computed yet, when their handles or those of what they show go at a bad time: while a
// job runs, when a thread ends, while a part that another thread took of them is still unread.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

constexpr std::ptrdiff_t side = 24;

A filled(double value) { return tf::copy(tf::full<double>({side, side}, value)); }

/// All elements are value.
A pending(double value) { return tf::dot(filled(value), tf::eye<double>(side)); }

// Calls of unlike shapes, so many that the recorder looks for what it may give up.
void many_calls()
{
    static const A a = tf::ones<double>({2, 2}), b = tf::ones<double>({2, 1300});
    std::vector<A> kept;
    for (int i = 0; i < 1300; ++i) {
        A x = tf::dot(a, tf::view(b, xt::all(), xt::range(0, i + 1)));
        if (i % 3 == 0) kept.push_back(std::move(x));
    }
}

TEST(StoredViews, DroppedWhileAJobComputesThem)
{
    std::vector<A> others;   // of the same families, and kept
    for (int round = 0; round < 20; ++round) {
        others.push_back(tf::view(pending(-1), 0));
        A x = pending(round), v = tf::view(x, 1), part = tf::view(v, xt::range(2, 5));
        tf::job first = tf::submit(tf::cpu(), v);
        tf::job second = tf::submit(tf::cpu(), part);
        v = x = {};
        if (round % 2) part = {};
        many_calls();
        first.wait();
        second.wait();
        if (part.raw()) {
            EXPECT_EQ(part(1), round);
        }
    }
    for (const A& x : others) EXPECT_EQ(x(3), -1);
}

TEST(StoredViews, LeftBehindByAThreadThatEnds)
{
    for (int round = 0; round < 20; ++round) {
        A kept;
        tf::job work;
        std::thread([&] {
            A other = tf::view(pending(-1), 0), v = tf::view(pending(round), 1);
            work = tf::submit(tf::cpu(), v);
            kept = tf::view(v, xt::range(0, 3));
            v = {};
            many_calls();
        }).join();
        if (round % 3 == 0) many_calls();
        if (round % 2) work.wait();
        EXPECT_EQ(kept(2), round);
    }
}

TEST(StoredViews, APartTakenByAnotherThreadOutlivesThem)
{
    for (int round = 0; round < 50; ++round) {
        A x = pending(round), v = tf::view(x, 1);
        x = {};
        using part = decltype(tf::view(v, xt::range(0, 4)));
        std::optional<part> taken;
        std::thread([&] { taken.emplace(tf::view(v, xt::range(0, 4))); }).join();
        v = {};
        tf::eval(pending(1));
        if (round % 2) many_calls();
        std::thread([&] { EXPECT_EQ((*taken)(3), round); taken.reset(); }).join();
    }
}

// Threads hand each other values, views and parts of views, submit some, drop all of them at random, and end.
struct known {
    A x;
    double value = 0;
    void check() const
    {
        const A flat = tf::reshape(x, {-1});
        EXPECT_EQ(flat(0), value);
    }
};

class exchange {
public:
    known swap(known k, std::mt19937& draw)
    {
        const std::lock_guard hold(lock_);
        std::swap(all_[draw() % all_.size()], k);
        return k;
    }
    known copy(std::mt19937& draw)
    {
        const std::lock_guard hold(lock_);
        return all_[draw() % all_.size()];
    }

private:
    std::mutex lock_;
    std::vector<known> all_ = std::vector<known>(12, known{tf::full<double>({4, 4}, 7.0), 7.0});
};

void one_life(exchange& all, unsigned seed, int turns)
{
    std::mt19937 draw(seed);
    std::deque<tf::job> jobs;
    std::vector<known> mine;
    for (int turn = 0; turn < turns; ++turn) {
        known k = all.copy(draw);
        switch (draw() % 8) {
        case 0: mine.push_back({pending(double(turn)), double(turn)}); break;
        case 1:
        case 2:
            if (k.x.dimension() > 0 && k.x.shape(0) > 1) mine.push_back({tf::view(k.x, xt::range(0, 2)), k.value});
            break;
        case 3:
            if (k.x.dimension() > 1) mine.push_back({tf::view(k.x, 0), k.value});
            break;
        case 4: jobs.push_back(tf::submit(tf::cpu(), k.x)); break;
        case 5: k.check(); break;
        case 6: mine.push_back({k.x + 1.0, k.value + 1}); break;
        case 7:
            if (draw() % 8 == 0) many_calls();
            break;
        }
        if (!mine.empty() && draw() % 2) {
            std::swap(mine[draw() % mine.size()], mine.back());
            all.swap(std::move(mine.back()), draw);
            mine.pop_back();
        }
        if (!jobs.empty() && draw() % 2) jobs.pop_front();
    }
}

TEST(StoredViews, DroppedSubmittedAndLeftAtRandom)
{
    exchange all;
    for (unsigned round = 0; round < 12; ++round) {
        std::vector<std::thread> threads;
        for (unsigned t = 0; t < 3; ++t) threads.emplace_back([&, t] { one_life(all, 3 * round + t, 60); });
        for (std::thread& t : threads) t.join();
    }
    std::mt19937 draw(1);
    for (int n = 0; n < 50; ++n) all.copy(draw).check();
}

/// Who evaluates another thread's values does not know which versions of an array somebody holds: those that go on from
/// a version of which a part is viewed are right all the same.
TEST(StoredViews, OfVersionsThatAnotherThreadEvaluates)
{
    constexpr std::ptrdiff_t rows = 8;
    A all, part, before;
    std::thread([&] {
        all = tf::copy(tf::transpose(tf::broadcast_to(tf::arange<double>(rows), {2, rows})));   // row i is i
        tf::view(all, 1) += tf::view(all, 2);
        part = tf::view(all, 1);
        tf::view(all, 3) = tf::view(all, 1);
        before = all;
        for (std::ptrdiff_t t = 4; t < rows; ++t) tf::view(all, t) = tf::view(all, t - 1);
    }).join();
    tf::eval(std::vector<A>{all, part, before});
    const double expected[] = {0, 3, 2, 3, 4, 5, 6, 7};
    EXPECT_EQ(part(1), 3);
    for (std::ptrdiff_t i = 0; i < rows; ++i) {
        EXPECT_EQ(before(i, 0), expected[i]) << i;
        EXPECT_EQ(all(i, 1), i < 4 ? expected[i] : 3) << i;
    }
}

// The process ends with work in flight, submitted before any kernel was loaded.
TEST(StoredViewsDeathTest, JobsRunToTheirEndWhenTheProcessEnds)
{
    const auto leave = [] {
        for (int i = 0; i < 40; ++i) tf::submit(tf::cpu(), A(tf::view(pending(i), 0)));
        std::exit(0);
    };
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(leave(), testing::ExitedWithCode(0), "");
}

}  // namespace
