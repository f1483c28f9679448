// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Where memory lies: in what the host reads, or in a device of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace tenfold::storage {

/// Bytes of the host that go to one place of a larger block.
struct piece {
    const std::byte* from;
    std::size_t bytes, offset;
};

/// Lives as long as the process.
class space {
public:
    virtual ~space() = default;
    virtual const char* name() const = 0;
    /// Does the host read and write what lies here as its own?
    virtual bool is_host() const = 0;
    /// At least so many bytes, aligned to 64. Throws memory_error where there are none to be had.
    virtual std::shared_ptr<std::byte> allocate(std::size_t bytes) = 0;
    virtual void to_host(std::byte* to, const std::byte* from, std::size_t bytes) = 0;
    virtual void from_host(std::byte* to, const std::byte* from, std::size_t bytes) = 0;
    /// Pieces into one block, in the order of their offsets. What lies between them may be written as well.
    virtual void from_host(std::byte* to, std::span<const piece> all)
    {
        for (const piece& p : all) from_host(to + p.offset, p.from, p.bytes);
    }
};

/// The memory of this process: a pool that keeps freed blocks, on huge pages where they fit.
space& host();
/// From there.
std::shared_ptr<std::byte> allocate(std::size_t bytes);

}  // namespace tenfold::storage
