// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise work: xtensor's own operators and functions, on arrays.
//
//   tf::array<double> h = xt::tanh(tf::dot(w, x) + b) * 2.0;
//   tf::array<double> m = tf::where(h > 0.5, h, -h) + tf::maximum(h, 0.0) / 3.0;
//
// These functions have one name in both namespaces: xt::exp(x) and tf::exp(x) are the same.
//
// Every operator of xtensor but == and !=, and every function that xtensor computes element by element, takes
// arrays, views and such expressions, mixed with plain xtensor containers and numbers: xt::exp, log, sqrt,
// pow, abs, sin, ..., where, clip, maximum, minimum, cast<T>, isnan, isclose, equal, not_equal, square,
// make_lambda_xfunction.
//
// Shapes     broadcast as in NumPy, checked where the expression becomes an array: shape_error names them.
// Elements   as in xtensor: C++ promotes, comparisons give bool. A type that arrays do not hold does not
//            compile; cast it.
// Lifetime   an expression owns what it reads: it may be kept by `auto`, returned, and converted later. An
//            array in it keeps the value of that moment. A plain container in it is copied: make it an
//            array, or borrow it.
// Cost       recorded when it becomes an array, computed when something reads it, by one fused loop.
#pragma once

#include <tenfold/detail/forward.hpp>

namespace tenfold {

/// Equal and unequal elements, as bool. NumPy: `==`, `!=`. A NaN equals nothing.
using xt::equal;
using xt::not_equal;

// xtensor's functions, which take numbers and containers too.
#define TENFOLD_XTENSOR_FUNCTIONS(use)                                                                                 \
    use(abs) use(acos) use(acosh) use(asin) use(asinh) use(atan) use(atan2) use(atanh) use(cast) use(cbrt) use(ceil)   \
    use(clip) use(cos) use(cosh) use(cube) use(deg2rad) use(degrees) use(erf) use(erfc) use(exp) use(exp2) use(expm1)  \
    use(fabs) use(fdim) use(floor) use(fma) use(fmax) use(fmin) use(fmod) use(greater) use(greater_equal) use(hypot)   \
    use(isclose) use(isfinite) use(isinf) use(isnan) use(less) use(less_equal) use(lgamma) use(log) use(log10)         \
    use(log1p) use(log2) use(make_lambda_xfunction) use(maximum) use(minimum) use(nearbyint) use(pow) use(rad2deg)     \
    use(radians) use(remainder) use(rint) use(round) use(sign) use(sin) use(sinh) use(sqrt) use(square) use(tan)       \
    use(tanh) use(tgamma) use(trunc) use(where)
#define TENFOLD_USE(name) using xt::name;
TENFOLD_XTENSOR_FUNCTIONS(TENFOLD_USE)
#undef TENFOLD_USE
#undef TENFOLD_XTENSOR_FUNCTIONS

/// In C++ `==` has to answer yes or no, and xtensor's does; what is meant here is one of three other
/// questions.
template <class A, class B>
    requires(detail::lazy<A> || detail::lazy<B>)
bool operator==(const A&, const B&)
{
    static_assert(
        !detail::lazy<A> && !detail::lazy<B>,
        "tenfold: use equal(a, b) for element by element, all(equal(a, b)) or allclose(a, b) for one answer");
    return false;
}
template <class A, class B>
    requires(detail::lazy<A> || detail::lazy<B>)
bool operator!=(const A&, const B&)
{
    static_assert(
        !detail::lazy<A> && !detail::lazy<B>,
        "tenfold: use not_equal(a, b) for element by element, any(not_equal(a, b)) for one answer");
    return false;
}

// ---- complex numbers --------------------------------------------------------------------------------------

// real(z), imag(z)   parts, as the real element type; of real arrays x and zeros
// conj(z)            conjugate; of real arrays x
// arg(z), angle(z)   the angle in radians; angle(z, true) in degrees
// xt::norm(z)        the squared magnitude of each element, as in xtensor; tenfold::norm is one number
#define TENFOLD_COMPLEX(reference)                                                                    \
    template <template <element_type> class L, class T>                                               \
        requires detail::lazy<L<T>>                                                                   \
    auto real(reference x) noexcept { return xt::detail::make_xfunction<detail::real_part>(x); }      \
    template <template <element_type> class L, class T>                                               \
        requires detail::lazy<L<T>>                                                                   \
    auto imag(reference x) noexcept { return xt::detail::make_xfunction<detail::imaginary_part>(x); } \
    template <template <element_type> class L, class T>                                               \
        requires detail::lazy<L<T>>                                                                   \
    auto conj(reference x) noexcept { return xt::detail::make_xfunction<detail::conjugate>(x); }      \
    template <template <element_type> class L, class T>                                               \
        requires detail::lazy<L<T>>                                                                   \
    auto arg(reference x) noexcept { return xt::detail::make_xfunction<detail::angle_of>(x); }        \
    template <template <element_type> class L, class T>                                               \
        requires detail::lazy<L<T>>                                                                   \
    auto angle(reference x, bool degrees = false) noexcept                                            \
    {                                                                                                 \
        using real_type = typename decltype(arg(x))::value_type;                                      \
        return arg(x) * (degrees ? static_cast<real_type>(57.29577951308232) : real_type(1));         \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_COMPLEX)
#undef TENFOLD_COMPLEX

}  // namespace tenfold

namespace xt {

using tenfold::angle;
using tenfold::arg;
using tenfold::conj;
using tenfold::imag;
using tenfold::real;

// More constrained than xtensor's own, and less special than tenfold's, which an unqualified norm(x) is.
template <tenfold::detail::lazy E> auto norm(E&& x) noexcept
{
    return detail::make_xfunction<tenfold::detail::squared_magnitude>(std::forward<E>(x));
}

}  // namespace xt
