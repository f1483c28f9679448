// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sizes of blocks. Classes are multiples of a line up to 1 KiB, then eighths of a doubling, so that at most an eighth
// is lost; from 2 MiB on, whole huge pages.
#pragma once

#include <bit>
#include <cstddef>

namespace tenfold::storage {

inline constexpr std::size_t line = 64;
inline constexpr std::size_t huge = std::size_t{2} << 20;
inline constexpr int steps = 8;  // classes in each doubling
inline constexpr int classes = 16 + steps * 48;

constexpr int class_of(std::size_t bytes)
{
    if (bytes <= 16 * line) return static_cast<int>((bytes + line - 1) / line) - 1;
    const int doubling = static_cast<int>(std::bit_width(bytes - 1)) - 1;  // 2^doubling < bytes <= 2^(doubling + 1)
    const std::size_t over = (bytes - 1) >> (doubling - 3);               // 8 .. 15
    return 16 + (doubling - 10) * steps + static_cast<int>(over - steps);
}

constexpr std::size_t bytes_of_class(int c)
{
    if (c < 16) return static_cast<std::size_t>(c + 1) * line;
    const int doubling = 10 + (c - 16) / steps;
    const std::size_t over = static_cast<std::size_t>((c - 16) % steps + steps + 1);
    const std::size_t bytes = over << (doubling - 3);
    return bytes < huge ? bytes : (bytes + huge - 1) / huge * huge;
}

/// Blocks of these classes, up to 32 KiB, are kept by each thread as well.
inline constexpr int small_classes = class_of(std::size_t{32} << 10) + 1;

}  // namespace tenfold::storage
