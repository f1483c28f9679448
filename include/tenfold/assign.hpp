// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Assignment into a part of an array:
//
//   tf::view(x, i, xt::all()) = tf::dot(a, b);   // anything that reads as an array and broadcasts to the part
//   tf::view(x, xt::range(0, 4)) += 1.0;         // also -=, *=, /=
//   tf::view(x, i, j) = 3.0;                     // one element
//   tf::transpose(x) = y;                        // any view that names each element once
//
// x must be an array that has a name and is not const, and the view must not have one. The order of events is
// NumPy's: what was recorded before sees the old elements, what comes after sees the new ones. Copies and
// views of x that were taken before keep the old value.
// Values that do not broadcast to the part: shape_error. Work: the elements of the part, if nobody keeps the
// old x.
#pragma once

#include <tenfold/array.hpp>

namespace tenfold::detail {

/// What an unnamed view of a named array assigns to.
class target {
public:
    target() = default;
    template <element_type T> target(array<T>& x, site where) : base(&x.handle_), taken(where) {}
    target(const target& o) : base(o.base), taken(o.taken)
    {
        if (base) copy_rest(o);
    }
    target& operator=(const target&) = delete;

    bool stored() const { return base && own; }

    handle* base = nullptr;  // null: nothing can be assigned, and the rest means nothing
    site taken;              // where the view was: operators are not told where they stand

    // An array may be a stored view of another. Its parts are read where that one lies, but assigned as parts
    // of the elements that it gets for itself then: the members below are about those.
    bool own;
    const family* source;  // of the array when the view was taken; only compared
    index_t member;
    index_t offset;
    layout form;

private:
    void copy_rest(const target& o)
    {
        own = o.own;
        if (!own) return;
        source = o.source;
        member = o.member;
        offset = o.offset;
        form.rank = o.form.rank;
        for (int d = 0; d < form.rank; ++d) form.shape[d] = o.form.shape[d];
        for (int d = 0; d < form.rank; ++d) form.stride[d] = o.form.stride[d];
    }
};

void store_part(const part&, const target&, store_mode, const operand& value);

template <element_type T, store_mode mode, class Y>
void store(const part& to, const target& where, const Y& y)
{
    if constexpr (number<Y>) {
        static_assert(
            std::is_convertible_v<Y, T>,
            "tenfold: this number does not convert to the elements of the array");
        static_assert(
            mode == store_mode::assign || !std::is_integral_v<T> || std::is_integral_v<Y>,
            "tenfold: an array of integers cannot take this result in place; cast the array first");
        const T value = static_cast<T>(y);
        store_part(to, where, mode, kept_number(element_of<T>, &value));
    }
    else if constexpr (std::is_same_v<element_type_of<Y>, T>) {
        const argument<Y> value(y, where.taken);
        store_part(to, where, mode, value.read());
    }
    else {
        static_assert(
            mode == store_mode::assign || !std::is_integral_v<T> || std::is_integral_v<element_type_of<Y>>,
            "tenfold: an array of integers cannot take this result in place; cast the array first");
        const handle value = record_as<T>(y, where.taken);
        store_part(to, where, mode, whole(value));
    }
}

}  // namespace tenfold::detail
