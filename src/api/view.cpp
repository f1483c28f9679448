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

index_t slice_layout(layout& form, const std::vector<loose_slice>& list, site where)
{
    using kind = loose_slice::kind;
    const layout x = form;
    int named = 0, gaps = 0, grown = 0;
    for (const loose_slice& s : list) {
        named += s.is != kind::newaxis && s.is != kind::ellipsis;
        gaps += s.is == kind::ellipsis;
        grown += (s.is == kind::newaxis) - (s.is == kind::index);
    }
    if (gaps > 1) reject<index_error>("view", "more than one ellipsis", where);
    if (named > x.rank) too_many_slices(named, x.rank, x.shape, where);
    if (x.rank + grown > max_rank) too_many_axes("view", where);
    form.rank = 0;
    slicing to{x.rank, x.shape, x.stride, 0, x.rank - named, 0, form, where};
    const auto take = [&](const indices& r) {
        form.shape[form.rank] = r.count;
        form.stride[form.rank++] = r.count > 1 ? r.step * x.stride[to.axis] : x.stride[to.axis];
        if (r.count > 0) to.offset += r.first * x.stride[to.axis];
        ++to.axis;
    };
    for (const loose_slice& s : list) {
        const index_t n = to.axis < x.rank ? x.shape[to.axis] : 0;
        if (s.is == kind::index) to.apply(s.start);
        else if (s.is == kind::newaxis) to.apply(xt::xnewaxis_tag());
        else if (s.is == kind::ellipsis) to.apply(xt::xellipsis_tag());
        else if (s.is == kind::all) to.keep();
        else if (s.is == kind::counted) {
            const index_t last = s.start + (s.stop - 1) * s.step;
            if (s.stop > 0 && (s.start < 0 || s.start >= n)) slice_outside(s.start, to.axis, x.rank, x.shape, where);
            if (s.stop > 0 && (last < 0 || last >= n)) slice_outside(last, to.axis, x.rank, x.shape, where);
            take({s.start, s.step, s.stop});
        }
        else if (s.has_start)
            take(s.has_stop ? stepped_indices<true, true>(s.start, s.stop, s.step, n, where)
                            : stepped_indices<true, false>(s.start, 0, s.step, n, where));
        else
            take(s.has_stop ? stepped_indices<false, true>(0, s.stop, s.step, n, where)
                            : stepped_indices<false, false>(0, 0, s.step, n, where));
    }
    while (to.axis < x.rank) to.keep();
    return to.offset;
}

}  // namespace tenfold::detail
