// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
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

namespace {

constexpr std::size_t reserved = std::size_t{64} << 30, page = 4096;
constexpr int poison = 0xff;   // NaN

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

}  // namespace

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

using namespace fake_cuda;

extern "C" {

const char* cudaGetErrorName(cudaError_t e)
{
    switch (e) {
    case cudaSuccess: return "cudaSuccess";
    case cudaErrorNoDevice: return "cudaErrorNoDevice";
    case cudaErrorMemoryAllocation: return "cudaErrorMemoryAllocation";
    case cudaErrorInvalidValue: return "cudaErrorInvalidValue";
    case cudaErrorInvalidDevice: return "cudaErrorInvalidDevice";
    case cudaErrorNotReady: return "cudaErrorNotReady";
    default: return "cudaErrorUnknown";
    }
}
const char* cudaGetErrorString(cudaError_t) { return "said by the stand-in"; }
cudaError_t cudaGetLastError() { return std::exchange(gpu().last, cudaSuccess); }

cudaError_t cudaGetDeviceCount(int* n)
{
    const std::lock_guard hold(gpu().mutex);
    if (gpu().devices == 0) return say(cudaErrorNoDevice);   // leaves the count as it is
    *n = gpu().devices;
    return cudaSuccess;
}
cudaError_t cudaGetDevice(int* n)
{
    *n = 0;
    return cudaSuccess;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* is, int)
{
    *is = {};
    std::strcpy(is->name, "a stand-in");
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr, int)
{
    *value = 4;   // multiprocessors
    return cudaSuccess;
}
cudaError_t cudaSetDevice(int n) { return say(n >= 0 && n < gpu().devices ? cudaSuccess : cudaErrorInvalidDevice); }

cudaError_t cudaMalloc(void** p, std::size_t bytes)
{
    const std::lock_guard hold(gpu().mutex);
    count(&counts::allocations);
    *p = gpu().allocate(bytes);
    return say(*p ? cudaSuccess : cudaErrorMemoryAllocation);
}
cudaError_t cudaFree(void* p)
{
    const std::lock_guard hold(gpu().mutex);
    if (!p) return cudaSuccess;
    count(&counts::synchronisations);
    for (CUstream_st* s : gpu().streams) wait_for(s);
    return say(gpu().free(p) ? cudaSuccess : cudaErrorInvalidValue);
}
cudaError_t cudaHostAlloc(void** p, std::size_t bytes, unsigned)
{
    const std::lock_guard hold(gpu().mutex);
    *p = std::malloc(bytes);
    gpu().pinned[static_cast<std::byte*>(*p)] = bytes;
    return say(*p ? cudaSuccess : cudaErrorMemoryAllocation);
}
cudaError_t cudaFreeHost(void* p)
{
    const std::lock_guard hold(gpu().mutex);
    if (gpu().pinned.erase(static_cast<std::byte*>(p)) == 0) return say(cudaErrorInvalidValue);
    std::free(p);
    return cudaSuccess;
}
cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* all)
{
    const std::lock_guard hold(gpu().mutex);
    *all = gpu().limit;
    *free = gpu().limit - gpu().in_use;
    return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream)
{
    const std::lock_guard hold(gpu().mutex);
    const region reads{static_cast<const std::byte*>(from), bytes, false}, writes{static_cast<const std::byte*>(to), bytes, true};
    const bool to_device = is_device_memory(to, bytes), from_device = is_device_memory(from, bytes);
    if (kind != (to_device ? from_device ? cudaMemcpyDeviceToDevice : cudaMemcpyHostToDevice
                           : from_device ? cudaMemcpyDeviceToHost : cudaMemcpyHostToHost)) {
        fault("a copy of another kind than its addresses");
        return say(cudaErrorInvalidValue);
    }
    if (to_device && from_device) enqueue(stream, {reads, writes}, [=] { std::memcpy(to, from, bytes); });
    else if (to_device) {
        count(stream, &counts::uploads);
        count(stream, &counts::uploaded, static_cast<std::int64_t>(bytes));
        if (stream->records) fault("an upload is recorded, of memory that changes");
        if (gpu().is_pinned(from, bytes)) {
            enqueue(stream, {writes}, [=] { std::memcpy(to, from, bytes); });
            return cudaSuccess;
        }
        // Other memory is read before the call returns.
        auto staged = std::make_shared<std::vector<std::byte>>(static_cast<const std::byte*>(from), static_cast<const std::byte*>(from) + bytes);
        enqueue(stream, {writes}, [=] { std::memcpy(to, staged->data(), bytes); });
    }
    else {
        count(&counts::downloads);
        count(&counts::downloaded, static_cast<std::int64_t>(bytes));
        enqueue(stream, {reads}, [=] { std::memcpy(to, from, bytes); });
        // Into other memory it returns when all is there.
        if (!gpu().is_pinned(to, bytes)) wait_for(stream);
    }
    return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* s, unsigned)
{
    const std::lock_guard hold(gpu().mutex);
    *s = new CUstream_st;
    gpu().streams.push_back(*s);
    return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t s)
{
    const std::lock_guard hold(gpu().mutex);
    wait_for(s);
    std::erase(gpu().streams, s);
    delete s;
    return cudaSuccess;
}
cudaError_t cudaDeviceSynchronize()
{
    const std::lock_guard hold(gpu().mutex);
    count(&counts::synchronisations);
    for (CUstream_st* s : gpu().streams) wait_for(s);
    return cudaSuccess;
}
cudaError_t cudaStreamIsCapturing(cudaStream_t s, cudaStreamCaptureStatus* now)
{
    const std::lock_guard hold(gpu().mutex);
    if (std::find(gpu().streams.begin(), gpu().streams.end(), s) == gpu().streams.end()) return say(cudaErrorInvalidResourceHandle);
    *now = s->records ? cudaStreamCaptureStatusActive : cudaStreamCaptureStatusNone;
    return cudaSuccess;
}
cudaError_t cudaGraphGetNodes(cudaGraph_t g, cudaGraphNode_t*, std::size_t* n)
{
    *n = g->work.size();
    return cudaSuccess;
}
cudaError_t cudaStreamBeginCapture(cudaStream_t s, cudaStreamCaptureMode)
{
    const std::lock_guard hold(gpu().mutex);
    if (s->records) return say(cudaErrorIllegalState);
    s->records = new CUgraph_st;
    return cudaSuccess;
}
cudaError_t cudaStreamEndCapture(cudaStream_t s, cudaGraph_t* g)
{
    const std::lock_guard hold(gpu().mutex);
    *g = std::exchange(s->records, nullptr);
    return say(*g ? cudaSuccess : cudaErrorIllegalState);
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* e, cudaGraph_t g, unsigned long long)
{
    *e = new CUgraphExec_st{std::make_shared<CUgraph_st>(*g)};
    return cudaSuccess;
}
cudaError_t cudaGraphDestroy(cudaGraph_t g)
{
    delete g;
    return cudaSuccess;
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t e)
{
    delete e;
    return cudaSuccess;
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t e, cudaStream_t s)
{
    count(&counts::graphs);
    enqueue(s, e->graph->uses, [graph = e->graph] {
        for (const auto& f : graph->work) f();
    });
    return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t s)
{
    const std::lock_guard hold(gpu().mutex);
    if (s->records) fault("somebody waits for a stream that only records");
    count(&counts::synchronisations);
    wait_for(s);
    return cudaSuccess;
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* e, unsigned)
{
    *e = new CUevent_st;
    return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t e)
{
    delete e;
    return cudaSuccess;
}
cudaError_t cudaStreamWaitEvent(cudaStream_t s, cudaEvent_t e, unsigned)
{
    const std::lock_guard hold(gpu().mutex);
    s->work.push_back({{}, e->reached});
    gpu().order.stream_waits(s, e->knows);
    return cudaSuccess;
}
cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* is, const void* p)
{
    const std::lock_guard hold(gpu().mutex);
    *is = {};
    is->type = is_device_memory(p, 1) ? cudaMemoryTypeDevice : cudaMemoryTypeUnregistered;
    return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t e, cudaStream_t s)
{
    const std::lock_guard hold(gpu().mutex);
    if (std::find(gpu().streams.begin(), gpu().streams.end(), s) == gpu().streams.end()) return say(cudaErrorInvalidResourceHandle);
    e->reached = std::make_shared<bool>(false);
    enqueue(s, {}, [reached = e->reached] { *reached = true; });
    e->knows = gpu().order.of(s);
    return cudaSuccess;
}
cudaError_t cudaEventQuery(cudaEvent_t e)
{
    const std::lock_guard hold(gpu().mutex);
    if (*e->reached) gpu().order.host_waits(e->knows);
    return *e->reached ? cudaSuccess : cudaErrorNotReady;
}
cudaError_t cudaEventSynchronize(cudaEvent_t e)
{
    const std::lock_guard hold(gpu().mutex);
    if (!*e->reached) count(&counts::synchronisations);
    gpu().run_until([e] { return *e->reached; });
    gpu().order.host_waits(e->knows);
    return cudaSuccess;
}

}  // extern "C"
