// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/event.hpp"

#include "backend/cuda/call.hpp"

namespace tenfold::backend::on_cuda {

event::event(cudaStream_t s)
{
    check(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming), "cudaEventCreate");
    try {
        check(cudaEventRecord(event_, s), "cudaEventRecord");
    }
    catch (...) {
        cudaEventDestroy(event_);
        throw;
    }
}

bool event::ready()
{
    const cudaError_t e = cudaEventQuery(event_);
    if (e == cudaErrorNotReady) cudaGetLastError();
    else check(e, "work on the GPU");
    return e == cudaSuccess;
}

void event::wait() { check(cudaEventSynchronize(event_), "work on the GPU"); }

void event::hold_back(cudaStream_t s) const { check(cudaStreamWaitEvent(s, event_, 0), "cudaStreamWaitEvent"); }

// What it runs stays until it is done, also where an error is on its way.
run_on_stream::~run_on_stream()
{
    try {
        end_.wait();
    }
    catch (const error&) {   // told by whoever asks the device next
    }
}

void cuda_door::use() const { check(cudaSetDevice(device_), "cudaSetDevice"); }

const char* cuda_door::refuses_stream(void* stream)
{
    const auto s = static_cast<cudaStream_t>(stream);
    if (!s || s == cudaStreamLegacy || s == cudaStreamPerThread) return "a null stream, or one that is another for each thread: make one with cudaStreamCreateWithFlags";
    cudaStreamCaptureStatus now = cudaStreamCaptureStatusNone;
    if (cudaStreamIsCapturing(s, &now) != cudaSuccess) {
        cudaGetLastError();
        return "no stream of this device";
    }
    return now == cudaStreamCaptureStatusNone ? nullptr : "the stream is being captured into a graph";
}

void cuda_door::wait_for_all()
{
    use();
    check(cudaDeviceSynchronize(), "work on the GPU");
}

void cuda_door::follow(void* stream)
{
    use();
    event(static_cast<cudaStream_t>(stream)).hold_back(stream_);
}

void cuda_door::precede(void* stream)
{
    use();
    event(stream_).hold_back(static_cast<cudaStream_t>(stream));
}

std::shared_ptr<mark> cuda_door::now()
{
    use();
    return std::make_shared<event>(stream_);
}

std::string cuda_door::refuses(const void* address)
{
    cudaPointerAttributes is{};
    const cudaError_t e = cudaPointerGetAttributes(&is, address);
    if (e == cudaErrorInvalidValue) cudaGetLastError();
    else check(e, "cudaPointerGetAttributes");
    const std::string here = "cuda:" + std::to_string(device_);
    if (e == cudaErrorInvalidValue || (is.type != cudaMemoryTypeDevice && is.type != cudaMemoryTypeManaged)) return "the pointer is no memory of " + here;
    if (is.type == cudaMemoryTypeDevice && is.device != device_) return "the pointer is memory of cuda:" + std::to_string(is.device) + ", not of " + here;
    return {};
}

}  // namespace tenfold::backend::on_cuda
