// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "record/stream.hpp"

#include <unordered_map>

namespace tenfold::record {

/// Handles beyond the first, by member. Mostly one member at a time has some, while a view of it lives: that one needs
/// no table.
class extra_handles {
public:
    bool empty() const { return count_ == 0 && rest_.empty(); }
    bool contains(index_t m) const { return (count_ > 0 && member_ == m) || (!rest_.empty() && rest_.contains(m)); }
    index_t of(index_t m) const
    {
        if (count_ > 0 && member_ == m) return count_;
        const auto at = rest_.empty() ? rest_.end() : rest_.find(m);
        return at == rest_.end() ? 0 : at->second;
    }
    void add(index_t m)
    {
        if (count_ > 0 && member_ == m) ++count_;
        else if (count_ == 0 && (rest_.empty() || !rest_.contains(m))) {
            member_ = m;
            count_ = 1;
        }
        else ++rest_[m];
    }
    /// One less; false where the member has none.
    bool take(index_t m)
    {
        if (count_ > 0 && member_ == m) {
            --count_;
            return true;
        }
        if (rest_.empty()) return false;
        const auto at = rest_.find(m);
        if (at == rest_.end()) return false;
        if (--at->second == 0) rest_.erase(at);
        return true;
    }
    void clear()
    {
        count_ = 0;
        rest_.clear();
    }

private:
    index_t member_ = 0, count_ = 0;               // of one member,
    std::unordered_map<index_t, index_t> rest_;    // and of others
};

}  // namespace tenfold::record
