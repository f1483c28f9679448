// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Plans that run again in the same memory, as CUDA graphs: one launch, whatever they have to do. A plan runs step by step
// the first time, is recorded the second, and launched from then on. A loop whose results go as the next ones come takes
// two memories by turns.
#pragma once

#include "backend/executor.hpp"

#include <cuda_runtime_api.h>

#include <list>
#include <memory>
#include <vector>

namespace tenfold::backend::on_cuda {

class recorded_graph {
public:
    recorded_graph(cudaGraphExec_t g, std::vector<std::shared_ptr<std::byte>> memory) : graph_(g), memory_(std::move(memory)) {}
    ~recorded_graph() { cudaGraphExecDestroy(graph_); }
    recorded_graph(const recorded_graph&) = delete;
    recorded_graph& operator=(const recorded_graph&) = delete;

    void launch(cudaStream_t) const;

private:
    cudaGraphExec_t graph_;
    std::vector<std::shared_ptr<std::byte>> memory_;   // of the device, which it needs besides the plan's
};

/// Until it ends, or goes, the stream only notes down what it is told.
class recording {
public:
    explicit recording(cudaStream_t);
    ~recording();
    recording(const recording&) = delete;
    recording& operator=(const recording&) = delete;

    /// Null where it is too long.
    std::unique_ptr<recorded_graph> end(std::vector<std::shared_ptr<std::byte>> memory);

private:
    const cudaStream_t stream_;
    bool going_ = true;
};

/// The runs of the last time.
class graph_cache {
public:
    struct entry {
        std::uint64_t plan = 0;                  // its number
        std::vector<const std::byte*> memory;    // where its buffers lay, and the values in its lists
        bool fresh = true, recordable = true;
        std::unique_ptr<recorded_graph> graph;
    };
    /// Of a plan that is kept, in this memory.
    entry& of(const bound&);

private:
    static constexpr std::size_t most = 64;
    std::list<entry> all_;   // the last one that ran first
};

}  // namespace tenfold::backend::on_cuda
