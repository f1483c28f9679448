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
using plan::product_axis;
using plan::step;

static_assert(static_cast<int>(fold::kind::norm) == static_cast<int>(detail::reduction::norm));
static_assert(static_cast<int>(combine::divide) == static_cast<int>(detail::store_mode::divide));

positions positions_of(const step& s, index_t first, index_t count)
{
    positions p;
    p.loops = s.loops;
    std::copy_n(s.extent, s.loops, p.extent);
    p.first = first;
    p.count = count;
    return p;
}

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

void add_axis(axes<3>& x, index_t extent, index_t a, index_t b, index_t c)
{
    x.extent[x.rank] = extent;
    x.stride[0][x.rank] = a;
    x.stride[1][x.rank] = b;
    x.stride[2][x.rank] = c;
    ++x.rank;
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
        if (s.reduction == detail::reduction::cumsum) return "the GPU has no running sums yet";
        return s.operand_forms[0].shape.size() > max_axes ? "too many axes" : nullptr;
    case kind::product:
        if (s.most != 0) return "its numbers are looked at as soon as it has run";
        return s.axes.size() > max_axes ? "a product of too many axes" : nullptr;
    case kind::copy:
    case kind::store:
    case kind::fill: return s.result_form.shape.size() > max_axes ? "too many axes" : nullptr;
    case kind::group:
    case kind::waves: return nullptr;
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

void device_kernels::product(const step& s, std::byte* const* bases, const positions& where)
{
    const start at[] = {start_of(s, s.operands[0], bases), start_of(s, s.operands[1], bases), start_of(s, s.result, bases)};
    if (by_blas(s, at, where)) return;
    contraction x;
    x.where = where;
    x.a = at[0];
    x.b = at[1];
    x.c = at[2];
    for (const product_axis& a : s.axes) add_axis(a.in_c ? x.free : x.summed, a.extent, a.a, a.b, a.c);
    x.type = s.type;
    x.conjugate_a = s.conjugate_a;
    x.accumulate = s.accumulate;
    x.sum_positions = s.sum_positions;
    launch(x, stream_);
}

bool device_kernels::by_blas(const step& s, const start (&at)[3], const positions& where)
{
    constexpr index_t few = 16;   // products that add to one result, one after another
    if (!blas::knows(s.type) || where.count == 0) return false;
    const auto p = as_matrices(s);
    if (!p || p->m == 0 || p->n == 0 || p->k == 0) return false;
    const auto g = as_gemm(*p, s.type >= element::complex64);
    if (!g) return false;
    const auto bytes = static_cast<std::int64_t>(size_of(s.type));
    const bool fixed = std::none_of(std::begin(at), std::end(at), [](const start& x) { return x.bases || x.table; });
    const auto lies = [&](int o, index_t n) { return at[o].at(where, n, bytes); };
    if (where.count == 1 && fixed) blas_.one(*g, s.type, lies(0, where.first), lies(1, where.first), lies(2, where.first), s.accumulate);
    else if (s.sum_positions) {
        if (!fixed || where.count > few) return false;
        for (index_t n = 0; n < where.count; ++n)
            blas_.one(*g, s.type, lies(0, where.first + n), lies(1, where.first + n), lies(2, where.first), s.accumulate || n > 0);
    }
    else if (fixed && s.loops == 1) {
        const index_t apart[] = {at[0].loop[0], at[1].loop[0], at[2].loop[0]};
        blas_.strided(*g, s.type, lies(0, where.first), lies(1, where.first), lies(2, where.first), apart, where.count, s.accumulate);
    }
    else listed(*g, s, at, where);
    return true;
}

/// At addresses that a kernel writes.
void device_kernels::listed(const gemm_call& g, const step& s, const start (&at)[3], const positions& where)
{
    std::byte** lists[3];
    for (int o = 0; o < 3; ++o) {
        lists[o] = reinterpret_cast<std::byte**>(scratch(static_cast<std::size_t>(where.count) * sizeof(std::byte*)));
        launch(addresses{where, at[o], static_cast<std::int64_t>(size_of(s.type)), lists[o]}, stream_);
    }
    blas_.listed(g, s.type, lists[0], lists[1], lists[2], where.count, s.accumulate);
}

/// Products of any shapes in one launch.
void device_kernels::group(const step& s, std::byte* const* bases)
{
    const auto* const values = reinterpret_cast<std::byte* const*>(bases[s.operands[0].buffer]);
    const auto bytes = static_cast<index_t>(size_of(s.type));
    std::vector<listed_product> all;
    all.reserve(s.members.size());
    std::int64_t elements = 0;
    for (std::size_t i = 0; i < s.members.size(); ++i) {
        const plan::grouped_product& p = s.members[i];
        elements += p.m * p.n;
        all.push_back({values[2 * i] + p.a * bytes, values[2 * i + 1] + p.b * bytes, bases[p.buffer] + p.c * bytes, p.m, p.n, p.k,
                       p.am, p.ak, p.bk, p.bn, p.cm, p.cn, elements, p.conjugate_a});
    }
    product_list x;
    x.all = upload(&s, all);
    x.count = static_cast<std::int64_t>(all.size());
    x.elements = elements;
    x.type = s.type;
    launch(x, stream_);
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
    if (s.what == kind::copy || positions_are_apart(s)) return launch(x, stream_);
    x.where.count = 1;
    for (index_t n = 0; n < where.count; ++n, ++x.where.first) launch(x, stream_);
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
    if (s.scalars && !s.scalars->empty()) x.scalars = upload(s.scalars.get(), *s.scalars);
    if (s.scalar_block) x.block = upload(s.scalar_block.get(), *s.scalar_block);
    x.block_bytes = s.kernel->scalar_bytes;
    launch(x, stream_);
}

void device_kernels::reduce(const step& s, std::byte* const* bases, const positions& where)
{
    constexpr std::int64_t least = 1024, many_results = 1 << 15, most_parts = 1 << 10;
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
    x.parts = std::clamp<std::int64_t>(std::min(elements / least, many_results / results), 1, most_parts);
    x.part_length = (elements + x.parts - 1) / x.parts;
    x.partial = reinterpret_cast<fold_value*>(scratch(static_cast<std::size_t>(results * x.parts) * sizeof(fold_value)));
    if (s.reduction == detail::reduction::var) {
        x.what = fold::kind::mean;
        x.centres = reinterpret_cast<fold_value*>(scratch(static_cast<std::size_t>(results) * sizeof(fold_value)));
        launch(x, stream_);
        x.what = fold::kind::var;
        x.centre = std::exchange(x.centres, nullptr);
    }
    launch(x, stream_);
}

void device_kernels::fill(const step& s, std::byte* const* bases, const positions& where)
{
    scatter x;
    x.where = where;
    x.to = start_of(s, s.result, bases);
    x.over = axes_of<1>(s.result_form, std::array{&s.result_form});
    x.bytes = static_cast<int>(size_of(s.type));
    std::memcpy(x.value, s.scalars->data(), size_of(s.type));
    launch(x, stream_);
}

start device_kernels::start_of(const step& s, const plan::place& p, std::byte* const* bases)
{
    start x;
    x.offset = p.offset;
    std::copy_n(p.loop, s.loops, x.loop);
    if (p.table) x.table = upload(p.table.get(), *p.table);
    if (!p.list && !p.buffers) {
        x.base = bases[p.buffer];
        return x;
    }
    std::vector<std::byte*> all(static_cast<std::size_t>(s.positions()));
    const auto* const values = p.list ? reinterpret_cast<std::byte* const*>(bases[p.buffer]) : nullptr;
    for (index_t n = 0; n < s.positions(); ++n)
        all[static_cast<std::size_t>(n)] = values ? values[plan::value_of(p, n)] : bases[plan::buffer_of(p, n)];
    x.bases = upload(&p, all);
    return x;
}

template <class T>
T* device_kernels::upload(const void* key, const std::vector<T>& what)
{
    std::byte*& at = uploaded_[key];
    if (!at) {
        const std::size_t bytes = what.size() * sizeof(T);
        at = scratch(bytes);
        if (bytes > 0) check(cudaMemcpyAsync(at, what.data(), bytes, cudaMemcpyHostToDevice, stream_), "a copy of a table to the device");
    }
    return reinterpret_cast<T*>(at);
}

std::byte* device_kernels::scratch(std::size_t bytes)
{
    held_.push_back(space_.allocate(std::max<std::size_t>(bytes, 1)));
    return held_.back().get();
}

}  // namespace tenfold::backend::on_cuda
