// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One operand of every member of a family, and what it predicts for the next call.
#pragma once

#include "record/stream.hpp"
#include "record/value_family.hpp"

#include <cstdint>
#include <limits>
#include <memory>

namespace tenfold::record {

/// Whether these are the shape and, right behind it, the strides of an operand.
[[gnu::always_inline]] inline bool is_layout(int rank, const index_t* shape, const index_t* lengths, const index_t* steps)
{
    if (rank == 2)  // matrices: four words, one branch
        return ((lengths[0] ^ shape[0]) | (lengths[1] ^ shape[1]) | (steps[0] ^ shape[2]) | (steps[1] ^ shape[3])) == 0;
    // Leaves at the first difference, so that compilers do not make a vector loop of two or three steps.
    for (int d = 0; d < rank; ++d)
        if (lengths[d] != shape[d] || steps[d] != shape[rank + d]) return false;
    return true;
}

/// What the open runs of one operand predict for the next member: all that a call compares and advances. Valid from
/// the second member on, below the family's limit; most families of one member never touch it.
struct alignas(64) prediction {
    const family* source;                  // null: it moves from call to call, see `number`
    index_t member;
    index_t offset;                        // no_offset: any that fits into the cells
    std::int16_t rank;
    bool whole;                            // the layout is that of the whole source
    const index_t* shape;                  // as in operand_record
    index_t member_step;
    index_t offset_step;
    std::int32_t* cell;                    // offsets without a pattern: where the next one goes,
    // ---- what a predicted call of one source and with a pattern does not look at: a second line
    index_t cell_base;                     // as the difference from this one
    rows number;                           // of the source

    static constexpr index_t no_offset = std::numeric_limits<index_t>::min();

    [[gnu::always_inline]] bool same_layout(int axes, const index_t* lengths, const index_t* steps) const
    {
        return axes == rank && is_layout(rank, shape, lengths, steps);
    }
    bool same_layout(const operand& o) const { return same_layout(o.rank, o.shape, o.stride); }
    // On the path of a predicted call, where a function of its own costs more than it does.
    [[gnu::always_inline]] bool expects(const detail::handle& h) const
    {
        return h.source() == source && whole && h.member() == member && offset == 0;
    }
    [[gnu::always_inline]] bool expects(const detail::part& x) const
    {
        return x.source.source() == source && expects_offset(x.offset) && x.source.member() == member
            && same_layout(x.form.rank, x.form.shape, x.form.stride);
    }
    bool expects_offset(index_t value) const { return value == offset || takes(value); }
    /// May the offset be written into a cell?
    bool takes(index_t value) const
    {
        if (!cell) return false;
        const index_t difference = value - cell_base;
        return difference == static_cast<std::int32_t>(difference);
    }
    void advance(const detail::handle&) { member += member_step; }
    void advance(const detail::part& x) { advance(x.offset); }
    void advance(index_t at)
    {
        member += member_step;
        if (cell) *cell++ = static_cast<std::int32_t>(at - cell_base);
        else offset += offset_step;
    }
    /// The same for any call that `limit` covers.
    void follow(const operand& o)
    {
        advance(o.offset);
        if (!source) next_source();
    }
    void next_source()
    {
        number.next += number.step;
        if (--number.left > 0) return;
        number.left = number.length;
        number.next = number.start += number.row_step;
    }
};

/// One operand of every member: layout, and three numbers that move from call to call.
struct operand_record {
    std::uint8_t rank = 0, source_rank = 0;
    element source_type = element::float64;
    float source_bytes = 0;                // of one member of a source
    const index_t* shape = nullptr;        // in recorded's dims, with the strides and the source's shape right behind it
    const index_t* stride() const { return shape + rank; }
    const index_t* source_shape() const { return shape + 2 * rank; }
    bool same_layout(const operand& o) const { return o.rank == rank && is_layout(rank, shape, o.shape, o.stride); }

    index_t number_limit = 0;              // the prediction of the source holds for members below,
    index_t limit = 0;                     // and that of all three for these
    stream numbers, members, offsets;      // source number, member of the source, offset in it
};
static_assert(sizeof(operand_record) == 128);

/// The operands of a family, in the family itself where there are no more than two.
class operand_list {
public:
    operand_list() = default;
    operand_list(const operand_list&) = delete;
    operand_list& operator=(const operand_list&) = delete;

    /// Once.
    void resize(std::size_t n)
    {
        size_ = n;
        if (n <= std::size(few_)) return;
        many_ = std::make_unique<operand_record[]>(n);
        data_ = many_.get();
    }
    std::size_t size() const { return size_; }
    operand_record* begin() { return data_; }
    operand_record* end() { return data_ + size_; }
    const operand_record* begin() const { return data_; }
    const operand_record* end() const { return data_ + size_; }
    operand_record& operator[](std::size_t k) { return data_[k]; }
    const operand_record& operator[](std::size_t k) const { return data_[k]; }

private:
    operand_record few_[2];
    operand_record* data_ = few_;
    std::size_t size_ = 0;
    std::unique_ptr<operand_record[]> many_;
};

}  // namespace tenfold::record
