// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/meetings.hpp"

#include <algorithm>
#include <bit>

namespace tenfold::graph {

namespace {

bool has_table(const read& r) { return r.number.values || r.member.values || r.offset.values; }

bool moves_source(const node& n, int loop)
{
    return std::any_of(n.operands.begin(), n.operands.begin() + 2, [&](const read& r) {
        return r.number.step[loop] != 0 || r.member.step[loop] != 0;
    });
}

bool lift_all(meetings& m, index_t offset)
{
    std::vector<moving_index> moves;
    for (const mover& x : m.movers) moves.push_back(x.moves);
    auto lifted = lift(static_cast<int>(m.length.size()), m.length.data(), offset, moves);
    if (!lifted) return false;
    m.origin = std::move(lifted->origin);
    for (std::size_t v = 0; v < m.movers.size(); ++v) m.movers[v].step = std::move(lifted->step[v]);
    return true;
}

/// Bit d of `joined`: axis d + 1 is one with axis d.
void set_axes(meetings& m, std::span<const index_t> shape, unsigned joined)
{
    m.length.clear();
    for (std::size_t d = 0; d < shape.size(); ++d) {
        if (d > 0 && (joined >> (d - 1) & 1u)) m.length.back() *= shape[d];
        else m.length.push_back(shape[d]);
    }
    m.canonical.assign(m.length.size(), 1);
    for (std::size_t d = m.length.size(); d-- > 1;) m.canonical[d - 1] = m.canonical[d] * std::max<index_t>(m.length[d], 1);
}

}  // namespace

std::vector<mover> axes_moving(std::span<const product_axis> axes, int operand)
{
    std::vector<mover> all;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const product_axis& a = axes[i];
        if (!(a.*in_operand[operand])) continue;
        all.push_back({false, static_cast<int>(i), a.in_c && !(a.*in_operand[1 - operand]), !a.in_c, {a.extent, a.*stride_in[operand]}});
    }
    return all;
}

std::vector<mover> all_moving(const node& n, std::span<const product_axis> axes, int operand)
{
    const read& x = n.operands[static_cast<std::size_t>(operand)];
    const read& y = n.operands[static_cast<std::size_t>(1 - operand)];
    if (has_table(x)) return {};
    std::vector<mover> all = axes_moving(axes, operand);
    for (int d = 0; d < n.loops; ++d) {
        if (n.extent[d] == 1 || x.offset.step[d] == 0) continue;
        const bool alone = !has_table(y) && y.offset.step[d] == 0 && !moves_source(n, d);
        all.push_back({true, d, alone, false, {n.extent[d], x.offset.step[d]}});
    }
    return all;
}

std::vector<std::size_t> meetings::on(std::size_t axis) const
{
    std::vector<std::size_t> all;
    for (std::size_t v = 0; v < movers.size(); ++v)
        if (movers[v].step[axis] != 0) all.push_back(v);
    return all;
}

bool meetings::moves_one_axis(std::size_t v) const
{
    return std::count_if(movers[v].step.begin(), movers[v].step.end(), [](index_t s) { return s != 0; }) == 1;
}

std::optional<meetings> meet(std::span<const index_t> shape, index_t offset, std::vector<mover> movers)
{
    meetings m;
    m.movers = std::move(movers);
    set_axes(m, shape, 0);
    if (lift_all(m, offset)) return m;
    // The fewest axes joined; where a value has many, all of them.
    constexpr int few = 5;
    const int rank = static_cast<int>(shape.size());
    if (rank < 2) return std::nullopt;
    const unsigned all = (1u << (rank - 1)) - 1;
    for (int count = 1; rank <= few && count < rank - 1; ++count)
        for (unsigned joined = 1; joined < all; ++joined) {
            if (std::popcount(joined) != count) continue;
            set_axes(m, shape, joined);
            if (lift_all(m, offset)) return m;
        }
    set_axes(m, shape, all);
    return lift_all(m, offset) ? std::optional(std::move(m)) : std::nullopt;
}

}  // namespace tenfold::graph
