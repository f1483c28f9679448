// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/member_set.hpp"

namespace tenfold::record {

void member_set::add(index_t first, index_t last)
{
    if (first >= last) return;
    if (many_.empty()) {
        if (empty()) one_ = {first, last};
        else if (first <= one_.last && last >= one_.first)
            one_ = {std::min(first, one_.first), std::max(last, one_.last)};
        else if (first > one_.last) many_ = {one_, {first, last}};
        else many_ = {{first, last}, one_};
        return;
    }
    auto from = std::lower_bound(many_.begin(), many_.end(), first,
                                 [](const range& r, index_t value) { return r.last < value; });
    auto to = from;
    while (to != many_.end() && to->first <= last) {
        first = std::min(first, to->first);
        last = std::max(last, to->last);
        ++to;
    }
    if (from == to) many_.insert(from, {first, last});
    else {
        *from = {first, last};
        many_.erase(from + 1, to);
    }
}

bool member_set::contains(index_t m) const
{
    const auto all = ranges();
    const auto after = std::upper_bound(all.begin(), all.end(), m,
                                        [](index_t value, const range& r) { return value < r.last; });
    return after != all.end() && after->first <= m;
}

index_t member_set::size() const
{
    index_t n = 0;
    for (const range& r : ranges()) n += r.last - r.first;
    return n;
}

void member_set::subtract(const member_set& other)
{
    if (other.empty() || empty()) return;
    const auto gone = other.ranges();
    member_set left;
    auto cut = gone.begin();
    for (range r : ranges()) {
        while (cut != gone.end() && cut->last <= r.first) ++cut;
        for (auto at = cut; at != gone.end() && at->first < r.last; ++at) {
            left.add(r.first, at->first);
            r.first = at->last;
        }
        left.add(r.first, r.last);
    }
    *this = std::move(left);
}

}  // namespace tenfold::record
