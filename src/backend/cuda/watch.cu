// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Did the numbers of a product stay in the range of their type? As backend/cpu/range.cpp, but that a result which is no
// number counts as outside, whatever it was made of.
#include "backend/cuda/kernel.hpp"
#include "backend/cuda/numbers.hpp"

#include <cmath>
#include <limits>

namespace tenfold::backend::on_cuda {

namespace {

template <class T> TENFOLD_DEVICE double magnitude(T x)
{
    if constexpr (is_complex<T>) {
        const double re = std::fabs(static_cast<double>(x.real())), im = std::fabs(static_cast<double>(x.imag()));
        return re > im || re != re ? re : im;
    }
    else return std::fabs(static_cast<double>(x));
}

/// Of positive numbers, whose bits are in the same order.
TENFOLD_DEVICE void lower(double& to, double x)
{
    static_assert(sizeof(double) == sizeof(unsigned long long));
#ifdef __CUDA_ARCH__
    atomicMin(reinterpret_cast<unsigned long long*>(&to), *reinterpret_cast<const unsigned long long*>(&x));
#else
    if (x < to) to = x;
#endif
}

TENFOLD_DEVICE void begin_watch(const watch& x, std::int64_t)
{
    x.state->outside = x.state->small = 0;
    x.state->smallest[0] = x.state->smallest[1] = std::numeric_limits<double>::infinity();
}

TENFOLD_DEVICE void look_at_result(const watch& x, std::int64_t item)
{
    const contraction& p = x.product;
    const std::int64_t size = p.free.size(), n = p.where.first + item / size;
    std::int64_t at[3];
    p.free.find(item % size, at);
    double m = 0;
    visit(p.type, [&](auto t) {
        using T = typename decltype(t)::number;
        m = magnitude(reinterpret_cast<const T*>(p.c.at(p.where, n, sizeof(T)))[at[2]]);
    });
    if (!(m <= x.most)) x.state->outside = 1;   // all who write say the same
    else if (m < x.least) x.state->small = 1;
}

TENFOLD_DEVICE void look_at_operand(const watch& x, std::int64_t item)
{
    if (!x.state->small) return;
    const contraction& p = x.product;
    const std::int64_t free = p.free.size(), size = free * p.summed.size(), n = p.where.first + item / size;
    std::int64_t at[3], in[3];
    p.free.find(item % size % free, at);
    p.summed.find(item % size / free, in);
    const start& from = x.operand == 0 ? p.a : p.b;
    visit(p.type, [&](auto t) {
        using T = typename decltype(t)::number;
        const T v = reinterpret_cast<const T*>(from.at(p.where, n, sizeof(T)))[at[x.operand] + in[x.operand]];
        const auto take = [&](double m) {
            if (m > 0) lower(x.state->smallest[x.operand], m);
        };
        if constexpr (is_complex<T>) take(std::fabs(static_cast<double>(v.real()))), take(std::fabs(static_cast<double>(v.imag())));
        else take(std::fabs(static_cast<double>(v)));
    });
}

/// Each element of an operand once.
axes<3> only_of(axes<3> x, int operand)
{
    for (int d = 0; d < x.rank; ++d)
        if (x.stride[operand][d] == 0) x.extent[d] = std::min<std::int64_t>(x.extent[d], 1);
    return x;
}

}  // namespace

TENFOLD_KERNEL(begin_watch, watch)
TENFOLD_KERNEL(look_at_result, watch)
TENFOLD_KERNEL(look_at_operand, watch)

void launch(const watch& x, const queue& q)
{
    const contraction& p = x.product;
    launch_begin_watch(x, 1, q);
    launch_look_at_result(x, (p.sum_positions ? 1 : p.where.count) * p.free.size(), q);
    watch one = x;
    for (one.operand = 0; one.operand < 2; ++one.operand) {
        one.product.free = only_of(p.free, one.operand);
        one.product.summed = only_of(p.summed, one.operand);
        launch_look_at_operand(one, p.where.count * one.product.free.size() * one.product.summed.size(), q);
    }
}

}  // namespace tenfold::backend::on_cuda
