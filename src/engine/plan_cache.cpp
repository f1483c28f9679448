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
    std::size_t bytes = 0;                 // of the forms; the tables of a plan go with them
};

plans& kept()
{
    static auto* const all = new plans;
    return *all;
}

}  // namespace

std::shared_ptr<const kept_plan> find_plan(const form& f)
{
    const auto at = kept().by_form.find(f.key());
    return at == kept().by_form.end() ? nullptr : at->second;
}

void keep_plan(const form& f, std::shared_ptr<kept_plan> p)
{
    // Forms of a running program are few; a program whose forms change all the time gains nothing from old ones.
    constexpr std::size_t most_plans = 256, most_bytes = 8 << 20;
    record::key_numbers number_of(f.inputs().size());   // from 1 on
    int inputs = 0;
    for (const recorded* i : f.inputs()) number_of[i] = ++inputs;
    std::vector<int> input;
    for (const plan::buffer& b : p->what.what.buffers) {
        input.push_back(b.data && b.origin ? number_of[b.origin] - 1 : -1);
        if (b.data && input.back() < 0) return;
    }
    for (const need* n : f.needs()) p->first.push_back(n->members.ranges()[0].first);
    for (const plan::publication& r : p->what.published) {
        const auto at = std::find_if(f.needs().begin(), f.needs().end(),
                                     [&](const need* n) { return n->f == r.members.family; });
        p->need.push_back(static_cast<int>(at - f.needs().begin()));
    }
    p->input = std::move(input);
    plans& all = kept();
    if (all.by_form.size() >= most_plans || all.bytes + f.key().size() > most_bytes) all = {};
    all.bytes += f.key().size();
    all.by_form.emplace(f.key(), std::move(p));
}

}  // namespace tenfold::engine
