// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Templates searched in an image: eight places of a brick wall where a brick ends are compared with every window of the
// picture, by correlation, and the other ends are found.
// Prints times, the largest difference and how many ends there are; draws the wall with a mark on each of them.
#include "compare.hpp"
#include "picture.hpp"

namespace tf = tenfold;
using array = tf::array<double>;

static constexpr std::ptrdiff_t rows = 13, columns = 21;

/// How well the best template fits at each place: from -1 to 1.
static array search(const array& image, const values& templates)
{
    const array windows = tf::sliding_window_view(image, {rows, columns});         // (244, 236, 13, 21)
    values fits;
    for (const array& t : templates) fits.push_back(tf::tensordot(windows, t, 2));   // (244, 236)
    return tf::amax(tf::stack(fits), 0) / xt::sqrt(double(rows * columns) * tf::var(windows, {2, 3}));
}

int main()
{
    const array image = tf::astype<double>(tf::load_npy<std::uint8_t>(EXAMPLES_DATA "/bricks.npy"));
    values templates;
    const std::ptrdiff_t centres[][2] = {{90, 33}, {101, 84}, {117, 101}, {77, 119},
                                         {91, 136}, {131, 155}, {130, 190}, {94, 203}};
    for (const auto& [y, x] : centres) {
        const std::ptrdiff_t top = y - rows / 2, left = x - columns / 2;
        const array cut = tf::view(image, xt::range(top, top + rows), xt::range(left, left + columns));
        const array centred = cut - tf::mean(cut, 0);   // of each column: the joints along the bricks do not count
        templates.push_back(centred / tf::norm(centred));
    }

    std::printf("%zu templates of %tdx%td in an image of %tdx%td\n", templates.size(), rows, columns,
        image.shape()[0], image.shape()[1]);
    const array score = compare([&] { return values{search(image, templates)}; })[0];

    // An end of a brick: a fit above 0.4 that is the best within 5 pixels.
    const array near = tf::amax(tf::sliding_window_view(tf::pad(score, 5), {11, 11}), {2, 3});
    const array ends = tf::astype<double>(tf::argwhere(score > 0.4 && tf::equal(score, near)));
    std::printf("  %td ends of bricks\n", ends.shape()[0]);

    picture p("template_search.png", 760, 740);
    p.table("$wall", image);
    p.table("$ends", ends);
    p << "set title 'Ends of bricks, found by eight templates of 13x21 pixels'" << "set xlabel 'column (pixels)'"
      << "set ylabel 'row (pixels)'" << "set size ratio -1" << "set xrange [0:255]" << "set yrange [255:0]"
      << "set palette gray" << "unset colorbox"
      << "plot $wall matrix with image notitle, $ends using ($2 + 10):($1 + 6) pt 6 ps 2 lw 2 lc rgb '#ff4020' notitle";
}
