// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Every product here is one sum: each axis of each operand has a label, and
//     result[out] = sum over the labels not in out, in order, of operand 0 * operand 1 * ...

#pragma once

#include "axes.hpp"

#include <map>

namespace reference
{
using labels = std::vector<int>;

// Sizes by label. Equal labels need equal sizes, or 1 where stretching is allowed.
struct label_sizes
{
    std::map<int, index> size;

    void add(const labels& l, const shape_t& shape, bool stretch, const std::string& operation)
    {
        for (std::size_t d = 0; d < l.size(); ++d)
        {
            const auto [at, fresh] = size.emplace(l[d], shape[d]);
            if (fresh || at->second == shape[d] || (stretch && shape[d] == 1))
                continue;
            if (!stretch || at->second != 1)
                reject(operation,
                       "sizes " + std::to_string(at->second) + " and " + std::to_string(shape[d]) + " differ");
            at->second = shape[d];
        }
    }
};

template <class T>
ndarray<T> contract(const std::string& operation, const std::vector<ndarray<T>>& operands,
                    const std::vector<labels>& names, const labels& out, bool stretch = false)
{
    label_sizes sizes;
    for (std::size_t o = 0; o < operands.size(); ++o)
        sizes.add(names[o], operands[o].shape, stretch, operation);

    // Loops: the labels of the result outside, the summed ones inside, in the order they first appear.
    labels loops = out;
    for (const labels& l : names)
        for (int label : l)
            if (std::find(loops.begin(), loops.end(), label) == loops.end())
                loops.push_back(label);
    shape_t outer_shape, inner_shape;
    for (std::size_t i = 0; i < loops.size(); ++i)
        (i < out.size() ? outer_shape : inner_shape).push_back(sizes.size.at(loops[i]));

    // steps[o][i]: how far operand o moves when loop i counts one; a repeated label moves along a diagonal.
    std::vector<shape_t> steps;
    for (std::size_t o = 0; o < operands.size(); ++o)
    {
        const shape_t strides = strides_of(operands[o].shape);
        shape_t moves(loops.size(), 0);
        for (std::size_t i = 0; i < loops.size(); ++i)
            for (std::size_t d = 0; d < names[o].size(); ++d)
                if (names[o][d] == loops[i] && operands[o].shape[d] != 1)
                    moves[i] += strides[d];
        steps.push_back(moves);
    }

    ndarray<T> result(outer_shape);
    shape_t at(loops.size());
    index next = 0;
    for_each_position(outer_shape, [&](const shape_t& outside) {
        T sum = T();
        bool first = true;
        for_each_position(inner_shape, [&](const shape_t& inside) {
            std::copy(outside.begin(), outside.end(), at.begin());
            std::copy(inside.begin(), inside.end(), at.begin() + static_cast<index>(outside.size()));
            T term = operands[0].get(inner_product(at, steps[0]));
            for (std::size_t o = 1; o < operands.size(); ++o)
                term = times(term, operands[o].get(inner_product(at, steps[o])));
            sum = first ? term : plus(sum, term);
            first = false;
        });
        result.set(next++, sum);
    });
    return result;
}
} // namespace reference
