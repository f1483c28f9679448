// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Attention, head by head and query by query: 8 heads compare each part of an ECG with those of 0.7 seconds before it, each by a
// projection of its own. Prints times, the largest difference and how far back the heads look; draws the weights of one head.
#include "compare.hpp"
#include "picture.hpp"

#include <cmath>

#if __has_include(<xtensor/generators/xrandom.hpp>)  // xtensor since 0.26
#include <xtensor/generators/xrandom.hpp>
#else
#include <xtensor/xrandom.hpp>
#endif

namespace tf = tenfold;
using array = tf::array<double>;

static constexpr std::ptrdiff_t heads = 8, width = 32, size = 16, back = 64;

/// The weights of each head and each query, over the `back` samples that end at it.
static values weights(const array& tokens, const array& query, const array& key)
{
    values found;
    for (std::ptrdiff_t h = 0; h < heads; ++h) {
        const array q = tf::dot(tokens, tf::view(query, h)), k = tf::dot(tokens, tf::view(key, h));
        for (std::ptrdiff_t t = back - 1; t < tokens.shape()[0]; ++t) {
            const array past = tf::view(k, xt::range(t - back + 1, t + 1));
            found.push_back(tf::softmax(tf::dot(past, tf::view(q, t)) / std::sqrt(double(size))));
        }
    }
    return found;
}

int main()
{
    const array signal = tf::load_npy<double>(EXAMPLES_DATA "/ecg.npy");
    const array windows = tf::sliding_window_view(signal, {width});
    const array tokens = windows - tf::mean(windows, {1}, xt::keep_dims);   // each sample with the 31 after it
    xt::random::seed(11);
    const array query = xt::random::randn<double>({heads, width, size}), key = query;

    std::printf("%td heads, %td queries, %td keys each\n", heads, tokens.shape()[0] - back + 1, back);
    const array found = tf::reshape(tf::stack(compare([&] { return weights(tokens, query, key); })), {heads, -1, back});

    const array age = tf::arange<double>(double(back - 1), -1.0, -1.0) / 90.0;
    const array ages = tf::mean(tf::dot(found, age), 1);
    std::printf("  the heads look back %.2f to %.2f s on average\n", tf::amin(ages)(), tf::amax(ages)());

    picture p("attention.png", 1000, 460);
    p.table("$weights", tf::transpose(tf::view(found, 0)));
    p << "set title 'Where one head looks: similar parts of an ECG within 0.7 seconds'" << "set xlabel 'time of the query (s)'"
      << "set ylabel 'how far before it (s)'" << "set cblabel 'weight'" << "set xrange [0.7:11.1]"
      << "set yrange [0.7:0]"
      << "plot $weights matrix using (0.7 + $1 / 90):((63 - $2) / 90):3 with image notitle";
}
