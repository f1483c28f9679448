// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Einstein's summation, as numpy.einsum writes it.
//
//   tf::array<double> c = tf::einsum("ij,njk->nik", a, windows);
//
// Every axis of every operand carries a letter; equal letters are one index; letters that the output lacks
// are summed. "..." stands for the axes that are left, aligned at the right and broadcast. Without "->" the
// output is the axes of "..." and then, in alphabetical order, the letters that occur once. A letter that
// occurs twice in one operand is its diagonal. An axis of size 1 broadcasts.
//
// One operand gives a view, or a sum. Two give one product, each element summed as it stands. Three or more
// become products of pairs in an order of least work (the best one up to five operands, a greedy one above,
// never worse than from left to right), so their sums are regrouped as brackets would.
//
// Errors: shape_error that names the subscripts: other characters, another number of operands than terms, an
// output letter that no operand has or that is repeated, sizes of one letter that differ (both are shown),
// axes without letters. Work: 2 operations for each combination of the letters of a pair.
#pragma once

#include <tenfold/detail/pairs.hpp>

#include <concepts>
#include <cstddef>
#include <ranges>
#include <source_location>
#include <string_view>
#include <utility>
#include <vector>

namespace tenfold {

/// The subscripts of einsum, and the line of the call: made by writing a string there.
class subscripts {
public:
    template <std::convertible_to<std::string_view> S>
    subscripts(const S& text, std::source_location where = std::source_location::current())
        : text_(text), where_(where)
    {
    }
    std::string_view text() const { return text_; }
    std::source_location where() const { return where_; }

private:
    std::string_view text_;
    std::source_location where_;
};

/// Any number of operands, one at least. Element types meet as in products.hpp.
template <detail::readable... X>
    requires(sizeof...(X) > 0)
auto einsum(subscripts text, const X&... operands)
{
    using T = detail::product_type<X...>;
    const detail::part parts[] = {detail::part_in<T>(operands, text.where())...};
    return array<T>(detail::record_einsum(text.text(), parts, sizeof...(X), text.where()));
}

/// The same for a list made at run time, of one element type.
template <std::ranges::forward_range R>
    requires(!detail::readable<R> && detail::readable<std::ranges::range_value_t<R>>)
auto einsum(subscripts text, const R& operands)
{
    using T = detail::element_type_of<std::ranges::range_value_t<R>>;
    std::vector<detail::part> parts;
    for (const auto& x : operands) parts.push_back(detail::part_in<T>(x, text.where()));
    if (parts.empty()) detail::reject<shape_error>("einsum", "no operands", text.where());
    return array<T>(detail::record_einsum(text.text(), parts.data(), parts.size(), text.where()));
}

}  // namespace tenfold
