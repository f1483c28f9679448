// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// table [--quick] [--threads n] [--processor-time] [--here] [names of tables]
// Prints the tables that are named, or all. Each runs in a process of its own, where no other has filled the memory;
// --here runs them in this one, for a debugger or a profiler. --processor-time is for a busy machine, with one thread.

#include "rivals/rivals.hpp"
#include "table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>
#include <utility>

namespace {

using bench::settings;

const bench::table tables[] = {
    {"recording", "what a recorded call costs, and dropping a handle", bench::recording},
    {"dropped", "ten million dropped calls: memory", bench::dropped},
    {"planning", "planning of loops, random offsets and recurrences", bench::planning},
    {"windows", "W1, W1 with random offsets, W2", bench::windows},
    {"large_windows", "W2h: memory and time", bench::large_windows},
    {"filtered_windows", "windows of a signal by few and many filters", bench::filtered_windows},
    {"compile_time", "a user's file with the loop", bench::compile_time},
    {"products", "W3, W4, W5, W13, W14, a million products of 4x4", bench::products},
    {"sums_and_chains", "W6, W7, 64 chains of dependent products", bench::sums_and_chains},
    {"every_call", "reading after every call", bench::every_call},
    {"busy", "with another process busy on one processor", bench::busy},
    {"predicted", "W1 to W7, W13, W14: the cost model beside the clock", bench::predicted},
    {"programs", "whole programs beside their eager twins", bench::programs},
    {"random_programs", "300 random whole programs beside their eager twins", bench::random_programs},
    {"reductions", "reductions beside xtensor's", bench::reductions},
    {"window_sums", "sums over sliding windows", bench::window_sums},
    {"laws", "laws about loops beside hand-written CBLAS", bench::laws},
    {"linear_algebra", "many small systems beside xtensor-blas", bench::linear_algebra},
    {"small_work", "what tenfold adds to little arithmetic", bench::small_work},
    {"random_sets", "500 random sets of products", bench::random_sets},
};

int usage(std::FILE* to)
{
    fmt::print(to, "table [--quick] [--threads n] [--processor-time] [--here] [names]\n");
    for (const bench::table& t : tables) fmt::print(to, "  {:<18}{}\n", t.name, t.about);
    return to == stderr ? 2 : 0;
}

std::string this_program()
{
    std::string path(4096, '\0');
    const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
    path.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return path;
}

// Runs one table in a process of its own, passes on what it prints, and keeps the rows that miss their limit.
bool run_apart(const bench::table& t, const settings& set, std::vector<std::string>& missed)
{
    const std::string command = fmt::format("exec '{}' --here --threads {} {} {} {}", this_program(), set.threads,
                                            set.quick ? "--quick" : "",
                                            measure::by_processor_time ? "--processor-time" : "", t.name);
    std::FILE* const out = popen(command.c_str(), "r");
    if (!out) return false;
    std::string heading;   // of the rows to come, until it is in the list
    char text[512];
    while (std::fgets(text, sizeof text, out)) {
        std::fputs(text, stdout);
        std::fflush(stdout);
        if (text[0] != ' ' && text[0] != '(' && text[0] != '\n') heading = text;
        if (std::strstr(text, "  MISSED\n")) missed.push_back(std::exchange(heading, "") + text);
    }
    return pclose(out) == 0;
}

}  // namespace

int main(int count, char** words)
{
    settings set;
    bool here = false;
    std::vector<const bench::table*> chosen;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--quick") set.quick = true;
        else if (word == "--processor-time") measure::by_processor_time = true;
        else if (word == "--here") here = true;
        else if (word == "--threads" && i + 1 < count) set.threads = std::max(std::atoi(words[++i]), 1);
        else if (word == "--help") return usage(stdout);
        else {
            const auto named = [&](const bench::table& t) { return word == t.name; };
            const auto at = std::find_if(std::begin(tables), std::end(tables), named);
            if (at == std::end(tables)) return usage(stderr);
            chosen.push_back(at);
        }
    }
    if (chosen.empty())
        for (const bench::table& t : tables) chosen.push_back(&t);

    setenv("TENFOLD_THREADS", std::to_string(set.threads).c_str(), 1);
    if (here) {
        for (const bench::table* t : chosen) t->run(set);
        return 0;
    }
    fmt::print("{}; {} used{}\n{}\n", measure::machine(), set.threads,
               measure::by_processor_time ? "; processor time of all threads" : "", rivals::libraries());
    std::vector<std::string> missed;
    bool ended = true;
    for (const bench::table* t : chosen) {
        std::fflush(stdout);
        if (run_apart(*t, set, missed)) continue;
        fmt::print("\n{}: the table did not run to its end\n", t->name);
        ended = false;
    }
    fmt::print("\nRows that miss their limit: {}\n", missed.size());
    for (const std::string& row : missed) fmt::print("{}", row);
    return ended ? 0 : 1;
}
