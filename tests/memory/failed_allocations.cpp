// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A call records wholly or not at all. Every allocation of small programs is made to fail, one at a time; a program
// that catches this, and makes the call again, gets the same numbers as one that nothing happened to.
#include "memory/failing_new.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

namespace {

namespace tf = tenfold;
using D = tf::array<double>;
using plain = xt::xarray<double>;
using numbers = std::vector<double>;

/// Makes a call; where memory runs out, once more.
template <class F> auto again(F&& call)
{
    const scarce::counting now;
    try {
        return call();
    }
    catch (const std::bad_alloc&) {
    }
    catch (const tf::memory_error&) {
    }
    return call();
}

/// Whole numbers between -3 and 3, so that every sum is exact.
plain matrix(std::size_t rows, std::size_t columns, int seed)
{
    plain x = xt::zeros<double>({rows, columns});
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) x(i, j) = double((i * 5 + j * 3 + std::size_t(seed) * 7) % 7) - 3;
    return x;
}

/// By plain loops.
plain times(const plain& a, const plain& b)
{
    plain c = xt::zeros<double>({a.shape(0), b.shape(1)});
    for (std::size_t i = 0; i < a.shape(0); ++i)
        for (std::size_t j = 0; j < b.shape(1); ++j)
            for (std::size_t k = 0; k < a.shape(1); ++k) c(i, j) += a(i, k) * b(k, j);
    return c;
}

plain columns(const plain& x, std::size_t from, std::size_t count)
{
    plain r = xt::zeros<double>({x.shape(0), count});
    for (std::size_t i = 0; i < x.shape(0); ++i)
        for (std::size_t j = 0; j < count; ++j) r(i, j) = x(i, from + j);
    return r;
}

void same(const D& x, const plain& expected)
{
    const plain value = again([&] { return plain(x); });
    ASSERT_EQ(value.shape(), expected.shape());
    ASSERT_TRUE(value == expected);
}

D window(const D& a, const D& b, std::ptrdiff_t i, std::ptrdiff_t width)
{
    return again([&] { return tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + width))); });
}

/// Runs a program with its first allocation failing, its second, and so on, until it needs no more.
void each_fails(const std::function<void()>& program)
{
    for (std::size_t n = 1;; n < 200 ? ++n : n += n / 100) {
        scarce::fail_at(n);
        program();
        if (testing::Test::HasFatalFailure()) {
            ADD_FAILURE() << "when allocation " << n << " failed";
            break;
        }
        if (!scarce::has_failed()) break;
    }
    scarce::fail_at(0);
}

/// Products of `a` with windows of `b` at these places.
void windows(const std::vector<std::ptrdiff_t>& places)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        std::vector<D> all;
        for (const auto i : places) all.push_back(window(x, y, i, 5));
        for (std::size_t k = 0; k < all.size(); ++k) same(all[k], times(a, columns(b, std::size_t(places[k]), 5)));
    });
}

std::vector<std::ptrdiff_t> steps(std::ptrdiff_t count, const std::function<std::ptrdiff_t(std::ptrdiff_t)>& at)
{
    std::vector<std::ptrdiff_t> all;
    for (std::ptrdiff_t i = 0; i < count; ++i) all.push_back(at(i));
    return all;
}

}  // namespace

TEST(FailedAllocations, ABareLoop)
{
    windows(steps(50, [](auto i) { return i; }));
}

TEST(FailedAllocations, ALoopThatBreaksRuns)
{
    windows(steps(60, [](auto i) { return i % 20 < 13 ? i / 2 : 50 - i / 3; }));
    windows(steps(60, [](auto i) { return i % 7 + i / 7; }));
    windows(steps(60, [](auto i) { return i < 20 ? i % 5 : i % 9; }));
}

TEST(FailedAllocations, Tables)
{
    std::mt19937 draw(3);
    windows(steps(700, [&](auto i) { return i < 400 ? std::ptrdiff_t(draw() % 55) : i % 50; }));
}

TEST(FailedAllocations, Recurrences)
{
    plain w = xt::zeros<double>({4, 4});
    for (std::size_t i = 0; i < 4; ++i) w(i, (i + 1) % 4) = i % 2 ? 1 : -1;
    const plain start = matrix(4, 2, 3), input = matrix(4, 2, 5);
    each_fails([&] {
        const D mix = again([&] { return D(w); }), x = again([&] { return D(input); });
        D h = again([&] { return D(start); });
        plain expected = start;
        std::vector<D> all;
        std::vector<plain> references;
        for (int t = 0; t < 40; ++t) {
            h = again([&] { return D(tf::dot(mix, h) + (t % 7 == 6 ? 2. : 1.) * x); });
            expected = times(w, expected) + (t % 7 == 6 ? 2. : 1.) * input;
            all.push_back(h);
            references.push_back(expected);
        }
        for (std::size_t t = all.size(); t-- > 0;) same(all[t], references[t]);
    });
}

TEST(FailedAllocations, ManySources)
{
    each_fails([&] {
        std::vector<D> left, right, all;
        for (int i = 0; i < 24; ++i) {
            left.push_back(again([&] { return D(matrix(2, 3, i)); }));
            right.push_back(again([&] { return D(matrix(3, 2, i + 1)); }));
        }
        for (int i = 0; i < 24; ++i)
            for (int j : {i, (i * 5) % 24, 23 - i})
                all.push_back(again([&] { return tf::dot(left[std::size_t(i)], right[std::size_t(j)]); }));
        std::size_t k = 0;
        for (int i = 0; i < 24; ++i)
            for (int j : {i, (i * 5) % 24, 23 - i}) same(all[k++], times(matrix(2, 3, i), matrix(3, 2, j + 1)));
    });
}

TEST(FailedAllocations, Elementwise)
{
    const plain a = matrix(4, 5, 1), b = matrix(4, 5, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        std::vector<D> all;
        for (int i = 0; i < 40; ++i) all.push_back(again([&] { return D(x * double(i / 3) + (y - double(i))); }));
        D sum = x;
        for (int i = 0; i < 10; ++i) again([&] { sum += xt::abs(all[std::size_t(i)] * b); });
        plain expected = a;
        for (int i = 0; i < 10; ++i) expected += xt::abs((a * double(i / 3) + (b - double(i))) * b);
        same(sum, expected);
        for (int i = 0; i < 40; ++i) same(all[std::size_t(i)], plain(a * double(i / 3) + (b - double(i))));
    });
}

TEST(FailedAllocations, StoresThatAreReadAtOnce)
{
    each_fails([&] {
        D x = again([&] { return tf::zeros<double>({12}); });
        std::vector<double> expected(12);
        for (int i = 1; i < 40; ++i) {
            const std::ptrdiff_t at = i % 12, before = (i - 1) % 12;
            again([&] { tf::view(x, at) += tf::view(x, before) * 2. + 1.; });
            expected[std::size_t(at)] += expected[std::size_t(before)] * 2 + 1;
            again([&] { tf::view(x, before) += 3.; });   // both in the memory that was there
            expected[std::size_t(before)] += 3;
            // What reads the new version may fail after the stores were done.
            const D sum = again([&] { return tf::sum(x); });
            ASSERT_EQ(again([&] { return sum(); }), std::accumulate(expected.begin(), expected.end(), 0.));
            again([&] { tf::view(x, at) = 2.; });
            expected[std::size_t(at)] = 2;
            ASSERT_EQ(again([&] { return x(at); }), 2);
            if (expected[std::size_t(before)] > 7) again([&] { tf::view(x, before) = 7.; }), expected[std::size_t(before)] = 7;
        }
    });
}

TEST(FailedAllocations, Stores)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        D out = again([&] { return tf::zeros<double>({20, 3, 5}); });
        plain expected = xt::zeros<double>({20, 3, 5});
        std::vector<D> kept;
        std::vector<plain> references;
        for (int i = 0; i < 30; ++i) {
            const std::size_t place = std::size_t(i < 20 ? i : i * 7 % 20);
            again([&] { tf::view(out, std::ptrdiff_t(place)) = tf::dot(x, tf::view(y, xt::all(), xt::range(i, i + 5))); });
            again([&] { tf::view(out, std::ptrdiff_t(place), xt::all(), xt::range(0, 2)) += 2.; });
            xt::view(expected, place) = times(a, columns(b, std::size_t(i), 5));
            xt::view(expected, place, xt::all(), xt::range(0, 2)) += 2.;
            if (i % 8 != 3) continue;
            kept.push_back(out);
            references.push_back(expected);
        }
        same(out, expected);
        for (std::size_t k = 0; k < kept.size(); ++k) same(kept[k], references[k]);
    });
}

TEST(FailedAllocations, Reductions)
{
    const plain a = matrix(6, 30, 1);
    each_fails([&] {
        const D x = again([&] { return D(a); });
        std::vector<D> sums, largest;
        for (int i = 0; i < 20; ++i) {
            const auto part = [&] { return tf::view(x, xt::all(), xt::range(i, i + 8)); };
            sums.push_back(again([&] { return tf::sum(part(), 0); }));
            largest.push_back(again([&] { return tf::amax(part() * 2.); }));
        }
        for (int i = 0; i < 20; ++i) {
            const plain part = columns(a, std::size_t(i), 8);
            same(sums[std::size_t(i)], plain(xt::sum(part, {0})));
            same(largest[std::size_t(i)], plain(2. * xt::amax(part)()));
        }
    });
}

TEST(FailedAllocations, ListsOfLeaves)
{
    each_fails([&] {
        std::vector<plain> memory;
        for (int i = 0; i < 12; ++i) memory.push_back(matrix(4, 3, i));
        std::vector<D> moved, borrowed, all;
        for (int i = 0; i < 12; ++i) {
            plain x = matrix(3, 4, i);
            moved.push_back(again([&] { return D(std::move(x)); }));
            borrowed.push_back(again([&] { return D(tf::borrow(memory[std::size_t(i)])); }));
        }
        for (std::size_t i = 0; i < 12; ++i) all.push_back(again([&] { return tf::dot(moved[i], borrowed[i]); }));
        for (std::size_t i = 0; i < 12; ++i) all.push_back(again([&] { return tf::dot(matrix(2, 3, int(i)), moved[i]); }));
        for (int i = 0; i < 12; ++i) {
            same(all[std::size_t(i)], times(matrix(3, 4, i), matrix(4, 3, i)));
            same(all[std::size_t(i + 12)], times(matrix(2, 3, i), matrix(3, 4, i)));
        }
    });
}

TEST(FailedAllocations, UnlikeShapes)
{
    each_fails([&] {
        std::vector<D> all;
        for (std::size_t i = 1; i < 14; ++i)
            all.push_back(again([&] { return tf::dot(D(matrix(i, 3, 1)), D(matrix(3, i + 1, 2))); }));
        again([&] { tf::eval(all); });
        for (std::size_t i = 1; i < 14; ++i) same(all[i - 1], times(matrix(i, 3, 1), matrix(3, i + 1, 2)));
    });
}

TEST(FailedAllocations, Jobs)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        std::vector<D> all;
        for (int i = 0; i < 20; ++i) all.push_back(window(x, y, i, 5));
        again([&] { tf::submit(tf::cpu(), all).wait(); });
        for (int i = 0; i < 20; ++i) same(all[std::size_t(i)], times(a, columns(b, std::size_t(i), 5)));
    });
}

TEST(FailedAllocations, EagerScopes)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        std::vector<D> all;
        {
            const auto now = again([] { return std::make_unique<tf::eager_scope>(); });
            for (int i = 0; i < 8; ++i) all.push_back(again([&] { return D(window(x, y, i, 5) + 1.); }));
        }
        for (int i = 0; i < 8; ++i) same(all[std::size_t(i)], plain(times(a, columns(b, std::size_t(i), 5)) + 1.));
    });
}

TEST(FailedAllocations, ReadingInTheLoop)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        for (int i = 0; i < 8; ++i) {
            const plain expected = times(a, columns(b, std::size_t(i), 5));
            const D r = window(x, y, i, 5);
            ASSERT_EQ(again([&] { return r(1, 2); }), expected(1, 2));
            ASSERT_EQ(again([&] { return tf::sum(r)(); }), xt::sum(expected)());
        }
    });
}

TEST(FailedAllocations, StoredViews)
{
    const plain a = matrix(6, 6, 1);
    each_fails([&] {
        D x = again([&] { return tf::dot(D(a), D(a)); });
        const plain square = times(a, a);
        std::vector<D> views, all;
        for (int i = 0; i < 5; ++i) views.push_back(again([&] { return D(tf::view(x, xt::all(), xt::range(i, i + 2))); }));
        again([&] { x = D(); });
        for (int i = 0; i < 5; ++i) all.push_back(again([&] { return tf::dot(tf::transpose(views[std::size_t(i)]), a); }));
        for (int i = 0; i < 5; ++i) {
            same(tf::view(views[std::size_t(i)], 1), plain(xt::view(square, 1, xt::range(i, i + 2))));
            same(all[std::size_t(i)], times(plain(xt::transpose(columns(square, std::size_t(i), 2))), a));
        }
    });
}

TEST(FailedAllocations, Joining)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        std::vector<D> parts;
        for (int i = 0; i < 6; ++i) parts.push_back(window(x, y, 3 * i, 5));
        const D stacked = again([&] { return tf::stack(parts); }), joined = again([&] { return tf::concatenate(parts, 1); });
        plain high = xt::zeros<double>({6, 3, 5}), wide = xt::zeros<double>({3, 30});
        for (int i = 0; i < 6; ++i) {
            xt::view(high, i) = times(a, columns(b, std::size_t(3 * i), 5));
            xt::view(wide, xt::all(), xt::range(5 * i, 5 * i + 5)) = xt::view(high, i);
        }
        same(stacked, high);
        same(joined, wide);
    });
}

/// Dropping must not fail: what goes in any order, and values of which other handles remain.
TEST(FailedAllocations, Dropping)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        std::vector<D> all, copies;
        for (int i = 0; i < 50; ++i) all.push_back(window(x, y, i, 5));
        copies.reserve(50);
        again([&] { copies.assign(all.begin(), all.end()); });
        for (int i : {40, 7, 3, 41, 39, 8, 0, 49}) again([&] { all[std::size_t(i)] = D(); });
        for (int i = 0; i < 50; i += 2) again([&] { copies[std::size_t(i)] = D(); });
        std::map<int, D> left;
        for (int i = 0; i < 50; ++i) {
            const D& have = copies[std::size_t(i)].raw() ? copies[std::size_t(i)] : all[std::size_t(i)];
            if (have.raw()) same(have, times(a, columns(b, std::size_t(i), 5)));
        }
    });
}

TEST(FailedAllocations, OtherThreads)
{
    const plain a = matrix(3, 4, 1), b = matrix(4, 60, 2);
    each_fails([&] {
        const D x = again([&] { return D(a); }), y = again([&] { return D(b); });
        std::vector<D> all;
        for (int i = 0; i < 20; ++i) all.push_back(window(x, y, i, 5));
        std::vector<D> theirs;
        std::thread([&] {
            std::vector<D> copies;
            copies.reserve(20);
            again([&] { copies.assign(all.begin(), all.end()); });
            theirs.reserve(40);
            for (std::size_t i = 0; i < 20; ++i) theirs.push_back(again([&] { return D(copies[i] + 1.); }));
            again([&] { copies.clear(); });
            for (std::size_t i = 0; i < 20; i += 3) theirs.push_back(again([&] { return D(all[i] * 2.); }));
        }).join();
        for (std::size_t i = 0; i < 20; i += 2) again([&] { all[i] = D(); });
        for (std::size_t i = 0; i < 20; ++i) {
            const plain expected = times(a, columns(b, i, 5));
            if (i % 2) same(all[i], expected);
            same(theirs[i], plain(expected + 1.));
        }
    });
}
