// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A number for each key (an address, or what is made of several) without an allocation for each: open addressing over
// a table whose size is known beforehand.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tenfold::record {

class key_numbers {
public:
    /// Room for this many different keys, none of them 0.
    explicit key_numbers(std::size_t most) : slots_(std::bit_ceil(2 * most + 2)) {}

    /// The number of a key, 0 at first.
    int& operator[](std::size_t key)
    {
        std::size_t at = (key * 0x9e3779b97f4a7c15u) >> 32 & (slots_.size() - 1);
        while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
        slots_[at].key = key;
        return slots_[at].number;
    }
    int& operator[](const void* address) { return (*this)[reinterpret_cast<std::size_t>(address)]; }

private:
    struct slot {
        std::size_t key = 0;
        int number = 0;
    };

    std::vector<slot> slots_;
};

/// One key of two addresses.
inline std::size_t key_of_pair(const void* a, const void* b)
{
    return ((reinterpret_cast<std::size_t>(a) * 0x9e3779b97f4a7c15u ^ reinterpret_cast<std::size_t>(b)) * 0xff51afd7ed558ccdu) | 1;
}

}  // namespace tenfold::record
