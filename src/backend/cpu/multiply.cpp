// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A step of products as jobs.
#include "backend/cpu/multiply.hpp"

#include "backend/cpu/kernels.hpp"
#include "backend/cpu/strided.hpp"
#include "backend/cpu/threads.hpp"
#include "backend/cpu/visit.hpp"
#include "plan/cost.hpp"

#include <complex>
#include <optional>

namespace tenfold::backend::on_cpu {

namespace {

constexpr double most_flops_apart = 1e5;   // of one position: larger products are shared by threads

/// How far a place moves from each of these positions to the next: along a loop, or by a table that tells equal steps here.
std::optional<index_t> step_of(const plan::step& s, const plan::place& p, index_t first, index_t count)
{
    if (p.follows_loops()) return p.loop[0];
    if (!p.table || p.buffers || p.list) return std::nullopt;
    const index_t step = plan::offset_of(s, p, first + 1) - plan::offset_of(s, p, first);
    for (index_t n = first + 1; n + 1 < first + count; ++n)
        if (plan::offset_of(s, p, n + 1) - plan::offset_of(s, p, n) != step) return std::nullopt;
    return step;
}

/// Vectors by one matrix are rows, or columns, of a matrix.
bool positions_as_rows(const plan::step& s, index_t first, index_t count, groups& g)
{
    if (s.loops != 1 || count < 2 || s.sum_positions) return false;
    const auto a = step_of(s, s.operands[0], first, count), b = step_of(s, s.operands[1], first, count), c = step_of(s, s.result, first, count);
    if (!a || !b || !c || *c == 0 || (*a == 0) == (*b == 0)) return false;
    axis x{count, *a, *b, *c};
    if (x.c < 0) turn(x, g);
    (x.a != 0 ? g.m : g.n).add(x);
    return true;
}

// Positions that follow a pattern are one more axis each: of the batch, or, where they add up, of the sum.
bool positions_as_axes(const plan::step& s, index_t first, index_t count, groups& g)
{
    for (const plan::place* p : {&s.operands[0], &s.operands[1], &s.result})
        if (!p->follows_loops()) return false;
    if (s.loops > 1 && (first != 0 || count != s.positions())) return false;
    for (int d = s.loops - 1; d >= 0; --d) {
        const index_t n = s.loops == 1 ? count : s.extent[d];
        if (n <= 1) continue;
        axis x{n, s.operands[0].loop[d], s.operands[1].loop[d], s.sum_positions ? 0 : s.result.loop[d]};
        if (s.sum_positions) add_summed(x, g);
        else g.batch.add(x);
    }
    return true;
}

void zeros(const groups& g, const origin& from, index_t positions, element type)
{
    const std::complex<double> zero = 0;
    nest<1> x;
    for (const axis_list* l : {&g.batch, &g.m, &g.n})
        for (const axis& d : *l) x.add(d.extent, {d.c});
    for (index_t n = 0; n < positions; ++n) fill_elements(x, size_of(type), from(n).c, &zero, 1);
}

}  // namespace

product_jobs::product_jobs(const plan::step& s, std::byte* const* bases, index_t first, index_t count, positions how)
{
    if (count <= 0) return;
    groups g;
    list_range x{};
    // A range that does not begin at position 0 goes on with a sum that an earlier one began.
    x.accumulate = s.accumulate || (s.sum_positions && first > 0);
    const bool as_axes = how != positions::apart && ((how == positions::as_rows && positions_as_rows(s, first, count, g)) || positions_as_axes(s, first, count, g));
    x.positions = as_axes ? 1 : count;
    x.sum_positions = s.sum_positions && x.positions > 1;
    group_axes(s.axes, g);
    if (g.empty_result) return;
    const origin from{&s, bases, first, static_cast<index_t>(size_of(s.type)), g.shift_a, g.shift_b, g.shift_c, {}};
    if (g.empty_sum) {
        if (!x.accumulate) zeros(g, from, x.sum_positions ? 1 : x.positions, s.type);
        return;
    }
    arrangement second;
    if (arrange_in_parts(g, s.type, s.conjugate_a, x.positions, all_.how, second) == 2) {
        other_ = std::make_unique<part>();
        other_->how = second;
    }
    for (part* p : {&all_, other_.get()}) {
        if (!p) continue;
        p->from = from;
        p->over = x;
        make_jobs(*p, s);
    }
    by_position_ = !as_axes && !s.sum_positions && !all_.packed && !(other_ && other_->packed);
}

void product_jobs::make_jobs(part& p, const plan::step& s)
{
    arrangement& r = p.how;
    p.from.shift_a = r.shift_a;
    p.from.shift_b = r.shift_b;
    p.from.shift_c = r.shift_c;
    p.over.from = &p.from;
    p.over.loops = &r.batch;
    p.over.sums = &r.sums;
    if (r.pack_a || r.pack_b || r.pack_c) return jobs_.push_back(&p.packed.emplace(r, s.conjugate_a, p.over));
    for (const axis& x : r.inner) r.batch.add(x);
    make_lists(p);
}

void product_jobs::run(index_t first, index_t last) const
{
    for (const part* p : {&all_, static_cast<const part*>(other_.get())}) {
        if (p && p->main) p->main->positions(first, last);
        if (p && p->rest) p->rest->positions(first, last);
    }
}

void product_jobs::run_as_rows(const plan::step& s, std::byte* const* bases, index_t first, index_t count)
{
    // BLAS would wake threads of its own for more.
    constexpr double one_thread = 500e3;
    index_t most = count;
    if (blas_has_threads()) most = std::max<index_t>(1, static_cast<index_t>(one_thread * static_cast<double>(s.positions()) / std::max(plan::flops_of(s), 1.0)));
    for (const index_t end = first + count; first < end; first += most) {
        const product_jobs work(s, bases, first, std::min(most, end - first), positions::as_rows);
        run_jobs(work.jobs(), 1);
    }
}

// A product with very many rows or columns is a list of slabs, and what is left over.
void product_jobs::make_lists(part& p)
{
    axis_list& loops = p.how.batch;
    matrices core = p.how.core;
    const double products = static_cast<double>(loops.size() * p.how.sums.size() * p.over.positions);
    const slabs cut = slabs_of(core, products);
    const index_t height = cut.rows + cut.columns;
    if (height == 0) return jobs_.push_back(&p.main.emplace(core, p.over));
    index_t& length = cut.rows ? core.m : core.n;
    const index_t pieces = length / height, left_over = length % height;
    const axis step{pieces, cut.rows ? core.am * height : 0, cut.rows ? 0 : core.bn * height,
                    (cut.rows ? core.cm : core.cn) * height};
    if (left_over > 0) {
        p.rest_loops = loops;
        p.rest_from = p.from;
        p.rest_from.shift_a += step.a * pieces;
        p.rest_from.shift_b += step.b * pieces;
        p.rest_from.shift_c += step.c * pieces;
        list_range rest = p.over;
        rest.loops = &p.rest_loops;
        rest.from = &p.rest_from;
        length = left_over;
        jobs_.push_back(&p.rest.emplace(core, rest));
    }
    length = height;
    loops.add(step);
    jobs_.push_back(&p.main.emplace(core, p.over));
}

void run_product(
    const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    const product_jobs work(s, bases, first, count);
    run_jobs(work.jobs(), threads_of(how));
}

namespace {

class product_stepwise final : public stepwise {
public:
    product_stepwise(const plan::step& s, std::byte* const* bases, const settings& how)
        : step_(s), bases_(bases), how_(how), one_(s, bases, 0, s.positions(), product_jobs::positions::apart)
    {}
    bool by_position() const { return one_.by_position(); }

    void run(index_t first, index_t count) override
    {
        if (count <= few) return one_.run(first, first + count);
        const product_jobs work(step_, bases_, first, count, product_jobs::positions::as_rows);
        run_jobs(work.jobs(), threads_of(how_));
    }

private:
    static constexpr index_t few = 2;
    const plan::step& step_;
    std::byte* const* bases_;
    settings how_;
    product_jobs one_;
};

}  // namespace

std::unique_ptr<stepwise> prepare_product(const plan::step& s, std::byte* const* bases, const settings& how)
{
    const double flops = plan::flops_of(s);
    // A sum of nothing writes its zeros as soon as it is prepared.
    if (flops == 0 || flops > most_flops_apart * static_cast<double>(s.positions())) return nullptr;
    auto made = std::make_unique<product_stepwise>(s, bases, how);
    return made->by_position() ? std::move(made) : nullptr;
}

}  // namespace tenfold::backend::on_cpu
