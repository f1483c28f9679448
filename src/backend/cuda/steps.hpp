// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps of a plan as work on the stream of one GPU: calls of cuBLAS and kernels of our own, in order.
#pragma once

#include "backend/cuda/blas.hpp"
#include "backend/cuda/launch.hpp"
#include "backend/cuda/space.hpp"
#include "backend/kernels.hpp"

#include <unordered_map>

namespace tenfold::backend::on_cuda {

/// Why no kernel here runs a step; null where one does.
const char* refusal(const plan::step&);

/// Serves one run. Tables of places are copied to the device once each; memory for them is free again when it ends.
class device_kernels final : public kernels {
public:
    using kernels::run;

    device_kernels(device_space& s, const blas& b, cudaStream_t stream) : space_(s), blas_(b), stream_(stream) {}

    void run(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&) override;

private:
    void product(const plan::step&, std::byte* const* bases, const positions&);
    bool by_blas(const plan::step&, const start (&)[3], const positions&);
    void listed(const gemm_call&, const plan::step&, const start (&)[3], const positions&);
    void group(const plan::step&, std::byte* const* bases);
    void copy(const plan::step&, std::byte* const* bases, const positions&);
    void elementwise_step(const plan::step&, std::byte* const* bases, const positions&);
    void reduce(const plan::step&, std::byte* const* bases, const positions&);
    void fill(const plan::step&, std::byte* const* bases, const positions&);

    start start_of(const plan::step&, const plan::place&, std::byte* const* bases);
    template <class T> T* upload(const void* key, const std::vector<T>&);
    std::byte* scratch(std::size_t bytes);

    device_space& space_;
    const blas& blas_;
    const cudaStream_t stream_;
    std::vector<std::shared_ptr<std::byte>> held_;
    std::unordered_map<const void*, std::byte*> uploaded_;   // by what it was made of
};

}  // namespace tenfold::backend::on_cuda
