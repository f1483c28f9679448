// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The tables and how their rows are printed. Every row is a name, a time, the ratio to the best hand-written way of
// the same race where there is one, and, where the project promises something, the limit and `ok` or `MISSED`.

#pragma once

#include "timing.hpp"

#include <functional>
#include <string>
#include <vector>

namespace bench {

struct settings {
    bool quick = false;   // a fifth of the time, one random size instead of three
    int threads = 2;      // of tenfold and of rivals that use several

    double seconds(double usually) const { return quick ? usually / 5 : usually; }
    unsigned random_sizes() const { return quick ? 1 : 3; }
    std::vector<int> thread_counts() const { return threads > 1 ? std::vector{1, threads} : std::vector{1}; }
};

struct table {
    const char* name;
    const char* about;
    void (*run)(const settings&);
};

// ---- printing

void heading(const std::string& title, const std::string& how);

// A ratio with a limit on it; 0 for no limit.
void ratio_row(const std::string& name, double seconds, double ratio, double limit = 0);
// Another measured number with a limit on it, such as nanoseconds a call; 0 for no limit.
void value_row(const std::string& name, double value, const std::string& unit, double limit = 0);
void note(const std::string& text);
std::string with(const std::string& name, int threads);   // "name, 2 threads"

// ---- races

// One way to do the work. The fastest of those written by hand is 1.00.
struct way {
    std::string name;
    std::function<void()> run;
    bool by_hand = false;
    double limit = 0;                       // of the ratio
    std::function<void()> before = {};      // not timed: dropping the results of the last run
};

struct outcome {
    std::vector<measure::timing> times;     // in the order of the ways
    double best = 0;                        // of those written by hand

    double ratio(std::size_t i) const { return times[i].minimum / best; }
};

outcome race(const std::vector<way>&, const measure::race_options&);
void print(const std::vector<way>&, const outcome&);

// The worst ratio of some ways over several random sizes, and where it was.
class worst_ratios {
public:
    void add(const std::vector<way>&, const outcome&, const std::string& size);
    void print() const;   // one row a way that is not by hand

private:
    struct entry {
        std::string name, size;
        double ratio = 0, seconds = 0;
    };
    std::vector<entry> entries_;
    int sizes_ = 0;
};

// ---- the tables, one file each

void recording(const settings&);
void dropped(const settings&);
void planning(const settings&);
void windows(const settings&);
void large_windows(const settings&);
void filtered_windows(const settings&);
void compile_time(const settings&);
void products(const settings&);
void sums_and_chains(const settings&);
void every_call(const settings&);
void busy(const settings&);
void predicted(const settings&);
void random_sets(const settings&);
void programs(const settings&);
void random_programs(const settings&);
void reductions(const settings&);
void small_work(const settings&);
void window_sums(const settings&);
void laws(const settings&);
void linear_algebra(const settings&);

}  // namespace bench
