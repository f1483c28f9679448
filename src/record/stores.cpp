// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/stores.hpp"

#include "record/recorder.hpp"
#include "evaluation.hpp"

#include <limits>
#include <utility>

namespace tenfold::record {

namespace {

bool is_number(const operand& value) { return value.rank == 0 && core(value.source)->is_leaf(); }

/// Numbers that are stored one by one, with nothing to compute between them and nobody who reads on the way: what a plan
/// could win is less than recording each costs. From some on the value is computed, and those that follow go right there.
bool are_many(const detail::handle& base)
{
    stored_numbers& last = detail::my_recorder().stored;
    if (last.count < last.most || last.version != base.source() || last.member != base.member()) return false;
    last.count = 0;
    last.most *= 2;
    return core(base.source())->references.load(std::memory_order_relaxed) == 1;
}

/// Work that was recorded before waits for whoever reads or submits it.
bool is_at_hand(const detail::handle& h)
{
    index_t at;
    return core(h.source())->what.what == operation::fill || find_placed(*h.source(), h.member(), at);
}

void count_number(const detail::handle& older, const detail::handle& newer)
{
    constexpr int few = 16, never = std::numeric_limits<int>::max();
    stored_numbers& last = detail::my_recorder().stored;
    const bool goes_on = last.version == older.source() && last.member == older.member();
    last = {newer.source(), newer.member(), goes_on ? last.count + 1 : 1, goes_on ? last.most : is_at_hand(older) ? few : never};
}

}  // namespace

}  // namespace tenfold::record

namespace tenfold::detail {

void record_store(handle& base, const part& target, store_mode mode, const operand& value, site where)
{
    const operand all[3] = {whole(base), target.read(), value};
    if (target.source.source() != base.source() || target.source.member() != base.member())
        fail<error>("view =", "the part belongs to another array", where);
    const operand& part = all[1];
    bool fits = value.rank <= part.rank;
    for (int d = 1; fits && d <= value.rank; ++d) {
        const index_t have = value.shape[value.rank - d];
        fits = have == 1 || have == part.shape[part.rank - d];
    }
    if (!fits)
        fail<shape_error>("view =", show_shape(value.rank, value.shape) + " does not broadcast to the part "
                                        + show_shape(part.rank, part.shape), where);
    if (evaluation::store_at_once(base, all, mode)) return;
    const bool number = part.rank == 0 && record::is_number(value);
    if (number && record::are_many(base)) {
        evaluation::compute_eagerly(base, where);
        if (evaluation::store_at_once(base, all, mode)) return;
    }
    handle newer = record::store(all, mode, record::storing::parts, {});   // one chain, whatever lines it is written by
    if (number) record::count_number(base, newer);
    base = std::move(newer);
}

}  // namespace tenfold::detail
