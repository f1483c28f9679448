// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// More elements around an array.
//
//   tf::pad(x, 1);                                       // a zero on every side
//   tf::pad(x, {{0, 2}, {1, 1}}, tf::padding::edge);     // before and after each axis
//   tf::pad(x, {{3, 3}}, tf::padding::constant, 0.5);    // the same for all axes
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/detail/calls.hpp>
#include <tenfold/elementwise.hpp>

#include <initializer_list>
#include <utility>
#include <vector>

namespace tenfold {

/// What pad adds beside a b c d:
enum class padding {
    constant,   ///< 0 0 | a b c d | 0 0
    edge,       ///< a a | a b c d | d d
    reflect,    ///< c b | a b c d | c b
    symmetric,  ///< b a | a b c d | d c
    wrap        ///< c d | a b c d | a b
};

/// How many elements before and after each axis: a number for all sides, or pairs: one for each axis, or one for all.
class pad_widths {
public:
    struct side {
        std::ptrdiff_t before, after;
    };
    template <std::integral I> pad_widths(I n) : sides_{{static_cast<std::ptrdiff_t>(n), static_cast<std::ptrdiff_t>(n)}} {}
    pad_widths(std::initializer_list<side> sides) : sides_(sides) {}
    template <std::integral I> pad_widths(const std::vector<std::pair<I, I>>& sides)
    {
        for (const auto& [before, after] : sides)
            sides_.push_back({static_cast<std::ptrdiff_t>(before), static_cast<std::ptrdiff_t>(after)});
    }
    template <std::integral I> pad_widths(const std::vector<std::vector<I>>& sides)
    {
        for (const auto& pair : sides)
            if (pair.size() == 2)
                sides_.push_back({static_cast<std::ptrdiff_t>(pair[0]), static_cast<std::ptrdiff_t>(pair[1])});
    }
    const std::vector<side>& sides() const { return sides_; }

private:
    std::vector<side> sides_;
};

namespace detail {

handle record_pad(const part& x, const pad_widths&, padding, const void* value, site);
/// xtensor's pad_mode by number.
padding padding_of(int mode);

}  // namespace detail

// pad(x, widths, how, value)   x: an array, a view or an elementwise expression of any element type. A negative width, or
// neither one pair nor one for each axis: shape_error; so is an axis without elements that another kind than constant is
// to make longer. Recorded; one pass over the result. numpy.pad
#define TENFOLD_PAD_BY(reference, widths_type)                                                                   \
    template <template <element_type> class L, class T>                                                          \
        requires detail::lazy<L<T>>                                                                              \
    detail::array_of<L<T>> pad(                                                                                  \
        reference x, widths_type widths, padding how = padding::constant,                                        \
        detail::element_type_of<L<T>> value = {}, detail::site where = detail::site::current())                  \
    {                                                                                                            \
        return detail::array_of<L<T>>(detail::record_pad(detail::own_part(x, where), widths, how, &value, where)); \
    }
#define TENFOLD_PAD(reference)                                         \
    TENFOLD_PAD_BY(reference, const pad_widths&)                       \
    TENFOLD_PAD_BY(reference, std::initializer_list<pad_widths::side>) \
    template <template <element_type> class L, class T, std::integral I> \
        requires detail::lazy<L<T>>                                    \
    detail::array_of<L<T>> pad(                                        \
        reference x, I n, padding how = padding::constant, detail::element_type_of<L<T>> value = {}, \
        detail::site where = detail::site::current())                  \
    {                                                                  \
        return tenfold::pad(x, pad_widths(n), how, value, where);               \
    }                                                                  \
    template <template <element_type> class L, class T, std::integral I> \
        requires detail::lazy<L<T>>                                    \
    detail::array_of<L<T>> pad(                                        \
        reference x, const std::vector<std::pair<I, I>>& widths, padding how = padding::constant, \
        detail::element_type_of<L<T>> value = {}, detail::site where = detail::site::current()) \
    {                                                                  \
        return tenfold::pad(x, pad_widths(widths), how, value, where);          \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_PAD)
#undef TENFOLD_PAD
#undef TENFOLD_PAD_BY

}  // namespace tenfold

// xtensor's forms, with its exact parameters, so that the constraint makes them win.
namespace xt {

enum class pad_mode;   // of its own header

template <class E, class S = std::size_t, class V = typename std::decay_t<E>::value_type>
    requires tenfold::detail::lazy<E>
auto pad(E&& e, const std::vector<std::vector<S>>& widths, pad_mode mode = pad_mode(), V value = 0)
{
    return tenfold::pad(e, tenfold::pad_widths(widths), tenfold::detail::padding_of(static_cast<int>(mode)), value);
}
template <class E, class S = std::size_t, class V = typename std::decay_t<E>::value_type>
    requires tenfold::detail::lazy<E>
auto pad(E&& e, const std::vector<S>& widths, pad_mode mode = pad_mode(), V value = 0)
{
    return pad(e, std::vector<std::vector<S>>{widths}, mode, value);
}
template <class E, class S = std::size_t, class V = typename std::decay_t<E>::value_type>
    requires tenfold::detail::lazy<E>
auto pad(E&& e, S width, pad_mode mode = pad_mode(), V value = 0)
{
    return pad(e, std::vector<std::vector<S>>{{width, width}}, mode, value);
}

}  // namespace xt
