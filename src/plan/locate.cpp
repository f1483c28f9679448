// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/locate.hpp"

#include <algorithm>

namespace tenfold::plan {

bool region::goes_on_in(const region& next, int rank) const
{
    const auto plain = [](const region& r) { return r.lies.axes == 1 && !r.offsets && !r.members; };
    return plain(*this) && plain(next) && buffer == next.buffer && first + count == next.first
        && (next.count == 1 || lies.step[0] == next.lies.step[0]) && lies.at(count) == next.lies.base
        && std::equal(stride, stride + rank, next.stride);
}

void locations::add(const graph::results& r, int buffer)
{
    region at{r.layout()};
    at.buffer = buffer;
    at.stride = r.stride.data();
    auto& all = regions_[r.family];
    if (all.empty() || !all.back().goes_on_in(at, r.family->rank)) all.push_back(at);
    else all.back().count += at.count;
}

const graph::results& locations::replace(graph::results r, int buffer)
{
    const graph::results& kept = kept_.emplace_back(std::move(r));
    last_ = nullptr;
    regions_.erase(kept.family);
    placed_.erase(kept.family);
    if (kept.count > 0) add(kept, buffer);
    return kept;
}

const std::vector<region>& locations::of(const value_family* f)
{
    if (f == last_) return *last_regions_;
    auto& all = regions_[f];
    last_ = f;
    last_regions_ = &all;
    if (!std::exchange(placed_[f], true)) {
        for (const detail::placement* p = f->placed.load(std::memory_order_acquire); p; p = p->next) {
            if (p->left) continue;
            region at;
            at.there = p;
            at.first = p->first;
            at.count = p->count;
            at.lies.axes = p->axes;
            at.lies.step[0] = p->step;
            if (p->axes > 1) {
                const auto& kept = static_cast<const record::kept_placement&>(*p);
                std::copy(kept.loop_extent, kept.loop_extent + max_loops, at.lies.extent);
                std::copy(kept.loop_step, kept.loop_step + max_loops, at.lies.step);
            }
            at.offsets = p->table;
            at.stride = p->stride;
            all.push_back(at);
        }
    }
    return all;
}

int locations::buffer_of(const region& r)
{
    if (r.buffer < 0) {
        out_.read.push_back(r.there);
        r.buffer = tenfold::plan::add_input(out_.what, r.there->of->type);
    }
    return r.buffer;
}

int locations::add_listed(element type, index_t values)
{
    return values == 1 ? tenfold::plan::add_input(out_.what, type) : tenfold::plan::add_list(out_.what, type, values);
}

locations::found locations::find(const value_family* f, index_t member)
{
    for (const region& r : of(f))
        if (index_t at; r.find(member, at)) return {buffer_of(r), at, r.stride};
    return {};
}

}  // namespace tenfold::plan
