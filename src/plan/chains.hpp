// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What hangs together: disjoint sets with path halving (Tarjan, van Leeuwen 1984).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace tenfold::plan {

class disjoint_sets {
public:
    std::int32_t add()
    {
        parent_.push_back(static_cast<std::int32_t>(parent_.size()));
        return parent_.back();
    }
    std::int32_t root(std::int32_t x)
    {
        while (at(x) != x) x = at(x) = at(at(x));
        return x;
    }
    /// The older root stays.
    std::int32_t join(std::int32_t x, std::int32_t y)
    {
        x = root(x);
        y = root(y);
        if (x == y) return x;
        if (x > y) std::swap(x, y);
        return at(y) = x;
    }
    /// The sets as numbers 0, 1, ... in the order in which they began; for each element the number of its set.
    std::vector<std::int32_t> numbers(std::int32_t& sets)
    {
        std::vector<std::int32_t> number(parent_.size());
        sets = 0;
        for (std::size_t i = 0; i < parent_.size(); ++i) {
            const auto r = root(static_cast<std::int32_t>(i));
            number[i] = r == static_cast<std::int32_t>(i) ? sets++ : number[static_cast<std::size_t>(r)];
        }
        return number;
    }

private:
    std::int32_t& at(std::int32_t x) { return parent_[static_cast<std::size_t>(x)]; }

    std::vector<std::int32_t> parent_;
};

}  // namespace tenfold::plan
