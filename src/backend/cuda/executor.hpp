// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One GPU: a stream, on which everything that it does is put in order.
#pragma once

#include "backend/cuda/blas.hpp"
#include "backend/cuda/event.hpp"
#include "backend/cuda/graphs.hpp"
#include "backend/cuda/space.hpp"
#include "backend/cuda/tables.hpp"
#include "backend/executor.hpp"

#include <mutex>

namespace tenfold::backend::on_cuda {

class cuda_executor final : public executor {
public:
    cuda_executor(int device, const plan::gpu_machine& rates);

    const char* name() const override { return space_.name(); }
    storage::space& space() override { return space_; }
    const plan::machine& rates() const override { return rates_; }
    double link() const override { return rates_.link; }
    const char* refuses(const plan::step&) const override;
    std::optional<device_calls> calls_of(const plan::plan&, const plan::step&) const override;
    door* own_door() override { return &door_; }
    ticket run(std::span<const bound>, const settings&) override;

private:
    static cudaStream_t stream_of(int device);
    /// Returns whether numbers stayed in their range: see ticket::wait.
    bool begin_or_make_room(std::span<const bound>, const settings&);
    bool begin(std::span<const bound>, const settings&);
    bool begin_again(const bound&, const settings&);
    std::unique_ptr<recorded_graph> record(const bound&, const settings&);

    const cudaStream_t stream_;
    const cudaStream_t recorder_;   // graphs are noted down on it, beside what others put on the stream meanwhile
    device_space space_;
    cuda_door door_;
    const std::shared_ptr<std::byte> workspace_;   // of both: what they do runs on the one stream
    const blas blas_, recorder_blas_;
    const plan::gpu_machine rates_;
    tables tables_;
    graph_cache graphs_;
    std::mutex mutex_;   // one plan at a time goes on the stream
};

/// Gives add() an executor for each GPU of this machine, with the rates that the record of the machine has for it, or these.
/// Returns why there is none, else nothing.
std::string add_all(void (*add)(int index, executor&), const plan::gpu_machine* rates = nullptr);

}  // namespace tenfold::backend::on_cuda
