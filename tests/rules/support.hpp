// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What tests of rules have in common: values that the reference knows too, and what explain says of one rule.
#pragma once

#include "api/support.hpp"

namespace rules_support {

namespace tf = tenfold;
using reference::ndarray;
using reference::shape_t;
using support::to_array;
using support::to_reference;

inline ndarray<double> numbers(const shape_t& shape, unsigned seed) { return support::whole_numbers<double>(shape, seed); }

inline tf::explanation::rule rule(const tf::explanation& e, const char* name)
{
    for (const auto& r : e.rules)
        if (r.name == name) return r;
    throw std::logic_error(std::string("no rule ") + name);
}

template <class T> void expect_equal(const tf::array<T>& got, const ndarray<T>& want)
{
    const auto d = reference::difference(to_reference(got), want);
    EXPECT_FALSE(d) << *d;
}

inline tf::options without(const char* name)
{
    tf::options o;
    o.disable = {name};
    return o;
}

}  // namespace rules_support
