// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps in order; recurrences in turns; stores one after another.
#include "engine/run.hpp"

#include "record/computing.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tenfold::engine {

namespace {

using plan::index_t;
using plan::kind;
using plan::place;
using plan::step;

class runner {
public:
    runner(std::byte* const* bases, const options* choices) : bases_(bases)
    {
        if (choices) settings_.threads = choices->threads;
    }

    /// Steps that depend neither on each other nor on `plain`, which runs beside them.
    void run(const step* first, const step* last, std::vector<backend::task> plain)
    {
        for (const step* s = first; s != last; ++s)
            if (s->what != kind::waves && s->what != kind::store) plain.push_back({s, bases_});
        if (plain.size() == 1) backend::cpu().run(*plain[0].what, plain[0].bases, 0, plain[0].what->positions(), settings_);
        else if (!plain.empty()) backend::cpu().run(plain, settings_);
        for (const step* s = first; s != last; ++s) {
            if (s->what == kind::waves) waves(*s);
            if (s->what == kind::store) run(*s, 0, s->positions());
        }
    }

private:
    void run(const step& s, index_t first, index_t count)
    {
        if (count <= 0) return;
        if (s.what == kind::store) store(s, first, count);
        else backend::cpu().run(s, bases_, first, count, settings_);
    }

    // A version that lies apart from the older one starts as its copy. Parts may overlap, so order counts.
    void store(const step& s, index_t first, index_t count)
    {
        backend::settings in_order = settings_;
        in_order.threads = 1;
        for (index_t n = first, end = first + count; n < end;) {
            if (apart(s, n)) copy_version(s, n);
            index_t stop = n + 1;
            while (stop < end && !apart(s, stop)) ++stop;
            backend::cpu().run(s, bases_, n, stop - n, in_order);
            n = stop;
        }
    }
    static bool apart(const step& s, index_t n)
    {
        const place& old = s.operands[1];
        return plan::buffer_of(old, n) != plan::buffer_of(s.whole, n)
            || plan::offset_of(s, old, n) != plan::offset_of(s, s.whole, n);
    }
    void copy_version(const step& s, index_t n)
    {
        step copy;
        copy.what = kind::copy;
        copy.type = copy.operand_type = s.type;
        copy.operands.resize(1);
        copy.operands[0].buffer = plan::buffer_of(s.operands[1], n);
        copy.operands[0].offset = plan::offset_of(s, s.operands[1], n);
        copy.operand_forms = {s.operand_forms[1]};
        copy.result.buffer = plan::buffer_of(s.whole, n);
        copy.result.offset = plan::offset_of(s, s.whole, n);
        copy.result_form = s.whole_form;
        backend::cpu().run(copy, bases_, 0, 1, settings_);
    }

    // Members of a recurrence only read earlier members, so some inner step can always go on.
    void waves(const step& s)
    {
        if (!s.schedule.empty()) return run(s, 0, s.positions());
        std::vector<index_t> done(s.inner.size(), 0);                            // positions of each inner step
        std::vector<index_t> ready(static_cast<std::size_t>(s.values), 0);       // members below are computed
        for (int v = 0; v < s.values; ++v) ready[static_cast<std::size_t>(v)] = next_member(s, v, done);
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t i = 0; i < s.inner.size(); ++i) {
                const step& inner = s.inner[i];
                const index_t all = inner.positions();
                if (done[i] == all || !is_next(s, i, done)) continue;
                const index_t end = limit(inner, s.turns[i], ready, done[i], all);
                if (end == done[i]) continue;
                run(inner, done[i], end - done[i]);
                done[i] = end;
                const int value = s.turns[i].value;
                ready[static_cast<std::size_t>(value)] = next_member(s, value, done);
                moved = true;
            }
        }
        for (std::size_t i = 0; i < s.inner.size(); ++i)
            if (done[i] != s.inner[i].positions()) throw error("[plan] a recurrence does not advance: " + s.inner[i].name);
    }
    /// The first member of a value that is still to be computed; earlier ones are there.
    static index_t next_member(const step& s, int value, const std::vector<index_t>& done)
    {
        for (std::size_t i = 0; i < s.inner.size(); ++i)
            if (s.turns[i].value == value && done[i] != s.inner[i].positions())
                return plan::offset_of(s.inner[i], s.turns[i].member, done[i]);
        return std::numeric_limits<index_t>::max() / 2;
    }
    /// Pieces of one family run in the order of their members.
    static bool is_next(const step& s, std::size_t i, const std::vector<index_t>& done)
    {
        for (std::size_t k = 0; k < i; ++k)
            if (s.turns[k].value == s.turns[i].value && done[k] != s.inner[k].positions()) return false;
        return true;
    }
    /// The first position from `from` on that needs a member which is not computed yet.
    static index_t limit(const step& inner, const step::turn& turn, const std::vector<index_t>& ready, index_t from,
                         index_t all)
    {
        index_t end = all;
        for (const step::dependency& d : turn.needs) {
            // Own members become ready while the step runs: a position must not need one of the same stretch.
            const index_t have = ready[static_cast<std::size_t>(d.value)];
            if (!d.member.table && inner.loops == 1 && d.member.loop[0] == 1) {
                const index_t reach = have - d.member.offset;      // positions below need members below `have`
                end = std::min(end, std::max(from, reach));
                continue;
            }
            index_t n = from;
            while (n < end && plan::offset_of(inner, d.member, n) < have) ++n;
            end = n;
        }
        return end;
    }

    std::byte* const* bases_;
    backend::settings settings_;
};

}  // namespace

void run(const plan::plan& p, std::byte* const* bases, const options* choices, std::vector<backend::task> beside)
{
    const record::computing_here now;
    runner all(bases, choices);
    std::size_t first = 0;
    if (p.turns.empty()) all.run(nullptr, nullptr, std::move(beside));
    for (const std::size_t end : p.turns) {
        all.run(p.steps.data() + first, p.steps.data() + end, std::exchange(beside, {}));
        first = end;
    }
}

}  // namespace tenfold::engine
