// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Running sums along one axis, or over all elements in row-major order.
#include "backend/cpu/reduce.hpp"

#include "backend/cpu/visit.hpp"

namespace tenfold::backend::on_cpu {

namespace {

template <class R, class T>
void one_sum(const nest<2>& along, const T* from, R* to)
{
    R sum{};
    for_each_index(along, along.rank, [&](const auto& at) {
        sum = plus<R>(sum, static_cast<R>(from[at[0]]));
        to[at[1]] = sum;
    });
}

/// Four that lie apart: they need not wait for each other.
template <class R, class T>
void four_sums(const nest<2>& along, const T* from, index_t from_step, R* to, index_t to_step)
{
    const int inner = along.rank - 1;
    const index_t n = inner < 0 ? 1 : along.extent[inner];
    const auto step = inner < 0 ? std::array<index_t, 2>{} : along.stride[inner];
    R sum[4] = {};
    for_each_index(along, std::max(inner, 0), [&](const auto& at) {
        R now[4] = {sum[0], sum[1], sum[2], sum[3]};
        for (index_t i = 0; i < n; ++i)
#pragma GCC unroll 4
            for (index_t j = 0; j < 4; ++j) {
                now[j] = plus<R>(now[j], static_cast<R>(from[at[0] + i * step[0] + j * from_step]));
                to[at[1] + i * step[1] + j * to_step] = now[j];
            }
        std::copy_n(now, 4, sum);
    });
}

/// Adds a row to sums that lie side by side; `One`, a constant, where all lie dense.
template <class R, class T, class One>
void next_row(R* sum, const T* from, One from_step, R* to, One to_step, index_t n)
{
#pragma GCC ivdep  // the result overlaps no operand
    for (index_t i = 0; i < n; ++i) {
        sum[i] = plus<R>(sum[i], static_cast<R>(from[i * from_step]));
        to[i * to_step] = sum[i];
    }
}

template <class R, class T>
void side_by_side(const nest<2>& along, const T* from, index_t from_step, R* to, index_t to_step, index_t n)
{
    R sum[4096 / sizeof(R)] = {};
    for_each_index(along, along.rank, [&](const auto& at) {
        const std::integral_constant<index_t, 1> one;
        if (from_step == 1 && to_step == 1) next_row(sum, from + at[0], one, to + at[1], one, n);
        else next_row(sum, from + at[0], from_step, to + at[1], to_step, n);
    });
}

template <class R, class T>
void many_sums(const nest<2>& along, const T* from, index_t from_step, R* to, index_t to_step, index_t n)
{
    const bool close = along.rank == 0 || std::abs(from_step) < std::abs(along.stride[along.rank - 1][0]);
    const index_t most = close ? 4096 / sizeof(R) : 4;
    for (index_t width; n > 0; n -= width, from += width * from_step, to += width * to_step) {
        width = std::min(most, n);
        if (close) side_by_side(along, from, from_step, to, to_step, width);
        else if (width == 4) four_sums(along, from, from_step, to, to_step);
        else
            for (index_t i = 0; i < width; ++i) one_sum(along, from + i * from_step, to + i * to_step);
    }
}

template <class T>
class running_sum final : public reduction {
public:
    explicit running_sum(const reduction_axes& x) : x_(x)
    {
        x_.kept.sort();
        x_.reduced.join();
    }
    void run(const std::byte* operand, std::byte* result, int threads) const override
    {
        using R = std::conditional_t<std::is_integral_v<T>, std::uint64_t, T>;
        if (x_.elements() == 0) return;
        const T* const from = reinterpret_cast<const T*>(operand);
        R* const to = reinterpret_cast<R*>(result);
        const int axis = axis_to_share(x_.kept, threads), inner = x_.kept.rank - 1;
        if (axis < 0) return one_sum(x_.reduced, from, to);
        const double seconds = seconds_of_pass(2 * x_.elements(), 0, sizeof(R));
        parallel(threads, seconds * memory_bound, x_.kept.extent[axis], 4 * threads, axis == inner ? 16 : 1,
                 [&](index_t first, index_t last) {
                     nest<3> kept = x_.kept;
                     kept.extent[axis] = last - first;
                     const auto& step = kept.stride[inner];
                     const T* const in = from + first * kept.stride[axis][0];
                     R* const out = to + first * kept.stride[axis][1];
                     for_each_index(kept, inner, [&](const auto& at) {
                         many_sums(x_.reduced, in + at[0], step[0], out + at[1], step[1], kept.extent[inner]);
                     });
                 });
    }

private:
    reduction_axes x_;
};

}  // namespace

made_reduction make_running_sum(element type, const reduction_axes& x)
{
    return visit_numbers(type, [&]<class T>(std::type_identity<T>) -> made_reduction {
        return std::make_unique<running_sum<T>>(x);
    });
}

}  // namespace tenfold::backend::on_cpu
