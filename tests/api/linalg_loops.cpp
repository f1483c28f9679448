// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Linear algebra in loops and stacks, of matrices without elements, and of bad input.
#include "api/linalg.hpp"

using namespace linalg_support;

namespace {

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
    EXPECT_SAYS(text, "[inv] (3, 4): the matrix is not square (linalg_loops.cpp:");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::solve(square, v); }), "[solve] (3, 3), (4,): sizes differ (linalg_loops.cpp:");
    EXPECT_SAYS(error_of<tf::shape_error>([&] { tf::det(v); }), "[det] (4,): a matrix has two axes at least (linalg_loops.cpp:");
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
    EXPECT_SAYS(text, "[inv] member 33 of 40, (2, 2): the matrix is singular (linalg_loops.cpp:");
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
