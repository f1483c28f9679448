// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A spectrogram: every second of an ECG, weighted by a Hann window, times the matrix of the Fourier transform.
// Prints times, the largest difference and where the power lies; draws the ECG with its spectrogram below.
#include "compare.hpp"
#include "picture.hpp"

#include <cmath>
#include <complex>
#include <numbers>

namespace tf = tenfold;
using array = tf::array<double>;

static constexpr std::ptrdiff_t window = 90, rate = 90;   // a second
static constexpr double turn = 2 * std::numbers::pi / double(window);

static values spectra(const tf::array<std::complex<double>>& fourier, const array& weights, const array& signal)
{
    values found;
    for (std::ptrdiff_t i = 0; i + window <= signal.shape()[0]; ++i)
        found.push_back(xt::abs(tf::dot(fourier, weights * tf::view(signal, xt::range(i, i + window)))));
    return found;
}

int main()
{
    const array signal = tf::load_npy<double>(EXAMPLES_DATA "/ecg.npy");
    const array samples = tf::arange<double>(0, double(window));
    const array phases = turn * tf::outer(tf::arange<double>(0, double(window / 2 + 1)), samples);
    const tf::array<std::complex<double>> fourier = xt::exp(std::complex<double>(0, -1) * phases);   // frequencies by samples
    const array weights = 0.5 - 0.5 * xt::cos(turn * samples);

    std::printf("%td windows of %td samples, %td frequencies\n", signal.shape()[0] - window + 1, window, fourier.shape()[0]);
    const array found = tf::stack(compare([&] { return spectra(fourier, weights, signal); }));

    const array power = tf::sum(xt::square(found), 0);
    const double all = tf::sum(tf::view(power, xt::range(1, 46)))(), low = tf::sum(tf::view(power, xt::range(1, 16)))();
    std::printf("  %.0f %% of the power above 0 Hz lies below 16 Hz\n", 100 * low / all);

    picture p("spectrogram.png", 1000, 640);
    const array seconds = tf::arange<double>(0, double(signal.shape()[0])) / double(rate);
    p.table("$ecg", tf::stack({seconds, signal}, 1));
    p.table("$power", 20.0 * xt::log10(tf::transpose(found) / (double(window) / 4.0)));   // of a sine of 1 mV: 0 dB
    p << "set multiplot layout 2,1 title 'An ECG and its spectrogram (windows of one second)'" << "set lmargin at screen 0.08"
      << "set rmargin at screen 0.88" << "set xrange [0:11.4]" << "set ylabel 'lead MLII (mV)'"
      << "plot $ecg with lines lc rgb '#2060c0' notitle" << "set xlabel 'time, middle of the window (s)'"
      << "set ylabel 'frequency (Hz)'" << "set yrange [0:45]" << "set cbrange [-60:0]" << "set cblabel 'amplitude (dB of 1 mV)'"
      << "plot $power matrix using (0.5 + $1 / 90):2:3 with image notitle";
}
