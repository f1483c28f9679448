// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/run.hpp"

#include "backend/devices.hpp"
#include "plan/pipeline.hpp"
#include "record/computing.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <set>

namespace tenfold::engine {

namespace {

using plan::step;

/// One plan, some of its steps on the host.
class divided_run {
public:
    divided_run(backend::executor& e, const binding& b, const backend::settings& how) : executor_(e), binding_(b), how_(how) {}

    bool run()
    {
        const std::vector<std::size_t>& turns = plan().turns;
        for (std::size_t n = 0, end; n < turns.size(); n = end) {
            for (end = n; end < turns.size() && !any_refused(end);) ++end;
            if (end > n && !executor_.run(std::array{backend::bound{&plan(), binding_.bases(), n, end}}, how_).wait()) return false;
            if (end < turns.size() && !run_divided(end++)) return false;
        }
        return true;
    }

private:
    const plan::plan& plan() const { return binding_.what(); }
    std::span<const step> turn(std::size_t n) const
    {
        const std::size_t first = n == 0 ? 0 : plan().turns[n - 1];
        return {plan().steps.data() + first, plan().turns[n] - first};
    }
    bool is_refused(const step& s) const { return refusal(executor_, s) != nullptr; }
    bool any_refused(std::size_t n) const
    {
        const auto steps = turn(n);
        return std::any_of(steps.begin(), steps.end(), [&](const step& s) { return is_refused(s); });
    }

    bool run_divided(std::size_t n)
    {
        plan::plan here, there;
        here.buffers = there.buffers = plan().buffers;
        here.inputs = there.inputs = plan().inputs;
        for (const step& s : turn(n)) (is_refused(s) ? here : there).steps.push_back(s);
        for (plan::plan* p : {&here, &there})
            if (!p->steps.empty()) p->turns = {p->steps.size()};
        if (!executor_.run(std::array{backend::whole(there, binding_.bases())}, how_).wait()) return false;
        const host_copies copies(binding_, here);
        const bool kept = backend::cpu().run(std::array{backend::whole(here, copies.bases())}, how_).wait();
        copies.give_back();
        return kept;
    }

    /// The memory of some steps, in that of the host.
    class host_copies {
    public:
        host_copies(const binding& b, const plan::plan& p) : binding_(b), bases_(p.buffers.size(), nullptr), blocks_(p.buffers.size())
        {
            if (b.space().is_host()) {
                bases_.assign(b.bases(), b.bases() + bases_.size());
                return;
            }
            for (const plan::step& s : p.steps) {
                plan::for_each_buffer(s, [&](int buffer) { copy(p.buffers[static_cast<std::size_t>(buffer)], buffer); });
                plan::for_each_result(s, [&](int buffer) { written_.insert(static_cast<std::size_t>(buffer)); });
            }
        }
        std::byte* const* bases() const { return bases_.data(); }
        void give_back() const
        {
            for (const std::size_t i : written_)
                if (blocks_[i]) binding_.space().from_host(binding_.bases()[i], bases_[i], bytes_of(binding_.what().buffers[i]));
        }

    private:
        void copy(const plan::buffer& b, int number)
        {
            const auto i = static_cast<std::size_t>(number);
            if (bases_[i]) return;
            if (b.what == plan::role::input || b.what == plan::role::list) {
                const auto first = static_cast<std::size_t>(b.input), count = b.what == plan::role::list ? static_cast<std::size_t>(b.elements) : 1;
                auto& values = lists_.emplace_back();
                for (std::size_t k = 0; k < count; ++k) values.push_back(const_cast<std::byte*>(host_data(*binding_.read()[first + k])));
                bases_[i] = b.what == plan::role::input ? values[0] : reinterpret_cast<std::byte*>(values.data());
                return;
            }
            if (b.elements == 0) return;
            blocks_[i] = storage::allocate(bytes_of(b));
            bases_[i] = blocks_[i].get();
            binding_.space().to_host(bases_[i], binding_.bases()[i], bytes_of(b));
        }

        const binding& binding_;
        std::vector<std::byte*> bases_;
        std::vector<std::shared_ptr<std::byte>> blocks_;   // of buffers that are no inputs
        std::deque<std::vector<std::byte*>> lists_;
        std::set<std::size_t> written_;
    };

    backend::executor& executor_;
    const binding& binding_;
    const backend::settings how_;
};

}  // namespace

double least_handed_on(const backend::executor& e)
{
    return e.hands_on() ? plan::least_handed_on(e.rates()) : std::numeric_limits<double>::infinity();
}

const char* refusal(const backend::executor& e, const plan::step& s)
{
    const char* reason = e.refuses(s);
    for (auto i = s.inner.begin(); !reason && i != s.inner.end(); ++i) reason = refusal(e, *i);
    return reason;
}

bool run(backend::executor& e, std::span<const binding* const> plans, const options* choices, const std::function<void()>& begun)
{
    const record::computing_here now;
    backend::settings how;
    if (choices) {
        how.threads = choices->threads;
        how.stream = choices->stream;
    }
    const auto refuses_any = [&](const binding* b) {
        return std::any_of(b->what().steps.begin(), b->what().steps.end(), [&](const step& s) { return refusal(e, s) != nullptr; });
    };
    if (std::any_of(plans.begin(), plans.end(), refuses_any))
        return std::all_of(plans.begin(), plans.end(), [&](const binding* b) { return divided_run(e, *b, how).run(); });
    backend::bound all[2];
    std::size_t count = 0;
    for (const binding* b : plans) all[count++] = b->bound();
    backend::ticket t = e.run({all, count}, how);
    if (!begun) return t.wait();
    const bool over = t.ready();
    if (over && !t.wait()) return false;
    begun();
    return over || t.wait();
}

}  // namespace tenfold::engine
