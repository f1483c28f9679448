// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Submitted work: beside the caller, several at once, whatever happens to handles and jobs meanwhile.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

// A place at which as many threads must meet before any goes on; gives up in the end, so that a test fails, not hangs.
class meeting {
public:
    explicit meeting(int people) : missing_(people) {}
    bool arrive()
    {
        std::unique_lock hold(mutex_);
        if (--missing_ <= 0) everybody_.notify_all();
        return everybody_.wait_for(hold, std::chrono::seconds(20), [&] { return missing_ <= 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable everybody_;
    int missing_;
};

struct meet {
    meeting* where;
    std::atomic<int>* met;
    double operator()(double x) const
    {
        if (where->arrive()) ++*met;
        return x;
    }
};

struct fail {
    double operator()(double) const { throw std::runtime_error("no such number"); }
};

A numbers(std::ptrdiff_t rows, std::ptrdiff_t columns, double from)
{
    return tf::reshape(tf::arange<double>(from, from + static_cast<double>(rows * columns)), {rows, columns});
}

template <class F>
A mapped(F f, const A& x)
{
    return xt::make_lambda_xfunction(std::move(f), x);
}

TEST(Jobs, RunBesideTheCaller)
{
    meeting both(2);
    std::atomic<int> met{0};
    const A y = mapped(meet{&both, &met}, tf::ones<double>({1}));
    tf::job work = tf::submit(tf::cpu(), y);
    EXPECT_TRUE(both.arrive());   // the caller meets its job
    work.wait();
    EXPECT_EQ(met, 1);
    EXPECT_TRUE(work.ready());
    EXPECT_EQ(y(0), 1);
}

TEST(Jobs, SeveralRunAtOnce)
{
    constexpr int jobs = 5;
    meeting all(jobs);
    std::atomic<int> met{0};
    std::vector<A> values;
    std::vector<tf::job> work;
    for (int i = 0; i < jobs; ++i) {
        values.push_back(mapped(meet{&all, &met}, tf::full<double>({1}, i)));
        work.push_back(tf::submit(tf::cpu(), values.back()));
    }
    for (tf::job& j : work) j.wait();
    EXPECT_EQ(met, jobs);
    for (int i = 0; i < jobs; ++i) EXPECT_EQ(values[static_cast<std::size_t>(i)](0), i);
}

TEST(Jobs, ErrorsComeOutOfWait)
{
    const A y = mapped(fail{}, tf::ones<double>({3}));
    tf::job work = tf::submit(tf::cpu(), y);
    EXPECT_THROW(work.wait(), std::runtime_error);
    EXPECT_THROW(work.wait(), std::runtime_error);
    EXPECT_TRUE(work.ready());

    tf::options wrong;
    wrong.disable = {"no_such_rule"};
    tf::job refused = tf::submit(wrong, tf::dot(numbers(2, 3, 0), numbers(3, 2, 1)));
    EXPECT_THROW(refused.wait(), tf::error);
    wrong = {};
    wrong.threads = -1;
    EXPECT_THROW(tf::submit(wrong, tf::dot(numbers(2, 3, 0), numbers(3, 2, 1))).wait(), tf::error);
}

TEST(Jobs, MayBeDroppedUnwaited)
{
    std::vector<A> values;
    {
        const A w = numbers(20, 20, 0) / 400.0;
        for (int i = 0; i < 50; ++i) values.push_back(tf::dot(w, numbers(20, 20, i)));
        tf::submit(tf::cpu(), values);
    }
    double sum = 0;
    for (const A& v : values) sum += v(1, 1);   // waits for the job, or computes
    double want = 0;
    for (int i = 0; i < 50; ++i)
        for (int k = 0; k < 20; ++k) want += (20 + k) / 400.0 * (i + 20 * k + 1);
    EXPECT_NEAR(sum, want, 1e-9 * want);
}

TEST(Jobs, ValuesMayBeDroppedWhileTheyRun)
{
    for (int round = 0; round < 50; ++round) {
        tf::job work;
        {
            std::vector<A> values;
            A h = numbers(8, 8, round) / 1000.0;
            for (int i = 0; i < 30; ++i) values.push_back(h = tf::dot(numbers(8, 8, i) / 1000.0, h));
            work = tf::submit(tf::cpu(), values);
        }
        // The thread goes on recording and evaluating meanwhile.
        const A x = tf::dot(numbers(4, 4, round), numbers(4, 4, 1));
        EXPECT_EQ(x(0, 0), round * 1.0 + (round + 1) * 5.0 + (round + 2) * 9.0 + (round + 3) * 13.0);
        work.wait();
    }
}

TEST(Jobs, WhatIsRecordedLaterDoesNotChangeThem)
{
    A out = tf::zeros<double>({4, 3});
    for (int i = 0; i < 4; ++i) tf::view(out, i) = tf::arange<double>(0, 3) * double(i);
    const A before = out;
    tf::job work = tf::submit(tf::cpu(), before);
    for (int i = 0; i < 4; ++i) tf::view(out, i) = tf::full<double>({3}, -1.0);
    EXPECT_EQ(out(2, 1), -1);
    work.wait();
    EXPECT_EQ(before(2, 1), 2);
}

TEST(Jobs, ReadingWaitsForTheJobThatComputes)
{
    meeting both(2);
    std::atomic<int> met{0};
    const A y = mapped(meet{&both, &met}, tf::ones<double>({1}));
    tf::job work = tf::submit(tf::cpu(), y);
    std::thread late([&] { both.arrive(); });
    EXPECT_EQ(y(0), 1);   // once: computing it a second time would wait for a third
    EXPECT_EQ(met, 1);
    late.join();
    work.wait();
}

// Threads whose stacks nobody can have.
void refuse_threads()
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, std::size_t{1} << 50);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
}

int without_threads()
{
    const A y = tf::dot(numbers(3, 3, 0), numbers(3, 3, 1));
    refuse_threads();
    tf::job work = tf::submit(tf::cpu(), y);
    if (!work.ready()) return 2;
    try {
        work.wait();
        return 3;
    }
    catch (const tf::error& e) {
        if (std::string(e.what()).find("thread") == std::string::npos) return 4;
    }
    return y(0, 0) == 0 * 1 + 1 * 4 + 2 * 7 ? 0 : 5;
}

TEST(JobsDeathTest, FailWhereNoThreadIsToBeHadAndReadingComputes)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(std::_Exit(without_threads()), testing::ExitedWithCode(0), "");
}

TEST(Jobs, NothingToDoIsDone)
{
    tf::job nothing;
    nothing.wait();
    EXPECT_TRUE(nothing.ready());
    const A x = numbers(2, 2, 0);
    EXPECT_EQ(x(1, 1), 3);
    tf::job computed = tf::submit(tf::cpu(), x);
    EXPECT_TRUE(computed.ready());
    computed.wait();
    tf::job no_values = tf::submit(tf::cpu(), std::vector<A>());
    EXPECT_TRUE(no_values.ready());
}

TEST(Jobs, FromManyThreads)
{
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int round = 0; round < 20; ++round) {
                std::vector<A> values;
                const A b = numbers(6, 40, t);
                for (int i = 0; i + 5 <= 40; ++i)
                    values.push_back(tf::dot(numbers(3, 6, round), tf::view(b, xt::all(), xt::range(i, i + 5))));
                tf::job work = tf::submit(tf::cpu(), values);
                work.wait();
                double want = 0;
                for (int k = 0; k < 6; ++k) want += (round + 6 + k) * double(t + 40 * k + 9);
                right += values[7](1, 2) == want;
            }
        });
    for (std::thread& t : threads) t.join();
    EXPECT_EQ(right, 80);
}

}  // namespace
