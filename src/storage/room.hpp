// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Values that one run computes on a device share a block there, as long as it is small: the first that the host asks for
// brings all of them.
#pragma once

#include <cstddef>
#include <memory>

namespace tenfold::storage {

struct room {
    static constexpr std::size_t small = 64 << 10, most = 1 << 20;   // bytes of a value, of a room
    static constexpr std::size_t align(std::size_t bytes) { return (bytes + 255) / 256 * 256; }

    std::shared_ptr<std::byte> block;
    std::size_t bytes = 0;
    std::shared_ptr<std::byte> home = {};   // its copy, once it is there; under the lock of engine/bring
};

}  // namespace tenfold::storage
