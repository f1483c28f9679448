// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps that reduce.
#include "backend/cpu/reduce.hpp"

#include "backend/cpu/kernels.hpp"

namespace tenfold::backend::on_cpu {

namespace {

/// The axes of one position, or of all where they lead the kept ones.
reduction_axes axes_of(const plan::step& s, bool together)
{
    reduction_axes x;
    x.mean_of = s.mean_of;
    for (int d = together ? s.loops - 1 : -1; d >= 0; --d)
        x.kept.add(s.extent[d], {s.operands[0].loop[d], s.result.loop[d], 0});
    const plan::form& from = s.operand_forms[0];
    const bool running = s.reduction == detail::reduction::cumsum;   // its result has the reduced axes too
    std::size_t out = 0;
    for (std::size_t d = 0; d < from.shape.size(); ++d) {
        const bool reduced = s.reduced_axes >> d & 1;
        const index_t to = !reduced || running ? s.result_form.stride[out++] : 0;
        if (reduced) x.reduced.add(from.shape[d], {from.stride[d], to});
        else x.kept.add(from.shape[d], {from.stride[d], to, 0});
    }
    return x;
}

made_reduction make(const plan::step& s, const reduction_axes& x)
{
    using kind = detail::reduction;
    switch (s.reduction) {
    case kind::cumsum: return make_running_sum(s.operand_type, x);
    case kind::amax:
    case kind::amin:
    case kind::argmax:
    case kind::argmin: return make_extreme(s.reduction, s.operand_type, x);
    default: return make_sum(s.reduction, s.operand_type, x);
    }
}

}  // namespace

void run_reduce(const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    if (count <= 0) return;
    const bool together = count == s.positions() && s.operands[0].follows_loops() && s.result.follows_loops();
    const reduction_axes x = axes_of(s, together);
    const made_reduction all = make(s, x);
    const auto one = [&](index_t n, int threads) {
        const auto at = [&](const plan::place& p, element type) {
            return address_of(s, p, bases, n, static_cast<index_t>(size_of(type)));
        };
        all->run(at(s.operands[0], s.operand_type), at(s.result, s.type), threads);
    };
    const int threads = threads_of(how);
    if (together || count == 1) return one(first, threads);
    const double results = static_cast<double>(x.kept.size());
    const double seconds = seconds_of_pass(x.elements(), results, size_of(s.operand_type)) + plan::this_machine().pass_call;
    if (seconds > 4 * worth_threads()) {
        for (index_t n = first; n < first + count; ++n) one(n, threads);
        return;
    }
    const double all_seconds = seconds * static_cast<double>(count) * memory_bound;
    parallel(threads, all_seconds, count, 4 * threads, 1, [&](index_t from, index_t to) {
        for (index_t n = from; n < to; ++n) one(first + n, 1);
    });
}

}  // namespace tenfold::backend::on_cpu
