// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Runs the steps of a program one by one with the reference.
#pragma once

#include "program.hpp"

#include <algorithm>
#include <unordered_set>

namespace differential {

namespace ref = reference;

template <class T> ref::ndarray<T> seen_through(ref::ndarray<T> x, const view_step& v)
{
    const shape_t& n = v.n;
    const auto sliced = [&](index axis, ref::slice s) {
        if (axis > 3) ref::reject("view", "axis");
        ref::slices list(static_cast<std::size_t>(axis), ref::all{});
        list.push_back(s);
        return ref::view(x, list);
    };
    switch (v.how) {
    case look::at: return sliced(n[0], n[1]);
    case look::range: return sliced(n[0], ref::range(n[1], n[2], n[3]));
    case look::open_range: return sliced(n[0], ref::range(n[1], {}, n[2]));
    case look::ranges: return ref::view(x, ref::slices{ref::range(n[0], n[1]), ref::range(n[2], n[3])});
    case look::newaxis: return sliced(n[0], ref::newaxis{});
    case look::flip: return ref::flip(x, n[0]);
    case look::swapaxes: return ref::swapaxes(x, n[0], n[1]);
    case look::moveaxis: return ref::moveaxis(x, n[0], n[1]);
    case look::expand_dims: return ref::expand_dims(x, n[0]);
    case look::squeeze: return ref::squeeze(x);
    case look::transpose: return n.empty() ? ref::transpose(x) : ref::transpose(x, n);
    case look::windows: return ref::sliding_window_view(x, {n[1]}, shape_t{n[0]});
    case look::windows2: return ref::sliding_window_view(x, {n[2], n[3]}, shape_t{n[0], n[1]});
    case look::reshape: return ref::reshape(x, n);
    case look::broadcast_to: return ref::broadcast_to(x, n);
    case look::diagonal: return ref::diagonal(x, n[0], n[1], n[2]);
    case look::as_strided: break;
    }
    const auto half = n.begin() + static_cast<index>(n.size() / 2);
    return ref::as_strided(x, shape_t(n.begin(), half), shape_t(half, n.end()));
}
template <class T> ref::ndarray<T> seen_through(ref::ndarray<T> x, const std::vector<view_step>& views)
{
    for (const view_step& v : views) x = seen_through(std::move(x), v);
    return x;
}

/// C: the elements it calculates with; T: those of the program.
template <class C, class T> class eager_machine {
public:
    using value = ref::ndarray<C>;
    std::vector<value> variables;
    std::vector<bool> alive;
    sightings<C> seen;

    void run(const step& s)
    {
        if (s.refused) return;
        const auto at = static_cast<std::size_t>(s.result);
        if (s.result >= 0 && variables.size() <= at) {
            variables.resize(at + 1);
            alive.resize(at + 1);
        }
        switch (s.what) {
        case act::drop: alive[at] = false; return;
        case act::evaluate: return;
        case act::read:
            seen.push_back({"read", s.in[0].variable, operand_of(s.in[0])});
            return;
        case act::assign:
        case act::add: {
            const auto where = seen_through(ref::positions(variables[at].shape), s.in[0].views);
            const value y = operand_of(s.in[1]);
            if (s.what == act::assign) ref::assign_at(variables[at], where, y);
            else ref::add_assign_at(variables[at], where, y);
            return;
        }
        default: break;
        }
        value r = result_of(s);
        variables[at] = std::move(r);
        alive[at] = true;
        const bool passes_on = s.what == act::keep || s.what == act::copy
            || (s.what == act::compute && static_cast<compute>(s.n[0]) == compute::negate);
        if (s.what == act::product || (passes_on && is_product(s.in[0]))) products_.insert(s.result);
        else products_.erase(s.result);
    }
    value operand_of(const operand& o) const
    {
        if (!alive.at(static_cast<std::size_t>(o.variable))) ref::reject("program", "dropped variable");
        return seen_through(variables[static_cast<std::size_t>(o.variable)], o.views);
    }

private:
    bool is_product(const operand& o) const { return products_.contains(o.variable); }
    value result_of(const step& s)
    {
        std::vector<value> x;
        for (const operand& o : s.in) x.push_back(operand_of(o));
        switch (s.what) {
        case act::leaf: {
            value r(shape_t(s.n.begin() + 3, s.n.end()));
            for (index i = 0; i < r.size(); ++i)
                r.set(i, C(as_element<T>(leaf_element(i, static_cast<unsigned>(s.n[0]), s.n[1]), i)));
            return r;
        }
        case act::product: {
            const bool chain = std::any_of(s.in.begin(), s.in.end(), [&](const operand& o) { return is_product(o); });
            return chain ? in_any_order(product_of(s, x), x) : product_of(s, x);
        }
        case act::compute:
            if (static_cast<compute>(s.n[0]) == compute::weighted) return weighted(C(T(static_cast<real>(s.n[1]))), x);
            return computed(static_cast<compute>(s.n[0]), x);
        case act::reduce: return reduced(static_cast<reduce>(s.n[0]), x[0], s.n[1]);
        case act::join: return s.n[0] == 0 ? ref::stack(x, s.n[1]) : ref::concatenate(x, s.n[1]);
        case act::accumulate: {
            return ref::apply([](const C& a, const C& b) { return ref::plus(a, b); },
                              variables[static_cast<std::size_t>(s.result)], x[0]);
        }
        default: return x[0];
        }
    }
    static value product_of(const step& s, const std::vector<value>& x)
    {
        if (x[0].size() * x[1].size() > 300000) ref::reject("program", "too large");
        switch (static_cast<product>(s.n[0])) {
        case product::dot: return ref::dot(x[0], x[1]);
        case product::scaled_dot:
            return ref::dot(ref::apply([](const C& a) { return C(T(2)) * a; }, x[0]), x[1]);
        case product::matmul: return ref::matmul(x[0], x[1]);
        case product::inner: return ref::inner(x[0], x[1]);
        case product::outer: return ref::outer(x[0], x[1]);
        case product::vdot: return ref::vdot(x[0], x[1]);
        case product::kron: return ref::kron(x[0], x[1]);
        case product::tensordot: return ref::tensordot(x[0], x[1], s.n[1]);
        case product::multi_dot: return in_any_order(ref::multi_dot(x), x);
        case product::einsum: break;
        }
        return ref::einsum(s.text, x);
    }
    /// Brackets move NaN and infinity: where an operand holds them, a chain is not judged.
    static value in_any_order(value r, const std::vector<value>& x)
    {
        if constexpr (!std::is_integral_v<C>)
            for (const value& y : x)
                for (index i = 0; i < y.size(); ++i)
                    if (!ref::is_finite(y.get(i)))
                        for (C& c : r.data) c.open = true;
        return r;
    }
    std::unordered_set<int> products_;   // variables that are products, or copies or negatives of products
    using real = std::conditional_t<std::is_integral_v<T>, T, double>;
    static value weighted(const C& weight, const std::vector<value>& x)
    {
        return ref::apply([&](const C& p, const C& q) { return weight * p + q; }, x[0], x.back());
    }
    static value computed(compute what, const std::vector<value>& x)
    {
        const value& a = x[0];
        const value& b = x.back();
        switch (what) {
        case compute::plus: return ref::apply([](const C& p, const C& q) { return p + q; }, a, b);
        case compute::minus: return ref::apply([](const C& p, const C& q) { return p - q; }, a, b);
        case compute::times: return ref::apply([](const C& p, const C& q) { return ref::times(p, q); }, a, b);
        case compute::scaled:
            return ref::apply([](const C& p, const C& q) { return C(T(2)) * p - q * C(T(3)); }, a, b);
        case compute::negate: return ref::apply([](const C& p) { return -p; }, a);
        default: break;
        }
        if constexpr (std::is_same_v<C, ref::tracked<double>> || std::is_same_v<C, ref::tracked<float>>) {
            switch (what) {
            case compute::tanh_sum:
                return ref::apply([](const C& p, const C& q) { return ref::tanh(p + q); }, a, b);
            case compute::where:
                return ref::apply([](const C& p, const C& q) { return ref::if_greater(p, q, p, -q); }, a, b);
            case compute::exp: return ref::apply([](const C& p) { return ref::exp(p * C(T(0.25))); }, a);
            default: return ref::apply([](const C& p) { return ref::tanh(p); }, a);
            }
        }
        else return ref::apply([](const C& p, const C&) { return p; }, a, b);  // shapes only
    }
    static value reduced(reduce what, const value& x, index axis)
    {
        const ref::axes over = axis == -100 ? ref::axes() : ref::axes(axis);
        switch (what) {
        case reduce::sum: return ref::sum(x, over);
        case reduce::cumsum: return ref::cumsum(x, over);
        case reduce::amax: return ref::amax(x, over);
        case reduce::amin: return ref::amin(x, over);
        default: break;
        }
        if constexpr (std::is_same_v<C, ref::tracked<double>> || std::is_same_v<C, ref::tracked<float>>) {
            if (what == reduce::mean) return ref::mean(x, over);
            if (what == reduce::var) return ref::var(x, over);
            return ref::norm(x, over);
        }
        else return ref::sum(x, over);  // shapes only
    }
};

}  // namespace differential
