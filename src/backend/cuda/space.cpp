// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/space.hpp"

#include "backend/cuda/call.hpp"
#include "backend/cuda/event.hpp"

#include <bit>

namespace tenfold::backend::on_cuda {

namespace {

/// Eight sizes between powers of two, from 512 bytes on: an eighth at most is lost.
std::size_t rounded(std::size_t bytes)
{
    constexpr std::size_t least = 512;
    if (bytes <= least) return least;
    const std::size_t step = std::max(least, std::bit_floor(bytes - 1) / 8);
    return (bytes + step - 1) / step * step;
}

}  // namespace

device_space::device_space(int device, cudaStream_t s) : device_(device), stream_(s), name_("cuda:" + std::to_string(device)), staging_(s) {}

void device_space::use() const { check(cudaSetDevice(device_), "cudaSetDevice"); }

std::shared_ptr<std::byte> device_space::allocate(std::size_t bytes)
{
    const std::size_t size = rounded(bytes);
    std::byte* const at = take(size);
    return {at, [this, size](std::byte* b) { give(b, size); }};
}

std::byte* device_space::take(std::size_t size)
{
    {
        const std::lock_guard hold(mutex_);
        if (const auto at = spare_.find(size); at != spare_.end() && !at->second.empty()) {
            std::byte* const b = at->second.back();
            at->second.pop_back();
            return b;
        }
    }
    use();
    void* fresh = nullptr;
    cudaError_t e = cudaMalloc(&fresh, size);
    if (e == cudaErrorMemoryAllocation && trim() > 0) {
        cudaGetLastError();
        e = cudaMalloc(&fresh, size);
    }
    if (e == cudaErrorMemoryAllocation) {
        cudaGetLastError();
        std::size_t free = 0, all = 0;
        cudaMemGetInfo(&free, &all);
        throw memory_error("[" + name_ + "] " + std::to_string(size) + " bytes asked for, " + std::to_string(free) + " of "
                           + std::to_string(all) + " are free");
    }
    check(e, "cudaMalloc");
    return static_cast<std::byte*>(fresh);
}

void device_space::give(std::byte* b, std::size_t size)
{
    const std::lock_guard hold(mutex_);
    try {
        spare_[size].push_back(b);
    }
    catch (const std::bad_alloc&) {
        cudaFree(b);   // waits for the device
    }
}

std::size_t device_space::trim()
{
    const std::lock_guard hold(mutex_);
    std::size_t bytes = 0;
    for (auto& [size, all] : spare_) {
        for (std::byte* b : all) {
            cudaFree(b);
            bytes += size;
        }
        all.clear();
    }
    return bytes;
}

void device_space::to_host(std::byte* to, const std::byte* from, std::size_t bytes)
{
    if (bytes == 0) return;
    use();
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream_), "a copy from the device");
    event(stream_).wait();   // into memory that is not pinned it has mostly been done by now
}

void device_space::from_host(std::byte* to, const std::byte* from, std::size_t bytes)
{
    const storage::piece one{from, bytes, 0};
    from_host(to, {&one, 1});
}

void device_space::from_host(std::byte* to, std::span<const storage::piece> all)
{
    use();
    staging_.send(to, all);
}

}  // namespace tenfold::backend::on_cuda
