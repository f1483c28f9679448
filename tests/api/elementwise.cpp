// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/detail/expression.hpp>
#include <tenfold/reductions.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace tf = tenfold;
using A = tf::array<double>;
using tf::detail::call;
using tf::detail::input;

namespace {

xt::xarray<double> counting(const std::vector<std::size_t>& shape, double first = 0.25)
{
    xt::xarray<double> x = xt::xarray<double>::from_shape(shape);
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = first + 0.125 * static_cast<double>(i);
    return x;
}

template <class T> void check(const T& got, const T& want)
{
    if constexpr (std::is_floating_point_v<T>) EXPECT_NEAR(got, want, 1e-13 * (1 + std::abs(want)));
    else if constexpr (std::is_same_v<T, std::complex<double>>)
        EXPECT_LE(std::abs(got - want), 1e-13 * (1 + std::abs(want)));
    else EXPECT_EQ(got, want);
}

/// Elements and element type agree with what xtensor makes of the same expression, read one by one: assigning it
/// would have every expression compiled for every kind of loop.
template <class L, class P> void same(const L& lazy, const P& plain)
{
    static_assert(std::is_same_v<typename L::value_type, typename P::value_type>);
    using T = typename L::value_type;
    const tf::array<T> got = lazy;
    const std::vector<std::size_t> shape(plain.shape().begin(), plain.shape().end());
    ASSERT_EQ(std::vector<std::size_t>(got.shape().begin(), got.shape().end()), shape);
    std::vector<std::size_t> index(shape.size(), 0);
    for (const T value : got) {
        const T want = plain.element(index.begin(), index.end());
        check(value, want);
        for (std::size_t d = shape.size(); d-- > 0 && ++index[d] == shape[d];) index[d] = 0;
    }
}

A affine(const A& x)
{
    A t = x + 1.0;
    return xt::exp(t * 0.25) + t;
}
auto held(const A& x)
{
    A t = x + 1.0;
    return xt::exp(t * 0.25) + t;
}
auto held_plain(const A& x)
{
    xt::xarray<double> local = counting({3, 4});
    return x * local + xt::view(local, 0);
}

template <class E> std::string text_of(const E&) { return tf::detail::kernel_for<typename E::key>().text; }
template <class E> bool runs_on_devices(const E&)
{
    return tf::detail::kernel_for<typename E::key>().program != nullptr;
}

}  // namespace

/// Keeps xsimd's longest functions out of the loops, which sanitizers take minutes to instrument.
template <class X> auto as_scalars(const X& x) { return xt::cast<double>(x); }

// The same generic function on arrays and on plain containers.
#define TENFOLD_SAME(parameters, expression)                       \
    {                                                              \
        const auto compute = [] parameters { return expression; }; \
        same(compute(a, b, m), compute(pa, pb, pm));               \
    }

TEST(Elementwise, AgreesWithXtensor)
{
    const xt::xarray<double> pa = counting({3, 4}), pb = counting({4}, 1.0), pm = counting({3, 1}, 0.5);
    const A a = pa, b = pb, m = pm;
    TENFOLD_SAME((auto& x, auto& y, auto&), xt::exp(x) + 2.0 * y)
    TENFOLD_SAME((auto& x, auto& y, auto& z), x * y - z / x + (-y))
    TENFOLD_SAME((auto& x, auto&, auto& z), xt::where(x > 0.5, x, -z))
    TENFOLD_SAME((auto& x, auto& y, auto&), xt::where(x > 0.5 && !(y < 1.2), x, y * 2.0))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::maximum(x, 0.7) / 3.0 - xt::pow(x, 2.0) + xt::minimum(x, 1))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::clip(x, 0.5, 1.0))
    TENFOLD_SAME((auto& x, auto& y, auto&), xt::tanh(x) + xt::sqrt(y) + xt::abs(x - y) + xt::sign(x - 0.6))
    TENFOLD_SAME(
        (auto& x, auto& y, auto&),
        xt::atan2(as_scalars(x), y) + xt::hypot(as_scalars(x), y) + xt::fmod(as_scalars(x), 0.3))
    TENFOLD_SAME(
        (auto& x, auto&, auto&),
        xt::floor(x) + xt::round(x) + xt::log1p(as_scalars(x)) + xt::erf(as_scalars(x)))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::square(x) + xt::cube(x) + xt::pow<5>(x))
    same(xt::isclose(a, b, 0.2), xt::abs(pa - pb) <= 1e-8 + 0.2 * xt::abs(pb));   // NumPy's, as allclose
    TENFOLD_SAME((auto& x, auto&, auto&), xt::cast<int>(x * 3.0))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::cast<std::int8_t>(x) + xt::cast<std::int8_t>(x))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::cast<float>(x) * 2.0f)
    TENFOLD_SAME((auto& x, auto&, auto&), xt::cast<float>(x) * 2.0)
    TENFOLD_SAME((auto& x, auto&, auto&), (xt::cast<int>(x * 8.0) % 3) << 1)
    TENFOLD_SAME((auto& x, auto&, auto&), xt::cast<int>(x) * 3 - xt::cast<int>(x))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::equal(x, x + 0.0) || xt::not_equal(x, x * 1.0))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::isnan(x / 0.0 - x / 0.0) || xt::isinf(x))
    TENFOLD_SAME((auto& x, auto&, auto&), xt::make_lambda_xfunction([k = 3.0](double v) { return v * k; }, x))
}

TEST(Elementwise, ComplexNumbers)
{
    using C = std::complex<double>;
    const xt::xarray<double> part = counting({5});
    const xt::xarray<C> pz = part * C(1, -2);
    const tf::array<C> z = pz;
    const A x = part;
    same(z * z + z, pz * pz + pz);
    same(xt::abs(z), xt::abs(pz));
    same(2.0 * z - z / C(0, 1), 2.0 * pz - pz / C(0, 1));
    const A re = tf::real(z), im = xt::imag(z), squared = xt::norm(z), angle = xt::angle(z, true);
    const tf::array<C> mirrored = tf::conj(z);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_DOUBLE_EQ(re(i), pz(i).real());
        EXPECT_DOUBLE_EQ(im(i), pz(i).imag());
        EXPECT_DOUBLE_EQ(squared(i), std::norm(pz(i)));
        EXPECT_NEAR(angle(i), std::arg(pz(i)) * 180 / std::acos(-1.0), 1e-9);
        EXPECT_EQ(mirrored(i), std::conj(pz(i)));
        EXPECT_EQ(A(xt::imag(x))(i), 0.0);
        EXPECT_EQ(A(xt::conj(x))(i), part(i));
    }
}

TEST(Elementwise, BroadcastsEveryLayout)
{
    for (std::size_t rows : {1u, 2u, 3u, 65u, 130u}) {
        for (std::size_t columns : {1u, 3u, 7u, 64u, 600u}) {
            const xt::xarray<double> pa = counting({rows, columns}), pr = counting({columns}),
                                     pc = counting({rows, 1}), pt = xt::transpose(counting({columns, rows})),
                                     p3 = counting({2, 1, columns});
            const A a = pa, r = pr, c = pc, t = pt, x3 = p3, one = 3.0 * A(counting({1}));
            same(a + r, pa + pr);
            same(c * r, pc * pr);
            same(a - t * c, pa - pt * pc);
            same(xt::exp(x3) + a, xt::exp(p3) + pa);
            same(a > one, pa > 0.75);
            same(xt::cast<int>(a) + xt::cast<int>(t), xt::cast<int>(pa) + xt::cast<int>(pt));
        }
    }
}

TEST(Elementwise, SizesZeroAndNoAxes)
{
    const xt::xarray<double> none = xt::zeros<double>({0, 3});
    const A empty = none, scalar = tf::sum(A(counting({2})));
    same(empty + 1.0, none + 1.0);
    const A result = scalar * 2.0 + scalar;
    EXPECT_EQ(result.dimension(), 0u);
    EXPECT_DOUBLE_EQ(result(), 3 * (0.25 + 0.375));
}

TEST(Elementwise, ExpressionsOutliveTheirLocals)
{
    const xt::xarray<double> px = counting({3, 4});
    const A x = px;
    same(held(x) * 2.0, (xt::exp((px + 1.0) * 0.25) + (px + 1.0)) * 2.0);
    same(affine(x) * 1.0, xt::exp((px + 1.0) * 0.25) + (px + 1.0));
    same(held_plain(x), px * px + xt::view(px, 0));
    A y = x;
    auto kept = y + 1.0;
    y = y * 100.0;
    same(kept, px + 1.0);  // the value of that moment
}

TEST(Elementwise, PlainOperandsAreCopied)
{
    xt::xtensor<double, 2> plain = counting({3, 4});
    const xt::xtensor<double, 2> before = plain;
    const A x = before;
    auto kept = x + plain;
    auto window = x * xt::view(plain, xt::all(), xt::range(0, 4)) + xt::exp(plain);
    plain.fill(7.0);
    same(kept, before + before);
    same(window, before * before + xt::exp(before));
    same(xt::xtensor<double, 2, xt::layout_type::column_major>(before) - 0.5 * x, before - 0.5 * before);
}

TEST(Elementwise, IntoPlainContainers)
{
    const xt::xarray<double> px = counting({10, 4}), py = counting({4});
    const A x = px, y = py;
    xt::xarray<double> out = xt::zeros<double>({10, 4});
    out += x;
    EXPECT_TRUE(out == px);
    xt::noalias(out) = x * 2.0;
    EXPECT_TRUE(out == px * 2.0);
    xt::view(out, xt::range(0, 10)) = x * 3.0;
    EXPECT_TRUE(out == px * 3.0);
    xt::view(out, xt::range(2, 4)) = y * 1.0;  // broadcasts
    EXPECT_EQ(out(3, 1), py(1));
    xt::noalias(out) -= x;
    EXPECT_EQ(out(5, 1), 2 * px(5, 1));
    xt::view(out, xt::keep(1, 3)) = xt::sqrt(A(xt::view(px, xt::range(0, 2))));
    EXPECT_DOUBLE_EQ(out(3, 2), std::sqrt(px(1, 2)));
    const xt::xtensor<double, 2> fixed_rank = x + 0.0;
    const xt::xtensor_fixed<double, xt::xshape<10, 4>> fixed = x;
    const xt::xtensor<float, 2, xt::layout_type::column_major> narrow = x;
    EXPECT_TRUE(fixed_rank == px);
    EXPECT_TRUE(fixed == px);
    EXPECT_EQ(narrow(7, 2), static_cast<float>(px(7, 2)));
    EXPECT_TRUE(xt::eval(x + 1.0) == px + 1.0);
    EXPECT_THROW((xt::xtensor<double, 3>(x)), tf::shape_error);
    EXPECT_THROW(xt::view(out, xt::range(0, 3)) = x * 1.0, tf::shape_error);
}

TEST(Elementwise, TextAndProgram)
{
    const A a = counting({3}), b = a;
    EXPECT_EQ(text_of(xt::tanh(a + b) * 2.0), "tanh(x0 + x1) * s0");
    EXPECT_EQ(text_of(a - (b - a) / (a + 1.0)), "x0 - (x1 - x2) / (x3 + s0)");
    EXPECT_EQ(text_of(-(a * b) - -a), "-(x0 * x1) - -x2");
    EXPECT_EQ(
        text_of(xt::where(a > 0.5 && !(b < a), xt::pow<3>(a), xt::cast<float>(b))),
        "where(x0 > s0 && !(x1 < x2), pow(x3, 3), cast<float32>(x4))");
    EXPECT_EQ(text_of(xt::square(a) + xt::clip(b, 0.0, 1.0)), "f(x0) + clip(x1, s0, s1)");
    EXPECT_TRUE(runs_on_devices(xt::where(a > 0.5, xt::tanh(a), b)));
    EXPECT_FALSE(runs_on_devices(xt::square(a)));
    EXPECT_FALSE(runs_on_devices(xt::isclose(a, b)));
}

TEST(Elementwise, ProgramIsPostfix)
{
    using tf::detail::opcode;
    const A a = counting({3});
    const auto e = xt::exp(a) + 2.0 * a;
    const auto& kernel = tf::detail::kernel_for<typename decltype(e)::key>();
    const opcode want[] = {opcode::operand, opcode::exp,        opcode::scalar,
                           opcode::operand, opcode::multiplies, opcode::plus};
    ASSERT_EQ(kernel.program_length, static_cast<int>(std::size(want) * tf::detail::instruction_bytes));
    for (std::size_t i = 0; i < std::size(want); ++i) {
        EXPECT_EQ(static_cast<opcode>(kernel.program[4 * i]), want[i]);
        EXPECT_EQ(static_cast<tf::element>(kernel.program[4 * i + 1]), tf::element::float64);
    }
    EXPECT_EQ(kernel.program[4 * 3 + 2], 1);
    EXPECT_EQ(kernel.operands, 2);
    EXPECT_EQ(kernel.scalar_bytes, sizeof(double));
}

TEST(Elementwise, ShapeNeedsNoEvaluation)
{
    const A a = counting({3, 1}), b = counting({4});
    const auto e = a + b;
    EXPECT_EQ(e.dimension(), 2u);
    EXPECT_EQ(e.shape(1), 4u);
    EXPECT_EQ(e.size(), 12u);
    EXPECT_THROW((a + A(counting({2, 2}))).shape(), tf::shape_error);
}

TEST(Elementwise, ErrorsComeOnConversion)
{
    const A a = counting({3, 4}), b = counting({5});
    const auto wrong = a + b;  // an operator may not throw
    try {
        const A c = wrong;
        FAIL();
    }
    catch (const tf::shape_error& e) {
        const std::string said = e.what();
        EXPECT_NE(said.find("(3, 4)"), std::string::npos) << said;
        EXPECT_NE(said.find("(5,)"), std::string::npos) << said;
        EXPECT_NE(said.find("elementwise.cpp"), std::string::npos) << said;
    }
    const xt::xarray<double> p3 = counting({3}), p4 = counting({4});
    const auto bad_leaf = a + (p3 + p4);  // xtensor cannot evaluate the plain part
    EXPECT_THROW(A{bad_leaf}, tf::shape_error);
    EXPECT_THROW(A(a + A()), tf::error);
    EXPECT_THROW(tf::allclose(a, b), tf::shape_error);
}

/// 0.1 lies between two floats: what is compared as floats says otherwise.
TEST(Elementwise, FloatsAreComparedWithDoublesAsDoubles)
{
    const xt::xarray<float> x = {0.1f, std::nextafter(0.1f, 0.0f), std::nextafter(0.1f, 1.0f), 0.1f, 0.1f, -0.1f, 0.3f, 0.1f, 0.7f};
    const tf::array<float> a = x;
    same(a < 0.1, x < 0.1);
    same(a <= 0.1, x <= 0.1);
    same(tf::equal(a, 0.1), xt::equal(x, 0.1));
    same(xt::where(a > 0.1, a, a + a), xt::where(x > 0.1, x, x + x));
    same(a > 0.1f, x > 0.1f);
    same(a * 3, x * 3);
}

TEST(Elementwise, NanStaysInItsPlace)
{
    xt::xarray<double> p = counting({37});
    p(11) = std::numeric_limits<double>::quiet_NaN();
    p(30) = std::numeric_limits<double>::infinity();
    const A x = p, y = xt::exp(x) * 0.0;
    for (std::size_t i = 0; i < 37; ++i) EXPECT_EQ(std::isnan(y(i)), i == 11 || i == 30);
}
