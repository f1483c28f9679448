// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Recurrences with a schedule: chains on threads of their own give what one thread gives, and what eager code gives.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tf = tenfold;
using A = tf::array<double>;

namespace {

A random_matrix(std::mt19937& draw, std::size_t n)
{
    xt::xarray<double> x = xt::zeros<double>({n, n});
    for (double& v : x) v = (static_cast<double>(draw() % 2001) - 1000) / (1000 * static_cast<double>(n));
    return A(std::move(x));
}

struct program {
    unsigned seed;
    std::size_t n, chains, steps;
    bool steps_outside, meet;   // meet: two chains are joined half-way

    std::vector<A> run() const
    {
        std::mt19937 draw(seed);
        std::vector<A> w, h;
        for (std::size_t c = 0; c < chains; ++c) {
            w.push_back(random_matrix(draw, n));
            h.push_back(random_matrix(draw, n));
        }
        const auto step = [&](std::size_t c, std::size_t s) {
            if (s > steps * (1 + c % 4) / 4) return;   // of different lengths
            h[c] = meet && c > 0 && s == steps / 8 ? tf::dot(h[c - 1], h[c]) : tf::dot(w[c], xt::tanh(h[c]));
        };
        if (steps_outside)
            for (std::size_t s = 0; s < steps; ++s)
                for (std::size_t c = 0; c < chains; ++c) step(c, s);
        else
            for (std::size_t c = 0; c < chains; ++c)
                for (std::size_t s = 0; s < steps; ++s) step(c, s);
        return h;
    }
};

tf::options on(int threads)
{
    tf::options o;
    o.threads = threads;
    return o;
}

void expect_equal(const std::vector<A>& x, const std::vector<A>& y)
{
    for (std::size_t c = 0; c < x.size(); ++c) EXPECT_TRUE(tf::allclose(x[c], y[c], 1e-12, 1e-14)) << c;
}

TEST(ChainsOnThreads, GiveWhatEagerCodeGives)
{
    for (unsigned seed = 0; seed < 12; ++seed) {
        const program p{seed, seed % 3 ? 24u : 5u, 3 + seed % 17, 40, seed % 2 == 0, seed % 5 == 4};
        const std::vector<A> lazy = p.run();
        tf::eval(on(2), lazy);
        const tf::eager_scope now;
        expect_equal(lazy, p.run());
    }
}

TEST(ChainsOnThreads, OneThreadAndMoreThreadsThanChains)
{
    for (const int threads : {1, 8}) {
        const program p{7, 20, 2, 60, false, false};
        const std::vector<A> lazy = p.run();
        tf::eval(on(threads), lazy);
        const tf::eager_scope now;
        expect_equal(lazy, p.run());
    }
}

// What is read later must not lie in memory that was given to others.
TEST(ChainsOnThreads, KeepValuesOnTheWay)
{
    std::vector<A> kept, expected;
    const auto run = [&](std::vector<A>& out) {
        std::mt19937 same(11);
        for (int c = 0; c < 6; ++c) {
            const A w = random_matrix(same, 32);
            A h = random_matrix(same, 32);
            for (int s = 0; s < 50; ++s) {
                h = tf::dot(w, h);
                if (same() % 9 == 0) out.push_back(h);
            }
            out.push_back(h);
        }
    };
    run(kept);
    tf::eval(on(2), kept);
    {
        const tf::eager_scope now;
        run(expected);
    }
    expect_equal(kept, expected);
}

}  // namespace
