// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/reach.hpp"

#include "record/closure.hpp"
#include "record/computing.hpp"
#include "record/key_numbers.hpp"
#include "record/reads.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace tenfold::record {

member_set computed_members(const recorded& f)
{
    // In order of members, since a set grows at its end.
    std::vector<const detail::placement*> placed;
    for (const detail::placement* p = f.placed.load(std::memory_order_acquire); p; p = p->next)
        if (!p->left) placed.push_back(p);
    std::sort(placed.begin(), placed.end(), [](const auto* x, const auto* y) { return x->first < y->first; });
    member_set all;
    for (const detail::placement* p : placed) {
        if (!p->gaps) {
            all.add(p->first, p->first + p->count);
            continue;
        }
        for (index_t k = 0; k < p->count; ++k)
            if (p->table[k] != detail::placement::absent) all.add(p->first + k, p->first + k + 1);
    }
    return all;
}

member_set living_members(const recorded& f)
{
    const index_t n = f.count.load(std::memory_order_acquire);
    member_set all;
    if (f.dead.empty()) {
        all.add(f.low, n);
        return all;
    }
    for (index_t m = f.low; m < n;) {
        const index_t word = m / 64 - f.dead_base;
        const bool inside = word >= 0 && word < static_cast<index_t>(f.dead.size());
        const std::uint64_t bits = inside ? f.dead[static_cast<std::size_t>(word)] : 0;
        const index_t stop = std::min(n, (m / 64 + 1) * 64);
        if (bits == 0) {
            all.add(m, stop);
            m = stop;
            continue;
        }
        if (bits == ~std::uint64_t{0}) {
            m = stop;
            continue;
        }
        for (; m < stop; ++m)
            if (!(bits >> (m % 64) & 1)) all.add(m, m + 1);
    }
    return all;
}

bool is_ready(const value_family& f)
{
    if (f.single && f.placed.load(std::memory_order_acquire)) return true;   // told by the first line of the family
    if (f.is_leaf()) return true;
    const detail::placement* const p = f.placed.load(std::memory_order_acquire);
    return p && !p->gaps && p->first == 0 && p->count >= f.count.load(std::memory_order_acquire);
}

void reading_guard::cover(const recorded& f)
{
    // Two threads that read each other's families take turns, so that neither waits for the other's lock.
    static constinit std::mutex turns;
    detail::recorder* owner = f.owner;
    if (owner == detail::this_recorder) return;
    if (std::find(covered_.begin(), covered_.end(), owner) != covered_.end()) return;
    if (covered_.empty()) held_.emplace_back(turns);
    covered_.push_back(owner);
    held_.emplace_back(owner->structure());
}

namespace {

// Strongly connected components by Tarjan (1972), without recursion: chains of families can be long.
class components {
public:
    explicit components(reading_guard& guard) : guard_(guard) {}

    void visit(recorded* root)
    {
        if (number_.count(root)) return;
        enter(root);
        while (!path_.empty()) {
            frame& top = path_.back();
            if (top.next < top.f->sources.size()) {
                family* const s = top.f->sources[top.next++];
                if (!leads_on(*top.f, s)) continue;
                recorded* const source = calls(s);
                const auto seen = number_.find(source);
                if (seen == number_.end()) enter(source);
                else if (seen->second.open)
                    number_[top.f].low = std::min(number_[top.f].low, seen->second.index);
                continue;
            }
            leave();
        }
    }

    /// Sources first.
    std::vector<std::vector<recorded*>> order;

private:
    struct frame { recorded* f; std::size_t next; };
    struct mark { int index, low; bool open; };

    void enter(recorded* f)
    {
        guard_.cover(*f);
        const int n = static_cast<int>(number_.size());
        number_[f] = {n, n, true};
        open_.push_back(f);
        path_.push_back({f, 0});
    }
    void leave()
    {
        recorded* f = path_.back().f;
        path_.pop_back();
        const mark m = number_[f];
        if (!path_.empty()) {
            mark& up = number_[path_.back().f];
            up.low = std::min(up.low, m.low);
        }
        if (m.low != m.index) return;
        std::vector<recorded*> group;
        recorded* g;
        do {
            g = open_.back();
            open_.pop_back();
            number_[g].open = false;
            group.push_back(g);
        } while (g != f);
        std::reverse(group.begin(), group.end());
        order.push_back(std::move(group));
    }

    reading_guard& guard_;
    std::unordered_map<recorded*, mark> number_;
    std::vector<recorded*> open_;
    std::vector<frame> path_;
};

bool needs_nothing_else(const recorded& f)
{
    for (std::size_t i = 0; i < f.sources.size(); ++i)
        if (const family* s = f.sources[i]; s && !is_ready(*core(s))) return false;
    return true;
}

/// Families that read only what is there: no cycles, no order to find.
bool are_simple(const std::vector<need>& targets, reading_guard& guard)
{
    std::optional<key_numbers> seen;
    if (targets.size() > 1) seen.emplace(targets.size());
    for (const need& t : targets) {
        if (seen && (*seen)[t.f]++ > 0) return false;
        guard.cover(*t.f);
        if (!needs_nothing_else(*t.f)) return false;
    }
    return true;
}

/// What is left of members that are needed when only targets and what handles hold counts. Who holds values of
/// another thread is known to that thread alone: all of them count.
void note_asked(need& n, const member_set& target)
{
    n.all_asked = n.f->owner != detail::this_recorder;
    if (n.all_asked) return;
    n.asked = living_members(*n.f);
    for (const auto& r : target.ranges()) n.asked.add(r.first, r.last);
    member_set others = n.members;
    others.subtract(n.asked);
    n.all_asked = others.empty();
}

}  // namespace

std::vector<need> reach(std::vector<need> targets, reading_guard& guard)
{
    if (are_simple(targets, guard)) {
        std::erase_if(targets, [](need& t) {
            if (!needs_computing(*t.f)) return true;
            if (t.f->placed.load(std::memory_order_acquire)) t.members.subtract(computed_members(*t.f));
            return t.members.empty();
        });
        return targets;
    }
    components found(guard);
    set_map wanted;
    for (const need& t : targets) {
        if (!needs_computing(*t.f)) continue;
        for (const auto& r : t.members.ranges()) wanted[t.f].add(r.first, r.last);
        found.visit(t.f);
    }

    const set_map asked = wanted;
    std::vector<need> result;
    int cycle = 0;
    for (auto group = found.order.rbegin(); group != found.order.rend(); ++group) {
        for (recorded* f : *group) wanted[f].subtract(computed_members(*f));
        bool cyclic = group->size() > 1;
        for (recorded* f : *group)
            for (std::size_t i = 0; i < f->sources.size(); ++i) cyclic |= f->sources[i] == f;
        if (cyclic) {
            close_cycle(*group, wanted);
            for (recorded* f : *group) wanted[f].subtract(computed_members(*f));
        }
        const std::unordered_set<const recorded*> inside(group->begin(), cyclic ? group->end() : group->begin());
        for (recorded* f : *group) {
            const member_set& members = wanted[f];
            if (members.empty()) continue;
            sources_of(*f, leading_sources(*f), members, [&](recorded* source, index_t first, index_t last) {
                if (!cyclic || !inside.contains(source))
                    wanted[source].add(first, last);
            });
            result.push_back({f, members, cyclic ? cycle : -1});
            result.back().own = f->owner == detail::this_recorder;
            const auto target = asked.find(f);
            note_asked(result.back(), target == asked.end() ? member_set() : target->second);
        }
        if (cyclic) ++cycle;
    }
    std::reverse(result.begin(), result.end());
    return result;
}

namespace {

/// Gives up sources that none of these members reads. The families' numbers of sources stay as they are.
void release_unread(recorded& f, const member_set& members)
{
    std::vector<bool> read(f.sources.size(), false);
    const auto mark = [&](const run& numbers, index_t n, index_t count) {
        const bool steady = numbers.axes == 1 && numbers.step[0] == 0;
        for (index_t k = n; k < n + (steady ? 1 : count); ++k)
            read[static_cast<std::size_t>(numbers.at(k - numbers.first))] = true;
    };
    // What is recorded next may read the sources of the last call again.
    member_set wanted = members;
    const index_t count = f.count.load(std::memory_order_relaxed);
    wanted.add(count - 1, count);
    for (const operand_record& o : f.operands)
        for (const auto& r : wanted.ranges()) o.numbers.visit(r.first, r.last - r.first, mark);
    for (std::size_t i = 0; i < read.size(); ++i)
        if (!read[i]) f.sources.release(i, i + 1);
}

/// Members that died or were computed need their sources no more. In lists of values of their own there are none.
bool any_dead_or_computed(const std::vector<recorded*>& families)
{
    return std::any_of(families.begin(), families.end(), [](const recorded* f) {
        return f->low > 0 || f->careful.load(std::memory_order_relaxed) || f->placed.load(std::memory_order_relaxed);
    });
}

}  // namespace

void collect(detail::recorder& r)
{
    if (is_computing()) return;
    const letting_go later;
    drain_foreign_counts();
    if (!any_dead_or_computed(r.pending())) return;
    std::vector<need> targets;
    for (recorded* f : r.pending())
        if (member_set living = living_members(*f); !living.empty()) targets.push_back({f, std::move(living)});
    reading_guard guard;
    const std::vector<need> needed = reach(std::move(targets), guard);

    // Another thread may be planning with these families.
    std::unique_lock hold(r.structure());
    std::unordered_map<const recorded*, const need*> of;
    for (const need& n : needed) of[n.f] = &n;
    std::vector<recorded*> dead;
    double bytes = 0;
    for (recorded* f : r.pending()) {
        const auto at = of.find(f);
        if (at == of.end()) {
            if (f->handles() == 0) dead.push_back(f);
            continue;
        }
        member_set read = at->second->members;
        // Calls that read a stored view go on to what it reads, also when it is computed.
        const member_set held = f->is_view ? living_members(*f) : member_set();
        for (const auto& r : held.ranges()) read.add(r.first, r.last);
        release_unread(*f, read);
        f->thinned = true;
        for (std::size_t i = 0; i < f->sources.size(); ++i)
            if (const family* s = f->sources[i]; s && core(s)->what.what == operation::leaf)
                bytes += static_cast<double>(size_of(*s)) * static_cast<double>(tenfold::size_of(s->type));
    }
    r.set_pinned_bytes(bytes);
    r.retire(dead);
}

}  // namespace tenfold::record
