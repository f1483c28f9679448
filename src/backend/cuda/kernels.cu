// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Copies, stores, fills and products of any strides.
#include "backend/cuda/kernel.hpp"
#include "backend/cuda/numbers.hpp"

namespace tenfold::backend::on_cuda {

namespace {

TENFOLD_DEVICE void move_elements(const move& x, std::int64_t item)
{
    const std::int64_t size = x.over.size(), n = x.where.first + item / size;
    std::int64_t at[2];
    x.over.find(item % size, at);
    visit(x.type, [&](auto t) {
        using T = typename decltype(t)::number;
        T& to = reinterpret_cast<T*>(x.to.at(x.where, n, sizeof(T)))[at[0]];
        const T from = reinterpret_cast<const T*>(x.from.at(x.where, n, sizeof(T)))[at[1]];
        switch (x.mode) {
        case combine::assign: to = from; break;
        case combine::add: to = add(to, from); break;
        case combine::subtract: to = subtract(to, from); break;
        case combine::multiply: to = multiply(to, from); break;
        case combine::divide: to = divide(to, from); break;
        }
    });
}

TENFOLD_DEVICE void scatter_value(const scatter& x, std::int64_t item)
{
    const std::int64_t size = x.over.size(), n = x.where.first + item / size;
    std::int64_t at[1];
    x.over.find(item % size, at);
    std::byte* const to = x.to.at(x.where, n, x.bytes) + at[0] * x.bytes;
    for (int i = 0; i < x.bytes; ++i) to[i] = static_cast<std::byte>(x.value[i]);
}

/// One element of the result. Long sums are added up by runs, so that rounding grows with their number only.
TENFOLD_DEVICE void contract(const contraction& x, std::int64_t item)
{
    constexpr std::int64_t run = 128;
    const std::int64_t size = x.free.size(), terms = x.summed.size(), n = x.where.first + item / size;
    const std::int64_t positions = x.sum_positions ? x.where.count : 1;
    std::int64_t at[3];
    x.free.find(item % size, at);
    visit(x.type, [&](auto t) {
        using T = typename decltype(t)::number;
        T sum{}, part{};
        std::int64_t in_part = 0;
        for (std::int64_t p = n; p < n + positions; ++p) {
            const T* const a = reinterpret_cast<const T*>(x.a.at(x.where, p, sizeof(T))) + at[0];
            const T* const b = reinterpret_cast<const T*>(x.b.at(x.where, p, sizeof(T))) + at[1];
            for (std::int64_t k = 0; k < terms; ++k) {
                std::int64_t s[3];
                x.summed.find(k, s);
                part = add(part, multiply(conjugated(a[s[0]], x.conjugate_a), b[s[1]]));
                if (++in_part < run) continue;
                sum = add(sum, part);
                part = T{};
                in_part = 0;
            }
        }
        T& c = reinterpret_cast<T*>(x.c.at(x.where, n, sizeof(T)))[at[2]];
        sum = add(sum, part);
        c = x.accumulate ? add(c, sum) : sum;
    });
}

TENFOLD_DEVICE void write_address(const addresses& x, std::int64_t item)
{
    x.to[item] = x.from.at(x.where, x.where.first + item, x.element_bytes);
}

}  // namespace

TENFOLD_KERNEL(move_elements, move)
TENFOLD_KERNEL(scatter_value, scatter)
TENFOLD_KERNEL(contract, contraction)
TENFOLD_KERNEL(write_address, addresses)

void launch(const move& x, const queue& q) { launch_move_elements(x, x.where.count * x.over.size(), q); }
void launch(const scatter& x, const queue& q) { launch_scatter_value(x, x.where.count * x.over.size(), q); }
void launch(const contraction& x, const queue& q) { launch_contract(x, (x.sum_positions ? 1 : x.where.count) * x.free.size(), q); }
void launch(const addresses& x, const queue& q) { launch_write_address(x, x.where.count, q); }

}  // namespace tenfold::backend::on_cuda
