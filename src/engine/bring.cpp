// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/bring.hpp"

#include <algorithm>

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

replica* find(std::unique_ptr<replica>& first, const storage::space& s)
{
    replica* r = first.get();
    while (r && r->in != &s) r = r->next.get();
    return r;
}

/// Memory of a computed value is its own, and so is that of a leaf which is no loan. Views that read a leaf do not know.
bool is_owned(const detail::placement& p)
{
    const record::value_family& f = *record::core(p.of);
    return f.is_leaf() ? !f.may_change : static_cast<const record::kept_placement&>(p).block != nullptr;
}

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
    auto block = storage::allocate(static_cast<std::size_t>(x.bytes));
    from.in->to_host(block.get(), from.data + x.low, static_cast<std::size_t>(x.bytes));
    auto& kept = const_cast<record::kept_placement&>(static_cast<const record::kept_placement&>(p));
    const std::byte* const at = block.get() - x.low;
    kept.block = std::move(block);
    kept.block_bytes = static_cast<std::size_t>(x.bytes);
    kept.data = at;   // last: whoever sees it sees the block
    return at;
}

std::byte* in_space(const detail::placement& p, storage::space& s, loans& lent)
{
    const bool owned = !p.data || is_owned(p);   // in this order: `block` is there once `data` is
    if (!owned) {
        auto& loan = lent[&p];
        const extent x = extent_of(p);
        if (!loan) {
            loan = s.allocate(static_cast<std::size_t>(x.bytes));
            s.from_host(loan.get(), p.data + x.low, static_cast<std::size_t>(x.bytes));
        }
        return loan.get() - x.low;
    }
    {
        const std::lock_guard hold(bringing());
        if (const replica* r = find(record::replicas_of(p), s)) return r->data;
    }
    const std::byte* const from = host_data(p);
    const std::lock_guard hold(bringing());
    std::unique_ptr<replica>& first = record::replicas_of(p);
    if (const replica* r = find(first, s)) return r->data;
    const extent x = extent_of(p);
    auto block = s.allocate(static_cast<std::size_t>(x.bytes));
    s.from_host(block.get(), from + x.low, static_cast<std::size_t>(x.bytes));
    std::byte* const at = block.get() - x.low;
    first = std::make_unique<replica>(replica{&s, std::move(block), at, std::move(first)});
    return at;
}

}  // namespace tenfold::engine
