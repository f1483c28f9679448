// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Random steps: shapes, strides, loops, and plain loops to compare with. Elements are small whole numbers, so that
// sums come out the same in any order and results can be compared exactly.
#pragma once

#include "backend/kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

namespace backend_test {

using namespace tenfold;
using plan::index_t;

inline std::byte* bytes(void* p) { return static_cast<std::byte*>(p); }

struct dice {
    std::mt19937 engine;
    explicit dice(unsigned seed) : engine(seed) {}

    index_t upto(index_t low, index_t high)
    {
        return std::uniform_int_distribution<index_t>(low, high)(engine);
    }
    bool chance(double p) { return std::uniform_real_distribution<>(0, 1)(engine) < p; }
    template <class T> T pick(std::initializer_list<T> from)
    {
        return from.begin()[upto(0, static_cast<index_t>(from.size()) - 1)];
    }
    template <class T> T number()
    {
        if constexpr (std::is_same_v<T, bool>) return chance(0.3);
        else if constexpr (std::is_integral_v<T>)
            return static_cast<T>(upto(std::is_signed_v<T> ? -9 : 0, 9));
        else if constexpr (std::is_floating_point_v<T>) return static_cast<T>(upto(-4, 4));
        else
            return {
                static_cast<typename T::value_type>(upto(-3, 3)),
                static_cast<typename T::value_type>(upto(-3, 3))};
    }
    std::vector<index_t> extents(int rank, index_t most)
    {
        std::vector<index_t> r;
        for (int d = 0; d < rank; ++d) r.push_back(chance(0.04) ? 0 : chance(0.15) ? 1 : upto(2, most));
        return r;
    }
};

// Elements with the strides that reach them, and element 0 of the access somewhere inside.
template <class T> struct memory {
    std::unique_ptr<T[]> data;
    index_t size = 0, start = 0;
    std::vector<index_t> stride;

    std::byte* base() const { return bytes(data.get()); }
    T& operator[](index_t i) const { return data[static_cast<std::size_t>(i)]; }
    T& at(const std::vector<index_t>& index) const
    {
        index_t i = start;
        for (std::size_t d = 0; d < index.size(); ++d) i += index[d] * stride[d];
        return (*this)[i];
    }
    /// The first and the last element that indices below these extents reach.
    std::pair<index_t, index_t> reach(const std::vector<index_t>& extent) const
    {
        index_t low = start, high = start;
        for (std::size_t i = 0; i < extent.size(); ++i)
            if (extent[i] > 1) (stride[i] < 0 ? low : high) += stride[i] * (extent[i] - 1);
        return {low, high};
    }
};

template <class T> memory<T> reached(dice& d, const std::vector<index_t>& extent, std::vector<index_t> stride)
{
    index_t low = 0, high = 0;
    for (std::size_t i = 0; i < extent.size(); ++i)
        if (extent[i] > 1) (stride[i] < 0 ? low : high) += stride[i] * (extent[i] - 1);
    memory<T> m;
    m.size = high - low + 1 + 3;
    m.start = -low + 2;
    m.data = std::make_unique<T[]>(static_cast<std::size_t>(m.size));
    for (index_t i = 0; i < m.size; ++i) m.data[static_cast<std::size_t>(i)] = d.number<T>();
    m.stride = std::move(stride);
    return m;
}

// Axes in a random order, with gaps and reversals; no two elements share an address.
template <class T> memory<T> distinct(dice& d, const std::vector<index_t>& extent)
{
    std::vector<std::size_t> order(extent.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    if (d.chance(0.6)) std::shuffle(order.begin(), order.end(), d.engine);
    std::vector<index_t> stride(extent.size());
    index_t step = d.chance(0.15) ? 2 : 1;
    for (std::size_t k = order.size(); k-- > 0;) {
        const std::size_t i = order[k];
        stride[i] = d.chance(0.15) ? -step : step;
        step *= std::max<index_t>(extent[i], 1);
        if (d.chance(0.2)) step += d.upto(1, 3);
    }
    return reached<T>(d, extent, std::move(stride));
}

// What is only read may also overlap itself (windows) or stand still.
template <class T> memory<T> readable(dice& d, const std::vector<index_t>& extent)
{
    if (d.chance(0.6)) return distinct<T>(d, extent);
    std::vector<index_t> stride;
    for (std::size_t i = 0; i < extent.size(); ++i)
        stride.push_back(d.pick<index_t>({0, 1, 1, 1, -1, 2, 7, 30, -5}));
    return reached<T>(d, extent, std::move(stride));
}

template <class F> void each_index(const std::vector<index_t>& extent, const F& f)
{
    for (index_t n : extent)
        if (n == 0) return;
    std::vector<index_t> at(extent.size(), 0);
    for (;;) {
        f(const_cast<const std::vector<index_t>&>(at));
        std::size_t d = extent.size();
        while (d-- > 0) {
            if (++at[d] < extent[d]) break;
            at[d] = 0;
        }
        if (d == static_cast<std::size_t>(-1)) return;
    }
}

inline index_t dot(const std::vector<index_t>& a, const std::vector<index_t>& b)
{
    index_t r = 0;
    for (std::size_t i = 0; i < a.size(); ++i) r += a[i] * b[i];
    return r;
}

// The first strides are those of the loops, innermost first; now and then as a table.
inline plan::place
place_of(dice& d, const plan::step& s, index_t start, const std::vector<index_t>& stride, int buffer)
{
    plan::place p;
    p.buffer = buffer;
    p.offset = start;
    for (int l = 0; l < s.loops; ++l) p.loop[l] = stride[static_cast<std::size_t>(l)];
    if (s.loops == 0 || !d.chance(0.25)) return p;
    auto table = std::make_shared<std::vector<index_t>>();
    for (index_t n = 0; n < s.positions(); ++n) table->push_back(plan::offset_of(s, p, n) - p.offset);
    p.table = table;
    return p;
}

inline void set_loops(plan::step& s, const std::vector<index_t>& extent)
{
    s.loops = static_cast<int>(extent.size());
    for (std::size_t d = 0; d < extent.size(); ++d) s.extent[d] = extent[d];
}

// All at once, or in two ranges, as a recurrence runs its steps.
inline void run_in_parts(dice& d, const plan::step& s, std::byte* const* bases, int threads)
{
    const index_t all = s.positions(), cut = d.chance(0.5) ? all : d.upto(0, all);
    backend::on_host().run(s, bases, 0, cut, {threads});
    backend::on_host().run(s, bases, cut, all - cut, {threads});
}

template <class T> bool same(const T& a, const T& b)
{
    if constexpr (std::is_floating_point_v<T>) return a == b || (a != a && b != b);
    else return a == b;
}

// Gaps count too: nothing may be written beside the result.
template <class T>::testing::AssertionResult all_same(const memory<T>& want, const memory<T>& got)
{
    for (index_t i = 0; i < want.size; ++i)
        if (!same<T>(want[i], got[i]))
            return ::testing::AssertionFailure()
                   << "element " << i << " of " << want.size << ": " << got[i] << " instead of " << want[i];
    return ::testing::AssertionSuccess();
}

template <class T> memory<T> copied(const memory<T>& m)
{
    memory<T> r{std::make_unique<T[]>(static_cast<std::size_t>(m.size)), m.size, m.start, m.stride};
    std::copy_n(m.data.get(), m.size, r.data.get());
    return r;
}

using every_type = ::testing::Types<
    bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
    std::uint64_t, float, double, std::complex<float>, std::complex<double>>;

}  // namespace backend_test

// Here `memory` is the type above, not tenfold's function.
namespace {
using backend_test::memory;
}
