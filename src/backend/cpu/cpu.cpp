// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/small.hpp"
#include "backend/walk.hpp"

#include <algorithm>

namespace tenfold::backend {

namespace {

/// No element is written, however long the other axes are: loops over those would not end.
bool writes_nothing(const plan::step& s)
{
    const auto& shape = s.result_form.shape;
    return std::find(shape.begin(), shape.end(), 0) != shape.end();
}

class cpu_kernels final : public kernels {
public:
    using kernels::run;

    void run(const plan::step& s, std::byte* const* bases, plan::index_t first, plan::index_t count,
             const settings& how) override
    {
        if (writes_nothing(s)) return;
        switch (s.what) {
        case plan::kind::product: return on_cpu::run_product(s, bases, first, count, how);
        case plan::kind::group: return on_cpu::run_group(s, bases, how);
        case plan::kind::elementwise: return on_cpu::run_elementwise(s, bases, first, count, how);
        case plan::kind::reduce: return on_cpu::run_reduce(s, bases, first, count, how);
        case plan::kind::copy:
        case plan::kind::store: return on_cpu::run_copy(s, bases, first, count, how);
        case plan::kind::window_sum: return on_cpu::run_window_sum(s, bases, how);
        case plan::kind::opaque: return on_cpu::run_opaque(s, bases, first, count, how);
        case plan::kind::fill: return on_cpu::run_fill(s, bases, first, count, how);
        case plan::kind::waves:
            if (s.schedule.empty()) break;  // walk() runs their inner steps
            return on_cpu::run_waves(s, bases, how);
        case plan::kind::pipeline: return on_cpu::run_pipeline(s, bases, how);
        }
        throw error(std::string("[cpu] a step that no kernel runs: ") + plan::name_of(s.what));
    }

    std::unique_ptr<stepwise> prepare(const plan::step& s, std::byte* const* bases, const settings& how) override
    {
        std::unique_ptr<stepwise> made;
        if (writes_nothing(s)) {}
        else if (s.what == plan::kind::product) made = on_cpu::prepare_product(s, bases, how);
        else if (s.what == plan::kind::elementwise) made = on_cpu::prepare_elementwise(s, bases, how);
        else if (s.what == plan::kind::copy || s.what == plan::kind::store) made = on_cpu::prepare_copy(s, bases, how);
        return made ? std::move(made) : kernels::prepare(s, bases, how);
    }

    bool numbers_kept(const plan::step& s, std::byte* const* bases, const settings& how) override
    {
        return on_cpu::numbers_kept(s, bases, how);
    }

    void run(const std::vector<bound_step>& steps, const settings& how) override { on_cpu::run_steps(steps, how); }
};

class cpu_executor final : public executor {
public:
    const char* name() const override { return "cpu"; }
    storage::space& space() override { return storage::host(); }
    const plan::machine& rates() const override { return plan::this_machine(); }
    bool takes_small_steps() const override { return true; }
    bool hands_on() const override { return true; }
    ticket run(std::span<const bound> plans, const settings& how) override { return ticket(walk(plans, on_host(), how)); }
};

}  // namespace

kernels& on_host()
{
    static auto* const one = new cpu_kernels;
    return *one;
}

executor& cpu()
{
    static auto* const one = new cpu_executor;
    return *one;
}

void outlive_kernels() { on_cpu::load_small(); }

}  // namespace tenfold::backend
