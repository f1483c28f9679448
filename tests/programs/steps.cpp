// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Simulations and filters that fill an array step by step, of many sizes, and what is read in between.
#include "support.hpp"

#include <xtensor/xmath.hpp>

namespace programs {

namespace {

X row(const X& x, index i) { return xt::view(x, range(i, i + 1), all()); }

}  // namespace

TEST(Steps, a_state_from_the_state_before)
{
    for (const index steps : {0, 1, 2, 40})
        for (const index n : {1, 5})
            for (const bool read : {false, true}) {
                dice d(static_cast<unsigned>(steps * 10 + n));
                const auto size = static_cast<std::size_t>(n);
                const X w = d.numbers({size, size}) * 0.3, u = d.numbers({static_cast<std::size_t>(steps) + 1, 3}), in = d.numbers({3, size});
                const D lw = w, lu = u, lin = in;
                D s = tf::zeros<double>({steps + 1, n});
                X e = xt::zeros<double>({steps + 1, n});
                std::vector<D> outputs;
                std::vector<X> wanted;
                for (index t = 1; t <= steps; ++t) {
                    const D x = tf::dot(tf::view(s, t - 1), lw) + tf::dot(tf::view(lu, t - 1), lin);
                    tf::view(s, t) = xt::tanh(x);
                    X y = xt::tanh(plain_dot(row(e, t - 1), w) + plain_dot(row(u, t - 1), in));
                    xt::view(e, t) = xt::view(y, 0);
                    outputs.push_back(tf::sum(tf::view(s, range(std::max<index>(0, t - 3), t + 1)), 0));
                    wanted.push_back(xt::sum(xt::view(e, range(std::max<index>(0, t - 3), t + 1), all()), {0}));
                    if (!read) continue;
                    if (t % 7 == 0) ASSERT_NEAR(s(t, 0), e(t, 0), 1e-9);
                    if (t % 5 == 0) tf::eval(outputs.back());
                }
                expect_same(value_of(s), e, "state");
                for (std::size_t k = 0; k < outputs.size(); ++k) expect_same(value_of(outputs[k]), wanted[k], "output");
            }
}

TEST(Steps, a_value_from_several_before)
{
    for (const index order : {1, 2, 5})
        for (const index n : {5, 6, 50}) {
            dice d(static_cast<unsigned>(n));
            const X filter = d.numbers({1, static_cast<std::size_t>(order)});
            const D lfilter = tf::reshape(D(filter), {order});
            D s = tf::ones<double>({n});
            X e = xt::ones<double>({n});
            for (index t = order; t < n; ++t) {
                tf::view(s, t) = xt::tanh(tf::dot(tf::view(s, range(t - order, t)), lfilter) + 0.5);
                double sum = 0;
                for (index k = 0; k < order; ++k) sum += e(t - order + k) * filter(0, k);
                e(t) = std::tanh(sum + 0.5);
            }
            expect_same(value_of(s), e, "filter");
        }
}

TEST(Steps, a_wave_on_a_string)
{
    for (const index n : {3, 4, 20}) {
        const index steps = 30;
        dice d(static_cast<unsigned>(n));
        X e = d.numbers({static_cast<std::size_t>(steps), static_cast<std::size_t>(n)});
        D s = e;
        for (index t = 2; t < steps; ++t) {
            tf::view(s, t, range(1, n - 1)) = 2.0 * tf::view(s, t - 1, range(1, n - 1)) - tf::view(s, t - 2, range(1, n - 1))
                + 0.1 * (tf::view(s, t - 1, range(0, n - 2)) - 2.0 * tf::view(s, t - 1, range(1, n - 1)) + tf::view(s, t - 1, range(2, n)));
            tf::view(s, t, 0) = 0.0;
            X v = 2.0 * xt::view(e, t - 1, range(1, n - 1)) - xt::view(e, t - 2, range(1, n - 1))
                + 0.1 * (xt::view(e, t - 1, range(0, n - 2)) - 2.0 * xt::view(e, t - 1, range(1, n - 1)) + xt::view(e, t - 1, range(2, n)));
            xt::view(e, t, range(1, n - 1)) = v;
            e(t, 0) = 0;
        }
        expect_same(value_of(s), e, "wave");
    }
}

TEST(Steps, elimination)
{
    for (const index n : {1, 2, 3, 12}) {
        dice d(static_cast<unsigned>(n));
        const auto size = static_cast<std::size_t>(n);
        X e = d.numbers({size, size});
        for (index i = 0; i < n; ++i) e(i, i) += 10.0;
        D s = e;
        for (index k = 0; k + 1 < n; ++k) {
            tf::view(s, range(k + 1, n), k) /= tf::view(s, k, k);
            tf::view(s, range(k + 1, n), range(k + 1, n)) -= tf::outer(tf::view(s, range(k + 1, n), k), tf::view(s, k, range(k + 1, n)));
            for (index i = k + 1; i < n; ++i) {
                e(i, k) /= e(k, k);
                for (index j = k + 1; j < n; ++j) e(i, j) -= e(i, k) * e(k, j);
            }
        }
        expect_same(value_of(s), e, "factors");
    }
}

TEST(Steps, running_sums_and_single_numbers)
{
    for (const index n : {1, 2, 33}) {
        dice d(static_cast<unsigned>(n));
        X e = d.numbers({static_cast<std::size_t>(n), 4}), line = xt::zeros<double>({n});
        D s = e, lline = tf::zeros<double>({n});
        for (index t = 1; t < n; ++t) {
            tf::view(s, t) += tf::view(s, t - 1);
            xt::view(e, t) += xt::view(e, t - 1);
        }
        for (index t = 0; t < n; ++t) {
            tf::view(lline, t) = static_cast<double>(t * t);
            line(t) = static_cast<double>(t * t);
            tf::view(lline, t) += tf::view(lline, t / 2);
            line(t) += line(t / 2);
        }
        expect_same(value_of(s), e, "rows");
        expect_same(value_of(lline), line, "numbers");
    }
}

TEST(Steps, ensemble_and_objects)
{
    for (const index n : {1, 30}) {
        dice d(static_cast<unsigned>(n));
        const X batch = d.numbers({7, 5}), turn = d.numbers({4, 4});
        const D lbatch = batch, lturn = turn;
        D sum = tf::zeros<double>({7, 3});
        X wanted = xt::zeros<double>({7, 3});
        std::vector<D> results;
        std::vector<X> plain;
        for (index i = 0; i < n; ++i) {
            const X w = d.numbers({5, 3}), b = d.numbers({3}), cov = d.numbers({4, 4});
            sum += xt::maximum(tf::dot(lbatch, D(w)) + D(b), 0.0);
            wanted += xt::maximum(plain_dot(batch, w) + b, 0.0);
            results.push_back(tf::dot(tf::dot(lturn, D(cov)), tf::transpose(lturn)));
            plain.push_back(plain_dot(plain_dot(turn, cov), xt::transpose(turn)));
        }
        tf::eval(results);
        expect_same(value_of(sum), wanted, "ensemble");
        for (std::size_t k = 0; k < plain.size(); ++k) expect_same(value_of(results[k]), plain[k], "object");
    }
}

}  // namespace programs
