// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/in_place.hpp"

#include "backend/devices.hpp"
#include "engine/small_calls.hpp"
#include "graph/access.hpp"
#include "evaluation.hpp"

#include <tenfold/options.hpp>

#include <functional>
#include <numeric>
#include <optional>

namespace tenfold::engine {

using record::index_t;
using record::operation;
using record::recorded;
using record::value_family;

const record::kept_placement* alone_in_memory(const value_family& f, index_t member, int readers)
{
    // Leaves may lie in memory of the user's. What a fill was is known to rules.
    if (f.is_leaf() || f.is_view || f.what.what == operation::fill || f.owner != detail::this_recorder) return nullptr;
    const recorded& r = *record::calls(&f);
    if (r.coarse || (r.careful.load(std::memory_order_relaxed) & detail::family::has_events)) return nullptr;
    const int handles_and_epoch = r.pending || r.handles() > 0;
    const int watching = r.watched >= 0;
    if (r.references.load(std::memory_order_acquire) != handles_and_epoch + watching + readers) return nullptr;
    const auto* const p = static_cast<const record::kept_placement*>(r.placed.load(std::memory_order_relaxed));
    if (!p || p->first != member || p->count != 1 || p->left || p->block.use_count() != 1 || p->replicas) return nullptr;
    if (p->stride != f.stride && !graph::is_canonical(f.rank, f.shape, p->stride)) return nullptr;
    return p;
}

namespace {

/// Families of the epoch that pin this one, if that is told by a short look.
std::optional<int> pinned_by_epoch(const value_family& f)
{
    constexpr std::size_t few = 64;
    int n = 0;
    std::size_t looked_at = 0;
    for (const recorded* reader : detail::this_recorder->pending()) {
        if (reader == &f) continue;
        if ((looked_at += 1 + reader->sources.size()) > few) return std::nullopt;
        for (std::size_t i = 0; i < reader->sources.size(); ++i) n += reader->sources[i] == &f;
    }
    return n;
}

/// Where an operand lies that is there, with strides as they were recorded; null for anything else.
const std::byte* address_of(const record::operand& x)
{
    const value_family& f = *record::core(x.source);
    index_t at = 0;
    const detail::placement* p = record::canonical_leaf(f);
    if (!p) {
        if (detail::may_move(f)) return nullptr;
        p = record::find_placed(f, x.member, at);
    }
    if (!p || (p->stride != f.stride && !graph::is_canonical(f.rank, f.shape, p->stride))) return nullptr;
    const std::byte* const data = p->data;
    return data ? data + (at + x.offset) * static_cast<index_t>(size_of(f.type)) : nullptr;
}

}  // namespace

const record::kept_placement* left_behind(const value_family& f, index_t member)
{
    if (f.is_leaf() || !f.is_dead(member)) return nullptr;
    const std::optional<int> readers = pinned_by_epoch(f);
    return readers ? alone_in_memory(f, member, *readers) : nullptr;
}

}  // namespace tenfold::engine

bool tenfold::evaluation::store_at_once(const detail::handle& base, const detail::operand (&all)[3], detail::store_mode mode)
{
    using namespace record;
    const value_family& f = *core(base.source());
    if (f.what.what != operation::store || !backend::default_takes_small_steps()) return false;
    const recorded& versions = *calls(&f);
    constexpr index_t most_elements = 4096;   // one thread, and nothing that fails
    const operand& part = all[1];
    if (std::accumulate(part.shape, part.shape + part.rank, index_t{1}, std::multiplies<>()) > most_elements) return false;
    if (all[2].source == base.source()) return false;   // the whole array, named without another count
    // The array holds it, and the view of the part; a call that reads it, or stays recorded itself, sees the old elements.
    if (versions.pending || versions.extra.of(base.member()) != 1) return false;
    const std::byte* const value = engine::address_of(all[2]);
    if (!value) return false;
    const kept_placement* const place = engine::alone_in_memory(f, base.member(), 0);
    if (!place) return false;
    engine::store_part(f, part, mode, all[2], value, engine::memory_of(*place, f.type));
    return true;
}
