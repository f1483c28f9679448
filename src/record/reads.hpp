// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which members of other families the members of a family read.
#pragma once

#include "record/family.hpp"
#include "record/member_set.hpp"

#include <algorithm>
#include <vector>

namespace tenfold::record {

inline bool needs_computing(const value_family& f)
{
    if (f.is_leaf()) return false;
    if (f.what.what == operation::fill) return f.placed.load(std::memory_order_acquire) == nullptr;
    return true;
}

// Does an evaluation of f go on to this source? What f reads of other threads is computed.
inline bool leads_on(const recorded& f, const family* source)
{
    return source && source->owner == f.owner && needs_computing(*core(source));
}

/// The sources of a family that compute something, by number, and null for the others. Empty: there is none.
inline std::vector<recorded*> leading_sources(const recorded& f)
{
    std::vector<recorded*> all;
    for (std::size_t i = 0; i < f.sources.size(); ++i) {
        if (!leads_on(f, f.sources[i])) continue;
        all.resize(f.sources.size(), nullptr);
        all[i] = calls(f.sources[i]);
    }
    return all;
}

/// Neighbouring reads as one range: calls add(source, first, last).
template <class Add>
class joined_reads {
public:
    joined_reads(const std::vector<recorded*>& sources, Add& add) : sources_(sources), add_(add) {}

    void read(index_t number, index_t first, index_t last)
    {
        recorded* const source = sources_[static_cast<std::size_t>(number)];
        if (!source) return;
        if (source != source_ || first != last_) {
            end();
            source_ = source;
            first_ = first;
        }
        last_ = last;
    }
    /// Call it last: it tells of the range that has begun.
    void end()
    {
        if (source_) add_(source_, first_, last_);
    }

private:
    const std::vector<recorded*>& sources_;
    Add& add_;
    recorded* source_ = nullptr;
    index_t first_ = 0, last_ = 0;
};

// Calls add(source family, first, last) for the members that `members` of f read. `sources`: leading_sources(f).
template <class Add>
void sources_of(const recorded& f, const std::vector<recorded*>& sources, const member_set& members, Add&& add)
{
    if (sources.empty()) return;
    constexpr index_t block = 256;
    index_t number[block], member[block];
    for (const operand_record& o : f.operands) {
        joined_reads reads(sources, add);
        const auto one_by_one = [&](index_t n, index_t count) {
            for (const index_t end = n + count; n < end; n += block) {
                const index_t length = std::min(end - n, block);
                o.numbers.copy(n, length, number);
                o.members.copy(n, length, member);
                for (index_t k = 0; k < length; ++k) reads.read(number[k], member[k], member[k] + 1);
            }
        };
        for (const auto& range : members.ranges()) {
            o.numbers.visit(range.first, range.last - range.first, [&](const run& numbers, index_t n, index_t count) {
                const bool one = numbers.axes == 1 && (numbers.step[0] == 0 || numbers.is_single());
                if (one && !sources[static_cast<std::size_t>(numbers.base)]) return;
                if (!one) return one_by_one(n, count);
                o.members.visit(n, count, [&](const run& r, index_t m, index_t length) {
                    const bool row = r.axes == 1 && (r.step[0] == 0 || r.step[0] == 1 || r.step[0] == -1);
                    if (!row && length > 1) return one_by_one(m, length);
                    const std::pair<index_t, index_t> ends = std::minmax({r.at(m - r.first), r.at(m - r.first + length - 1)});
                    reads.read(numbers.base, ends.first, ends.second + 1);
                });
            });
        }
        reads.end();
    }
}

}  // namespace tenfold::record
