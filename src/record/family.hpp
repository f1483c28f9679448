// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A family as the core sees it: what was recorded, who still wants it, and where its members lie once computed.
#pragma once

#include "record/stream.hpp"

#include <tenfold/detail/record.hpp>

#include <atomic>
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <source_location>
#include <unordered_map>
#include <vector>

namespace tenfold::record {

using detail::family;
using detail::index_t;
using detail::operand;
using detail::site;

enum class operation : std::uint8_t {
    leaf,          // memory
    fill,          // one scalar everywhere, not yet in memory
    product, elementwise, reduce, copy, view,
    store          // operands: the older version, the part of it that is written, the new value
};

/// What equal calls have in common, besides their layouts.
struct signature {
    operation what = operation::leaf;
    std::uint8_t code = 0;                              // product, reduction or store_mode
    std::uint8_t operands = 0;
    element type = element::float64;                    // of the first operand
    std::uint32_t axes = 0;                             // reductions
    const detail::elementwise_kernel* kernel = nullptr;

    friend bool operator==(const signature& x, const signature& y)
    {
        const auto word = [](const signature& s) {
            std::uint64_t w;
            std::memcpy(&w, &s, sizeof w);
            return w;
        };
        static_assert(offsetof(signature, kernel) == sizeof(std::uint64_t));
        return word(x) == word(y) && x.kernel == y.kernel;
    }
};

/// A call on its way into a family. Points into the caller's frame.
struct call {
    signature what;
    const operand* operands = nullptr;
    detail::product_attributes attributes;
    const void* scalars = nullptr;
    std::size_t scalar_bytes = 0;
    site where;
};

/// What the open runs of one operand predict for the next member: all that a call compares and advances.
struct alignas(64) prediction {
    const family* source = nullptr;
    index_t member = 0;
    index_t offset = 0;
    int rank = -1;
    const index_t* shape = nullptr;        // in recorded::dims, with the strides right behind it
    const index_t* seen = nullptr;         // the source's own shape, where the whole source was the operand
    index_t member_step = 0;
    index_t offset_step = 0;

    bool same_layout(const operand& o) const
    {
        if (o.rank != rank) return false;
        index_t difference = 0;
        for (int d = 0; d < rank; ++d)
            difference |= (o.shape[d] ^ shape[d]) | (o.stride[d] ^ shape[rank + d]);
        return difference == 0;
    }
    bool expects(const operand& o) const
    {
        return (o.source == source) & (o.member == member) & (o.offset == offset) && (o.shape == seen || same_layout(o));
    }
    void advance()
    {
        member += member_step;
        offset += offset_step;
    }
};

/// One operand of every member: layout, and three numbers that move from call to call.
struct operand_record {
    int rank = 0;
    const index_t* shape = nullptr;        // these point into recorded::dims
    const index_t* stride = nullptr;
    int source_rank = 0;
    const index_t* source_shape = nullptr;

    stream numbers, members, offsets;      // source number, member of the source, offset in it
    index_t number = 0, number_step = 0;   // prediction of numbers, and up to which member it holds
    index_t number_limit = 0;
    index_t limit = 0;                     // the operand's whole prediction holds for members below
};

/// Distinct values' families that a family reads, pinned once each.
class source_list {
public:
    explicit source_list(const family* self) : self_(self) {}
    std::uint32_t number_of(family*);
    /// The number that the source itself has noted, where that is still true.
    bool knows(const family*, std::uint32_t& number) const;
    family* operator[](std::size_t i) const { return list_[i]; }
    std::size_t size() const { return list_.size(); }
    bool must_grow() const { return list_.size() == list_.capacity(); }
    /// Gives up the pins of sources first .. last - 1; their places stay, empty.
    void release(std::size_t first, std::size_t last);
    ~source_list() { release(0, list_.size()); }
    void clear();

private:
    const family* self_;                   // a family that reads its own members does not pin itself
    std::vector<family*> list_;
    std::unordered_map<const family*, std::uint32_t> index_;  // built when the families' own notes do not suffice
};

struct recorded final : family {
    index_t limit = 0;                     // predictions hold for members below
    recorded* successor = nullptr;         // the family that came next last time
    signature what;
    std::atomic<int> references{1};        // handles (one for all), the epoch, readers' pins, evaluations
    // A source notes here which reader met it last and as what number, so that readers need no table.
    std::uint32_t noted_number = 0;
    const family* noted_reader = nullptr;
    prediction fixed[2];
    prediction* expected = fixed;          // one for each operand
    std::unique_ptr<prediction[]> many;    // where there are more than two
    site where;
    bool pending = false;                  // the recorder's epoch owns it: may grow, is not wholly computed
    std::vector<operand_record> operands;
    source_list sources{this};
    std::unique_ptr<index_t[]> dims;       // all shapes and strides
    std::vector<std::byte> attributes;
    std::unique_ptr<detail::contraction> product;  // products: labels
    std::vector<std::byte> scalars;        // distinct neighbours only
    std::size_t scalar_bytes = 0;
    stream scalar_blocks;
    index_t block = 0, block_step = 0;     // prediction of scalar_blocks
    detail::memory memory;                 // leaf: released with the family

    std::atomic<index_t> foreign{0};       // changes of counts by other threads, not yet seen by the owner
    std::vector<std::pair<index_t, int>> events;  // those changes, under foreign_lock()

    // ---- liveness
    std::vector<std::uint64_t> dead;       // members above `low`, from bit 64 * dead_base
    index_t dead_base = 0;
    std::unordered_map<index_t, index_t> extra;  // handles beyond the first, where a member has some

    bool is_dead(index_t m) const;
    index_t living() const;
    void kill(index_t m);                  // the last handle of a member went
    void mark_dead(index_t m);             // a hole
    void revive(index_t m);                // a stored view that reads a dead member was followed to it
    void count_up(index_t m);              // one more handle of a member
    void count_down(index_t m);            // one less; may free the family

    ~recorded();
};

inline bool source_list::knows(const family* f, std::uint32_t& number) const
{
    const auto& s = static_cast<const recorded&>(*f);
    if (s.noted_reader != self_ || s.owner != detail::this_recorder) return false;
    number = s.noted_number;
    return number < list_.size() && list_[number] == f;
}

inline recorded* core(family* f) { return static_cast<recorded*>(f); }
inline const recorded* core(const family* f) { return static_cast<const recorded*>(f); }

void pin(family*);
void unpin(family*) noexcept;
/// Elements of one member.
index_t size_of(const family&);

/// A placement with the memory that it keeps.
struct kept_placement final : detail::placement {
    std::shared_ptr<const void> block;
    std::vector<index_t> strides;
    std::shared_ptr<const std::vector<index_t>> offsets;
};
/// Newest placements win; takes ownership.
void publish(recorded&, std::unique_ptr<kept_placement>);

}  // namespace tenfold::record
