// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Points on streams, and what callers do with streams of their own.
#pragma once

#include "backend/door.hpp"
#include "backend/executor.hpp"

#include <cuda_runtime_api.h>

namespace tenfold::backend::on_cuda {

/// Reached when a stream has come so far.
class event final : public mark {
public:
    explicit event(cudaStream_t);
    ~event() override { cudaEventDestroy(event_); }
    event(const event&) = delete;
    event& operator=(const event&) = delete;

    bool ready() override;
    void wait() override;
    void* native() override { return event_; }
    void hold_back(cudaStream_t) const;

private:
    cudaEvent_t event_ = nullptr;
};

/// A run that is done when the stream has come so far.
class run_on_stream final : public ticket::running {
public:
    explicit run_on_stream(cudaStream_t s) : end_(s) {}
    ~run_on_stream() override;
    bool ready() override { return end_.ready(); }
    bool wait() override { return end_.wait(), true; }

private:
    event end_;
};

class cuda_door final : public door {
public:
    cuda_door(int device, cudaStream_t s) : device_(device), stream_(s) {}

    const char* refuses_stream(void* stream) override;
    void wait_for_all() override;
    void follow(void* stream) override;
    void precede(void* stream) override;
    std::shared_ptr<mark> now() override;
    std::string refuses(const void* address) override;

private:
    void use() const;

    const int device_;
    const cudaStream_t stream_;
};

}  // namespace tenfold::backend::on_cuda
