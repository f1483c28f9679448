// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/walk.hpp"

#include "backend/turns.hpp"

#include <algorithm>
#include <memory>

namespace tenfold::backend {

namespace {

using plan::index_t;
using plan::kind;
using plan::place;
using plan::step;

/// The steps of one plan that are more than one call of kernels.
class walker {
public:
    walker(kernels& k, std::byte* const* bases, const settings& how) : kernels_(k), bases_(bases), settings_(how) {}

    static bool is_plain(const step& s) { return s.what != kind::waves && s.what != kind::store; }

    void run(const step& s)
    {
        if (s.what == kind::waves) return waves(s);
        store(s, 0, s.positions(), [&](index_t n, index_t length) { kernels_.run(s, bases_, n, length, in_order()); });
    }

private:
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
        std::byte* const bases[] = {address_of(s, s.operands[1], bases_, n, bytes), address_of(s, s.whole, bases_, n, bytes)};
        kernels_.run(copy, bases, 0, 1, settings_);
    }

    void waves(const step& s)
    {
        if (!s.schedule.empty()) return kernels_.run(s, bases_, 0, s.positions(), settings_);
        std::vector<std::unique_ptr<stepwise>> inner;
        for (const step& i : s.inner) inner.push_back(kernels_.prepare(i, bases_, i.what == kind::store ? in_order() : settings_));
        turns(s, [&](std::size_t i, index_t first, index_t count) {
            const auto run = [&](index_t n, index_t length) { inner[i]->run(n, length); };
            if (s.inner[i].what == kind::store) store(s.inner[i], first, count, run);
            else run(first, count);
        }).take();
    }

    settings in_order() const
    {
        settings one = settings_;
        one.threads = 1;
        return one;
    }

    kernels& kernels_;
    std::byte* const* bases_;
    settings settings_;
};

std::span<const step> turn_of(const bound& b, std::size_t n)
{
    if (b.first + n >= b.last) return {};
    const std::vector<std::size_t>& ends = b.what->turns;
    const std::size_t first = b.first + n == 0 ? 0 : ends[b.first + n - 1];
    return {b.what->steps.data() + first, ends[b.first + n] - first};
}

}  // namespace

bool walk(const step& s, std::byte* const* bases, kernels& k, const settings& how)
{
    if (walker::is_plain(s)) k.run(s, bases, 0, s.positions(), how);
    else walker(k, bases, how).run(s);
    return s.most == 0 || k.numbers_kept(s, bases, how);
}

bool walk(std::span<const bound> plans, kernels& k, const settings& how)
{
    std::size_t turns = 0;
    for (const bound& b : plans) turns = std::max(turns, b.last - b.first);
    std::vector<bound_step> plain;
    for (std::size_t n = 0; n < turns; ++n) {
        plain.clear();
        for (const bound& b : plans)
            for (const step& s : turn_of(b, n))
                if (walker::is_plain(s)) plain.push_back({&s, b.bases});
        if (plain.size() == 1) k.run(*plain[0].what, plain[0].bases, 0, plain[0].what->positions(), how);
        else if (!plain.empty()) k.run(plain, how);
        for (const bound& b : plans)
            for (const step& s : turn_of(b, n))
                if (!walker::is_plain(s)) walker(k, b.bases, how).run(s);
        for (const bound& b : plans)
            for (const step& s : turn_of(b, n))
                if (s.most != 0 && !k.numbers_kept(s, b.bases, how)) return false;
    }
    return true;
}

}  // namespace tenfold::backend
