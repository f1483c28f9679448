// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products of arrays, with NumPy's shape rules for every rank. A call checks the shapes, records the product
// and returns; it is computed when it is read or evaluated.
//
//   tf::array<double> c = tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20)));
//
// Operands: arrays, views, elementwise expressions; plain xtensor containers and views, which are copied.
// Element types: any. Two that differ meet as they do in NumPy (float and double give double, int32 and float
// give double). Integers wrap; bool multiplies by "and" and adds by "or".
// Errors: shape_error where the shapes do not fit or the result would have more than 32 axes, memory_error
// where the result cannot be addressed; thrown here, with the shapes and the line of the call.
// Work: 2 s k floating-point operations for inner size k and result size s, where nothing is shared.
#pragma once

#include <tenfold/detail/pairs.hpp>

#include <initializer_list>
#include <ranges>
#include <source_location>
#include <vector>

namespace tenfold {

/// The last axis of a with the last but one of b, or with its only one: (…, k) x (…, k, n) -> (…, …, n).
/// A number multiplies every element. numpy.dot
template <detail::readable A, detail::readable B>
[[gnu::always_inline]] inline auto dot(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    return detail::record_pair<detail::product::dot>(a, b, where);
}

template <element_type T, detail::readable B>
auto dot(array<T>&& a, const B& b, std::source_location where = std::source_location::current())
{
    return detail::record_last_use<detail::product::dot>(std::move(a), b, where);
}
template <detail::readable A, element_type T>
auto dot(const A& a, array<T>&& b, std::source_location where = std::source_location::current())
{
    return detail::record_last_use<detail::product::dot>(a, std::move(b), where);
}
template <element_type T, element_type U>
auto dot(array<T>&& a, array<U>&& b, std::source_location where = std::source_location::current())
{
    return detail::record_last_use<detail::product::dot>(std::move(a), std::move(b), where);
}

/// Stacks of matrices: (…, m, k) x (…, k, n) -> (…, m, n), the leading axes broadcast. A vector is a row on
/// the left, a column on the right, and its axis is gone from the result; a number is an error. numpy.matmul
template <detail::readable A, detail::readable B>
auto matmul(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    return detail::record_pair<detail::product::matmul>(a, b, where);
}

template <element_type T, detail::readable B>
auto matmul(array<T>&& a, const B& b, std::source_location where = std::source_location::current())
{
    return detail::record_last_use<detail::product::matmul>(std::move(a), b, where);
}
template <detail::readable A, element_type T>
auto matmul(const A& a, array<T>&& b, std::source_location where = std::source_location::current())
{
    return detail::record_last_use<detail::product::matmul>(a, std::move(b), where);
}
template <element_type T, element_type U>
auto matmul(array<T>&& a, array<U>&& b, std::source_location where = std::source_location::current())
{
    return detail::record_last_use<detail::product::matmul>(std::move(a), std::move(b), where);
}

/// The last axis of both: (…, k) x (…, k) -> (…, …). A number multiplies every element. numpy.inner
template <detail::readable A, detail::readable B>
auto inner(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    return detail::record_pair<detail::product::inner>(a, b, where);
}

/// Every element of a with every element of b, both flattened: -> (size of a, size of b). numpy.outer
template <detail::readable A, detail::readable B>
auto outer(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    using T = detail::product_type<A, B>;
    return array<T>(detail::record_outer(detail::part_in<T>(a, where), detail::part_in<T>(b, where), where));
}

/// Sum of conj(a) * b, both flattened; of one size: -> (). numpy.vdot
template <detail::readable A, detail::readable B>
auto vdot(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    using T = detail::product_type<A, B>;
    return array<T>(detail::record_vdot(detail::part_in<T>(a, where), detail::part_in<T>(b, where), where));
}

/// Sums the last n axes of a with the first n of b; 0 gives the outer product, axes kept. numpy.tensordot
template <detail::readable A, detail::readable B>
auto tensordot(
    const A& a, const B& b, std::ptrdiff_t n = 2,
    std::source_location where = std::source_location::current())
{
    using detail::operand;
    return detail::record_pair<detail::product::tensordot>(
        a, b, [&](const operand& x, const operand& y) { return detail::axis_pairs(n, x, y, where); }, where);
}

/// Sums axes of a with axes of b, in pairs: tensordot(a, b, {1, 2}, {2, 0}). The other axes of a come first,
/// then those of b. Negative axes count from the end; an axis named twice is an error. numpy.tensordot
template <detail::readable A, detail::readable B>
auto tensordot(
    const A& a, const B& b, const detail::axes& of_a, const detail::axes& of_b,
    std::source_location where = std::source_location::current())
{
    using detail::operand;
    return detail::record_pair<detail::product::tensordot>(
        a, b, [&](const operand& x, const operand& y) { return detail::axis_pairs(of_a, of_b, x, y, where); },
        where);
}

/// Blocks of b, each scaled by an element of a; the shorter shape gets leading ones:
/// (m, n) x (p, q) -> (m p, n q). numpy.kron
template <detail::readable A, detail::readable B>
auto kron(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    using T = detail::product_type<A, B>;
    return array<T>(detail::record_kron(detail::part_in<T>(a, where), detail::part_in<T>(b, where), where));
}

/// The product of a chain of matrices in the order of least work; the first and the last may be vectors.
/// Two matrices at least. n of them take n^3 / 6 steps to order. numpy.linalg.multi_dot
template <std::ranges::forward_range R>
    requires detail::readable<std::ranges::range_value_t<R>>
auto multi_dot(const R& chain, std::source_location where = std::source_location::current())
{
    using T = detail::element_type_of<std::ranges::range_value_t<R>>;
    std::vector<detail::part> list;
    for (const auto& x : chain) list.push_back(detail::part_in<T>(x, where));
    return array<T>(detail::record_chain(list, where));
}
template <element_type T>
array<T>
multi_dot(std::initializer_list<array<T>> chain, std::source_location where = std::source_location::current())
{
    return multi_dot(std::ranges::subrange(chain.begin(), chain.end()), where);
}

/// A square matrix, or each of a stack (…, m, m), times itself n times, by repeated squaring; n = 0 gives the
/// identity. A negative n needs an inverse, which tenfold does not offer. numpy.linalg.matrix_power
template <detail::readable A>
auto matrix_power(const A& a, std::int64_t n, std::source_location where = std::source_location::current())
{
    using T = detail::element_type_of<A>;
    return array<T>(detail::record_power(detail::part_in<T>(a, where), n, where));
}

}  // namespace tenfold

namespace tenfold::detail {

template <class A, class B>
concept pair_of_ours = readable<A> && readable<B> && (lazy<A> || lazy<B>);

}  // namespace tenfold::detail

// xtensor-blas's names, whether or not it is included: products of arrays are recorded, those of containers its own.
namespace xt::linalg {

template <class A, class B>
    requires tenfold::detail::pair_of_ours<A, B>
auto dot(A&& a, B&& b, std::source_location where = std::source_location::current())
{
    return tenfold::dot(std::forward<A>(a), std::forward<B>(b), where);
}
template <class A, class B>
    requires tenfold::detail::pair_of_ours<A, B>
auto outer(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    return tenfold::outer(a, b, where);
}
template <class A, class B>
    requires tenfold::detail::pair_of_ours<A, B>
auto kron(const A& a, const B& b, std::source_location where = std::source_location::current())
{
    return tenfold::kron(a, b, where);
}
template <class A, class B>
    requires tenfold::detail::pair_of_ours<A, B>
auto tensordot(
    const A& a, const B& b, std::ptrdiff_t n = 2, std::source_location where = std::source_location::current())
{
    return tenfold::tensordot(a, b, n, where);
}
template <class A, class B>
    requires tenfold::detail::pair_of_ours<A, B>
auto tensordot(
    const A& a, const B& b, const tenfold::detail::axes& of_a, const tenfold::detail::axes& of_b,
    std::source_location where = std::source_location::current())
{
    return tenfold::tensordot(a, b, of_a, of_b, where);
}
template <tenfold::detail::lazy A>
auto matrix_power(const A& a, long n, std::source_location where = std::source_location::current())
{
    return tenfold::matrix_power(a, n, where);
}

}  // namespace xt::linalg
