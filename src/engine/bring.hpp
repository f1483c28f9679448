// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Values in other memory than they were computed in: replicas, which only ever are read.
#pragma once

#include "record/value_family.hpp"

#include <mutex>
#include <span>
#include <unordered_map>

namespace tenfold::engine {

/// Memory of another space that is given back after one run, by what lies there: as `data` of the placement, there.
using loans = std::unordered_map<const detail::placement*, std::shared_ptr<std::byte>>;

/// `data` of a placement, copied from where it lies the first time that the host asks. Null where its memory was given up.
const std::byte* bring_home(const detail::placement&);
inline const std::byte* host_data(const detail::placement& p)
{
    const std::byte* const at = p.data;
    return at ? at : bring_home(p);
}

/// Writes where values lie in a space that the host does not read into `at`. Copies are kept with the value; those of
/// memory that belongs to the caller, who may change it, are lent. Small ones travel together.
void bring(std::span<const detail::placement* const> values, storage::space&, loans&, std::byte** at);

/// How many bytes of these would travel, to a device or home.
std::size_t bytes_to_bring(std::span<const detail::placement* const>, const storage::space&);

/// What keeps a copy there that is kept with the value. Null where there is none.
std::shared_ptr<const void> keeper_of(const detail::placement&, const storage::space&);

/// Gives up the copy of a value there that the host reads as well.
void leave(const detail::placement&, const storage::space&);

/// Guards replicas.
std::mutex& bringing();

}  // namespace tenfold::engine
