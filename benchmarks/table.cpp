// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The table: recording costs, and windows against every rival, in one process, interleaved. Ratios are to the best
// hand-written way (one gemm). Every windows row also runs on three random sizes; the worst ratio is printed.
#include "rivals/rivals.hpp"
#include "timing.hpp"
#include "workloads.hpp"

#include <tenfold/tenfold.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tf = tenfold;
using array = tf::array<double>;

namespace {

array lend(const measure::numbers& x, std::size_t rows, std::size_t columns)
{
    std::array<std::size_t, 2> shape{rows, columns};
    auto seen = xt::adapt(x.data(), rows * columns, xt::no_ownership(), shape);
    return array(xt::xarray<double>(seen));
}

std::vector<array> record(const array& a, const array& b, const std::vector<std::size_t>& starts, std::size_t w)
{
    std::vector<array> all;
    all.reserve(starts.size());
    for (const std::size_t i : starts) all.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + w))));
    return all;
}

double read_all(const std::vector<array>& all)
{
    double sum = 0;
    for (const array& x : all) sum += x(0, 0);
    return sum;
}

double seconds_of(const std::vector<measure::timing>& rows, const std::string& name)
{
    for (const auto& r : rows)
        if (r.name == name) return r.minimum;
    return 0;
}

struct ratios {
    double loop = 0, call = 0;
};

ratios windows_row(const measure::windows& x, bool scattered, double seconds, bool print)
{
    auto data = scattered ? x.make_scattered() : x.make();
    const array a = lend(data.a, x.m, x.k), b = lend(data.b, x.k, x.n);
    const rivals::problem problem{data.a.data(), data.b.data(), x.m, x.k, x.n, x.w, data.starts.data(), data.starts.size()};
    const bool loops_fit = x.bytes_of_answers(data.starts.size()) < 2e9;
    measure::numbers gemm_out(problem.gemm_size()), loop_out(loops_fit ? problem.loop_size() : 0);

    std::vector<measure::contender> all;
    for (const rivals::rival& r : rivals::all()) {
        if (!r.available || (r.loop && !loops_fit)) continue;
        for (const int threads : {1, 2}) {
            double* out = r.loop ? loop_out.data() : gemm_out.data();
            const bool eager = std::string(r.name).find("eager") != std::string::npos;
            if (eager && threads == 2) continue;
            all.push_back({fmt::format("{} / {}", r.name, threads),
                           [=] { r.run(problem, eager ? nullptr : out, threads); }, {}});
        }
    }
    all.push_back({"tenfold loop", [&] { measure::keep(read_all(record(a, b, data.starts, x.w))); }, {}});
    const bool one_call = !scattered;
    if (one_call)
        all.push_back({"tenfold call", [&] {
            const array y = tf::dot(a, tf::transpose(tf::sliding_window_view(b, {static_cast<std::ptrdiff_t>(x.w)}, {1}), {1, 0, 2}));
            measure::keep(y(0, 0, 0));
        }, {}});
    measure::race_options how;
    how.seconds = seconds;
    how.cache = measure::caches::as_is;
    const auto rows = measure::race(all, how);

    double best = 1e9;
    for (const auto& r : rows)
        if (r.name.find("gemm") != std::string::npos) best = std::min(best, r.minimum);
    if (print) {
        fmt::print("\n{}{}: {}x{} by {}x{}, window {}, {} products\n", x.name, scattered ? " random offsets" : "", x.m, x.k,
                   x.k, x.n, x.w, data.starts.size());
        for (const auto& r : rows)
            fmt::print("  {:<28}{:>12}  {:>8.2f}\n", r.name, measure::seconds_text(r.minimum), r.minimum / best);
    }
    return {seconds_of(rows, "tenfold loop") / best, one_call ? seconds_of(rows, "tenfold call") / best : 0};
}

void windows_table()
{
    fmt::print("\nWindows: minimum of interleaved runs, and the ratio to the best one gemm\n");
    for (const bool scattered : {false, true}) {
        const auto w1 = measure::w1();
        windows_row(w1, scattered, 3, true);
        if (scattered) continue;
        windows_row(measure::w2(), false, 12, true);
        windows_row(measure::w2h(), false, 8, true);
    }
    for (const auto& row : {measure::w1(), measure::w2()}) {
        ratios worst;
        for (const unsigned seed : {1u, 2u, 3u}) {
            const ratios r = windows_row(measure::like(row, seed), false, 3, false);
            worst.loop = std::max(worst.loop, r.loop);
            worst.call = std::max(worst.call, r.call);
        }
        fmt::print("\nlike {} at three random sizes: worst ratio {:.2f} as a loop, {:.2f} as one call\n", row.name, worst.loop,
                   worst.call);
    }
}

template <class F>
void recording_row(const char* name, double limit, std::size_t calls, const F& record_all)
{
    double best = 1e9, drop = 1e9;
    for (int r = 0; r < 300; ++r) {
        std::vector<array> kept;
        kept.reserve(2 * calls);
        const double t0 = measure::now();
        record_all(kept);
        const double t1 = measure::now();
        kept.clear();
        const double t2 = measure::now();
        best = std::min(best, (t1 - t0) / static_cast<double>(calls));
        drop = std::min(drop, (t2 - t1) / static_cast<double>(calls));
    }
    fmt::print("  {:<34}{:>8.1f} ns   (at most {:.0f})   dropping {:.1f} ns\n", name, best * 1e9, limit, drop * 1e9);
}

void recording_table()
{
    fmt::print("\nRecording, for each call\n");
    const auto d = measure::w1().make();
    const array a = lend(d.a, 10, 20), a2 = lend(d.a, 10, 20), b = lend(d.b, 20, 1000);
    const std::size_t n = d.starts.size();
    recording_row("dot(array, view(array))", 16, n, [&](auto& out) {
        for (std::size_t i = 0; i < n; ++i) out.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    });
    recording_row("the same, xt::view", 22, n, [&](auto& out) {
        for (std::size_t i = 0; i < n; ++i) out.push_back(tf::dot(a, xt::view(b, xt::all(), xt::range(i, i + 20))));
    });
    const std::vector<array> filters{a, a2, lend(d.a, 10, 20), lend(d.a, 10, 20)};
    recording_row("nested loop over filters", 22, 4 * n, [&](auto& out) {
        for (const array& f : filters)
            for (std::size_t i = 0; i < n; ++i) out.push_back(tf::dot(f, tf::view(b, xt::all(), xt::range(i, i + 20))));
    });
    const auto scattered = measure::w1().make_scattered();
    recording_row("random offsets", 22, n, [&](auto& out) {
        for (const std::size_t i : scattered.starts) out.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    });
    recording_row("alternating operands", 32, n, [&](auto& out) {
        for (std::size_t i = 0; i < n; ++i)
            out.push_back(tf::dot(i % 2 ? a : a2, tf::view(b, xt::all(), xt::range(i, i + 20))));
    });
    std::vector<array> left, right;
    for (std::size_t i = 0; i < n; ++i) {
        left.push_back(lend(d.a, 10, 20));
        right.push_back(lend(d.b, 20, 20));
    }
    recording_row("separate leaves", 36, n, [&](auto& out) {
        for (std::size_t i = 0; i < n; ++i) out.push_back(tf::dot(left[i], right[i]));
    });
    recording_row("product and elementwise", 110, n, [&](auto& out) {
        for (std::size_t i = 0; i < n; ++i)
            out.push_back(xt::tanh(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))) + 1.0));
    });
}

}  // namespace

int main()
{
    fmt::print("{}\n", measure::machine());
    recording_table();
    windows_table();
    fmt::print("\npeak memory {:.0f} MB\n", static_cast<double>(measure::peak_memory()) / 1e6);
}
