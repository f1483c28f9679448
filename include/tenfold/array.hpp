// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// array<T>: an n-dimensional value, computed or only recorded. It is a handle of 16 bytes, cheap to copy, and
// what it stands for never changes: a copy, a by-value parameter or a view keeps the old value when the array
// is assigned to.
//
//   tf::array<double> a = xt::random::rand<double>({10, 20});   // from any xtensor expression
//   tf::array<double> b = {{1.0, 2.0}, {3.0, 4.0}};             // from a list
//   tf::array<double> v = std::vector<double>{1.0, 2.0};        // from a vector, a span
//   tf::array<double> c = tf::dot(b, b) + 1.0;                  // from recorded work
//   tf::array<double> d = tf::borrow(container);                // over the caller's memory, no copy
//   double x = c(0, 1);                                         // reading evaluates
#pragma once

#include <tenfold/detail/list.hpp>
#include <tenfold/detail/operand.hpp>
#include <tenfold/detail/promote.hpp>
#include <tenfold/device_view.hpp>
#include <tenfold/read.hpp>

#include <initializer_list>
#include <memory>
#include <ranges>
#include <utility>
#include <vector>

namespace tenfold {
namespace detail {

/// The first index of x(i, j), which brings the place of the call.
struct located_index {
    index_t value;
    site where;
    template <std::integral I>
    located_index(I i, site place = site::current()) : value(static_cast<index_t>(i)), where(place)
    {
    }
};

[[noreturn, gnu::cold]] void fail_index(const handle&, const index_t* index, int count, site);

class target;

/// What x(i, j) gives: a class type could be assigned to, in vain, if it were not const.
template <class T> using element_read = std::conditional_t<std::is_class_v<T>, const T, T>;

/// The value of an array or view whose elements all fit into T.
template <element_type T, array_like X> handle record_wider(const X& x, site where)
{
    using from = element_type_of<X>;
    constexpr bool loses_parts = is_complex_type<from> && !is_complex_type<T>;
    static_assert(!loses_parts, "tenfold: complex elements do not become real by themselves: write real(z)");
    static_assert(
        loses_parts || std::is_same_v<promoted<from, T>, T>,
        "tenfold: the elements of one array may not fit into those of the other: write astype<T>(x)");
    return record_as<T>(x, where);
}

/// Vectors, spans, arrays of the language: numbers one after the other.
template <class R>
concept contiguous_numbers = std::ranges::contiguous_range<const R> && std::ranges::sized_range<const R> &&
    !xt::is_xexpression<R>::value && !readable<R> && element_type<std::ranges::range_value_t<R>> &&
    !std::is_same_v<std::ranges::range_value_t<R>, char>;

inline layout one_axis(std::size_t n)
{
    layout form;
    form.rank = 1;
    form.shape[0] = static_cast<index_t>(n);
    form.stride[0] = 1;
    return form;
}
template <element_type T, class R> handle record_numbers(const R& list, site where)
{
    using from = std::ranges::range_value_t<R>;
    const handle h = copy_strided(element_of<from>, one_axis(std::ranges::size(list)), std::ranges::data(list), where);
    if constexpr (std::is_same_v<from, T>) return h;
    else return record_cast(whole(h), element_of<T>, where);
}
template <class V> handle adopt_numbers(V&& list, site)
{
    const layout form = one_axis(list.size());
    auto owned = std::make_unique<V>(std::move(list));
    handle h = record_leaf(
        element_of<typename V::value_type>, 1, form.shape, form.stride,
        {owned->data(), owned.get(), [](void* p) { delete static_cast<V*>(p); }});
    owned.release();
    return h;
}

/// The value of anything readable, in element type T.
template <element_type T, class X> handle record_as(X&& x, site where)
{
    using from = element_type_of<X>;
    static_assert(
        std::is_convertible_v<from, T>, "tenfold: these elements do not convert to those of the array "
                                        "(complex to real: take xt::real first)");
    if constexpr (!std::is_same_v<from, T> && array_like<X>)
        return record_cast(argument<std::remove_cvref_t<X>>(x, where).read(), element_of<T>, where);
    else if constexpr (!std::is_same_v<from, T> && lazy<X>) return record_expression(xt::cast<T>(x), where);
    else if constexpr (!std::is_same_v<from, T>) return copy_plain(xt::cast<T>(x), where);
    else if constexpr (is_array<std::remove_cvref_t<X>>) return x.raw();
    else if constexpr (is_view<std::remove_cvref_t<X>>) return record_view(x.raw());
    else if constexpr (lazy<X>) return record_expression(x, where);
    else return copy_plain(std::forward<X>(x), where);
}

}  // namespace detail

/// T: float, double, std::complex of both, bool or an integer.
template <element_type T> class array : public detail::expression_base<array<T>, T> {
public:
    using site = std::source_location;

    /// Holds no value; every use but assignment throws tenfold::error.
    array() = default;
    /// For tenfold's own headers.
    explicit array(detail::handle h) noexcept : handle_(std::move(h)) {}

    /// A part of an array, as a value of its own; nothing is copied.
    array(const array_view<T>& x) : handle_(detail::record_view(x.raw())) {}
    /// Elements of a type that fits into T, as NumPy promotes them: float into double, double into complex. Others
    /// do not compile: astype<T>(x) converts them.
    template <detail::array_like X>
        requires(!std::is_same_v<detail::element_type_of<X>, T>)
    array(const X& x, site where = site::current()) : handle_(detail::record_wider<T>(x, where)) {}
    /// An elementwise expression is recorded. Shapes that do not broadcast: shape_error.
    template <detail::tagged_expression E>
        requires(!detail::array_like<E> && std::is_convertible_v<typename E::value_type, T>)
    array(const E& e, site where = site::current()) : handle_(detail::record_as<T>(e, where)) {}
    /// A plain xtensor expression is copied; an rvalue container moves in without a copy.
    template <detail::plain E>
        requires std::is_convertible_v<detail::element_type_of<E>, T>
        array(E&& e, site where = site::current()) : handle_(detail::record_as<T>(std::forward<E>(e), where))
        {
        }
        /// A vector, span or other contiguous range of numbers whose type fits into T is copied, as one axis; a vector
        /// without a name moves in.
        template <detail::contiguous_numbers R>
            requires std::is_same_v<detail::promoted<std::ranges::range_value_t<R>, T>, T>
        array(const R& list, site where = site::current()) : handle_(detail::record_numbers<T>(list, where))
        {
        }
        template <class A>
            requires(!std::is_same_v<T, bool>)
        array(std::vector<T, A>&& list, site where = site::current())
            : handle_(detail::adopt_numbers(std::move(list), where))
        {
        }
        /// {1.0, 2.0}, {{1.0, 2.0}, {3.0, 4.0}}, any depth. Rows of unequal length or depth: shape_error.
        array(std::initializer_list<detail::nested<T>> list, site where = site::current())
            : handle_(detail::record_list<T>(list, where))
        {
        }

        // ---- shape: never evaluates

        /// Lengths of the axes; valid as long as this array holds its value.
        shape_view shape() const& { return {known().shape, known().rank}; }
        shape_copy shape() const&& { return shape_copy({known().shape, known().rank}); }
        std::ptrdiff_t shape(std::size_t axis) const
        {
            return known()
                .shape[detail::normalise_axis(static_cast<std::ptrdiff_t>(axis), known().rank, "shape")];
        }
        std::size_t dimension() const { return known().rank; }
        std::size_t size() const
        {
            std::size_t n = 1;
            for (int d = 0; d < known().rank; ++d) n *= static_cast<std::size_t>(known().shape[d]);
            return n;
        }

        // ---- reading: evaluates what is recorded and still reachable, once

        /// The element of a 0-d array.
        detail::element_read<T> operator()(site where = site::current()) const { return read_element(where); }
        /// One element; as many indices as axes, from 0. Outside: index_error.
        template <std::integral... I>
        detail::element_read<T> operator()(detail::located_index first, I... rest) const
        {
            return read_element(first.where, first.value, static_cast<std::ptrdiff_t>(rest)...);
        }
        /// Every element in row-major order.
        element_iterator<T> begin(site where = site::current()) const
        {
            return {detail::start_walk(handle_, where), 0};
        }
        element_iterator<T> end(site where = site::current()) const
        {
            return {detail::start_walk(handle_, where), static_cast<std::ptrdiff_t>(size())};
        }
        /// A read-only xtensor expression over the memory, any strides, no copy; it keeps the memory alive.
        value_view<T> value(site where = site::current()) const
        {
            detail::check_value(handle_, where);
            return detail::view_value<T>(handle_, where);
        }

        /// Where the value lies on a GPU: evaluated there, or brought. <tenfold/gpu.hpp>
        device_view<T> device_data(std::optional<void*> stream = {}, site where = site::current()) const
        {
            return detail::view_on_device<T>(handle_, stream, where);
        }

        // ---- x = x + y, and so on: this name gets the new value, copies made before keep the old one

        template <class Y>
            requires(detail::readable<Y> || detail::number<Y>)
        array& operator+=(const Y& y) { return *this = array(*this + y, site()); }
        template <class Y>
            requires(detail::readable<Y> || detail::number<Y>)
        array& operator-=(const Y& y) { return *this = array(*this - y, site()); }
        template <class Y>
            requires(detail::readable<Y> || detail::number<Y>)
        array& operator*=(const Y& y) { return *this = array(*this * y, site()); }
        template <class Y>
            requires(detail::readable<Y> || detail::number<Y>)
        array& operator/=(const Y& y) { return *this = array(*this / y, site()); }

        /// For tenfold's own headers.
        const detail::handle& raw() const { return handle_; }

    private:
        friend class detail::target;

        const detail::family& known() const
        {
            if (!handle_) [[unlikely]]
                detail::check_value(handle_, {});
            return *handle_.source();
        }

        template <class... I> [[gnu::always_inline]] T read_element(site where, I... index) const
        {
            if (!handle_) [[unlikely]]
                detail::check_value(handle_, where);
            const detail::family& f = *handle_.source();
            const std::ptrdiff_t* shape = f.shape;
            const bool inside =
                sizeof...(I) == f.rank &&
                (... && (static_cast<std::size_t>(index) < static_cast<std::size_t>(*shape++)));
            if (!inside) [[unlikely]]
                fail_element(where, index...);
            const std::ptrdiff_t* stride = nullptr;
            const std::byte* data = detail::may_move(f) ? nullptr : detail::computed(handle_, sizeof(T), stride);
            if (!data) [[unlikely]]
                return read_element_slowly(where, index...);
            return element_at(data, stride, index...);
        }
        template <class... I> [[gnu::noinline]] T read_element_slowly(site where, I... index) const
        {
            const detail::located at = detail::locate(handle_, where);
            return element_at(at.data, at.stride, index...);
        }
        template <class... I>
        [[noreturn, gnu::cold, gnu::noinline]] void fail_element(site where, I... index) const
        {
            const std::ptrdiff_t list[] = {index..., 0};
            detail::fail_index(handle_, list, sizeof...(I), where);
        }
        template <class... I>
        static T element_at(const std::byte* data, [[maybe_unused]] const std::ptrdiff_t* stride, I... index)
        {
            std::ptrdiff_t offset = 0;
            ((offset += index * *stride++), ...);
            return reinterpret_cast<const T*>(data)[offset];
        }

        detail::handle handle_;
};

template <detail::readable E> array(const E&) -> array<detail::element_type_of<E>>;
template <detail::contiguous_numbers R> array(const R&) -> array<std::ranges::range_value_t<R>>;
template <class T> array(std::initializer_list<T>) -> array<T>;
template <class T> array(std::initializer_list<std::initializer_list<T>>) -> array<T>;
template <class T> array(std::initializer_list<std::initializer_list<std::initializer_list<T>>>) -> array<T>;

/// A copy of x that shares memory with nothing: a member of a large family lets go of the family's block.
template <detail::readable X>
array<detail::element_type_of<X>>
copy(const X& x, std::source_location where = std::source_location::current())
{
    if constexpr (detail::plain<X>) return array<detail::element_type_of<X>>(detail::copy_plain(x, where));
    else
        return array<detail::element_type_of<X>>(
            detail::record_copy(detail::argument<X>(x, where).read(), where));
}

/// x in another element type, as C++ converts numbers: what has no place is cut off or rounded. Complex elements do
/// not become real: take real(z). An expression is converted in its own loop. numpy.ndarray.astype
template <element_type T, detail::readable X>
array<T> astype(const X& x, std::source_location where = std::source_location::current())
{
    using from = detail::element_type_of<X>;
    static_assert(
        detail::is_complex_type<T> || !detail::is_complex_type<from>,
        "tenfold: complex elements do not become real by themselves: write real(z)");
    if constexpr (std::is_same_v<from, T>) return array<T>(x);
    else if constexpr (detail::lazy<X> && !detail::array_like<X>)
        return array<T>(detail::record_expression(xt::cast<T>(x), where));
    else return array<T>(detail::record_cast(detail::argument<X>(x, where).read(), element_of<T>, where));
}

}  // namespace tenfold
