// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A family as the core sees it: what was recorded, who still wants it, and where its members lie once computed.
#pragma once

#include "record/extra_handles.hpp"

#include <tenfold/detail/record.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
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
    std::int16_t rank = 0, source_rank = 0;
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

struct recorded;

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
    std::uint32_t add_unnoted(recorded&);
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

/// A placement with the memory that it keeps.
struct kept_placement final : detail::placement {
    std::shared_ptr<const void> block;
    bool left = false;                     // its living members lie elsewhere, and the block has been given up
    std::size_t block_bytes = 0;           // 0: not worth knowing
    std::vector<index_t> strides;
    std::shared_ptr<const std::vector<index_t>> offsets;
};

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

struct alignas(64) recorded final : family {
    // ---- what readers of a source touch besides the family itself: one line
    std::atomic<int> references{1};        // handles (one for all), the epoch, readers' pins, evaluations
    // A source notes here which reader met it last and as what number, so that readers need no table.
    std::uint32_t noted_number = 0;
    const family* noted_reader = nullptr;
    index_t few_dims[20];                  // see room_for_dims; those of a leaf of up to three axes end this line

    // ---- the first placement: next to what else a reader touches
    alignas(64) std::byte first_place[sizeof(kept_placement)];
    bool first_placed = false;             // under planning's lock, except of leaves

    // ---- what a predicted call touches
    index_t limit = 0;                     // predictions hold for members below
    recorded* successor = nullptr;         // the family that came next last time
    recorded* next_open = nullptr;         // in the recorder's table of open families, by
    std::size_t key = 0;                   // what a call must have in common; 0: not of a call
    signature what;
    prediction fixed[2];
    prediction* expected = fixed;          // one for each operand
    std::unique_ptr<prediction[]> many;    // where there are more than two
    kept_site where;
    bool pending = false;                  // the recorder's epoch owns it: may grow, is not wholly computed
    bool leaving = false;                  // the recorder's own mark while it looks for what may go
    bool copied = false;                   // a leaf: a plain container that was given as an operand
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
    detail::memory memory;                 // leaf: released with the family

    // ---- changes of counts by other threads, under foreign_lock() until the owner applies them
    std::vector<std::pair<index_t, index_t>> events;   // of members
    index_t nameless = 0;                  // where there was no memory to say of which
    recorded* next_noisy = nullptr;        // in the owner's list of families that have some

    // ---- liveness
    std::vector<std::uint64_t> dead;       // members above `low`, from bit 64 * dead_base
    index_t dead_base = 0;
    extra_handles extra;
    // Memory for either ran out once: from then on the family knows how many handles there are, but not of which members,
    // and takes those that lived for living. `copies` counts down below zero. So counting never fails.
    bool coarse = false;

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
    bool is_product(detail::product code) const
    {
        return what.what == operation::product && what.code == static_cast<std::uint8_t>(code);
    }
    bool is_dead(index_t m) const;
    index_t living() const;
    index_t handles() const { return living() + copies; }
    void kill(index_t m);                  // the last handle of a member went
    void make_room_for_hole(index_t m);
    void mark_dead(index_t m);             // a hole
    void revive(index_t m);                // a stored view that reads a dead member was followed to it
    void count_up(index_t m);              // one more handle of a member; fails, for want of memory, where it revives it
    void count_down(index_t m) noexcept;   // one less; may free the family
    void count_coarsely();

    recorded() {}                          // not `= default`: that would fill it with zeros first
    /// As if no call had been recorded yet: layouts and labels stay. Gives up sources and results.
    void reset();
    ~recorded();

    static void* operator new(std::size_t);
    static void operator delete(void*) noexcept;
};

inline bool source_list::knows(const family* f, std::uint32_t& number) const
{
    const auto& s = static_cast<const recorded&>(*f);
    if (s.owner != detail::this_recorder || s.noted_reader != self_) return false;
    number = s.noted_number;
    return number < size() && list_[number] == f;
}

inline std::uint32_t source_list::add_unnoted(recorded& s)
{
    const std::uint32_t n = size_.load(std::memory_order_relaxed);
    s.references.fetch_add(1, std::memory_order_relaxed);
    s.noted_reader = self_;
    s.noted_number = n;
    list_[n] = &s;
    size_.store(n + 1, std::memory_order_release);
    return n;
}

inline recorded* core(family* f) { return static_cast<recorded*>(f); }
inline const recorded* core(const family* f) { return static_cast<const recorded*>(f); }

void pin(family*);
void free_unpinned(recorded&) noexcept;
/// While one exists, families that this thread lets go wait. Freeing them runs code of the user (destructors, allocators,
/// call-backs), which may call tenfold: so whoever takes a lock, or is in the middle of something, makes one first.
class letting_go {
public:
    letting_go();
    ~letting_go();
    letting_go(const letting_go&) = delete;
    letting_go& operator=(const letting_go&) = delete;
};
/// The last one frees the family, or leaves it to the recorder of its thread for calls like its own.
inline void unpin(family* f) noexcept
{
    if (core(f)->references.fetch_sub(1, std::memory_order_acq_rel) == 1) free_unpinned(*core(f));
}
/// Elements of one member.
index_t size_of(const family&);

/// Where a computed member lies, with its offset there in elements; null if it is not computed.
const detail::placement* find_placed(const recorded&, index_t member, index_t& offset);
/// Where a leaf lies that is there in canonical order, told by few lines of memory; null for anything else.
inline const detail::placement* canonical_leaf(const recorded& f)
{
    const detail::placement* const p = f.single ? f.placed.load(std::memory_order_acquire) : nullptr;
    return p && p->stride == f.stride ? p : nullptr;
}
/// Newest placements win.
void publish(recorded&, kept_placement&&);

}  // namespace tenfold::record
