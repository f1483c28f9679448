// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// "Lazy" is never the slower word: random whole programs, a loop with a body between a few statements, written once and
// run with tenfold and with plain xtensor and xtensor-blas. Sizes are 1 to 300.
#include "table.hpp"
#include "workloads.hpp"

#include <fmt/format.h>
#include <tenfold/tenfold.hpp>
#include <xtensor-blas/xlinalg.hpp>
#include <xtensor/xarray.hpp>
#include <xtensor/xrandom.hpp>
#include <xtensor/xview.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace bench {

namespace {

namespace tf = tenfold;
using P = std::ptrdiff_t;
using xt::all;
using xt::range;

/// How each of the two spells what the program does; each statement makes a value, as people write it.
struct lazy {
    using value = tf::array<double>;
    static value dot(const value& a, const value& b) { return tf::dot(a, b); }
    static value turned(const value& a) { return tf::transpose(a); }
    static value rows(const value& a, P first, P last) { return tf::view(a, range(first, last)); }
    static value sum(const value& a, P axis) { return tf::sum(a, {axis}); }
    static value mean(const value& a, P axis) { return tf::mean(a, {axis}); }
    static value most(const value& a, P axis) { return tf::amax(a, {axis}); }
    static double total(const value& a) { return tf::sum(a)(); }
    static double norm(const value& a) { return tf::norm(a)(); }
    static void put(value& to, P row, const value& x) { tf::view(to, row) = x; }
    static value zeros(std::size_t rows, std::size_t columns) { return tf::zeros<double>({rows, columns}); }
};
struct eager {
    using value = xt::xarray<double>;
    static value dot(const value& a, const value& b) { return xt::linalg::dot(a, b); }
    static value turned(const value& a) { return xt::transpose(a); }
    static value rows(const value& a, P first, P last) { return xt::view(a, range(first, last), all()); }
    static value sum(const value& a, P axis) { return xt::sum(a, {axis}); }
    static value mean(const value& a, P axis) { return xt::mean(a, {axis}); }
    static value most(const value& a, P axis) { return xt::amax(a, {axis}); }
    static double total(const value& a) { return xt::sum(a)(); }
    static double norm(const value& a) { return std::sqrt(xt::sum(xt::square(a))()); }
    static void put(value& to, P row, const value& x) { xt::view(to, row, all()) = x; }
    static value zeros(std::size_t rows, std::size_t columns) { return xt::zeros<double>({rows, columns}); }
};

enum class body { product, turned_product, bias_tanh, relu, scale, square, centre, exp_less_most, count };
enum class source { window, matrix, before, count };   // of the loop: rows of one array, one of a list, the result before
enum class end { stored, added, list, read, count };   // what becomes of each result

struct program {
    P rounds, rows, columns;
    source from;
    end to;
    std::vector<body> steps;

    explicit program(std::uint64_t seed)
    {
        std::mt19937_64 bits(seed);
        const auto length = [&] { return static_cast<P>(measure::random_size(bits, 1, 300)); };
        const auto one_of = [&](auto last) { return static_cast<decltype(last)>(bits() % static_cast<std::uint64_t>(last)); };
        rounds = length();
        rows = length();
        columns = length();
        from = one_of(source::count);
        to = one_of(end::count);
        constexpr double most_flops = 3e8;   // a round of all programs takes seconds
        for (std::uint64_t i = 1 + bits() % 4; i > 0; --i) steps.push_back(one_of(body::count));
        const double work = 2.0 * static_cast<double>(rows) * static_cast<double>(columns * columns) * static_cast<double>(steps.size());
        rounds = std::clamp<P>(static_cast<P>(most_flops / work), 1, rounds);
    }

    std::string name() const
    {
        constexpr const char* names[] = {"dot", "dot(., w')", "tanh(. + b)", "relu", "scale", "square", "centre", "exp(. - max)"};
        constexpr const char* sources[] = {"windows", "matrices", "the result before"};
        constexpr const char* ends[] = {"stored", "added", "listed", "read"};
        std::string all;
        for (const body b : steps) all += fmt::format(" {}", names[static_cast<int>(b)]);
        return fmt::format("{} rounds over {} of {}x{}:{}, {}", rounds, sources[static_cast<int>(from)], rows, columns, all, ends[static_cast<int>(to)]);
    }
};

template <class L> struct inputs {
    typename L::value series, w, bias;
    std::vector<typename L::value> matrices;
};

/// One body: `x` has rows x columns elements, and so has the result.
template <class L> typename L::value step(body b, const inputs<L>& in, typename L::value x)
{
    using V = typename L::value;
    switch (b) {
    case body::product: return L::dot(x, in.w);
    case body::turned_product: return L::dot(x, L::turned(in.w));
    case body::bias_tanh: return xt::tanh(x + in.bias);
    case body::relu: return xt::maximum(x, 0.0);
    case body::scale: return x * 0.5;
    case body::square: return x * x;
    case body::centre: {
        V m = L::mean(x, 0);
        return x - m;
    }
    default: {
        V m = L::most(x, 0);
        return xt::exp(x - m);
    }
    }
}

template <class L> double run(const program& p, const inputs<L>& in)
{
    using V = typename L::value;
    V before = in.matrices[0], sum = in.matrices[0], out = L::zeros(static_cast<std::size_t>(p.rounds), static_cast<std::size_t>(p.columns));
    std::vector<V> list;
    double read = 0;
    for (P i = 0; i < p.rounds; ++i) {
        V x = p.from == source::window ? L::rows(in.series, i, i + p.rows) : p.from == source::matrix ? in.matrices[static_cast<std::size_t>(i)] : before;
        for (const body b : p.steps) x = step<L>(b, in, x);
        if (p.from == source::before) before = x;
        switch (p.to) {
        case end::stored: L::put(out, i, L::sum(x, 0)); break;
        case end::added: sum = sum + x; break;
        case end::list: list.push_back(x); break;
        default: read = std::max(read, L::norm(x));
        }
    }
    switch (p.to) {
    case end::stored: return L::total(out);
    case end::added: return L::total(sum);
    case end::read: return read;
    default: {
        if constexpr (std::is_same_v<L, lazy>) tf::eval(list);
        for (const V& x : list) read += x(0, 0);
        return read;
    }
    }
}

inputs<eager> make_inputs(const program& p)
{
    inputs<eager> in;
    const auto rows = static_cast<std::size_t>(p.rows), columns = static_cast<std::size_t>(p.columns);
    const auto random = [](std::vector<std::size_t> shape) { return xt::xarray<double>(xt::random::randn<double>(shape)); };
    in.series = random({rows + static_cast<std::size_t>(p.rounds), columns});
    in.w = random({columns, columns}) / std::sqrt(static_cast<double>(columns));
    in.bias = random({columns});
    for (P i = 0; i < p.rounds; ++i) in.matrices.push_back(random({rows, columns}));
    return in;
}
inputs<lazy> as_lazy(const inputs<eager>& in)
{
    inputs<lazy> x{in.series, in.w, in.bias, {}};
    for (const auto& m : in.matrices) x.matrices.emplace_back(m);
    return x;
}

struct result {
    std::string what;
    double ratio, lazy;
    bool operator<(const result& other) const { return ratio > other.ratio; }
};

result race_of(std::uint64_t seed)
{
    xt::random::seed(seed);
    const program p(seed);
    const inputs<eager> in = make_inputs(p);
    const inputs<lazy> lazy_in = as_lazy(in);
    const double x = run<eager>(p, in), y = run<lazy>(p, lazy_in);
    const std::vector<way> ways{{"xtensor-blas", [&] { measure::keep(run<eager>(p, in)); }, true}, {"tenfold", [&] { measure::keep(run<lazy>(p, lazy_in)); }}};
    const outcome times = race(ways, {.cache = measure::caches::as_is, .seconds = 0.1, .rounds_least = 4});
    constexpr double scale = 1000;   // of what sums of centred numbers are made of: they are 0 but for rounding
    const bool same = std::abs(x - y) <= 1e-9 * (scale + std::abs(x) + std::abs(y)) || (std::isnan(x) && std::isnan(y)) || x == y;
    return {fmt::format("seed {}, {}{}", seed, p.name(), same ? "" : " WRONG"), times.ratio(1), times.times[1].minimum};
}

}  // namespace

void random_programs(const settings& set)
{
    const std::size_t count = set.quick ? 60 : 300;
    heading(fmt::format("{} random programs", count), "first statement to last read; as_is; ratio to the same program in xtensor and xtensor-blas");
    std::vector<result> results;
    for (std::uint64_t seed = 1; seed <= count; ++seed) results.push_back(race_of(seed));
    std::sort(results.begin(), results.end());
    const auto at = [&](double part) -> const result& { return results[static_cast<std::size_t>(part * static_cast<double>(count - 1))]; };
    for (std::size_t i = 0; i < 12; ++i) {
        ratio_row(i == 0 ? "tenfold, the worst program" : "tenfold, the next", results[i].lazy, results[i].ratio, i == 0 ? 1.3 : 0);
        note("    at " + results[i].what);
    }
    ratio_row("tenfold, one of twenty takes longer", at(0.05).lazy, at(0.05).ratio, 1);
    ratio_row("tenfold, the median program", at(0.5).lazy, at(0.5).ratio);
    const auto lost = std::count_if(results.begin(), results.end(), [](const result& r) { return r.ratio > 1; });
    note(fmt::format("{} of {} programs take longer than eager", lost, count));
}

}  // namespace bench
