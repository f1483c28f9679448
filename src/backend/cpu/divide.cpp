// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Windows as rows or columns: BLAS takes no matrix whose rows overlap. Every so many windows there are some that do
// not, and windows that follow each other can be copied a block at a time. Either way an axis is cut.
#include "backend/cpu/product.hpp"

#include "backend/cpu/visit.hpp"
#include "plan/machine.hpp"

#include <algorithm>

namespace tenfold::backend::on_cpu {

namespace {

constexpr index_t fewest_rows = 96;  // of a block: BLAS packs the other operand for each of them

struct cut {
    axis_list groups::*group;  // m or n
    int axis;
    index_t pieces;
    bool interleaved;          // piece i has every so many indices one, from i on; else pieces follow each other
};

axis moved(const axis& x, index_t by) { return {x.extent, x.a * by, x.b * by, x.c * by}; }

// Pieces that are longer by one are the first part, the others the second.
groups part_of(const groups& g, const cut& c, bool second)
{
    groups r = g;
    axis& x = (r.*c.group).at[c.axis];
    const index_t whole = x.extent / c.pieces, longer = x.extent % c.pieces;
    const index_t length = second ? whole : whole + 1;
    axis piece = moved(x, c.interleaved ? c.pieces : 1), pieces = moved(x, c.interleaved ? 1 : length);
    piece.extent = length;
    pieces.extent = second ? c.pieces - longer : longer;
    if (second) {
        const index_t skipped = longer * (c.interleaved ? 1 : whole + 1);
        r.shift_a += x.a * skipped;
        r.shift_b += x.b * skipped;
        r.shift_c += x.c * skipped;
    }
    x = piece;
    if (piece.extent == 1) (r.*c.group).remove(c.axis);
    if (pieces.extent > 1) r.batch.add(pieces);
    return r;
}

struct search {
    element type;
    bool conjugate;
    index_t positions;
    int parts = 0;
    double seconds = 0;
    arrangement *first, *second;

    void whole(const groups& g, bool as_it_came)
    {
        arrangement r;
        arrange(g, type, conjugate, positions, r);
        if (!as_it_came && r.seconds > better * seconds) return;
        seconds = r.seconds;
        parts = 1;
        *first = r;
    }
    void in_pieces(const groups& g, const cut& c)
    {
        const bool uneven = (g.*c.group).at[c.axis].extent % c.pieces != 0;
        // All windows, copied, would take many times the memory that they cover: blocks may cost a little more.
        const bool copied = !c.interleaved && (first->pack_a || first->pack_b);
        const double limit = copied ? seconds / better : seconds * better;
        arrangement r, s;
        arrange(part_of(g, c, true), type, conjugate, positions, r);
        if (r.seconds > limit) return;
        if (uneven) arrange(part_of(g, c, false), type, conjugate, positions, s);
        const double sum = r.seconds + (uneven ? s.seconds : 0);
        if (sum > limit) return;
        seconds = sum;
        parts = uneven ? 2 : 1;
        *first = r;
        if (uneven) *second = s;
    }
};

// An operand that stands still along an axis of the batch: one product has all of it as rows, or as columns.
bool gather(groups& g)
{
    bool any = false;
    for (int d = g.batch.count; d-- > 0;) {
        axis x = g.batch.at[d];
        if ((x.a == 0) == (x.b == 0)) continue;
        g.batch.remove(d);
        if (x.c < 0) turn(x, g);
        (x.b == 0 ? g.m : g.n).add(x);
        any = true;
    }
    return any;
}

void try_cuts(const groups& g, bool rows, search& s)
{
    const auto stride = [rows](const axis& x) { return rows ? x.a : x.b; };
    axis_list groups::*const group = rows ? &groups::m : &groups::n;
    const double room = plan::this_machine().cache_bytes / 4;
    const axis_list& l = g.*group;
    for (int d = 0; d < l.count; ++d) {
        const axis x = l.at[d];
        for (const axis& k : g.k) {
            if (stride(k) != 1 || stride(x) <= 0 || stride(x) >= k.extent) continue;
            const index_t apart = (k.extent + stride(x) - 1) / stride(x);
            if (apart <= x.extent) s.in_pieces(g, {group, d, apart, true});
            const index_t row = g.k.size() * (l.size() / x.extent) * static_cast<index_t>(size_of(s.type));
            const index_t height = std::max(fewest_rows, static_cast<index_t>(room) / row);
            if (2 * height <= x.extent) s.in_pieces(g, {group, d, (x.extent + height - 1) / height, false});
            break;
        }
    }
}

}  // namespace

int arrange_in_parts(const groups& g, element type, bool conjugate_a, index_t positions, arrangement& first,
                     arrangement& second)
{
    search s{type, conjugate_a, positions, 0, 0, &first, &second};
    s.whole(g, true);
    if (s.seconds * static_cast<double>(positions) < worth_a_look || !is_blas_type(type)) return s.parts;
    groups wide = g;
    if (gather(wide)) s.whole(wide, false);
    try_cuts(wide, true, s);
    try_cuts(wide, false, s);
    return s.parts;
}

}  // namespace tenfold::backend::on_cpu
