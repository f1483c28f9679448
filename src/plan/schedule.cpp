// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which steps may run side by side.
#include "plan/plan.hpp"

#include <algorithm>
#include <numeric>

namespace tenfold::plan {

namespace {

class turn_of_buffers {
public:
    explicit turn_of_buffers(std::size_t buffers) : written_(buffers, 0), read_(buffers, 0) {}

    /// The turn of the next step, from 1 on.
    int turn_of(const step& s)
    {
        int turn = 1;
        visit(s, [&](int b, bool writes, bool in_order) {
            turn = std::max(turn, !writes || in_order ? at(written_, b) + 1 : 1);
            if (writes && in_order) turn = std::max(turn, at(read_, b) + 1);
        });
        visit(s, [&](int b, bool writes, bool) {
            int& last = at(writes ? written_ : read_, b);
            last = std::max(last, turn);
        });
        return turn;
    }

private:
    int& at(std::vector<int>& turns, int buffer) { return turns[static_cast<std::size_t>(buffer)]; }

    // f(buffer, is it written, does it matter what was there before)
    template <class F>
    static void visit(const step& s, F&& f)
    {
        for (const step& inner : s.inner) visit(inner, f);
        const auto each = [&](const place& p, bool writes, bool in_order) {
            if (p.buffers && !p.list)
                for (const int b : *p.buffers) f(b, writes, in_order);
            else if (p.buffer >= 0) f(p.buffer, writes, in_order);
        };
        for (const place& p : s.operands) each(p, false, false);
        each(s.result, true, s.what == kind::store || s.accumulate);
        if (s.what == kind::store) each(s.whole, true, true);
    }

    std::vector<int> written_, read_;   // the last turn that does so
};

}  // namespace

void schedule(plan& p)
{
    p.turns = {p.steps.size()};
    if (p.steps.size() < 2) return;
    turn_of_buffers buffers(p.buffers.size());
    std::vector<int> turn;
    for (const step& s : p.steps) turn.push_back(buffers.turn_of(s));
    std::vector<std::size_t> order(p.steps.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return turn[x] < turn[y]; });
    std::vector<step> steps;
    steps.reserve(order.size());
    p.turns.clear();
    for (const std::size_t i : order) {
        if (!steps.empty() && turn[i] != turn[order[steps.size() - 1]]) p.turns.push_back(steps.size());
        steps.push_back(std::move(p.steps[i]));
    }
    p.turns.push_back(steps.size());
    p.steps = std::move(steps);
}

}  // namespace tenfold::plan
