// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A few small calls are computed one by one, in the order in which they need each other: no rule could save what graph,
// rules and plan cost. Programs that read after every step stay close to eager ones by this.
#include "engine/express.hpp"

#include "backend/devices.hpp"
#include "engine/compact.hpp"
#include "engine/flights.hpp"
#include "engine/small_calls.hpp"
#include "graph/access.hpp"
#include "graph/lone.hpp"
#include "plan/cost.hpp"
#include "record/opaque.hpp"

#include <algorithm>
#include <new>
#include <span>
#include <utility>

namespace tenfold::engine {

namespace {

using record::index_t;
using record::operand_record;
using record::operation;

/// Work that is done before a second thread would be of use.
struct small_work {
    double product = 0;          // flops of one that is alone,
    double products = 0;         // and of several: a rule may be worth its time
    std::size_t elements = 0;    // of a pass
};
const small_work& most()
{
    static const small_work m = [] {
        const plan::machine& here = plan::this_machine();
        const double wake = plan::wake_seconds(here);
        return small_work{plan::flops_for_threads(here), wake * here.gemm_rate / 5, static_cast<std::size_t>(1.5 * wake * here.pass_rate)};
    }();
    return m;
}

// Of one call, beyond its arithmetic.
constexpr double call_seconds = 0.25e-6;
// So many calls are computed one by one whatever a plan would take: they are read at every step of a program.
constexpr int a_few = 8;

class small_program {
public:
    /// One member with what it needs; false where that is not small work on values that lie still.
    bool add(recorded& f, index_t m, bool kept)
    {
        index_t at;
        if (record::find_placed(f, m, at)) return true;
        if (small_call* known = find(f, m)) {
            known->kept |= kept;
            return true;
        }
        const bool is_fill = f.what.what == operation::fill;
        if (f.owner != detail::this_recorder || !(f.pending || is_fill) || f.operands.size() > most_operands) return false;
        if (calls_.size() + open_ == most_calls) return false;
        ++open_;
        reading operands[most_operands];
        std::shared_ptr<const void> block;
        for (std::size_t k = 0; k < f.operands.size(); ++k)
            if (!take_operand(f, f.operands[k], m, operands[k], block)) return false;
        --open_;
        small_call& c = calls_.add(f, m, kept || !(is_fill || f.is_dead(m)));   // others may never need a fill in memory
        std::copy_n(operands, f.operands.size(), c.operands);
        c.block = std::move(block);
        return is_small(f, c);
    }

    /// Everything that handles hold.
    bool add_living()
    {
        const auto& pending = detail::this_recorder->pending();
        if (pending.size() > most_calls) return false;
        for (recorded* f : pending) {
            const index_t end = f->count.load(std::memory_order_relaxed);
            if (end - f->low > most_calls) return false;
            for (index_t m = f->low; m < end; ++m)
                if (!f->is_dead(m) && !add(*f, m, true)) return false;
        }
        return true;
    }
    bool add(const std::vector<record::need>& targets)
    {
        if (targets.size() > most_calls) return false;
        for (const record::need& n : targets) {
            if (n.members.size() > most_calls) return false;
            for (const auto& [first, last] : n.members.ranges())
                for (index_t m = first; m < last; ++m)
                    if (!add(*n.f, m, true)) return false;
        }
        return true;
    }

    /// A product that is alone may be larger.
    bool is_worth_it()
    {
        if (calls_.size() <= a_few) return calls_.size() > 0 && (calls_.size() == 1 || flops_ <= most().products);
        const plan::machine& here = plan::this_machine();
        constexpr double saved = 0.5;   // of the arithmetic, by threads and by steps that are fused
        const double seconds = static_cast<double>(calls_.size()) * call_seconds + saved * (flops_ / here.gemm_rate + elements_ / here.pass_rate);
        return seconds <= static_cast<double>(families()) * here.plan_family;
    }

    std::span<const value_name> values(value_name (&out)[most_calls])
    {
        int n = 0;
        for (const small_call& c : calls_) out[n++] = {c.family, c.member};
        return {out, static_cast<std::size_t>(n)};
    }
    /// Has another thread computed any of it by now?
    bool any_there()
    {
        index_t at;
        return std::any_of(calls_.begin(), calls_.end(),
                           [&](const small_call& c) { return record::find_placed(*c.family, c.member, at) != nullptr; });
    }

    void run(bool alone)
    {
        calls_.place(alone);
        calls_.run();
    }

    /// Returns the bytes of what is kept.
    std::size_t publish()
    {
        std::size_t bytes = 0;
        for (small_call& c : calls_) {
            if (!c.kept) continue;
            record::kept_placement p;
            p.first = c.member;
            p.count = 1;
            p.data = c.data;
            p.stride = c.family->stride;
            p.block = std::move(c.block);
            if (c.family->is_view) {
                p.strides.assign(c.operands[0].stride, c.operands[0].stride + c.family->rank);
                p.stride = p.strides.data();
            }
            bytes += static_cast<std::size_t>(record::size_of(*c.family)) * size_of(c.family->type);
            record::publish(*c.family, std::move(p));
        }
        return bytes;
    }

private:
    /// Most calls read those just before.
    small_call* find(const recorded& f, index_t m)
    {
        for (small_call* c = calls_.end(); c-- != calls_.begin();)
            if (c->family == &f && c->member == m) return c;
        return nullptr;
    }
    int families()
    {
        int n = 0;
        for (small_call* c = calls_.begin(); c != calls_.end(); ++c)
            n += std::none_of(calls_.begin(), c, [&](const small_call& other) { return other.family == c->family; });
        return n;
    }

    bool take_operand(const recorded& f, const operand_record& o, index_t m, reading& r, std::shared_ptr<const void>& block)
    {
        value_family* const source = record::core(f.sources[static_cast<std::size_t>(o.numbers.at(m))]);
        // What another thread may move is read under the lock of planning only: this way takes none.
        if (!source || detail::may_move(*source)) return false;
        const index_t member = o.members.at(m), bytes = static_cast<index_t>(size_of(source->type));
        r = {nullptr, o.offsets.at(m) * bytes, -1, o.stride()};
        index_t at = 0;
        const detail::placement* p = record::canonical_leaf(*source);
        if (!p) p = record::find_placed(*source, member, at);
        if (!p) {
            recorded& computed = *record::calls(source);
            if (!add(computed, member, f.is_view)) return false;   // what a view shares stays
            r.from = static_cast<int>(find(computed, member) - calls_.begin());
            return true;
        }
        const std::byte* const data = p->data;
        if (!data) return false;   // it lies on a device
        r.data = data + at * bytes + r.at;
        if (f.is_view) block = record::block_of(*source, *p);
        if (p->stride == source->stride || graph::is_canonical(source->rank, source->shape, p->stride)) return true;
        // In another order in memory: as a whole, and where strides do not matter.
        r.stride = p->stride;
        return r.at == 0 && !f.product && o.rank == source->rank
            && std::equal(o.shape, o.shape + o.rank, source->shape)
            && std::equal(o.stride(), o.stride() + o.rank, source->stride);
    }

    bool is_small(const recorded& f, small_call& c)
    {
        plan::grouped_product& p = c.product;
        if (!f.product && !f.is_view) elements_ += static_cast<double>(elements_of_pass(f));
        switch (f.what.what) {
        case operation::product:
            if (f.type < element::float32 || !graph::as_matrices(f, p)) return false;
            flops_ += graph::flops_of(p);
            return flops_ < most().product;
        case operation::elementwise:   // without functions of the user, which may record and read
            return f.what.kernel->program && static_cast<std::size_t>(record::size_of(f)) <= most().elements;
        case operation::opaque:
            flops_ += flops_of_function(f);
            return flops_ < most().products && elements_of(f.operands[0]) <= most().elements;
        case operation::reduce:
        case operation::copy: return elements_of(f.operands[0]) <= most().elements;
        case operation::view: return true;
        case operation::fill: return static_cast<std::size_t>(record::size_of(f)) <= most().elements;
        case operation::store:   // where the older version stays, all of it is copied
            return elements_of(f.operands[1]) <= most().elements
                && (static_cast<std::size_t>(record::size_of(f)) <= most().elements || c.operands[0].from >= 0 || older_left_behind(f, c.member));
        default: return false;
        }
    }

    static double flops_of_function(const recorded& f)
    {
        return record::flops_of_calls(*f.what.function, [&](int k) {
            const operand_record& o = f.operands[static_cast<std::size_t>(k)];
            return std::pair(o.rank, o.shape);
        });
    }

    static std::size_t elements_of_pass(const recorded& f)
    {
        switch (f.what.what) {
        case operation::elementwise: return static_cast<std::size_t>(record::size_of(f) * plan::operations_of(f.what.kernel));
        case operation::store: return elements_of(f.operands[1]);
        case operation::reduce:
        case operation::copy: return elements_of(f.operands[0]);
        default: return static_cast<std::size_t>(record::size_of(f));
        }
    }

    call_list calls_;
    double elements_ = 0;
    int open_ = 0;       // calls whose operands are being looked for
    double flops_ = 0;
};

}  // namespace

namespace {

bool compute(small_program& all, bool alone)
{
    value_name values[most_calls];
    flight now;
    {
        const std::lock_guard turn(planning());
        const std::span<const value_name> computed = all.values(values);
        if (any_flying(computed) || all.any_there()) return false;
        now.start(computed);
    }
    all.run(alone);

    const record::letting_go later;
    const std::lock_guard turn(planning());
    const std::size_t bytes = all.publish();
    now.land();
    try {
        retire_soon(bytes);
    }
    catch (const std::bad_alloc&) {   // all is computed; the next evaluation does it
    }
    return true;
}

/// A name that is none is an error here as well.
bool may_begin()
{
    if (!backend::default_takes_small_steps()) return false;
    (void)disabled_rules(nullptr);
    return true;
}

}  // namespace

bool compute_at_once(recorded& f, index_t member, bool only)
{
    if (f.owner != detail::this_recorder || !may_begin()) return false;
    small_program all;
    return all.add(f, member, true) && (only || all.add_living()) && all.is_worth_it() && compute(all, !only);
}

bool compute_at_once(const std::vector<record::need>& targets)
{
    if (targets.empty() || targets[0].f->owner != detail::this_recorder || !may_begin()) return false;
    small_program all;
    if (!all.add(targets) || !all.is_worth_it() || !compute(all, false)) return false;
    const record::letting_go later;
    const std::lock_guard turn(planning());
    compact();   // as each evaluation that is asked for
    return true;
}

}  // namespace tenfold::engine
