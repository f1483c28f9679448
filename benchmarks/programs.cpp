// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Whole programs as people write them, each beside its eager twin in plain xtensor and xtensor-blas. No program is to be
// slower than the one it replaces; the limit is what is reached so far.
#include "table.hpp"

#include <tenfold/tenfold.hpp>
#include <xtensor-blas/xlinalg.hpp>
#include <xtensor/xarray.hpp>
#include <xtensor/xnorm.hpp>
#include <xtensor/xrandom.hpp>
#include <xtensor/xview.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace bench {

namespace {

namespace tf = tenfold;
using A = tf::array<double>;
using X = xt::xarray<double>;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

X random(const std::vector<std::size_t>& shape) { return xt::random::randn<double>(shape); }

/// Both ways give a number, so that nothing is left out.
template <class Lazy, class Eager>
void program(const char* name, double limit, const settings& set, const Lazy& lazy, const Eager& eager)
{
    const std::vector<way> ways{
        {"xtensor-blas", [&] { measure::keep(eager()); }, true}, {"tenfold", [&] { measure::keep(lazy()); }, false, limit}};
    heading(name, "as_is; 1 thread when TENFOLD_THREADS and OPENBLAS_NUM_THREADS say so");
    print(ways, race(ways, {.cache = measure::caches::as_is, .seconds = set.seconds(2)}));
}

void filled_step_by_step(const settings& set)
{
    const P steps = 1500, n = 50;
    const X w = random({50, 50}) * 0.1, u = random({1500, 3}), in = random({3, 50});
    const A lw = w, lu = u, lin = in;
    program("state[t] = f(state[t - 1]), 1500 steps of 50", 2, set,
        [&] {
            A s = tf::zeros<double>({steps + 1, n});
            for (P t = 1; t <= steps; ++t) {
                A x = tf::dot(tf::view(s, t - 1), lw) + tf::dot(tf::view(lu, t - 1), lin);
                tf::view(s, t) = xt::tanh(x);
            }
            return s(steps, 7);
        },
        [&] {
            X s = xt::zeros<double>({steps + 1, n});
            for (P t = 1; t <= steps; ++t) {
                X h = xt::view(s, t - 1), v = xt::view(u, t - 1);
                xt::view(s, t) = xt::tanh(xt::linalg::dot(h, w) + xt::linalg::dot(v, in));
            }
            return s(steps, 7);
        });
    const P rows = 2000;
    const X many = random({2000, 50});
    const A lmany = many;
    program("running sum of 2000 rows of 50", 0, set,
        [&] {
            A s = lmany;
            for (P t = 1; t < rows; ++t) tf::view(s, t) += tf::view(s, t - 1);
            return s(rows - 1, 7);
        },
        [&] {
            X s = many;
            for (P t = 1; t < rows; ++t) xt::view(s, t) += xt::view(s, t - 1);
            return s(rows - 1, 7);
        });
    program("2000 numbers, one by one", 0, set,
        [&] {
            A s = tf::zeros<double>({rows});
            for (P t = 0; t < rows; ++t) tf::view(s, t) = static_cast<double>(t);
            return s(rows - 1);
        },
        [&] {
            X s = xt::zeros<double>({rows});
            for (P t = 0; t < rows; ++t) s(t) = static_cast<double>(t);
            return s(rows - 1);
        });
    const X filter = random({5});
    const A lfilter = filter;
    program("2000 values, each from the five before", 0, set,
        [&] {
            A s = tf::ones<double>({rows});
            for (P t = 5; t < rows; ++t) tf::view(s, t) = xt::tanh(tf::dot(tf::view(s, range(t - 5, t)), lfilter));
            return s(rows - 1);
        },
        [&] {
            X s = xt::ones<double>({rows});
            for (P t = 5; t < rows; ++t) s(t) = std::tanh(xt::linalg::dot(X(xt::view(s, range(t - 5, t))), filter)(0));
            return s(rows - 1);
        });
}

void read_at_every_step(const settings& set)
{
    const P steps = 1000, n = 50;
    const X w = random({50, 50}) * 0.1;
    const A lw = w;
    program("state[t] = f(state[t - 1]), read at each of 1000 steps of 50", 2, set,
        [&] {
            A s = tf::ones<double>({steps + 1, n});
            P t = 1;
            for (; t <= steps && s(t - 1, 0) < 2; ++t) tf::view(s, t) = xt::tanh(tf::dot(tf::view(s, t - 1), lw));
            return s(t - 1, 7);
        },
        [&] {
            X s = xt::ones<double>({steps + 1, n});
            P t = 1;
            for (; t <= steps && s(t - 1, 0) < 2; ++t) {
                const X h = xt::view(s, t - 1);
                xt::view(s, t) = xt::tanh(xt::linalg::dot(h, w));
            }
            return s(t - 1, 7);
        });
    program("2000 numbers counted into 50 places, read at each", 0, set,
        [&] {
            A s = tf::zeros<double>({n});
            double most = 0;
            for (P t = 0; t < 2000; ++t) {
                tf::view(s, t * 7919 % n) += 1.;
                most = std::max(most, s(t % n));
            }
            return most;
        },
        [&] {
            X s = xt::zeros<double>({n});
            double most = 0;
            for (P t = 0; t < 2000; ++t) {
                s(t * 7919 % n) += 1.;
                most = std::max(most, s(t % n));
            }
            return most;
        });
}

void written_one_by_one(const settings& set)
{
    const P n = 2000;
    const X u = random({2000}), rows = random({2000, 50}), row = random({50});
    const A lu = u, lrows = rows, lrow = row;
    program("2000 lazy numbers, one by one", 0, set,
        [&] {
            A s = tf::zeros<double>({n});
            for (P t = 0; t < n; ++t) tf::view(s, t) = tf::view(lu, t) * 2.0;
            return s(n - 1);
        },
        [&] {
            X s = xt::zeros<double>({n});
            for (P t = 0; t < n; ++t) s(t) = u(t) * 2.0;
            return s(n - 1);
        });
    program("2000 numbers, each from the one before", 0, set,
        [&] {
            A s = tf::ones<double>({n});
            for (P t = 1; t < n; ++t) tf::view(s, t) = tf::view(s, t - 1) * 0.9 + tf::view(lu, t);
            return s(n - 1);
        },
        [&] {
            X s = xt::ones<double>({n});
            for (P t = 1; t < n; ++t) s(t) = s(t - 1) * 0.9 + u(t);
            return s(n - 1);
        });
    program("a row added to each of 2000 rows of 50", 2, set,
        [&] {
            A s = lrows;
            for (P t = 0; t < n; ++t) tf::view(s, t) += lrow;
            return s(n - 1, 7);
        },
        [&] {
            X s = rows;
            for (P t = 0; t < n; ++t) xt::view(s, t) += row;
            return s(n - 1, 7);
        });
    program("stack of 2000 sums of rows and products with a row, by turns", 2, set,
        [&] {
            std::vector<A> r;
            for (P t = 0; t < n; ++t) {
                if (t % 3) r.push_back(tf::dot(tf::view(lrows, t), lrow));
                else r.push_back(tf::sum(tf::view(lrows, t)));
            }
            A all_of_them = tf::stack(r);
            return all_of_them(n - 1);
        },
        [&] {
            X s = xt::zeros<double>({n});
            for (P t = 0; t < n; ++t) {
                const X one = xt::view(rows, t);
                s(t) = t % 3 ? xt::linalg::dot(one, row)(0) : xt::sum(one)();
            }
            return s(n - 1);
        });
}

void grown_by_joining(const settings& set)
{
    const P steps = 1000, width = 64;
    const X w = random({64, 64}) * 0.1, first = random({1, 64});
    const A lw = w, lfirst = first;
    program("a cache that grows by 1000 rows of 64, two products a step", 2, set,
        [&] {
            A cache = lfirst, h = lfirst;
            for (P t = 0; t < steps; ++t) {
                A score = xt::tanh(tf::dot(tf::dot(h, lw), tf::transpose(cache)));
                h = xt::tanh(tf::dot(score, cache));
                cache = tf::concatenate({cache, h});
            }
            return cache(steps, width / 2);
        },
        [&] {
            X cache = first, h = first;
            for (P t = 0; t < steps; ++t) {
                X q = xt::linalg::dot(h, w), score = xt::tanh(xt::linalg::dot(q, xt::transpose(cache)));
                h = xt::tanh(xt::linalg::dot(score, cache));
                cache = X(xt::concatenate(xt::xtuple(cache, h), 0));
            }
            return cache(steps, width / 2);
        });
}

void lists_of_objects(const settings& set)
{
    std::vector<xt::xtensor<double, 2>> left, right;
    for (int i = 0; i < 5000; ++i) {
        left.emplace_back(random({6, 6}));
        right.emplace_back(random({6, 6}));
    }
    program("5000 plain 6x6, one product each", 0, set,
        [&] {
            std::vector<A> c;
            for (std::size_t i = 0; i < left.size(); ++i) c.push_back(tf::dot(left[i], right[i]));
            tf::eval(c);
            double s = 0;
            for (auto& x : c) s += x(2, 3);
            return s;
        },
        [&] {
            std::vector<X> c;
            for (std::size_t i = 0; i < left.size(); ++i) c.push_back(xt::linalg::dot(left[i], right[i]));
            double s = 0;
            for (auto& x : c) s += x(2, 3);
            return s;
        });
    const X turn = random({8, 8});
    const A lturn = turn;
    std::vector<std::pair<A, A>> objects;
    std::vector<std::pair<X, X>> plain;
    for (int i = 0; i < 500; ++i) {
        plain.emplace_back(random({8}), random({8, 8}));
        objects.emplace_back(plain.back().first, plain.back().second);
    }
    program("500 objects, R m and R C R'", 2, set,
        [&] {
            std::vector<A> r;
            for (auto& [mean, cov] : objects) {
                r.push_back(tf::dot(lturn, mean));
                r.push_back(tf::dot(tf::dot(lturn, cov), tf::transpose(lturn)));
            }
            tf::eval(r);
            double s = 0;
            for (std::size_t i = 0; i < r.size(); i += 2) s += r[i](3) + r[i + 1](1, 2);
            return s;
        },
        [&] {
            double s = 0;
            for (auto& [mean, cov] : plain) {
                X m = xt::linalg::dot(turn, mean), c = xt::linalg::dot(xt::linalg::dot(turn, cov), xt::transpose(turn));
                s += m(3) + c(1, 2);
            }
            return s;
        });
    std::vector<A> lweights, lbias;
    std::vector<X> weights, bias;
    for (int i = 0; i < 100; ++i) {
        lweights.emplace_back(weights.emplace_back(random({24, 16})));
        lbias.emplace_back(bias.emplace_back(random({16})));
    }
    const X batch = random({32, 24});
    const A lbatch = batch;
    program("100 models with bias and relu, summed", 2, set,
        [&] {
            A sum = tf::zeros<double>({32, 16});
            for (std::size_t i = 0; i < weights.size(); ++i) sum += xt::maximum(tf::dot(lbatch, lweights[i]) + lbias[i], 0.0);
            return sum(3, 4);
        },
        [&] {
            X sum = xt::zeros<double>({32, 16});
            for (std::size_t i = 0; i < weights.size(); ++i) sum += xt::maximum(xt::linalg::dot(batch, weights[i]) + bias[i], 0.0);
            return sum(3, 4);
        });
}

void moving_windows(const settings& set)
{
    const X picture = random({60, 90}), pattern = random({20, 25});
    const A lpicture = picture, lpattern = pattern;
    program("template search: 20x25 in 60x90", 2, set,
        [&] {
            std::vector<A> r;
            for (P i = 0; i + 20 <= 60; ++i)
                for (P j = 0; j + 25 <= 90; ++j)
                    r.push_back(tf::sum(xt::square(lpattern - tf::view(lpicture, range(i, i + 20), range(j, j + 25)))));
            A all_sums = tf::stack(r);
            return tf::amin(all_sums)();
        },
        [&] {
            double best = 1e300;
            for (P i = 0; i + 20 <= 60; ++i)
                for (P j = 0; j + 25 <= 90; ++j)
                    best = std::min(best, xt::sum(xt::square(pattern - xt::view(picture, range(i, i + 20), range(j, j + 25))))());
            return best;
        });
    const X series = random({8000, 6});
    const A lseries = series;
    program("rolling mean, 26 of 8000 rows of 6", 2, set,
        [&] {
            std::vector<A> r;
            for (P i = 0; i + 26 <= 8000; ++i) r.push_back(tf::mean(tf::view(lseries, range(i, i + 26), all()), 0));
            A m = tf::stack(r);
            return m(5000, 3);
        },
        [&] {
            X m = xt::zeros<double>({8000 - 25, 6});
            for (P i = 0; i + 26 <= 8000; ++i) xt::view(m, i) = xt::mean(xt::view(series, range(i, i + 26), all()), {0});
            return m(5000, 3);
        });
    const X design = random({4000, 3}), target = random({4000});
    const A ldesign = design, ltarget = target;
    program("moving moments, gathered", 2, set,
        [&] {
            std::vector<A> r;
            for (P i = 0; i + 15 <= 4000; ++i) {
                auto d = tf::view(ldesign, range(i, i + 15), all());
                A xx = tf::dot(tf::transpose(d), d), xy = tf::dot(tf::transpose(d), tf::view(ltarget, range(i, i + 15)));
                r.push_back(tf::view(xx, 0));
                r.push_back(xy);
            }
            A m = tf::stack(r);
            return m(1000, 1) + m(1001, 2);
        },
        [&] {
            X m = xt::zeros<double>({2 * (4000 - 14), 3});
            for (P i = 0; i + 15 <= 4000; ++i) {
                X d = xt::view(design, range(i, i + 15), all()), t = xt::view(target, range(i, i + 15));
                X xx = xt::linalg::dot(xt::transpose(d), d);
                xt::view(m, 2 * i) = xt::view(xx, 0);
                xt::view(m, 2 * i + 1) = xt::linalg::dot(xt::transpose(d), t);
            }
            return m(1000, 1) + m(1001, 2);
        });
}

void read_every_round(const settings& set)
{
    const X big = random({60, 60}), start = random({60});
    const A lbig = big, lstart = start;
    program("power iteration, its norm read", 0, set,
        [&] {
            A v = lstart;
            double norm = 0;
            for (int i = 0; i < 300; ++i) {
                v = tf::dot(lbig, v);
                norm = tf::norm(v)();
                v = v / norm;
            }
            return norm;
        },
        [&] {
            X v = start;
            double norm = 0;
            for (int i = 0; i < 300; ++i) {
                v = xt::eval(xt::linalg::dot(big, v));
                norm = std::sqrt(xt::sum(xt::square(v))());
                v /= norm;
            }
            return norm;
        });
}

}  // namespace

void programs(const settings& set)
{
    filled_step_by_step(set);
    read_at_every_step(set);
    written_one_by_one(set);
    grown_by_joining(set);
    lists_of_objects(set);
    moving_windows(set);
    read_every_round(set);
}

}  // namespace bench
