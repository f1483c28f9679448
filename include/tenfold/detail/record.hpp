// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The edge of the compiled core: what headers call to record, evaluate and read. Nothing here is a template.
#pragma once

#include <tenfold/detail/family.hpp>
#include <tenfold/error.hpp>

#include <cstdint>
#include <memory>
#include <source_location>
#include <string>

namespace tenfold::detail {

using site = std::source_location;

/// Throws Error("[operation] text (file:line)"); the file without its folders, and no place that is not known.
template <class Error>
[[noreturn]] void fail(const char* operation, const std::string& text, site where)
{
    std::string file = where.file_name();
    file = file.substr(file.find_last_of('/') + 1);
    const std::string place = file.empty() ? file : " (" + file + ":" + std::to_string(where.line()) + ")";
    throw Error("[" + std::string(operation) + "] " + text + place);
}
/// "(10, 20)", "(3,)", "()"
std::string show_shape(int rank, const index_t* shape);

/// Elements of a shape; throws memory_error where the product or the bytes overflow.
index_t checked_size(const char* operation, int rank, const index_t* shape, element, site);

/// A module that used tenfold is about to be unloaded: what its calls have left behind, and nobody can reach, goes while
/// its code is there.
void module_closes() noexcept;

namespace {

[[gnu::destructor]] void this_module_closes() noexcept { module_closes(); }

}  // namespace

// ---- leaves ---------------------------------------------------------------------------------------------------

/// Memory that a value owns or borrows; `release(context)` is called once when nothing reads it any more.
struct memory {
    const void* data = nullptr;
    void* context = nullptr;
    void (*release)(void*) = nullptr;  // null: borrowed
};
/// A computed value over `memory`, strides counted in elements (any layout, negative ones too).
handle record_leaf(element, int rank, const index_t* shape, const index_t* stride, memory);
/// A copy of few row-major elements, at most most_copied_bytes.
inline constexpr std::size_t most_copied_bytes = 1024;
handle record_copied_leaf(element, int rank, const index_t* shape, const void* data, std::size_t bytes);
/// A value whose elements are all `*value`; no memory until it is read.
handle record_fill(element, int rank, const index_t* shape, const void* value);
/// Row-major memory from the pool for a value that the caller fills; then pass it to record_leaf.
memory allocate(element, index_t elements);

/// Notes, for explain, that a plain container had to be copied to be an operand.
handle copied_operand(handle);

// ---- operations -----------------------------------------------------------------------------------------------

/// A product as labels: every axis of a, b and the result carries one; equal labels are one index. Labels that the
/// result lacks are summed. An operand's axis of length 1 broadcasts against a longer one of the same label.
struct contraction {
    std::uint8_t rank_a = 0, rank_b = 0, rank_c = 0, labels = 0;
    bool conjugate_a = false;
    std::uint8_t a[max_rank], b[max_rank], c[max_rank];
    index_t extent[2 * max_rank];  // of each label
};

enum class product : std::uint8_t { dot, matmul, inner, outer, vdot, tensordot, einsum, kron };
const char* name_of(product);

/// Shape rules: fills the contraction of a call or throws. `attributes` are tensordot's axes or einsum's labels.
struct product_attributes {
    const void* data = nullptr;
    std::size_t bytes = 0;
};
/// tensordot: int32 count, then count axes of a, then count axes of b (already non-negative and checked distinct).
/// einsum: uint8 rank_a, rank_b, rank_c, then the labels of a, b and c.
contraction make_contraction(product, const operand& a, const operand& b, product_attributes, site);

/// A value that a handle is about to own, in two registers.
struct newborn {
    family* source;
    index_t member;
};
/// A product of whole values and parts, without attributes. These read their operands where they lie: a predicted
/// call writes nothing but a count and two places.
newborn record_product(const handle& a, const handle& b, product, site);
newborn record_product(const handle& a, const part& b, product, site);
newborn record_product(const part& a, const handle& b, product, site);
newborn record_product(const part& a, const part& b, product, site);

/// Records a product of two operands of one element type.
handle record_product(product, const operand& a, const operand& b, product_attributes, site);

/// One typed elementwise expression, compiled where the user wrote it.
struct strided {
    void* data;
    int rank;
    const index_t* shape;
    const index_t* stride;  // in elements
};
struct elementwise_kernel {
    element result;
    int operands;
    std::size_t scalar_bytes;               // scalars of one call, as one block of bytes
    const element* operand_types;
    /// Computes one member. Operands broadcast to the result as in NumPy; the result never overlaps them
    /// unless it is one of them with the same layout. Null: the program is interpreted.
    void (*run)(const strided* operands, const void* scalars, const strided& result);
    const char* text;                       // "tanh(x0 + s0)"
    const std::uint8_t* program;            // postfix program for devices without this compiled code; may be null
    int program_length;
};
/// The shape is the broadcast of the operands' shapes, or the call throws.
handle record_elementwise(const elementwise_kernel&, const operand* operands, const void* scalars, site);

/// A function that no rule looks into: <tenfold/detail/opaque.hpp>.
struct opaque_function;

enum class reduction : std::uint8_t { sum, prod, mean, var, amax, amin, argmax, argmin, cumsum, norm };
const char* name_of(reduction);
/// Reduces over the axes whose bit is set. argmax, argmin: one axis, or all (index in row-major order); the result
/// is int64. cumsum: one axis, or all (over the flattened value); keeps the shape.
/// norm: square root of the sum of squares. Integers: sum and prod give int64 or uint64, mean and var float64.
handle record_reduction(reduction, const operand& x, std::uint32_t axes, site);
element result_of(reduction, element);

/// A copy in canonical order: what reshape of a strided part, `copy` and conversions need.
handle record_copy(const operand& x, site);

/// One number as an operand of the call that is recorded next.
operand kept_number(element, const void* value);

/// Gives a stored view elements of its own, so that a part of it may be assigned: call before taking that part.
void own(handle&, site);

/// A stored view: shares what `x` reads.
handle record_view(const part& x);

/// Does anybody but this handle hold the value? True as well where another thread counts.
bool is_held_elsewhere(const handle&);

enum class store_mode : std::uint8_t { assign, add, subtract, multiply, divide };
/// The value `base` with the elements of `target` (a part of base: same source) replaced by, or combined with,
/// `value`, which broadcasts to target's shape. `base` becomes the new version; others still see the old one.
void record_store(handle& base, const part& target, store_mode, const operand& value, site);

// ---- evaluation -----------------------------------------------------------------------------------------------

/// Evaluates everything recorded by this thread that is still reachable, and `h` itself.
void evaluate_for_reading(const handle& h, site);

/// Where a computed value lies; keep `block` to keep the memory.
struct located {
    const std::byte* data;      // of its first element
    const index_t* stride;      // in elements, one for each axis; lives as long as the handle
    std::shared_ptr<const void> block;
};
/// Evaluates for reading if it must, then locates.
located locate(const handle& h, site);

/// Evaluations of the thread that recorded a value may move it, to smaller memory: other threads keep hold of the
/// block while they read. Leaves and fills (`single`) stay where they are.
inline bool may_move(const family& f) { return !f.single && f.owner != this_recorder; }

/// Address of the first element of a computed value and its strides, or null if it is not computed, or lies where the
/// host does not read. Elements take
/// `bytes` each.
inline const std::byte* computed(const handle& h, index_t bytes, const index_t*& stride)
{
    const placement* p = h.source()->placed.load(std::memory_order_acquire);
    if (!p) return nullptr;
    const index_t k = h.member() - p->first;
    if (static_cast<std::size_t>(k) >= static_cast<std::size_t>(p->count)) return nullptr;
    const index_t offset = p->offset(k);
    const std::byte* const data = p->data;
    if (offset == placement::absent || !data) return nullptr;
    stride = p->stride;
    return data + offset * bytes;
}

}  // namespace tenfold::detail
