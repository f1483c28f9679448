// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which members of which families an evaluation needs. Works on runs, not on members, wherever the runs allow it.
#pragma once

#include "record/member_set.hpp"
#include "record/recorder.hpp"

#include <mutex>
#include <vector>

namespace tenfold::record {

/// Members of a family that are computed.
member_set computed_members(const recorded&);
/// Members that handles hold.
member_set living_members(const recorded&);

/// Is all that there is of it computed? Most programs read leaves and finished results.
bool is_ready(const value_family&);

struct need {
    recorded* f;
    member_set members;
    int cycle = -1;   // families with the same number depend on each other's members
    bool all_asked = true;
    member_set asked = {};  // unless all are: those that somebody may read once this evaluation is over
    bool own = true;        // recorded by the thread that asks

    bool is_asked(index_t m) const { return all_asked || asked.contains(m); }
    bool any_asked() const { return all_asked || !asked.empty(); }
    /// One run of members of which nobody may read any but the last.
    bool is_only_last_asked() const
    {
        if (members.ranges().size() != 1) return false;
        const auto [first, last] = members.ranges()[0];
        if (last - first == 1) return true;
        member_set before(first, last - 1);
        const index_t count = before.size();
        before.subtract(asked);
        return !all_asked && before.size() == count;
    }
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
