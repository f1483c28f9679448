// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Linear algebra: each function by the law that defines it, checked with sums of this file's own; one call, loops of many, and
// axes that broadcast.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace tf = tenfold;
using C = std::complex<double>;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

namespace {

template <class T> using X = xt::xarray<T>;

std::mt19937& draw()
{
    static std::mt19937 generator(7);
    return generator;
}
template <class T> T number()
{
    std::normal_distribution<double> normal;
    if constexpr (std::is_integral_v<T>) return static_cast<T>(2 * std::floor(3 * normal(draw())) + 1);
    else if constexpr (tf::detail::is_complex_type<T>) return T(static_cast<typename T::value_type>(normal(draw())), static_cast<typename T::value_type>(normal(draw())));
    else return static_cast<T>(normal(draw()));
}
template <class T> X<T> random(std::vector<std::size_t> shape)
{
    X<T> x = X<T>::from_shape(shape);
    for (T& e : x) e = number<T>();
    return x;
}

C wide(double x) { return x; }
C wide(C x) { return x; }
C wide(std::complex<float> x) { return C(x.real(), x.imag()); }

/// Matrices of this file: complex, dense, checked by loops.
struct mat {
    P m = 0, n = 0;
    std::vector<C> e;

    mat(P rows, P columns) : m(rows), n(columns), e(static_cast<std::size_t>(rows * columns)) {}
    template <class E> explicit mat(const E& x) : mat(static_cast<P>(x.shape()[0]), x.dimension() > 1 ? static_cast<P>(x.shape()[1]) : 1)
    {
        std::size_t i = 0;
        for (const auto value : x) e[i++] = wide(value);
    }
    C& operator()(P i, P j) { return e[static_cast<std::size_t>(i * n + j)]; }
    const C& operator()(P i, P j) const { return e[static_cast<std::size_t>(i * n + j)]; }
};
mat operator*(const mat& a, const mat& b)
{
    mat c(a.m, b.n);
    for (P i = 0; i < a.m; ++i)
        for (P j = 0; j < b.n; ++j)
            for (P k = 0; k < a.n; ++k) c(i, j) += a(i, k) * b(k, j);
    return c;
}
mat operator-(mat a, const mat& b)
{
    for (std::size_t i = 0; i < a.e.size(); ++i) a.e[i] -= b.e[i];
    return a;
}
mat adjoint(const mat& a)
{
    mat t(a.n, a.m);
    for (P i = 0; i < a.m; ++i)
        for (P j = 0; j < a.n; ++j) t(j, i) = std::conj(a(i, j));
    return t;
}
mat identity(P n)
{
    mat one(n, n);
    for (P i = 0; i < n; ++i) one(i, i) = 1;
    return one;
}
template <class E> mat diagonal(const E& x, P m, P n)
{
    mat d(m, n);
    P i = 0;
    for (const auto value : x) {
        d(i, i) = wide(value);
        ++i;
    }
    return d;
}
double size_of(const mat& a)
{
    double most = 0;
    for (const C& x : a.e) most = std::max(most, std::abs(x));
    return most;
}
template <class T> double near() { return sizeof(tf::detail::real_part_type<tf::detail::lapack_type<T>>) == 4 ? 2e-3 : 1e-9; }
#define EXPECT_SAME(T, a, b) \
    do { \
        const mat got_{a}, want_{b}; \
        ASSERT_EQ(got_.m, want_.m); \
        ASSERT_EQ(got_.n, want_.n); \
        EXPECT_LT(size_of(got_ - want_), near<T>() * (1 + size_of(want_))); \
    } while (false)

/// By minors.
C determinant(const mat& a)
{
    if (a.n == 0) return 1;
    C sum = 0;
    for (P j = 0; j < a.n; ++j) {
        mat minor(a.n - 1, a.n - 1);
        for (P i = 1; i < a.n; ++i)
            for (P k = 0, to = 0; k < a.n; ++k)
                if (k != j) minor(i - 1, to++) = a(i, k);
        sum += (j % 2 ? -1.0 : 1.0) * a(0, j) * determinant(minor);
    }
    return sum;
}
template <class T> X<T> symmetric(std::size_t n)
{
    X<T> a = random<T>({n, n});
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            if constexpr (tf::detail::is_complex_type<T>) a(j, i) = i == j ? T(a(i, j).real()) : std::conj(a(i, j));
            else a(j, i) = a(i, j);
        }
    return a;
}

/// The message of what f throws; fails where it throws nothing, or another error.
template <class Error, class F> std::string error_of(const F& f)
{
    try {
        f();
    }
    catch (const Error& e) {
        return e.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}
#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

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

// ---- loops, broadcasting

TEST(LinearAlgebra, OfALoopIsOneStep)
{
    const X<double> design = random<double>({400, 3}), target = random<double>({400});
    const tf::array<double> x = design, y = target;
    std::vector<tf::array<double>> fits;
    for (P i = 0; i + 30 <= 400; ++i) {
        const auto w = tf::view(x, range(i, i + 30), all());
        fits.push_back(tf::solve(tf::dot(tf::transpose(w), w), tf::dot(tf::transpose(w), tf::view(y, range(i, i + 30)))));
    }
    std::size_t solves = 0;
    const tf::explanation e = tf::explain(fits);
    for (const auto& s : e.steps) solves += s.name == "solve";
    EXPECT_EQ(solves, 1u) << e;
    for (std::size_t i = 0; i < fits.size(); i += 37) {
        const mat w(X<double>(xt::view(design, range(P(i), P(i) + 30), all()))), t(X<double>(xt::view(target, range(P(i), P(i) + 30))));
        EXPECT_SAME(double, adjoint(w) * (w * mat(fits[i])), adjoint(w) * t);
    }
}

TEST(LinearAlgebra, BroadcastsWhatAreNotMatrices)
{
    const X<double> a = random<double>({4, 1, 3, 3}), b = random<double>({5, 3, 2});
    const auto x = tf::solve(tf::array<double>(a), tf::array<double>(b));
    ASSERT_EQ(x.dimension(), 4u);
    ASSERT_EQ(x.shape()[0], 4u);
    ASSERT_EQ(x.shape()[1], 5u);
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 5; ++j)
            EXPECT_SAME(double, mat(X<double>(xt::view(a, i, 0))) * mat(X<double>(xt::view(X<double>(x), i, j))), mat(X<double>(xt::view(b, j))));
    const auto [w, v] = tf::eigh(tf::array<double>(xt::zeros<double>({6, 2, 2})));
    EXPECT_EQ(w.shape()[0], 6u);
    EXPECT_EQ(v.dimension(), 3u);
    EXPECT_EQ(tf::det(tf::array<double>(xt::ones<double>({2, 3, 1, 1}))).dimension(), 2u);
}

TEST(LinearAlgebra, RunsInsideRecurrences)
{
    // Newton's iteration for a root of a matrix, each step on the inverse of the last.
    const X<double> a = {{4.0, 1.0}, {1.0, 3.0}};
    tf::array<double> x = tf::eye<double>(2);
    for (int i = 0; i < 30; ++i) x = 0.5 * (x + tf::dot(tf::inv(x), tf::array<double>(a)));
    EXPECT_SAME(double, mat(x) * mat(x), mat(a));
}

TEST(LinearAlgebra, TakesResultsOfOneCallApart)
{
    const X<double> a = random<double>({6, 4});
    auto [q, r] = tf::qr(tf::array<double>(a));
    const tf::array<double> back = tf::dot(q, r);   // views of what is not there yet
    EXPECT_SAME(double, mat(back), mat(a));
    const tf::array<double> last = std::get<1>(tf::qr(tf::array<double>(a)));
    EXPECT_SAME(double, mat(last), mat(r));
}

TEST(LinearAlgebra, HasXtensorsNames)
{
    const X<double> a = {{2.0, 1.0}, {1.0, 3.0}}, b = {1.0, 2.0};
    const tf::array<double> x = a, y = b;
    EXPECT_SAME(double, mat(xt::linalg::solve(x, y)), mat(tf::solve(x, y)));
    EXPECT_SAME(double, mat(xt::linalg::inv(x)), mat(tf::inv(x)));
    EXPECT_EQ(xt::linalg::det(x)(), tf::det(x)());
    const auto [w, v] = xt::linalg::eigh(x);
    EXPECT_SAME(double, mat(w), mat(std::get<0>(tf::eigh(x))));
}

// ---- sizes 0

TEST(LinearAlgebra, OfNothing)
{
    const tf::array<double> none = tf::zeros<double>({0, 0}), flat = tf::zeros<double>({0, 3}), tall = tf::zeros<double>({3, 0});
    EXPECT_EQ(tf::det(none)(), 1.0);
    EXPECT_EQ(std::get<1>(tf::slogdet(none))(), 0.0);
    EXPECT_EQ(tf::inv(none).size(), 0u);
    EXPECT_EQ(tf::solve(none, tf::zeros<double>({0, 4})).shape()[1], 4u);
    EXPECT_EQ(tf::solve(tf::eye<double>(3), tall).size(), 0u);
    EXPECT_EQ(tf::cholesky(none).size(), 0u);
    EXPECT_EQ(std::get<0>(tf::eigh(none)).size(), 0u);
    EXPECT_EQ(tf::eigvals(none).size(), 0u);
    EXPECT_EQ(std::get<1>(tf::svd(flat)).size(), 0u);
    EXPECT_SAME(double, mat(std::get<2>(tf::svd(flat))), identity(3));
    EXPECT_SAME(double, mat(std::get<0>(tf::svd(tall))), identity(3));
    EXPECT_EQ(std::get<0>(tf::qr(tall)).shape()[0], 3u);
    const auto [x, left, rank, s] = tf::lstsq(flat, tf::zeros<double>({0, 2}));
    EXPECT_EQ(xt::sum(xt::abs(X<double>(x)))(), 0.0);
    EXPECT_EQ(rank(), 0);
    EXPECT_EQ(tf::det(tf::zeros<double>({0, 2, 2})).size(), 0u);
}

// ---- bad input

TEST(LinearAlgebra, RefusesShapesAtTheCall)
{
    const tf::array<double> a = tf::zeros<double>({3, 4}), square = tf::eye<double>(3), v = tf::zeros<double>({4});
    const std::string text = error_of<tf::shape_error>([&] { tf::inv(a); });
    EXPECT_SAYS(text, "[inv] (3, 4): the matrix is not square (linalg.cpp:");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::solve(square, v); }), "[solve] (3, 3), (4,): sizes differ (linalg.cpp:");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::det(v); }), "[det] (4,): a matrix has two axes at least (linalg.cpp:");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::svd(tf::sum(square)); }), "[svd] (): a matrix has two axes at least");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::pinv(v); }), "a matrix has two axes at least");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::lstsq(a, v); }), "[lstsq] (3, 4), (4, 1), (): numbers of rows differ");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::solve(tf::zeros<double>({2, 3, 3}), tf::zeros<double>({4, 3, 1})); }),
        "[solve] shapes (2, 3, 3), (4, 3, 1) do not broadcast");
    EXPECT_THROW(tf::eigh(square, 'x'), tf::error);
}

TEST(LinearAlgebra, NamesTheMemberThatIsSingular)
{
    std::vector<tf::array<double>> found;
    for (int i = 0; i < 40; ++i) {
        X<double> a = {{1.0, 2.0}, {2.0, i == 33 ? 4.0 : 5.0}};
        found.push_back(tf::inv(tf::array<double>(a)));
    }
    const std::string text = error_of<tf::linalg_error>([&] { tf::eval(found); });
    EXPECT_SAYS(text, "[inv] member 33 of 40, (2, 2): the matrix is singular (linalg.cpp:");
    // Nothing is lost: the others can be read, and the error comes again where it belongs.
    EXPECT_NEAR(found[12](0, 0), 5, 1e-12);
    EXPECT_THROW(found[33](0, 0), tf::linalg_error);
    found.erase(found.begin() + 33);
    tf::eval(found);
    EXPECT_NEAR(found[38](1, 1), 1, 1e-12);
}

TEST(LinearAlgebra, NamesTheMatrixOfAStack)
{
    X<double> a = xt::ones<double>({3, 2, 2});
    a(0, 0, 0) = a(1, 1, 1) = 3;
    EXPECT_SAYS(error_of<tf::linalg_error>([&] { tf::eval(tf::inv(tf::array<double>(a))); }), "[inv] matrix 2 of 3, (2, 2): the matrix is singular");
    EXPECT_SAYS(error_of<tf::linalg_error>([&] { tf::cholesky(tf::array<double>(-a))(0, 0, 0); }), "the matrix is not positive definite");
}

TEST(LinearAlgebra, RefusesWhatIsNotFinite)
{
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
    const tf::array<double> a = X<double>{{1.0, nan}, {nan, 2.0}}, b = X<double>{{1.0, infinite}, {3.0, 2.0}};
    for (const auto& x : {a, b}) {
        EXPECT_THROW(tf::inv(x)(0, 0), tf::linalg_error);
        EXPECT_THROW(tf::solve(x, tf::ones<double>({2}))(0), tf::linalg_error);
        EXPECT_THROW(std::get<0>(tf::qr(x))(0, 0), tf::linalg_error);
        EXPECT_THROW(tf::svdvals(x)(0), tf::linalg_error);
        EXPECT_THROW(tf::eigvals(x)(0), tf::linalg_error);
        EXPECT_THROW(tf::eigvalsh(x)(0), tf::linalg_error);
        EXPECT_THROW(tf::pinv(x)(0, 0), tf::linalg_error);
    }
    EXPECT_TRUE(std::isnan(tf::det(a)()));
}

TEST(LinearAlgebra, ThrowsFromJobs)
{
    const tf::array<double> a = tf::inv(tf::zeros<double>({3, 3}));
    tf::job j = tf::submit(a);
    EXPECT_THROW(j.wait(), tf::linalg_error);
    EXPECT_THROW(a(0, 0), tf::linalg_error);
}

}  // namespace
