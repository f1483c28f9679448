// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The turns of a recurrence: its inner steps run as far as the members that they need are there. Members only read
// earlier members, so some inner step can always go on; whoever may is asked again when a value that it needs has grown.
#pragma once

#include "plan/plan.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <vector>

namespace tenfold::backend {

/// run(number of the inner step, first position, count)
template <class Run>
class turns {
public:
    using index_t = plan::index_t;

    turns(const plan::step& s, Run run) : step_(s), run_(std::move(run)), done_(s.inner.size(), 0), waits_(s.inner.size(), false)
    {
        const auto values = static_cast<std::size_t>(s.values);
        pieces_.resize(values);
        piece_.resize(values, 0);
        users_.resize(values);
        ready_.resize(values);
        for (std::size_t i = 0; i < s.inner.size(); ++i) {
            pieces_[at(s.turns[i].value)].push_back(i);
            for (const plan::step::dependency& d : s.turns[i].needs) {
                if (!d.values) use(d.value, i);
                else
                    for (const int v : *d.values)
                        if (v >= 0) use(v, i);
            }
        }
        for (std::size_t v = 0; v < values; ++v) grow(v);
    }

    void take()
    {
        for (std::size_t i = 0; i < done_.size(); ++i) ask(i);
        while (!queue_.empty()) {
            const std::size_t i = queue_.front();
            queue_.pop_front();
            waits_[i] = false;
            go_on(i);
        }
        for (std::size_t i = 0; i < done_.size(); ++i)
            if (done_[i] != step_.inner[i].positions())
                throw error("[plan] a recurrence does not advance: " + step_.inner[i].name);
    }

private:
    static std::size_t at(int value) { return static_cast<std::size_t>(value); }

    void use(int value, std::size_t i)
    {
        auto& all = users_[at(value)];
        if (all.empty() || all.back() != i) all.push_back(i);
    }

    void ask(std::size_t i)
    {
        if (waits_[i]) return;
        waits_[i] = true;
        queue_.push_back(i);
    }

    /// Pieces of one value run in the order of their members.
    void go_on(std::size_t i)
    {
        const std::size_t value = at(step_.turns[i].value);
        const plan::step& inner = step_.inner[i];
        if (piece_[value] >= pieces_[value].size() || pieces_[value][piece_[value]] != i) return;
        const index_t before = done_[i];
        do {   // a step that needs its own members only goes on by itself
            const index_t end = limit(i);
            if (end == done_[i]) break;
            run_(i, done_[i], end - done_[i]);
            done_[i] = end;
            grow(value);
        } while (done_[i] < inner.positions());
        if (done_[i] == before) return;
        for (const std::size_t user : users_[value]) ask(user);
    }

    /// The first member of a value that is still to be computed; earlier ones are there.
    void grow(std::size_t v)
    {
        const auto& pieces = pieces_[v];
        std::size_t& now = piece_[v];
        const std::size_t before = now;
        while (now < pieces.size() && done_[pieces[now]] == step_.inner[pieces[now]].positions()) ++now;
        if (now != before && now < pieces.size()) ask(pieces[now]);
        ready_[v] = now == pieces.size() ? std::numeric_limits<index_t>::max() / 2
                                         : plan::offset_of(step_.inner[pieces[now]], step_.turns[pieces[now]].member, done_[pieces[now]]);
    }

    /// The first position that needs a member which is not computed yet. Own members become ready while the step runs:
    /// a position must not need one of the same stretch.
    index_t limit(std::size_t i) const
    {
        const plan::step& inner = step_.inner[i];
        const index_t from = done_[i];
        index_t end = inner.positions();
        for (const plan::step::dependency& d : step_.turns[i].needs) {
            if (!d.values && !d.member.table && inner.loops == 1 && d.member.loop[0] == 1) {
                const index_t reach = ready_[at(d.value)] - d.member.offset;      // positions below need members below
                end = std::min(end, std::max(from, reach));
                continue;
            }
            const auto is_there = [&](index_t n) {
                const int v = d.value_at(n);
                return v < 0 || plan::offset_of(inner, d.member, n) < ready_[at(v)];
            };
            index_t n = from;
            while (n < end && is_there(n)) ++n;
            end = n;
        }
        return end;
    }

    const plan::step& step_;
    Run run_;
    std::vector<index_t> done_;                            // positions of each inner step
    std::vector<bool> waits_;                              // is it in the queue?
    std::deque<std::size_t> queue_;
    std::vector<std::vector<std::size_t>> pieces_;         // inner steps that compute members of each value, in order,
    std::vector<std::size_t> piece_;                       // and the one whose turn it is
    std::vector<std::vector<std::size_t>> users_;          // inner steps that need members of each value
    std::vector<index_t> ready_;                           // members below are computed
};

}  // namespace tenfold::backend
