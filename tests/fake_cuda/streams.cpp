// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The entry points of the CUDA runtime for streams, graphs and events.
#include "device.hpp"

using namespace fake_cuda;

extern "C" {

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
