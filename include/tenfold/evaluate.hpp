// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Evaluation. Reading a value evaluates by itself; these functions say what to compute, when and where.
//
//   tf::eval(ans);                              // exactly these, now
//   tf::eval(tf::cpu(), x, y);                  // the device comes first, as policies do
//   tf::job work = tf::submit(tf::cpu(), ans);  // errors come out of work.wait()
//   std::cout << tf::explain(ans);              // what would run, and why
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/detail/expression.hpp>
#include <tenfold/detail/operand.hpp>
#include <tenfold/explain.hpp>
#include <tenfold/options.hpp>

#include <concepts>
#include <memory>
#include <ranges>
#include <source_location>
#include <vector>

namespace tenfold {
namespace detail {

template <class X>
concept array_type = is_array<X>;

/// Values to evaluate, neighbours of one family as one run. Arrays are only looked at; views and expressions are
/// recorded and kept.
class targets {
public:
    struct run {
        family* source;        // null: an array that holds no value
        index_t first, last;   // last is past the end
    };

    template <class X>
    void add(const X& x, site where)
    {
        static_assert(!std::is_same_v<X, options> && !std::is_same_v<X, device>, "tenfold: options and devices come first: eval(options, values...)");
        if constexpr (array_type<X>) add(x.raw());
        else if constexpr (lazy<X>) {
            kept_.push_back(array<element_type_of<X>>(x, where).raw());
            add(kept_.back());
        }
        else {
            constexpr bool takes = std::ranges::input_range<const X> && !plain<X>;
            static_assert(takes, "tenfold: what is evaluated are arrays, views, expressions, and ranges of them");
            if constexpr (takes)
                for (const auto& item : x) add(item, where);
        }
    }
    const std::vector<run>& runs() const { return runs_; }

private:
    void add(const handle& h)
    {
        if (!runs_.empty()) {
            run& open = runs_.back();
            if (open.source == h.source() && open.last == h.member()) {
                ++open.last;
                return;
            }
        }
        runs_.push_back({h.source(), h.member(), h.member() + 1});
    }

    std::vector<run> runs_;
    std::vector<handle> kept_;
};

void evaluate(const targets&, const options*, site);
explanation explain(const targets&, const options*, site);

template <class X>
concept not_a_choice = !std::same_as<std::remove_cvref_t<X>, options> && !std::same_as<std::remove_cvref_t<X>, device>;

template <class... X>
targets collect(site where, const X&... x)
{
    targets all;
    (all.add(x, where), ...);
    return all;
}

options on(const device&);

}  // namespace detail

/// Computes exactly these values (and what they need): arrays, views, expressions, ranges of them, in any mixture.
template <detail::not_a_choice X>
void eval(const X& x, detail::site where = detail::site::current())
{
    detail::evaluate(detail::collect(where, x), nullptr, where);
}
template <detail::not_a_choice X, class Y, class... Z>
    requires(!std::same_as<Y, detail::site>)
void eval(const X& x, const Y& y, const Z&... z)
{
    const detail::site where;  // not known: parameters behind a pack cannot have defaults
    detail::evaluate(detail::collect(where, x, y, z...), nullptr, where);
}
template <class... X>
void eval(const options& choices, const X&... x)
{
    const detail::site where;
    detail::evaluate(detail::collect(where, x...), &choices, where);
}
template <class... X>
void eval(const device& where_to, const X&... x)
{
    eval(detail::on(where_to), x...);
}

/// What was recorded for these values, which rules fire or decline and why, and the plan. Nothing is computed.
template <class X, class... Y>
    requires detail::not_a_choice<X>
explanation explain(const X& x, const Y&... y)
{
    const detail::site where;
    return detail::explain(detail::collect(where, x, y...), nullptr, where);
}
template <class... X>
explanation explain(const options& choices, const X&... x)
{
    const detail::site where;
    return detail::explain(detail::collect(where, x...), &choices, where);
}
template <class... X>
explanation explain(const device& where_to, const X&... x)
{
    return explain(detail::on(where_to), x...);
}

/// An evaluation that was submitted: it runs beside the caller, and beside other jobs. A job may be dropped without
/// being waited for; its values are computed all the same.
class job {
public:
    job() = default;
    /// Returns when the values are computed; throws what went wrong, at every call.
    void wait();
    /// True once the values are computed or the job has failed. Never waits, never throws.
    bool ready();
    /// A cudaEvent_t that is reached when the values are there, for the caller's own streams; returns as soon as the job's
    /// work is on the GPU, and throws what went wrong until then. The event lives as long as the job. A job of processors:
    /// device_error.
    void* event();

private:
    struct state;
    explicit job(std::shared_ptr<state> s) : state_(std::move(s)) {}
    friend job submit_targets(const detail::targets&, const options&, detail::site);
    std::shared_ptr<state> state_;
};
job submit_targets(const detail::targets&, const options&, detail::site);

/// eval without waiting. It is planned before submit returns: what is recorded, or dropped, afterwards does not
/// change it. Reading a value that a job computes waits for that job.
template <class... X>
job submit(const options& choices, const X&... x)
{
    const detail::site where;
    return submit_targets(detail::collect(where, x...), choices, where);
}
template <class... X>
job submit(const device& where_to, const X&... x)
{
    return submit(detail::on(where_to), x...);
}
template <class X, class... Y>
    requires detail::not_a_choice<X>
job submit(const X& x, const Y&... y)
{
    return submit(options{}, x, y...);
}

/// While it lives, every call of this thread computes at once, call by call: the same source, eager, to compare
/// with and to debug.
class eager_scope {
public:
    eager_scope();
    ~eager_scope();
    eager_scope(const eager_scope&) = delete;
    eager_scope& operator=(const eager_scope&) = delete;
};

}  // namespace tenfold
