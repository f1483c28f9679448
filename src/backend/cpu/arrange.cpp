// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Packing or looping, by estimated cost.
#include "backend/cpu/product.hpp"

#include "backend/cpu/visit.hpp"
#include "plan/machine.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace tenfold::backend::on_cpu {

namespace {

constexpr unsigned bit_a = unsigned(has::a), bit_b = unsigned(has::b), bit_c = unsigned(has::c);
constexpr int candidates = 6;  // axes of one group that are tried as rows or columns

index_t stride_of(const axis& x, has operand)
{
    return operand == has::a ? x.a : operand == has::b ? x.b : x.c;
}
void set_stride(axis& x, has operand, index_t s)
{
    (operand == has::a ? x.a : operand == has::b ? x.b : x.c) = s;
}

// Descending strides of one operand, so that packed neighbours nest where it does.
void sort_by(axis_list& l, has operand)
{
    std::stable_sort(l.at, l.at + l.count, [operand](const axis& x, const axis& y) {
        return std::abs(stride_of(x, operand)) > std::abs(stride_of(y, operand));
    });
}

// Lays an operand out anew, row-major over `outer` then `inner`, and notes how to copy it.
void lay_out(axis_list& outer, axis_list& inner, has operand, axis_list& copy)
{
    copy.count = 0;
    index_t packed = 1;
    for (axis_list* l : {&inner, &outer})
        for (int d = l->count - 1; d >= 0; --d) {
            axis x = l->at[d];
            packed_stride(x, operand) = packed;
            copy.add(x);
            set_stride(l->at[d], operand, packed);
            packed *= x.extent;
        }
}

// Takes axis `pick` of a group as rows, columns or sum of the core and leaves the others to loops; -1 takes none.
void take(const axis_list& group, int pick, axis& core, axis_list& rest)
{
    core = {1, 0, 0, 0};
    for (int d = 0; d < group.count; ++d) {
        if (d == pick) core = group.at[d];
        else rest.add(group.at[d]);
    }
}

struct choice {
    const groups* g;
    element type;
    bool conjugate;
    index_t positions;
};

// By a compiled kernel where so many calls are worth its price.
double seconds_of_one(const matrices& core, multiplier::method how, double calls)
{
    const double seconds = seconds_of(core, how);
    if (how == multiplier::method::loops || !small_fits(core)) return seconds;
    const double small = seconds_of(core, multiplier::method::small);
    return (seconds - small) * calls > plan::this_machine().compile ? small : seconds;
}

double bytes_of(const axis_list& l, element type)
{
    return static_cast<double>(l.size() * static_cast<index_t>(size_of(type)));
}

// What a term that adds to a result costs beyond one that begins it: the result is read again, and where the caches do
// not hold it, it has to come from memory and go back there.
double seconds_to_add(const matrices& core)
{
    const plan::machine& here = plan::this_machine();
    const double bytes = static_cast<double>(core.m * core.n * static_cast<index_t>(size_of(core.type)));
    return bytes <= here.cache_bytes ? bytes / here.cache_bandwidth : 2 * bytes / here.bandwidth;
}

// BLAS clears the result before it adds to it: twice the way to memory where the caches do not hold it.
double seconds_to_clear(const matrices& core, multiplier::method how)
{
    const double bytes = static_cast<double>(core.m * core.n * static_cast<index_t>(size_of(core.type)));
    const bool twice = how == multiplier::method::gemm && bytes > plan::this_machine().cache_bytes;
    return twice ? 2 * bytes / plan::this_machine().bandwidth : 0;
}

// Of all results, each a sum of so many products.
double seconds_of_all(const matrices& core, multiplier::method how, double results, double terms, index_t positions)
{
    const double one = seconds_of_one(core, how, results * terms * static_cast<double>(positions));
    return results * (terms * one + (terms - 1) * seconds_to_add(core) + seconds_to_clear(core, how));
}

// Tries each axis of m, n and k as the core's own; and none of k, where an operand may stand still along all of it.
void try_cores(const choice& c, const axis_list& m, const axis_list& n, const axis_list& k, double packing,
               arrangement& trial, arrangement& best)
{
    const auto most = [](const axis_list& l) { return std::clamp(l.count, 1, candidates); };
    const bool conjugate = c.conjugate && !trial.pack_a;
    for (int i = 0; i < most(m); ++i)
        for (int j = 0; j < most(n); ++j)
            for (int l = k.count ? -1 : 0; l < most(k); ++l) {
                axis row, column, summed;
                trial.inner.count = trial.sums.count = 0;
                take(m, i, row, trial.inner);
                take(n, j, column, trial.inner);
                take(k, l, summed, trial.sums);
                const matrices core{c.type, conjugate, row.extent, column.extent, summed.extent,
                                    row.a, summed.a, summed.b, column.b, row.c, column.c};
                const double terms = static_cast<double>(trial.sums.size());
                const double results = static_cast<double>(trial.inner.size() * c.g->batch.size());
                const multiplier how(core, {0, 0});
                if (how.how() == multiplier::method::none) continue;
                trial.core = core;
                trial.seconds = packing + seconds_of_all(core, how.how(), results, terms, c.positions);
                if (trial.seconds < best.seconds) best = trial;
            }
}

// Of one copy. Dense runs move as fast as the caches do, or memory where the copy does not stay in them.
double seconds_to_copy(const axis_list& copied, has operand, element type)
{
    constexpr double run = 4;  // a run costs as much as so many single elements
    const plan::machine& here = plan::this_machine();
    const double elements = static_cast<double>(copied.size());
    const double bytes = bytes_of(copied, type);
    double lone = elements;
    for (const axis& x : copied)
        if (packed_stride(x, operand) == 1 && stride_of(x, operand) == 1)
            lone = std::min(lone, run * elements / static_cast<double>(x.extent));
    const double speed = bytes <= here.cache_bytes ? here.cache_bandwidth : here.bandwidth;
    return here.copy_call + std::max(lone * here.copy_element, 2 * bytes / speed);
}

// Of all copies of an operand: it is copied again only where it moves along the batch.
double seconds_to_pack(const axis_list& copied, has operand, const choice& c)
{
    double times = 1;
    for (const axis& x : c.g->batch)
        if (stride_of(x, operand) != 0) times *= static_cast<double>(x.extent);
    return times * seconds_to_copy(copied, operand, c.type);
}

// One choice of packed operands.
void try_packing(const choice& c, unsigned packed, arrangement& trial, arrangement& best)
{
    const groups& g = *c.g;
    axis_list m = g.m, n = g.n, k = g.k;
    trial.pack_a = packed & bit_a;
    trial.pack_b = packed & bit_b;
    trial.pack_c = packed & bit_c;
    sort_by(m, trial.pack_c ? has::a : has::c);
    sort_by(n, trial.pack_c ? has::b : has::c);
    sort_by(k, trial.pack_a ? has::b : has::a);
    double packing = 0;
    if (trial.pack_a) {
        lay_out(m, k, has::a, trial.packed_a);
        packing += seconds_to_pack(trial.packed_a, has::a, c);
    }
    if (trial.pack_b) {
        lay_out(k, n, has::b, trial.packed_b);
        packing += seconds_to_pack(trial.packed_b, has::b, c);
    }
    if (trial.pack_c) {
        lay_out(m, n, has::c, trial.packed_c);
        packing += seconds_to_pack(trial.packed_c, has::c, c);
    }
    join(m, bit_a | bit_c);
    join(n, bit_b | bit_c);
    join(k, bit_a | bit_b);
    // Longest first: with many axes only the first few are tried.
    for (axis_list* l : {&m, &n, &k})
        std::stable_sort(l->at, l->at + l->count, [](const axis& x, const axis& y) { return x.extent > y.extent; });
    try_cores(c, m, n, k, packing, trial, best);
}

// At most one axis to a group and strides that BLAS takes: little to weigh.
bool direct(const choice& c, arrangement& r)
{
    const groups& g = *c.g;
    axis_list m = g.m, n = g.n, k = g.k;
    join(m, bit_a | bit_c);
    join(n, bit_b | bit_c);
    join(k, bit_a | bit_b);
    if (m.count > 1 || n.count > 1 || k.count > 1) return false;
    axis row, column, summed;
    take(m, 0, row, r.inner);
    take(n, 0, column, r.inner);
    take(k, 0, summed, r.sums);
    r.core = {c.type, c.conjugate, row.extent, column.extent, summed.extent,
              row.a, summed.a, summed.b, column.b, row.c, column.c};
    const multiplier how(r.core, {0, 0});
    if (how.how() == multiplier::method::none) return false;
    r.seconds = seconds_of_all(r.core, how.how(), static_cast<double>(g.batch.size()), 1, c.positions);
    return true;
}

}  // namespace

void arrange(const groups& g, element type, bool conjugate_a, index_t positions, arrangement& r)
{
    r.shift_a = g.shift_a;
    r.shift_b = g.shift_b;
    r.shift_c = g.shift_c;
    r.batch = g.batch;
    join(r.batch, bit_a | bit_b | bit_c);
    conjugate_a = conjugate_a && is_complex_type(type);
    const choice c{&g, type, conjugate_a, positions};
    arrangement trial = r;
    r.seconds = std::numeric_limits<double>::infinity();
    const bool found = direct(c, r);
    if (found && r.seconds * static_cast<double>(positions) < worth_a_look) return;
    const double limit = r.seconds * better;
    r.seconds = limit;
    for (unsigned packed = 0; packed < 8; ++packed) {
        if (packed && !is_blas_type(type)) continue;  // plain loops take any strides
        try_packing(c, packed, trial, r);
    }
    if (found && r.seconds == limit) r.seconds /= better;
}

}  // namespace tenfold::backend::on_cpu
