// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/forward.hpp"

#include "record/parts.hpp"

namespace tenfold::record {

namespace {

/// Operand k of a member, with the member's own numbers.
operand operand_of(const recorded& f, std::size_t k, index_t m)
{
    const operand_record& o = f.operands[k];
    return {f.sources[static_cast<std::size_t>(o.numbers.at(m))], o.members.at(m), o.offsets.at(m), o.rank, o.shape, o.stride()};
}

/// The part that a store writes: one of its older version.
operand target_of(const recorded& store, index_t m)
{
    const operand_record& o = store.operands[1];
    return {nullptr, 0, o.offsets.at(m), o.rank, o.shape, o.stride()};
}

bool has_elements(const operand& x)
{
    return std::find(x.shape, x.shape + x.rank, 0) == x.shape + x.rank;
}

/// Where `x` is not among the elements that the store writes.
bool leaves_alone(const recorded& store, const operand& target, const operand& x)
{
    const grid whole{store.rank, store.shape, store.stride};
    box written, read;
    return put_in(whole, target.offset, target.rank, target.shape, target.stride, written)
        && put_in(whole, x.offset, x.rank, x.shape, x.stride, read) && are_apart(whole.rank, written, read);
}

/// `x` as a part of what the store assigned to it, if it lies within the part that the store writes.
bool within(const recorded& store, const operand& target, const operand& x, operand& out, detail::layout& room)
{
    if (store.what.code != static_cast<std::uint8_t>(detail::store_mode::assign)) return false;
    const grid written{target.rank, target.shape, target.stride};
    box read;
    if (!written.is_nested() || !put_in(written, x.offset - target.offset, x.rank, x.shape, x.stride, read)) return false;
    const operand value = operand_of(store, 2, x.member);
    const int lead = target.rank - value.rank;   // the value broadcasts to the part
    const auto stride = [&](int d) { return d < lead || value.shape[d - lead] == 1 ? 0 : value.stride[d - lead]; };
    out = value;
    for (int d = 0; d < target.rank; ++d) out.offset += read.first[d] * stride(d);
    for (int e = 0; e < x.rank; ++e) room.stride[e] = read.axis[e] < 0 ? 0 : read.step[e] * stride(read.axis[e]);
    out.rank = x.rank;
    out.shape = x.shape;
    out.stride = room.stride;
    return true;
}

}  // namespace

operand forwarded(const operand& x, detail::layout& room)
{
    constexpr int most_stores = 8;
    operand at = x;
    if (!has_elements(x)) return x;
    for (int n = 0; n < most_stores; ++n) {
        index_t place;
        if (!is_pending_store(*at.source, detail::this_recorder) || find_placed(*at.source, at.member, place)) return at;
        const recorded& store = *calls(at.source);
        const operand target = target_of(store, at.member);
        if (operand found; within(store, target, at, found, room)) at = found;
        else if (leaves_alone(store, target, at)) {
            operand before = operand_of(store, 0, at.member);
            before.offset = at.offset;
            before.rank = at.rank;
            before.shape = at.shape;
            before.stride = at.stride;
            at = before;
        }
        else return x;
        // What another thread recorded is read by way of the version that has it already.
        if (!at.source || (at.source->owner != detail::this_recorder && !core(at.source)->is_leaf())) return x;
    }
    return x;
}

}  // namespace tenfold::record
