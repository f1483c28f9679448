// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which members of which families an evaluation needs. Works on runs, not on members, wherever the runs allow it.
#pragma once

#include "record/recorder.hpp"

#include <algorithm>
#include <mutex>
#include <span>
#include <vector>

namespace tenfold::record {

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

/// Members of a family that are computed.
member_set computed_members(const recorded&);
/// Members that handles hold.
member_set living_members(const recorded&);

/// Is all that there is of it computed? Most programs read leaves and finished results.
bool is_ready(const recorded&);

struct need {
    recorded* f;
    member_set members;
    int cycle = -1;   // families with the same number depend on each other's members
    bool all_asked = true;
    member_set asked = {};  // unless all are: those that somebody may read once this evaluation is over

    bool is_asked(index_t m) const { return all_asked || asked.contains(m); }
    bool any_asked() const { return all_asked || !asked.empty(); }
};

/// Keeps what other threads record from changing structure while it is read.
class reading_guard {
public:
    void cover(const recorded&);

private:
    std::vector<std::unique_lock<std::mutex>> held_;
    std::vector<const detail::recorder*> covered_;
};

/// Everything that must be computed so that `targets` are, in an order in which every family comes after those it
/// reads (families of one cycle stand together). Time goes with the number of runs.
std::vector<need> reach(std::vector<need> targets, reading_guard&);

}  // namespace tenfold::record
