// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The device that is not there: its memory, its streams, and what they have still to do.
#pragma once

#include "fake.hpp"

#include <cuda_runtime_api.h>

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <utility>
#include <vector>

// What CUDA's headers name in structures of their own.
struct CUstream_st {
    struct item {
        std::function<void()> run;
        std::shared_ptr<bool> after;   // instead: the stream goes on when this is so
    };
    std::deque<item> work;
    CUgraph_st* records = nullptr;
};
struct CUgraph_st {
    std::vector<std::function<void()>> work;
    std::vector<fake_cuda::region> uses;
};
struct CUgraphExec_st {
    std::shared_ptr<const CUgraph_st> graph;
};
struct CUevent_st {
    std::shared_ptr<bool> reached = std::make_shared<bool>(true);
    fake_cuda::clock knows;
};

namespace fake_cuda {

inline constexpr std::size_t reserved = std::size_t{64} << 30, page = 4096;
inline constexpr int poison = 0xff;   // NaN

class device {
public:
    std::recursive_mutex mutex;
    counts so_far;
    std::mt19937_64 draw{1};
    std::size_t limit = std::size_t{8} << 30;
    int devices = 1;
    std::string said;
    std::vector<CUstream_st*> streams;
    fake_cuda::order order;
    cudaError_t last = cudaSuccess;

    std::byte* base()
    {
        if (!base_) {
            void* const at = mmap(nullptr, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            if (at == MAP_FAILED) std::abort();
            base_ = static_cast<std::byte*>(at);
        }
        return base_;
    }

    void* allocate(std::size_t bytes)
    {
        const std::size_t size = (std::max<std::size_t>(bytes, 1) + page - 1) / page * page;
        if (in_use + size > limit) return nullptr;
        std::byte* at;
        if (const auto spare = spare_.find(size); spare != spare_.end()) {
            at = spare->second;
            spare_.erase(spare);
        }
        else {
            at = base() + std::exchange(end_, end_ + size + page);   // with a gap behind it
            if (end_ > reserved) std::abort();
        }
        in_use += size;
        blocks[at] = {bytes, size};
        open([&] { spoil(at, size); });
        return at;
    }
    bool free(void* p)
    {
        const auto at = blocks.find(static_cast<std::byte*>(p));
        if (at == blocks.end()) return false;
        open([&] { spoil(at->first, at->second.size); });
        madvise(at->first, at->second.size, MADV_DONTNEED);
        order.forget(at->first, at->second.size);
        in_use -= at->second.size;
        spare_.emplace(at->second.size, at->first);
        blocks.erase(at);
        return true;
    }

    /// Memory can be used while f runs.
    template <class F> void open(const F& f)
    {
        if (opened_++ == 0) mprotect(base(), (end_ + page - 1) / page * page, PROT_READ | PROT_WRITE);
        f();
        if (--opened_ == 0) mprotect(base(), (end_ + page - 1) / page * page, PROT_NONE);
    }

    /// Streams go on by turns until this is so.
    template <class F> void run_until(const F& done)
    {
        if (done()) return;
        open([&] {
            while (!done()) {
                std::vector<CUstream_st*> ready;
                for (CUstream_st* s : streams)
                    if (!s->work.empty() && (!s->work.front().after || *s->work.front().after)) ready.push_back(s);
                if (ready.empty()) {
                    fault("somebody waits for what nobody does");
                    return;
                }
                CUstream_st* const s = ready[draw() % ready.size()];
                const CUstream_st::item next = std::move(s->work.front());
                s->work.pop_front();
                if (next.run) next.run();
            }
        });
    }

    struct block {
        std::size_t bytes, size;
    };
    std::map<std::byte*, block> blocks;
    std::size_t in_use = 0;

    bool is_pinned(const void* p, std::size_t bytes) const
    {
        auto at = pinned.upper_bound(static_cast<std::byte*>(const_cast<void*>(p)));
        return at != pinned.begin() && static_cast<const std::byte*>(p) + bytes <= std::prev(at)->first + std::prev(at)->second;
    }
    std::map<std::byte*, std::size_t> pinned;   // memory of the host, with its bytes

private:
    /// Large blocks at both ends only: protecting memory takes long where much of it has been touched.
    static void spoil(std::byte* at, std::size_t size)
    {
        constexpr std::size_t large = 8 << 20;
        if (size <= large) std::memset(at, poison, size);
        else
            for (std::byte* end : {at, at + size - large / 16}) std::memset(end, poison, large / 16);
    }

    std::byte* base_ = nullptr;
    std::size_t end_ = page;
    std::multimap<std::size_t, std::byte*> spare_;
    int opened_ = 0;
};

device& gpu();
/// The host waits for all that is on a stream.
void wait_for(cudaStream_t);
/// Keeps an error for cudaGetLastError().
cudaError_t say(cudaError_t);

}  // namespace fake_cuda
