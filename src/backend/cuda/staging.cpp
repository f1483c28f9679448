// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/staging.hpp"

#include "backend/cuda/call.hpp"

#include <algorithm>

namespace tenfold::backend::on_cuda {

staging::~staging()
{
    for (part& p : parts_) {
        if (p.empty) cudaEventDestroy(p.empty);
        if (p.memory) cudaFreeHost(p.memory);
    }
}

/// The caller copies from there at once.
std::byte* staging::room_for(std::size_t bytes)
{
    part* p = &parts_[now_];
    if (!p->memory) enter(*p);
    if (p->filled + bytes > part_bytes) {
        leave(*p);
        now_ = 1 - now_;
        p = &parts_[now_];
        enter(*p);
    }
    std::byte* const at = p->memory + p->filled;
    p->filled += (bytes + 63) / 64 * 64;
    return at;
}

void staging::leave(part& p)
{
    if (!p.empty) check(cudaEventCreateWithFlags(&p.empty, cudaEventDisableTiming), "cudaEventCreate");
    check(cudaEventRecord(p.empty, stream_), "cudaEventRecord");
    p.left = true;
}

void staging::enter(part& p)
{
    if (p.left) check(cudaEventSynchronize(p.empty), "a copy to the device");
    p.left = false;
    p.filled = 0;
    if (p.memory) return;
    void* fresh = nullptr;
    check(cudaHostAlloc(&fresh, part_bytes, cudaHostAllocDefault), "cudaHostAlloc");
    p.memory = static_cast<std::byte*>(fresh);
}

void staging::copy(std::byte* to, const std::byte* from, std::size_t bytes)
{
    if (bytes > 0) check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream_), "a copy to the device");
}

void staging::send(std::byte* to, std::span<const storage::piece> all)
{
    const std::lock_guard hold(mutex_);
    for (std::size_t i = 0, end; i < all.size(); i = end) {
        end = i + 1;
        if (all[i].bytes > part_bytes) {
            send_large(to + all[i].offset, all[i].from, all[i].bytes);
            continue;
        }
        const std::size_t begin = all[i].offset;
        while (end < all.size() && all[end].offset + all[end].bytes - begin <= part_bytes) ++end;
        const std::size_t bytes = all[end - 1].offset + all[end - 1].bytes - begin;
        std::byte* const at = room_for(bytes);
        for (const storage::piece& p : all.subspan(i, end - i)) std::copy_n(p.from, p.bytes, at + (p.offset - begin));
        copy(to + begin, at, bytes);
    }
}

void staging::send_large(std::byte* to, const std::byte* from, std::size_t bytes)
{
    for (std::size_t done = 0; done < bytes; done += part_bytes) {
        const std::size_t now = std::min(part_bytes, bytes - done);
        std::byte* const at = room_for(now);
        std::copy_n(from + done, now, at);
        copy(to + done, at, now);
    }
}

}  // namespace tenfold::backend::on_cuda
