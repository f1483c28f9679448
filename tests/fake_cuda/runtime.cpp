// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The entry points of the CUDA runtime for devices and memory.
#include "device.hpp"

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

}  // extern "C"
