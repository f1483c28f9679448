// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What products.hpp, einsum.hpp and join.hpp do before the compiled calls: operands of one element type.
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/detail/operand.hpp>
#include <tenfold/detail/product_calls.hpp>
#include <tenfold/detail/promote.hpp>

#include <type_traits>
#include <utility>

namespace tenfold::detail {

/// The element type of a product of these.
template <class... X> using product_type = promoted<element_type_of<X>...>;

/// x as a part that keeps its value alive, in element type T.
template <element_type T, readable X> part part_in(const X& x, site where)
{
    using from = element_type_of<X>;
    if constexpr (!std::is_same_v<from, T>)
        return part_of(record_cast(argument<X>(x, where).read(), element_of<T>, where));
    else if constexpr (is_array<X>) {
        if (!x.raw()) check_value(x.raw(), where);
        return part_of(x.raw());
    }
    else if constexpr (is_view<X>) return x.raw();
    else return part_of(record_as<T>(x, where));
}

struct no_attributes {
    no_attributes(const operand&, const operand&) {}
    static product_attributes attributes() { return {}; }
};

/// One recorded product. `make(a, b).attributes()` tells what more belongs to the call.
template <product kind, readable A, readable B, class Make>
array<product_type<A, B>> record_pair(const A& a, const B& b, const Make& make, site where)
{
    using T = product_type<A, B>;
    const argument<A> x(a, where);
    const argument<B> y(b, where);
    const auto made = make(x.read(), y.read());
    const product_attributes attributes = made.attributes();
    if constexpr (std::is_same_v<element_type_of<A>, element_type_of<B>>) {
        return array<T>(record_product(kind, x.read(), y.read(), attributes, where));
    }
    else if constexpr (std::is_same_v<element_type_of<A>, T>) {
        const handle wide = record_cast(y.read(), element_of<T>, where);
        return array<T>(record_product(kind, x.read(), whole(wide), attributes, where));
    }
    else if constexpr (std::is_same_v<element_type_of<B>, T>) {
        const handle wide = record_cast(x.read(), element_of<T>, where);
        return array<T>(record_product(kind, whole(wide), y.read(), attributes, where));
    }
    else {
        const handle left = record_cast(x.read(), element_of<T>, where);
        const handle right = record_cast(y.read(), element_of<T>, where);
        return array<T>(record_product(kind, whole(left), whole(right), attributes, where));
    }
}

/// Arrays and views of one element type, as they are: the calls of most loops.
template <product kind, array_like A, array_like B>
    requires std::is_same_v<element_type_of<A>, element_type_of<B>>
[[gnu::always_inline]] inline array<element_type_of<A>> record_pair(const A& a, const B& b, site where)
{
    if constexpr (is_array<A>)
        if (!a.raw()) [[unlikely]]
            check_value(a.raw(), where);
    if constexpr (is_array<B>)
        if (!b.raw()) [[unlikely]]
            check_value(b.raw(), where);
    const newborn v = record_product(a.raw(), b.raw(), kind, where);
    return array<element_type_of<A>>(handle(v.source, v.member));
}

template <product kind, readable A, readable B>
array<product_type<A, B>> record_pair(const A& a, const B& b, site where)
{
    return record_pair<kind>(
        a, b, [](const operand& x, const operand& y) { return no_attributes(x, y); }, where);
}

/// The same; operands that are temporaries go as soon as the call is recorded, not at the end of the statement: nobody
/// can read dot(a, b) in dot(dot(a, b), v)(0), so the planner need not form it.
template <product kind, class A, class B>
auto record_last_use(A&& a, B&& b, site where)
{
    auto result = record_pair<kind>(std::as_const(a), std::as_const(b), where);
    if constexpr (!std::is_lvalue_reference_v<A>) const std::remove_const_t<A> gone(std::move(a));
    if constexpr (!std::is_lvalue_reference_v<B>) const std::remove_const_t<B> gone(std::move(b));
    return result;
}

}  // namespace tenfold::detail
