// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <tenfold/detail/family.hpp>

#include <algorithm>
#include <span>
#include <vector>

namespace tenfold::record {

using detail::index_t;

/// Sorted, disjoint ranges of members; most sets are one range, which takes no memory of its own.
class member_set {
public:
    struct range {
        index_t first, last;  // last is past the end
        friend bool operator==(const range&, const range&) = default;
    };

    member_set() = default;
    member_set(index_t first, index_t last) { add(first, last); }

    void add(index_t first, index_t last);
    bool contains(index_t m) const;
    bool empty() const { return ranges().empty(); }
    index_t size() const;
    /// Removes what `other` holds.
    void subtract(const member_set& other);
    std::span<const range> ranges() const
    {
        return many_.empty() ? std::span(&one_, one_.first < one_.last ? 1 : 0) : std::span<const range>(many_);
    }

    friend bool operator==(const member_set& x, const member_set& y)
    {
        return std::ranges::equal(x.ranges(), y.ranges());
    }

private:
    range one_{0, 0};
    std::vector<range> many_;   // replaces one_
};

}  // namespace tenfold::record
