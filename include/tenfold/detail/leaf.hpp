// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// New values whose elements the caller writes: lists, arange, files.
#pragma once

#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/record.hpp>

#include <initializer_list>
#include <type_traits>

namespace tenfold::detail {

/// Row-major memory of one new value. Write all of it, then finish.
class fresh_leaf {
public:
    fresh_leaf(const char* operation, element type, int rank, const index_t* shape, site where);
    fresh_leaf(const fresh_leaf&) = delete;
    fresh_leaf& operator=(const fresh_leaf&) = delete;
    ~fresh_leaf();

    index_t size() const { return size_; }
    void* data() { return const_cast<void*>(memory_.data); }
    const layout& form() const { return form_; }
    handle finish();
    /// The same memory read as column-major.
    handle finish_column_major();

private:
    element type_;
    layout form_;
    index_t size_;
    memory memory_;
};

template <class X> inline constexpr int list_rank = 0;
template <class X> inline constexpr int list_rank<std::initializer_list<X>> = 1 + list_rank<X>;

[[noreturn]] void fail_ragged(index_t length, index_t other, site);

template <class X> void measure_list(std::initializer_list<X> list, index_t* shape, bool first, site where)
{
    const auto length = static_cast<index_t>(list.size());
    if (first) *shape = length;
    else if (*shape != length) fail_ragged(length, *shape, where);
    if constexpr (list_rank < X >> 0) {
        if (length == 0 && first)
            for (int d = 1; d <= list_rank<X>; ++d) shape[d] = 0;
        for (const X& row : list) {
            measure_list(row, shape + 1, first, where);
            first = false;
        }
    }
}

template <class T, class X> void write_list(std::initializer_list<X> list, T*& to)
{
    for (const X& x : list) {
        if constexpr (list_rank < X >> 0) write_list(x, to);
        else *to++ = x;
    }
}

template <class T, class X> handle record_list(std::initializer_list<X> list, site where)
{
    constexpr int rank = 1 + list_rank<X>;
    index_t shape[rank];
    measure_list(list, shape, true, where);
    fresh_leaf leaf("array", element_of<T>, rank, shape, where);
    T* to = static_cast<T*>(leaf.data());
    write_list(list, to);
    return leaf.finish();
}

}  // namespace tenfold::detail
