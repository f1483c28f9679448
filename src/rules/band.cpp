// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// band: A[i : i + p] B[:, i : i + q], for many i, are windows of the product A B along its diagonal. Only a band of it is
// computed: some rows at a time, with the columns that any window needs of them.
#include "graph/meetings.hpp"
#include "rules/compose.hpp"
#include "rules/optimize.hpp"
#include "rules/windows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenfold::rules {

namespace {

/// Where windows begin on the axis that the free index of an operand walks.
struct walked {
    int index = -1;                   // of the product
    index_t canonical = 1, rest = 0;  // a window that begins at b is read at rest + b * canonical
    std::vector<index_t> begins;      // of each loop position
};

std::optional<walked> walk(const node& n, int operand)
{
    const graph::read& r = n.operands[static_cast<std::size_t>(operand)];
    const std::vector<graph::product_axis>& axes = n.as_product().axes;
    if (!r.number.constant() || !r.member.constant() || r.offset.constant()) return std::nullopt;
    const auto met = graph::meet(graph::shape_read(n, r, 0), graph::at(n, r.offset, 0), graph::axes_moving(axes, operand));
    if (!met) return std::nullopt;
    for (std::size_t d = 0; d < met->axes(); ++d) {
        const std::vector<std::size_t> which = met->on(d);
        if (which.size() != 1) continue;
        const graph::mover& m = met->movers[which[0]];
        if (!m.free || m.summed || m.moves.stride != met->canonical[d]) continue;
        walked w{m.index, met->canonical[d], 0, {}};
        const index_t length = met->length[d];
        for (index_t i = 0; i < n.positions(); ++i) {
            const index_t offset = graph::at(n, r.offset, i), begin = offset / w.canonical % length, rest = offset - begin * w.canonical;
            if (i == 0) w.rest = rest;
            if (rest != w.rest || begin + m.moves.extent > length) return std::nullopt;
            w.begins.push_back(begin);
        }
        return w;
    }
    return std::nullopt;
}

/// Windows of a band: rows first .. first + rows - 1 of operand 0, and as far along the columns of operand 1.
struct band_of_windows {
    walked rows, columns;
    index_t first = 0, first_column = 0;   // of the first window
    index_t height = 0, width = 0;         // of all windows together
    index_t p = 0, q = 0;                  // of one

    /// Columns that any window needs of so many rows.
    index_t columns_of(index_t block) const { return std::min(width, block + p + q - 2); }
    index_t begin_of(index_t row, index_t block) const { return std::clamp<index_t>(row - p + 1, 0, width - columns_of(block)); }
};

std::optional<band_of_windows> find_band(const node& n, std::string& why)
{
    if (!n.is_whole_product() || n.dropped || n.cycle >= 0 || n.shares_block >= 0 || n.block == 0 || n.operands.size() != 2) return std::nullopt;
    const graph::product& product = n.as_product();
    if (product.sums || product.dims.size() != 2 || n.result.values || n.result.base != 0 || n.positions() < 2) return std::nullopt;
    auto rows = walk(n, 0), columns = walk(n, 1);
    if (!rows || !columns) return std::nullopt;
    for (const graph::product_axis& x : product.axes)
        if (x.in_a && x.in_b && x.in_c) return std::nullopt;
    band_of_windows b{std::move(*rows), std::move(*columns)};
    const index_t apart = b.columns.begins[0] - b.rows.begins[0];
    for (std::size_t i = 0; i < b.rows.begins.size(); ++i)
        if (b.columns.begins[i] - b.rows.begins[i] != apart) {
            why = "windows of both operands lie on several diagonals";
            return std::nullopt;
        }
    const auto [low, high] = std::minmax_element(b.rows.begins.begin(), b.rows.begins.end());
    b.p = product.axes[static_cast<std::size_t>(b.rows.index)].extent;
    b.q = product.axes[static_cast<std::size_t>(b.columns.index)].extent;
    if (b.p == 0 || b.q == 0) return std::nullopt;
    b.first = *low;
    b.first_column = *low + apart;
    b.height = *high - *low + b.p;
    b.width = *high - *low + b.q;
    return b;
}

/// Rows at a time: what costs least; 0 where the windows one by one do.
index_t best_block(const node& n, const band_of_windows& b, const graph::product_cost& seconds)
{
    double sum = 1;
    for (const graph::product_axis& x : n.as_product().axes)
        if (!x.in_c) sum *= static_cast<double>(x.extent);
    const auto of = [&](index_t rows, index_t columns) { return seconds(static_cast<double>(rows), static_cast<double>(columns), sum, n.operand_type); };
    constexpr double clearly = 0.9;
    double least = clearly * static_cast<double>(n.positions()) * of(b.p, b.q);
    index_t best = 0;
    for (index_t block = std::max<index_t>(b.p / 2, 1); ; block *= 2) {
        block = std::min(block, b.height);
        const double now = static_cast<double>(b.height) / static_cast<double>(block) * of(block, b.columns_of(block));
        const bool fewer = b.height * b.columns_of(block) < n.positions() * b.p * b.q;   // what is saved is not only calls
        if (fewer && now < least) {
            least = now;
            best = block;
        }
        if (block == b.height) return best;
    }
}

/// A block of rows after the other. Rows of the block are so far apart that no two share an element.
class band_blocks {
public:
    band_blocks(const node& recorded, const band_of_windows& b, index_t block) : recorded_(recorded), b_(b), block_(block), apart_(b.columns_of(block)) {}

    index_t size() const
    {
        const index_t last = (b_.height - 1) / block_ * block_;
        return (b_.height - 1) * apart_ + b_.begin_of(last, block_) + apart_;
    }
    /// Rows in full blocks, and what is left.
    index_t full() const { return b_.height / block_; }
    index_t left() const { return b_.height % block_; }

    /// Those from a row on, `count` blocks of so many rows.
    node rows(index_t first, index_t count, index_t height) const
    {
        node n = recorded_;
        n.loops = count > 1 ? 1 : 0;
        std::fill(n.extent, n.extent + graph::max_loops, 1);
        n.extent[0] = count;
        std::vector<index_t> a, b, c;
        for (index_t j = 0; j < count; ++j) {
            const index_t row = first + j * block_, column = b_.begin_of(row, block_);
            a.push_back(b_.rows.rest + (b_.first + row) * b_.rows.canonical);
            b.push_back(b_.columns.rest + (b_.first_column + column) * b_.columns.canonical);
            c.push_back(row * apart_ + column);
        }
        for (graph::read& r : n.operands) {
            for (graph::coordinate* x : {&r.number, &r.member}) std::fill(x->step, x->step + graph::max_loops, 0);
            r.offset = {};
        }
        n.operands[0].offset = fitted(n, std::move(a));
        n.operands[1].offset = fitted(n, std::move(b));
        n.result = fitted(n, std::move(c));
        graph::product& product = n.as_product();
        product.dims.clear();
        set(product, b_.rows.index, height, apart_);
        set(product, b_.columns.index, b_.columns_of(block_), 1);
        n.places.clear();
        return n;
    }
    /// Members are windows of the band.
    std::vector<graph::results> places() const
    {
        std::vector<graph::results> all = recorded_.places;
        for (graph::results& r : all) {
            const graph::member_layout lay = r.layout();
            std::vector<index_t> offsets;
            for (index_t k = 0; k < r.count; ++k) {
                const auto position = static_cast<std::size_t>(lay.offset(k) / recorded_.size());
                offsets.push_back((b_.rows.begins[position] - b_.first) * (apart_ + 1));
            }
            lie_at(r, std::move(offsets));
            for (std::size_t d = 0; d < 2; ++d) r.stride[d] = recorded_.as_product().dims[d] == b_.rows.index ? apart_ : 1;
            r.view = true;
        }
        return all;
    }

private:
    static void set(graph::product& p, int axis, index_t extent, index_t stride)
    {
        graph::product_axis& x = p.axes[static_cast<std::size_t>(axis)];
        x.extent = extent;
        x.c = stride;
    }

    const node& recorded_;
    const band_of_windows& b_;
    index_t block_, apart_;
};

}  // namespace

outcome band(graph::graph& g, const context& c)
{
    index_t before = 0, after = 0;
    std::string declined;
    for (std::size_t i = 0, count = g.nodes.size(); i < count; ++i) {
        const auto b = find_band(g.nodes[i], declined);
        if (!b) continue;
        const node recorded = g.nodes[i];
        const index_t block = best_block(recorded, *b, c.seconds);
        if (block == 0) {
            declined = "windows of both operands are few, or far apart";
            continue;
        }
        const band_blocks blocks(recorded, *b, block);
        node all = blocks.rows(0, blocks.full(), block);
        all.block = blocks.size();
        all.places = blocks.places();
        before += recorded.positions();
        after += all.positions();
        g.nodes[i] = std::move(all);
        if (blocks.left() == 0) continue;
        node rest = blocks.rows(blocks.full() * block, 1, blocks.left());
        rest.need = -1;
        rest.shares_block = static_cast<int>(i);
        ++after;
        g.nodes.push_back(std::move(rest));
    }
    outcome o;
    o.fired = before > 0;
    if (o.fired) graph::sort(g);
    if (!c.report) return o;
    o.reason = o.fired ? fmt::format("{} products are windows of a band, which takes {}", before, after)
        : declined.empty() ? nothing_of_the_kind : declined;
    return o;
}

}  // namespace tenfold::rules
