// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which members of which families an evaluation needs. Works on runs, not on members, wherever the runs allow it.
#pragma once

#include "record/recorder.hpp"

#include <mutex>
#include <vector>

namespace tenfold::record {

/// Sorted, disjoint ranges of members.
class member_set {
public:
    struct range {
        index_t first, last;  // last is past the end
        friend bool operator==(const range&, const range&) = default;
    };

    void add(index_t first, index_t last);
    bool contains(index_t m) const;
    bool empty() const { return ranges_.empty(); }
    index_t size() const;
    /// Removes what `other` holds.
    void subtract(const member_set& other);
    const std::vector<range>& ranges() const { return ranges_; }

    friend bool operator==(const member_set&, const member_set&) = default;

private:
    std::vector<range> ranges_;
};

/// Members of a family that are computed.
member_set computed_members(const recorded&);
/// Members that handles hold.
member_set living_members(const recorded&);

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
