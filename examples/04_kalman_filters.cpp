// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Kalman filters over many series, each by itself and step by step: 64 things that move in a plane and are seen badly.
// Prints times, the largest difference and how far the measured and the filtered places are off; draws one of the paths.
#include "compare.hpp"
#include "picture.hpp"

#if __has_include(<xtensor/generators/xrandom.hpp>)  // xtensor since 0.26
#include <xtensor/generators/xrandom.hpp>
#else
#include <xtensor/xrandom.hpp>
#endif

namespace tf = tenfold;
using array = tf::array<double>;

static constexpr std::ptrdiff_t series = 64, steps = 200;
static constexpr double push = 0.3;   // of the unknown acceleration, in metres and seconds

// Place and velocity a second later, the place in a state, and what the acceleration adds to the covariance.
static const array move = {{1.0, 0.0, 1.0, 0.0}, {0.0, 1.0, 0.0, 1.0}, {0.0, 0.0, 1.0, 0.0}, {0.0, 0.0, 0.0, 1.0}};
static const array look = {{1.0, 0.0, 0.0, 0.0}, {0.0, 1.0, 0.0, 0.0}};
static const array effect = {{0.5, 0.0}, {0.0, 0.5}, {1.0, 0.0}, {0.0, 1.0}};

static values filters(const array& seen, const array& noise)
{
    const array unknown = push * push * tf::dot(effect, tf::transpose(effect));
    values paths;
    for (std::ptrdiff_t s = 0; s < series; ++s) {
        const array blur = tf::view(noise, s) * tf::view(noise, s) * tf::eye<double>(2);
        array x = tf::zeros<double>({4}), p = 1000.0 * tf::eye<double>(4);
        array path = tf::zeros<double>({steps, 4});
        for (std::ptrdiff_t t = 0; t < steps; ++t) {
            x = tf::dot(move, x);
            p = tf::dot(tf::dot(move, p), tf::transpose(move)) + unknown;
            const array lp = tf::dot(look, p);
            const array gain = tf::transpose(tf::linalg::solve(tf::dot(lp, tf::transpose(look)) + blur, lp));
            x = x + tf::dot(gain, tf::view(seen, s, t) - tf::dot(look, x));
            p = p - tf::dot(gain, lp);
            tf::view(path, t) = x;
        }
        paths.push_back(path);
    }
    return paths;
}

int main()
{
    // The true paths, by steps of all things at once.
    xt::random::seed(7);
    const array pushes = xt::random::randn<double>({steps, series, std::ptrdiff_t(2)}, 0.0, push);
    array x = xt::random::randn<double>({series, std::ptrdiff_t(4)});
    values states;
    for (std::ptrdiff_t t = 0; t < steps; ++t) {
        x = tf::dot(x, tf::transpose(move)) + tf::dot(tf::view(pushes, t), tf::transpose(effect));
        states.push_back(tf::view(x, xt::all(), xt::range(0, 2)));
    }
    const array places = tf::stack(states, 1);   // (series, steps, 2)
    const array noise = tf::linspace<double>(5, 25, series);
    const array errors = xt::random::randn<double>({series, steps, std::ptrdiff_t(2)});
    const array seen = places + tf::reshape(noise, {series, 1, 1}) * errors;

    std::printf("%td series of %td steps\n", series, steps);
    const values paths = compare([&] { return filters(seen, noise); });

    const array filtered = tf::view(tf::stack(paths), xt::all(), xt::all(), xt::range(0, 2));
    const auto off = [&](const array& y) { return std::sqrt(2 * tf::mean((y - places) * (y - places))()); };
    std::printf("  off by %.1f m as measured, by %.1f m as filtered (root of the mean square)\n", off(seen), off(filtered));

    const std::ptrdiff_t one = series - 1;
    picture p("kalman.png", 640, 800);
    p.table("$true", tf::view(places, one));
    p.table("$seen", tf::view(seen, one));
    p.table("$found", tf::view(filtered, one));
    p << "set title 'One of 64 paths, a place each second'" << "set xlabel 'east (m)'" << "set ylabel 'north (m)'"
      << "set size ratio -1" << "set key top left box opaque" << "set grid"
      << "plot $seen pt 7 ps 0.5 lc rgb '#b0b0b0' title 'measured', $true with lines lw 2 lc rgb '#2060c0' title 'true', "
         "$found with lines lw 2 lc rgb '#d04010' title 'filtered'";
}
