// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/gemm.hpp"
#include "backend/cpu/kernels.hpp"

namespace tenfold::backend {

namespace {

class cpu_backend final : public backend {
public:
    using backend::run;
    const char* name() const override { return "cpu"; }

    void run(const plan::step& s, std::byte* const* bases, plan::index_t first, plan::index_t count,
             const settings& how) override
    {
        switch (s.what) {
        case plan::kind::product: return on_cpu::run_product(s, bases, first, count, how);
        case plan::kind::elementwise: return on_cpu::run_elementwise(s, bases, first, count, how);
        case plan::kind::reduce: return on_cpu::run_reduce(s, bases, first, count, how);
        case plan::kind::copy:
        case plan::kind::store: return on_cpu::run_copy(s, bases, first, count, how);
        case plan::kind::fill: return on_cpu::run_fill(s, bases, first, count, how);
        case plan::kind::waves: break;  // the engine runs their inner steps
        case plan::kind::group:
            for (const plan::grouped_product& x : s.members) {
                const on_cpu::matrices one{s.type, x.conjugate_a, x.m, x.n, x.k, x.am, x.ak, x.bk, x.bn, x.cm, x.cn};
                std::byte* c = bases[s.result.buffer] + x.c * static_cast<plan::index_t>(size_of(s.type));
                const on_cpu::multiplier by(one, 1);
                if (by.how() != on_cpu::multiplier::method::none && x.k > 0 && x.m > 0 && x.n > 0) {
                    by(x.a, x.b, c, false);
                    continue;
                }
                plan::step general;
                general.type = general.operand_type = s.type;
                general.conjugate_a = x.conjugate_a;
                general.axes = {{x.m, x.am, 0, x.cm, true, false, true}, {x.n, 0, x.bn, x.cn, false, true, true},
                                {x.k, x.ak, x.bk, 0, true, true, false}};
                general.operands.resize(2);
                general.operands[0].buffer = 0;
                general.operands[1].buffer = 1;
                general.result.buffer = 2;
                std::byte* const at[] = {const_cast<std::byte*>(x.a), const_cast<std::byte*>(x.b), c};
                run(general, at, 0, 1, how);
            }
            return;
        }
        throw error(std::string("[cpu] a step that no kernel runs: ") + plan::name_of(s.what));
    }
};

}  // namespace

backend& cpu()
{
    static auto* const one = new cpu_backend;
    return *one;
}

}  // namespace tenfold::backend
