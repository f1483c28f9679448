// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/closure.hpp"

#include "record/reads.hpp"

namespace tenfold::record {

namespace {

// The least set of a cycle's members that holds `wanted` and all they read.
class closing {
public:
    closing(const std::vector<recorded*>& group, set_map& wanted) : group_(group), wanted_(wanted)
    {
        for (const recorded* f : group) sources_[f] = leading_sources(*f);
    }

    // A set in which every member is wanted or read by a later one is that least set, since members only read earlier
    // ones: so "all up to the last" is tried first, by runs; else members are followed one by one.
    void run()
    {
        set_map whole = all_up_to_the_last();
        set_map reached = wanted_;
        for (recorded* f : group_)
            reads_of(*f, whole[f], [&](recorded* source, index_t first, index_t last) { reached[source].add(first, last); });
        if (std::all_of(group_.begin(), group_.end(), [&](recorded* f) { return reached[f] == whole[f]; })) {
            for (recorded* f : group_) wanted_[f] = std::move(whole[f]);
        }
        else follow();
    }

private:
    /// Reads of the group's own members.
    template <class Add>
    void reads_of(const recorded& f, const member_set& members, Add&& add)
    {
        sources_of(f, sources_[&f], members, [&](recorded* source, index_t first, index_t last) {
            if (sources_.contains(source)) add(source, first, last);
        });
    }

    /// Each family up to the last member that one of the others reads; only what is new of it is looked at again.
    set_map all_up_to_the_last()
    {
        set_map whole;
        std::vector<recorded*> todo;
        const auto reach = [&](recorded* f, index_t last) {
            member_set& have = whole[f];
            if (!have.empty() && have.ranges().back().last >= last) return;
            have = member_set(0, last);
            todo.push_back(f);
        };
        for (recorded* f : group_)
            if (const member_set& set = wanted_[f]; !set.empty()) reach(f, set.ranges().back().last);
            else whole[f];
        std::unordered_map<const recorded*, index_t> seen;   // members whose reads are in
        while (!todo.empty()) {
            recorded* const f = todo.back();
            todo.pop_back();
            const index_t last = whole[f].ranges().back().last, first = std::exchange(seen[f], last);
            if (first < last) reads_of(*f, member_set(first, last), [&](recorded* source, index_t, index_t end) { reach(source, end); });
        }
        return whole;
    }

    void follow()
    {
        std::vector<std::pair<recorded*, member_set::range>> todo;
        for (recorded* f : group_)
            for (const auto& r : wanted_[f].ranges()) todo.emplace_back(f, r);
        while (!todo.empty()) {
            const auto [f, range] = todo.back();
            todo.pop_back();
            reads_of(*f, member_set(range.first, range.last), [&](recorded* source, index_t first, index_t last) {
                member_set fresh(first, last);
                fresh.subtract(wanted_[source]);
                for (const auto& r : fresh.ranges()) {
                    wanted_[source].add(r.first, r.last);
                    todo.emplace_back(source, r);
                }
            });
        }
    }

    const std::vector<recorded*>& group_;
    set_map& wanted_;
    std::unordered_map<const recorded*, std::vector<recorded*>> sources_;
};

}  // namespace

void close_cycle(const std::vector<recorded*>& group, set_map& wanted) { closing(group, wanted).run(); }

}  // namespace tenfold::record
