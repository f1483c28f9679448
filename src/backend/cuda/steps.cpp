// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/steps.hpp"

#include "backend/cuda/call.hpp"
#include "backend/cuda/program.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <utility>

namespace tenfold::backend::on_cuda {

namespace {

using plan::kind;
using plan::step;

static_assert(static_cast<int>(fold::kind::norm) == static_cast<int>(detail::reduction::norm));
static_assert(static_cast<int>(combine::divide) == static_cast<int>(detail::store_mode::divide));

/// Axes of `shape`, in which operands broadcast; those that nest in all of them are one.
template <int N>
axes<N> axes_of(const plan::form& shape, std::span<const plan::form* const> operands)
{
    axes<N> x;
    const std::size_t rank = shape.shape.size();
    for (std::size_t d = 0; d < rank; ++d) {
        const index_t extent = shape.shape[d];
        if (extent == 1) continue;
        std::int64_t stride[N] = {};
        for (std::size_t o = 0; o < operands.size(); ++o) {
            const plan::form& f = *operands[o];
            const std::size_t lacks = rank - f.shape.size();
            if (d >= lacks && f.shape[d - lacks] != 1) stride[o] = f.stride[d - lacks];
        }
        bool nests = x.rank > 0;
        for (std::size_t o = 0; o < operands.size() && nests; ++o) nests = x.stride[o][x.rank - 1] == stride[o] * extent;
        if (nests) x.extent[x.rank - 1] *= extent;
        else x.extent[x.rank++] = extent;
        for (std::size_t o = 0; o < operands.size(); ++o) x.stride[o][x.rank - 1] = stride[o];
    }
    return x;
}

/// Into how many parts each of `rows` reductions is cut, so that there is work for all of the device.
std::int64_t parts_of(std::int64_t rows, std::int64_t elements)
{
    constexpr std::int64_t least = 1024, enough = 1 << 15, most = 1 << 10;
    return std::clamp<std::int64_t>(std::min(elements / least, enough / rows), 1, most);
}

/// Do positions write apart from each other? Every axis must step over all that the finer ones reach.
bool positions_are_apart(const step& s)
{
    if (!s.result.follows_loops()) return s.positions() < 2;
    std::vector<std::pair<index_t, index_t>> all;   // stride, extent
    for (std::size_t d = 0; d < s.result_form.shape.size(); ++d)
        if (s.result_form.shape[d] > 1) all.push_back({std::abs(s.result_form.stride[d]), s.result_form.shape[d]});
    for (int d = 0; d < s.loops; ++d)
        if (s.extent[d] > 1) all.push_back({std::abs(s.result.loop[d]), s.extent[d]});
    std::sort(all.begin(), all.end());
    index_t reach = 1;
    for (const auto& [stride, extent] : all) {
        if (stride < reach) return false;
        reach += stride * (extent - 1);
    }
    return true;
}

}  // namespace

const char* refusal(const step& s)
{
    switch (s.what) {
    case kind::elementwise: {
        if (s.result_form.shape.size() > max_axes) return "too many axes";
        elementwise x;
        return translate(*s.kernel, x);
    }
    case kind::reduce:
        return s.operand_forms[0].shape.size() > max_axes ? "too many axes" : nullptr;
    case kind::product:
        return s.axes.size() > max_axes ? "a product of too many axes" : nullptr;
    case kind::copy:
    case kind::store:
    case kind::fill: return s.result_form.shape.size() > max_axes ? "too many axes" : nullptr;
    case kind::group:
    case kind::waves: return nullptr;
    case kind::window_sum: return "a sum over windows";
    case kind::opaque: return "a function that runs on the CPU";
    case kind::pipeline: return "a pipeline";
    }
    return "an unknown step";
}

void device_kernels::run(const step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    switch (s.what) {
    case kind::product: return product(s, bases, positions_of(s, first, count));
    case kind::group: return group(s, bases);
    case kind::elementwise: return elementwise_step(s, bases, positions_of(s, first, count));
    case kind::reduce: return reduce(s, bases, positions_of(s, first, count));
    case kind::copy:
    case kind::store: return copy(s, bases, positions_of(s, first, count));
    case kind::fill: return fill(s, bases, positions_of(s, first, count));
    case kind::waves:
        for (const step::stretch& x : s.schedule) run(s.inner[x.inner], bases, x.first, x.count, how);
        return;
    default: throw error(std::string("[cuda] a step that no kernel runs: ") + plan::name_of(s.what));
    }
}

/// Where parts of the result overlap, they are written in order.
void device_kernels::copy(const step& s, std::byte* const* bases, const positions& where)
{
    move x;
    x.where = where;
    x.to = start_of(s, s.result, bases);
    x.from = start_of(s, s.operands[0], bases);
    x.over = axes_of<2>(s.result_form, std::array{&s.result_form, &s.operand_forms[0]});
    x.type = s.type;
    if (s.what == kind::store) x.mode = static_cast<combine>(s.mode);
    // A position may read what a later one writes.
    const plan::place& value = s.operands[0];
    const bool reads_result = value.buffers || s.result.buffers || value.buffer == s.result.buffer;
    if (s.what == kind::copy || where.count == 1 || (positions_are_apart(s) && !reads_result)) return launch(x, queue_);
    x.where.count = 1;
    for (index_t n = 0; n < where.count; ++n, ++x.where.first) launch(x, queue_);
}

void device_kernels::elementwise_step(const step& s, std::byte* const* bases, const positions& where)
{
    elementwise x;
    if (const char* const why = translate(*s.kernel, x)) throw error("[cuda] " + s.name + ": " + why);
    x.where = where;
    x.result = start_of(s, s.result, bases);
    std::vector<const plan::form*> forms{&s.result_form};
    for (std::size_t o = 0; o < s.operands.size(); ++o) {
        x.operands[o] = start_of(s, s.operands[o], bases);
        forms.push_back(&s.operand_forms[o]);
    }
    x.over = axes_of<1 + elementwise::max_operands>(s.result_form, forms);
    if (s.scalars && !s.scalars->empty()) x.scalars = upload(*s.scalars);
    if (s.scalar_block) x.block = upload(*s.scalar_block);
    x.block_bytes = s.kernel->scalar_bytes;
    launch(x, queue_);
}

void device_kernels::reduce(const step& s, std::byte* const* bases, const positions& where)
{
    if (s.reduction == detail::reduction::cumsum) return running_sums(s, bases, where);
    fold x;
    x.where = where;
    x.from = start_of(s, s.operands[0], bases);
    x.to = start_of(s, s.result, bases);
    x.type = s.operand_type;
    x.result = s.type;
    x.what = static_cast<fold::kind>(s.reduction);
    std::size_t out = 0;
    const plan::form& from = s.operand_forms[0];
    for (std::size_t d = 0; d < from.shape.size(); ++d) {
        if (s.reduced_axes >> d & 1u) {
            x.reduced.extent[x.reduced.rank] = from.shape[d];
            x.reduced.stride[0][x.reduced.rank++] = from.stride[d];
            continue;
        }
        x.kept.extent[x.kept.rank] = from.shape[d];
        x.kept.stride[0][x.kept.rank] = from.stride[d];
        x.kept.stride[1][x.kept.rank++] = s.result_form.stride[out++];
    }
    const std::int64_t results = where.count * x.kept.size(), elements = x.reduced.size();
    if (results == 0) return;
    x.parts = parts_of(results, elements);
    x.part_length = (elements + x.parts - 1) / x.parts;
    x.partial = reinterpret_cast<fold_value*>(scratch(static_cast<std::size_t>(results * x.parts) * sizeof(fold_value)));
    if (s.reduction == detail::reduction::var) {
        x.what = fold::kind::mean;
        x.centres = reinterpret_cast<fold_value*>(scratch(static_cast<std::size_t>(results) * sizeof(fold_value)));
        launch(x, queue_);
        x.what = fold::kind::var;
        x.centre = std::exchange(x.centres, nullptr);
    }
    launch(x, queue_);
}

void device_kernels::running_sums(const step& s, std::byte* const* bases, const positions& where)
{
    running_sum x;
    x.where = where;
    x.from = start_of(s, s.operands[0], bases);
    x.to = start_of(s, s.result, bases);
    x.type = s.operand_type;
    x.result = s.type;
    const plan::form& from = s.operand_forms[0];
    for (std::size_t d = 0; d < from.shape.size(); ++d) {
        axes<2>& a = s.reduced_axes >> d & 1u ? x.along : x.rows;
        a.extent[a.rank] = from.shape[d];
        a.stride[0][a.rank] = from.stride[d];
        a.stride[1][a.rank++] = s.result_form.stride[d];
    }
    const std::int64_t rows = where.count * x.rows.size(), elements = x.along.size();
    if (rows == 0 || elements == 0) return;
    x.parts = parts_of(rows, elements);
    x.part_length = (elements + x.parts - 1) / x.parts;
    if (x.parts > 1) x.partial = reinterpret_cast<fold_value*>(scratch(static_cast<std::size_t>(rows * x.parts) * sizeof(fold_value)));
    launch(x, queue_);
}

void device_kernels::fill(const step& s, std::byte* const* bases, const positions& where)
{
    scatter x;
    x.where = where;
    x.to = start_of(s, s.result, bases);
    x.over = axes_of<1>(s.result_form, std::array{&s.result_form});
    x.bytes = static_cast<int>(size_of(s.type));
    std::memcpy(x.value, s.scalars->data(), size_of(s.type));
    launch(x, queue_);
}

positions device_kernels::positions_of(const step& s, index_t first, index_t count)
{
    positions p;
    p.loops = s.loops;
    std::copy_n(s.extent, s.loops, p.extent);
    p.first = first;
    p.count = count;
    return p;
}

start device_kernels::start_of(const step& s, const plan::place& p, std::byte* const* bases)
{
    start x;
    x.offset = p.offset;
    std::copy_n(p.loop, s.loops, x.loop);
    if (p.table) x.table = upload(*p.table);
    if (!p.list && !p.buffers) {
        x.base = bases[p.buffer];
        return x;
    }
    std::vector<std::byte*> all(static_cast<std::size_t>(s.positions()));
    const auto* const values = p.list ? reinterpret_cast<std::byte* const*>(bases[p.buffer]) : nullptr;
    for (index_t n = 0; n < s.positions(); ++n)
        all[static_cast<std::size_t>(n)] = values ? values[plan::value_of(p, n)] : bases[plan::buffer_of(p, n)];
    x.bases = upload(all);
    return x;
}

std::byte* device_kernels::send(std::string_view bytes)
{
    if (queue_.counted) return nowhere();
    held_.push_back(records_ ? tables_->find(bytes) : tables_->send(bytes));
    if (!held_.back()) throw cannot_record();
    return held_.back().get();
}

std::byte* device_kernels::scratch(std::size_t bytes)
{
    if (queue_.counted) return nowhere();
    held_.push_back(space_->allocate(std::max<std::size_t>(bytes, 1)));
    return held_.back().get();
}

}  // namespace tenfold::backend::on_cuda
