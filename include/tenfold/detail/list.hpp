// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Lists in braces as values: {1.0, 2.0}, {{1.0}, {2.0}}, any depth.
#pragma once

#include <tenfold/detail/leaf.hpp>
#include <tenfold/detail/operand.hpp>

#include <initializer_list>
#include <type_traits>

namespace tenfold::detail {

/// Classes that act as a number, such as an element of std::vector<bool>.
template <class U>
concept list_class = std::is_class_v<U> && !readable<U>;

/// What may stand in a list of T: a number that converts, or a row of such. One type for every depth leaves the
/// compiler one way to read braces, where a list of T would take {x} for x, and {{1.0}, {2.0}} for two numbers.
template <element_type T> class nested {
public:
    template <class U>
        requires(std::is_convertible_v<const U&, T> && (std::is_arithmetic_v<U> || list_class<U>))
    nested(const U& x) : value_(static_cast<T>(x))
    {
        static_assert(
            !std::is_integral_v<T> || !std::is_floating_point_v<U>,
            "tenfold: these numbers would lose their fractions in an array of integers");
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool> && std::is_integral_v<U>)
            if (static_cast<U>(value_) != x || (value_ < T(0)) != (x < U(0))) fail_narrow(element_of<T>);
    }
    nested(std::initializer_list<nested> row) : row_(row), is_row_(true) {}

    bool is_row() const { return is_row_; }
    /// Of a number: -1.
    index_t count() const { return is_row_ ? static_cast<index_t>(row_.size()) : -1; }
    const nested* begin() const { return row_.begin(); }
    const nested* end() const { return row_.end(); }
    T value() const { return value_; }

private:
    std::initializer_list<nested> row_;
    bool is_row_ = false;
    T value_{};
};

/// Writes a list of the given shape in row-major order; throws where it has another.
template <class T> void write_list(const nested<T>& list, const index_t* shape, int rank, T*& to, site where)
{
    if (list.count() != *shape) fail_ragged(list.count(), *shape, where);
    for (const nested<T>& x : list) {
        if (x.is_row() != (rank > 1)) fail_ragged(x.count(), rank > 1 ? shape[1] : -1, where);
        if (rank > 1) write_list(x, shape + 1, rank - 1, to, where);
        else *to++ = x.value();
    }
}

template <class T> handle record_list(std::initializer_list<nested<T>> list, site where)
{
    index_t shape[max_rank + 1];
    int rank = 0;
    const nested<T> whole(list);
    for (const nested<T>* row = &whole; row && row->is_row() && rank <= max_rank;) {
        shape[rank++] = row->count();
        row = row->count() ? row->begin() : nullptr;
    }
    if (rank > max_rank) fail_deep(where);
    fresh_leaf leaf("array", element_of<T>, rank, shape, where);
    T* to = static_cast<T*>(leaf.data());
    write_list(whole, shape, rank, to, where);
    return leaf.finish();
}

}  // namespace tenfold::detail
