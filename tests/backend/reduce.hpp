// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions over any axes and strides, with what they must give.
#pragma once

#include "backend/support.hpp"

namespace backend_test {

using detail::reduction;

template <class T>
inline constexpr bool complex_v =
    std::is_same_v<T, std::complex<float>> || std::is_same_v<T, std::complex<double>>;
template <class T>
using sum_type = std::conditional_t<
    !std::is_integral_v<T>, T,
    std::conditional_t<std::is_unsigned_v<T> && !std::is_same_v<T, bool>, std::uint64_t, std::int64_t>>;
template <class T> using mean_type = std::conditional_t<std::is_integral_v<T>, double, T>;
template <class T> struct real {
    using type = T;
};
template <class R> struct real<std::complex<R>> {
    using type = R;
};
template <class T> using size_type = typename real<mean_type<T>>::type;

// Loops first, then the axes of the operand; `over` are bits of those.
template <class T, class R> struct problem {
    std::vector<index_t> extent, kept;
    int loops;
    std::uint32_t over;
    plan::step s;
    memory<T> x;
    memory<R> r;

    problem(dice& d, reduction what, std::vector<index_t> e, int l, std::uint32_t axes)
        : extent(std::move(e)), loops(l), over(axes), x(readable<T>(d, extent))
    {
        for (std::size_t i = 0; i < extent.size(); ++i)
            if (what == reduction::cumsum || !reduced(i)) kept.push_back(extent[i]);
        r = distinct<R>(d, kept);
        s.what = plan::kind::reduce;
        s.type = element_of<R>;
        s.operand_type = element_of<T>;
        s.reduction = what;
        s.reduced_axes = over;
        set_loops(s, {extent.begin(), extent.begin() + loops});
        s.operands = {place_of(d, s, x.start, x.stride, 0)};
        s.result = place_of(d, s, r.start, r.stride, 1);
        s.operand_forms = {
            {{extent.begin() + loops, extent.end()}, {x.stride.begin() + loops, x.stride.end()}}};
        s.result_form = {{kept.begin() + loops, kept.end()}, {r.stride.begin() + loops, r.stride.end()}};
    }
    bool reduced(std::size_t i) const
    {
        return i >= static_cast<std::size_t>(loops) && (over >> (i - static_cast<std::size_t>(loops)) & 1);
    }

    // f(elements in row-major order, result) for each result.
    template <class F> void each_row(const F& f) const
    {
        std::vector<index_t> outer = extent, inner = extent;
        for (std::size_t i = 0; i < extent.size(); ++i) (reduced(i) ? outer : inner)[i] = 1;
        each_index(outer, [&](const auto& o) {
            std::vector<T> row;
            each_index(inner, [&](const auto& n) {
                std::vector<index_t> at = o;
                for (std::size_t i = 0; i < at.size(); ++i) at[i] += n[i];
                row.push_back(x.at(at));
            });
            std::vector<index_t> where;
            for (std::size_t i = 0; i < o.size(); ++i)
                if (!reduced(i)) where.push_back(o[i]);
            f(row, r.at(where));
        });
    }
    void run(dice& d, int threads)
    {
        std::byte* const bases[] = {x.base(), r.base()};
        run_in_parts(d, s, bases, threads);
    }
};

inline std::vector<index_t> shape_of(dice& d, int& loops, std::uint32_t& over, bool some)
{
    loops = static_cast<int>(d.upto(0, 2));
    const int rank = static_cast<int>(d.upto(0, 4));
    std::vector<index_t> e = d.extents(loops + rank, 6);
    over = static_cast<std::uint32_t>(d.upto(0, (index_t{1} << rank) - 1));
    for (std::size_t i = 0; i < e.size(); ++i)
        if (i < static_cast<std::size_t>(loops)) e[i] = d.upto(1, 3);
        else if (some && e[i] == 0) e[i] = 1;
    return e;
}

// Rows and columns of many blocks and vectors, with what is left over at their ends.
inline std::vector<index_t> long_shape(dice& d, std::uint32_t& over)
{
    over = d.pick<std::uint32_t>({1, 2, 3, 4, 5, 6, 7});
    const index_t lengths[] = {1, 2, 3, 5, 8, 17, 40, 150, 700};
    std::vector<index_t> e;
    index_t size = 1;
    for (int i = 0; i < 3; ++i) {
        const index_t n = lengths[d.upto(0, 8)];
        e.push_back(size * n > 50'000 ? 2 : n);
        size *= e.back();
    }
    return e;
}

}  // namespace backend_test
