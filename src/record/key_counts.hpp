// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Counts keys (addresses, or what is made of several) without an allocation for each: open addressing over a table
// whose size is known beforehand.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tenfold::record {

class key_counts {
public:
    /// Room for this many different keys.
    explicit key_counts(std::size_t most) : slots_(std::bit_ceil(2 * most + 2)) {}

    /// Counts a key; returns how often it has come now.
    int add(std::size_t key)
    {
        slot& s = find(key);
        s.key = key;
        return ++s.count;
    }
    int count(std::size_t key) { return find(key).count; }

private:
    struct slot {
        std::size_t key = 0;
        int count = 0;
    };
    slot& find(std::size_t key)
    {
        std::size_t at = (key * 0x9e3779b97f4a7c15u) >> 32 & (slots_.size() - 1);
        while (slots_[at].count > 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
        return slots_[at];
    }

    std::vector<slot> slots_;
};

/// One key of two addresses.
inline std::size_t key_of_pair(const void* a, const void* b)
{
    return (reinterpret_cast<std::size_t>(a) * 0x9e3779b97f4a7c15u ^ reinterpret_cast<std::size_t>(b)) * 0xff51afd7ed558ccdu;
}

}  // namespace tenfold::record
