// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/waves.hpp"

#include <algorithm>
#include <numeric>

namespace tenfold::plan {

namespace {

constexpr double in_cache = 512e3, worth_a_slot = 1024;   // bytes

using permutation = std::vector<index_t>;

void permute(const step& old, place& p, const permutation& order)
{
    auto table = std::make_shared<std::vector<index_t>>();
    table->reserve(order.size());
    for (const index_t n : order) table->push_back(offset_of(old, p, n));
    if (p.buffers) {
        auto buffers = std::make_shared<std::vector<int>>();
        for (const index_t n : order) buffers->push_back(buffer_of(p, n));
        p.buffers = std::move(buffers);
    }
    p.offset = 0;
    std::fill(p.loop, p.loop + max_loops, 0);
    p.table = std::move(table);
}

/// The turns stay as they were: with a schedule nobody asks for them.
void permute(step& s, const permutation& order)
{
    if (std::is_sorted(order.begin(), order.end())) return;
    step old;
    old.loops = s.loops;
    std::copy(s.extent, s.extent + max_loops, old.extent);
    for (place& p : s.operands) permute(old, p, order);
    permute(old, s.result, order);
    if (s.scalar_block) {
        auto blocks = std::make_shared<std::vector<index_t>>();
        for (const index_t n : order) blocks->push_back((*s.scalar_block)[static_cast<std::size_t>(n)]);
        s.scalar_block = std::move(blocks);
    }
    s.loops = 1;
    std::fill(s.extent, s.extent + max_loops, 1);
    s.extent[0] = static_cast<index_t>(order.size());
}

bool is_irregular(const step& s)
{
    for (const step::turn& t : s.turns)
        for (const step::dependency& d : t.needs)
            if (d.member.table) return true;
    return false;
}

double bytes_of_member(const wave_value& v, const std::vector<buffer>& buffers)
{
    return static_cast<double>(v.size) * static_cast<double>(size_of(buffers[static_cast<std::size_t>(v.buffer)].type));
}

/// Worth some tens of nanoseconds a member for memory that stays in cache.
bool is_large(const std::vector<wave_value>& values, const std::vector<buffer>& buffers)
{
    double bytes = 0;
    for (const wave_value& v : values)
        if (const double each = bytes_of_member(v, buffers); each >= worth_a_slot) bytes += each * static_cast<double>(v.count);
    return bytes > in_cache;
}

class ordering {
public:
    ordering(step& s, const std::vector<wave_value>& values, std::vector<buffer>& buffers)
        : step_(s), values_(values), buffers_(buffers) {}

    wave_order run()
    {
        wave_order out;
        const bool large = is_large(values_, buffers_);
        if (!find_depths()) return out;
        const auto turns = count_turns();
        const bool better = natural_ > 2 * turns;
        if (!better && !large) return out;
        sort_positions();
        if (large) give_slots(out.slots);
        if (!better && out.slots.empty()) return out;
        if (!out.slots.empty()) move_to_slots(out.slots);
        for (std::size_t i = 0; i < step_.inner.size(); ++i) permute(step_.inner[i], order_[i]);
        step_.schedule = std::move(schedule_);
        out.changed = true;
        return out;
    }

private:
    int& depth_of(int value, index_t member)
    {
        const wave_value& v = values_[static_cast<std::size_t>(value)];
        return depth_[static_cast<std::size_t>(value)][static_cast<std::size_t>(member - v.first)];
    }
    bool inside(int value, index_t member) const
    {
        const wave_value& v = values_[static_cast<std::size_t>(value)];
        return member >= v.first && member < v.first + v.count;
    }

    /// Follows the members in their order, as far as each piece gets; also counts the stretches of that order.
    bool find_depths()
    {
        for (const wave_value& v : values_) depth_.emplace_back(static_cast<std::size_t>(v.count), -1);
        std::vector<index_t> done(step_.inner.size(), 0);
        position_depth_.resize(step_.inner.size());
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t i = 0; i < step_.inner.size(); ++i) {
                const index_t before = done[i];
                follow(i, done[i]);
                moved |= done[i] != before;
            }
        }
        for (std::size_t i = 0; i < step_.inner.size(); ++i)
            if (done[i] != step_.inner[i].positions()) return false;
        return true;
    }

    void follow(std::size_t i, index_t& n)
    {
        const step& s = step_.inner[i];
        const step::turn& turn = step_.turns[i];
        const index_t all = s.positions();
        index_t stretch = -1;  // the member with which it began
        for (; n < all; ++n) {
            int depth = 0;
            bool breaks = stretch < 0;
            for (const step::dependency& d : turn.needs) {
                const index_t m = offset_of(s, d.member, n);
                if (!inside(d.value, m)) continue;
                const int before = depth_of(d.value, m);
                if (before < 0) return;
                depth = std::max(depth, before + 1);
                breaks |= d.value == turn.value && m >= stretch;
            }
            const index_t own = offset_of(s, turn.member, n);
            if (!inside(turn.value, own)) return;
            if (breaks) {
                ++natural_;
                stretch = own;
            }
            depth_of(turn.value, own) = depth;
            position_depth_[i].push_back(depth);
            deepest_ = std::max(deepest_, depth);
        }
    }

    index_t count_turns() const
    {
        index_t turns = 0;
        for (const auto& depths : position_depth_) {
            std::vector<bool> has(static_cast<std::size_t>(deepest_) + 1, false);
            for (const int d : depths) has[static_cast<std::size_t>(d)] = true;
            turns += std::count(has.begin(), has.end(), true);
        }
        return turns;
    }

    /// Counting sort by depth.
    void sort_positions()
    {
        const auto levels = static_cast<std::size_t>(deepest_) + 1;
        std::vector<std::vector<index_t>> start(step_.inner.size(), std::vector<index_t>(levels + 1, 0));
        for (std::size_t i = 0; i < step_.inner.size(); ++i) {
            for (const int d : position_depth_[i]) ++start[i][static_cast<std::size_t>(d) + 1];
            std::partial_sum(start[i].begin(), start[i].end(), start[i].begin());
            std::vector<index_t> at = start[i];
            auto& order = order_.emplace_back(position_depth_[i].size());
            for (std::size_t n = 0; n < order.size(); ++n)
                order[static_cast<std::size_t>(at[static_cast<std::size_t>(position_depth_[i][n])]++)] = static_cast<index_t>(n);
        }
        for (std::size_t d = 0; d < levels; ++d)
            for (std::size_t i = 0; i < step_.inner.size(); ++i)
                if (const index_t count = start[i][d + 1] - start[i][d]; count > 0)
                    schedule_.push_back({i, start[i][d], count});
    }

    /// The depth after which a member's memory is free: behind its last reader.
    std::vector<std::vector<int>> last_uses() const
    {
        std::vector<std::vector<int>> last = depth_;
        for (std::size_t i = 0; i < step_.inner.size(); ++i)
            for (const step::dependency& d : step_.turns[i].needs) {
                const wave_value& v = values_[static_cast<std::size_t>(d.value)];
                for (std::size_t n = 0; n < position_depth_[i].size(); ++n) {
                    const index_t m = offset_of(step_.inner[i], d.member, static_cast<index_t>(n));
                    if (!inside(d.value, m)) continue;
                    int& use = last[static_cast<std::size_t>(d.value)][static_cast<std::size_t>(m - v.first)];
                    use = std::max(use, position_depth_[i][n]);
                }
            }
        return last;
    }

    void give_slots(std::vector<std::vector<index_t>>& slots)
    {
        const auto last = last_uses();
        for (std::size_t v = 0; v < values_.size(); ++v) {
            auto& slot = slots.emplace_back();
            if (bytes_of_member(values_[v], buffers_) < worth_a_slot) continue;
            const index_t used = take_slots(values_[v], depth_[v], last[v], slot);
            if (2 * used > values_[v].count) slot.clear();
            else buffers_[static_cast<std::size_t>(values_[v].buffer)].elements = used * values_[v].size;
        }
        if (std::all_of(slots.begin(), slots.end(), [](const auto& s) { return s.empty(); })) slots.clear();
    }

    index_t take_slots(const wave_value& v, const std::vector<int>& depth, const std::vector<int>& last,
                       std::vector<index_t>& slot) const
    {
        const auto levels = static_cast<std::size_t>(deepest_) + 1;
        std::vector<std::vector<std::size_t>> born(levels), ends(levels);
        for (std::size_t m = 0; m < depth.size(); ++m) {
            born[static_cast<std::size_t>(depth[m])].push_back(m);
            if (!v.kept[m]) ends[static_cast<std::size_t>(last[m])].push_back(m);
        }
        slot.resize(depth.size());
        std::vector<index_t> free;
        index_t used = 0;
        for (std::size_t d = 0; d < levels; ++d) {
            for (const std::size_t m : born[d]) {
                slot[m] = free.empty() ? used++ : free.back();
                if (!free.empty()) free.pop_back();
            }
            // The first in line are handed out first again: each chain stays where its memory is warm.
            for (auto m = ends[d].rbegin(); m != ends[d].rend(); ++m) free.push_back(slot[*m]);
        }
        return used;
    }

    void move_to_slots(const std::vector<std::vector<index_t>>& slots)
    {
        for (std::size_t i = 0; i < step_.inner.size(); ++i) {
            step& s = step_.inner[i];
            const step::turn& turn = step_.turns[i];
            move(s, s.result, turn.value, turn.member, slots);
            for (const step::dependency& d : turn.needs) move(s, s.operands[d.operand], d.value, d.member, slots);
        }
    }

    /// `p` of a step reads or writes the member of the value that `member` tells, at every position.
    void move(const step& s, place& p, int value, const place& member, const std::vector<std::vector<index_t>>& slots) const
    {
        const wave_value& v = values_[static_cast<std::size_t>(value)];
        const auto& slot = slots[static_cast<std::size_t>(value)];
        if (slot.empty()) return;
        auto table = std::make_shared<std::vector<index_t>>();
        for (index_t n = 0; n < s.positions(); ++n) {
            index_t at = offset_of(s, p, n);
            const index_t m = offset_of(s, member, n);
            if (inside(value, m)) at += (slot[static_cast<std::size_t>(m - v.first)] - (m - v.first)) * v.size;
            table->push_back(at);
        }
        p.offset = 0;
        p.table = std::move(table);
    }

    step& step_;
    const std::vector<wave_value>& values_;
    std::vector<buffer>& buffers_;
    std::vector<std::vector<int>> depth_;            // of each member of each value
    std::vector<std::vector<int>> position_depth_;   // of each position of each inner step
    std::vector<permutation> order_;
    std::vector<step::stretch> schedule_;
    index_t natural_ = 0;                            // stretches in the order of recording
    int deepest_ = 0;
};

}  // namespace

bool may_order(const step& s, const std::vector<wave_value>& values, const std::vector<buffer>& buffers)
{
    return is_irregular(s) || is_large(values, buffers);
}

wave_order order_waves(step& s, const std::vector<wave_value>& values, std::vector<buffer>& buffers)
{
    return ordering(s, values, buffers).run();
}

}  // namespace tenfold::plan
