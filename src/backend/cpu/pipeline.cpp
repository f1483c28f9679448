// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Pipelines: each thread takes some batches of tiles, and runs all steps on one before it takes the next.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/threads.hpp"
#include "plan/cost.hpp"
#include "plan/pipeline.hpp"
#include "storage/space.hpp"

#include <algorithm>

namespace tenfold::backend::on_cpu {

namespace {

/// What one thread runs batches with.
class batches {
public:
    batches(const plan::step& s, std::byte* const* bases) : step_(s), parts_(s.inner)
    {
        int most = 0;
        plan::for_each_buffer(s, [&](int b) { most = std::max(most, b); });
        bases_.assign(bases, bases + most + 1);
        std::size_t bytes = 0;
        for (const auto& local : s.locals) bytes += room_of(local.second);
        room_ = storage::allocate(bytes);
        std::byte* at = room_.get();
        for (const auto& [buffer, size] : s.locals) {
            bases_[static_cast<std::size_t>(buffer)] = at;
            at += room_of(size);
        }
    }

    void run(index_t batch)
    {
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            plan::narrow(step_, i, batch, parts_[i]);
            on_host().run(parts_[i], bases_.data(), 0, parts_[i].positions(), {1});
        }
    }

private:
    static std::size_t room_of(std::size_t bytes) { return (bytes + 127) / 128 * 128; }

    const plan::step& step_;
    std::vector<plan::step> parts_;
    std::vector<std::byte*> bases_;
    std::shared_ptr<std::byte> room_;
};

}  // namespace

void run_pipeline(const plan::step& s, std::byte* const* bases, const settings& how)
{
    const index_t all = plan::batches_of(s);
    const int threads = threads_of(how);
    parallel(threads, plan::seconds_of(s, plan::this_machine()), all, 4 * threads, 1, [&](index_t first, index_t last) {
        batches mine(s, bases);
        for (index_t b = first; b < last; ++b) mine.run(b);
    });
}

}  // namespace tenfold::backend::on_cpu
