// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The memory of one GPU: a pool on cudaMalloc. All work of the executor goes through one stream, so a block that was let
// go may be given out again at once: whoever writes it comes later on the stream.
#pragma once

#include "backend/cuda/staging.hpp"

#include <cuda_runtime_api.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace tenfold::backend::on_cuda {

class device_space final : public storage::space {
public:
    device_space(int device, cudaStream_t);

    const char* name() const override { return name_.c_str(); }
    bool is_host() const override { return false; }
    std::shared_ptr<std::byte> allocate(std::size_t bytes) override;
    /// Waits for what is on the stream.
    void to_host(std::byte* to, const std::byte* from, std::size_t bytes) override;
    /// Both wait for nothing; what they read may change when they have returned.
    void from_host(std::byte* to, const std::byte* from, std::size_t bytes) override;
    void from_host(std::byte* to, std::span<const storage::piece>) override;

    /// Makes this GPU that of the calling thread.
    void use() const;
    /// Gives what nobody holds back to the driver. Returns how many bytes.
    std::size_t trim();

private:
    std::byte* take(std::size_t size);
    void give(std::byte*, std::size_t size);

    const int device_;
    const cudaStream_t stream_;
    const std::string name_;
    staging staging_;
    std::mutex mutex_;
    std::map<std::size_t, std::vector<std::byte*>> spare_;   // by size
};

}  // namespace tenfold::backend::on_cuda
