// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/elementwise_form.hpp"

#include "rules/compose.hpp"
#include "rules/positions.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace tenfold::rules {

using graph::coordinate;
using graph::product_axis;

namespace {

/// x times `by` less y times `and_by`.
coordinate difference(const node& n, const coordinate& x, index_t by, const coordinate& y, index_t and_by)
{
    coordinate c;
    if (!x.values && !y.values) {
        c.base = x.base * by - y.base * and_by;
        for (int d = 0; d < n.loops; ++d) c.step[d] = n.extent[d] > 1 ? x.step[d] * by - y.step[d] * and_by : 0;
        return c;
    }
    std::vector<index_t> values(static_cast<std::size_t>(n.positions()));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = graph::at(n, x, static_cast<index_t>(i)) * by - graph::at(n, y, static_cast<index_t>(i)) * and_by;
    return fitted(n, std::move(values));
}

/// Several coordinates as one that tells their values apart; empty where they are too many.
std::optional<coordinate> as_one(const node& n, const std::vector<const coordinate*>& moving)
{
    coordinate all;
    if (moving.empty()) return all;
    if (std::any_of(moving.begin(), moving.end(), [](const coordinate* c) { return c->values; })) {
        all.values = std::make_shared<std::vector<index_t>>(number_keys(position_keys(n, moving)).number);
        return all;
    }
    index_t bound = 1;
    for (const coordinate* c : moving) {
        index_t low = 0, high = 0;
        for (int d = 0; d < n.loops; ++d) (c->step[d] < 0 ? low : high) += c->step[d] * (n.extent[d] - 1);
        if (bound > std::numeric_limits<index_t>::max() / 4 / (high - low + 1)) return std::nullopt;
        all.base -= low * bound;
        for (int d = 0; d < n.loops; ++d) all.step[d] += c->step[d] * bound;
        bound *= high - low + 1;
    }
    return all;
}

/// Blocks of scalars by what they hold: calls with equal ones may share.
coordinate distinct_scalars(const node& n)
{
    const auto& work = std::get<graph::elementwise>(n.what);
    if (work.scalar_block.constant()) return work.scalar_block;
    const std::size_t bytes = work.kernel->scalar_bytes;
    std::unordered_map<std::string_view, index_t> number;
    std::vector<index_t> values;
    for (index_t i = 0; i < n.positions(); ++i) {
        const index_t block = graph::at(n, work.scalar_block, i);
        const auto* const at = reinterpret_cast<const char*>(work.scalars->data()) + static_cast<std::size_t>(block) * bytes;
        values.push_back(number.emplace(std::string_view(at, bytes), block).first->second);
    }
    return fitted(n, std::move(values));
}

graph::read scalars_read(const node& n)
{
    graph::read r;
    if (const coordinate* const c = n.scalar_block()) r.member = *c;
    return r;
}

}  // namespace

elementwise_form::elementwise_form(const node& n) : node_(n)
{
    const std::size_t rank = n.shape.size();
    if (n.scalar_block()) scalars_ = distinct_scalars(n);
    for (const graph::read& r : n.operands) {
        auto& s = stride_.emplace_back(rank, 0);
        const std::size_t lead = rank - r.shape.size();
        for (std::size_t d = 0; d < r.shape.size(); ++d)
            if (r.shape[d] == n.shape[lead + d]) s[lead + d] = r.stride[d];
    }
}

/// The operand along its dimension: who follows, and what stands still beside it.
bool elementwise_form::slide_along(std::size_t operand, std::size_t dim)
{
    slides_ = operand;
    dim_ = dim;
    const graph::read& x = node_.operands[operand];
    const index_t by = stride_[operand][dim];
    if (by == 0) return false;
    follows_.assign(node_.operands.size(), false);
    still_.clear();
    for (std::size_t k = 0; k < node_.operands.size(); ++k) {
        if (k == operand) continue;
        const graph::read& y = node_.operands[k];
        follows_[k] = stride_[k][dim] != 0;
        for (const coordinate* const c : {&y.number, &y.member}) still_.push_back(*c);
        still_.push_back(follows_[k] ? difference(node_, y.offset, by, x.offset, stride_[k][dim]) : y.offset);
    }
    if (node_.scalar_block()) still_.push_back(scalars_);
    return true;
}

/// Loops along which the operand slides and nothing else moves; of tables one.
std::size_t elementwise_form::score() const
{
    const graph::read& x = node_.operands[slides_];
    const auto stands = [](const coordinate& c) { return c.constant(); };
    if (x.offset.values) return 1 + 2 * static_cast<std::size_t>(std::count_if(still_.begin(), still_.end(), stands));
    std::size_t n = 0;
    for (int d = 0; d < node_.loops; ++d) {
        if (x.offset.step[d] == 0 || node_.extent[d] == 1 || x.number.values || x.member.values) continue;
        n += x.number.step[d] == 0 && x.member.step[d] == 0
          && std::all_of(still_.begin(), still_.end(), [d](const coordinate& c) { return !c.values && c.step[d] == 0; });
    }
    return n;
}

std::optional<elementwise_form> elementwise_form::of(const node& n, still_numbers& numbers)
{
    elementwise_form f(n);
    std::size_t best = 0, operand = 0, dim = 0;
    bool any = false;
    for (std::size_t k = 0; k < n.operands.size(); ++k)
        for (std::size_t d = n.shape.size(); d-- > 0;) {
            if (!f.slide_along(k, d)) continue;
            // Of operands that slide alike, one that is read in a block: values may come from elsewhere.
            const std::size_t s = 2 * f.score() + (n.operands[k].from >= 0);
            if (any && s <= best) continue;
            any = true;
            best = s;
            operand = k;
            dim = d;
        }
    if (!any) return std::nullopt;
    f.slide_along(operand, dim);
    return f.count_still(numbers) ? std::optional(std::move(f)) : std::nullopt;
}

/// Equal keys of nodes in which nothing else moves: they read the same.
void elementwise_form::add_still(std::vector<index_t>& key) const
{
    const auto& work = std::get<graph::elementwise>(node_.what);
    key = {reinterpret_cast<index_t>(work.kernel), static_cast<index_t>(slides_), static_cast<index_t>(node_.shape.size())};
    auto still = still_.begin();
    for (std::size_t k = 0; k < node_.operands.size(); ++k) {
        if (k == slides_) continue;
        const graph::read& y = node_.operands[k];
        const value_family* const f = graph::source_at(node_, y, 0);
        key.insert(key.end(), {follows_[k], y.from, reinterpret_cast<index_t>(f), (still + 1)->base, (still + 2)->base});
        key.insert(key.end(), stride_[k].begin(), stride_[k].end());
        still += 3;
    }
    if (!work.scalars) return;
    std::vector<index_t> bytes((work.kernel->scalar_bytes + sizeof(index_t) - 1) / sizeof(index_t), 0);
    std::memcpy(bytes.data(), work.scalars->data() + static_cast<std::size_t>(work.scalar_block.base) * work.kernel->scalar_bytes, work.kernel->scalar_bytes);
    key.insert(key.end(), bytes.begin(), bytes.end());
}

bool elementwise_form::count_still(still_numbers& numbers)
{
    std::vector<const coordinate*> moving;
    for (const coordinate& c : still_)
        if (!c.constant()) moving.push_back(&c);
    const auto one = as_one(node_, moving);
    if (!one) return false;
    still_number_ = *one;
    std::vector<index_t> key;
    if (moving.empty()) add_still(key);
    else key = {-1, static_cast<index_t>(numbers.size())};   // a node of its own
    number_ = numbers.emplace(std::move(key), static_cast<index_t>(numbers.size())).first->second;
    return true;
}

bool elementwise_form::moves_along(std::size_t operand, std::size_t dim) const
{
    const auto &x = stride_[slides_], &y = stride_[operand];
    return follows_[operand] ? y[dim] * x[dim_] != y[dim_] * x[dim] : y[dim] != 0;
}

node elementwise_form::as_product() const
{
    node n = node_;
    graph::product p;
    for (std::size_t d = 0; d < n.shape.size(); ++d) {
        product_axis x;
        x.extent = n.shape[d];
        x.a = static_cast<index_t>(d) + 1;   // which it was
        x.b = stride_[slides_][d];
        x.c = n.result_stride[d];
        x.in_b = x.b != 0 || x.extent == 1;
        for (std::size_t k = 0; k < node_.operands.size(); ++k) x.in_a |= k != slides_ && moves_along(k, d);
        x.in_c = true;
        p.axes.push_back(x);
        p.dims.push_back(static_cast<int>(d));
    }
    n.what = std::move(p);
    graph::read still;
    still.member = still_number_;
    still.offset.base = number_;
    n.operands = {std::move(still), node_.operands[slides_]};
    n.operands.insert(n.operands.end(), node_.operands.begin(), node_.operands.end());
    n.operands.push_back(scalars_read(node_));
    return n;
}

/// For each range a position at which it is read.
std::vector<index_t> elementwise_form::positions_by_still(const std::vector<in_range>& all) const
{
    std::vector<index_t> positions(all.size(), 0);
    if (still_number_.constant()) return positions;
    std::map<index_t, std::vector<std::size_t>> of_number;
    for (std::size_t i = 0; i < all.size(); ++i) of_number[all[i].position].push_back(i);
    for (index_t i = node_.positions(); i-- > 0;) {
        const auto at = of_number.find(graph::at(node_, still_number_, i));
        if (at == of_number.end()) continue;
        for (const std::size_t r : at->second) positions[r] = i;
    }
    return positions;
}

std::vector<elementwise_form::in_range> elementwise_form::ranges_of(const node& product) const
{
    const graph::product& p = product.as_product();
    std::vector<in_range> all;
    if (p.segments.empty()) all.push_back({graph::at(product, product.operands[0].member, 0), product.operands[1], 0, 0});
    for (const graph::product::segment& s : p.segments) {
        const graph::read* const pair = p.pairs.empty() ? product.operands.data() : p.pairs[static_cast<std::size_t>(s.pair)].operands;
        in_range r{graph::at(product, pair[0].member, 0), pair[1], s.extent, s.result_offset};
        r.slides.offset.base += s.operand_offset * p.axes[static_cast<std::size_t>(p.segment_axis)].b;
        all.push_back(std::move(r));
    }
    const std::vector<index_t> positions = positions_by_still(all);
    for (std::size_t i = 0; i < all.size(); ++i) all[i].position = positions[i];
    return all;
}

/// An operand as it is read from the first position of a range on.
graph::read elementwise_form::standing(std::size_t operand, const in_range& r) const
{
    const graph::read& y = node_.operands[operand];
    graph::read out = operand == slides_ ? r.slides : y;
    if (operand == slides_) return out;
    out.number = out.member = out.offset = {};
    out.number.base = graph::at(node_, y.number, r.position);
    out.member.base = graph::at(node_, y.member, r.position);
    out.offset.base = graph::at(node_, y.offset, r.position);
    if (follows_[operand]) {
        const index_t moved = r.slides.offset.base - graph::at(node_, node_.operands[slides_].offset, r.position);
        out.offset.base += moved * stride_[operand][dim_] / stride_[slides_][dim_];
    }
    return out;
}

/// One loop position for each range.
void elementwise_form::set_ranges(node& n, const node& product) const
{
    const std::vector<in_range> all = ranges_of(product);
    const bool one = product.as_product().segments.empty();
    auto& work = std::get<graph::elementwise>(n.what);
    n.loops = one ? 0 : 1;
    std::fill(n.extent, n.extent + graph::max_loops, 1);
    n.extent[0] = static_cast<index_t>(all.size());
    const auto listed = [&](const auto& value) {
        std::vector<index_t> values;
        for (const in_range& r : all) values.push_back(value(r));
        return fitted(n, std::move(values));
    };
    for (std::size_t k = 0; k < n.operands.size(); ++k) {
        std::vector<graph::read> at;
        for (const in_range& r : all) at.push_back(standing(k, r));
        n.operands[k] = at[0];
        for (coordinate graph::read::*const c : {&graph::read::number, &graph::read::member, &graph::read::offset}) {
            std::vector<index_t> values;
            for (const graph::read& r : at) values.push_back((r.*c).base);
            n.operands[k].*c = fitted(n, std::move(values));
        }
    }
    if (coordinate* const c = n.scalar_block()) *c = listed([&](const in_range& r) { return graph::at(node_, *node_.scalar_block(), r.position); });
    n.result = listed([](const in_range& r) { return r.result; });
    if (one) return;
    for (const in_range& r : all) work.lengths.push_back(r.length);
}

/// The loops that are left.
void elementwise_form::set_loops(node& n, const node& product) const
{
    for (std::size_t k = 0; k < node_.operands.size(); ++k) {
        const graph::read& r = product.operands[k == slides_ ? 1 : 2 + k];
        n.operands[k].number = r.number;
        n.operands[k].member = r.member;
        n.operands[k].offset = r.offset;
        if (!follows_[k]) continue;
        const index_t by = product.operands[1].offset.base - node_.operands[slides_].offset.base;
        n.operands[k].offset = moved(r.offset, by * stride_[k][dim_] / stride_[slides_][dim_]);
    }
    if (coordinate* const c = n.scalar_block()) *c = product.operands.back().member;
}

void elementwise_form::set_strides(node& n, const std::vector<product_axis>& axes) const
{
    n.shape.clear();
    n.result_stride.clear();
    for (const product_axis& x : axes) {
        n.shape.push_back(x.extent);
        n.result_stride.push_back(x.c);
    }
    for (std::size_t k = 0; k < n.operands.size(); ++k) {
        graph::read& r = n.operands[k];
        r.shape = n.shape;
        r.stride.clear();
        for (const product_axis& x : axes) {
            if (k == slides_) r.stride.push_back(x.b);
            else if (x.a > 0) r.stride.push_back(stride_[k][static_cast<std::size_t>(x.a - 1)]);
            else r.stride.push_back(follows_[k] ? x.b * stride_[k][dim_] / stride_[slides_][dim_] : 0);
        }
    }
}

void elementwise_form::put_back(node& n) const
{
    const node product = std::move(n);
    n = product;
    n.what = node_.what;
    n.operands = node_.operands;
    if (product.dropped) {
        n.operands.clear();
        return;
    }
    const graph::product& p = product.as_product();
    if (product.loops == 0 || !p.segments.empty()) set_ranges(n, product);
    else set_loops(n, product);
    std::vector<product_axis> axes = p.axes;
    if (!p.segments.empty()) axes[static_cast<std::size_t>(p.segment_axis)].in_a = true;   // to be found again
    std::stable_sort(axes.begin(), axes.end(), [](const product_axis& x, const product_axis& y) { return x.c > y.c; });
    set_strides(n, axes);
    if (p.segments.empty()) return;
    const index_t stride = p.axes[static_cast<std::size_t>(p.segment_axis)].c;
    std::get<graph::elementwise>(n.what).ranged_axis = static_cast<int>(
        std::find_if(axes.begin(), axes.end(), [&](const product_axis& x) { return x.a == 0 && x.c == stride; }) - axes.begin());
}

}  // namespace tenfold::rules
