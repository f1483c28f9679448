// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A forked process goes on with what it has, whatever other threads and jobs were doing.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

/// Loops, a product that BLAS shares between its threads, a reduction, a job; false where a number is wrong.
bool everything_works(int calls)
{
    const A a = tf::copy(tf::ones<double>({64, 64})), large = tf::copy(tf::ones<double>({400, 400}));
    std::vector<A> list;
    for (int i = 0; i < calls; ++i)
        list.push_back(tf::dot(a, tf::view(a, xt::all(), xt::range(i % 8, i % 8 + 32))) + double(i));
    tf::eval(list);
    for (int i = 0; i < calls; ++i)
        if (list[std::size_t(i)](63, 31) != 64.0 + i) return false;
    const A square = tf::dot(large, large);
    auto job = tf::submit(tf::cpu(), square);
    const bool is_summed = tf::sum(large)() == 160'000;
    job.wait();
    return is_summed && square(399, 399) == 400;
}

/// Ends the child with 0 if `body` holds, and kills it where it hangs.
void expect_in_child(const std::function<bool()>& body)
{
    constexpr unsigned seconds = 60;
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        alarm(seconds);
        bool holds = false;
        try {
            holds = body();
        }
        catch (const std::exception&) {
        }
        _exit(holds ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_FALSE(WIFSIGNALED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

class Fork : public testing::Test {
protected:
    void SetUp() override
    {
#if defined(__SANITIZE_THREAD__)
        GTEST_SKIP() << "the thread sanitizer lets no forked process make threads";
#endif
    }
};

TEST_F(Fork, AfterEverythingWasUsed)
{
    ASSERT_TRUE(everything_works(20));
    expect_in_child([] { return everything_works(20); });
    EXPECT_TRUE(everything_works(20));
}

TEST_F(Fork, WithWorkRecordedBefore)
{
    const A a = tf::copy(tf::ones<double>({8, 8}));
    A other;
    std::thread([&] { other = tf::dot(a, a); }).join();
    const A mine = tf::dot(other, a) + tf::dot(a, a);
    expect_in_child([&] { return mine(7, 7) == 72; });
    EXPECT_EQ(mine(7, 7), 72);
}

TEST_F(Fork, WhileJobsWait)
{
    const A a = tf::copy(tf::ones<double>({300, 300}));
    std::vector<A> results;
    std::vector<tf::job> jobs;
    for (int i = 0; i < 100; ++i) jobs.push_back(tf::submit(tf::cpu(), results.emplace_back(tf::dot(a, a + double(i)))));
    const auto all_are_right = [&] {
        for (std::size_t i = 0; i < results.size(); ++i) {
            jobs[i].wait();
            if (results[i](299, 299) != 300.0 * (1.0 + double(i))) return false;
        }
        return true;
    };
    expect_in_child(all_are_right);
    EXPECT_TRUE(all_are_right());
}

TEST_F(Fork, WhileOthersRecordAndEvaluate)
{
    ASSERT_TRUE(everything_works(5));   // the first evaluation of all is not looked after
    std::atomic<bool> over{false};
    std::vector<std::thread> others;
    for (int n = 0; n < 2; ++n)
        others.emplace_back([&] {
            while (!over) EXPECT_TRUE(everything_works(30));
        });
    for (int round = 0; round < 20; ++round) {
        std::this_thread::sleep_for(std::chrono::microseconds(500 * (round % 7)));
        expect_in_child([] { return everything_works(10); });
    }
    over = true;
    for (std::thread& t : others) t.join();
}

}  // namespace
