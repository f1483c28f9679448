// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/group.hpp"

#include "backend/cpu/kernels.hpp"
#include "backend/cpu/strided.hpp"
#include "backend/cpu/visit.hpp"
#include "plan/machine.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>

namespace tenfold::backend::on_cpu {

namespace {

using plan::grouped_product;

constexpr index_t lanes = 8;
constexpr index_t tall = 256;  // from here on a product is worth a look at slabs

matrices matrices_of(const grouped_product& x, element type)
{
    return {type, x.conjugate_a, x.m, x.n, x.k, x.am, x.ak, x.bk, x.bn, x.cm, x.cn};
}

bool alike(const grouped_product& x, const grouped_product& y)
{
    return x.m == y.m && x.n == y.n && x.k == y.k && x.am == y.am && x.ak == y.ak && x.bk == y.bk && x.bn == y.bn
        && x.cm == y.cm && x.cn == y.cn && x.conjugate_a == y.conjugate_a;
}

// The most common layout, dense and row-major, with a kernel that is there already: no more than a look into the table.
small_kernel known_kernel(const grouped_product& x, element type)
{
    const bool rows = x.m == 1 || (x.am == x.k && x.cm == x.n), columns = x.n == 1 || (x.bn == 1 && x.cn == 1);
    if (!rows || !columns || !(x.k == 1 || (x.ak == 1 && x.bk == x.n))) return nullptr;
    if (!has_small(type) || std::max({x.m, x.n, x.k}) > 1024) return nullptr;
    const int m = static_cast<int>(x.m), n = static_cast<int>(x.n), k = static_cast<int>(x.k);
    return find_small({type, n, m, k, n, k, n, false, false}).kernel;
}

void zeros(const grouped_product& x, element type, std::byte* c)
{
    const std::complex<double> zero = 0;
    nest<1> all;
    all.add(x.m, {x.cm});
    all.add(x.n, {x.cn});
    fill_elements(all, size_of(type), c, &zero, 1);
}

}  // namespace

group_job::group_job(const plan::step& s, std::byte* const* bases)
    : step_(s), bases_(bases), values_(reinterpret_cast<std::byte* const*>(bases[s.operands[0].buffer])),
      size_(static_cast<index_t>(size_of(s.type)))
{
    const plan::machine& here = plan::this_machine();
    const double weight = (is_complex_type(s.type) ? 2 : 1) * static_cast<double>(size_of(s.type)) / 8;
    const bool blas = is_blas_type(s.type);
    call_ = here.vector_call;
    flop_ = blas ? weight / here.gemm_rate : 1 / here.loop_rate;
    element_ = static_cast<double>(size_of(s.type)) / here.cache_bandwidth;
    for (const grouped_product& x : s.members) {
        const double one = seconds_of_one(x);
        seconds_ += one;
        largest_ = std::max(largest_, one);
    }
}

double group_job::seconds_of_one(const grouped_product& x) const
{
    // Few columns fill a vector badly, few terms are soon written, and of a vector's product the reading takes longest.
    const auto columns = static_cast<double>((x.n + lanes - 1) / lanes * lanes);
    const auto m = static_cast<double>(x.m), n = static_cast<double>(x.n), k = static_cast<double>(x.k);
    return call_ + std::max(2 * m * columns * k * flop_, (m + n) * k * element_) + m * n * element_;
}

// Members first .. last - 1, in the given order. Neighbours of one shape share a multiplier.
void group_job::members(index_t first, index_t last, const std::uint32_t* order) const
{
    const auto number = [&](index_t i) { return order ? std::size_t{order[i]} : static_cast<std::size_t>(i); };
    const auto at = [&](index_t i) -> const grouped_product& { return step_.members[number(i)]; };
    for (index_t i = first, end; i < last; i = end) {
        const grouped_product& x = at(i);
        for (end = i + 1; end < last && alike(x, at(end));) ++end;
        if (x.m == 0 || x.n == 0) continue;
        if (x.k == 0) {
            for (; i < end; ++i) zeros(x, step_.type, place(number(i)).c);
            continue;
        }
        const auto next = [&](index_t n) { return place(number(n + 1 < last ? n + 1 : n)); };
        if (const small_kernel f = known_kernel(x, step_.type)) {
            for (addresses here = place(number(i)); i < end; ++i) {
                const addresses then = next(i);
                f(here.b, here.a, here.c, then.b, then.a, then.c);
                here = then;
            }
            continue;
        }
        const multiplier f(matrices_of(x, step_.type), {static_cast<double>(end - i), 0});
        const bool slabs = f.how() == multiplier::method::gemm && std::max(x.m, x.n) > tall && std::min(x.m, x.n) > 1;
        if (f.how() == multiplier::method::none || slabs) {
            for (; i < end; ++i) single(number(i));
            continue;
        }
        for (; i < end; ++i) f(place(number(i)), next(i), false);
    }
}

std::unique_ptr<group_job::lone> group_job::apart(std::size_t i) const
{
    const grouped_product& x = step_.members[i];
    auto r = std::make_unique<lone>();
    plan::step& s = r->step;
    s.what = plan::kind::product;
    s.type = s.operand_type = step_.type;
    s.conjugate_a = x.conjugate_a;
    s.operands.resize(2);
    s.operands[0].buffer = 0;
    s.operands[1].buffer = 1;
    s.result.buffer = 2;
    s.axes = {{x.m, x.am, 0, x.cm, true, false, true},
              {x.n, 0, x.bn, x.cn, false, true, true},
              {x.k, x.ak, x.bk, 0, true, true, false}};
    const addresses at = place(i);
    r->bases[0] = const_cast<std::byte*>(at.a);
    r->bases[1] = const_cast<std::byte*>(at.b);
    r->bases[2] = at.c;
    r->work = std::make_unique<product_jobs>(s, r->bases, 0, 1);
    return r;
}

void group_job::single(std::size_t i) const
{
    const auto one = apart(i);
    for (job* j : one->work->jobs()) j->run();
}

// Long products are cut themselves; of the rest the longest go first, by powers of two, where it can matter.
void group_job::cut(const share& s, std::vector<chunk>& chunks)
{
    const double long_one = s.part / 3;
    order_.clear();
    const bool by_length = largest_ > s.part / 32;
    double left = by_length ? sort(long_one, s, chunks) : seconds_;
    const index_t n = by_length ? static_cast<index_t>(order_.size()) : count();
    const auto cost = [&](index_t i) {
        return seconds_of_one(step_.members[order_.empty() ? static_cast<std::size_t>(i) : order_[static_cast<std::size_t>(i)]]);
    };
    for (index_t first = 0, i = 0; i < n; first = i) {
        const double wanted = s.next(left);
        double sum = 0;
        for (; i < n && (i == first || sum + cost(i) <= wanted); ++i) sum += cost(i);
        chunks.push_back({this, first, i, sum});
        left -= sum;
    }
}

double group_job::sort(double long_one, const share& s, std::vector<chunk>& chunks)
{
    constexpr int classes = 64;
    const auto class_of = [&](const grouped_product& x) {  // 0: the longest
        return std::clamp(std::ilogb(largest_ / seconds_of_one(x)), 0, classes - 1);
    };
    std::array<std::uint32_t, classes + 1> start{};
    for (const grouped_product& x : step_.members)
        if (seconds_of_one(x) <= long_one) ++start[static_cast<std::size_t>(class_of(x)) + 1];
    for (std::size_t c = 0; c < classes; ++c) start[c + 1] += start[c];
    order_.resize(start[classes]);
    double rest = 0;
    for (std::uint32_t i = 0; i < step_.members.size(); ++i) {
        const grouped_product& x = step_.members[i];
        if (const double one = seconds_of_one(x); one <= long_one) {
            order_[start[static_cast<std::size_t>(class_of(x))]++] = i;
            rest += one;
        }
        else {
            long_ones_.push_back(apart(i));
            for (job* j : long_ones_.back()->work->jobs()) j->cut(s, chunks);
        }
    }
    return rest;
}

void group_job::finish()
{
    for (const auto& x : long_ones_)
        for (job* j : x->work->jobs()) j->finish();
    long_ones_.clear();
}

void run_group(const plan::step& s, std::byte* const* bases, const settings& how)
{
    group_job all(s, bases);
    job* const only = &all;
    run_jobs({&only, 1}, threads_of(how));
}

}  // namespace tenfold::backend::on_cpu
