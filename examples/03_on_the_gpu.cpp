// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The loop of 01 on a GPU: eager and lazy on the processors, then on the GPU, then in three jobs while this thread goes on.
// Where there is no GPU it prints the plan that would run, what its steps should take on one, and why it did not run.
#include <tenfold/tenfold.hpp>

#include <xtensor-blas/xlinalg.hpp>
#if __has_include(<xtensor/generators/xrandom.hpp>)  // xtensor since 0.26
#include <xtensor/generators/xrandom.hpp>
#else
#include <xtensor/xrandom.hpp>
#endif

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace tf = tenfold;
using array = tf::array<double>;

static constexpr std::ptrdiff_t window = 200;

static std::vector<array> loop(const array& a, const array& b)
{
    std::vector<array> answers;
    for (std::ptrdiff_t i = 0; i + window <= b.shape()[1]; ++i)
        answers.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + window))));
    return answers;
}

static std::vector<xt::xarray<double>> eager_loop(const xt::xarray<double>& a, const xt::xarray<double>& b)
{
    std::vector<xt::xarray<double>> answers;
    for (std::size_t i = 0; i + window <= b.shape()[1]; ++i)
        answers.push_back(xt::linalg::dot(a, xt::xarray<double>(xt::view(b, xt::all(), xt::range(i, i + window)))));
    return answers;
}

template <class F> static double milliseconds(const F& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return 1e3 * std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The best of a few: the first one finds memory, kernels and libraries.
template <class F> static void row(const char* name, const F& work)
{
    double best = 1e9;
    for (int run = 0; run < 5; ++run) best = std::min(best, milliseconds(work));
    std::printf("  %-44s %10.3f ms\n", name, best);
}

/// What steps take on a GPU of such rates; of an H100 by its data sheet, nothing that was measured here.
static void model(const tf::explanation& plan, double bytes_there, double bytes_back)
{
    constexpr double flops = 60e12, memory = 3.35e12, call = 4e-6, link = 25e9;
    std::puts("\n  by the data sheet of an H100 (60 Tflop/s, 3.35 TB/s, 25 GB/s to the host, 4 us a call):");
    std::printf("  %-44s %10.3f ms\n", "operands to the GPU", 1e3 * (2 * call + bytes_there / link));
    for (const auto& s : plan.steps) {
        const std::string name = s.kind + " " + s.name;
        std::printf("  %-44s %10.3f ms\n", name.c_str(), 1e3 * (call + std::max(s.flops / flops, s.bytes / memory)));
    }
    std::printf("  %-44s %10.3f ms\n", "the product home, if somebody reads it", 1e3 * (call + bytes_back / link));
}

static double difference(const std::vector<array>& x, const std::vector<xt::xarray<double>>& y)
{
    double most = 0;
    for (std::size_t i = 0; i < x.size(); ++i) most = std::max(most, xt::amax(xt::abs(x[i].value() - y[i]))());
    return most;
}

int main()
{
    const array a = xt::random::rand<double>({100, 200}), b = xt::random::rand<double>({200, 1000});
    const xt::xarray<double> plain_a = a, plain_b = b;
    const auto exact = eager_loop(plain_a, plain_b);
    std::printf("%zu products of 100x200 by 200x200, windows of one matrix\n", exact.size());
    row("eager loop, xtensor-blas", [&] { eager_loop(plain_a, plain_b); });
    row("lazy loop, processors", [&] { tf::eval(tf::cpu(), loop(a, b)); });

    try {
        tf::cuda(0);
    }
    catch (const tf::device_error& e) {
        const tf::explanation plan = tf::explain(tf::cpu(), loop(a, b));
        model(plan, 8.0 * (100 * 200 + 200 * 1000), 8.0 * 100 * 1000);
        std::cout << '\n' << plan << "\nNothing ran on a GPU: " << e.what() << '\n';
        return 0;
    }

    const tf::device gpu = tf::cuda(0);
    row("lazy loop, GPU, values stay there", [&] { tf::eval(gpu, loop(a, b)); });
    row("lazy loop, GPU, and one value read", [&] {
        const auto answers = loop(a, b);
        tf::eval(gpu, answers);
        answers[7](3, 5);
    });

    // Three jobs, each a loop over its own signal; this thread goes on meanwhile.
    std::vector<array> signals;
    for (int i = 0; i < 3; ++i) signals.push_back(xt::random::rand<double>({200, 1000}));
    std::vector<std::vector<array>> answers;
    std::vector<tf::job> jobs;
    double mine = 0;
    const double all = milliseconds([&] {
        for (const array& s : signals) {
            answers.push_back(loop(a, s));
            jobs.push_back(tf::submit(gpu, answers.back()));
        }
        for (int i = 1; i < 100000; ++i) mine += std::sqrt(i);
        for (tf::job& j : jobs) j.wait();
    });
    std::printf("  %-44s %10.3f ms   (and a sum of %.0f here)\n", "three jobs, GPU", all, mine);

    std::cout << '\n' << tf::explain(gpu, loop(a, b));
    const auto there = loop(a, b);
    tf::eval(gpu, there);
    std::printf("\nlargest difference from the eager loop: %.1e\n", difference(there, exact));
}
