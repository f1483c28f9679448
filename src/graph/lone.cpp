// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products that no rule can help: calls of values that are there, no two of them of the same pair of values.
#include "graph/access.hpp"
#include "graph/graph.hpp"
#include "graph/lone.hpp"
#include "record/key_numbers.hpp"

#include <optional>
#include <unordered_set>

namespace tenfold::graph {

namespace {

// Larger families are quick in tables.
constexpr index_t few = 256;

bool are_few(const record::need& n)
{
    return n.f->product && n.cycle < 0 && n.members.size() <= few && n.f->type >= element::float32;
}

template <class F>
void for_each_member(const record::need& n, F&& f)
{
    for (const auto& r : n.members.ranges())
        for (index_t m = r.first; m < r.last; ++m) f(m);
}

record::family* source_of(const recorded& f, const record::operand_record& o, index_t m)
{
    return f.sources[static_cast<std::size_t>(o.numbers.at(m))];
}

void prefetch_sources(const recorded& f, index_t m)
{
    for (const record::operand_record& o : f.operands) record::prefetch(source_of(f, o, m));
}

/// Where the value lies that an operand of a member reads, and how many elements further what it reads begins; false if
/// that is not there, or not in canonical order.
bool find(const recorded& f, const record::operand_record& o, index_t m, const detail::placement*& at, index_t& offset)
{
    const value_family* const source = record::core(source_of(f, o, m));
    if (!source) return false;
    offset = 0;
    const detail::placement* p = record::canonical_leaf(*source);
    if (!p) p = record::find_placed(*source, o.members.at(m), offset);
    if (!p || (p->stride != source->stride && !is_canonical(source->rank, source->shape, p->stride))) return false;
    offset += o.offsets.at(m);
    at = p;
    return true;
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

}  // namespace

bool as_matrices(const recorded& f, matrix_product& p)
{
    const record::product_labels& c = *f.product;
    index_t a[32] = {}, b[32] = {}, r[32] = {};
    bool in_a[32] = {}, in_b[32] = {}, in_c[32] = {};
    if (c.labels > 32) return false;
    const auto add = [&](const record::operand_record& o, const std::uint8_t* label, int rank, index_t* to, bool* in) {
        for (int d = 0; d < rank; ++d) {
            in[label[d]] = true;
            if (o.shape[d] == c.extent[label[d]]) to[label[d]] += o.stride()[d];
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
    return true;
}

namespace {

bool find_operands(lone_product& x)
{
    const recorded& f = *x.family;
    return find(f, f.operands[0], x.member, x.a, x.what.a) && find(f, f.operands[1], x.member, x.b, x.what.b);
}

/// Appends the members of a family; takes them back if one of them is not alone.
bool append(const record::need& n, double most_flops, std::vector<lone_product>& out)
{
    lone_product one;
    one.family = n.f;
    if (!as_matrices(*n.f, one.what) || flops_of(one.what) >= most_flops) return false;
    const std::size_t before = out.size();
    const index_t end = n.members.ranges().back().last;   // others may be recording members behind it
    for_each_member(n, [&](index_t m) {
        if (const index_t later = m + static_cast<index_t>(record::ahead); later < end) prefetch_sources(*n.f, later);
        one.member = m;
        if (find_operands(one)) out.push_back(one);
    });
    if (static_cast<index_t>(out.size() - before) == n.members.size()) return true;
    out.resize(before);
    return false;
}

std::size_t pair_of(const recorded& f, index_t m)
{
    return record::key_of_pair(source_of(f, f.operands[0], m), source_of(f, f.operands[1], m));
}

class separation {
public:
    separation(std::vector<record::need>& needs, double most_flops) : needs_(needs), most_flops_(most_flops) {}

    std::vector<lone_product> run()
    {
        std::vector<lone_product> lone;
        if (needs_.size() != 1 || needs_[0].members.size() != 1) note();
        std::erase_if(needs_, [&](const record::need& n) {
            if (!are_few(n) || read_.count(n.f) || has_company(n) || are_vectors_by_one_matrix(n)) return false;
            return append(n, most_flops_, lone);
        });
        return lone;
    }

private:
    /// Which pairs of values are multiplied, and what others of the needs read.
    void note()
    {
        std::size_t most = 0;
        for (const record::need& n : needs_) most += are_few(n) ? static_cast<std::size_t>(n.members.size()) : 1;
        pairs_.emplace(most);
        for (const record::need& n : needs_) {
            if (are_few(n)) for_each_member(n, [&](index_t m) { ++(*pairs_)[pair_of(*n.f, m)]; });
            else if (n.f->product) ++(*pairs_)[pair_of(*n.f, n.members.ranges()[0].first)];
            for (std::size_t i = 0; i < n.f->sources.size(); ++i) {
                const value_family* const s = record::core(n.f->sources[i]);
                if (s && !record::is_ready(*s)) read_.insert(s);
            }
        }
    }

    bool has_company(const record::need& n)
    {
        bool any = false;
        if (pairs_) for_each_member(n, [&](index_t m) { any |= (*pairs_)[pair_of(*n.f, m)] > 1; });
        return any;
    }

    /// Together so much work that it is worth a plan to make them one product.
    bool are_vectors_by_one_matrix(const record::need& n) const
    {
        matrix_product p;
        if (!as_matrices(*n.f, p) || (p.m != 1 && p.n != 1) || p.k == 1) return false;
        if (8 * flops_of(p) * static_cast<double>(n.members.size()) < most_flops_) return false;
        const record::operand_record& matrix = n.f->operands[p.n == 1 ? 0 : 1];
        const record::family* const first = source_of(*n.f, matrix, n.members.ranges()[0].first);
        bool one = n.members.size() > 1;
        for_each_member(n, [&](index_t m) { one = one && source_of(*n.f, matrix, m) == first; });
        return one;
    }

    std::vector<record::need>& needs_;
    const double most_flops_;
    std::optional<record::key_numbers> pairs_;
    std::unordered_set<const value_family*> read_;  // families that others of the needs read
};

}  // namespace

std::vector<lone_product> take_lone(std::vector<record::need>& needs, double most_flops)
{
    for (const record::need& n : needs)
        if (are_few(n)) return separation(needs, most_flops).run();
    return {};
}

}  // namespace tenfold::graph
