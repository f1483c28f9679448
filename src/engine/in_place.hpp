// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Stores into values that are there. A version whose memory nobody can look at any more may become the next one: then a
// loop that assigns and reads by turns copies nothing.
#pragma once

#include "record/recorder.hpp"

namespace tenfold::engine {

/// The placement of a computed value, in canonical order, if it lies in its block alone and nobody else can read it: no
/// view, no iterator, no job, no other thread, and no recorded call but of `readers` families that are known. Else null.
/// What its own handles may read is for the caller to know.
const record::kept_placement* alone_in_memory(const record::value_family&, record::index_t member, int readers);

/// The same of a value that no handle holds, and that recorded calls of this thread only read.
const record::kept_placement* left_behind(const record::value_family&, record::index_t member);

/// Where its elements begin.
inline std::byte* memory_of(const record::kept_placement& p, element type)
{
    return const_cast<std::byte*>(p.data.get()) + p.offset(0) * static_cast<record::index_t>(size_of(type));
}

}  // namespace tenfold::engine
