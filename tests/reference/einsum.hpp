// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// einsum("ij,jk->ik", a, b): any number of operands, repeated labels, implicit output, "...".

#pragma once

#include "contraction.hpp"

#include <cctype>

namespace reference
{
namespace detail
{
// One term of the subscripts: labels before and after "...", or without it.
struct term
{
    labels before, after;
    bool dots = false;
};

inline term parse_term(const std::string& text)
{
    term t;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (text.compare(i, 3, "...") == 0 && !t.dots)
        {
            t.dots = true;
            i += 2;
        }
        else if (std::isalpha(static_cast<unsigned char>(text[i])))
            (t.dots ? t.after : t.before).push_back(text[i]);
        else if (text[i] != ' ')
            reject("einsum", "'" + text.substr(i, 1) + "' in the subscripts '" + text + "'");
    }
    return t;
}

// Axes under "..." are labelled -1 (the last), -2, ... so that they align at the right.
inline labels spell(const term& t, index dots)
{
    labels l = t.before;
    for (index i = dots; i > 0; --i)
        l.push_back(static_cast<int>(-i));
    l.insert(l.end(), t.after.begin(), t.after.end());
    return l;
}
} // namespace detail

template <class T>
ndarray<T> einsum(const std::string& subscripts, const std::vector<ndarray<T>>& operands)
{
    const std::size_t arrow = subscripts.find("->");
    const std::string input = subscripts.substr(0, arrow);

    std::vector<detail::term> terms;
    for (std::size_t start = 0, comma = 0; comma != std::string::npos; start = comma + 1)
    {
        comma = input.find(',', start);
        terms.push_back(detail::parse_term(input.substr(start, comma == std::string::npos ? comma : comma - start)));
    }
    if (operands.empty() || terms.size() != operands.size())
        reject("einsum", std::to_string(operands.size()) + " operands for the subscripts '" + subscripts + "'");

    index most = 0;
    std::vector<labels> names;
    std::map<int, int> uses;
    for (std::size_t o = 0; o < operands.size(); ++o)
    {
        const index named = static_cast<index>(terms[o].before.size() + terms[o].after.size());
        const index dots = operands[o].rank() - named;
        if (dots < 0 || (dots > 0 && !terms[o].dots))
            reject("einsum", "the shape " + to_string(operands[o].shape) + " does not fit '" + subscripts + "'");
        most = std::max(most, dots);
        names.push_back(detail::spell(terms[o], dots));
        for (int label : names.back())
            ++uses[label];
        label_sizes own;   // a label repeated in one operand is a diagonal: there a size of 1 does not stretch
        own.add(names.back(), operands[o].shape, false, "einsum");
    }

    labels out;
    if (arrow != std::string::npos)
    {
        const detail::term t = detail::parse_term(subscripts.substr(arrow + 2));
        if (most > 0 && !t.dots)
            reject("einsum", "'...' is missing in the output of '" + subscripts + "'");
        out = detail::spell(t, t.dots ? most : 0);
        for (int label : out)
            if (label > 0 && (!uses.count(label) || std::count(out.begin(), out.end(), label) > 1))
                reject("einsum", std::string("output label ") + static_cast<char>(label) + " in '" + subscripts + "'");
    }
    else
    {
        for (index i = most; i > 0; --i)
            out.push_back(static_cast<int>(-i));
        for (const auto& [label, times_used] : uses)   // a map: in alphabetical order
            if (label > 0 && times_used == 1)
                out.push_back(label);
    }
    return contract("einsum", operands, names, out, true);
}

template <class T, class... U>
ndarray<T> einsum(const std::string& subscripts, const ndarray<T>& first, const U&... rest)
{
    return einsum(subscripts, std::vector<ndarray<T>>{first, rest...});
}
} // namespace reference
