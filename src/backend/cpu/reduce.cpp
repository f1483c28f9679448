// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions. Sums are added pairwise over all reduced elements (Higham, Accuracy and Stability of Numerical
// Algorithms, 4.2): the error grows with the logarithm of their number.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/strided.hpp"
#include "backend/cpu/threads.hpp"
#include "backend/cpu/visit.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace tenfold::backend::on_cpu {

namespace {

/// Sums of 1, 2, 4, ... terms wait until a second one of their size is there.
template <class T>
class pairwise_sum {
public:
    void add(T x)
    {
        block_ = plus<T>(block_, x);
        if (++in_block_ == 8) flush();
    }
    T total()
    {
        if (in_block_) flush();
        T sum{};
        for (int i = 0; i < 64; ++i)
            if (count_ >> i & 1) sum = plus<T>(sum, level_[i]);
        return sum;
    }

private:
    void flush()
    {
        T x = block_;
        int i = 0;
        for (; count_ >> i & 1; ++i) x = plus<T>(x, level_[i]);
        level_[i] = x;
        ++count_;
        block_ = T{};
        in_block_ = 0;
    }
    T level_[64];
    std::uint64_t count_ = 0;
    T block_{};
    int in_block_ = 0;
};

template <class T>
bool is_nan(T x)
{
    if constexpr (std::is_floating_point_v<T>) return x != x;
    else return false;
}

template <class T>
auto squared_size(T x)
{
    if constexpr (is_complex<T>) return std::norm(x);
    else return static_cast<double>(x) * static_cast<double>(x);
}

template <class To, class From>
To converted(From x)
{
    if constexpr (is_complex<From> && !is_complex<To>) return static_cast<To>(x.real());
    else return static_cast<To>(x);
}

/// The reduced elements of one result, in row-major order.
template <class T, class F>
void each(const nest<1>& reduced, const T* from, const F& f)
{
    for_each_index(reduced, reduced.rank, [&](const auto& at) { f(from[at[0]]); });
}

template <class R, class T>
R sum_of(const nest<1>& reduced, const T* from)
{
    // Floats add up in double: exact enough to round once.
    using wide = std::conditional_t<std::is_same_v<R, float>, double,
                                    std::conditional_t<std::is_same_v<R, std::complex<float>>, std::complex<double>, R>>;
    pairwise_sum<wide> sum;
    each(reduced, from, [&](T x) { sum.add(converted<wide>(x)); });
    return static_cast<R>(sum.total());
}

template <class R, class T>
R product_of(const nest<1>& reduced, const T* from)
{
    R value(1);
    each(reduced, from, [&](T x) { value = times<R>(value, converted<R>(x)); });
    return value;
}

template <class R, class T>
R mean_of(const nest<1>& reduced, const T* from, double n)
{
    using wide = std::conditional_t<is_complex<R>, std::complex<double>, double>;
    pairwise_sum<wide> sum;
    each(reduced, from, [&](T x) { sum.add(converted<wide>(x)); });
    return static_cast<R>(sum.total() / n);
}

template <class R, class T>
R variance_of(const nest<1>& reduced, const T* from, double n)
{
    using wide = std::conditional_t<is_complex<T>, std::complex<double>, double>;
    const wide mean = mean_of<wide>(reduced, from, n);
    pairwise_sum<double> sum;
    each(reduced, from, [&](T x) { sum.add(squared_size(converted<wide>(x) - mean)); });
    return static_cast<R>(sum.total() / n);
}

template <class R, class T>
R norm_of(const nest<1>& reduced, const T* from)
{
    pairwise_sum<double> sum;
    each(reduced, from, [&](T x) { sum.add(static_cast<double>(squared_size(x))); });
    return static_cast<R>(std::sqrt(sum.total()));
}

/// Place (in row-major order) and value of the first extreme element; the first NaN wins, as in NumPy.
template <class T>
std::pair<index_t, T> extreme(const nest<1>& reduced, const T* from, bool largest)
{
    index_t n = 0, place = 0;
    T best{};
    each(reduced, from, [&](T x) {
        const bool better = n == 0 || (!is_nan(best) && (is_nan(x) || (largest ? best < x : x < best)));
        if (better) {
            best = x;
            place = n;
        }
        ++n;
    });
    return {place, best};
}

struct split {
    nest<2> kept;      // result, operand
    nest<1> reduced;   // operand
    double reduced_count = 1;
};

split split_axes(const plan::step& s)
{
    split x;
    const plan::form& from = s.operand_forms[0];
    std::size_t out = 0;
    for (std::size_t d = 0; d < from.shape.size(); ++d) {
        if (s.reduced_axes >> d & 1) {
            x.reduced.add(from.shape[d], {from.stride[d]});
            x.reduced_count *= static_cast<double>(from.shape[d]);
        }
        else {
            x.kept.add(from.shape[d], {s.result_form.stride[out], from.stride[d]});
            ++out;
        }
    }
    x.reduced.join();
    return x;
}

template <class R, class T>
void reduce_one(const plan::step& s, const split& x, const T* from, R* to)
{
    using detail::reduction;
    switch (s.reduction) {
    case reduction::sum: *to = sum_of<R>(x.reduced, from); return;
    case reduction::prod: *to = product_of<R>(x.reduced, from); return;
    case reduction::mean: *to = mean_of<R>(x.reduced, from, x.reduced_count); return;
    default: break;
    }
    if constexpr (!is_complex<R>) {
        switch (s.reduction) {
        case reduction::var: *to = variance_of<R>(x.reduced, from, x.reduced_count); return;
        case reduction::norm: *to = norm_of<R>(x.reduced, from); return;
        default: break;
        }
        if constexpr (!is_complex<T>) {
            const bool largest = s.reduction == reduction::amax || s.reduction == reduction::argmax;
            const auto [place, value] = extreme(x.reduced, from, largest);
            const bool wants_place = s.reduction == reduction::argmax || s.reduction == reduction::argmin;
            *to = wants_place ? static_cast<R>(place) : static_cast<R>(value);
            return;
        }
    }
    throw error(std::string("[") + detail::name_of(s.reduction) + "] complex numbers have no order");
}

/// Running sums along the one axis, or over all elements in row-major order.
template <class R, class T>
void accumulate(const plan::step& s, const T* from, R* to)
{
    const plan::form &in = s.operand_forms[0], &out = s.result_form;
    nest<2> along, others;
    for (std::size_t d = 0; d < in.shape.size(); ++d)
        (s.reduced_axes >> d & 1 ? along : others).add(in.shape[d], {out.stride[d], in.stride[d]});
    for_each_index(others, others.rank, [&](const auto& start) {
        R sum{};
        for_each_index(along, along.rank, [&](const auto& at) {
            sum = plus<R>(sum, converted<R>(from[start[1] + at[1]]));
            to[start[0] + at[0]] = sum;
        });
    });
}

template <class R, class T>
void reduce_member(const plan::step& s, const split& x, const T* from, R* to, int threads)
{
    if (s.reduction == detail::reduction::cumsum) return accumulate(s, from, to);
    if (x.kept.rank == 0) return reduce_one(s, x, from, to);
    const index_t n = x.kept.extent[0];
    const double seconds = static_cast<double>(x.kept.size()) * x.reduced_count * 2e-9;
    parallel(threads, seconds * memory_bound, n, 4 * threads, 1, [&](index_t first, index_t last) {
        nest<2> part = x.kept;
        part.extent[0] = last - first;
        const auto [to_step, from_step] = x.kept.stride[0];
        for_each_index(part, part.rank, [&](const auto& at) {
            reduce_one(s, x, from + first * from_step + at[1], to + first * to_step + at[0]);
        });
    });
}

/// The result types that record_reduction gives for an operand's type.
template <class T, class F>
void visit_result(element result, F&& f)
{
    if (result == element_of<T>) return f(std::type_identity<T>{});
    switch (result) {
    case element::int64: return f(std::type_identity<std::int64_t>{});
    case element::uint64: return f(std::type_identity<std::uint64_t>{});
    case element::float32: return f(std::type_identity<float>{});
    default: return f(std::type_identity<double>{});
    }
}

}  // namespace

void run_reduce(const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    const split x = split_axes(s);
    visit(s.operand_type, [&]<class T>(std::type_identity<T>) {
        visit_result<T>(s.type, [&]<class R>(std::type_identity<R>) {
            const auto one = [&](index_t n, int threads) {
                const T* from = reinterpret_cast<const T*>(bases[plan::buffer_of(s.operands[0], n)])
                              + plan::offset_of(s, s.operands[0], n);
                R* to = reinterpret_cast<R*>(bases[plan::buffer_of(s.result, n)]) + plan::offset_of(s, s.result, n);
                if constexpr (is_complex<T> && std::is_integral_v<R>)
                    throw error(std::string("[") + detail::name_of(s.reduction) + "] complex numbers have no order");
                else reduce_member(s, x, from, to, threads);
            };
            const int threads = threads_of(how);
            if (count == 1) return one(first, threads);
            const double seconds = static_cast<double>(count) * static_cast<double>(x.kept.size()) * x.reduced_count * 2e-9;
            parallel(threads, seconds * memory_bound, count, 4 * threads, 1, [&](index_t from, index_t to) {
                for (index_t n = from; n < to; ++n) one(first + n, 1);
            });
        });
    });
}

}  // namespace tenfold::backend::on_cpu
