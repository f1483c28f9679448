// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/compact.hpp"

#include "backend/kernels.hpp"
#include "engine/bring.hpp"
#include "record/computing.hpp"
#include "record/outside.hpp"
#include "record/reach.hpp"
#include "storage/space.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tenfold::engine {

namespace {

using record::index_t;
using record::kept_placement;
using record::recorded;
using record::value_family;

/// Members of a family that handles hold and that lie in one placement.
struct held {
    recorded* family;
    kept_placement* placement;
    std::vector<index_t> members;
};

struct block {
    std::vector<held> places;
    double bytes = 0, living = 0;
    bool busy = false;   // much of it is held; or a plan, a recorded call or a view reads one of the families
};

/// One reference for all handles, one for the list of those that are watched.
bool is_read_by_others(const recorded& f) { return f.references.load(std::memory_order_acquire) > 2; }

std::vector<index_t> members_in(const kept_placement& p, const record::member_set& living, const record::member_set& newer)
{
    std::vector<index_t> all;
    for (const auto& r : living.ranges())
        for (index_t m = std::max(r.first, p.first); m < std::min(r.last, p.first + p.count); ++m)
            if (p.offset(m - p.first) != detail::placement::absent && !newer.contains(m)) all.push_back(m);
    return all;
}

std::vector<kept_placement*> placements_of(const recorded& f)
{
    std::vector<kept_placement*> all;
    for (const detail::placement* at = f.placed.load(std::memory_order_relaxed); at; at = at->next)
        if (auto* p = const_cast<kept_placement*>(static_cast<const kept_placement*>(at)); !p->left) all.push_back(p);
    return all;
}

/// Returns how much there was to look at.
std::size_t look_at(recorded& f, std::unordered_map<const void*, block>& blocks)
{
    const auto bytes = static_cast<double>(record::size_of(f)) * static_cast<double>(size_of(f.type));
    const record::member_set living = record::living_members(f);
    const auto all = placements_of(f);
    std::size_t effort = 8 + f.dead.size();
    record::member_set newer;
    for (kept_placement* const p : all) {
        if (p->block) {
            block& b = blocks[p->block.get()];
            b.bytes = static_cast<double>(p->block_bytes);
            b.busy |= is_read_by_others(f);
            const double bytes_held = bytes * static_cast<double>(living.size());
            if (all.size() == 1 && bytes_held >= record::worth_a_block * b.bytes) b.busy = true;
            else {
                b.places.push_back({&f, p, members_in(*p, living, newer)});
                b.living += bytes * static_cast<double>(b.places.back().members.size());
            }
        }
        if (p == all.back()) break;
        effort += static_cast<std::size_t>(p->count);
        for (index_t k = 0; k < p->count; ++k)
            if (p->offset(k) != detail::placement::absent) newer.add(p->first + k, p->first + k + 1);
    }
    return effort;
}

/// The members' new memory, dense and in canonical order.
kept_placement copied(const held& x)
{
    const recorded& f = *x.family;
    const index_t size = record::size_of(f), count = static_cast<index_t>(x.members.size());
    plan::step s;
    s.what = plan::kind::copy;
    s.type = s.operand_type = f.type;
    s.loops = 1;
    s.extent[0] = count;
    s.operands.resize(1);
    s.operands[0].buffer = 0;
    s.result.buffer = 1;
    s.result.loop[0] = size;
    s.result_form.shape.assign(f.shape, f.shape + f.rank);
    s.result_form.stride.assign(f.stride, f.stride + f.rank);
    s.operand_forms = {{s.result_form.shape, {x.placement->stride, x.placement->stride + f.rank}}};

    kept_placement p;
    p.first = x.members.front();
    p.count = x.members.back() + 1 - p.first;
    p.gaps = p.count != count;
    p.stride = f.stride;
    p.step = size;
    auto from = std::make_shared<std::vector<index_t>>();
    auto to = std::make_shared<std::vector<index_t>>(static_cast<std::size_t>(p.count), detail::placement::absent);
    for (index_t i = 0; i < count; ++i) {
        const index_t m = x.members[static_cast<std::size_t>(i)];
        from->push_back(x.placement->offset(m - x.placement->first));
        (*to)[static_cast<std::size_t>(m - p.first)] = i * size;
    }
    s.operands[0].table = std::move(from);
    if (p.gaps) {
        p.axes = 0;
        p.offsets = std::move(to);
        p.table = p.offsets->data();
    }
    p.block_bytes = static_cast<std::size_t>(size * count) * size_of(f.type);
    const auto memory = storage::allocate(p.block_bytes);
    std::byte* const bases[] = {const_cast<std::byte*>(x.placement->data.get()), memory.get()};
    backend::on_host().run(s, bases, 0, count, {});
    p.data = memory.get();
    p.block = memory;
    return p;
}

}  // namespace

void put_together(const std::vector<record::need>& needs)
{
    for (const record::need& n : needs)
        for (std::size_t i = 0; i < n.f->sources.size(); ++i) {
            const value_family* const s = n.f->sources[i] ? record::core(n.f->sources[i]) : nullptr;
            if (!s || s->is_leaf()) continue;
            for (kept_placement* const p : placements_of(*record::calls(s))) {
                if (!std::exchange(p->scattered, false)) continue;   // once: what is published now is found first
                held x{const_cast<recorded*>(record::calls(s)), p, {}};
                for (index_t k = 0; k < p->count; ++k)
                    if (p->offset(k) != detail::placement::absent) x.members.push_back(p->first + k);
                record::publish(*x.family, copied(x));
            }
        }
}

void compact()
{
    detail::recorder* const r = detail::this_recorder;
    if (!r || r->watched().empty() || record::is_computing()) return;
    if (r->rest > 0) {
        --r->rest;
        return;
    }
    record::drain_foreign_counts();
    std::unordered_map<const void*, block> blocks;
    std::size_t effort = 0;
    {
        const std::lock_guard hold(bringing());   // what lies on a device may be on its way home
        for (recorded* f : r->watched()) effort += look_at(*f, blocks);
    }
    r->rest = effort / 64;   // evaluations are slowed down by so much at most, however many families there are

    std::vector<kept_placement*> left;
    for (auto& [at, b] : blocks) {
        if (b.busy || b.living >= record::worth_a_block * b.bytes) continue;
        if (b.places[0].placement->block.use_count() != static_cast<long>(b.places.size())) continue;
        std::vector<std::optional<kept_placement>> copies;
        try {
            for (const held& x : b.places) {
                copies.emplace_back();
                if (!x.members.empty()) copies.back() = copied(x);
            }
            for (std::size_t i = 0; i < b.places.size(); ++i) {
                if (copies[i]) record::publish(*b.places[i].family, std::move(*copies[i]));
                left.push_back(b.places[i].placement);
            }
        }
        catch (const memory_error&) {
            break;   // the values stay where they are
        }
        catch (const std::bad_alloc&) {
            break;
        }
    }
    if (left.empty()) return;
    record::wait_for_outside_readings();
    const std::lock_guard hold(bringing());
    for (kept_placement* p : left) {
        p->left = true;
        p->block.reset();
        p->replicas.reset();
    }
}

}  // namespace tenfold::engine
