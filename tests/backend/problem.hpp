// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Random products over any axes and their definition; and memory that ends where operands do.
#pragma once

#include "backend/support.hpp"

#include <sys/mman.h>

#include <cmath>
#include <limits>

namespace backend_test {

template <class T> T add(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a || b;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
    else return a + b;
}
template <class T> T multiply(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a && b;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
    else return a * b;
}
template <class T> T conjugate(T a)
{
    if constexpr (std::is_same_v<T, std::complex<float>> || std::is_same_v<T, std::complex<double>>)
        return std::conj(a);
    else return a;
}

struct indices {
    std::vector<index_t> extent;  // loops first
    std::vector<bool> in_a, in_b, in_c;
};

// The strides of one operand over all indices, from those of the axes that it has.
template <class T> std::vector<index_t> spread(const memory<T>& m, const std::vector<bool>& has)
{
    std::vector<index_t> r(has.size(), 0);
    for (std::size_t i = 0, next = 0; i < has.size(); ++i)
        if (has[i]) r[i] = m.stride[next++];
    return r;
}
inline std::vector<index_t> chosen(const std::vector<index_t>& extent, const std::vector<bool>& has)
{
    std::vector<index_t> r;
    for (std::size_t i = 0; i < has.size(); ++i)
        if (has[i]) r.push_back(extent[i]);
    return r;
}

template <class T> struct problem {
    indices i;
    plan::step s;
    memory<T> a, b, c;
    std::vector<index_t> stride_a, stride_b, stride_c;

    problem(dice& d, indices of, int loops) : i(std::move(of))
    {
        a = readable<T>(d, chosen(i.extent, i.in_a));
        b = readable<T>(d, chosen(i.extent, i.in_b));
        c = distinct<T>(d, chosen(i.extent, i.in_c));
        stride_a = spread(a, i.in_a);
        stride_b = spread(b, i.in_b);
        stride_c = spread(c, i.in_c);
        s.what = plan::kind::product;
        s.type = s.operand_type = element_of<T>;
        s.conjugate_a = d.chance(0.3);
        set_loops(s, {i.extent.begin(), i.extent.begin() + loops});
        s.operands = {place_of(d, s, a.start, stride_a, 0), place_of(d, s, b.start, stride_b, 1)};
        s.result = place_of(d, s, c.start, stride_c, 2);
        for (std::size_t x = static_cast<std::size_t>(loops); x < i.extent.size(); ++x)
            s.axes.push_back(
                {i.extent[x], stride_a[x], stride_b[x], stride_c[x], i.in_a[x], i.in_b[x], i.in_c[x]});
        std::shuffle(s.axes.begin(), s.axes.end(), d.engine);
    }

    memory<T> expected() const
    {
        memory<T> want = copied(c);
        if (!s.accumulate) each_index(chosen(i.extent, i.in_c), [&](const auto& at) { want.at(at) = T(0); });
        each_index(i.extent, [&](const auto& at) {
            T& r = want[c.start + dot(at, stride_c)];
            const T x = a[a.start + dot(at, stride_a)];
            const T y = b[b.start + dot(at, stride_b)];
            r = add<T>(r, multiply<T>(s.conjugate_a ? conjugate(x) : x, y));
        });
        return want;
    }

    // What lies in c before must not be read.
    void spoil()
    {
        if (s.accumulate) return;
        if constexpr (std::is_floating_point_v<T>)
            each_index(chosen(i.extent, i.in_c), [&](const auto& at) {
                c.at(at) = std::numeric_limits<T>::quiet_NaN();
            });
    }

    ::testing::AssertionResult check(dice& d, int threads)
    {
        const memory<T> want = expected();
        spoil();
        std::byte* const bases[] = {a.base(), b.base(), c.base()};
        run_in_parts(d, s, bases, threads);
        return all_same(want, c);
    }
};

// Memory between pages that nobody may touch: operands may end, or begin, where mapped memory does.
class fence {
public:
    explicit fence(std::size_t size) : room_((size + page - 1) / page * page + 2 * page)
    {
        base_ = static_cast<std::byte*>(mmap(nullptr, room_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        mprotect(base_ + page, room_ - 2 * page, PROT_READ | PROT_WRITE);
    }
    fence(const fence&) = delete;
    fence& operator=(const fence&) = delete;
    ~fence() { munmap(base_, room_); }
    std::byte* low() const { return base_ + page; }
    std::byte* high(std::size_t size) const { return base_ + room_ - page - size; }

private:
    static constexpr std::size_t page = 4096;
    std::size_t room_;
    std::byte* base_;
};

}  // namespace backend_test
