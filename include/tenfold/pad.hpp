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
    const std::vector<side>& sides() const { return sides_; }

private:
    std::vector<side> sides_;
};

namespace detail {

handle record_pad(const part& x, const pad_widths&, padding, const void* value, site);

}  // namespace detail

// pad(x, widths, how, value)   x: an array, a view or an elementwise expression of any element type. A negative width, or
// neither one pair nor one for each axis: shape_error; so is an axis without elements that another kind than constant is
// to make longer. Recorded; one pass over the result. numpy.pad
#define TENFOLD_PAD(reference)                                                                                     \
    template <template <element_type> class L, class T>                                                            \
        requires detail::lazy<L<T>>                                                                                \
    detail::array_of<L<T>> pad(                                                                                                  \
        reference x, const pad_widths& widths, padding how = padding::constant,                                    \
        detail::element_type_of<L<T>> value = {}, detail::site where = detail::site::current())                         \
    {                                                                                                              \
        return detail::array_of<L<T>>(detail::record_pad(detail::own_part(x, where), widths, how, &value, where));             \
    }
TENFOLD_EACH_REFERENCE(TENFOLD_PAD)
#undef TENFOLD_PAD

}  // namespace tenfold
