// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products on the device: cuBLAS where it takes them, kernels of our own for what it does not.
#include "backend/cuda/steps.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tenfold::backend::on_cuda {

using plan::product_axis;
using plan::step;

namespace {

void add_axis(axes<3>& x, index_t extent, index_t a, index_t b, index_t c)
{
    x.extent[x.rank] = extent;
    x.stride[0][x.rank] = a;
    x.stride[1][x.rank] = b;
    x.stride[2][x.rank] = c;
    ++x.rank;
}


/// Is one of these work for the whole device?
bool fills_device(const plan::grouped_product& p)
{
    constexpr double large = 128.0 * 128 * 128;
    return static_cast<double>(p.m) * static_cast<double>(p.n) * static_cast<double>(p.k) > large;
}

/// The tiles of all products; those that take longest first.
std::vector<tile> tiles_of(const std::vector<listed_product>& all)
{
    std::vector<std::int32_t> order(all.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t x, std::int32_t y) { return all[static_cast<std::size_t>(x)].k > all[static_cast<std::size_t>(y)].k; });
    std::vector<tile> tiles;
    for (const std::int32_t n : order) {
        const listed_product& p = all[static_cast<std::size_t>(n)];
        for (std::int32_t row = 0; row * std::int64_t{tile_edge} < p.m; ++row)
            for (std::int32_t column = 0; column * std::int64_t{tile_edge} < p.n; ++column) tiles.push_back({n, row, column});
    }
    return tiles;
}

}  // namespace

void device_kernels::product(const step& s, std::byte* const* bases, const positions& where)
{
    const contraction x = contraction_of(s, bases, where);
    const auto p = as_matrices(s);
    if (!p) return launch(x, queue_);
    if (by_blas(s, *p, x)) return;
    product_batch b;
    b.where = where;
    b.a = x.a;
    b.b = x.b;
    b.c = x.c;
    b.m = p->m, b.n = p->n, b.k = p->k;
    b.am = p->am, b.ak = p->ak, b.bk = p->bk, b.bn = p->bn, b.cm = p->cm, b.cn = p->cn;
    b.type = s.type;
    b.conjugate_a = s.conjugate_a;
    b.accumulate = s.accumulate;
    b.sum_positions = s.sum_positions;
    launch(b, queue_);
}

contraction device_kernels::contraction_of(const step& s, std::byte* const* bases, const positions& where)
{
    contraction x;
    x.where = where;
    x.a = start_of(s, s.operands[0], bases);
    x.b = start_of(s, s.operands[1], bases);
    x.c = start_of(s, s.result, bases);
    for (const product_axis& a : s.axes) add_axis(a.in_c ? x.free : x.summed, a.extent, a.a, a.b, a.c);
    x.type = s.type;
    x.conjugate_a = s.conjugate_a;
    x.accumulate = s.accumulate;
    x.sum_positions = s.sum_positions;
    return x;
}

bool device_kernels::by_blas(const step& s, const graph::matrix_product& p, const contraction& x)
{
    constexpr index_t few = 16;   // products that add to one result, one after another
    const positions& where = x.where;
    if (!blas::knows(s.type) || where.count == 0 || p.m == 0 || p.n == 0 || p.k == 0) return false;
    const auto g = as_gemm(p, s.type >= element::complex64);
    if (!g) return false;
    const start* const at[] = {&x.a, &x.b, &x.c};
    const auto bytes = static_cast<std::int64_t>(size_of(s.type));
    const bool fixed = std::none_of(std::begin(at), std::end(at), [](const start* o) { return o->bases || o->table; });
    const auto lies = [&](int o, index_t n) { return at[o]->at(where, n, bytes); };
    if (where.count == 1 && fixed) blas_.one(*g, s.type, lies(0, where.first), lies(1, where.first), lies(2, where.first), s.accumulate);
    else if (s.sum_positions) {
        if (!fixed || where.count > few) return false;
        for (index_t n = 0; n < where.count; ++n)
            blas_.one(*g, s.type, lies(0, where.first + n), lies(1, where.first + n), lies(2, where.first), s.accumulate || n > 0);
    }
    else if (fixed && s.loops == 1 && x.a.loop[0] >= 0 && x.b.loop[0] >= 0 && x.c.loop[0] >= 0) {
        const index_t apart[] = {x.a.loop[0], x.b.loop[0], x.c.loop[0]};
        blas_.strided(*g, s.type, lies(0, where.first), lies(1, where.first), lies(2, where.first), apart, where.count, s.accumulate);
    }
    else listed(*g, s, x);
    return true;
}

/// At addresses that a kernel writes.
void device_kernels::listed(const gemm_call& g, const step& s, const contraction& x)
{
    std::byte** lists[3];
    const start* const at[] = {&x.a, &x.b, &x.c};
    for (int o = 0; o < 3; ++o) {
        lists[o] = reinterpret_cast<std::byte**>(scratch(static_cast<std::size_t>(x.where.count) * sizeof(std::byte*)));
        launch(addresses{x.where, *at[o], static_cast<std::int64_t>(size_of(s.type)), lists[o]}, queue_);
    }
    blas_.listed(g, s.type, lists[0], lists[1], lists[2], x.where.count, s.accumulate);
}

/// Products of any shapes in one launch, but for those that are large.
void device_kernels::group(const step& s, std::byte* const* bases)
{
    const auto* const values = reinterpret_cast<std::byte* const*>(bases[s.operands[0].buffer]);
    const auto bytes = static_cast<index_t>(size_of(s.type));
    std::vector<listed_product> all;
    all.reserve(s.members.size());
    for (std::size_t i = 0; i < s.members.size(); ++i) {
        const plan::grouped_product& p = s.members[i];
        const listed_product x{values[2 * i] + p.a * bytes, values[2 * i + 1] + p.b * bytes, bases[p.buffer] + p.c * bytes, p.m, p.n, p.k,
                               p.am, p.ak, p.bk, p.bn, p.cm, p.cn, p.conjugate_a};
        const auto g = blas::knows(s.type) && fills_device(p) ? as_gemm(p, s.type >= element::complex64) : std::nullopt;
        if (g) blas_.one(*g, s.type, x.a, x.b, x.c, false);
        else all.push_back(x);
    }
    if (all.empty()) return;
    const std::vector<tile> tiles = tiles_of(all);
    product_list x;
    x.all = upload(all);
    x.tiles = upload(tiles);
    x.count = static_cast<std::int64_t>(tiles.size());
    x.type = s.type;
    launch(x, queue_);
}

bool device_kernels::numbers_kept(const step& s, std::byte* const* bases, const settings&)
{
    if (!blas::knows(s.type)) return true;   // integers wrap around in any order
    watch x;
    x.product = contraction_of(s, bases, positions_of(s, 0, s.positions()));
    if (x.product.where.count == 0 || x.product.free.size() == 0 || x.product.summed.size() == 0) return true;
    x.least = s.least;
    x.most = s.most;
    x.state = reinterpret_cast<watched*>(scratch(sizeof(watched)));
    launch(x, queue_);
    watched_.push_back({x.state, s.type});
    return true;
}

bool device_kernels::still_kept() const
{
    return std::all_of(watched_.begin(), watched_.end(), [&](const auto& w) {
        watched found;
        space_->to_host(reinterpret_cast<std::byte*>(&found), reinterpret_cast<const std::byte*>(w.first), sizeof found);
        const bool is_float = w.second == element::float32 || w.second == element::complex64;
        const double least = is_float ? std::numeric_limits<float>::min() : std::numeric_limits<double>::min();
        return !found.outside && (!found.small || found.smallest[0] * found.smallest[1] >= least);
    });
}

}  // namespace tenfold::backend::on_cuda
