// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products: by cuBLAS, in lists, in tiles, of every type, and those whose numbers are watched.
#include "cuda/support.hpp"

using namespace cuda_support;

TEST_F(Cuda, ListsOfProductsOfEveryShape)
{
    both([] {
        std::vector<A> r;
        for (unsigned i = 0; i < 40; ++i) {
            const std::size_t m = 1 + i % 7, k = 1 + i % 5, n = 1 + i % 11;
            r.push_back(tf::dot(A(numbers({m, k}, i)), A(numbers({k, n}, 100 + i))));
        }
        return r;
    });
}

TEST_F(Cuda, ValuesOfTheirOwnAreOneLaunch)
{
    std::vector<A> left, right;
    for (unsigned i = 0; i < 30; ++i) {
        left.emplace_back(numbers({6, 5}, i));
        right.emplace_back(numbers({5, 4}, 50 + i));
    }
    std::vector<A> there, here;
    for (auto* r : {&there, &here})
        for (std::size_t i = 0; i < left.size(); ++i) r->push_back(tf::dot(left[i], right[i]));
    tf::eval(gpu(), there);
    EXPECT_EQ(fake_cuda::counted().launches + fake_cuda::counted().products, 1);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < left.size(); ++i) expect_same(there[i], here[i]);
}

TEST_F(Cuda, TransposedAndStridedOperands)
{
    const A a(numbers({12, 9}, 1)), b(numbers({9, 12}, 2));
    both([&] {
        return std::vector<A>{tf::dot(tf::transpose(a), tf::transpose(b)), tf::dot(a, b), tf::transpose(tf::dot(a, b)) * 1.0,
                              tf::dot(tf::view(a, xt::range(0, 12, 2)), b), tf::dot(tf::view(a, xt::all(), xt::range(0, 9, 3)), tf::view(b, xt::range(0, 3))),
                              tf::dot(tf::view(a, xt::range(xt::placeholders::_, xt::placeholders::_, -1)), b), tf::dot(tf::view(a, 3), b), tf::dot(tf::view(a, 3), tf::view(b, xt::all(), 2)),
                              tf::outer(tf::view(a, 0), tf::view(b, 0))};
    });
}

TEST_F(Cuda, WindowsOfTheSummedIndexOverlapWithoutACopy)
{
    const A x(numbers({400}, 1)), w(numbers({16, 3}, 2));
    both([&] {
        std::vector<A> r;
        for (int i = 0; i + 16 <= 400; ++i) r.push_back(tf::dot(tf::view(x, xt::range(i, i + 16)), w));
        return r;
    });
}

template <class T> void sums_and_products()
{
    const tf::array<T> a(numbers<T>({8, 6}, 1)), b(numbers<T>({6, 7}, 2)), c(numbers<T>({6, 8}, 3));
    std::vector<tf::array<T>> there, here;
    for (auto* r : {&there, &here}) {
        r->push_back(tf::dot(a, b));
        r->push_back(tf::dot(tf::dot(c, a), b));
        tf::array<T> sum = tf::zeros<T>({8, 7});
        for (int i = 0; i < 4; ++i) sum += tf::dot(a, b);
        r->push_back(sum);
    }
    tf::eval(gpu(), there);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < there.size(); ++i) expect_same(there[i], here[i]);
}
TEST_F(Cuda, EveryElementType)
{
    sums_and_products<float>();
    sums_and_products<double>();
    sums_and_products<std::complex<float>>();
    sums_and_products<std::complex<double>>();
    sums_and_products<std::int32_t>();
    sums_and_products<std::int64_t>();
    sums_and_products<std::uint8_t>();
}

template <class T> void lists_of_all_sizes()
{
    std::vector<tf::array<T>> left, right, there, here;
    for (unsigned i = 0; i < 24; ++i) {
        const std::size_t m = 1 + i * 7 % 80, k = i % 11 == 10 ? 0 : 1 + i * 13 % 70, n = 1 + i * 5 % 90;
        left.emplace_back(numbers<T>({m, k}, i));
        right.emplace_back(numbers<T>({k, n}, 100 + i));
    }
    for (auto* r : {&there, &here})
        for (std::size_t i = 0; i < left.size(); ++i) r->push_back(tf::dot(left[i], right[i]));
    tf::eval(gpu(), there);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < left.size(); ++i) expect_same(there[i], here[i]);
}
TEST_F(Cuda, ListsOfSizesThatNoTileDivides)
{
    lists_of_all_sizes<float>();
    lists_of_all_sizes<double>();
    lists_of_all_sizes<std::complex<float>>();
    lists_of_all_sizes<std::complex<double>>();
    lists_of_all_sizes<std::int32_t>();
    lists_of_all_sizes<std::uint8_t>();
}

TEST_F(Cuda, AThousandUnlikeProductsAreOneLaunch)
{
    std::vector<A> left, right, r;
    for (unsigned i = 0; i < 1000; ++i) {
        const std::size_t m = 4 + i * 7 % 29, k = 4 + i * 13 % 23, n = 4 + i * 5 % 31;
        left.emplace_back(numbers({m, k}, i));
        right.emplace_back(numbers({k, n}, 100 + i));
    }
    for (std::size_t i = 0; i < left.size(); ++i) r.push_back(tf::dot(left[i], right[i]));
    tf::eval(gpu(), r);
    const fake_cuda::counts asked = fake_cuda::counted();
    EXPECT_EQ(asked.launches + asked.products, 1);
    EXPECT_LE(asked.uploads, 8);   // 6 MB of small values, and the list
    std::vector<A> here;
    for (std::size_t i = 0; i < left.size(); ++i) here.push_back(tf::dot(left[i], right[i]));
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < r.size(); ++i) expect_same(r[i], here[i]);
    EXPECT_LE(fake_cuda::counted().downloads, 8);   // small results come home together
}

TEST_F(Cuda, LargeOnesOfAListAreCallsOfTheirOwn)
{
    std::vector<A> r;
    const A big(numbers({130, 140}, 1)), other(numbers({140, 150}, 2));
    std::vector<A> small;
    for (unsigned i = 0; i < 5; ++i) small.emplace_back(numbers({3 + i, 3 + i}, i));
    both([&] {
        std::vector<A> all{tf::dot(big, other)};
        for (const A& s : small) all.push_back(tf::dot(s, s));
        return all;
    });
}

/// A chain whose order is changed where its numbers allow it, which is looked at when it has run.
void chain(double size)
{
    constexpr std::size_t n = 400;
    xt::xarray<double> x = numbers({n, n}, 1) + 5.0, y = numbers({n, n}, 2) + 5.0, v = numbers({n}, 3) + 5.0;
    x *= size;
    v /= size;
    const A a(x), b(y), c(v);
    const auto program = [&] { return tf::dot(tf::dot(a, b), c); };
    tf::options as_written;
    as_written.reorder_sums = false;
    const A want = program(), got = program();
    tf::options there;
    there.device = gpu();
    const auto rules = tf::explain(there, got).rules;
    EXPECT_TRUE(std::any_of(rules.begin(), rules.end(), [](const auto& r) { return r.name == "reassociate" && r.fired; }));
    tf::eval(as_written, want);
    tf::eval(gpu(), got);
    const xt::xarray<double> w = want, g = got;
    for (std::size_t i = 0; i < w.size(); ++i)
        EXPECT_TRUE(g(i) == w(i) || std::abs(g(i) - w(i)) <= 1e-13 * std::abs(w(i))) << g(i) << " " << w(i);
}
TEST_F(Cuda, WatchedNumbersThatLeaveTheirRangeAreComputedAsWritten)
{
    chain(1);
    chain(1e200);
    chain(1e-290);
}

TEST_F(Cuda, ZerosAmongWatchedNumbersNeedNoSecondRun)
{
    xt::xarray<double> zeros = xt::zeros<double>({400, 400});
    const A a(numbers({400, 400}, 1)), b(zeros), c(numbers({400}, 3));
    const A r = tf::dot(tf::dot(a, b), c);
    tf::eval(gpu(), r);
    EXPECT_EQ(fake_cuda::counted().products, 2);
    EXPECT_EQ(r(3), 0);
}
