// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/waves.hpp"

#include "plan/chains.hpp"

#include <algorithm>
#include <numeric>
#include <span>

namespace tenfold::plan {

namespace {

constexpr double worth_a_slot = 1024;   // bytes

using permutation = std::vector<index_t>;

void permute(const step& old, place& p, const permutation& order)
{
    const std::vector<index_t> before = offsets_of(old, p);
    auto table = std::make_shared<std::vector<index_t>>();
    table->reserve(order.size());
    for (const index_t n : order) table->push_back(before[static_cast<std::size_t>(n)]);
    if (p.buffers || p.list) {
        auto buffers = std::make_shared<std::vector<int>>();
        for (const index_t n : order) buffers->push_back(p.list ? static_cast<int>(value_of(p, n)) : buffer_of(p, n));
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
bool is_large(const std::vector<wave_value>& values, const std::vector<buffer>& buffers, const machine& here)
{
    double bytes = 0;
    for (const wave_value& v : values)
        if (const double each = bytes_of_member(v, buffers); each >= worth_a_slot) bytes += each * static_cast<double>(v.count);
    return bytes > here.cache_bytes / 4;
}

/// The indices of some numbers 0 .. most, by number: a counting sort.
class sorted {
public:
    sorted(const std::vector<int>& numbers, int most) : index_(numbers.size()), start_(static_cast<std::size_t>(most) + 2, 0)
    {
        for (const int n : numbers) ++start_[static_cast<std::size_t>(n) + 1];
        std::partial_sum(start_.begin(), start_.end(), start_.begin());
        std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
        for (std::uint32_t i = 0; i < numbers.size(); ++i) index_[next[static_cast<std::size_t>(numbers[i])]++] = i;
    }
    std::span<const std::uint32_t> at(int number) const
    {
        const auto n = static_cast<std::size_t>(number);
        return std::span(index_).subspan(start_[n], start_[n + 1] - start_[n]);
    }
    std::size_t start(int number) const { return start_[static_cast<std::size_t>(number)]; }
    const std::vector<std::uint32_t>& all() const { return index_; }

private:
    std::vector<std::uint32_t> index_, start_;
};

class ordering {
public:
    ordering(step& s, const std::vector<wave_value>& values, std::vector<buffer>& buffers, const machine& here)
        : step_(s), values_(values), buffers_(buffers), here_(here) {}

    wave_order run()
    {
        wave_order out;
        const bool large = is_large(values_, buffers_, here_);
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
        step_.chains = chains_;
        if (chains_ > 1) step_.chain = std::move(position_chain_);
        out.changed = true;
        return out;
    }

private:
    int& depth_of(int value, index_t member)
    {
        const wave_value& v = values_[static_cast<std::size_t>(value)];
        return depth_[static_cast<std::size_t>(value)][static_cast<std::size_t>(member - v.first)];
    }
    std::int32_t& chain_of(int value, index_t member)
    {
        return chain_[static_cast<std::size_t>(value)]
                     [static_cast<std::size_t>(member - values_[static_cast<std::size_t>(value)].first)];
    }
    bool inside(int value, index_t member) const
    {
        if (value < 0) return false;
        const wave_value& v = values_[static_cast<std::size_t>(value)];
        return member >= v.first && member < v.first + v.count;
    }

    /// Follows the members in their order, as far as each piece gets; also counts the stretches of that order.
    bool find_depths()
    {
        for (std::size_t i = 0; i < step_.inner.size(); ++i) {
            own_.push_back(offsets_of(step_.inner[i], step_.turns[i].member));
            auto& needs = needs_.emplace_back();
            for (const step::dependency& d : step_.turns[i].needs) needs.push_back(offsets_of(step_.inner[i], d.member));
        }
        for (const wave_value& v : values_) {
            depth_.emplace_back(static_cast<std::size_t>(v.count), -1);
            chain_.emplace_back(static_cast<std::size_t>(v.count));
        }
        std::vector<index_t> done(step_.inner.size(), 0);
        position_depth_.resize(step_.inner.size());
        position_chain_.resize(step_.inner.size());
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
        const auto number = sets_.numbers(chains_);
        for (auto* all : {&chain_, &position_chain_})
            for (auto& chains : *all)
                for (std::int32_t& c : chains) c = number[static_cast<std::size_t>(c)];
        return true;
    }

    void follow(std::size_t i, index_t& n)
    {
        const step::turn& turn = step_.turns[i];
        const index_t all = step_.inner[i].positions();
        index_t stretch = -1;  // the member with which it began
        for (; n < all; ++n) {
            int depth = 0;
            std::int32_t chain = -1;
            bool breaks = stretch < 0;
            for (std::size_t k = 0; k < turn.needs.size(); ++k) {
                const step::dependency& d = turn.needs[k];
                const index_t m = needs_[i][k][static_cast<std::size_t>(n)];
                const int value = d.value_at(n);
                if (!inside(value, m)) continue;
                const int before = depth_of(value, m);
                if (before < 0) return;
                depth = std::max(depth, before + 1);
                const std::int32_t other = chain_of(value, m);
                chain = chain < 0 || chain == other ? other : sets_.join(chain, other);
                breaks |= value == turn.value && m >= stretch;
            }
            const index_t own = own_[i][static_cast<std::size_t>(n)];
            if (!inside(turn.value, own)) return;
            if (breaks) {
                ++natural_;
                stretch = own;
            }
            if (chain < 0) chain = sets_.add();
            depth_of(turn.value, own) = depth;
            chain_of(turn.value, own) = chain;
            position_depth_[i].push_back(depth);
            position_chain_[i].push_back(chain);
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

    /// By depth; positions of one depth by their chains.
    void sort_positions()
    {
        std::vector<sorted> by_depth;
        for (std::size_t i = 0; i < step_.inner.size(); ++i) {
            const sorted& all = by_depth.emplace_back(position_depth_[i], deepest_);
            order_.emplace_back(all.all().begin(), all.all().end());
            if (chains_ > 1) sort_by_chain(i, all);
        }
        for (int d = 0; d <= deepest_; ++d)
            for (std::size_t i = 0; i < step_.inner.size(); ++i)
                if (const auto count = static_cast<index_t>(by_depth[i].at(d).size()); count > 0)
                    schedule_.push_back({i, static_cast<index_t>(by_depth[i].start(d)), count});
    }

    void sort_by_chain(std::size_t i, const sorted& by_depth)
    {
        auto& order = order_[i];
        const auto& chain = position_chain_[i];
        const auto before = [&](index_t n, index_t m) { return chain[static_cast<std::size_t>(n)] < chain[static_cast<std::size_t>(m)]; };
        for (int d = 0; d <= deepest_; ++d) {
            const auto from = order.begin() + static_cast<index_t>(by_depth.start(d));
            const auto to = from + static_cast<index_t>(by_depth.at(d).size());
            if (!std::is_sorted(from, to, before)) std::stable_sort(from, to, before);
        }
        std::vector<std::int32_t> in_order;
        in_order.reserve(order.size());
        for (const index_t n : order) in_order.push_back(chain[static_cast<std::size_t>(n)]);
        position_chain_[i] = std::move(in_order);
    }

    /// The depth after which a member's memory is free: behind its last reader.
    std::vector<std::vector<int>> last_uses() const
    {
        std::vector<std::vector<int>> last = depth_;
        for (std::size_t i = 0; i < step_.inner.size(); ++i)
            for (std::size_t k = 0; k < step_.turns[i].needs.size(); ++k) {
                const step::dependency& d = step_.turns[i].needs[k];
                for (std::size_t n = 0; n < position_depth_[i].size(); ++n) {
                    const int value = d.value_at(static_cast<index_t>(n));
                    const index_t m = needs_[i][k][n];
                    if (!inside(value, m)) continue;
                    const auto v = static_cast<std::size_t>(value);
                    int& use = last[v][static_cast<std::size_t>(m - values_[v].first)];
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
            const index_t used = take_slots(v, last[v], slot);
            if (2 * used > values_[v].count) slot.clear();
            else buffers_[static_cast<std::size_t>(values_[v].buffer)].elements = used * values_[v].size;
        }
        if (std::all_of(slots.begin(), slots.end(), [](const auto& s) { return s.empty(); })) slots.clear();
    }

    /// Memory that one chain leaves is taken by that chain only: chains run beside each other.
    index_t take_slots(std::size_t value, const std::vector<int>& last, std::vector<index_t>& slot) const
    {
        const wave_value& v = values_[value];
        const std::vector<int>& depth = depth_[value];
        const std::vector<std::int32_t>& chain = chain_[value];
        const sorted born(depth, deepest_), ends(last, deepest_);
        slot.resize(depth.size());
        std::vector<std::vector<index_t>> free(static_cast<std::size_t>(chains_));
        index_t used = 0;
        for (int d = 0; d <= deepest_; ++d) {
            for (const std::uint32_t m : born.at(d)) {
                auto& own = free[static_cast<std::size_t>(chain[m])];
                slot[m] = own.empty() ? used++ : own.back();
                if (!own.empty()) own.pop_back();
            }
            for (const std::uint32_t m : ends.at(d))
                if (!v.kept[m]) free[static_cast<std::size_t>(chain[m])].push_back(slot[m]);
        }
        return used;
    }

    void move_to_slots(const std::vector<std::vector<index_t>>& slots)
    {
        for (std::size_t i = 0; i < step_.inner.size(); ++i) {
            step& s = step_.inner[i];
            const step::turn& turn = step_.turns[i];
            move(s, s.result, [&](index_t) { return turn.value; }, own_[i], slots);
            for (std::size_t k = 0; k < turn.needs.size(); ++k)
                move(s, s.operands[turn.needs[k].operand], [&](index_t n) { return turn.needs[k].value_at(n); }, needs_[i][k], slots);
        }
    }

    /// `p` of a step reads or writes at each position n a member of the value value_at(n).
    template <class F>
    void move(const step& s, place& p, const F& value_at, const std::vector<index_t>& members,
              const std::vector<std::vector<index_t>>& slots) const
    {
        std::shared_ptr<std::vector<index_t>> table;
        for (std::size_t n = 0; n < members.size(); ++n) {
            const int value = value_at(static_cast<index_t>(n));
            if (!inside(value, members[n])) continue;
            const wave_value& v = values_[static_cast<std::size_t>(value)];
            const auto& slot = slots[static_cast<std::size_t>(value)];
            if (slot.empty()) continue;
            if (!table) table = std::make_shared<std::vector<index_t>>(offsets_of(s, p));
            const index_t m = members[n] - v.first;
            (*table)[n] += (slot[static_cast<std::size_t>(m)] - m) * v.size;
        }
        if (!table) return;
        p.offset = 0;
        p.table = std::move(table);
    }

    step& step_;
    const std::vector<wave_value>& values_;
    std::vector<buffer>& buffers_;
    const machine& here_;
    std::vector<std::vector<index_t>> own_;                 // of each inner step, the member at each position
    std::vector<std::vector<std::vector<index_t>>> needs_;  // and for each of its needs the member that it reads
    std::vector<std::vector<int>> depth_;            // of each member of each value
    std::vector<std::vector<int>> position_depth_;   // of each position of each inner step
    disjoint_sets sets_;
    std::vector<std::vector<std::int32_t>> chain_, position_chain_;   // the same for the chains
    std::int32_t chains_ = 1;
    std::vector<permutation> order_;
    std::vector<step::stretch> schedule_;
    index_t natural_ = 0;                            // stretches in the order of recording
    int deepest_ = 0;
};

}  // namespace

bool may_order(const step& s, const std::vector<wave_value>& values, const std::vector<buffer>& buffers,
               const machine& here)
{
    return is_irregular(s) || is_large(values, buffers, here);
}

wave_order order_waves(step& s, const std::vector<wave_value>& values, std::vector<buffer>& buffers, const machine& here)
{
    return ordering(s, values, buffers, here).run();
}

}  // namespace tenfold::plan
