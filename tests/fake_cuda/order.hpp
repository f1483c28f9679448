// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Is what two streams do with one piece of memory ordered, by events or by waits of the host? Vector clocks (Mattern 1989):
// each stream counts what it was told and knows how much of the others comes before. Whether an order is missing does not
// depend on what happened to run first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace fake_cuda {

/// Memory of the device that some work reads or writes.
struct region {
    const std::byte* at;
    std::size_t bytes;
    bool writes;
};

using clock = std::map<const void*, std::uint64_t>;   // of each stream, how much has been told

/// So that it holds what both know.
inline void join(clock& to, const clock& from)
{
    for (const auto& [stream, time] : from) to[stream] = std::max(to[stream], time);
}

class order {
public:
    /// Work goes on a stream. Returns a conflict, else nothing.
    std::string told(const void* stream, const std::vector<region>&);
    const clock& of(const void* stream) { return streams_[stream]; }
    void stream_waits(const void* stream, const clock& c) { join(streams_[stream], c); }
    void host_waits(const clock& c) { join(host_, c); }
    /// The block is no more.
    void forget(const std::byte* at, std::size_t bytes);

private:
    struct use {
        const void* stream;
        std::uint64_t time;
        region what;
    };
    static constexpr std::size_t most = 512;   // the last ones

    std::map<const void*, clock> streams_;
    clock host_;
    std::deque<use> uses_;
};

}  // namespace fake_cuda
