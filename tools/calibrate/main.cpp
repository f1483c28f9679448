// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// tenfold-calibrate [--output FILE] [--print] [--seconds N]
// Measures what this machine does in a second and writes the record that the library's cost model reads.
#include "calibrate.hpp"

#include <tenfold/error.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>

int main(int count, char** words)
{
    CLI::App app("Measures this machine for tenfold's cost model. Best on a quiet machine.", "tenfold-calibrate");
    std::string output;
    bool print = false;
    double seconds = 15;
    app.add_option("--output", output, "Where the record goes; else where tenfold looks for it: "
                                       "tenfold/machine.json in $XDG_CONFIG_HOME or ~/.config")->type_name("FILE");
    app.add_flag("--print", print, "Only print the table and the record, write nothing");
    app.add_option("--seconds", seconds, "About how long to measure")->type_name("N")
        ->check(CLI::Range(0.01, 25.0))->capture_default_str();
    CLI11_PARSE(app, count, words);
    try {
        if (!print && output.empty()) output = tenfold::plan::own_machine_file();
        const calibrate::result r = calibrate::run(seconds);
        std::fputs(calibrate::table(r).c_str(), stdout);
        if (print) return std::printf("\n%s", tenfold::plan::to_json(r.record).c_str()), 0;
        tenfold::plan::write_machine(r.record, output);
        std::printf("\nwritten to %s\n", output.c_str());
    }
    catch (const tenfold::error& e) {
        std::fprintf(stderr, "tenfold-calibrate: %s\n", e.what());
        return 1;
    }
}
