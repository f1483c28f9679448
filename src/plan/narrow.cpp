// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The part of a pipeline's steps that one batch of tiles is.
#include "plan/pipeline.hpp"
#include "plan/tiling.hpp"

#include <numeric>

namespace tenfold::plan {

namespace {

/// Of positions first .. first + count - 1.
template <class T>
void cut(std::shared_ptr<const std::vector<T>>& table, index_t first, index_t count)
{
    if (table) table = std::make_shared<std::vector<T>>(table->begin() + first, table->begin() + first + count);
}

/// Where a place starts that follows no loops.
void cut(const place& from, index_t first, index_t count, place& p)
{
    p.table = from.table;
    p.buffers = from.buffers;
    cut(p.table, first, count);
    cut(p.buffers, first, count);
    if (!p.list || p.buffers) return;
    auto values = std::make_shared<std::vector<int>>(static_cast<std::size_t>(count));
    std::iota(values->begin(), values->end(), static_cast<int>(first));
    p.buffers = std::move(values);
}

struct tiles {
    index_t first, count;
};
tiles tiles_of(const step& pipeline, index_t batch)
{
    const index_t in_row = (pipeline.row + pipeline.batch - 1) / pipeline.batch, at = batch % in_row * pipeline.batch;
    return {batch / in_row * pipeline.row + at, std::min(pipeline.batch, pipeline.row - at)};
}

void narrow_loops(const step& all, const step::stage& how, tiles t, step& part)
{
    index_t inner = 1, at = t.first;
    for (std::size_t d = 0; d < how.axis; ++d) inner *= all.extent[d];
    index_t start[max_loops] = {};
    for (int d = static_cast<int>(how.axis); d < all.loops; ++d) {
        start[d] = at % all.extent[d];
        at /= all.extent[d];
        part.extent[d] = d == static_cast<int>(how.axis) ? t.count : 1;
    }
    const auto move = [&](const place& from, bool local, place& p) {
        if (!from.follows_loops()) return cut(from, t.first * inner, t.count * inner, p);
        p.offset = from.offset;
        for (int d = 0; d < all.loops && !local; ++d) p.offset += start[d] * from.loop[d];
    };
    for (std::size_t k = 0; k < all.operands.size(); ++k) move(all.operands[k], how.operand_local[k], part.operands[k]);
    move(all.result, how.result_local, part.result);
    part.scalar_block = all.scalar_block;
    cut(part.scalar_block, t.first * inner, t.count * inner);
}

void set_extent(const step& all, std::size_t axis, index_t count, step& part)
{
    if (all.what == kind::reduce) {
        part.operand_forms[0].shape[axis] = count;
        std::size_t kept = 0;
        for (std::size_t d = 0; d < axis; ++d) kept += !(all.reduced_axes >> d & 1u);
        if (!(all.reduced_axes >> axis & 1u)) part.result_form.shape[kept] = count;
        return;
    }
    const std::size_t rank = all.result_form.shape.size();
    part.result_form.shape[axis] = count;
    for (std::size_t k = 0; k < all.operand_forms.size(); ++k) {
        const std::vector<index_t>& shape = all.operand_forms[k].shape;
        const std::size_t lacks = rank - shape.size();
        if (axis >= lacks && shape[axis - lacks] != 1) part.operand_forms[k].shape[axis - lacks] = count;
    }
}

}  // namespace

index_t batches_of(const step& pipeline)
{
    return pipeline.extent[0] / pipeline.row * ((pipeline.row + pipeline.batch - 1) / pipeline.batch);
}

void narrow(const step& pipeline, std::size_t stage, index_t batch, step& part)
{
    const step& all = pipeline.inner[stage];
    const step::stage& how = pipeline.stages[stage];
    const tiles t = tiles_of(pipeline, batch);
    if (how.loop) return narrow_loops(all, how, t, part);
    set_extent(all, how.axis, t.count, part);
    for (std::size_t k = 0; k < all.operands.size(); ++k)
        if (!how.operand_local[k]) part.operands[k].offset = all.operands[k].offset + operand_stride(all, how.axis, k) * t.first;
    if (how.partial > 0) part.result.offset = how.partial * batch;
    else if (!how.result_local) part.result.offset = all.result.offset + result_stride(all, how.axis) * t.first;
}

}  // namespace tenfold::plan
