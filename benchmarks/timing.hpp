// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Times several contenders against each other in one process: round by round, each once a round, in a new order every
// time, so that a slow phase of the machine meets all of them, and nobody always comes after the same one: threads of a
// BLAS spin for some 25 ms after their work is done, on the processors of whoever is next. The minimum is what the code
// can do, the median what it usually does; compare only numbers of one race.
//
//     auto results = race({{"gemm", [&] { gemm(); }}, {"lazy", [&] { lazy(); }}}, {.cache = caches::warm});
//     double times_slower = results[1].minimum / results[0].minimum;

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <time.h>
#include <vector>

namespace measure {
enum class caches {
    warm,    // each timed run follows one of the same contender that is not timed
    as_is,   // after whatever the other contenders left
    cold     // after 64 MiB of other memory were written; sensible above some 10 us only
};

struct contender {
    std::string name;
    std::function<void()> run;
    std::function<void()> before = {};   // not timed: setting the threads, dropping the results of the last run
};

struct race_options {
    caches cache = caches::warm;
    double seconds = 2;           // for the whole race, shared equally
    std::size_t rounds_least = 5;
    std::size_t rounds_most = 2000;
};

struct timing {
    std::string name;
    double minimum = 0, median = 0;   // seconds for one run
    std::size_t repeats = 0;
};

// Keeps the compiler from dropping what made x.
template <class T>
void keep(const T& x)
{
    asm volatile("" : : "g"(&x) : "memory");
}

inline double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// What races measure by: the time that passes, or the processor time of all threads of the process, which other
// programs disturb less. It shows no gain from a second thread.
inline bool by_processor_time = false;

inline double race_clock()
{
    if (!by_processor_time)
        return now();
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

inline void empty_caches()
{
    static std::vector<char> other(std::size_t(64) << 20);
    for (std::size_t i = 0; i < other.size(); i += 64)
        ++other[i];
    keep(other[0]);
}

namespace detail {
struct lane {
    const contender* who;
    std::size_t inner = 1;   // runs between two looks at the clock, more than one for very short ones only
    double spent = 0;
    std::vector<double> seconds = {};

    double once(caches cache)
    {
        const double start = now();
        const auto prepared = [&] {
            if (who->before)
                who->before();
        };
        if (cache == caches::warm) {
            prepared();
            who->run();
        }
        prepared();
        if (cache == caches::cold)
            empty_caches();
        const double from = race_clock();
        for (std::size_t i = 0; i < inner; ++i)
            who->run();
        const double to = race_clock();
        spent += now() - start;
        return (to - from) / static_cast<double>(inner);
    }
};
}  // namespace detail

inline std::vector<timing> race(const std::vector<contender>& contenders, const race_options& options = {})
{
    std::vector<detail::lane> lanes;
    for (const contender& c : contenders)
        lanes.push_back({&c});

    // Two rounds that do not count: pages are touched, kernels compiled, threads started.
    for (int round = 0; round < 2; ++round)
        for (detail::lane& l : lanes) {
            const double seconds = l.once(caches::as_is);
            if (round == 1 && options.cache != caches::cold && !l.who->before && seconds < 2e-6)
                l.inner = static_cast<std::size_t>(10e-6 / std::max(seconds, 1e-8));
            l.spent = 0;
        }

    const double share = options.seconds / static_cast<double>(std::max<std::size_t>(lanes.size(), 1));
    std::mt19937 order(1);
    std::vector<detail::lane*> next;
    for (detail::lane& l : lanes) next.push_back(&l);
    for (std::size_t round = 0; round < options.rounds_most; ++round) {
        bool ran = false;
        std::shuffle(next.begin(), next.end(), order);
        for (detail::lane* const at : next) {
            detail::lane& l = *at;
            if (round >= options.rounds_least && l.spent >= share)
                continue;
            l.seconds.push_back(l.once(options.cache));
            ran = true;
        }
        if (!ran)
            break;
    }

    std::vector<timing> results;
    for (detail::lane& l : lanes) {
        std::sort(l.seconds.begin(), l.seconds.end());
        timing t{l.who->name};
        t.repeats = l.seconds.size();
        if (t.repeats > 0) {
            t.minimum = l.seconds.front();
            t.median = l.seconds[t.repeats / 2];
        }
        results.push_back(t);
    }
    return results;
}

// "7.6 us", with three digits.
inline std::string seconds_text(double seconds)
{
    const bool ns = seconds < 1e-6, us = seconds < 1e-3, ms = seconds < 1;
    std::ostringstream text;
    text.precision(3);
    text << seconds * (ns ? 1e9 : us ? 1e6 : ms ? 1e3 : 1) << (ns ? " ns" : us ? " us" : ms ? " ms" : " s");
    return text.str();
}

// The value behind "key:" in a file of /proc, or "".
inline std::string proc_value(const std::string& file, const std::string& key)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (line.compare(0, key.size(), key) == 0) {
            const std::size_t at = line.find_first_not_of(" \t", line.find(':') + 1);
            return at == std::string::npos ? "" : line.substr(at);
        }
    return "";
}

// Memory of the process in bytes, now; 0 where the system does not tell.
inline std::size_t resident_memory()
{
    const std::string kilobytes = proc_value("/proc/self/status", "VmRSS");
    return kilobytes.empty() ? 0 : std::size_t(1024) * static_cast<std::size_t>(std::stoull(kilobytes));
}

// Largest memory of the process in bytes since the last reset; 0 where the system does not tell (not Linux).
inline std::size_t peak_memory()
{
    const std::string kilobytes = proc_value("/proc/self/status", "VmHWM");
    return kilobytes.empty() ? 0 : std::size_t(1024) * static_cast<std::size_t>(std::stoull(kilobytes));
}

inline bool reset_peak_memory()
{
    std::ofstream out("/proc/self/clear_refs");
    out << "5" << std::flush;
    return static_cast<bool>(out);
}

// One line about where the numbers come from.
inline std::string machine()
{
    const std::string cpu = proc_value("/proc/cpuinfo", "model name");
#ifdef __clang__
    const std::string compiler = __VERSION__;
#else
    const std::string compiler = std::string("gcc ") + __VERSION__;
#endif
    return (cpu.empty() ? "unknown processor" : cpu) + ", " + std::to_string(std::thread::hardware_concurrency())
           + " threads, " + compiler;
}
}  // namespace measure
