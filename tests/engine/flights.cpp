// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A value that several threads ask for at once is computed once; nobody waits for what he does not need, and user code
// that works for an evaluation waits for nothing.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

/// Opens once; waiting ends after a while, so that a test fails, not hangs.
class gate {
public:
    void open()
    {
        const std::lock_guard hold(mutex_);
        open_ = true;
        opened_.notify_all();
    }
    bool wait()
    {
        std::unique_lock hold(mutex_);
        return opened_.wait_for(hold, std::chrono::seconds(20), [&] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
};

struct slow {
    std::atomic<int>* calls;
    double operator()(double x) const
    {
        ++*calls;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return x;
    }
};

struct held {
    gate *begun, *end;
    double operator()(double x) const
    {
        begun->open();
        return end->wait() ? x : -1;
    }
};

struct failing {
    std::atomic<int>* calls;
    double operator()(double) const
    {
        ++*calls;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        throw std::runtime_error("no such number");
    }
};

struct reading {
    const A* other;
    double operator()(double x) const { return x + (*other)(0); }
};

template <class F>
A mapped(F f, const A& x)
{
    return xt::make_lambda_xfunction(std::move(f), x);
}

template <class F>
void at_once(int count, const F& body)
{
    std::vector<std::thread> all;
    for (int n = 0; n < count; ++n) all.emplace_back([&, n] { body(n); });
    for (std::thread& t : all) t.join();
}

TEST(Flights, EightReadersComputeAValueOnce)
{
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> calls{0}, right{0};
        const A x = mapped(slow{&calls}, tf::arange<double>(0, 10));
        at_once(8, [&](int n) { right += x(n) == n; });
        EXPECT_EQ(right, 8);
        EXPECT_EQ(calls, 10);
    }
}

TEST(Flights, TheOwnerIsOneOfThem)
{
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> calls{0}, right{0};
        const A x = mapped(slow{&calls}, tf::arange<double>(0, 10));
        const A y = x + 1.0;
        std::thread other([&] { at_once(4, [&](int n) { right += y(n) == n + 1; }); });
        EXPECT_EQ(y(9), 10);
        other.join();
        EXPECT_EQ(right, 4);
        EXPECT_EQ(calls, 10);
    }
}

TEST(Flights, AProductReadAtOnceIsOneOfThem)
{
    for (int round = 0; round < 200; ++round) {
        const A a = tf::full<double>({60, 60}, double(round)), x = tf::dot(a, a);
        std::thread other([&] { EXPECT_EQ(x(3, 4), 60.0 * round * round); });
        EXPECT_EQ(x(1, 2), 60.0 * round * round);
        other.join();
    }
}

TEST(Flights, BlocksAreKeptOnce)
{
    constexpr std::ptrdiff_t side = 400;
    const A a = tf::copy(tf::ones<double>({side, side}));
    std::vector<A> all;
    const std::size_t before = tf::memory().live;
    for (int round = 0; round < 10; ++round) {
        all.push_back(tf::dot(a, a));
        at_once(8, [&](int) { EXPECT_EQ(all.back()(1, 1), side); });
    }
    EXPECT_LT(tf::memory().live - before, 20 * side * side * sizeof(double));
}

TEST(Flights, WhoeverNeedsOnlyOtherValuesDoesNotWait)
{
    gate begun, end;
    const A x = mapped(held{&begun, &end}, tf::ones<double>({1}));
    std::vector<A> loop;
    for (int i = 0; i < 20; ++i) loop.push_back(tf::full<double>({1}, i) * 2.0);
    loop.push_back(x * 2.0);
    tf::job work = tf::submit(tf::cpu(), x);
    EXPECT_TRUE(begun.wait());
    EXPECT_EQ(loop[3](0), 6);
    std::thread([&] { EXPECT_EQ(loop[4](0), 8); }).join();
    end.open();
    work.wait();
    EXPECT_EQ(loop.back()(0), 2);
}

TEST(Flights, WhatAJobComputesIsWaitedForThroughOtherCalls)
{
    gate begun, end;
    std::atomic<int> calls{0};
    const A x = mapped(slow{&calls}, mapped(held{&begun, &end}, tf::ones<double>({1}))), y = x + 1.0;
    tf::job work = tf::submit(tf::cpu(), x);
    EXPECT_TRUE(begun.wait());
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        end.open();
    });
    EXPECT_EQ(y(0), 2);
    EXPECT_EQ(calls, 1);
    later.join();
    work.wait();
}

TEST(Flights, AfterAFailureTheNextOneTries)
{
    std::atomic<int> calls{0}, thrown{0};
    const A x = mapped(failing{&calls}, tf::ones<double>({1}));
    at_once(4, [&](int) {
        try {
            (void)x(0);
        }
        catch (const std::runtime_error&) {
            ++thrown;
        }
    });
    EXPECT_EQ(thrown, 4);
    EXPECT_EQ(calls, 4);
}

TEST(Flights, UserCodeThatReadsDoesNotWaitForItsOwnEvaluation)
{
    const A z = tf::dot(tf::ones<double>({1, 3}), tf::ones<double>({3}));
    const A x = mapped(reading{&z}, tf::arange<double>(0, 4));
    tf::job work = tf::submit(tf::cpu(), x, z);
    work.wait();
    EXPECT_EQ(x(3), 6);
    const A u = tf::dot(tf::ones<double>({1, 3}), tf::ones<double>({3}));
    const A y = mapped(reading{&u}, tf::arange<double>(0, 4));
    tf::eval(y, u);
    EXPECT_EQ(y(3), 6);
}

// While it is computed, the code records so much that the recorder looks for what it may give up.
struct recording {
    double operator()(double x) const
    {
        const A a = tf::ones<double>({2, 2}), b = tf::ones<double>({2, 1300});
        std::vector<A> kept;
        for (int i = 0; i < 1300; ++i) kept.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(0, i + 1))));
        return x + kept[5](1, 3);
    }
};

TEST(Flights, UserCodeThatRecordsLeavesWhatTheEvaluationReads)
{
    for (int round = 0; round < 3; ++round) {
        A a = tf::copy(tf::full<double>({3}, double(round)));
        A x = mapped(recording{}, tf::dot(tf::eye<double>(3), a)), y = tf::dot(tf::eye<double>(3), x);
        a = x = {};
        EXPECT_EQ(y(2), round + 2);
    }
}

}  // namespace
