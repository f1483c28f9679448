// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Errors of slices, and assignment into parts.
#include "record/recorder.hpp"

#include <tenfold/assign.hpp>
#include <tenfold/detail/slices.hpp>

namespace tenfold::detail {

void too_many_slices(int slices, int rank, const index_t* shape, site where)
{
    reject<index_error>(
        "view", std::to_string(slices) + (slices == 1 ? " slice" : " slices") + " of an array of shape " +
                    show_shape(rank, shape), where);
}

void slice_outside(index_t index, int axis, int rank, const index_t* shape, site where)
{
    reject<index_error>(
        "view", "index " + std::to_string(index) + " is outside axis " + std::to_string(axis) + " of " +
                    show_shape(rank, shape), where);
}

void slice_without_step(site where) { reject<index_error>("view", "a range with step 0", where); }

void too_many_axes(const char* operation, site where)
{
    reject<shape_error>(operation, "the result would have more than " + std::to_string(max_rank) + " axes", where);
}

namespace {

// Leading axes of length 1 that the part lacks are dropped, as NumPy does in assignments.
operand fitted(operand value, const layout& part, site where)
{
    while (value.rank > part.rank && value.shape[0] == 1) {
        ++value.shape;
        ++value.stride;
        --value.rank;
    }
    bool fits = value.rank <= part.rank;
    for (int d = 1; fits && d <= value.rank; ++d) {
        const index_t have = value.shape[value.rank - d];
        fits = have == 1 || have == part.shape[part.rank - d];
    }
    if (!fits)
        reject<shape_error>(
            "view =", show_shape(value.rank, value.shape) + " does not broadcast to the part " +
                          show_shape(part.rank, part.shape), where);
    return value;
}

}  // namespace

void store_part(const part& to, const target& where, store_mode mode, const operand& value)
{
    // The array holds the value that the view shows, if it is still there.
    if (where.base && !where.stored() && !is_held_elsewhere(to.source))
        reject<error>("view =", "the array was assigned to, or is gone, after this view of it was taken", where.taken);
    const family* source = where.stored() ? where.source : to.source.source();
    const index_t member = where.stored() ? where.member : to.source.member();
    if (!where.base || where.base->source() != source || where.base->member() != member)
        reject<error>("view =", "the array was assigned to after this view of it was taken", where.taken);
    const operand fitting = fitted(value, to.form, where.taken);
    if (!where.stored()) return record_store(*where.base, to, mode, fitting, where.taken);
    part mine;
    handle base = *where.base;
    own(base, {});
    mine.source = base;
    mine.offset = where.offset;
    mine.form.rank = where.form.rank;
    for (int d = 0; d < mine.form.rank; ++d) mine.form.shape[d] = where.form.shape[d];
    for (int d = 0; d < mine.form.rank; ++d) mine.form.stride[d] = where.form.stride[d];
    record_store(base, mine, mode, fitting, where.taken);
    *where.base = std::move(base);
}

}  // namespace tenfold::detail
