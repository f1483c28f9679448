// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The same loop of products over sliding windows, four ways: eager and lazy, as a loop and as one windowed call.
// Prints times, speed-ups, the largest difference and the plan; then filters a real ECG with a bank of heartbeats.
//   01_sliding_windows [a.npy b.npy window]     writes the answers of the given data to answers.npy
#include <tenfold/tenfold.hpp>

#include <xtensor-blas/xlinalg.hpp>
#if __has_include(<xtensor/generators/xrandom.hpp>)  // xtensor since 0.26
#include <xtensor/generators/xrandom.hpp>
#else
#include <xtensor/xrandom.hpp>
#endif

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace tf = tenfold;
using array = tf::array<double>;

static std::vector<array> loop(const array& a, const array& b, std::ptrdiff_t w)
{
    std::vector<array> answers;
    for (std::ptrdiff_t i = 0; i + w <= b.shape()[1]; ++i)
        answers.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + w))));
    return answers;
}

static double eager_loop(const xt::xarray<double>& a, const xt::xarray<double>& b, std::size_t w)
{
    std::vector<xt::xarray<double>> answers;
    for (std::size_t i = 0; i + w <= b.shape()[1]; ++i)
        answers.push_back(xt::linalg::dot(a, xt::xarray<double>(xt::view(b, xt::all(), xt::range(i, i + w)))));
    return answers.back()(0, 0);
}

static array windowed(const array& a, const array& b, std::ptrdiff_t w)
{
    const array windows = tf::transpose(tf::sliding_window_view(b, {w}, {1}), {1, 0, 2});   // (n - w + 1, k, w)
    return tf::dot(a, windows);                                                               // (m, n - w + 1, w)
}

static double best_of(int runs, const std::function<void()>& work)
{
    double best = 1e9;
    for (int r = 0; r < runs; ++r) {
        const auto start = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

static void compare(const char* title, const array& a, const array& b, std::ptrdiff_t w)
{
    double sum = 0;
    const auto all = [&] { const auto x = loop(a, b, w); tf::eval(x); for (const array& y : x) sum += y(0, 0); };
    const auto call = [&] { const array x = windowed(a, b, w); sum += x(0, 0, 0); };
    const xt::xarray<double> plain_a = a, plain_b = b;

    std::printf("\n%s: a %tdx%td, b %tdx%td, window %td\n", title, a.shape()[0], a.shape()[1], b.shape()[0],
                b.shape()[1], w);
    const double eager = best_of(2, [&] { sum += eager_loop(plain_a, plain_b, static_cast<std::size_t>(w)); });
    const auto row = [&](const char* name, double seconds) {
        std::printf("  %-24s %10.3f ms   %7.1fx\n", name, seconds * 1e3, eager / seconds);
    };
    row("eager loop, xtensor-blas", eager);
    row("eager, windowed call", best_of(2, [&] { const tf::eager_scope now; call(); }));
    row("lazy loop", best_of(20, all));
    row("lazy, windowed call", best_of(20, call));

    double difference = 0;
    const auto answers = loop(a, b, w);
    tf::eval(answers);
    const array call_answers = windowed(a, b, w);
    const tf::eager_scope now;
    const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(answers.size());
    for (std::ptrdiff_t i = 0; i < count; i += std::max<std::ptrdiff_t>(count / 50, 1)) {
        const array exact = tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + w)));
        difference = std::max({difference, tf::amax(xt::abs(exact - answers[static_cast<std::size_t>(i)]))(),
                               tf::amax(xt::abs(exact - tf::view(call_answers, xt::all(), i, xt::all())))()});
    }
    std::printf("  largest difference       %10.1e\n", difference);
}

int main(int argc, char** argv)
{
    if (argc == 4) {
        const array a = tf::load_npy<double>(argv[1]), b = tf::load_npy<double>(argv[2]);
        const std::ptrdiff_t w = std::atol(argv[3]);
        compare("your data", a, b, w);
        std::cout << '\n' << tf::explain(loop(a, b, w));
        tf::save_npy("answers.npy", windowed(a, b, w));
        std::puts("answers.npy: (rows of a, windows, window)");
        return 0;
    }
    if (argc != 1) return std::puts("usage: 01_sliding_windows [a.npy b.npy window]"), 1;

    const array a = xt::random::rand<double>({10, 20}), b = xt::random::rand<double>({20, 1000});
    compare("random numbers", a, b, 20);
    std::cout << '\n' << tf::explain(loop(a, b, 20));
    compare("larger", xt::random::rand<double>({100, 200}), xt::random::rand<double>({200, 1000}), 200);

    // Matched filters: how strongly each heartbeat of the bank starts at each sample of the signal.
    const array beats = tf::load_npy<double>(EXAMPLES_DATA "/a.npy"), signal = tf::load_npy<double>(EXAMPLES_DATA "/b.npy");
    compare("ECG, one second at a time", beats, signal, 90);
    const array matched = windowed(beats, signal, 90);
    tf::save_npy("ecg_matched.npy", matched);
    std::printf("  strongest match in the first second: %.2f of heartbeat %td\n",
                tf::amax(tf::view(matched, xt::all(), 0, xt::all()))(),
                tf::argmax(tf::amax(tf::view(matched, xt::all(), 0, xt::all()), 1))());
    std::puts("  ecg_matched.npy: (8 heartbeats, 911 windows, 90 samples)");
}
