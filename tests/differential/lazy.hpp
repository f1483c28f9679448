// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Runs the steps of a program through tenfold: recorded as they come, evaluated where the program says so.
#pragma once

#include "api/support.hpp"
#include "program.hpp"

#include <deque>
#include <future>
#include <optional>

namespace differential {

namespace tf = tenfold;

/// f(slice) behind as many xt::all() as `axis` says.
template <class X, class S> auto sliced(X&& x, index axis, const S& s)
{
    switch (axis) {
    case 0: return tf::view(x, s);
    case 1: return tf::view(x, xt::all(), s);
    case 2: return tf::view(x, xt::all(), xt::all(), s);
    default: return tf::view(x, xt::all(), xt::all(), xt::all(), s);
    }
}

/// X: tf::array<T>&, or a view without a name. The result can be assigned to where tenfold allows it.
template <class T, class X> tf::array_view<T> seen(X&& x, const view_step& v)
{
    using namespace xt::placeholders;
    const shape_t& n = v.n;
    const auto number = [&](std::size_t i) { return static_cast<std::ptrdiff_t>(n[i]); };
    switch (v.how) {
    case look::at: return sliced(x, n[0], number(1));
    case look::range: return sliced(x, n[0], xt::range(number(1), number(2), number(3)));
    case look::open_range: return sliced(x, n[0], xt::range(number(1), _, number(2)));
    case look::ranges: return tf::view(x, xt::range(n[0], n[1]), xt::range(n[2], n[3]));
    case look::newaxis: return sliced(x, n[0], xt::newaxis());
    case look::flip: return tf::flip(x, number(0));
    case look::swapaxes: return tf::swapaxes(x, n[0], n[1]);
    case look::moveaxis: return tf::moveaxis(x, number(0), number(1));
    case look::expand_dims: return tf::expand_dims(x, number(0));
    case look::squeeze: return tf::squeeze(x);
    case look::transpose:
        if (n.empty()) return tf::transpose(x);
        return tf::transpose(x, n);
    case look::windows: return tf::sliding_window_view(x, number(1), number(0));
    case look::windows2: return tf::sliding_window_view(x, shape_t{n[2], n[3]}, shape_t{n[0], n[1]});
    case look::reshape: return tf::reshape(x, n);
    case look::broadcast_to: return tf::broadcast_to(x, n);
    case look::diagonal:
        return tf::diagonal(x, static_cast<int>(n[0]), static_cast<std::size_t>(n[1]), static_cast<std::size_t>(n[2]));
    case look::as_strided: break;
    }
    const auto half = n.begin() + static_cast<index>(n.size() / 2);
    return tf::as_strided(x, shape_t(n.begin(), half), shape_t(half, n.end()));
}

/// Leaves by number; keeps what they borrow.
template <class T> class leaf_maker {
public:
    tf::array<T> operator()(index seed, index kind, index layout, const shape_t& shape)
    {
        reference::ndarray<T> x(shape);
        for (index i = 0; i < x.size(); ++i)
            x.set(i, as_element<T>(leaf_element(i, static_cast<unsigned>(seed), kind), i));
        if (layout != 3) return support::arranged(x, static_cast<int>(layout));
        auto& columns = borrowed_.emplace_back(std::vector<std::size_t>(shape.begin(), shape.end()));
        for (index i = 0; i < x.size(); ++i) *(columns.template begin<xt::layout_type::row_major>() + i) = x.get(i);
        return tf::borrow(columns);
    }

private:
    std::deque<xt::xarray<T, xt::layout_type::column_major>> borrowed_;
};

template <class T> class lazy_machine {
public:
    using array = tf::array<T>;
    using view = tf::array_view<T>;
    std::vector<array> variables;
    std::vector<bool> alive;
    tf::options choices;
    evaluator<T> evaluate;
    sightings<T> seen_values;

    void run(const step& s)
    {
        if (s.refused) {
            try {
                result_of(s);
            }
            catch (const tf::error&) {
                return;
            }
            throw std::logic_error("tenfold accepts what the reference refuses");
        }
        const auto at = static_cast<std::size_t>(s.result);
        if (s.result >= 0 && variables.size() <= at) {
            variables.resize(at + 1);
            alive.resize(at + 1);
        }
        switch (s.what) {
        case act::drop:
            variables[at] = array();
            alive[at] = false;
            return;
        case act::evaluate: {
            std::vector<array> some;
            for (const operand& o : s.in) some.push_back(variable(o));
            evaluate(choices, some);
            return;
        }
        case act::read:
            if (s.in[0].views.empty())
                seen_values.push_back({"read", s.in[0].variable, support::to_reference(variable(s.in[0]))});
            else seen_values.push_back({"read", s.in[0].variable, support::to_reference(array(open(s.in[0])))});
            return;
        case act::assign:
        case act::add: store(s); return;
        case act::accumulate:
            if (s.in[0].views.empty()) variables[at] += variable(s.in[0]);
            else variables[at] += open(s.in[0]);
            return;
        default: break;
        }
        variables[at] = result_of(s);
        alive[at] = true;
    }
    void finish()
    {
        std::vector<array> rest;
        for (std::size_t i = 0; i < variables.size(); ++i)
            if (alive[i]) rest.push_back(variables[i]);
        evaluate(choices, rest);
        rest.clear();
        for (std::size_t i = 0; i < variables.size(); ++i)
            if (alive[i])
                seen_values.push_back({"end", static_cast<int>(i), support::to_reference(variables[i])});
    }

private:
    array& variable(const operand& o) { return variables.at(static_cast<std::size_t>(o.variable)); }

    /// The views of an operand, of an array with a name.
    view open(const operand& o)
    {
        array& x = variable(o);
        if (o.views.empty()) return tf::view(x, xt::ellipsis());
        std::optional<view> v;
        v.emplace(seen<T>(x, o.views[0]));
        for (std::size_t i = 1; i < o.views.size(); ++i) {
            view next = seen<T>(std::move(*v), o.views[i]);
            v.emplace(std::move(next));
        }
        return std::move(*v);
    }
    void store(const step& s)
    {
        view to = open(s.in[0]);
        const bool plain = s.in[1].views.empty();
        if (s.what == act::assign && plain) std::move(to) = variable(s.in[1]);
        else if (s.what == act::assign) std::move(to) = open(s.in[1]);
        else if (plain) std::move(to) += variable(s.in[1]);
        else std::move(to) += open(s.in[1]);
    }
    /// Arrays as arrays, views as views, in any mixture.
    template <class F> array with_two(const step& s, F f)
    {
        const bool plain[] = {s.in[0].views.empty(), s.in[1].views.empty()};
        if (plain[0] && plain[1]) return f(variable(s.in[0]), variable(s.in[1]));
        if (plain[0]) return f(variable(s.in[0]), open(s.in[1]));
        if (plain[1]) return f(open(s.in[0]), variable(s.in[1]));
        return f(open(s.in[0]), open(s.in[1]));
    }
    array result_of(const step& s)
    {
        switch (s.what) {
        case act::leaf: return leaf_(s.n[0], s.n[1], s.n[2], shape_t(s.n.begin() + 3, s.n.end()));
        case act::copy: return tf::copy(open(s.in[0]));
        case act::product: return product_of(s);
        case act::compute: return computed(s);
        case act::reduce: return reduced(static_cast<reduce>(s.n[0]), open(s.in[0]), s.n[1]);
        case act::join: {
            std::vector<array> parts;
            for (const operand& o : s.in) parts.push_back(open(o));
            return s.n[0] == 0 ? tf::stack(parts, s.n[1]) : tf::concatenate(parts, s.n[1]);
        }
        default: return s.in[0].views.empty() ? variable(s.in[0]) : array(open(s.in[0]));
        }
    }
    array product_of(const step& s)
    {
        switch (static_cast<product>(s.n[0])) {
        case product::dot:
            if (s.n[1] == 1) return with_two(s, [](const auto& a, const auto& b) { return tf::dot(a, b); });
            return with_two(s, [](const auto& a, const auto& b) { return tf::dot(a, b); });
        case product::scaled_dot: return tf::dot(T(2) * open(s.in[0]), open(s.in[1]));
        case product::matmul: return tf::matmul(open(s.in[0]), open(s.in[1]));
        case product::inner: return tf::inner(open(s.in[0]), open(s.in[1]));
        case product::outer: return tf::outer(open(s.in[0]), open(s.in[1]));
        case product::vdot: return tf::vdot(open(s.in[0]), open(s.in[1]));
        case product::kron: return tf::kron(open(s.in[0]), open(s.in[1]));
        case product::tensordot: return tf::tensordot(open(s.in[0]), open(s.in[1]), s.n[1]);
        case product::multi_dot: {
            std::vector<array> chain;
            for (const operand& o : s.in) chain.push_back(open(o));
            return tf::multi_dot(chain);
        }
        case product::einsum: break;
        }
        if (s.in.size() == 1) return tf::einsum(s.text, open(s.in[0]));
        if (s.in.size() == 2) return tf::einsum(s.text, open(s.in[0]), open(s.in[1]));
        return tf::einsum(s.text, open(s.in[0]), open(s.in[1]), open(s.in[2]));
    }
    array computed(const step& s)
    {
        const auto what = static_cast<compute>(s.n[0]);
        const bool plain = s.in[0].views.empty() && s.in.back().views.empty();
        if (what == compute::weighted) {
            const T weight = static_cast<T>(static_cast<real>(s.n[1]));
            return with_two(s, [&](const auto& a, const auto& b) { return array(weight * a + b); });
        }
        if (plain) return computed(what, variable(s.in[0]), variable(s.in.back()));
        return computed(what, open(s.in[0]), open(s.in.back()));
    }
    template <class X> static array computed(compute what, const X& a, const X& b)
    {
        switch (what) {
        case compute::plus: return a + b;
        case compute::minus: return a - b;
        case compute::times: return a * b;
        case compute::scaled: return T(2) * a - b * T(3);
        case compute::negate: return -a;
        default: break;
        }
        if constexpr (std::is_floating_point_v<T>) {
            switch (what) {
            case compute::tanh_sum: return xt::tanh(a + b);
            case compute::where: return xt::where(a > b, a, -b);
            case compute::exp: return xt::exp(a * T(0.25));
            default: return xt::tanh(a);
            }
        }
        return a;
    }
    static array reduced(reduce what, const view& x, index axis)
    {
        const bool all = axis == -100;
        const int on = static_cast<int>(axis);
        switch (what) {
        case reduce::sum: return all ? array(tf::sum(x)) : array(tf::sum(x, on));
        case reduce::cumsum: return all ? array(tf::cumsum(x)) : array(tf::cumsum(x, on));
        default: break;
        }
        if constexpr (!reference::is_complex_v<T>) {
            if (what == reduce::amax) return all ? array(tf::amax(x)) : array(tf::amax(x, on));
            if (what == reduce::amin) return all ? array(tf::amin(x)) : array(tf::amin(x, on));
        }
        if constexpr (std::is_floating_point_v<T>) {
            if (what == reduce::mean) return all ? array(tf::mean(x)) : array(tf::mean(x, on));
            if (what == reduce::var) return all ? array(tf::var(x)) : array(tf::var(x, on));
            return all ? array(tf::norm(x)) : array(tf::norm(x, on));
        }
        return array(tf::sum(x));
    }

    using real = std::conditional_t<std::is_integral_v<T>, T, double>;
    leaf_maker<T> leaf_;
};

template <class T> sightings<T> run_lazily(const program& p, const evaluator<T>& evaluate)
{
    lazy_machine<T> m;
    m.evaluate = evaluate;
    m.choices.disable = p.disable;
    const auto run = [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            try {
                m.run(p.steps[i]);
            }
            catch (const std::exception& e) {
                throw std::runtime_error("step " + std::to_string(i) + ": " + e.what());
            }
        }
    };
    for (std::size_t i = 0, end; i < p.steps.size(); i = end) {
        const int thread = p.steps[i].thread;
        for (end = i; end < p.steps.size() && p.steps[end].thread == thread;) ++end;
        if (thread == 0) run(i, end);
        else std::async(std::launch::async, run, i, end).get();
    }
    m.finish();
    return std::move(m.seen_values);
}

}  // namespace differential
