// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A regression over every window of an economic series: by how much does unemployment rise when the economy of the USA
// grows one per cent more in a year (Okun's law)? Windows of 5 to 20 years, each a small system of equations.
// Prints times, the largest difference and some slopes; draws the slopes of all windows.
#include "compare.hpp"
#include "picture.hpp"

#include <cmath>

namespace tf = tenfold;
using array = tf::array<double>;

static constexpr std::ptrdiff_t shortest = 20, longest = 80;   // quarters

/// Constant and slope of every window, the short ones first.
static values fits(const array& x, const array& y)
{
    values found;
    for (std::ptrdiff_t w = shortest; w <= longest; ++w)
        for (std::ptrdiff_t i = 0; i + w <= y.shape()[0]; ++i) {
            const array xw = tf::view(x, xt::range(i, i + w)), yw = tf::view(y, xt::range(i, i + w));
            found.push_back(tf::linalg::solve(tf::dot(tf::transpose(xw), xw), tf::dot(tf::transpose(xw), yw)));
        }
    return found;
}

int main()
{
    const array macro = tf::load_npy<double>(EXAMPLES_DATA "/macro.npy");   // time, real gross domestic product, unemployment
    const std::ptrdiff_t n = macro.shape()[0] - 4;
    const auto now = xt::range(std::ptrdiff_t(4), n + 4), year_before = xt::range(std::ptrdiff_t(0), n);
    const array growth = 100.0 * xt::log(tf::view(macro, now, 1) / tf::view(macro, year_before, 1));
    const array rise = tf::view(macro, now, 2) - tf::view(macro, year_before, 2);
    const array x = tf::stack({tf::ones<double>({n}), growth}, 1);

    std::printf("%td quarters, windows of %td to %td\n", n, shortest, longest);
    const values found = compare([&] { return fits(x, rise); });
    std::printf("  %zu regressions\n", found.size());

    // One row a length of window, one column the quarter in which it ends.
    array slopes = tf::full<double>({longest - shortest + 1, n}, 99.0);   // 99: no such window
    std::size_t k = 0;
    for (std::ptrdiff_t w = shortest; w <= longest; ++w)
        for (std::ptrdiff_t i = 0; i + w <= n; ++i) tf::view(slopes, w - shortest, i + w - 1) = tf::view(found[k++], 1);
    for (const std::ptrdiff_t end : {39, 79, 119, 159, 198})
        std::printf("  ten years to the end of %.0f: %+.2f points of unemployment for one per cent of growth\n",
            std::floor(macro(end + 4, 0)), slopes(40 - shortest, end));

    picture p("rolling_regression.png", 900, 480);
    p.table("$slopes", slopes);
    p << "set title \"Okun's law in the USA: rise of unemployment (points) for one per cent more growth\""
      << "set xlabel 'end of the window'" << "set ylabel 'length of the window (years)'" << "set cblabel 'points'"
      << "set xrange [1964:2010]" << "set yrange [5:20]"
      << "set palette defined (0 '#081d58', 1 '#2c7fb8', 2 '#7fcdbb', 3 '#ffffd9')"
      << "plot $slopes matrix using (1960 + $1 / 4):(5 + $2 / 4):($3 == 99 ? NaN : $3) with image notitle";
}
