// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// How shapes broadcast, and those of opaque functions.
#include "record/recorder.hpp"

#include <tenfold/detail/opaque.hpp>

#include <algorithm>

namespace tenfold::record {

namespace {

[[noreturn]] void misfit(const call& c, const char* before, const std::string& text)
{
    std::string shapes = before;
    for (int i = 0; i < c.what.operands; ++i)
        shapes += (i ? ", " : "") + detail::show_shape(c.operands[i].rank, c.operands[i].shape);
    detail::fail<shape_error>(name_of(c.what), shapes + text, c.where);
}

}  // namespace

// Shapes are aligned at their last axes, and an axis of length 1 fits any.
void broadcast(const call& c, const std::uint8_t* core, result_form& r)
{
    const auto rank = [&](int k) { return c.operands[k].rank - (core ? core[k] : 0); };
    for (int k = 0; k < c.what.operands; ++k) r.rank = std::max(r.rank, rank(k));
    std::fill_n(r.shape, r.rank, 1);
    for (int k = 0; k < c.what.operands; ++k) {
        const operand& x = c.operands[k];
        for (int d = 0; d < rank(k); ++d) {
            index_t& have = r.shape[r.rank - rank(k) + d];
            if (have == 1) have = x.shape[d];
            else if (x.shape[d] != 1 && x.shape[d] != have) misfit(c, "shapes ", " do not broadcast");
        }
    }
}

void apply_shape(const call& c, result_form& r)
{
    const detail::opaque_function& f = *c.what.function;
    const index_t* cores[detail::opaque_function::most_operands];
    for (int k = 0; k < f.operands; ++k) {
        const operand& x = c.operands[k];
        if (x.rank < f.core[k]) misfit(c, "", f.core[k] == 2 ? ": a matrix has two axes at least" : ": too few axes");
        cores[k] = x.shape + (x.rank - f.core[k]);
    }
    broadcast(c, f.core, r);
    index_t last[max_rank];
    int rank = 0;
    if (const char* const reason = f.shape(cores, last, rank)) misfit(c, "", std::string(": ") + reason);
    if (r.rank + rank > max_rank) misfit(c, "", ": too many axes");
    for (int d = 0; d < rank; ++d) r.add(last[d]);
}

}  // namespace tenfold::record
