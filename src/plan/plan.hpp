// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A plan: steps over buffers, in the order in which they run. It names no backend and can be printed, verified and
// costed without one.
#pragma once

#include "graph/product.hpp"
#include "record/odometer.hpp"

#include <tenfold/detail/record.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tenfold::plan {

using detail::index_t;

using graph::max_loops;
using graph::product_axis;

/// What a buffer is to its plan: what it computes, what only its own steps read, a value that is there already, or a list
/// of such values, anywhere in memory. Local: what a pipeline hands on, with the elements of `batch` tiles; each thread has its
/// own.
enum class role : std::uint8_t { result, scratch, local, input, list };

/// Memory that steps read or write. A plan only names it; where it lies is decided when the plan is bound.
struct buffer {
    index_t elements = 0;              // lists: of how many values; inputs 0: they reach as far as their values do
    int input = -1;                    // inputs: the number of the value; lists: of the first, others follow
    element type = element::float64;
    role what = role::result;
};

inline std::size_t bytes_of(const buffer& b) { return static_cast<std::size_t>(b.elements) * size_of(b.type); }

/// Where operand or result of loop position (n0, n1, ...) starts, in elements from the buffer's element 0:
/// offset + sum of loop[d] * nd, or offset + table[n] where no pattern fits (n counts positions, innermost first).
struct place {
    int buffer = -1;
    index_t offset = 0;
    index_t loop[max_loops] = {};
    std::shared_ptr<const std::vector<index_t>> table;    // replaces loop
    std::shared_ptr<const std::vector<int>> buffers;      // replaces buffer: one for each position
    bool list = false;                                    // buffer is a list; position n starts from its value n, or
                                                          // buffers[n]

    bool follows_loops() const { return !table && !buffers && !list; }
};

enum class kind : std::uint8_t {
    product,       // c[...] = sum a[...] * b[...], over `axes`, once for each loop position
    elementwise,   // kernel over operands
    reduce,        // reduction of operand 0
    copy,          // result = operand 0 (same shape; strides may be zero)
    store,         // result (mode)= operand 0: assignment or update of a part; operand broadcasts by zero strides
    fill,          // result = scalar value
    waves,         // sub-steps that depend on each other's members, run in turns (a recurrence)
    group,         // `members`: products of any shapes that have nothing in common
    window_sum,    // sum of operand 0, or of the products of both, over one of the `axes`, along which `window_loop` moves
    opaque,        // `function` of the operands' last axes, for each of those before them
    pipeline       // `inner` steps, some tiles at a time: what one writes into a local buffer the next finds in the cache
};
const char* name_of(kind);

/// Shape and strides of one operand or of the result of a step that is not a product.
struct form {
    std::vector<index_t> shape, stride;
};

/// A member of a group. The group's operand is a list: value 2 i is what a of member i reads, value 2 i + 1 what b reads;
/// a and b start so far behind their beginnings, c behind that of `buffer`.
struct grouped_product : graph::matrix_product {
    int buffer = -1;
};

struct step {
    kind what = kind::product;
    element type = element::float64;        // of the result
    element operand_type = element::float64;  // of operand 0 (reduce: differs from type for argmax, mean of integers)
    int loops = 0;                          // loop axes, innermost first
    index_t extent[max_loops] = {1, 1, 1, 1, 1, 1};
    std::vector<place> operands;            // product: a, b
    place result;

    std::vector<product_axis> axes;         // product
    int window_axis = -1, window_loop = -1; // window_sum
    bool conjugate_a = false;
    bool accumulate = false;                // product: adds to what the result holds
    bool sum_positions = false;             // product: every position adds to the one result
    /// product: where `most` is not 0, numbers are kept only if magnitudes of results are at most this, and at least
    /// `least` or such that no term was rounded towards 0. Else the run stops, and another plan does it all again.
    double least = 0, most = 0;
    std::vector<grouped_product> members;   // group, of one element type

    std::vector<form> operand_forms;        // all other kinds
    form result_form;
    const detail::opaque_function* function = nullptr;
    index_t first_call = 0, calls = 0;      // opaque: which of so many of its source line position 0 is,
    const char* file = "";                  // and that line
    std::uint32_t line = 0;
    const detail::elementwise_kernel* kernel = nullptr;
    std::shared_ptr<const std::vector<std::byte>> scalars;     // blocks of kernel->scalar_bytes; fill: the value
    std::shared_ptr<const std::vector<index_t>> scalar_block;  // which block each position uses; null: block 0
    detail::reduction reduction = detail::reduction::sum;
    std::uint32_t reduced_axes = 0;
    index_t mean_of = 0;                    // mean of partial sums, or of windows: of so many elements; 0: of those that it reads, or no mean
    detail::store_mode mode = detail::store_mode::assign;

    /// store: operands[0] is the value, operands[1] the older version, `result` the part that is written and `whole`
    /// the new version. Where old and new lie apart, the old one is copied first. Positions run in order.
    place whole;
    form whole_form;

    /// waves: each inner step computes members of one of the `values` of a recurrence, in order. A position may run
    /// when every member it needs has been computed. Here a place gives a member number, not an offset.
    struct dependency {
        int value = 0;
        place member;                       // of table entries -1: none
        std::size_t operand = 0;
        std::shared_ptr<const std::vector<int>> values;   // replaces value: one for each position, -1: none

        int value_at(index_t n) const { return values ? (*values)[static_cast<std::size_t>(n)] : value; }
    };
    struct turn {
        int value = 0;                      // which value the inner step computes members of
        place member;                       // which member at which position
        std::vector<dependency> needs;
    };
    std::vector<step> inner;
    std::vector<turn> turns;                // one for each inner step
    int values = 0;
    /// Where it was worth finding out: all positions in an order that runs what is independent together.
    struct stretch { std::size_t inner; index_t first, count; };
    std::vector<stretch> schedule;
    /// With a schedule: the chain that each position of each inner step belongs to. Chains share nothing, not even
    /// memory that one leaves and another takes. In each stretch they are in order. Empty: one chain.
    std::vector<std::vector<std::int32_t>> chain;
    std::int32_t chains = 1;

    /// pipeline: each inner step goes along by tiles, extent[0] in all, up to `batch` of them at a time. A batch stays inside
    /// of a row of `row` tiles.
    struct stage {
        bool loop = false;                  // along this loop and those around it
        std::size_t axis = 0;               // its number; else an axis of operand 0 of a reduction, or of the result
        std::vector<bool> operand_local;    // which operands are local buffers, where each batch begins anew,
        bool result_local = false;          // and is the result one?
        index_t partial = 0;                // it reduces the tiles of a batch: so many results each
    };
    std::vector<stage> stages;              // one for each inner step
    index_t batch = 0, row = 0;
    std::vector<std::pair<int, std::size_t>> locals;   // buffers, and bytes of a batch

    std::string name;                       // operation as recorded: "dot", "tanh(x0 + x1)"

    index_t positions() const
    {
        index_t n = 1;
        for (int d = 0; d < loops; ++d) n *= extent[d];
        return n;
    }
};

/// Offset of loop position n of a place, and its buffer.
inline index_t offset_of(const step& s, const place& p, index_t n)
{
    if (p.table) return p.offset + (*p.table)[static_cast<std::size_t>(n)];
    return p.offset + record::turned(s.loops, s.extent, p.loop, n);
}
/// The same for all positions, without divisions.
std::vector<index_t> offsets_of(const step&, const place&);
inline int buffer_of(const place& p, index_t n)
{
    return p.buffers && !p.list ? (*p.buffers)[static_cast<std::size_t>(n)] : p.buffer;
}
/// Which value of its list a place reads.
inline std::size_t value_of(const place& p, index_t n)
{
    return static_cast<std::size_t>(p.buffers ? (*p.buffers)[static_cast<std::size_t>(n)] : n);
}

/// Calls f(buffer) for what a place names.
template <class F>
void for_each_buffer(const place& p, const F& f)
{
    if (p.buffers && !p.list) std::for_each(p.buffers->begin(), p.buffers->end(), f);
    else if (p.buffer >= 0) f(p.buffer);
}
/// For what a step writes, some several times.
template <class F>
void for_each_result(const step& s, const F& f)
{
    for (const step& inner : s.inner) for_each_result(inner, f);
    for_each_buffer(s.result, f);
    for_each_buffer(s.whole, f);
    for (const grouped_product& x : s.members) f(x.buffer);
}
/// For what it reads or writes.
template <class F>
void for_each_buffer(const step& s, const F& f)
{
    for (const step& inner : s.inner) for_each_buffer(inner, f);
    for (const place& p : s.operands) for_each_buffer(p, f);
    for_each_result(s, f);
}

struct plan {
    std::vector<buffer> buffers;
    int inputs = 0;                    // numbers of inputs are below
    std::vector<step> steps;
    std::vector<std::size_t> turns;    // steps up to here, from the turn before on, do not depend on each other
    std::uint64_t number = 0;          // of a plan that is kept, and never changed: no other one has it; 0: of none
};

/// Appends a buffer; returns its number.
int add_buffer(plan&, element, index_t elements, role);
/// The next input, or a list of the next ones.
int add_input(plan&, element);
int add_list(plan&, element, index_t values);

/// Orders the steps by turns: what a step reads was written in an earlier one. Keeps the order of versions.
void schedule(plan&);

/// m, n, k and batch of a product: free indices of a, free indices of b, summed ones, and the rest with the loops.
struct product_size {
    index_t m = 1, n = 1, k = 1, batch = 1;
};
product_size size_of(const step&);

/// Multiply-adds count twice; complex products count four multiplies.
double flops_of(const step&);
double bytes_of(const step&);

/// Throws error where a plan reads or writes outside its buffers, or names a buffer that is not there.
void verify(const plan&);

}  // namespace tenfold::plan
