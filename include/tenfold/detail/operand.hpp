// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a function may be given, and how it becomes an operand of a recorded call.
#pragma once

#include <tenfold/detail/expression.hpp>
#include <tenfold/detail/plain.hpp>
#include <tenfold/detail/record.hpp>

#include <concepts>
#include <type_traits>

namespace tenfold {

template <element_type T> class array;
template <element_type T> class array_view;

namespace detail {

/// The elements in another type, as C++ converts them; complex ones do not become real.
handle record_cast(const operand& x, element to, site);

template <class X> inline constexpr bool is_array = false;
template <class T> inline constexpr bool is_array<array<T>> = true;
template <class X> inline constexpr bool is_view = false;
template <class T> inline constexpr bool is_view<array_view<T>> = true;

/// An array or a view of one.
template <class X>
concept array_like = is_array<std::remove_cvref_t<X>> || is_view<std::remove_cvref_t<X>>;

/// Those, or an elementwise expression with one of them inside.
template <class X>
concept lazy = array_like<X> || tagged_expression<X>;

/// xtensor's own containers, views and expressions.
template <class X>
concept plain = xt::is_xexpression<std::remove_cvref_t<X>>::value && !lazy<X> &&
                element_type<typename std::remove_cvref_t<X>::value_type>;

/// Everything that reads as an array.
template <class X>
concept readable = lazy<X> || plain<X>;

template <class X> using element_type_of = typename std::remove_cvref_t<X>::value_type;

/// A number, as it may stand beside an array.
template <class X>
concept number = element_type<std::remove_cvref_t<X>>;

/// x as an operand, which lives as long as this object: `argument a(x, where); record_...(a.read(), ...)`.
/// Arrays and views cost nothing; expressions are recorded, plain containers copied.
template <readable X> class argument {
public:
    argument(const X& x, site where) : handle_(hold(x, where)), operand_(whole(handle_)) {}
    argument(const argument&) = delete;
    argument& operator=(const argument&) = delete;

    const operand& read() const { return operand_; }

private:
    static handle hold(const X& x, site where)
    {
        if constexpr (lazy<X>) return record_expression(x, where);
        else return copied_operand(copy_plain(x, where));
    }
    handle handle_;
    operand operand_;
};

template <element_type T> class argument<array<T>> {
public:
    argument(const array<T>& x, site where) : operand_(checked(x, where)) {}
    argument(const argument&) = delete;
    argument& operator=(const argument&) = delete;

    const operand& read() const { return operand_; }

private:
    static operand checked(const array<T>& x, site where)
    {
        if (!x.raw()) [[unlikely]]
            check_value(x.raw(), where);
        return whole(x.raw());
    }
    operand operand_;
};

template <element_type T> class argument<array_view<T>> {
public:
    argument(const array_view<T>& x, site) : operand_(x.raw().read()) {}
    argument(const argument&) = delete;
    argument& operator=(const argument&) = delete;

    const operand& read() const { return operand_; }

private:
    operand operand_;
};

}  // namespace detail
}  // namespace tenfold
