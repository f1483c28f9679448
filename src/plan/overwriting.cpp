// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/overwriting.hpp"

#include "graph/readers.hpp"
#include "record/reads.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace tenfold::plan {

namespace {

using graph::node;
using graph::read;
using record::operation;

bool is_store(const value_family* f) { return f && f->what.what == operation::store; }
bool stores(const node& n) { return n.is_store() && !n.dropped; }

bool reads_a_store(const read& r)
{
    for (std::size_t i = 0; r.sources && i < r.sources->size(); ++i)
        if ((*r.sources)[i] && is_store(record::core((*r.sources)[i]))) return true;
    return false;
}

/// The stores among the sources of a family, by number, and null for the others.
std::vector<recorded*> stores_read_by(const recorded& f)
{
    std::vector<recorded*> all(f.sources.size(), nullptr);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (f.sources[i] && is_store(record::core(f.sources[i]))) all[i] = record::calls(f.sources[i]);
    return all;
}

/// Do its members stand where they were recorded, one for each position?
bool is_as_recorded(const node& n)
{
    return n.places.size() == 1 && n.places[0].family == n.family && n.places[0].count == n.positions()
        && n.shares_block < 0 && (!n.is<graph::product>() || (n.is_whole_product() && !n.as_product().sums));
}

/// What an operand reads at one position, with the axes that it has now.
void access_of(const node& n, std::size_t operand, std::vector<index_t>& shape, std::vector<index_t>& stride)
{
    const read& r = n.operands[operand];
    if (!n.is<graph::product>() || operand > 1) {
        shape = r.shape;
        stride = r.stride;
        return;
    }
    for (const graph::product_axis& x : n.as_product().axes) {
        if (!(operand == 0 ? x.in_a : x.in_b)) continue;
        shape.push_back(x.extent);
        stride.push_back(operand == 0 ? x.a : x.b);
    }
}

}  // namespace

box_tree::box_tree(int rank, std::size_t count, const std::vector<index_t>& boxes)
    : rank_(static_cast<std::size_t>(rank)), count_(count), leaves_(std::bit_ceil(std::max<std::size_t>(count, 1)))
{
    const std::size_t words = 2 * rank_;
    nodes_.resize(2 * leaves_ * words);
    for (std::size_t i = 0; i < 2 * leaves_; ++i)   // empty boxes
        for (std::size_t d = 0; d < rank_; ++d) {
            nodes_[i * words + d] = std::numeric_limits<index_t>::max();
            nodes_[i * words + rank_ + d] = std::numeric_limits<index_t>::min();
        }
    std::copy(boxes.begin(), boxes.begin() + static_cast<index_t>(count * words), nodes_.begin() + static_cast<index_t>(leaves_ * words));
    for (std::size_t i = leaves_; i-- > 1;)
        for (std::size_t d = 0; d < rank_; ++d) {
            const index_t* const x = &nodes_[2 * i * words];
            const index_t* const y = x + words;
            nodes_[i * words + d] = std::min(x[d], y[d]);
            nodes_[i * words + rank_ + d] = std::max(x[rank_ + d], y[rank_ + d]);
        }
}

std::size_t box_tree::search(std::size_t i, std::size_t first, std::size_t last, std::size_t from, const index_t* box) const
{
    if (last <= from || first >= count_) return count_;
    const index_t* const own = nodes_.data() + i * 2 * rank_;
    for (std::size_t d = 0; d < rank_; ++d)
        if (own[rank_ + d] < box[d] || box[rank_ + d] < own[d]) return count_;
    if (last - first == 1) return first;
    const std::size_t middle = (first + last) / 2, found = search(2 * i, first, middle, from, box);
    return found < count_ ? found : search(2 * i + 1, middle, last, from, box);
}

version_chains::version_chains(const graph::graph& g, const std::vector<recorded*>& still_read) : graph_(g)
{
    number();
    if (all_.empty()) return;
    link();
    form_chains();
    count_fills();
    keep_what_handles_hold(still_read);
    look_at_readers();
}

void version_chains::number()
{
    std::vector<std::vector<const node*>> pieces;   // of each family, in order
    std::unordered_map<const value_family*, std::size_t> number_of;
    for (const node& n : graph_.nodes) {
        if (!stores(n)) continue;
        const auto [at, fresh] = number_of.emplace(n.family, pieces.size());
        if (fresh) pieces.emplace_back();
        pieces[at->second].push_back(&n);
    }
    for (const auto& family : pieces) {
        members& m = families_[family[0]->family];
        m.first = static_cast<int>(all_.size());
        m.own = graph_.needs[static_cast<std::size_t>(family[0]->need)].own;
        for (const node* n : family)
            for (index_t i = 0; i < n->positions(); ++i) {
                all_.push_back({n, i, graph::member_at(*n, i)});
                m.list.push_back(all_.back().member);
            }
    }
}

int version_chains::find(const value_family* f, index_t member) const
{
    if (!f) return -1;   // a source that was given up
    if (f != last_found_) {
        const auto family = families_.find(f);
        if (family == families_.end()) return -1;
        last_found_ = f;
        last_members_ = &family->second;
    }
    const auto& list = last_members_->list;   // mostly without gaps: then the first guess is right
    if (list.empty()) return -1;
    const index_t guess = member - list.front();
    if (guess < 0) return -1;
    if (guess < static_cast<index_t>(list.size()) && list[static_cast<std::size_t>(guess)] == member)
        return last_members_->first + static_cast<int>(guess);
    const auto at = std::lower_bound(list.begin(), list.end(), member);
    return at != list.end() && *at == member ? last_members_->first + static_cast<int>(at - list.begin()) : -1;
}

void version_chains::link()
{
    for (std::size_t i = 0; i < all_.size(); ++i) {
        version& v = all_[i];
        const read& old = v.node->operands[0];
        v.older = find(graph::source_at(*v.node, old, v.position), graph::at(*v.node, old.member, v.position));
        if (v.older < 0) continue;
        version& before = all_[static_cast<std::size_t>(v.older)];
        if (before.next < 0) before.next = static_cast<int>(i);
        else before.kept = true;   // two stores start from it
    }
}

void version_chains::form_chains()
{
    place_.resize(all_.size());
    for (std::size_t i = 0; i < all_.size(); ++i) {
        if (all_[i].older >= 0 && at(all_[i].older).next == static_cast<int>(i)) continue;
        chain& c = chains_.emplace_back();
        for (int v = static_cast<int>(i); v >= 0; v = at(v).next) {
            place_[static_cast<std::size_t>(v)] = {static_cast<int>(chains_.size()) - 1, c.versions.size()};
            c.versions.push_back(v);
        }
    }
}

void version_chains::keep_what_handles_hold(const std::vector<recorded*>& still_read)
{
    const auto keep = [&](const value_family* f, index_t member) {
        if (const int v = find(f, member); v >= 0) all_[static_cast<std::size_t>(v)].kept = true;
    };
    for (const auto& [f, m] : families_) {
        // Who holds versions of another thread is known to that thread alone. Those that are overwritten here are
        // computed again where they are asked for.
        if (!m.own) continue;
        const auto living = record::living_members(*record::calls(f));
        for (const auto& r : living.ranges())
            for (auto x = std::lower_bound(m.list.begin(), m.list.end(), r.first); x != m.list.end() && *x < r.last; ++x)
                keep(f, *x);
    }
    // What stays recorded may read versions later, except by calls that are computed now.
    std::unordered_map<const value_family*, const record::need*> need_of;
    for (const record::need& n : graph_.needs) need_of[n.f] = &n;
    for (const recorded* f : still_read) {
        record::member_set later(0, f->count.load(std::memory_order_relaxed));
        if (const auto now = need_of.find(f); now != need_of.end()) later.subtract(now->second->members);
        record::sources_of(*f, stores_read_by(*f), later, [&](const value_family* source, index_t first, index_t last) {
            for (index_t m = first; m < last; ++m) keep(source, m);
        });
    }
}

void version_chains::look_at_readers()
{
    for (const node& n : graph_.nodes) {
        if (n.dropped) continue;
        if (n.is<graph::view>()) {
            look_at_view(n);
            continue;
        }
        // The older version and the part of it are what the store itself may overwrite.
        for (std::size_t k = stores(n) ? 2 : 0; k < n.operands.size(); ++k)
            if (reads_a_store(n.operands[k])) look_at(n, k);
    }
}

void version_chains::look_at(const node& n, std::size_t operand)
{
    const read& r = n.operands[operand];
    std::vector<index_t> shape, stride;
    access_of(n, operand, shape, stride);
    for (index_t i = 0; i < n.positions(); ++i) {
        const value_family* const f = graph::source_at(n, r, i);
        if (!is_store(f)) continue;
        const int v = find(f, graph::at(n, r.member, i));
        if (v >= 0 && !at(v).kept && at(v).next >= 0) settle(v, box_of(*f, graph::at(n, r.offset, i), shape, stride), &n, operand, i);
    }
}

/// Stored views have no coordinates.
void version_chains::look_at_view(const node& n)
{
    const record::operand_record& o = n.family->operands[0];
    const std::vector<index_t> shape(o.shape, o.shape + o.rank), stride(o.stride(), o.stride() + o.rank);
    for (const auto& r : graph_.needs[static_cast<std::size_t>(n.need)].members.ranges())
        for (index_t m = r.first; m < r.last; ++m) {
            const value_family* const f = record::core(n.family->sources[static_cast<std::size_t>(o.numbers.at(m))]);
            const int v = is_store(f) ? find(f, o.members.at(m)) : -1;
            if (v < 0) continue;
            all_[static_cast<std::size_t>(v)].viewed = true;
            // Another thread may hold versions behind it, which are computed from it when they are asked for.
            if (!families_.at(f).own) all_[static_cast<std::size_t>(v)].kept = true;
            settle(v, box_of(*f, o.offsets.at(m), shape, stride), nullptr, 0, 0);
        }
}

/// Ends the chain in front of the first store that writes what is read of version v and does not wait for the reader.
void version_chains::settle(int v, const std::vector<index_t>& box, const node* reader, std::size_t operand, index_t position)
{
    constexpr std::size_t most_looked_at = 4;
    const place_in_chain p = place_[static_cast<std::size_t>(v)];
    chain& c = chains_[static_cast<std::size_t>(p.chain)];
    const std::size_t writes = tree_of(c).first_meeting(p.index + 1, box.data());
    if (writes >= c.versions.size()) return;
    const int own = reader && is_store(reader->family) ? find(reader->family, graph::member_at(*reader, position)) : -1;
    if (own >= 0 && place_[static_cast<std::size_t>(own)].chain == p.chain) {   // a store reads as it writes
        const std::size_t i = place_[static_cast<std::size_t>(own)].index;
        if (i < writes || (i == writes && is_same_part(at(own), operand))) return;
    }
    else
        for (std::size_t i = p.index + 1; reader && i <= std::min(writes, p.index + most_looked_at); ++i)
            if (waits_for(at(c.versions[i]), *reader, position)) return;
    all_[static_cast<std::size_t>(c.versions[writes - 1])].kept = true;
}

/// A store whose value is the part that it writes: element by element.
bool version_chains::is_same_part(const version& s, std::size_t operand) const
{
    const read &part = s.node->operands[1], &value = s.node->operands[operand];
    return part.shape == value.shape && part.stride == value.stride
        && graph::at(*s.node, part.offset, s.position) == graph::at(*s.node, value.offset, s.position);
}

/// Does the value that is stored come from what the reader computes? Follows calls as they were recorded, a few back.
bool version_chains::waits_for(const version& s, const node& reader, index_t position) const
{
    constexpr std::size_t most_calls = 32;
    if (!is_as_recorded(reader)) return false;
    const index_t wanted = graph::member_at(reader, position);
    std::vector<std::pair<const value_family*, index_t>> calls;
    const auto reach = [&](const recorded& f, std::size_t operand, index_t m) {
        const record::operand_record& o = f.operands[operand];
        const auto number = static_cast<std::size_t>(o.numbers.at(m));
        if (number >= f.sources.size() || !f.sources[number]) return;
        const std::pair next(static_cast<const value_family*>(record::core(f.sources[number])), o.members.at(m));
        const bool ours = next.first->what.what != operation::leaf && next.first->what.what != operation::fill && !record::is_ready(*next.first);
        if (ours && calls.size() < most_calls && std::find(calls.begin(), calls.end(), next) == calls.end()) calls.push_back(next);
    };
    reach(*s.node->family, 2, s.member);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto [f, m] = calls[i];
        if (f == reader.family && m == wanted) return true;
        const recorded& call = *record::calls(f);
        for (std::size_t k = 0; k < call.operands.size(); ++k) reach(call, k, m);
    }
    return false;
}

/// Lowest and highest indices of a part, along the axes of the whole; all of it where the part is no box.
std::vector<index_t> version_chains::box_of(const value_family& whole, index_t offset, const std::vector<index_t>& shape,
                                            const std::vector<index_t>& stride) const
{
    const auto rank = static_cast<std::size_t>(whole.rank);
    std::vector<index_t> words(2 * rank, 0);
    record::box b;
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) {   // no elements: meets nothing
        std::fill(words.begin(), words.begin() + whole.rank, std::numeric_limits<index_t>::max());
        std::fill(words.begin() + whole.rank, words.end(), std::numeric_limits<index_t>::min());
    }
    else if (shape.size() <= max_rank
             && record::put_in({whole.rank, whole.shape, whole.stride}, offset, static_cast<int>(shape.size()), shape.data(), stride.data(), b)) {
        std::copy(b.low, b.low + whole.rank, words.begin());
        std::copy(b.high, b.high + whole.rank, words.begin() + whole.rank);
    }
    else
        for (std::size_t d = 0; d < rank; ++d) words[rank + d] = whole.shape[d] - 1;
    return words;
}

const box_tree& version_chains::tree_of(chain& c) const
{
    if (c.tree) return *c.tree;
    const recorded& whole = *at(c.versions[0]).node->family;
    std::vector<index_t> boxes;
    boxes.reserve(2 * static_cast<std::size_t>(whole.rank) * c.versions.size());
    for (const int v : c.versions) {
        const version& s = at(v);
        const read& part = s.node->operands[1];
        const auto box = box_of(whole, graph::at(*s.node, part.offset, s.position), part.shape, part.stride);
        boxes.insert(boxes.end(), box.begin(), box.end());
    }
    return c.tree.emplace(whole.rank, c.versions.size(), boxes);
}

bool version_chains::begins_alone(const version& v) const
{
    if (v.older >= 0) return false;
    const value_family* const f = graph::source_at(*v.node, v.node->operands[0], v.position);
    const auto at = fills_.find(f);
    return at != fills_.end() && at->second == 1;
}

/// How often values that are one number are read by stores; those that others read or ask for are left out.
void version_chains::count_fills()
{
    const auto is_fill = [](const value_family* f) { return f && f->what.what == operation::fill && record::needs_computing(*f); };
    for (const version& v : all_)
        for (const std::size_t k : {std::size_t{0}, std::size_t{2}})
            if (const value_family* f = graph::source_at(*v.node, v.node->operands[k], v.position); is_fill(f)) ++fills_[f];
    const graph::readers readers(graph_);
    for (const node& n : graph_.nodes) {
        if (!is_fill(n.family) || n.dropped) continue;
        const auto& by = readers.of(n.family);
        if (graph::is_asked(graph_, n) || std::any_of(by.begin(), by.end(), [&](std::size_t i) { return !stores(graph_.nodes[i]); }))
            fills_.erase(n.family);
    }
}

}  // namespace tenfold::plan
