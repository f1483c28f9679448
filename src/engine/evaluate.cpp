// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/evaluate.hpp"

#include "backend/backend.hpp"
#include "engine/views.hpp"
#include "plan/locate.hpp"
#include "rules/optimize.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>

namespace tenfold::engine {

namespace {

using plan::index_t;

// Snapshots and publications take turns between threads; steps run beside each other.
std::mutex& planning()
{
    static auto* const lock = new std::mutex;
    return *lock;
}

std::vector<std::string> disabled_by_environment()
{
    std::vector<std::string> names;
    if (const char* text = std::getenv("TENFOLD_DISABLE")) {
        std::string all = text;
        for (std::size_t from = 0; from <= all.size();) {
            const std::size_t comma = std::min(all.find(',', from), all.size());
            if (comma > from) names.push_back(all.substr(from, comma - from));
            from = comma + 1;
        }
    }
    return names;
}

/// Memory of a run, and what is kept of it.
class memory {
public:
    explicit memory(const plan::plan& p)
    {
        bases_.reserve(p.buffers.size());
        blocks_.resize(p.buffers.size());
        for (std::size_t i = 0; i < p.buffers.size(); ++i) {
            const plan::buffer& b = p.buffers[i];
            if (b.data || b.elements == 0) {
                bases_.push_back(const_cast<std::byte*>(b.data));
                continue;
            }
            blocks_[i] = backend::allocate(static_cast<std::size_t>(b.elements) * size_of(b.type));
            bases_.push_back(blocks_[i].get());
        }
    }
    std::byte* const* bases() const { return bases_.data(); }
    const std::shared_ptr<std::byte>& block(int i) const { return blocks_[static_cast<std::size_t>(i)]; }

private:
    std::vector<std::byte*> bases_;
    std::vector<std::shared_ptr<std::byte>> blocks_;
};

void publish(const plan::publication& p, const memory& m)
{
    static const std::byte nothing{};
    const graph::results& r = p.members;
    recorded& f = *r.family;
    const auto bytes = static_cast<index_t>(size_of(f.type));
    auto kept = std::make_unique<record::kept_placement>();
    kept->block = m.block(p.buffer);
    kept->strides = r.stride;
    kept->stride = kept->strides.data();
    kept->first = r.first;
    kept->count = r.count;
    const std::byte* base = m.bases()[p.buffer];
    kept->data = base ? base + r.offset * bytes : &nothing;
    kept->axes = std::max(r.axes, 1);
    std::copy(r.extent, r.extent + graph::max_loops, kept->extent);
    std::copy(r.step, r.step + graph::max_loops, kept->step);
    if (r.offsets || r.members) {
        plan::region at;
        at.count = r.count;
        at.axes = r.axes;
        std::copy(r.extent, r.extent + graph::max_loops, at.extent);
        std::copy(r.step, r.step + graph::max_loops, at.step);
        const index_t span = r.members ? r.members->back() + 1 - r.members->front() : r.count;
        auto table = std::make_shared<std::vector<index_t>>(static_cast<std::size_t>(span), detail::placement::absent);
        kept->first = r.members ? r.members->front() : r.first;
        for (index_t k = 0; k < r.count; ++k) {
            index_t offset = 0;
            if (r.offsets) offset = (*r.offsets)[static_cast<std::size_t>(k)];
            else at.holds(k, offset);
            const index_t slot = r.members ? (*r.members)[static_cast<std::size_t>(k)] - kept->first : k;
            (*table)[static_cast<std::size_t>(slot)] = offset;
        }
        kept->count = span;
        kept->axes = 0;
        kept->table = table->data();
        kept->offsets = std::move(table);
    }
    record::publish(f, std::move(kept));
}

/// Families of this thread's epoch that stay recorded when `needs` are computed.
std::vector<recorded*> left_over(const std::vector<need>& needs)
{
    std::vector<recorded*> left;
    if (!detail::this_recorder) return left;
    for (recorded* f : detail::this_recorder->pending()) {
        const auto at = std::find_if(needs.begin(), needs.end(), [&](const need& n) { return n.f == f; });
        auto wanted = record::living_members(*f);
        wanted.subtract(record::computed_members(*f));
        if (at != needs.end()) wanted.subtract(at->members);
        if (!wanted.empty()) left.push_back(f);
    }
    return left;
}

void retire_computed()
{
    if (!detail::this_recorder) return;
    std::vector<recorded*> done;
    for (recorded* f : detail::this_recorder->pending()) {
        auto wanted = record::living_members(*f);
        wanted.subtract(record::computed_members(*f));
        if (wanted.empty()) done.push_back(f);
    }
    // A family that others still read stays, although nobody holds its members.
    std::vector<recorded*> read;
    for (recorded* f : detail::this_recorder->pending()) {
        if (std::find(done.begin(), done.end(), f) != done.end()) continue;
        for (std::size_t i = 0; i < f->sources.size(); ++i)
            if (f->sources[i]) read.push_back(record::core(f->sources[i]));
    }
    for (std::size_t i = 0; i < read.size(); ++i) {
        const auto at = std::find(done.begin(), done.end(), read[i]);
        if (at == done.end()) continue;
        recorded* f = *at;
        done.erase(at);
        for (std::size_t k = 0; k < f->sources.size(); ++k)
            if (f->sources[k]) read.push_back(record::core(f->sources[k]));
    }
    detail::this_recorder->retire(done);
}

}  // namespace

std::vector<std::string> disabled_rules(const options* choices)
{
    static const std::vector<std::string> environment = disabled_by_environment();
    std::vector<std::string> names = environment;
    if (choices) names.insert(names.end(), choices->disable.begin(), choices->disable.end());
    return names;
}

std::vector<need> living()
{
    std::vector<need> all;
    if (!detail::this_recorder) return all;
    record::drain_foreign_counts();
    for (recorded* f : detail::this_recorder->pending())
        if (auto members = record::living_members(*f); !members.empty()) all.push_back({f, std::move(members), -1});
    return all;
}

void evaluate(request r)
{
    graph::graph g;
    plan::lowered low;
    {
        const std::lock_guard turn(planning());
        record::reading_guard guard;
        g = graph::build(record::reach(std::move(r.targets), guard));
        if (g.nodes.empty()) return retire_computed();
        for (const need& n : g.needs) record::pin(n.f);
        const auto disabled = disabled_rules(r.choices);
        rules::optimize(g, {disabled, !r.choices || r.choices->reorder_sums, r.plain, nullptr});
        low = plan::lower(g, left_over(g.needs));
    }
    // Pinned, so that other threads may drop what is being computed.
    struct unpin_all {
        const std::vector<need>& needs;
        ~unpin_all() { for (const need& n : needs) record::unpin(n.f); }
    } const pins{g.needs};

    if (r.choices && r.choices->device.kind() == device::type::null) return;
    const memory m(low.what);
    run(low.what, m.bases(), r.choices);

    const std::lock_guard turn(planning());
    for (const plan::publication& p : low.published) publish(p, m);
    publish_views(g, r.choices);
    retire_computed();
}

}  // namespace tenfold::engine

namespace tenfold::record {

void compute_eagerly(const detail::handle& h, site)
{
    member_set one;
    one.add(h.member(), h.member() + 1);
    engine::request r;
    r.targets.push_back({core(h.source()), one, -1});
    r.plain = true;
    engine::evaluate(std::move(r));
}

}  // namespace tenfold::record

namespace tenfold::detail {

void evaluate_for_reading(const handle& h, site)
{
    using record::core;
    engine::request r;
    record::recorded& f = *core(h.source());
    record::member_set mine;
    if (f.owner == this_recorder) {
        r.targets = engine::living();
        mine.add(h.member(), h.member() + 1);
    }
    else {
        mine.add(0, f.count.load(std::memory_order_acquire));  // another thread's loop is computed as a whole
    }
    r.targets.push_back({&f, std::move(mine), -1});
    engine::evaluate(std::move(r));
}

located locate(const handle& h, site where)
{
    if (!h) fail<error>("read", "the array holds no value", where);
    const auto& f = *record::core(h.source());
    for (int attempt = 0; attempt < 2; ++attempt) {
        for (const placement* p = f.placed.load(std::memory_order_acquire); p; p = p->next) {
            const index_t k = h.member() - p->first;
            if (k < 0 || k >= p->count) continue;
            const index_t offset = p->offset(k);
            if (offset == placement::absent) continue;
            const auto* kept = static_cast<const record::kept_placement*>(p);
            return {p->data + offset * static_cast<index_t>(size_of(f.type)), p->stride, kept->block};
        }
        if (attempt == 0) evaluate_for_reading(h, where);
    }
    fail<error>("read", "the value was not computed", where);
}

}  // namespace tenfold::detail
