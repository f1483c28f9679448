// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Several threads record, read, evaluate and drop each other's values at once. Run under the thread sanitizer, this
// is the test of who may touch what; without it, of the numbers.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace {

namespace tf = tenfold;
using D = tf::array<double>;

constexpr int size = 4, windows = 24;

/// A square in which element (i, j) is base + slope * j.
struct known {
    D x;
    double base, slope;
    int age = 0;  // calls since a leaf; numbers stay exact while it is small

    double at(int j) const { return base + slope * j; }
    void check() const
    {
        for (int i : {0, size - 1})
            for (int j = 0; j < size; ++j) ASSERT_EQ(x(i, j), at(j));
    }
};

known leaf(int n)
{
    xt::xarray<double> x = xt::zeros<double>({size, size});
    for (int i = 0; i < size; ++i)
        for (int j = 0; j < size; ++j) x(i, j) = n + j;
    return {std::move(x), double(n), 1};
}

/// Element (k, j) is j: a window at i makes (sum of a row) * (i + j).
const D& ramp()
{
    static const D all = tf::copy(tf::broadcast_to(tf::arange<double>(windows + size), {size, windows + size}));
    return all;
}

known times_window(const known& a, int i)
{
    const double sum = size * a.base + a.slope * (size * (size - 1) / 2);
    return {tf::dot(a.x, tf::view(ramp(), xt::all(), xt::range(i, i + size))), sum * i, sum, a.age + 1};
}

known plus(const known& a, const known& b)
{
    return {a.x + b.x, a.base + b.base, a.slope + b.slope, std::max(a.age, b.age) + 1};
}

known flipped(const known& a) { return {tf::flip(a.x, 1), a.at(size - 1), -a.slope, a.age + 1}; }

known stored(const known& a, double base)
{
    known r = a;
    tf::view(r.x, xt::all(), xt::range(0, 2)) = base;
    tf::view(r.x, xt::all(), xt::range(2, 4)) = tf::view(r.x, xt::all(), xt::range(0, 2));
    return {r.x, base, 0, a.age + 1};
}

/// What threads hand to each other.
class pool {
public:
    known take(std::mt19937& draw)
    {
        const std::lock_guard hold(lock_);
        return all_[draw() % all_.size()];
    }
    void put(known k, std::mt19937& draw)
    {
        const std::lock_guard hold(lock_);
        if (all_.size() < 40) all_.push_back(std::move(k));
        else all_[draw() % all_.size()] = std::move(k);  // the old one is dropped here, often by a stranger
    }

private:
    std::mutex lock_;
    std::vector<known> all_{leaf(1), leaf(2), leaf(3)};
};

void at_once(int count, const std::function<void(int)>& body)
{
    std::vector<std::thread> all;
    for (int n = 0; n < count; ++n) all.emplace_back(body, n);
    for (std::thread& t : all) t.join();
}

void work(pool& shared, unsigned seed, int turns)
{
    std::mt19937 draw(seed);
    for (int turn = 0; turn < turns; ++turn) {
        known a = shared.take(draw), b = shared.take(draw);
        if (a.age + b.age > 6) a = leaf(int(draw() % 9));
        switch (draw() % 12) {
        case 0: shared.put(leaf(int(draw() % 9)), draw); break;
        case 1: a.check(); break;
        case 2: shared.put(plus(a, b), draw); break;
        case 3: shared.put(flipped(a), draw); break;
        case 4: shared.put(stored(a, double(draw() % 9)), draw); break;
        case 5: tf::eval(a.x, b.x); break;
        case 6: shared.put({tf::copy(a.x), a.base, a.slope, a.age}, draw); break;
        case 7: {
            auto job = tf::submit(tf::cpu(), a.x, b.x);
            job.wait();
            b.check();
            break;
        }
        case 8: ASSERT_LE(tf::explain(a.x, b.x).products_after, 1000); break;
        case 9: {
            const tf::eager_scope now;
            shared.put(times_window(plus(a, b), 3), draw);
            break;
        }
        case 10: {
            const D row = tf::sum(a.x, 0);
            ASSERT_EQ(row(2), size * a.at(2));
            break;
        }
        case 11:
            for (int i = 0; i < windows; ++i) {
                known made = times_window(a, i);
                if (draw() % 4 == 0) shared.put(std::move(made), draw);
            }
            break;
        }
    }
}

}  // namespace

/// The same calls with no other thread, to tell apart what goes wrong.
TEST(Threads, OneThreadAlone)
{
    pool shared;
    for (unsigned seed = 0; seed < 20; ++seed) work(shared, seed, 250);
    std::mt19937 draw(9);
    for (int n = 0; n < 100; ++n) shared.take(draw).check();
}

TEST(Threads, RecordReadEvaluateAndDropAtOnce)
{
    pool shared;
    at_once(4, [&](int n) { work(shared, unsigned(n), 250); });
    std::mt19937 draw(9);
    for (int n = 0; n < 100; ++n) shared.take(draw).check();
}

TEST(Threads, EndedThreadsLeaveTheirValuesToOthers)
{
    pool shared;
    for (unsigned round = 0; round < 20; ++round)
        at_once(3, [&](int n) { work(shared, 3 * round + unsigned(n), 20); });
    std::mt19937 draw(9);
    for (int n = 0; n < 100; ++n) shared.take(draw).check();
}

TEST(Threads, OthersReadWhileTheOwnerRecords)
{
    std::mutex lock;
    std::deque<known> made;
    std::atomic<bool> over{false};
    at_once(3, [&](int n) {
        if (n == 0) {
            std::mt19937 draw(1);
            const known a = leaf(1);
            for (int turn = 0; turn < 3000; ++turn) {
                known k = times_window(a, int(turn % 7 ? turn % windows : draw() % windows));
                const std::lock_guard hold(lock);
                if (made.size() < 64) made.push_back(std::move(k));
            }
            over = true;
            return;
        }
        while (true) {
            std::deque<known> mine;
            {
                const std::lock_guard hold(lock);
                if (made.empty() && over) return;
                for (int i = 0; i < 16 && !made.empty(); ++i) {
                    mine.push_back(std::move(made.front()));
                    made.pop_front();
                }
            }
            for (const known& k : mine) k.check();
        }
    });
}

/// A list of values of their own goes on as predicted from its third call on, until one of them is another thread's.
TEST(Threads, OneOfAListIsRecordedByAnotherThread)
{
    const D turn = xt::xarray<double>{{0, 1}, {1, 0}};
    const auto square = [](double x) { return D(xt::xarray<double>{{x, 2 * x}, {3 * x, 4 * x}}); };
    using call = std::function<D(const D&)>;
    const call calls[] = {
        [&](const D& x) { return tf::dot(x, turn); }, [](const D& x) { return tf::sum(x, 1); },
        [&](const D& x) { return x + turn; }, [](const D& x) { return tf::stack({x, x}); }};
    for (const call& f : calls)
        for (std::size_t other = 0; other < 8; ++other) {
            std::vector<D> list, results;
            for (int i = 0; i < 8; ++i) list.push_back(square(i));
            std::thread([&] { list[other] = tf::dot(list[other], turn) + 1.0; }).join();
            for (const D& x : list) results.push_back(f(x));
            const D joined = tf::stack(list);
            tf::eval(results);
            for (std::size_t i = 0; i < list.size(); ++i) {
                const xt::xarray<double> x = list[i].value();
                ASSERT_EQ(results[i].value(), f(D(x)).value()) << other << ", " << i;
                ASSERT_EQ(xt::view(joined.value(), i), x) << other << ", " << i;
            }
        }
}

TEST(Threads, TheFirstThingAThreadDoesIsAStore)
{
    D x = tf::zeros<double>({3}), number = tf::ones<double>({});
    tf::eval(x, number);
    std::thread([&] { tf::view(x, 1) = number; }).join();
    EXPECT_EQ(x(1), 1);
    EXPECT_EQ(x(0), 0);
}

TEST(Threads, ReadTheSameValueAtOnce)
{
    for (int round = 0; round < 30; ++round) {
        std::vector<known> all;
        for (int i = 0; i < windows; ++i) all.push_back(times_window(leaf(round), i));
        at_once(4, [&](int n) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                const known copy = all[(i + std::size_t(n) * 5) % all.size()];  // of one handle, by several threads
                copy.check();
            }
        });
    }
}

TEST(Threads, OthersDropWhileTheOwnerEvaluates)
{
    std::mutex lock;
    std::vector<D> dropped;
    std::atomic<bool> over{false};
    std::thread other([&] {
        while (!over) {
            std::vector<D> mine;
            const std::lock_guard hold(lock);
            mine.swap(dropped);
        }
    });
    const known a = leaf(2);
    for (int round = 0; round < 300; ++round) {
        std::vector<known> mine;
        for (int i = 0; i < windows; ++i) {
            known k = times_window(a, i);
            if (i % 3 == 0) mine.push_back(k);
            const std::lock_guard hold(lock);
            dropped.push_back(std::move(k.x));
        }
        for (const known& k : mine) k.check();
    }
    over = true;
    other.join();
}
