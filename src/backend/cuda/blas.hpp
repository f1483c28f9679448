// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// cuBLAS on one stream, for every element type that it knows.
#pragma once

#include "backend/cuda/matrices.hpp"

#include "storage/space.hpp"

#include <tenfold/detail/element.hpp>

#include <cublas_v2.h>

#include <cstdint>
#include <memory>

namespace tenfold::backend::on_cuda {

class blas {
public:
    static constexpr std::size_t workspace_bytes = 32 << 20;   // as its manual advises

    blas(cudaStream_t, std::shared_ptr<std::byte> workspace);
    /// Calls are only counted.
    explicit blas(std::int64_t& counted) : counted_(&counted) {}
    ~blas();
    blas(const blas&) = delete;
    blas& operator=(const blas&) = delete;

    static bool knows(element);
    /// c = op(a) op(b), or added to c.
    void one(const gemm_call&, element, const void* a, const void* b, void* c, bool accumulate) const;
    /// `count` of them, so many elements apart.
    void strided(const gemm_call&, element, const void* a, const void* b, void* c, const index_t (&apart)[3], index_t count,
                 bool accumulate) const;
    /// `count` of them, at addresses that lie on the device.
    void listed(const gemm_call&, element, const std::byte* const* a, const std::byte* const* b, std::byte* const* c, index_t count,
                bool accumulate) const;

private:
    bool counts() const
    {
        if (counted_) ++*counted_;
        return counted_ != nullptr;
    }

    cublasHandle_t handle_ = nullptr;
    std::int64_t* const counted_ = nullptr;
    std::shared_ptr<std::byte> workspace_;
};

}  // namespace tenfold::backend::on_cuda
