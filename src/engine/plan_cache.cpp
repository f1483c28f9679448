// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/plan_cache.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tenfold::engine {

namespace {

struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
};

struct plans {
    std::unordered_map<std::string, std::shared_ptr<const kept_plan>, hash, std::equal_to<>> by_form;
    std::size_t bytes = 0;                 // of forms and tables
    std::uint64_t numbered = 0;            // plans that were ever kept
};

plans& kept()
{
    static auto* const all = new plans;
    return *all;
}

template <class T> std::size_t memory_of(const std::vector<T>& v) { return v.size() * sizeof(T); }
template <class T> std::size_t memory_of(const std::shared_ptr<const std::vector<T>>& v) { return v ? memory_of(*v) : 0; }
std::size_t memory_of(const plan::place& p) { return memory_of(p.table) + memory_of(p.buffers); }

/// Of a step's tables, about: the rest is small. Tables that several places share are counted for each.
std::size_t memory_of(const plan::step& s)
{
    std::size_t all = memory_of(s.result) + memory_of(s.members) + memory_of(s.scalars) + memory_of(s.scalar_block)
                    + memory_of(s.schedule);
    for (const plan::place& p : s.operands) all += memory_of(p);
    for (const plan::step::turn& t : s.turns) {
        all += memory_of(t.member);
        for (const plan::step::dependency& d : t.needs) all += memory_of(d.member) + memory_of(d.values);
    }
    for (const auto& c : s.chain) all += memory_of(c);
    for (const plan::step& i : s.inner) all += memory_of(i);
    return all;
}

std::size_t memory_of(const form& f, const kept_plan& p)
{
    std::size_t all = f.key().size();
    for (const plan::step& s : p.what.what.steps) all += memory_of(s);
    for (const plan::publication& x : p.what.published) all += memory_of(x.members.members) + memory_of(x.members.offsets);
    return all;
}

}  // namespace

plan::inputs kept_plan::inputs_of(const form& f) const
{
    plan::inputs all;
    all.reserve(input.size());
    for (const int i : input) all.push_back(f.inputs()[static_cast<std::size_t>(i)]->placed.load(std::memory_order_acquire));
    return all;
}

std::shared_ptr<const kept_plan> find_plan(const form& f)
{
    const auto at = kept().by_form.find(f.key());
    return at == kept().by_form.end() ? nullptr : at->second;
}

void keep_plan(const form& f, std::shared_ptr<kept_plan> p)
{
    // Forms of a running program are few; a program whose forms change all the time gains nothing from old ones.
    constexpr std::size_t most_plans = 256, most_bytes = 16 << 20;
    const std::size_t bytes = memory_of(f, *p);
    if (bytes > most_bytes / 4) return;
    record::key_numbers number_of(f.inputs().size());   // from 1 on
    int inputs = 0;
    for (const value_family* i : f.inputs()) number_of[i->placed.load(std::memory_order_acquire)] = ++inputs;
    std::vector<int> input;
    for (const detail::placement* x : p->what.read) {
        input.push_back(number_of[x] - 1);
        if (input.back() < 0) return;
    }
    for (const need* n : f.needs()) p->first.push_back(n->members.ranges()[0].first);
    for (const plan::publication& r : p->what.published) {
        const auto at = std::find_if(f.needs().begin(), f.needs().end(),
                                     [&](const need* n) { return n->f == r.members.family; });
        p->need.push_back(static_cast<int>(at - f.needs().begin()));
    }
    p->input = std::move(input);
    p->what.read = {};   // those of one time
    plans& all = kept();
    p->what.what.number = ++all.numbered;
    if (all.by_form.size() >= most_plans || all.bytes + bytes > most_bytes) {
        all.by_form.clear();
        all.bytes = 0;
    }
    all.bytes += bytes;
    all.by_form.emplace(f.key(), std::move(p));
}

}  // namespace tenfold::engine
