// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A recurrent step over many sequences: overlapping seconds of an ECG run through a network of 100 tanh units with random
// weights (an echo state network), and a regression on its states tells what the ECG does 2 samples (22 ms) later.
// Prints times, the largest difference and the error of the forecast; draws the part that the regression has not seen.
#include "compare.hpp"
#include "picture.hpp"

#if __has_include(<xtensor/generators/xrandom.hpp>)  // xtensor since 0.26
#include <xtensor/generators/xrandom.hpp>
#else
#include <xtensor/xrandom.hpp>
#endif

namespace tf = tenfold;
using array = tf::array<double>;

static constexpr std::ptrdiff_t units = 100, length = 90, every = 8, ahead = 2, rate = 90;

/// The last states of each sequence: together one of each sample from `length - every` on.
static values states(const array& w, const array& in, const array& signal)
{
    values kept;
    for (std::ptrdiff_t start = 0; start + length + ahead <= signal.shape()[0]; start += every) {
        array h = tf::zeros<double>({units});
        for (std::ptrdiff_t t = 0; t < length; ++t) {
            h = xt::tanh(tf::dot(w, h) + in * tf::view(signal, start + t) + 0.1);
            if (t >= length - every) kept.push_back(h);
        }
    }
    return kept;
}

int main()
{
    const array ecg = tf::load_npy<double>(EXAMPLES_DATA "/ecg.npy");
    const array signal = tf::view(ecg, xt::range(0, 880));   // then it is disturbed
    xt::random::seed(3);
    const array random = xt::random::randn<double>({units, units});
    const array w = random * (0.9 / tf::amax(xt::abs(tf::linalg::eigvals(random)))());   // of spectral radius 0.9
    const array in = 0.3 * xt::random::randn<double>({units});

    std::printf("%td sequences of %td steps of %td units\n", (signal.shape()[0] - length - ahead) / every + 1, length, units);
    const values kept = compare([&] { return states(w, in, signal); });

    // Ridge regression on the first seven seconds, then a forecast of all.
    const array x = tf::stack(kept);
    const std::ptrdiff_t first = length - every + ahead, n = x.shape()[0], learned = 7 * rate - first;
    const array y = tf::view(signal, xt::range(first, first + n));
    const array seen = tf::view(x, xt::range(0, learned)), told = tf::view(y, xt::range(0, learned));
    const array gram = tf::dot(tf::transpose(seen), seen) + 1e-3 * tf::eye<double>(units);
    const array forecast = tf::dot(x, tf::linalg::solve(gram, tf::dot(tf::transpose(seen), told)));

    const auto later = xt::range(learned, n);
    const array still = tf::view(signal, xt::range(first - ahead, first - ahead + n));   // forecast: as it is now
    const auto off = [&](const array& z) { return std::sqrt(tf::mean(xt::square(tf::view(z, later) - tf::view(y, later)))()); };
    std::printf("  off by %.2f mV, where \"as it is now\" is off by %.2f mV\n", off(forecast), off(still));

    picture p("echo_states.png", 1000, 420);
    const array seconds = (tf::arange<double>(0, static_cast<double>(n)) + static_cast<double>(first)) / double(rate);
    p.table("$ecg", tf::stack({tf::view(seconds, later), tf::view(y, later), tf::view(forecast, later)}, 1));
    p << "set title 'ECG, and what a network of 100 units told 22 ms before'" << "set xlabel 'time (s)'"
      << "set ylabel 'lead MLII (mV)'" << "set grid" << "set xrange [7:9.8]" << "set key top left"
      << "plot $ecg using 1:2 with lines lw 2 lc rgb '#2060c0' title 'measured', "
         "$ecg using 1:3 with lines lw 2 lc rgb '#d04010' title 'forecast'";
}
