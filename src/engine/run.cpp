// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps in order; recurrences in turns; stores one after another.
#include "engine/run.hpp"

#include "engine/turns.hpp"
#include "record/computing.hpp"

#include <memory>
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

    /// Steps that depend neither on each other nor on `plain`, which runs beside them. False: numbers were not kept.
    bool run(const step* first, const step* last, std::vector<backend::task> plain)
    {
        for (const step* s = first; s != last; ++s)
            if (s->what != kind::waves && s->what != kind::store) plain.push_back({s, bases_});
        if (plain.size() == 1) backend::cpu().run(*plain[0].what, plain[0].bases, 0, plain[0].what->positions(), settings_);
        else if (!plain.empty()) backend::cpu().run(plain, settings_);
        for (const step* s = first; s != last; ++s) {
            if (s->what == kind::waves) waves(*s);
            if (s->what == kind::store) run(*s, 0, s->positions());
        }
        return std::all_of(first, last, [&](const step& s) {
            return s.most == 0 || backend::cpu().numbers_kept(s, bases_, settings_);
        });
    }

private:
    void run(const step& s, index_t first, index_t count)
    {
        if (count <= 0) return;
        if (s.what != kind::store) return backend::cpu().run(s, bases_, first, count, settings_);
        store(s, first, count, [&](index_t n, index_t length) { backend::cpu().run(s, bases_, n, length, in_order()); });
    }

    // A version that lies apart from the older one starts as its copy. Parts may overlap, so order counts.
    template <class Run>
    void store(const step& s, index_t first, index_t count, const Run& run)
    {
        for (index_t n = first, end = first + count; n < end;) {
            if (apart(s, n)) copy_version(s, n);
            index_t stop = n + 1;
            while (stop < end && !apart(s, stop)) ++stop;
            run(n, stop - n);
            n = stop;
        }
    }
    static bool apart(const step& s, index_t n)
    {
        const place& old = s.operands[1];
        return old.list || plan::buffer_of(old, n) != plan::buffer_of(s.whole, n)
            || plan::offset_of(s, old, n) != plan::offset_of(s, s.whole, n);
    }
    void copy_version(const step& s, index_t n)
    {
        step copy;
        copy.what = kind::copy;
        copy.type = copy.operand_type = s.type;
        copy.operands.resize(1);
        copy.operands[0].buffer = 0;
        copy.operand_forms = {s.operand_forms[1]};
        copy.result.buffer = 1;
        copy.result_form = s.whole_form;
        const auto bytes = static_cast<index_t>(size_of(s.type));
        std::byte* const bases[] = {backend::address_of(s, s.operands[1], bases_, n, bytes), backend::address_of(s, s.whole, bases_, n, bytes)};
        backend::cpu().run(copy, bases, 0, 1, settings_);
    }

    void waves(const step& s)
    {
        if (!s.schedule.empty()) return run(s, 0, s.positions());
        std::vector<std::unique_ptr<backend::stepwise>> inner;
        for (const step& i : s.inner)
            inner.push_back(backend::cpu().prepare(i, bases_, i.what == kind::store ? in_order() : settings_));
        turns(s, [&](std::size_t i, index_t first, index_t count) {
            const auto run = [&](index_t n, index_t length) { inner[i]->run(n, length); };
            if (s.inner[i].what == kind::store) store(s.inner[i], first, count, run);
            else run(first, count);
        }).take();
    }

    backend::settings in_order() const
    {
        backend::settings one = settings_;
        one.threads = 1;
        return one;
    }

    std::byte* const* bases_;
    backend::settings settings_;
};

}  // namespace

bool run(const plan::plan& p, std::byte* const* bases, const options* choices, std::vector<backend::task> beside)
{
    const record::computing_here now;
    runner all(bases, choices);
    std::size_t first = 0;
    if (p.turns.empty()) return all.run(nullptr, nullptr, std::move(beside));
    for (const std::size_t end : p.turns) {
        if (!all.run(p.steps.data() + first, p.steps.data() + end, std::exchange(beside, {}))) return false;
        first = end;
    }
    return true;
}

}  // namespace tenfold::engine
