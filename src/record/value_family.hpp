// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What every family has: values that are counted, pinned by readers, and lie somewhere once they are there.
#pragma once

#include "storage/room.hpp"
#include "storage/space.hpp"

#include <tenfold/detail/record.hpp>

#include <atomic>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

namespace tenfold::record {

using detail::family;
using detail::index_t;
using detail::operand;
using detail::site;

enum class operation : std::uint8_t {
    leaf,          // memory
    fill,          // one scalar everywhere, not yet in memory
    product, elementwise, reduce, copy, view, opaque,
    store          // operands: the older version, the part of it that is written, the new value
};

/// What equal calls have in common, besides their layouts.
struct signature {
    operation what = operation::leaf;
    std::uint8_t code = 0;                              // product, reduction or store_mode
    std::uint8_t operands = 0;
    element type = element::float64;                    // of the first operand
    std::uint32_t axes = 0;                             // reductions
    union {
        const detail::elementwise_kernel* kernel = nullptr;
        const detail::opaque_function* function;        // opaque
    };

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

/// What lies in a placement, in memory of another space as well.
struct replica {
    storage::space* in;
    std::shared_ptr<std::byte> block;
    std::byte* data;                       // there, what `data` of the placement is to the host
    std::unique_ptr<replica> next;
    std::shared_ptr<const void> home = {}; // of a leaf that was only there: what the host reads now
    std::shared_ptr<storage::room> room = {};   // of a small value: others lie beside it
};

/// A placement with the memory that it keeps.
struct kept_placement final : detail::placement {
    std::shared_ptr<const void> block;     // what the host reads
    std::unique_ptr<replica> replicas;     // under the lock of engine/bring
    std::size_t block_bytes = 0;           // 0: not worth knowing
    bool scattered = false;                // members lie in blocks of their own
    std::vector<index_t> strides;
    std::shared_ptr<const std::vector<index_t>> offsets;
    index_t loop_extent[detail::max_loops] = {}, loop_step[detail::max_loops] = {};   // of several loop axes
};

/// A family as its handles and its readers meet it: who counts, and where its members lie. A leaf is no more than that;
/// anything else is `recorded`. Whoever records a call that reads a leaf touches the first two lines of memory.
struct alignas(64) value_family : family {
    std::atomic<int> references{1};        // handles (one for all), the epoch, readers' pins, evaluations
    // A source notes here which reader met it last and as what number, so that readers need no table.
    std::uint32_t noted_number = 0;
    const family* noted_reader = nullptr;
    index_t near_dims[6];                  // of a leaf of few axes: shape and strides
    signature what;
    // Among those of the owner's families whose counts other threads changed, or those that this thread lets go.
    value_family* next = nullptr;
    // What other threads did to counts until the owner applies it, under foreign_lock(). Where members have counts of
    // their own, `recorded` knows which; this is for want of memory.
    index_t nameless = 0;
    bool pending = false;                  // the recorder's epoch owns it: may grow, is not wholly computed
    bool leaving = false;                  // the recorder's own mark while it looks for what may go
    bool copied = false;                   // a leaf: a plain container that was given as an operand
    bool may_change = false;               // a leaf: between evaluations, since the memory is the caller's or still fills
    bool coarse = false;                   // see `recorded`
    bool first_placed = false;             // under planning's lock, except of leaves

    bool is_leaf() const { return what.what == operation::leaf; }
    bool is_product(detail::product code) const
    {
        return what.what == operation::product && what.code == static_cast<std::uint8_t>(code);
    }
    bool is_dead(index_t m) const;
    index_t living() const;
    index_t handles() const { return living() + copies; }
    void count_up(index_t m);              // one more handle of a member; fails, for want of memory, where it revives it
    void count_down(index_t m) noexcept;   // one less; may free the family

protected:
    value_family() {}                      // not `= default`: that would fill derived types with zeros first
    ~value_family() = default;
};

/// Memory that was there when it was recorded, or room right behind the leaf. Lists of small matrices have thousands.
class leaf final : public value_family {
public:
    static constexpr std::size_t most_room = detail::most_copied_bytes;
    /// Takes over the memory.
    static leaf* over(element, int rank, const index_t* shape, const index_t* stride, detail::memory);
    /// Over memory of another space.
    static leaf* away(element, int rank, const index_t* shape, const index_t* stride, replica);
    /// Row-major, with at most that many bytes of its own.
    static leaf* with_room(element, int rank, const index_t* shape, std::size_t bytes);
    std::byte* room() { return reinterpret_cast<std::byte*>(this) + sizeof(leaf); }

    /// So many elements are there, where others still come behind them; else -1.
    std::atomic<index_t> filled{-1};

    static void operator delete(leaf*, std::destroying_delete_t) noexcept;

private:
    static std::unique_ptr<index_t[]> many_dims(int rank);
    leaf(detail::recorder&, std::unique_ptr<index_t[]>, element, int rank, const index_t* shape, const index_t* stride,
         detail::memory) noexcept;
    ~leaf();

    friend std::unique_ptr<replica>& replicas_of(const detail::placement&);
    friend void set_home(const detail::placement&, const std::byte* data, std::shared_ptr<std::byte> block, std::size_t bytes);

    detail::placement place_;
    detail::memory memory_;
    std::unique_ptr<replica> replicas_;
    std::unique_ptr<index_t[]> many_dims_;   // shape and strides, where near_dims has no room for them
    int rooms_ = 0;                          // which size of room is behind it
};

inline value_family* core(family* f) { return static_cast<value_family*>(f); }
inline const value_family* core(const family* f) { return static_cast<const value_family*>(f); }

inline void pin(family* f) { core(f)->references.fetch_add(1, std::memory_order_relaxed); }
void free_unpinned(value_family&) noexcept;
/// The last one frees the family, or leaves it to the recorder of its thread for calls like its own.
inline void unpin(family* f) noexcept
{
    if (core(f)->references.fetch_sub(1, std::memory_order_acq_rel) == 1) free_unpinned(*core(f));
}
/// While one exists, families that this thread lets go wait. Freeing them runs code of the user (destructors, allocators,
/// call-backs), which may call tenfold: so whoever takes a lock, or is in the middle of something, makes one first.
class letting_go {
public:
    letting_go();
    ~letting_go();
    letting_go(const letting_go&) = delete;
    letting_go& operator=(const letting_go&) = delete;
};

/// Loops over lists of values of their own ask for what they will look at so many values later: the lists fit no cache.
inline constexpr std::size_t ahead = 8;
inline void prefetch(const family* f)
{
    constexpr int line = 64;
    for (int i = 0; i < 3; ++i) __builtin_prefetch(reinterpret_cast<const std::byte*>(f) + i * line);
}

/// Elements of one member.
index_t size_of(const family&);
/// Where a computed member lies, with its offset there in elements; null if it is not computed.
const detail::placement* find_placed(const family&, index_t member, index_t& offset);
/// Where a leaf lies that is there in canonical order, told by few lines of memory; null for anything else.
inline const detail::placement* canonical_leaf(const family& f)
{
    const detail::placement* const p = f.single ? f.placed.load(std::memory_order_acquire) : nullptr;
    return p && p->stride == f.stride ? p : nullptr;
}
/// Under the lock of engine/bring.
std::unique_ptr<replica>& replicas_of(const detail::placement&);
/// The host reads a copy from here on. Under the lock of engine/bring.
void set_home(const detail::placement&, const std::byte* data, std::shared_ptr<std::byte> block, std::size_t bytes);
/// What must live for what lies there. A leaf's memory lives as long as the leaf.
inline std::shared_ptr<const void> block_of(const value_family& f, const detail::placement& p)
{
    return f.is_leaf() ? nullptr : static_cast<const kept_placement&>(p).block;
}

}  // namespace tenfold::record
