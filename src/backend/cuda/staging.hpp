// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Pinned memory through which the host's bytes go to the device: what was handed over may change as soon as send() has
// returned, and nobody waits for the device, but where two parts of it are still on their way.
#pragma once

#include "storage/space.hpp"

#include <cuda_runtime_api.h>

#include <mutex>

namespace tenfold::backend::on_cuda {

class staging {
public:
    explicit staging(cudaStream_t s) : stream_(s) {}
    ~staging();
    staging(const staging&) = delete;
    staging& operator=(const staging&) = delete;

    /// In the order of their offsets; gaps between them are written as well.
    void send(std::byte* to, std::span<const storage::piece>);

private:
    struct part {
        std::byte* memory = nullptr;
        std::size_t filled = 0;
        cudaEvent_t empty = nullptr;     // when it was left: all that was copied from it is done
        bool left = false;
    };
    static constexpr std::size_t part_bytes = 4 << 20;

    std::byte* room_for(std::size_t bytes);
    void leave(part&);
    void enter(part&);
    void send_large(std::byte* to, const std::byte* from, std::size_t bytes);
    void copy(std::byte* to, const std::byte* from, std::size_t bytes);

    const cudaStream_t stream_;
    std::mutex mutex_;
    part parts_[2];
    int now_ = 0;
};

}  // namespace tenfold::backend::on_cuda
