// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products that no rule can help: one call each, of values that are there, no two of the same pair of values.
#include "graph/access.hpp"
#include "graph/graph.hpp"
#include "record/key_counts.hpp"

#include <optional>
#include <unordered_set>

namespace tenfold::graph {

namespace {

// From here on a product may be worth the threads of the machine by itself.
constexpr double most_flops = 2e7;

bool is_single(const record::need& n)
{
    return n.f->product && n.cycle < 0 && n.members.size() == 1 && n.f->type >= element::float32;
}

/// Where the first element lies that an operand of a member reads, if its value lies in canonical order.
const std::byte* address_of(const recorded& f, const record::operand_record& o, index_t m)
{
    const recorded* source = record::core(f.sources[static_cast<std::size_t>(o.numbers.at(m))]);
    if (!source) return nullptr;
    index_t offset;
    const detail::placement* const p = record::find_placed(*source, o.members.at(m), offset);
    if (!p || !is_canonical(source->rank, source->shape, p->stride)) return nullptr;
    return p->data + (offset + o.offsets.at(m)) * static_cast<index_t>(size_of(f.type));
}

/// The extent and the two strides of one label, as rows, columns or sum; false where there is one already.
bool take(index_t extent, index_t x, index_t y, index_t& size, index_t& x_stride, index_t& y_stride)
{
    if (extent == 1) return true;
    if (size != 1) return false;
    size = extent;
    x_stride = x;
    y_stride = y;
    return true;
}

bool as_matrices(const recorded& f, plan::grouped_product& p)
{
    const detail::contraction& c = *f.product;
    index_t a[32] = {}, b[32] = {}, r[32] = {};
    bool in_a[32] = {}, in_b[32] = {}, in_c[32] = {};
    if (c.labels > 32) return false;
    const auto add = [&](const record::operand_record& o, const std::uint8_t* label, int rank, index_t* to, bool* in) {
        for (int d = 0; d < rank; ++d) {
            in[label[d]] = true;
            if (o.shape[d] == c.extent[label[d]]) to[label[d]] += o.stride[d];
        }
    };
    add(f.operands[0], c.a, c.rank_a, a, in_a);
    add(f.operands[1], c.b, c.rank_b, b, in_b);
    for (int d = 0; d < c.rank_c; ++d) {
        r[c.c[d]] = f.stride[d];
        in_c[c.c[d]] = true;
    }
    p.m = p.n = p.k = 1;
    for (int l = 0; l < c.labels; ++l) {
        const index_t extent = c.extent[l];
        if (in_c[l] && in_a[l] && in_b[l] && extent != 1) return false;
        const bool fits = !in_c[l]  ? take(extent, a[l], b[l], p.k, p.ak, p.bk)
                        : in_a[l] ? take(extent, a[l], r[l], p.m, p.am, p.cm)
                                  : take(extent, b[l], r[l], p.n, p.bn, p.cn);
        if (!fits) return false;
    }
    p.conjugate_a = c.conjugate_a;
    return static_cast<double>(p.m) * static_cast<double>(p.n) * static_cast<double>(p.k) * 2 < most_flops;
}

std::optional<lone_product> alone(const record::need& n)
{
    const index_t m = n.members.ranges()[0].first;
    lone_product p{n.f, m, {}};
    p.what.a = address_of(*n.f, n.f->operands[0], m);
    p.what.b = address_of(*n.f, n.f->operands[1], m);
    if (!p.what.a || !p.what.b || !as_matrices(*n.f, p.what)) return std::nullopt;
    return p;
}

/// The two values that all members of a family read, or 0 where they are not the same two for all.
std::size_t pair_of(const record::need& n)
{
    const recorded& f = *n.f;
    if (!f.product || f.operands.size() != 2) return 0;
    const record::family* of[2];
    for (std::size_t k = 0; k < 2; ++k) {
        const index_t m = n.members.ranges()[0].first;
        of[k] = f.sources[static_cast<std::size_t>(f.operands[k].numbers.at(m))];
        if (f.sources.size() > 2) {
            bool moves = false;
            f.operands[k].numbers.visit(m, n.members.ranges().back().last - m, [&](const record::run& r, index_t, index_t) {
                moves |= r.axes != 1 || (!r.is_single() && r.step[0] != 0) || r.base != f.operands[k].numbers.at(m);
            });
            if (moves) return 0;
        }
    }
    return record::key_of_pair(of[0], of[1]) | 1;
}

class separation {
public:
    explicit separation(std::vector<record::need>& needs) : needs_(needs) {}

    std::vector<lone_product> run()
    {
        std::vector<lone_product> lone;
        if (needs_.size() == 1) {
            if (is_single(needs_[0]))
                if (const auto p = alone(needs_[0])) {
                    needs_.clear();
                    return {*p};
                }
            return lone;
        }
        note_readers();
        std::erase_if(needs_, [&](const record::need& n) {
            if (!is_single(n) || read_.count(n.f) || pairs_->count(pair_of(n)) > 1) return false;
            const auto p = alone(n);
            if (p) lone.push_back(*p);
            return p.has_value();
        });
        return lone;
    }

private:
    void note_readers()
    {
        pairs_.emplace(needs_.size());
        for (const record::need& n : needs_) {
            if (const std::size_t pair = pair_of(n)) pairs_->add(pair);
            for (std::size_t i = 0; i < n.f->sources.size(); ++i) {
                const recorded* const s = record::core(n.f->sources[i]);
                if (s && !record::is_ready(*s)) read_.insert(s);
            }
        }
    }

    std::vector<record::need>& needs_;
    std::optional<record::key_counts> pairs_;
    std::unordered_set<const recorded*> read_;  // families that others of the needs read
};

}  // namespace

std::vector<lone_product> take_lone(std::vector<record::need>& needs)
{
    for (const record::need& n : needs)
        if (is_single(n)) return separation(needs).run();
    return {};
}

}  // namespace tenfold::graph
