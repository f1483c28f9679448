// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps of a plan as work on the stream of one GPU: calls of cuBLAS and kernels of our own, in order.
#pragma once

#include "backend/cuda/blas.hpp"
#include "backend/cuda/launch.hpp"
#include "backend/cuda/space.hpp"
#include "backend/cuda/tables.hpp"
#include "backend/kernels.hpp"

#include <string_view>

namespace tenfold::backend::on_cuda {

/// Why no kernel here runs a step; null where one does.
const char* refusal(const plan::step&);

/// Stands for memory that nobody is going to use.
inline std::byte* nowhere() { return reinterpret_cast<std::byte*>(std::uintptr_t{1} << 12); }

/// A table would have to travel while work is recorded.
struct cannot_record {};

/// Serves one run. What it needs on the device besides the values is free again when it goes.
class device_kernels final : public kernels {
public:
    using kernels::run;

    /// records: the stream only notes down what it is told, and tables are there from an earlier run.
    device_kernels(device_space& s, const blas& b, tables& t, cudaStream_t stream, bool records)
        : space_(&s), blas_(b), tables_(&t), queue_{stream}, records_(records)
    {
    }
    /// Nothing is done: what it would take is counted. Addresses may be any.
    device_kernels(const blas& counting, std::int64_t& launches) : blas_(counting), queue_{nullptr, &launches} {}

    void run(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&) override;
    /// It is found out while the stream goes on: see still_kept().
    bool numbers_kept(const plan::step&, std::byte* const*, const settings&) override;

    /// Of all steps that are watched. Waits for the device where there are some.
    bool still_kept() const;
    /// Memory that a recorded run needs again.
    std::vector<std::shared_ptr<std::byte>> take_memory() { return std::move(held_); }

private:
    void product(const plan::step&, std::byte* const* bases, const positions&);
    contraction contraction_of(const plan::step&, std::byte* const* bases, const positions&);
    bool by_blas(const plan::step&, const graph::matrix_product&, const contraction&);
    void listed(const gemm_call&, const plan::step&, const contraction&);
    void group(const plan::step&, std::byte* const* bases);
    void copy(const plan::step&, std::byte* const* bases, const positions&);
    void elementwise_step(const plan::step&, std::byte* const* bases, const positions&);
    void reduce(const plan::step&, std::byte* const* bases, const positions&);
    void running_sums(const plan::step&, std::byte* const* bases, const positions&);
    void fill(const plan::step&, std::byte* const* bases, const positions&);

    static positions positions_of(const plan::step&, index_t first, index_t count);
    start start_of(const plan::step&, const plan::place&, std::byte* const* bases);
    /// A table on the device.
    template <class T> T* upload(const std::vector<T>& x)
    {
        return reinterpret_cast<T*>(send({reinterpret_cast<const char*>(x.data()), x.size() * sizeof(T)}));
    }
    std::byte* send(std::string_view bytes);
    std::byte* scratch(std::size_t bytes);

    device_space* const space_ = nullptr;   // null, as the tables, where it counts
    const blas& blas_;
    tables* const tables_ = nullptr;
    const queue queue_;
    const bool records_ = false;
    std::vector<std::shared_ptr<std::byte>> held_;
    std::vector<std::pair<watched*, element>> watched_;   // on the device; of which type
};

}  // namespace tenfold::backend::on_cuda
