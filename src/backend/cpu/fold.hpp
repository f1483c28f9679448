// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Many elements become one: along rows, where neighbours in memory belong to one result, and along columns, where they
// belong to neighbouring results. Both keep the compiler's vectors busy, and both add pairwise by blocks (Higham,
// Accuracy and Stability of Numerical Algorithms, 4.2): the error grows with the logarithm of the number of elements.
//
// An operation tells its `element` and `value`, the value of `none` and `of` an element, and how two values `join`.
// `vectors`: it does so for vectors too. `rounds`: blocks matter. `in_order`: numbers must meet in their order.
#pragma once

#include "backend/cpu/fold_walk.hpp"
#include "backend/cpu/small.hpp"
#include "backend/cpu/visit.hpp"

#include <cstring>
#include <memory>

namespace tenfold::backend::on_cpu {

template <class V, std::size_t Lanes>
struct vector_of {
    typedef V type __attribute__((vector_size(Lanes * sizeof(V))));
};

/// What is computed with at once: a vector of values, or one.
template <class Op>
struct unit {
    using V = typename Op::value;
    static constexpr index_t lanes = Op::vectors ? vector_bytes / sizeof(V) : 1;
    using type = typename std::conditional_t<Op::vectors, vector_of<V, lanes>, std::type_identity<V>>::type;
};

/// U, a number or vector of `To`, from an element or a vector of elements.
template <class U, class X>
[[gnu::always_inline]] inline U converted(const X& x)
{
    if constexpr (std::is_same_v<U, X>) return x;
    else if constexpr (std::is_arithmetic_v<X> || is_complex<X>) return static_cast<U>(x);
    else return __builtin_convertvector(x, U);
}

/// So many elements from p on.
template <index_t Lanes, class T>
[[gnu::always_inline]] inline auto loaded(const T* p, index_t step)
{
    if constexpr (Lanes == 1) return *p;
    else {
        typename vector_of<T, Lanes>::type x{};
        if (step == 1) std::memcpy(&x, p, sizeof x);
        else
#pragma GCC unroll 8
            for (index_t i = 0; i < Lanes; ++i) x[i] = p[i * step];
        return x;
    }
}

/// f(First) .. f(First + N - 1), N a power of two, pairwise.
template <class Op, index_t First, index_t N, class F>
[[gnu::always_inline]] inline auto joined_from(const F& f)
{
    if constexpr (N == 1) return f(First);
    else return Op::join(joined_from<Op, First, N / 2>(f), joined_from<Op, First + N / 2, N / 2>(f));
}

/// The values of one result, met row by row.
template <class Op>
class row_fold {
public:
    using T = typename Op::element;
    using V = typename Op::value;

    explicit row_fold(const Op& op) : op_(op)
    {
        for (U& u : sum_.of) u = U{} + Op::none();
    }

    void add(const T* p, index_t n, index_t step)
    {
        while (n > 0) {
            const index_t take = Op::rounds ? std::min(n, block - filled_) : n;
            if (step == 1) take_row(p, take, std::integral_constant<index_t, 1>());
            else take_row(p, take, step);
            p += take * step;
            n -= take;
            filled_ += take;
            if (Op::rounds && filled_ == block) close();
        }
    }

    V total()
    {
        for (int i = 0; closed_ >> i; ++i)
            if (closed_ >> i & 1) join(sum_, level_[i]);
        const U sum = joined<units>([&](index_t i) { return sum_.of[i]; });
        V lane[vector];
        std::memcpy(static_cast<void*>(lane), &sum, sizeof lane);
        return joined<vector>([&](index_t i) { return lane[i]; });
    }

private:
    using U = typename unit<Op>::type;
    static constexpr index_t vector = unit<Op>::lanes, lanes = 128 / sizeof(V), units = lanes / vector;
    static constexpr index_t block = 256;
    static constexpr std::size_t line = 64, ahead = 2048;   // bytes: one row alone asks memory for too little at once
    struct pack {
        U of[units];
    };

    template <index_t N, class F>
    [[gnu::always_inline]] static auto joined(const F& f) { return joined_from<Op, 0, N>(f); }

    [[gnu::always_inline]] static void join(pack& a, const pack& b)
    {
#pragma GCC unroll 8
        for (index_t i = 0; i < units; ++i) a.of[i] = Op::join(a.of[i], b.of[i]);
    }

    template <class Step>
    void take_row(const T* p, index_t n, Step step)
    {
        pack sum = sum_;   // in registers
        for (; n >= lanes; n -= lanes, p += lanes * step) {
            for (std::size_t i = 0; step == 1 && i < lanes * sizeof(T); i += line)
                __builtin_prefetch(reinterpret_cast<const std::byte*>(p) + ahead + i);
#pragma GCC unroll 8
            for (index_t i = 0; i < units; ++i)
                sum.of[i] = Op::join(
                    sum.of[i], op_.template of<U>(loaded<vector>(p + i * vector * step, step), 0));
        }
        if (n > 0) {
            V rest[lanes];
            std::fill_n(rest, lanes, Op::none());
            for (index_t i = 0; i < n; ++i) rest[i] = op_.template of<V>(p[i * step], 0);
            pack last;
            std::memcpy(static_cast<void*>(&last), rest, sizeof last);
            join(sum, last);
        }
        sum_ = sum;
    }

    // Blocks of 1, 2, 4, ... wait until a second one of their size is there.
    void close()
    {
        int i = 0;
        for (; closed_ >> i & 1; ++i) join(sum_, level_[i]);
        level_[i] = sum_;
        ++closed_;
        filled_ = 0;
        for (U& u : sum_.of) u = U{} + Op::none();
    }

    Op op_;
    pack sum_;
    pack level_[Op::rounds ? 48 : 1];
    std::uint64_t closed_ = 0;
    index_t filled_ = 0;
};

/// The same where numbers must meet in their order.
template <class Op>
class row_in_order {
public:
    using V = typename Op::value;
    explicit row_in_order(const Op& op) : op_(op) {}
    void add(const typename Op::element* p, index_t n, index_t step)
    {
        for (index_t i = 0; i < n; ++i) sum_ = Op::join(sum_, op_.template of<V>(p[i * step], 0));
    }
    V total() { return sum_; }

private:
    Op op_;
    V sum_ = Op::none();
};

/// The values of up to `most` neighbouring results, a row of elements for each index that is reduced.
template <class Op>
class column_fold {
public:
    using T = typename Op::element;
    using V = typename Op::value;
    static constexpr index_t most = 4096 / sizeof(V);

    /// `rows` in all; `first`: the number of the first result.
    column_fold(const Op& op, index_t n, index_t step, index_t first, index_t rows)
        : op_(op), n_(n), step_(step), first_(first)
    {
        int levels = 0;
        for (index_t blocks = rows / block; Op::rounds && blocks > 0; blocks /= 2) ++levels;
        std::fill_n(sum_, n_, Op::none());
        if (levels > 0) level_ = std::make_unique_for_overwrite<V[]>(static_cast<std::size_t>(levels * n));
    }

    void add(const T* row)
    {
        row_[waiting_++] = row;
        if (waiting_ == together) take_rows();
    }

    const V* total()
    {
        take_rows();
        for (int i = 0; closed_ >> i; ++i)
            if (closed_ >> i & 1) join(sum_, level(i));
        return sum_;
    }

private:
    using U = typename unit<Op>::type;
    static constexpr index_t vector = unit<Op>::lanes, together = 8, block = 32;

    V* level(int i) const { return level_.get() + i * n_; }

    void join(V* a, const V* b) const
    {
        for (index_t i = 0; i < n_; ++i) a[i] = Op::join(a[i], b[i]);
    }

    void take_rows()
    {
        if (step_ == 1) take_rows(std::integral_constant<index_t, 1>());
        else take_rows(step_);
    }

    template <class Step>
    void take_rows(Step step)
    {
        if (waiting_ == together) take<together>(row_, step);
        else {
            const T* const* row = row_;
            if (waiting_ & 4) take<4>(row, step), row += 4;
            if (waiting_ & 2) take<2>(row, step), row += 2;
            if (waiting_ & 1) take<1>(row, step);
        }
        taken_ += waiting_;
        waiting_ = 0;
        if (Op::rounds && taken_ == block) close();
    }

    template <int Rows, class Step>
    void take(const T* const* row, Step step)
    {
        const T* at[Rows];
        std::copy_n(row, Rows, at);
        index_t i = 0;
        if constexpr (vector > 1)
            for (; i + vector <= n_; i += vector) take_one<Rows, U>(at, i, step);
        for (; i < n_; ++i) take_one<Rows, V>(at, i, step);
    }

    template <int Rows, class X, class Step>
    [[gnu::always_inline]] void take_one(const T* const (&at)[Rows], index_t i, Step step)
    {
        const auto value = [&](index_t r) __attribute__((always_inline)) {
            return op_.template of<X>(loaded<sizeof(X) / sizeof(V)>(at[r] + i * step, step), first_ + i);
        };
        X sum;
        std::memcpy(static_cast<void*>(&sum), sum_ + i, sizeof sum);
        if constexpr (Op::in_order) {
#pragma GCC unroll 8
            for (int r = 0; r < Rows; ++r) sum = Op::join(sum, value(r));
        }
        else {
            sum = Op::join(sum, joined_from<Op, 0, Rows>(value));
        }
        std::memcpy(static_cast<void*>(sum_ + i), &sum, sizeof sum);
    }

    void close()
    {
        int i = 0;
        for (; closed_ >> i & 1; ++i) join(sum_, level(i));
        std::copy_n(sum_, n_, level(i));
        ++closed_;
        taken_ = 0;
        std::fill_n(sum_, n_, Op::none());
    }

    Op op_;
    const index_t n_, step_, first_;
    const T* row_[together];
    index_t waiting_ = 0, taken_ = 0;
    std::uint64_t closed_ = 0;
    std::unique_ptr<V[]> level_;
    V sum_[most];
};

// ---- for the walk --------------------------------------------------------------------------------------------------

template <class Op>
void fold_rows(const Op& op, const fold_range& x, const typename Op::element* from, const sink& out)
{
    using row = std::conditional_t<Op::in_order, row_in_order<typename Op::single>, row_fold<typename Op::single>>;
    const int inner = x.reduced.rank - 1;
    const index_t n = inner < 0 ? 1 : x.reduced.extent[inner], step = inner < 0 ? 1 : x.reduced.stride[inner][0];
    for_each_index(x.kept, x.kept.rank, [&](std::array<index_t, 3> at) {
        for (std::size_t o = 0; o < 3; ++o) at[o] += x.start[o];
        row sum(op.one(at[2]));
        if (inner <= 0) sum.add(from + at[0], n, step);
        else for_each_index(x.reduced, inner, [&](const auto& r) { sum.add(from + at[0] + r[0], n, step); });
        const auto total = sum.total();
        out.put(at, 1, &total, 1);
    });
}

template <class Op>
void fold_columns(const Op& op, const fold_range& x, const typename Op::element* from, const sink& out)
{
    const int inner = x.kept.rank - 1;
    const auto& step = x.kept.stride[inner];
    const index_t rows = x.reduced.size(), extent = x.kept.extent[inner];
    // Results whose elements lie apart from each other's: only as many as the cache has lines of.
    const bool apart = rows > 16 && std::abs(step[0]) > std::abs(x.reduced.stride[x.reduced.rank - 1][0]);
    const index_t width = apart ? 8 : column_fold<Op>::most;
    for_each_index(x.kept, inner, [&](const auto& outer) {
        for (index_t first = 0; first < extent; first += width) {
            std::array<index_t, 3> at = outer;
            for (std::size_t o = 0; o < 3; ++o) at[o] += x.start[o] + first * step[o];
            const index_t n = std::min(width, extent - first);
            column_fold<Op> sums(op, n, step[0], at[2], rows);
            for_each_index(x.reduced, x.reduced.rank, [&](const auto& r) { sums.add(from + at[0] + r[0]); });
            out.put(at, step[out.operand], sums.total(), n);
        }
    });
}

template <class Op>
const fold_kernel& fold_kernel_of()
{
    using T = typename Op::element;
    using V = typename Op::value;
    static constexpr fold_kernel kernel{
        sizeof(T), sizeof(V), Op::in_order, Op::alike,
        [](const fold_range& x, const std::byte* from, const sink& out, const void* context) {
            const Op op = Op::with(context);
            const T* const at = reinterpret_cast<const T*>(from);
            if (x.by_columns) fold_columns(op, x, at, out);
            else fold_rows(op, x, at, out);
        },
        [](void* to, index_t step, const void* values, index_t n, double) {
            for (index_t i = 0; i < n; ++i) static_cast<V*>(to)[i * step] = static_cast<const V*>(values)[i];
        },
        fold_kernel_of<typename Op::merge>};
    return kernel;
}

}  // namespace tenfold::backend::on_cpu
