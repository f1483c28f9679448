// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arrays that grow by joining, and arrays that are gathered from numbers, parts and results.
#include "support.hpp"

#include <xtensor/xmath.hpp>

namespace programs {

namespace {

X joined(const X& a, const X& b, std::size_t axis)
{
    if (axis == 0) return X(xt::concatenate(xt::xtuple(a, b), 0));
    return X(xt::concatenate(xt::xtuple(a, b), 1));
}

/// One array that grows, its older values, branches and what is read of it.
void grow(unsigned seed)
{
    dice d(seed);
    const std::string at = "program " + std::to_string(seed);
    const std::size_t axis = d.below(4) == 0, width = static_cast<std::size_t>(d.between(1, 6));
    const auto shape = [&](index n) {
        const auto length = static_cast<std::size_t>(n);
        return axis == 0 ? std::vector<std::size_t>{length, width} : std::vector<std::size_t>{width == 6 ? std::size_t{1} : width, length};
    };
    std::vector<X> eager{d.numbers(shape(d.between(1, 3)))};
    std::vector<D> lazy{D(eager[0])};
    std::vector<X> kept_eager;
    std::vector<D> kept;
    const index habit = d.below(10);
    for (index t = 0, steps = d.between(0, 30); t < steps; ++t) {
        // Mostly the newest value, sometimes an older one: a branch.
        const auto from = d.below(6) == 0 ? static_cast<std::size_t>(d.below(static_cast<index>(eager.size()))) : eager.size() - 1;
        const X part = d.numbers(shape(d.below(12) == 0 ? 0 : d.between(1, 2)));
        D grown = tf::concatenate({lazy[from], D(part)}, static_cast<index>(axis));
        const X wanted = joined(eager[from], part, axis);
        switch (d.below(3) == 0 ? d.below(10) : habit) {
        case 0: kept.push_back(tf::sum(grown, 0)); kept_eager.push_back(xt::sum(wanted, {0})); break;
        case 1: kept.push_back(tf::dot(tf::transpose(grown), grown)); kept_eager.push_back(plain_dot(xt::transpose(wanted), wanted)); break;
        case 2: EXPECT_NEAR(grown(0, grown.shape()[1] - 1), wanted(0, wanted.shape(1) - 1), 1e-12) << at; break;
        case 3: tf::eval(grown); break;
        case 4: kept.push_back(grown); kept_eager.push_back(wanted); break;
        case 5: kept.push_back(tf::concatenate({grown, grown}, static_cast<index>(axis))); kept_eager.push_back(joined(wanted, wanted, axis)); break;
        case 6: {
            D changed = grown;
            tf::view(changed, 0) = 0.5;
            X twin = wanted;
            xt::view(twin, 0) = 0.5;
            kept.push_back(changed);
            kept_eager.push_back(twin);
            break;
        }
        default: break;
        }
        eager.push_back(wanted);
        lazy.push_back(grown);
        if (d.below(3) != 0) {   // the older values go
            eager.erase(eager.begin(), eager.end() - 1);
            lazy.erase(lazy.begin(), lazy.end() - 1);
        }
    }
    for (std::size_t k = 0; k < kept.size(); ++k) expect_same(value_of(kept[k]), kept_eager[k], at + ", kept " + std::to_string(k));
    for (std::size_t k = 0; k < lazy.size(); ++k) expect_same(value_of(lazy[k]), eager[k], at + ", value " + std::to_string(k));
}

}  // namespace

TEST(Joins, arrays_that_grow)
{
    for (unsigned seed = 0; seed < 600 && !testing::Test::HasFailure(); ++seed) grow(seed);
}

TEST(Joins, decoding_with_a_cache)
{
    for (const index steps : {0, 1, 2, 3, 17, 60}) {
        dice d(static_cast<unsigned>(steps));
        const X w = d.numbers({5, 5}), first = d.numbers({1, 5});
        const D lw = w;
        D cache = first, h = first;
        X plain_cache = first, plain_h = first;
        for (index t = 0; t < steps; ++t) {
            const D score = xt::tanh(tf::dot(tf::dot(h, lw), tf::transpose(cache)));
            h = xt::tanh(tf::dot(score, cache));
            cache = tf::concatenate({cache, h});
            const X q = plain_dot(plain_h, w), s = xt::tanh(plain_dot(q, xt::transpose(plain_cache)));
            plain_h = xt::tanh(plain_dot(s, plain_cache));
            plain_cache = joined(plain_cache, plain_h, 0);
        }
        expect_same(value_of(cache), plain_cache, std::to_string(steps) + " steps");
    }
}

TEST(Joins, results_of_several_kinds_gathered)
{
    for (const index n : {1, 2, 15, 40, 300}) {
        dice d(static_cast<unsigned>(n));
        const X design = d.numbers({static_cast<std::size_t>(n) + 4, 3});
        const D ldesign = design;
        std::vector<D> parts, numbers;
        X wanted = xt::zeros<double>({3 * n, index{3}}), sums = xt::zeros<double>({2 * n});
        for (index i = 0; i < n; ++i) {
            const auto w = tf::view(ldesign, range(i, i + 5));
            const D xx = tf::dot(tf::transpose(w), w);
            parts.push_back(tf::view(xx, 0));
            parts.push_back(tf::view(xx, all(), 1));
            parts.push_back(tf::sum(w, 0));
            numbers.push_back(tf::sum(w));
            numbers.push_back(tf::view(xx, 2, 1));
            const X e = xt::view(design, range(i, i + 5), all()), p = plain_dot(xt::transpose(e), e);
            xt::view(wanted, 3 * i) = xt::view(p, 0);
            xt::view(wanted, 3 * i + 1) = xt::view(p, all(), 1);
            xt::view(wanted, 3 * i + 2) = xt::sum(e, {0});
            sums(2 * i) = xt::sum(e)();
            sums(2 * i + 1) = p(2, 1);
        }
        const D rows = tf::stack(parts), columns = tf::stack(parts, 1), line = tf::concatenate(parts), all_sums = tf::stack(numbers);
        tf::eval(rows, all_sums);
        expect_same(value_of(rows), wanted, "rows");
        expect_same(value_of(columns), X(xt::transpose(wanted)), "columns");
        expect_same(value_of(line), X(xt::flatten(wanted)), "line");
        expect_same(value_of(all_sums), sums, "numbers");
    }
}

TEST(Joins, rolling_means_and_template_search)
{
    for (const index n : {5, 6, 40}) {
        dice d(static_cast<unsigned>(n));
        const X series = d.numbers({static_cast<std::size_t>(n), 6}), pattern = d.numbers({2, 3});
        const D lseries = series, lpattern = pattern;
        std::vector<D> means, distances;
        X wanted = xt::zeros<double>({n - 4, index{6}});
        double best = 1e300;
        for (index i = 0; i + 5 <= n; ++i) {
            means.push_back(tf::mean(tf::view(lseries, range(i, i + 5), all()), 0));
            xt::view(wanted, i) = xt::mean(xt::view(series, range(i, i + 5), all()), {0});
            for (index j = 0; j + 3 <= 6; ++j) {
                distances.push_back(tf::sum(xt::square(lpattern - tf::view(lseries, range(i, i + 2), range(j, j + 3)))));
                best = std::min(best, xt::sum(xt::square(pattern - xt::view(series, range(i, i + 2), range(j, j + 3))))());
            }
        }
        expect_same(value_of(tf::stack(means)), wanted, "means");
        EXPECT_NEAR(tf::amin(tf::stack(distances))(), best, 1e-12);
    }
}

}  // namespace programs
