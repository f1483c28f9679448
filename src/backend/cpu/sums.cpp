// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Sums and what is made of them: what each reduction does with its elements, and which type it computes in. Floats add up
// in double, which is exact enough to round once.
#include "backend/cpu/fold.hpp"

#include <cmath>
#include <vector>

namespace tenfold::backend::on_cpu {

namespace {

template <class T>
using wide = std::conditional_t<is_complex<T>, std::complex<double>, double>;
template <class T>
using sum_value = std::conditional_t<std::is_integral_v<T>, std::uint64_t, wide<T>>;   // integers wrap
/// Integers up to 32 bits add up without a fault as such.
template <class T>
using mean_value = std::conditional_t<(std::is_integral_v<T> && sizeof(T) < 8), std::uint64_t, wide<T>>;
template <class T>
using product_value = std::conditional_t<std::is_integral_v<T>, std::uint64_t, T>;

template <class T>
struct real_of {
    using type = std::conditional_t<std::is_integral_v<T>, double, T>;
};
template <class R>
struct real_of<std::complex<R>> {
    using type = R;
};

/// What most operations are.
template <class Op, class T, class V>
struct operation {
    using element = T;
    using value = V;
    using single = Op;   // for the elements of one result
    // Integers but for their sums are rare: less code for them.
    static constexpr bool vectors = std::is_floating_point_v<T> || (std::is_integral_v<T> && std::is_integral_v<V>);
    static constexpr bool rounds = !std::is_integral_v<V>, in_order = false;
    static constexpr bool alike = true;   // what becomes of an element does not depend on its result
    static V none() { return V(0); }
    static Op with(const void*) { return {}; }
    Op one(index_t) const { return static_cast<const Op&>(*this); }
    template <class U>
    static U join(const U& a, const U& b) { return a + b; }
};

template <class T, class V>
struct adding : operation<adding<T, V>, T, V> {
    using merge = adding<V, V>;
    template <class U, class X>
    U of(const X& x, index_t) const { return converted<U>(x); }
};

// Floats in their order: other orders of 1e200, 1e-200, ... overflow.
template <class T, class V>
struct multiplying : operation<multiplying<T, V>, T, V> {
    using merge = multiplying<V, V>;
    static constexpr bool vectors = std::is_floating_point_v<T>, rounds = false, in_order = !std::is_integral_v<V>;
    static V none() { return V(1); }
    template <class U, class X>
    U of(const X& x, index_t) const { return converted<U>(x); }
    template <class U>
    static U join(const U& a, const U& b)
    {
        if constexpr (is_complex<U>) return times<U>(a, b);
        else return a * b;
    }
};

template <class C, class U>
[[gnu::always_inline]] inline U squared(const C& x)
{
    if constexpr (is_complex<C>) return std::norm(x);
    else return x * x;
}
/// What a number is before it is squared to U: complex numbers stay complex.
template <class T, class U>
using before = std::conditional_t<is_complex<T>, std::complex<double>, U>;

template <class T>
struct squaring : operation<squaring<T>, T, double> {
    using merge = adding<double, double>;
    template <class U, class X>
    U of(const X& x, index_t) const { return squared<before<T, U>, U>(converted<before<T, U>>(x)); }
};

template <class T>
struct deviating_from_one : operation<deviating_from_one<T>, T, double> {
    wide<T> centre;
    template <class U, class X>
    U of(const X& x, index_t) const { return squared<before<T, U>, U>(converted<before<T, U>>(x) - centre); }
};

/// From the centre of the result that an element belongs to.
template <class T>
struct deviating : operation<deviating<T>, T, double> {
    using merge = adding<double, double>;
    using single = deviating_from_one<T>;
    static constexpr bool alike = false;
    const wide<T>* centre;
    static deviating with(const void* centres) { return {{}, static_cast<const wide<T>*>(centres)}; }
    template <class U, class X>
    U of(const X& x, index_t result) const
    {
        before<T, U> c;
        std::memcpy(static_cast<void*>(&c), centre + result, sizeof c);
        return squared<before<T, U>, U>(converted<before<T, U>>(x) - c);
    }
    single one(index_t result) const { return {{}, centre[result]}; }
};

// ---- what becomes of a value ---------------------------------------------------------------------------------------

struct as_it_is {
    template <class V>
    static V of(V x, double) { return x; }
};
struct divided {
    template <class V>
    static auto of(V x, double count)
    {
        if constexpr (std::is_integral_v<V>) return static_cast<double>(static_cast<std::int64_t>(x)) / count;
        else return x / count;
    }
};
struct rooted {
    static double of(double x, double) { return std::sqrt(x); }
};

template <class V, class R, class Finish>
sink results(void* to, index_t count)
{
    const auto store = [](void* out, index_t step, const void* values, index_t n, double elements) {
        for (index_t i = 0; i < n; ++i)
            static_cast<R*>(out)[i * step] = static_cast<R>(Finish::of(static_cast<const V*>(values)[i], elements));
    };
    return {to, store, sizeof(R), static_cast<double>(count)};
}

template <class Op, class R, class Finish = as_it_is>
class folded final : public reduction {
public:
    explicit folded(const reduction_axes& x) : walk_(fold_kernel_of<Op>(), x), count_(x.mean_of > 0 ? x.mean_of : x.reduced.size()) {}
    void run(const std::byte* from, std::byte* to, int threads) const override
    {
        walk_.run(from, results<typename Op::value, R, Finish>(to, count_), threads);
    }

private:
    fold_walk walk_;
    index_t count_;
};

template <class T>
class variance final : public reduction {
public:
    explicit variance(reduction_axes x)
        : results_(in_order(x)), count_(x.reduced.size()), mean_(fold_kernel_of<adding<T, M>>(), x),
          deviation_(fold_kernel_of<deviating<T>>(), x)
    {}
    void run(const std::byte* from, std::byte* to, int threads) const override
    {
        std::vector<wide<T>> centre(static_cast<std::size_t>(results_));
        sink means = results<M, wide<T>, divided>(centre.data(), count_);
        means.operand = 2;
        mean_.run(from, means, threads);
        deviation_.run(from, results<double, typename real_of<T>::type, divided>(to, count_), threads, centre.data());
    }

private:
    using M = mean_value<T>;
    static index_t in_order(reduction_axes& x)
    {
        x.kept.sort();
        return number(x.kept);
    }
    index_t results_, count_;
    fold_walk mean_, deviation_;
};

}  // namespace

made_reduction make_sum(detail::reduction what, element type, const reduction_axes& x)
{
    using kind = detail::reduction;
    return visit_numbers(type, [&]<class T>(std::type_identity<T>) -> made_reduction {
        using R = std::conditional_t<std::is_integral_v<T>, std::uint64_t, T>;
        using M = std::conditional_t<std::is_integral_v<T>, double, T>;
        using N = typename real_of<T>::type;
        switch (what) {
        case kind::prod: return std::make_unique<folded<multiplying<T, product_value<T>>, R>>(x);
        case kind::mean: return std::make_unique<folded<adding<T, mean_value<T>>, M, divided>>(x);
        case kind::var: return std::make_unique<variance<T>>(x);
        case kind::norm: return std::make_unique<folded<squaring<T>, N, rooted>>(x);
        default: return std::make_unique<folded<adding<T, sum_value<T>>, R>>(x);
        }
    });
}

}  // namespace tenfold::backend::on_cpu
