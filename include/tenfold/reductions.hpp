// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions: over all axes, one, or a list; a negative axis counts from the end.
//
//   double total = tf::sum(x)();                       // over all axes: a 0-d array, read as x()
//   tf::array<double> rows = tf::mean(x, 1), channels = tf::sum(x, {0, 2});
//   tf::array<std::ptrdiff_t> best = tf::argmax(x, -1);
//
// x is an array, a view or an elementwise expression. NumPy's functions of the same names, but for:
// sum, prod(x, axes)      float and complex keep their type; int64 for integers and bool, uint64 if unsigned
// cumsum(x, axis)         the same types and x's shape; without an axis of the flattened x, along one axis
// mean, var(x, axes)      float stays float; double for integers. var: ddof = 0; real for complex x
// amax, amin(x, axes)     x's element type, not complex; a NaN gives NaN. No elements: shape_error
// argmax, argmin(x, axis) std::ptrdiff_t; the first of equals; without an axis the index into the flattened x
// norm(x, axes)           square root of the sum of |x|^2, real; double for integers
// any, all(x)             bool, at once: evaluates x
// allclose(a, b)          bool, at once: |a - b| <= atol + rtol |b|; a NaN is close to nothing
//
// An axis out of range or named twice: shape_error. Recorded, not computed; linear in the elements when it
// is. `xt::sum(x)` and the other names of xtensor do the same, with xt::keep_dims too, and xt::initial(value) for sum,
// prod, amax and amin (of no elements, too); xt::sum<R>(x) sums in type R.
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/promote.hpp>
#include <tenfold/elementwise.hpp>

namespace tenfold {
namespace detail {

template <class T> struct real_of {
    using type = T;
};
template <class R> struct real_of<std::complex<R>> {
    using type = R;
};

/// Element type of a reduction, as NumPy.
template <reduction Kind, class T> constexpr auto reduced_type()
{
    using floating = std::conditional_t<std::is_integral_v<T>, double, T>;
    using wide =
        std::conditional_t<std::is_unsigned_v<T> && !std::is_same_v<T, bool>, std::uint64_t, std::int64_t>;
    if constexpr (Kind == reduction::argmax || Kind == reduction::argmin)
        return std::type_identity<std::ptrdiff_t>();
    else if constexpr (Kind == reduction::amax || Kind == reduction::amin) return std::type_identity<T>();
    else if constexpr (Kind == reduction::mean) return std::type_identity<floating>();
    else if constexpr (Kind == reduction::var || Kind == reduction::norm)
        return std::type_identity<typename real_of<floating>::type>();
    else return std::type_identity<std::conditional_t<std::is_integral_v<T>, wide, T>>();
}
template <reduction Kind, class T> using reduced = typename decltype(reduced_type<Kind, T>())::type;

/// The axes as bits, checked as the reduction demands. Compiled; src/api/reductions.cpp.
std::uint32_t reduction_mask(reduction, const operand& x, const axes&, site);
/// The result with its lost axes back, of length 1.
handle keep_axes(const handle& result, int rank, std::uint32_t mask);
/// The same elements along one axis.
handle flatten(const handle&, site);
/// Is any element not zero; are all; evaluates.
bool any_element(const handle&, site);
bool all_elements(const handle&, site);
bool all_close(const handle& a, const handle& b, double rtol, double atol, site);

/// Wide: the type asked for in xt::sum<Wide>(x), or void.
template <reduction Kind, class Wide, bool Keep = false, class X>
auto reduce(const X& x, const axes& over, site where)
{
    using T = element_type_of<X>;
    if constexpr (!std::is_void_v<Wide> && !std::is_same_v<Wide, T>) {
        return reduce<Kind, void, Keep>(xt::cast<Wide>(x), over, where);
    }
    else {
        static_assert(
            !(is_complex_type<T> && (Kind == reduction::amax || Kind == reduction::amin ||
                                     Kind == reduction::argmax || Kind == reduction::argmin)),
            "tenfold: complex numbers have no order: reduce xt::abs(z) or xt::real(z)");
        const argument<X> a(x, where);
        const std::uint32_t mask = reduction_mask(Kind, a.read(), over, where);
        handle h = record_reduction(Kind, a.read(), mask, where);
        if constexpr (Kind == reduction::cumsum) {
            if (!over.given()) h = flatten(h, where);
        }
        if constexpr (Keep) h = keep_axes(h, a.read().rank, mask);
        return array<reduced<Kind, T>>(std::move(h));
    }
}
/// xt::keep_dims, xt::initial(value) or both: the value is one more element. Of nothing else, it is the result.
template <reduction Kind, class Wide, class X, class O>
auto reduce_with(const X& x, const axes& over, const O& options, site where)
{
    constexpr bool keep = keeps_dims<O>();
    if constexpr (!has_initial<O>()) return reduce<Kind, Wide, keep>(x, over, where);
    else {
        constexpr bool adds = Kind == reduction::sum, extreme = Kind == reduction::amax || Kind == reduction::amin;
        static_assert(adds || extreme || Kind == reduction::prod, "tenfold: xt::initial goes with sum, prod, amax and amin");
        using R = reduced<Kind, std::conditional_t<std::is_void_v<Wide>, element_type_of<X>, Wide>>;
        const R first = static_cast<R>(xt::reducer_options<R, O>(options).initial_value);
        if (extreme && x.size() == 0) {
            const handle shape = reduce<reduction::sum, void, keep>(x, over, where).raw();
            return array<R>(record_fill(element_of<R>, shape.source()->rank, shape.source()->shape, &first));
        }
        const auto r = reduce<Kind, Wide, keep>(x, over, where);
        if constexpr (adds) return array<R>(xt::cast<R>(r + first), where);
        else if constexpr (Kind == reduction::prod) return array<R>(xt::cast<R>(r * first), where);
        else if constexpr (Kind == reduction::amax) return array<R>(xt::cast<R>(xt::maximum(r, first)), where);
        else return array<R>(xt::cast<R>(xt::minimum(r, first)), where);
    }
}

/// The second argument of a reduction: axes, or xtensor's options.
template <reduction Kind, class Wide, class X, class A>
auto reduce_over(const X& x, const A& over, site where)
{
    if constexpr (reducer_options<A>) return reduce_with<Kind, Wide>(x, axes(), over, where);
    else return reduce<Kind, Wide>(x, axes(over), where);
}

}  // namespace detail

#define TENFOLD_REDUCTION_OF(name, kind, reference)                                                        \
    template <class Wide = void, template <element_type> class L, class T>                                 \
        requires detail::lazy<L<T>>                                                                        \
    auto name(reference x, detail::site where = detail::site::current())                                   \
    {                                                                                                      \
        return detail::reduce<detail::reduction::kind, Wide>(x, {}, where);                                \
    }                                                                                                      \
    template <class Wide = void, template <element_type> class L, class T, class A>                        \
        requires(                                                                                          \
            detail::lazy<L<T>> && (std::is_convertible_v<A, detail::axes> || detail::reducer_options<A>))  \
    auto name(reference x, A&& over, detail::site where = detail::site::current())                         \
    {                                                                                                      \
        return detail::reduce_over<detail::reduction::kind, Wide>(x, over, where);                         \
    }                                                                                                      \
    template <class Wide = void, template <element_type> class L, class T, std::integral I, std::size_t N> \
        requires detail::lazy<L<T>>                                                                        \
    auto name(reference x, const I(&over)[N], detail::site where = detail::site::current())                \
    {                                                                                                      \
        return detail::reduce_over<detail::reduction::kind, Wide>(x, over, where);                         \
    }                                                                                                      \
    template <                                                                                             \
        class Wide = void, template <element_type> class L, class T, class A, detail::reducer_options O>   \
        requires detail::lazy<L<T>>                                                                        \
    auto name(reference x, A&& over, O options, detail::site where = detail::site::current())              \
    {                                                                                                      \
        return detail::reduce_with<detail::reduction::kind, Wide>(x, detail::axes(over), options, where);  \
    }                                                                                                      \
    template <                                                                                             \
        class Wide = void, template <element_type> class L, class T, std::integral I, std::size_t N,       \
        detail::reducer_options O>                                                                         \
        requires detail::lazy<L<T>>                                                                        \
    auto name(reference x, const I(&over)[N], O options, detail::site where = detail::site::current())     \
    {                                                                                                      \
        return detail::reduce_with<detail::reduction::kind, Wide>(x, detail::axes(over), options, where);  \
    }

/// With one axis or none.
#define TENFOLD_REDUCTION_ALONG(name, kind, reference)                                        \
    template <template <element_type> class L, class T>                                       \
        requires detail::lazy<L<T>>                                                           \
    auto name(reference x, detail::site where = detail::site::current())                      \
    {                                                                                         \
        return detail::reduce<detail::reduction::kind, void>(x, {}, where);                   \
    }                                                                                         \
    template <template <element_type> class L, class T>                                       \
        requires detail::lazy<L<T>>                                                           \
    auto name(reference x, std::ptrdiff_t axis, detail::site where = detail::site::current()) \
    {                                                                                         \
        return detail::reduce<detail::reduction::kind, void>(x, axis, where);                 \
    }

#define TENFOLD_REDUCTIONS(reference)                  \
    TENFOLD_REDUCTION_OF(sum, sum, reference)          \
    TENFOLD_REDUCTION_OF(prod, prod, reference)        \
    TENFOLD_REDUCTION_OF(mean, mean, reference)        \
    TENFOLD_REDUCTION_OF(var, var, reference)          \
    TENFOLD_REDUCTION_OF(amax, amax, reference)        \
    TENFOLD_REDUCTION_OF(amin, amin, reference)        \
    TENFOLD_REDUCTION_OF(norm, norm, reference)        \
    TENFOLD_REDUCTION_OF(norm_l2, norm, reference)     \
    TENFOLD_REDUCTION_ALONG(argmax, argmax, reference) \
    TENFOLD_REDUCTION_ALONG(argmin, argmin, reference) \
    TENFOLD_REDUCTION_ALONG(cumsum, cumsum, reference)
TENFOLD_EACH_REFERENCE(TENFOLD_REDUCTIONS)
#undef TENFOLD_REDUCTIONS
#undef TENFOLD_REDUCTION_ALONG
#undef TENFOLD_REDUCTION_OF

// xtensor's variance and stddev. Axes come as a list: a bare number means ddof to xtensor.
#define TENFOLD_SPREAD(reference)                                                                      \
    template <template <element_type> class L, class T>                                                \
        requires detail::lazy<L<T>>                                                                    \
    auto variance(reference x, detail::site where = detail::site::current()) { return var(x, where); } \
    template <template <element_type> class L, class T, detail::integer_range A>                       \
        requires detail::lazy<L<T>>                                                                    \
    auto variance(reference x, A&& over, detail::site where = detail::site::current())                 \
    {                                                                                                  \
        return var(x, over, where);                                                                    \
    }                                                                                                  \
    template <template <element_type> class L, class T, std::integral I, std::size_t N>                \
        requires detail::lazy<L<T>>                                                                    \
    auto variance(reference x, const I(&over)[N], detail::site where = detail::site::current())        \
    {                                                                                                  \
        return var(x, over, where);                                                                    \
    }                                                                                                  \
    template <template <element_type> class L, class T>                                                \
        requires detail::lazy<L<T>>                                                                    \
    auto stddev(reference x, detail::site where = detail::site::current())                             \
    {                                                                                                  \
        return xt::sqrt(var(x, where));                                                                \
    }                                                                                                  \
    template <template <element_type> class L, class T, detail::integer_range A>                       \
        requires detail::lazy<L<T>>                                                                    \
    auto stddev(reference x, A&& over, detail::site where = detail::site::current())                   \
    {                                                                                                  \
        return xt::sqrt(var(x, over, where));                                                          \
    }                                                                                                  \
    template <template <element_type> class L, class T, std::integral I, std::size_t N>                \
        requires detail::lazy<L<T>>                                                                    \
    auto stddev(reference x, const I(&over)[N], detail::site where = detail::site::current())          \
    {                                                                                                  \
        return xt::sqrt(var(x, over, where));                                                          \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_SPREAD)
#undef TENFOLD_SPREAD

#define TENFOLD_QUESTIONS(reference)                                                                         \
    template <template <element_type> class L, class T>                                                      \
        requires detail::lazy<L<T>>                                                                          \
    bool any(reference x, detail::site where = detail::site::current())                                      \
    {                                                                                                        \
        return detail::any_element(detail::to_handle(x, where), where);                                      \
    }                                                                                                        \
    template <template <element_type> class L, class T>                                                      \
        requires detail::lazy<L<T>>                                                                          \
    bool all(reference x, detail::site where = detail::site::current())                                      \
    {                                                                                                        \
        return detail::all_elements(detail::to_handle(x, where), where);                                     \
    }                                                                                                        \
    template <template <element_type> class L, class T, class B>                                             \
        requires(detail::lazy<L<T>> && (detail::readable<B> || detail::number<B>))                           \
    bool allclose(                                                                                           \
        reference a, B&& b, double rtol = 1e-5, double atol = 1e-8,                                          \
        detail::site where = detail::site::current())                                                        \
    {                                                                                                        \
        return detail::all_close(detail::value_of(a, where), detail::value_of(b, where), rtol, atol, where); \
    }                                                                                                        \
    template <class A, template <element_type> class L, class T>                                             \
        requires(detail::lazy<L<T>> && (detail::plain<A> || detail::number<A>))                              \
    bool allclose(                                                                                           \
        A&& a, reference b, double rtol = 1e-5, double atol = 1e-8,                                          \
        detail::site where = detail::site::current())                                                        \
    {                                                                                                        \
        return detail::all_close(detail::value_of(a, where), detail::value_of(b, where), rtol, atol, where); \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_QUESTIONS)
#undef TENFOLD_QUESTIONS

/// Of two plain xtensor expressions.
template <class E1, class E2>
    requires(detail::plain<E1>&& detail::plain<E2>)
bool allclose(E1&& a, E2&& b, double rtol = 1e-5, double atol = 1e-8)
{
    const detail::site where = detail::site::current();
    return detail::all_close(detail::value_of(a, where), detail::value_of(b, where), rtol, atol, where);
}

}  // namespace tenfold

// ---- xtensor's names --------------------------------------------------------------------------------------

namespace xt {

using tenfold::all;
using tenfold::allclose;
using tenfold::amax;
using tenfold::amin;
using tenfold::any;
using tenfold::argmax;
using tenfold::argmin;
using tenfold::cumsum;
using tenfold::mean;
using tenfold::norm_l2;
using tenfold::prod;
using tenfold::stddev;
using tenfold::sum;
using tenfold::variance;

}  // namespace xt
