// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Where the members of a family lie. What was computed at one time is one placement; members that are computed one by
// one would make a long list of them, which every reader walks: these are joined into tables, and tables of like length
// into longer ones, so that a list stays short.
#include "record/family.hpp"

#include <algorithm>
#include <limits>
#include <new>

namespace tenfold::record {

namespace {

using detail::placement;

const kept_placement& kept(const placement* p) { return *static_cast<const kept_placement*>(p); }

/// What a table keeps: the blocks of its members, and the placements that it stands for, since readers of other threads
/// may be looking at them.
struct joined {
    std::vector<std::shared_ptr<const void>> blocks;
    std::vector<const placement*> former;

    joined() = default;
    joined(const joined&) = delete;
    joined& operator=(const joined&) = delete;
    ~joined()
    {
        for (const placement* p : former) delete &kept(p);
    }
};

constexpr index_t few = 32;        // stay a list
constexpr index_t sparse = 16;     // places in a table for each member that lies in it, at most

bool is_single(const recorded& f, const placement* p)
{
    return p->count == 1 && p->stride == f.stride && p->data && !kept(p).left && kept(p).block_bytes == 0;
}

/// Joins the newest placements: single ones, and behind them the tables that are not much longer than what is joined.
class joining {
public:
    explicit joining(recorded& f) : f_(f), head_(f.placed.load(std::memory_order_relaxed)), end_(head_)
    {
        while (end_ && is_single(f, end_)) take();
        singles_ = parts_;
    }

    bool is_worth_it() const { return singles_ >= few && last_ - first_ <= sparse * singles_; }

    void run()
    {
        while (end_ && is_table(end_) && end_->count <= 2 * (last_ - first_)) take();
        auto owned = std::make_shared<joined>();
        owned->blocks.reserve(static_cast<std::size_t>(parts_));
        std::vector<const placement*> former;
        former.reserve(static_cast<std::size_t>(parts_));
        auto table = std::make_shared<std::vector<index_t>>(static_cast<std::size_t>(last_ - first_), placement::absent);
        auto all = std::make_unique<kept_placement>();
        const placement* tail = end_;
        index_t present = 0;
        for (const placement* p = head_; p != end_; p = p->next) {
            present += enter(*p, *table);
            owned->blocks.push_back(kept(p).block);
            if (lies_in_family(p)) tail = p;   // the oldest: it stays in the list, and goes with the family
            else former.push_back(p);
        }
        all->of = &f_;
        all->scattered = true;
        all->first = first_;
        all->count = last_ - first_;
        all->gaps = present != all->count;
        all->axes = 0;
        all->data = head_->data;
        all->stride = f_.stride;
        all->table = table->data();
        all->offsets = std::move(table);
        all->next = tail;
        owned->former = std::move(former);
        all->block = std::move(owned);
        f_.placed.store(all.release(), std::memory_order_release);
    }

private:
    void take()
    {
        first_ = std::min(first_, end_->first);
        last_ = std::max(last_, end_->first + end_->count);
        ++parts_;
        end_ = end_->next;
    }
    bool is_table(const placement* p) const
    {
        return p->table && p->stride == f_.stride && p->data && !kept(p).left && kept(p).block_bytes == 0;
    }
    bool lies_in_family(const placement* p) const
    {
        return reinterpret_cast<const std::byte*>(&kept(p)) == f_.first_place;
    }
    /// Newer placements win, and are entered first. Offsets count from the newest.
    index_t enter(const placement& p, std::vector<index_t>& table) const
    {
        index_t entered = 0;
        for (index_t k = 0; k < p.count; ++k) {
            index_t& at = table[static_cast<std::size_t>(p.first + k - first_)];
            const index_t offset = p.offset(k);
            if (at != placement::absent || offset == placement::absent) continue;
            at = (p.data - head_->data) / static_cast<index_t>(size_of(f_.type)) + offset;
            ++entered;
        }
        return entered;
    }

    recorded& f_;
    const placement* const head_;
    const placement* end_;
    index_t first_ = std::numeric_limits<index_t>::max(), last_ = 0, parts_ = 0, singles_ = 0;
};

}  // namespace

void publish(recorded& f, kept_placement&& p)
{
    p.of = &f;
    p.next = f.placed.load(std::memory_order_relaxed);
    const kept_placement* const at = f.first_placed ? new kept_placement(std::move(p))
                                                    : new (f.first_place) kept_placement(std::move(p));
    f.first_placed = true;
    f.placed.store(at, std::memory_order_release);
    if (!at->next || f.count.load(std::memory_order_relaxed) < few) return;
    try {
        if (joining all(f); all.is_worth_it()) all.run();
    }
    catch (const std::bad_alloc&) {   // the list stays long
    }
}

}  // namespace tenfold::record
