// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A family of recorded calls: what they are, what they read, and which of its members somebody still wants.
#pragma once

#include "record/extra_handles.hpp"
#include "record/operands.hpp"

#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <source_location>
#include <unordered_map>
#include <vector>

namespace tenfold::record {

/// Where a call was written, in words of our own: families may outlive the module that made the call.
struct kept_site {
    const void* of = nullptr;              // of the call's own place; only compared
    const char* file = "";                 // there for ever
    std::uint32_t line = 0, column = 0;

    kept_site() = default;
    explicit kept_site(const site&);
    /// Places of one call are mostly one object, else they are compared.
    bool is(const site& s) const
    {
        static_assert(sizeof(site) == sizeof of);
        if (of == std::bit_cast<const void*>(s)) return true;
        return line == s.line() && column == s.column() && std::strcmp(file, s.file_name()) == 0;
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

/// Distinct values' families that a family reads, pinned once each.
class source_list {
public:
    explicit source_list(const family* self) : self_(self) {}
    std::uint32_t number_of(family* f)
    {
        std::uint32_t number;
        return knows(f, number) ? number : find_or_add(f);
    }
    /// The number that the source itself has noted, where that is still true.
    bool knows(const family*, std::uint32_t& number) const;
    /// Appends a source of this thread that no family has noted. There must be room.
    std::uint32_t add_unnoted(value_family&);
    family* operator[](std::size_t i) const { return list_[i]; }
    std::size_t size() const { return size_.load(std::memory_order_acquire); }
    /// Would a new source move the list, which other threads may be reading?
    bool must_grow() const { return size() == room_; }
    /// Gives up the pins of sources first .. last - 1; their places stay, empty.
    void release(std::size_t first, std::size_t last);
    ~source_list() { release(0, size()); }
    void clear();

private:
    const family* self_;                   // a family that reads its own members does not pin itself
    std::uint32_t find_or_add(family*);
    void grow();

    // Of longer lists.
    struct rest {
        std::vector<family*> list;         // with room to spare
        std::unordered_map<const family*, std::uint32_t> index;  // built when the families' own notes do not suffice,
        std::size_t indexed = 0;                                 // of so many
    };

    family* few_[2] = {nullptr, nullptr};
    family** list_ = few_;
    std::atomic<std::uint32_t> size_{0};   // what is in use of it, published to other threads
    std::uint32_t room_ = 2;
    std::unique_ptr<rest> rest_;
};

/// A block of which less than this part is held goes at the next evaluation: engine/compact.
inline constexpr double worth_a_block = 1.0 / 8;

/// detail::contraction as a family keeps it: no more than its ranks need, in the family's dims.
struct product_labels {
    std::uint8_t rank_a, rank_b, rank_c, labels;
    bool conjugate_a;
    const std::uint8_t *a, *b, *c;
    const index_t* extent;

    /// Words of room that copies of these take.
    static std::size_t words(const detail::contraction& x)
    {
        return x.labels + (std::size_t{x.rank_a} + x.rank_b + x.rank_c + sizeof(index_t) - 1) / sizeof(index_t);
    }
    product_labels(const detail::contraction&, index_t* room);
};

/// Anything but a leaf.
struct alignas(64) recorded final : value_family {
    // ---- what a predicted call touches
    index_t limit = 0;                     // predictions hold for members below
    recorded* successor = nullptr;         // the family that came next last time
    recorded* next_open = nullptr;         // in the recorder's table of open families, by
    std::size_t key = 0;                   // what a call must have in common; 0: not of a call
    prediction fixed[2];
    prediction* expected = fixed;          // one for each operand
    std::unique_ptr<prediction[]> many;    // where there are more than two
    kept_site where;
    std::ptrdiff_t watched = -1;           // place in the owner's list of families whose blocks may become too large
    bool thinned = false;                  // sources of dead members may have been given up
    operand_list operands;
    source_list sources{this};
    std::unique_ptr<index_t[]> dims;       // all shapes, strides and labels, where few_dims has no room for them
    std::vector<std::byte> attributes;
    std::optional<product_labels> product;
    std::vector<std::byte> scalars;        // distinct neighbours only
    std::size_t scalar_bytes = 0;
    stream scalar_blocks;
    index_t block = 0, block_step = 0;     // prediction of scalar_blocks
    index_t few_dims[20];                  // see room_for_dims
    alignas(kept_placement) std::byte first_place[sizeof(kept_placement)];

    // ---- liveness, where there may be more than one member
    std::vector<std::pair<index_t, index_t>> events;   // what other threads did: members, and by how much
    std::vector<std::uint64_t> dead;       // members above `low`, from bit 64 * dead_base
    index_t dead_base = 0;
    extra_handles extra;
    // Memory for either ran out once: from then on the family knows how many handles there are, but not of which members,
    // and takes those that lived for living, and is `coarse`. `copies` counts down below zero. So counting never fails.

    /// Memory for shapes, strides and labels, asked for once.
    index_t* room_for_dims(std::size_t words)
    {
        if (words <= std::size(few_dims)) return few_dims;
        return (dims = std::make_unique_for_overwrite<index_t[]>(words)).get();
    }
    /// The scalars of the last member, or null.
    const std::byte* last_scalars() const
    {
        return scalars.empty() ? nullptr : scalars.data() + scalars.size() - scalar_bytes;
    }
    void kill(index_t m);                  // the last handle of a member went
    void make_room_for_hole(index_t m);
    void mark_dead(index_t m);             // a hole
    bool is_hole(index_t m) const;
    index_t holes() const;
    void revive(index_t m);                // a stored view that reads a dead member was followed to it
    void count_coarsely();

    recorded() {}                          // not `= default`: that would fill it with zeros first
    /// As if no call had been recorded yet: layouts and labels stay. Gives up sources and results.
    void reset();
    ~recorded();

    static void* operator new(std::size_t);
    static void operator delete(void*) noexcept;
};

/// Of a family that is no leaf.
inline recorded* calls(family* f) { return static_cast<recorded*>(f); }
inline const recorded* calls(const family* f) { return static_cast<const recorded*>(f); }

inline bool source_list::knows(const family* f, std::uint32_t& number) const
{
    const value_family& s = *core(f);
    if (s.owner != detail::this_recorder || s.noted_reader != self_) return false;
    number = s.noted_number;
    return number < size() && list_[number] == f;
}

inline std::uint32_t source_list::add_unnoted(value_family& s)
{
    const std::uint32_t n = size_.load(std::memory_order_relaxed);
    pin(&s);
    s.noted_reader = self_;
    s.noted_number = n;
    list_[n] = &s;
    size_.store(n + 1, std::memory_order_release);
    return n;
}

/// Newest placements win.
void publish(recorded&, kept_placement&&);

}  // namespace tenfold::record
