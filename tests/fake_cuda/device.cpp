// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "device.hpp"

namespace fake_cuda {

device& gpu()
{
    static auto* const one = new device;
    return *one;
}

void wait_for(cudaStream_t s)
{
    gpu().run_until([s] { return s->work.empty(); });
    gpu().order.host_waits(gpu().order.of(s));
}

cudaError_t say(cudaError_t e)
{
    if (e != cudaSuccess && e != cudaErrorNotReady) gpu().last = e;
    return e;
}

counts counted()
{
    const std::lock_guard hold(gpu().mutex);
    return gpu().so_far;
}
void reset_counts()
{
    const std::lock_guard hold(gpu().mutex);
    gpu().so_far = {};
}
void set_seed(std::uint64_t seed)
{
    const std::lock_guard hold(gpu().mutex);
    gpu().draw.seed(seed);
}
void set_devices(int n)
{
    const std::lock_guard hold(gpu().mutex);
    gpu().devices = n;
}
void set_memory(std::size_t bytes)
{
    const std::lock_guard hold(gpu().mutex);
    gpu().limit = bytes;
}
std::size_t memory_in_use()
{
    const std::lock_guard hold(gpu().mutex);
    return gpu().in_use;
}
std::string faults()
{
    const std::lock_guard hold(gpu().mutex);
    return std::exchange(gpu().said, {});
}

void enqueue(void* stream, std::vector<region> uses, std::function<void()> f)
{
    const std::lock_guard hold(gpu().mutex);
    if (!stream) return fault("work on the default stream");
    auto* const s = static_cast<CUstream_st*>(stream);
    if (s->records) {
        s->records->work.push_back(std::move(f));
        s->records->uses.insert(s->records->uses.end(), uses.begin(), uses.end());
        return;
    }
    if (const std::string conflict = gpu().order.told(s, uses); !conflict.empty()) fault(conflict);
    s->work.push_back({std::move(f), nullptr});
}
region block_of(const void* p)
{
    const std::lock_guard hold(gpu().mutex);
    auto* const at = static_cast<std::byte*>(const_cast<void*>(p));
    auto block = gpu().blocks.upper_bound(at);
    if (block == gpu().blocks.begin()) return {at, 0, true};
    --block;
    if (at >= block->first + block->second.bytes) return {at, 0, true};
    return {block->first, block->second.bytes, true};
}
bool is_recording(void* stream)
{
    const std::lock_guard hold(gpu().mutex);
    return stream && static_cast<CUstream_st*>(stream)->records;
}
void count(void* stream, std::int64_t counts::*what, std::int64_t by)
{
    if (!is_recording(stream)) count(what, by);
}
void count(std::int64_t counts::*what, std::int64_t by)
{
    const std::lock_guard hold(gpu().mutex);
    gpu().so_far.*what += by;
}
void fault(const std::string& text)
{
    const std::lock_guard hold(gpu().mutex);
    if (gpu().said.empty()) gpu().said = text;
}
bool is_device_memory(const void* p, std::size_t bytes)
{
    const std::lock_guard hold(gpu().mutex);
    const auto* const at = static_cast<const std::byte*>(p);
    const region block = block_of(p);
    return block.bytes > 0 && at + bytes <= block.at + block.bytes;
}

}  // namespace fake_cuda
