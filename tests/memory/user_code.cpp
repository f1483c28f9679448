// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What an array owns may be the user's, and its allocator and its destructor may call tenfold: no lock is held then,
// and nothing is half done.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace {

namespace tf = tenfold;
using D = tf::array<double>;

std::atomic<int> calls{0};

const D& square()
{
    static const D all = tf::copy(tf::ones<double>({3, 3}));
    return all;
}

/// Records, reads, evaluates and drops, as any program may.
void use_tenfold()
{
    ++calls;
    const D product = tf::dot(square(), square());
    D sum = product + 1.;
    tf::view(sum, 0) = 2.;
    std::vector<D> rows;
    for (int i = 0; i < 3; ++i) rows.push_back(tf::dot(tf::view(sum, i), square()));
    EXPECT_EQ(rows[0](1), 6.);
    tf::eval(rows);
    EXPECT_EQ(rows[2](0), 12.);
    EXPECT_EQ(product(2, 2), 3.);
}

template <class T> struct calling_allocator : std::allocator<T> {
    template <class U> struct rebind { using other = calling_allocator<U>; };
    calling_allocator() = default;
    template <class U> calling_allocator(const calling_allocator<U>&) {}

    T* allocate(std::size_t n)
    {
        use_tenfold();
        return std::allocator<T>::allocate(n);
    }
    void deallocate(T* p, std::size_t n)
    {
        std::allocator<T>::deallocate(p, n);
        use_tenfold();
    }
};

using container = xt::xarray<double, xt::layout_type::row_major, calling_allocator<double>>;

D value(double x = 1)
{
    container c(std::vector<std::size_t>{3, 3});
    c.fill(x);
    return D(std::move(c));
}

class UserCode : public testing::Test {
protected:
    void SetUp() override { square(); }
    /// How often deallocate has been called since.
    int since()
    {
        const int n = calls;
        return n - std::exchange(before_, n);
    }

private:
    int before_ = calls;
};

}  // namespace

TEST_F(UserCode, DroppedByItsOwner)
{
    D x = value();
    since();
    x = D();
    EXPECT_EQ(since(), 1);
}

TEST_F(UserCode, DroppedByAnEvaluation)
{
    D x = value();
    D y = tf::dot(x, x);
    x = D();
    since();
    EXPECT_EQ(y(0, 0), 3.);
    EXPECT_EQ(since(), 1);

    std::vector<D> sources, all;   // made first: what reads evaluates what has been recorded
    for (int i = 0; i < 20; ++i) sources.insert(sources.end(), {value(i), value(1)});
    for (std::size_t i = 0; i < 20; ++i)
        all.push_back(tf::dot(sources[2 * i], tf::view(sources[2 * i + 1], xt::all(), xt::range(0, std::ptrdiff_t(1 + i % 3)))) + 1.);
    sources.clear();
    since();
    tf::eval(all);
    EXPECT_EQ(since(), 40);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(all[std::size_t(i)](1, 0), 3. * i + 1);
}

TEST_F(UserCode, DroppedByAStoreAndByAStoredView)
{
    D x = value();
    tf::view(x, 0) = 5.;
    D part = tf::view(x, xt::all(), 1);
    x = D();
    since();
    EXPECT_EQ(part(0), 5.);
    part = D();
    EXPECT_EQ(tf::sum(square())(), 9.);
    EXPECT_EQ(since(), 1);
}

TEST_F(UserCode, DroppedByTheCollectionWhileRecording)
{
    since();
    for (std::size_t round = 0; round < 3; ++round)
        for (std::size_t n = 1; n < 700; ++n) {
            const D long_row = tf::ones<double>({std::ptrdiff_t(n), std::ptrdiff_t(3)});
            tf::dot(long_row, value());
            tf::dot(value(), tf::transpose(long_row));
        }
    EXPECT_EQ(tf::dot(value(), value())(0, 0), 3.);
    EXPECT_GT(since(), 2000);
}

TEST_F(UserCode, DroppedInAnEagerScopeAndByExplain)
{
    {
        const tf::eager_scope now;
        EXPECT_EQ(tf::dot(value(), value())(0, 0), 3.);
        EXPECT_EQ(D(tf::dot(value(2), value()) + value())(0, 0), 7.);
    }
    D x = value();
    const D y = tf::dot(x, x);
    x = D();
    EXPECT_GT(tf::explain(y).flops_after, 0);
    since();
    EXPECT_EQ(y(0, 0), 3.);
    EXPECT_EQ(since(), 1);
}

TEST_F(UserCode, DroppedByAnotherThread)
{
    D x = value(), y = tf::dot(x, x);
    std::thread([&] { x = D(); }).join();
    EXPECT_EQ(y(0, 0), 3.);

    since();
    std::thread([&] {
        D mine = value(2);
        y = tf::dot(mine, mine);
    }).join();
    EXPECT_EQ(y(0, 0), 12.);
    EXPECT_EQ(since(), 2);   // one to allocate

    std::thread([&] { y = tf::dot(value(3), value(1)); }).join();
    since();
    y = D();
    EXPECT_EQ(since(), 2);   // what only an ended thread's call had read
}

TEST_F(UserCode, DroppedByAThreadsEnd)
{
    since();
    std::thread([] {
        tf::dot(value(), value());
        D kept = tf::dot(value(), value());
        EXPECT_EQ(kept(0, 0), 3.);
        const D lost = tf::dot(kept, value());
    }).join();
    EXPECT_EQ(since(), 10);
}

TEST_F(UserCode, DroppedByAJob)
{
    for (int round = 0; round < 20; ++round) {
        D x = value(round), y = tf::dot(x, x);
        tf::job j = tf::submit(tf::cpu(), y);
        x = D();
        if (round % 2) { EXPECT_EQ(y(0, 0), 3. * round * round); }
        y = D();
        for (int i = 0; i < 5; ++i) tf::dot(value(), value());
        j.wait();
    }
}

TEST_F(UserCode, ManyThreadsAtOnce)
{
    std::vector<std::thread> all;
    std::vector<D> shared(4);
    for (std::size_t n = 0; n < 4; ++n)
        all.emplace_back([&, n] {
            for (int i = 0; i < 60; ++i) {
                const D x = value(i), y = tf::dot(x, value());
                if (i % 3 == 0) { EXPECT_EQ(y(0, 0), 3. * i); }
                if (i == 59) shared[n] = y;
            }
        });
    for (std::thread& t : all) t.join();
    for (const D& y : shared) EXPECT_EQ(y(2, 2), 3. * 59);
}
