// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Linear algebra: each function by the law that defines it, checked with sums of this room's own.
#include "api/linalg.hpp"

using namespace linalg_support;

namespace {

template <class T> class Linalg : public testing::Test {};
using types = testing::Types<float, double, std::complex<float>, C, int>;
TYPED_TEST_SUITE(Linalg, types);

constexpr std::size_t sizes[] = {1, 2, 5, 17};

TYPED_TEST(Linalg, SolvesSystems)
{
    using T = TypeParam;
    for (const std::size_t n : sizes) {
        const X<T> a = random<T>({n, n}), b = random<T>({n, 3}), v = random<T>({n});
        const tf::array<T> left = a;
        EXPECT_SAME(T, mat(a) * mat(tf::linalg::solve(left, tf::array<T>(b))), mat(b));
        const auto x = tf::linalg::solve(left, tf::array<T>(v));
        ASSERT_EQ(x.dimension(), 1u);
        EXPECT_SAME(T, mat(a) * mat(x), mat(v));
        EXPECT_SAME(T, mat(a) * mat(tf::inv(left)), identity(static_cast<P>(n)));
        // Read as it lies: by columns, and backwards.
        const X<T> turned = xt::transpose(a);
        EXPECT_SAME(T, mat(turned) * mat(tf::solve(tf::transpose(left), tf::flip(tf::array<T>(v), 0))), mat(X<T>(xt::flip(v, 0))));
    }
}

TYPED_TEST(Linalg, SolvesTriangularSystems)
{
    using T = TypeParam;
    for (const std::size_t n : sizes) {
        X<T> a = random<T>({n, n}), b = random<T>({n, 2});
        for (std::size_t i = 0; i < n; ++i) a(i, i) = T(20);
        X<T> lower = a, upper = a;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) (j > i ? lower : upper)(i, j) = i == j ? a(i, j) : T(0);
        for (std::size_t i = 0; i < n; ++i) upper(i, i) = lower(i, i) = a(i, i);
        EXPECT_SAME(T, mat(lower) * mat(tf::solve_triangular(tf::array<T>(a), tf::array<T>(b), true)), mat(b));
        EXPECT_SAME(T, mat(upper) * mat(tf::solve_triangular(tf::array<T>(a), tf::array<T>(b))), mat(b));
    }
}

TYPED_TEST(Linalg, HasDeterminants)
{
    using T = TypeParam;
    for (const std::size_t n : {1, 2, 3, 5}) {
        const X<T> a = random<T>({n, n});
        const C want = determinant(mat(a));
        const C got = wide(tf::det(tf::array<T>(a))());
        EXPECT_LT(std::abs(got - want), 10 * near<T>() * (1 + std::abs(want)));
        const auto [sign, log] = tf::slogdet(tf::array<T>(a));
        if (std::abs(want) < 1e-6) continue;   // of whole numbers
        EXPECT_LT(std::abs(wide(sign()) * std::exp(static_cast<double>(log())) - want), 10 * near<T>() * (1 + std::abs(want)));
    }
    const X<T> ones = xt::ones<T>({3, 3});
    EXPECT_EQ(wide(tf::det(tf::array<T>(ones))()), 0.0);
    EXPECT_EQ(wide(std::get<0>(tf::slogdet(tf::array<T>(ones)))()), 0.0);
    EXPECT_EQ(static_cast<double>(std::get<1>(tf::slogdet(tf::array<T>(ones)))()), -std::numeric_limits<double>::infinity());
}

TYPED_TEST(Linalg, DecomposesByCholesky)
{
    using T = TypeParam;
    for (const std::size_t n : sizes) {
        const mat root = mat(random<T>({n, n})), a = root * adjoint(root);
        X<T> x = X<T>::from_shape({n, n});
        std::size_t i = 0;
        for (T& e : x) {
            const C value = a.e[i] + (i % (n + 1) == 0 ? 3.0 : 0.0);
            ++i;
            if constexpr (tf::detail::is_complex_type<T>) e = T(static_cast<typename T::value_type>(value.real()), static_cast<typename T::value_type>(value.imag()));
            else e = static_cast<T>(value.real());
        }
        const auto l = tf::cholesky(tf::array<T>(x));
        EXPECT_SAME(T, mat(l) * adjoint(mat(l)), mat(x));
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t c = r + 1; c < n; ++c) EXPECT_EQ(wide(l(r, c)), 0.0);
    }
}

TYPED_TEST(Linalg, DecomposesMatricesOfAnyShape)
{
    using T = TypeParam;
    for (const auto& [m, n] : std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {4, 4}, {7, 3}, {3, 7}, {1, 5}}) {
        const X<T> a = random<T>({m, n});
        const P k = static_cast<P>(std::min(m, n));
        const auto [q, r] = tf::qr(tf::array<T>(a));
        EXPECT_SAME(T, mat(q) * mat(r), mat(a));
        EXPECT_SAME(T, adjoint(mat(q)) * mat(q), identity(k));
        for (P i = 0; i < k; ++i)
            for (P j = 0; j < i; ++j) EXPECT_EQ(wide(r(static_cast<std::size_t>(i), static_cast<std::size_t>(j))), 0.0);

        const auto [u, s, v] = tf::svd(tf::array<T>(a), false);
        EXPECT_SAME(T, mat(u) * diagonal(s, k, k) * mat(v), mat(a));
        EXPECT_SAME(T, adjoint(mat(u)) * mat(u), identity(k));
        EXPECT_SAME(T, mat(v) * adjoint(mat(v)), identity(k));
        EXPECT_TRUE(std::is_sorted(s.begin(), s.end(), [](auto x, auto y) { return x > y; }));
        const auto [full_u, full_s, full_v] = tf::svd(tf::array<T>(a));
        EXPECT_SAME(T, mat(full_u) * diagonal(full_s, static_cast<P>(m), static_cast<P>(n)) * mat(full_v), mat(a));
        EXPECT_SAME(T, mat(tf::svdvals(tf::array<T>(a))), mat(s));
        EXPECT_EQ(tf::matrix_rank(tf::array<T>(a))(), k);
        EXPECT_NEAR(static_cast<double>(tf::cond(tf::array<T>(a))()), static_cast<double>(s(0) / s(static_cast<std::size_t>(k) - 1)), 1e-2 * static_cast<double>(s(0) / s(static_cast<std::size_t>(k) - 1)));
    }
}

TYPED_TEST(Linalg, InvertsMatricesOfAnyShape)
{
    using T = TypeParam;
    for (const auto& [m, n] : std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {4, 4}, {7, 3}, {3, 7}}) {
        X<T> a = random<T>({m, n});
        if (n == 7) xt::view(a, 2, all()) = xt::view(a, 1, all());   // of rank 2
        const mat x(a), p(tf::pinv(tf::array<T>(a), 1e-6));   // Penrose's four conditions
        EXPECT_SAME(T, x * p * x, x);
        EXPECT_SAME(T, p * x * p, p);
        EXPECT_SAME(T, adjoint(x * p), x * p);
        EXPECT_SAME(T, adjoint(p * x), p * x);
        EXPECT_EQ(tf::matrix_rank(tf::array<T>(a), 1e-4)(), n == 7 ? 2 : static_cast<P>(std::min(m, n)));
    }
}

TYPED_TEST(Linalg, HasEigenvaluesOfSymmetricMatrices)
{
    using T = TypeParam;
    for (const std::size_t n : sizes) {
        const X<T> a = symmetric<T>(n);
        X<T> half = a, other = a;   // what is in the other triangle is not read
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < i; ++j) half(j, i) = other(i, j) = T(77);
        const auto [w, v] = tf::eigh(tf::array<T>(half));
        EXPECT_SAME(T, mat(a) * mat(v), mat(v) * diagonal(w, static_cast<P>(n), static_cast<P>(n)));
        EXPECT_SAME(T, adjoint(mat(v)) * mat(v), identity(static_cast<P>(n)));
        EXPECT_TRUE(std::is_sorted(w.begin(), w.end()));
        EXPECT_SAME(T, mat(tf::eigvalsh(tf::array<T>(half))), mat(w));
        const auto [upper_w, upper_v] = tf::eigh(tf::array<T>(other), 'U');
        EXPECT_SAME(T, mat(upper_w), mat(w));
        EXPECT_SAME(T, mat(a) * mat(upper_v), mat(upper_v) * diagonal(upper_w, static_cast<P>(n), static_cast<P>(n)));
    }
}

TYPED_TEST(Linalg, HasEigenvaluesOfAnyMatrix)
{
    using T = TypeParam;
    for (const std::size_t n : sizes) {
        const X<T> a = random<T>({n, n});
        const auto [w, v] = tf::eig(tf::array<T>(a));
        EXPECT_SAME(T, mat(a) * mat(v), mat(v) * diagonal(w, static_cast<P>(n), static_cast<P>(n)));
        C sum = 0, trace = 0;
        for (const auto x : tf::eigvals(tf::array<T>(a))) sum += wide(x);
        for (std::size_t i = 0; i < n; ++i) trace += wide(a(i, i));
        EXPECT_LT(std::abs(sum - trace), near<T>() * static_cast<double>(n * 20));
    }
}

TYPED_TEST(Linalg, FitsByLeastSquares)
{
    using T = TypeParam;
    for (const auto& [m, n] : std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {9, 3}, {3, 9}}) {
        const X<T> a = random<T>({m, n}), b = random<T>({m, 2});
        const auto [x, left, rank, s] = tf::lstsq(tf::array<T>(a), tf::array<T>(b));
        const mat rest = mat(b) - mat(a) * mat(x);
        EXPECT_LT(size_of(adjoint(mat(a)) * rest), near<T>() * 50 * (1 + size_of(mat(a))));   // normal equations
        for (P j = 0; j < 2; ++j) {
            double sum = 0;
            for (P i = 0; i < rest.m; ++i) sum += std::norm(rest(i, j));
            EXPECT_NEAR(static_cast<double>(left(static_cast<std::size_t>(j))), sum, near<T>() * (1 + sum));
        }
        EXPECT_EQ(rank(), static_cast<P>(std::min(m, n)));
        EXPECT_SAME(T, mat(s), mat(tf::svdvals(tf::array<T>(a))));
        const X<T> first = xt::view(b, all(), 0);
        const auto [line, rest_of_line, same_rank, same_s] = tf::lstsq(tf::array<T>(a), tf::array<T>(first));
        ASSERT_EQ(line.dimension(), 1u);
        ASSERT_EQ(rest_of_line.size(), 1u);
        const mat all_x(x);
        for (P i = 0; i < all_x.m; ++i) EXPECT_LT(std::abs(wide(line(static_cast<std::size_t>(i))) - all_x(i, 0)), near<T>() * (1 + size_of(all_x)));
    }
}

}  // namespace
