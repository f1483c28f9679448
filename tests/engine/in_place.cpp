// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Stores go into memory that nobody else can read, and only there: whoever took a copy, a view, an iterator or a job of
// the value before keeps the old elements.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <thread>
#include <vector>

namespace tf = tenfold;

namespace {

using D = tf::array<double>;
using numbers = std::vector<double>;

const double* address(const D& x) { return &*x.begin(); }

void same(const D& x, const numbers& expected)
{
    const numbers got(x.begin(), x.end());
    ASSERT_EQ(got, expected);
}

D counted(std::ptrdiff_t n) { return tf::reshape(tf::arange<double>(double(n)), {n}); }

}  // namespace

// ---- where it goes

TEST(InPlace, NumbersIntoAComputedVersion)
{
    D x = tf::zeros<double>({30});
    tf::view(x, 0) = 1.;
    EXPECT_EQ(x(0), 1);
    const double* const memory = address(x);
    for (int i = 0; i < 30; ++i) tf::view(x, i) = i * .5;
    tf::view(x, 3) += 4.;
    tf::view(x, 4) -= 1.;
    tf::view(x, 5) *= 4.;
    tf::view(x, 6) /= 2.;
    tf::view(x, xt::range(10, 30)) = 7.;
    EXPECT_EQ(address(x), memory);
    numbers expected(30, 7);
    for (int i = 0; i < 10; ++i) expected[std::size_t(i)] = i * .5;
    expected[3] += 4;
    expected[4] -= 1;
    expected[5] *= 4;
    expected[6] /= 2;
    same(x, expected);
}

TEST(InPlace, StepsThatAreReadAtOnce)
{
    D state = tf::zeros<double>({100, 6}), w = counted(6) * .1;
    const double* memory = nullptr;
    numbers expected(600);
    for (int t = 1; t < 100; ++t) {
        tf::view(state, t) = tf::view(state, t - 1) * .5 + w;
        for (std::size_t i = 0; i < 6; ++i)
            expected[std::size_t(t) * 6 + i] = expected[std::size_t(t - 1) * 6 + i] * .5 + double(i) * .1;
        EXPECT_EQ(state(t, 3), expected[std::size_t(t) * 6 + 3]);
        if (t == 2) memory = address(state);
        if (t > 2) ASSERT_EQ(address(state), memory);
    }
    same(state, expected);
}

TEST(InPlace, ValuesThatAreThere)
{
    D state = tf::zeros<double>({40, 5});
    numbers expected(200);
    D h = tf::ones<double>({5});
    for (int t = 0; t < 40; ++t) {
        h = h * 1.5;
        const double first = h(0);
        tf::view(state, t) = h;
        for (std::size_t i = 0; i < 5; ++i) expected[std::size_t(t) * 5 + i] = first;
        EXPECT_EQ(state(t, 4), first);
    }
    same(state, expected);
}

TEST(InPlace, LargeVersionsOfWhichLittleIsWritten)
{
    D x = tf::zeros<double>({200000});
    tf::view(x, 7) = tf::view(x, 8) + 1.;
    EXPECT_EQ(x(7), 1);
    tf::view(x, 8) = tf::view(x, 7) + 1.;
    EXPECT_EQ(x(8), 2);
    const double* const memory = address(x);
    for (int i = 9; i < 50; ++i) {
        tf::view(x, i) = tf::view(x, i - 1) + 1.;
        ASSERT_EQ(x(i), i - 6);
    }
    EXPECT_EQ(address(x), memory);
}

TEST(InPlace, ManyNumbersOneByOne)
{
    D x = tf::zeros<double>({100}), kept;
    numbers expected(100), of_kept;
    for (int i = 0; i < 100; ++i) {
        tf::view(x, (i * 37) % 100) += i;
        expected[std::size_t((i * 37) % 100)] += i;
        if (i == 50) {
            kept = x;
            of_kept = expected;
        }
    }
    same(kept, of_kept);
    same(x, expected);
}

TEST(InPlace, NumbersDoNotMakeRecordedWorkRun)
{
    const D a = tf::reshape(counted(16), {4, 4});
    D x = tf::dot(a, a), y = tf::zeros<double>({4});
    for (int i = 0; i < 40; ++i) tf::view(x, i % 4, 0) = double(i);
    for (int i = 0; i < 40; ++i) tf::view(y, i % 4) = double(i);
    EXPECT_EQ(tf::explain(x).products_before, 1);
    EXPECT_EQ(tf::explain(y).calls.size(), 0u);   // they are stored, since nothing waits for a reader
    EXPECT_EQ(x(3, 0), 39);
    EXPECT_EQ(x(3, 1), 12 * 1 + 13 * 5 + 14 * 9 + 15 * 13);
    same(y, {36, 37, 38, 39});
}

// ---- who keeps the old elements

TEST(InPlace, CopiesViewsAndIterators)
{
    for (const bool number : {false, true}) {
        D x = counted(8);
        tf::view(x, 0) = 9.;
        EXPECT_EQ(x(0), 9);
        numbers expected{9, 1, 2, 3, 4, 5, 6, 7};
        const auto store = [&] {
            if (number) tf::view(x, 2) = -1.;
            else tf::view(x, 2) = tf::view(x, 3) - 4.;
            EXPECT_EQ(x(2), -1);
        };
        const D copy = x;
        store();
        same(copy, expected);
        tf::view(x, 2) = 2.;
        same(x, expected);

        const D part = tf::view(x, xt::range(1, 4));
        store();
        same(part, {1, 2, 3});
        tf::view(x, 2) = 2.;
        same(x, expected);

        const auto value = x.value();
        auto at = x.begin();
        store();
        EXPECT_EQ(value(2), 2);
        EXPECT_EQ(at[2], 2);
        expected[2] = -1;
        same(x, expected);
    }
}

TEST(InPlace, RecordedReaders)
{
    for (const bool number : {false, true})
        for (const bool living : {false, true}) {
            D x = counted(8);
            tf::view(x, 0) = 9.;
            EXPECT_EQ(x(0), 9);
            D later = x + 1.;
            D sum = tf::sum(tf::view(x, xt::range(0, 3)));
            if (!living) sum = {};
            if (number) tf::view(x, 2) = -1.;
            else tf::view(x, 2) = tf::view(x, 3) - 4.;
            EXPECT_EQ(x(2), -1);
            same(later, {10, 2, 3, 4, 5, 6, 7, 8});
            if (living) EXPECT_EQ(sum(), 12);
            same(x, {9, 1, -1, 3, 4, 5, 6, 7});
        }
}

TEST(InPlace, TwoVersionsFromOne)
{
    D x = counted(6);
    tf::view(x, 0) = 9.;
    EXPECT_EQ(x(0), 9);
    D y = x, z = x;
    x = {};
    tf::view(y, 1) += tf::view(y, 2);
    tf::view(z, 1) -= tf::view(z, 2);
    EXPECT_EQ(z(1), -1);
    same(y, {9, 3, 2, 3, 4, 5});
    same(z, {9, -1, 2, 3, 4, 5});
}

TEST(InPlace, TwoVersionsOfNothing)
{
    D x = tf::zeros<double>({0, 3});
    tf::view(x, xt::all(), 0) = 1.;
    same(x, {});
    D y = x, z = x;
    x = {};
    tf::view(y, xt::all(), 1) += tf::view(y, xt::all(), 2);
    tf::view(z, xt::all(), 1) -= tf::view(z, xt::all(), 2);
    same(z, {});
    same(y, {});
}

TEST(InPlace, PartsThatOverlap)
{
    D x = counted(6);
    tf::view(x, 0) = 9.;
    EXPECT_EQ(x(0), 9);
    tf::view(x, xt::range(1, 6)) = tf::view(x, xt::range(0, 5));
    EXPECT_EQ(x(1), 9);
    same(x, {9, 9, 1, 2, 3, 4});
    tf::view(x, xt::range(0, 5)) += tf::view(x, xt::range(5, 0, -1));
    same(x, {13, 12, 3, 3, 12, 4});
    tf::flip(x, 0) = x;
    same(x, {4, 12, 3, 3, 12, 13});
    tf::flip(x, 0) += x;
    same(x, {17, 24, 6, 6, 24, 17});
}

TEST(InPlace, JobsAndOtherThreads)
{
    for (int round = 0; round < 50; ++round) {
        D x = counted(2000);
        tf::view(x, 0) = 9.;
        EXPECT_EQ(x(0), 9);
        const D twice = x * 2.;
        auto job = tf::submit(twice);
        tf::view(x, 1) = tf::view(x, 2) + 5.;
        EXPECT_EQ(x(1), 7);
        double read = 0;
        std::thread other([copy = x, &read] { read = copy(1); });
        tf::view(x, 1) = 0.;
        EXPECT_EQ(x(1), 0);
        other.join();
        EXPECT_EQ(read, 7);
        job.wait();
        EXPECT_EQ(twice(1), 2);
        D moved = x;
        x = {};
        std::thread last([gone = std::move(moved), &read] { read = gone(0); });
        last.join();
        EXPECT_EQ(read, 9);
    }
}

// ---- anything, in any order

namespace {

/// Arrays beside vectors that get the same stores.
class twins {
public:
    twins(unsigned seed, std::ptrdiff_t n) : draw_(seed), n_(n) {}

    void step()
    {
        if (all_.size() < 2) return begin();
        one& x = all_[draw_() % all_.size()];
        const one& y = all_[draw_() % all_.size()];
        const auto i = at(), j = at(), k = at();
        switch (draw_() % 12) {
        case 0: return all_.size() < 6 ? all_.push_back(one(x)) : forget();
        case 1: return forget();
        case 2: return number(x, i);
        case 3:
            number(x, i);
            EXPECT_EQ(x.array(i), x.values[std::size_t(i)]);
            return;
        case 4: {
            const double v = 2 * y.values[std::size_t(j)] - y.values[std::size_t(k)];
            tf::view(x.array, i) = tf::view(y.array, j) * 2. - tf::view(y.array, k);
            x.values[std::size_t(i)] = v;
            return;
        }
        case 5: {
            const numbers old = y.values;
            const auto count = n_ - std::max(i, j);
            tf::view(x.array, xt::range(i, i + count)) += tf::view(y.array, xt::range(j, j + count));
            for (std::ptrdiff_t e = 0; e < count; ++e) x.values[std::size_t(i + e)] += old[std::size_t(j + e)];
            return;
        }
        case 6: {
            one sum;
            sum.array = x.array * .5 + y.array;
            for (std::size_t e = 0; e < x.values.size(); ++e) sum.values.push_back(x.values[e] * .5 + y.values[e]);
            x = std::move(sum);
            return;
        }
        case 7: {
            views_.push_back({tf::view(x.array, xt::range(i, n_)), numbers(x.values.begin() + i, x.values.end())});
            return;
        }
        case 8: return views_.empty() ? begin() : (check(views_.back()), views_.pop_back());
        case 9: EXPECT_EQ(x.array(i), x.values[std::size_t(i)]); return;
        case 10: return check(x);
        default:
            tf::submit(x.array).wait();
            return;
        }
    }
    void check_all() const
    {
        for (const one& x : all_) check(x);
        for (const one& x : views_) check(x);
    }

private:
    struct one {
        D array;
        numbers values;
    };
    static void check(const one& x) { same(x.array, x.values); }
    std::ptrdiff_t at() { return static_cast<std::ptrdiff_t>(draw_() % static_cast<unsigned>(n_)); }
    void begin()
    {
        one x{tf::zeros<double>({n_}), numbers(std::size_t(n_))};
        all_.push_back(std::move(x));
        number(all_.back(), at());
    }
    void forget() { all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(draw_() % all_.size())); }
    void number(one& x, std::ptrdiff_t i)
    {
        const int count = draw_() % 8 == 0 ? 40 : 1;
        for (int r = 0; r < count; ++r) {
            const double v = double(draw_() % 9) - 4;
            if (r % 2) tf::view(x.array, (i + r) % n_) += v;
            else tf::view(x.array, (i + r) % n_) = v;
            double& old = x.values[std::size_t((i + r) % n_)];
            old = r % 2 ? old + v : v;
        }
    }

    std::mt19937 draw_;
    std::ptrdiff_t n_;
    std::vector<one> all_, views_;
};

}  // namespace

TEST(InPlace, RandomProgramsOfStores)
{
    for (unsigned seed = 0; seed < 400; ++seed) {
        twins t(seed, seed % 7 == 0 ? 40000 : 1 + seed % 9);
        for (int i = 0; i < 60; ++i) t.step();
        t.check_all();
        ASSERT_FALSE(HasFatalFailure()) << seed;
        ASSERT_FALSE(HasNonfatalFailure()) << seed;
    }
}
