// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The graph that rules rewrite: recorded families, cut into nodes whose members form one regular nest of loops
// (or one table), in an order in which every node comes after those it reads.
//
// Values keep their names through all rewrites: (family, member). A node says which block of memory it fills and
// where in it each member lies; so a rule that shares work only changes blocks and places.
#pragma once

#include "graph/operation.hpp"
#include "record/odometer.hpp"
#include "record/reach.hpp"

#include <string>
#include <vector>

namespace tenfold::graph {

/// Where members lie: number k of first, first + 1, ... or of those listed.
struct member_layout {
    index_t first = 0, count = 0;
    const index_t* members = nullptr;    // sorted; instead of first ..
    record::odometer lies;
    const index_t* offsets = nullptr;    // replaces the steps; `absent` where a member is not here

    index_t offset(index_t k) const { return offsets ? lies.base + offsets[k] : lies.at(k); }
    bool find(index_t member, index_t& offset) const;
};

/// Members of a family in a node's block: the same, with its tables.
struct results {
    recorded* family = nullptr;
    index_t first = 0, count = 0;
    table members;
    record::odometer lies;
    table offsets;
    std::vector<index_t> stride;         // of a member
    bool view = false;                   // a window of a block that others share

    member_layout layout() const
    {
        return {first, count, members ? members->data() : nullptr, lies, offsets ? offsets->data() : nullptr};
    }
};

struct node {
    operation what;
    element type = element::float64;     // of its results,
    element operand_type = element::float64;  // and of its first operand (elementwise: of its results)
    std::vector<index_t> shape;          // of what a loop position computes
    recorded* family = nullptr;          // where it came from
    int need = -1;                       // which of the graph's needs
    int loops = 0;                       // innermost first
    index_t extent[max_loops] = {1, 1, 1, 1, 1, 1};
    std::vector<read> operands;
    index_t block = 0;                   // elements of the result block
    int shares_block = -1;               // or: its members lie in the block of this node
    coordinate result;                   // where the members' results start in the block
    std::vector<index_t> result_stride;  // of what a loop position computes (not products)
    std::vector<results> places;
    int cycle = -1;                      // nodes with the same number read each other's members
    bool dropped = false;                // its values are computed by another node
    bool slides = false;                 // it sums over windows that move along the axis which is summed
    bool passes = false;                 // nobody reads it but the steps behind it: it need not be stored

    template <class T> bool is() const { return std::holds_alternative<T>(what); }
    product& as_product() { return std::get<product>(what); }
    const product& as_product() const { return std::get<product>(what); }
    /// A product that is run as one step for all positions, not in segments.
    bool is_whole_product() const { return is<product>() && as_product().segments.empty(); }
    /// Which block of scalars a position takes; null where there are none.
    coordinate* scalar_block() { return is<elementwise>() ? &std::get<elementwise>(what).scalar_block : nullptr; }
    const coordinate* scalar_block() const { return const_cast<node*>(this)->scalar_block(); }
    bool gathers() const { return is<store>() && std::get<store>(what).gathers; }
    /// Stores that are done one after another.
    bool is_store() const { return is<store>() && !std::get<store>(what).gathers; }

    index_t positions() const
    {
        index_t n = 1;
        for (int d = 0; d < loops; ++d) n *= extent[d];
        return n;
    }
    /// Elements of what a loop position computes.
    index_t size() const
    {
        index_t n = 1;
        for (const index_t s : shape) n *= s;
        return n;
    }
};

/// A product that has nothing in common with any other call, so that no rule applies to it. Programs may have
/// thousands of them, each with a shape of its own: they take no node.
struct lone_product {
    recorded* family = nullptr;
    index_t member = 0;
    matrix_product what;                 // its operands start so many elements after these placements; its result has no place yet
    const detail::placement* a = nullptr;
    const detail::placement* b = nullptr;
};
/// Takes such products, of less than `most_flops`, out of the needs.
std::vector<lone_product> take_lone(std::vector<record::need>&, double most_flops);

struct graph {
    std::vector<lone_product> lone;
    bool batched = false;                // they run as groups, not one by one
    std::vector<node> nodes;
    std::vector<record::need> needs;     // what was asked for, in order
};

/// Value of a coordinate at loop position n of a node.
inline index_t at(const node& x, const coordinate& c, index_t n)
{
    if (c.values) return (*c.values)[static_cast<std::size_t>(n)];
    return c.base + record::turned(x.loops, x.extent, c.step, n);
}

/// Member that a loop position of a node computes, where its members have not been moved by a rule yet.
index_t member_at(const node&, index_t position);
/// The family that an operand reads at a loop position; null for blocks of nodes.
const value_family* source_at(const node&, const read&, index_t position);
/// The axes of what an operand reads at a loop position, in canonical order; none where it reads no one thing.
std::span<const index_t> shape_read(const node&, const read&, index_t position);
/// May anybody read a member of the node once the evaluation is over?
bool is_asked(const graph&, const node&);
/// Puts every node behind those it reads again, after a rule has changed what nodes read.
void sort(graph&);
/// Does every node stand behind those it reads?
bool is_sorted(const graph&);

/// Cuts families into nodes. Time goes with the number of runs; families without pattern take a table.
graph build(std::vector<record::need> needs);

/// Multiply-adds of a product node count two.
double flops_of(const node&);
index_t products_of(const node&);

/// Throws error where a graph breaks its rules: a member computed twice or not at all, a place outside its block,
/// axes that do not fit.
void verify(const graph&);

}  // namespace tenfold::graph
