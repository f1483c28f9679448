// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What functions that evaluate once work on: elements in memory, lane after lane along the axes that they look at.
#pragma once

#include "evaluation.hpp"
#include "elements.hpp"

#include <tenfold/detail/leaf.hpp>
#include <tenfold/detail/plain.hpp>
#include <tenfold/detail/promote.hpp>

#include <cmath>
#include <complex>
#include <memory>
#include <type_traits>

namespace tenfold::detail {

template <class T> bool is_nan(const T& x)
{
    if constexpr (is_complex_type<T>) return std::isnan(x.real()) || std::isnan(x.imag());
    else if constexpr (std::is_floating_point_v<T>) return std::isnan(x);
    else return false;
}

/// NumPy's order: NaN last; complex numbers by real part, then by imaginary part, those with a NaN last.
template <class T> bool before(const T& a, const T& b)
{
    if constexpr (is_complex_type<T>) {
        const int nans_a = 2 * std::isnan(a.real()) + std::isnan(a.imag());
        const int nans_b = 2 * std::isnan(b.real()) + std::isnan(b.imag());
        if (nans_a != nans_b) return nans_a < nans_b;
        if (nans_a < 2 && a.real() != b.real()) return a.real() < b.real();
        return nans_a % 2 == 0 && a.imag() < b.imag();
    }
    else return a < b || (is_nan(b) && !is_nan(a));
}

/// A copy of a value's elements, as T.
template <class T> struct lanes {
    std::unique_ptr<T[]> data;
    index_t count = 1;    // of lanes
    index_t length = 1;   // of each

    T* lane(index_t i) const { return data.get() + i * length; }
    index_t size() const { return count * length; }
};

/// The value's elements with the axes of `mask` innermost, which together are a lane. Evaluates.
template <class T> lanes<T> read_lanes(const handle& h, std::uint32_t mask, site where)
{
    check_value(h, where);
    const located at = locate(h, where);
    const family& f = *h.source();
    lanes<T> r;
    layout from, to;
    from.rank = 0;
    for (const bool inner : {false, true}) {
        for (int d = 0; d < f.rank; ++d) {
            if (((mask >> d & 1) != 0) != inner) continue;
            (inner ? r.length : r.count) *= f.shape[d];
            from.shape[from.rank] = f.shape[d];
            from.stride[from.rank++] = at.stride[d];
        }
    }
    index_t step = 1;
    for (int d = from.rank; d-- > 0; step *= from.shape[d]) to.stride[d] = step;
    r.data = std::make_unique_for_overwrite<T[]>(static_cast<std::size_t>(r.size()));
    evaluation::convert(
        {const_cast<std::byte*>(at.data), from.rank, from.shape, from.stride}, f.type,
        {r.data.get(), from.rank, from.shape, to.stride}, element_of<T>);
    return r;
}
/// All elements, in row-major order.
template <class T> lanes<T> read_all(const handle& h, site where) { return read_lanes<T>(h, ~std::uint32_t(0), where); }

/// Memory for a value of x's shape but for an axis of another length, lane after lane.
class new_lanes {
public:
    new_lanes(const char* operation, element type, const family& x, index_t axis, index_t length, site where)
        : axis_(static_cast<int>(axis)), leaf_(operation, type, x.rank, moved(x, axis_, length).shape, where)
    {
    }

    template <class T> T* lane(index_t i)
    {
        const layout& form = leaf_.form();
        return static_cast<T*>(leaf_.data()) + i * form.shape[form.rank - 1];
    }
    handle finish();

private:
    static layout moved(const family& x, int axis, index_t length);

    int axis_;
    fresh_leaf leaf_;
};

inline std::string shape_text(const handle& h) { return show_shape(h.source()->rank, h.source()->shape); }

/// A new vector of T.
template <class T> handle vector_of(const char* operation, const T* data, index_t n, site where)
{
    fresh_leaf leaf(operation, element_of<T>, 1, &n, where);
    std::copy_n(data, n, static_cast<T*>(leaf.data()));
    return leaf.finish();
}

}  // namespace tenfold::detail
