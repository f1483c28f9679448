// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/bring.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace tenfold::engine {

namespace {

using record::index_t;
using record::replica;

/// The bytes that members take, from the placement's `data` on: what lies between them travels along.
struct extent {
    index_t low = 0, bytes = 0;
};

extent extent_of(const detail::placement& p)
{
    const detail::family& f = *p.of;
    if (record::size_of(f) == 0) return {};
    index_t below = 0, above = 0;   // of one member
    for (int d = 0; d < f.rank; ++d) {
        const index_t move = p.stride[d] * (f.shape[d] - 1);
        (move < 0 ? below : above) += move;
    }
    index_t low = 0, high = -1;
    for (index_t k = 0; k < p.count; ++k) {
        const index_t at = p.offset(k);
        if (at == detail::placement::absent) continue;
        low = high < low ? at + below : std::min(low, at + below);
        high = std::max(high, at + above);
    }
    const auto size = static_cast<index_t>(size_of(f.type));
    // Of a leaf that still fills, what is there by now.
    if (record::core(p.of)->is_leaf())
        if (const index_t filled = static_cast<const record::leaf&>(*record::core(p.of)).filled.load(std::memory_order_acquire); filled >= 0)
            high = std::min(high, filled - 1);
    return high < low ? extent{} : extent{low * size, (high + 1 - low) * size};
}

const replica* find(const std::unique_ptr<replica>& first, const storage::space& s)
{
    const replica* r = first.get();
    while (r && r->in != &s) r = r->next.get();
    return r;
}

/// Memory of a computed value is its own, and so is that of a leaf which is no loan. Views that read a leaf do not know.
bool is_owned(const detail::placement& p)
{
    const record::value_family& f = *record::core(p.of);
    return f.is_leaf() ? !f.may_change : static_cast<const record::kept_placement&>(p).block != nullptr;
}

/// What a plan reads, on its way to a space.
class delivery {
public:
    delivery(storage::space& s, loans& lent) : space_(s), lent_(lent) {}

    void add(const detail::placement& p)
    {
        // In this order: `block` is there once `data` is.
        const bool owned = !p.data || is_owned(p);
        if (!owned && lent_.contains(&p)) return;
        {
            const std::lock_guard hold(bringing());
            if (owned && find(record::replicas_of(p), space_)) return;
        }
        const extent x = extent_of(p);
        missing_.push_back({&p, host_data(p) + x.low, x, owned});
    }

    /// Under the lock of bringing.
    void send()
    {
        std::size_t kept = 0;
        for (item& m : missing_)   // several of a list may be one value, and other threads bring as well
            if (!is_there(m) && sent_.insert(m.of).second) missing_[kept++] = m;
        missing_.resize(kept);
        for (std::size_t first = 0, end; first < kept; first = end) {
            std::size_t bytes = 0;
            for (end = first; end < kept && (end == first || (is_small(missing_[first]) && is_small(missing_[end]))) && bytes < most_together; ++end) {
                missing_[end].offset = bytes;
                bytes += (static_cast<std::size_t>(missing_[end].x.bytes) + 63) / 64 * 64;
            }
            send({missing_.data() + first, end - first}, bytes);
        }
    }

    std::byte* place_of(const detail::placement& p) const
    {
        if (const auto at = lent_.find(&p); at != lent_.end()) return at->second.get();
        return find(record::replicas_of(p), space_)->data;
    }

private:
    struct item {
        const detail::placement* of;
        const std::byte* from;
        extent x;
        bool owned;
        std::size_t offset = 0;
    };
    /// What travels together lives together: only as much as does no harm where one of it stays.
    static constexpr std::size_t small = 64 << 10, most_together = 1 << 20;
    static bool is_small(const item& m) { return static_cast<std::size_t>(m.x.bytes) <= small; }
    bool is_there(const item& m) const { return m.owned ? find(record::replicas_of(*m.of), space_) != nullptr : lent_.contains(m.of); }

    void send(std::span<const item> together, std::size_t bytes)
    {
        const std::shared_ptr<std::byte> block = space_.allocate(bytes);
        std::vector<storage::piece> pieces;
        for (const item& m : together) pieces.push_back({m.from, static_cast<std::size_t>(m.x.bytes), m.offset});
        space_.from_host(block.get(), pieces);
        for (const item& m : together) {
            std::shared_ptr<std::byte> data(block, block.get() + static_cast<index_t>(m.offset) - m.x.low);
            if (!m.owned) {
                lent_.emplace(m.of, std::move(data));
                continue;
            }
            std::unique_ptr<replica>& first = record::replicas_of(*m.of);
            first = std::make_unique<replica>(replica{&space_, block, data.get(), std::move(first)});
        }
    }

    storage::space& space_;
    loans& lent_;
    std::vector<item> missing_;
    std::unordered_set<const detail::placement*> sent_;
};

}  // namespace

std::mutex& bringing()
{
    static constinit std::mutex lock;
    return lock;
}

const std::byte* bring_home(const detail::placement& p)
{
    const std::lock_guard hold(bringing());
    if (p.data) return p.data;
    const replica* const lies = record::replicas_of(p).get();
    if (!lies) return nullptr;
    const replica& from = *lies;
    const extent x = extent_of(p);
    if (from.room) {
        storage::room& all = *from.room;
        if (!all.home) {
            auto home = storage::allocate(all.bytes);
            from.in->to_host(home.get(), all.block.get(), all.bytes);
            all.home = std::move(home);
        }
        const std::byte* const at = all.home.get() + (from.data - all.block.get());
        record::set_home(p, at, {all.home, const_cast<std::byte*>(at)}, static_cast<std::size_t>(x.bytes));
        return at;
    }
    auto block = storage::allocate(static_cast<std::size_t>(x.bytes));
    from.in->to_host(block.get(), from.data + x.low, static_cast<std::size_t>(x.bytes));
    const std::byte* const at = block.get() - x.low;
    record::set_home(p, at, std::move(block), static_cast<std::size_t>(x.bytes));
    return at;
}

void bring(std::span<const detail::placement* const> values, storage::space& s, loans& lent, std::byte** at)
{
    delivery d(s, lent);
    for (const detail::placement* p : values) d.add(*p);
    const std::lock_guard hold(bringing());
    d.send();
    std::transform(values.begin(), values.end(), at, [&](const detail::placement* p) { return d.place_of(*p); });
}

std::size_t bytes_to_bring(std::span<const detail::placement* const> values, const storage::space& s)
{
    std::unordered_set<const detail::placement*> seen;
    std::size_t bytes = 0;
    const std::lock_guard hold(bringing());
    for (const detail::placement* p : values) {
        const bool there = s.is_host() ? p->data != nullptr : (!p->data || is_owned(*p)) && find(record::replicas_of(*p), s);
        if (!there && seen.insert(p).second) bytes += static_cast<std::size_t>(extent_of(*p).bytes);
    }
    return bytes;
}

std::shared_ptr<const void> keeper_of(const detail::placement& p, const storage::space& s)
{
    const std::lock_guard hold(bringing());
    const replica* const r = find(record::replicas_of(p), s);
    return r ? r->block : nullptr;
}

void leave(const detail::placement& p, const storage::space& s)
{
    std::unique_ptr<replica> gone;   // its memory goes when the lock is free again
    const std::lock_guard hold(bringing());
    if (!p.data) return;
    for (std::unique_ptr<replica>* r = &record::replicas_of(p); *r; r = &(*r)->next)
        if ((*r)->in == &s && !(*r)->home) {
            gone = std::move(*r);
            *r = std::move(gone->next);
            return;
        }
}

}  // namespace tenfold::engine
