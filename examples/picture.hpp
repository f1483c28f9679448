// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A picture drawn by gnuplot, where it is installed. The file is written into the folder in which the program runs.
//
//   picture p("path.png", 800, 500);
//   p.table("$path", points);                 // (n, 2): one line a point
//   p << "plot $path with lines";
#pragma once

#include <tenfold/tenfold.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

class picture {
public:
    picture(const char* file, int width, int height) : file_(file)
    {
        if (std::system("gnuplot --version > gnuplot.log 2>&1") == 0) to_ = popen("gnuplot", "w");
        std::remove("gnuplot.log");
        if (to_) std::fprintf(to_, "set terminal pngcairo size %d,%d font 'Sans,11'\nset output '%s'\n", width, height, file);
        else std::printf("  no picture: gnuplot is not installed (Debian's package gnuplot-nox)\n");
    }
    picture(const picture&) = delete;
    picture& operator=(const picture&) = delete;
    ~picture()
    {
        if (to_) std::printf("  %s %s\n", file_, pclose(to_) == 0 ? "is the picture of it" : "could not be drawn");
    }

    /// Commands of gnuplot.
    picture& operator<<(const std::string& line)
    {
        if (to_) std::fprintf(to_, "%s\n", line.c_str());
        return *this;
    }
    /// The rows of a matrix as a block of that name.
    void table(const char* name, const tenfold::array<double>& rows)
    {
        if (!to_) return;
        std::fprintf(to_, "%s << END\n", name);
        for (std::ptrdiff_t i = 0; i < rows.shape()[0]; ++i)
            for (std::ptrdiff_t j = 0, n = rows.shape()[1]; j < n; ++j)
                std::fprintf(to_, j + 1 < n ? "%.6g " : "%.6g\n", rows(i, j));
        std::fprintf(to_, "END\n");
    }

private:
    const char* file_;
    std::FILE* to_ = nullptr;
};
