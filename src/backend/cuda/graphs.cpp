// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/graphs.hpp"

#include "backend/cuda/call.hpp"

#include <algorithm>

namespace tenfold::backend::on_cuda {

void recorded_graph::launch(cudaStream_t s) const { check(cudaGraphLaunch(graph_, s), "a plan on the GPU"); }

// Relaxed: other threads, and memory that is asked for on the way, are none of its business.
recording::recording(cudaStream_t s) : stream_(s) { check(cudaStreamBeginCapture(s, cudaStreamCaptureModeRelaxed), "cudaStreamBeginCapture"); }

recording::~recording()
{
    if (!going_) return;
    cudaGraph_t noted = nullptr;
    cudaStreamEndCapture(stream_, &noted);
    if (noted) cudaGraphDestroy(noted);
    cudaGetLastError();
}

std::unique_ptr<recorded_graph> recording::end(std::vector<std::shared_ptr<std::byte>> memory)
{
    going_ = false;
    cudaGraph_t noted = nullptr;
    check(cudaStreamEndCapture(stream_, &noted), "cudaStreamEndCapture");
    constexpr std::size_t most = 20000;   // nodes: each takes memory of the device
    std::size_t nodes = 0;
    if (cudaGraphGetNodes(noted, nullptr, &nodes) != cudaSuccess || nodes > most) {
        cudaGraphDestroy(noted);
        return nullptr;
    }
    cudaGraphExec_t graph = nullptr;
    const cudaError_t made = cudaGraphInstantiate(&graph, noted, 0);
    cudaGraphDestroy(noted);
    check(made, "cudaGraphInstantiate");
    return std::make_unique<recorded_graph>(graph, std::move(memory));
}

namespace {

std::vector<const std::byte*> memory_of(const bound& b)
{
    std::vector<const std::byte*> all;
    all.reserve(b.what->buffers.size());
    for (std::size_t i = 0; i < b.what->buffers.size(); ++i) {
        const plan::buffer& buffer = b.what->buffers[i];
        if (buffer.what != plan::role::list) {
            all.push_back(b.bases[i]);
            continue;
        }
        const auto* const values = reinterpret_cast<const std::byte* const*>(b.bases[i]);
        all.insert(all.end(), values, values + buffer.elements);
    }
    return all;
}

}  // namespace

graph_cache::entry& graph_cache::of(const bound& b)
{
    std::vector<const std::byte*> memory = memory_of(b);
    const auto is_it = [&](const entry& e) { return e.plan == b.what->number && e.memory == memory; };
    if (const auto at = std::find_if(all_.begin(), all_.end(), is_it); at != all_.end()) {
        all_.splice(all_.begin(), all_, at);
        all_.front().fresh = false;
        return all_.front();
    }
    if (all_.size() == most) all_.pop_back();
    all_.emplace_front();
    all_.front().plan = b.what->number;
    all_.front().memory = std::move(memory);
    return all_.front();
}

}  // namespace tenfold::backend::on_cuda
