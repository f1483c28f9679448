// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause

#include "table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <limits>

namespace bench {

namespace {

void line(const std::string& name, const std::string& time, const std::string& ratio, const std::string& limit,
          const std::string& verdict)
{
    std::string text = fmt::format("  {:<54}{:>10}{:>9}{:>9}  {}", name, time, ratio, limit, verdict);
    text.erase(text.find_last_not_of(' ') + 1);
    fmt::print("{}\n", text);
    std::fflush(stdout);
}

const char* verdict_of(double value, double limit) { return limit == 0 ? "" : value <= limit ? "ok" : "MISSED"; }

}  // namespace

void heading(const std::string& title, const std::string& how)
{
    fmt::print("\n{}\n", title);
    if (!how.empty()) fmt::print("({})\n", how);
    line("", "time", "ratio", "limit", "");
}

void ratio_row(const std::string& name, double seconds, double ratio, double limit)
{
    line(name, seconds > 0 ? measure::seconds_text(seconds) : "", fmt::format("{:.2f}", ratio),
         limit > 0 ? fmt::format("{:.2f}", limit) : "", verdict_of(ratio, limit));
}

void value_row(const std::string& name, double value, const std::string& unit, double limit)
{
    line(name, fmt::format("{:.{}f} {}", value, value < 100 ? 1 : 0, unit), "",
         limit > 0 ? fmt::format("{:.4g} {}", limit, unit) : "", verdict_of(value, limit));
}

void note(const std::string& text)
{
    fmt::print("  {}\n", text);
    std::fflush(stdout);
}

std::string with(const std::string& name, int threads)
{
    return fmt::format("{}, {} thread{}", name, threads, threads > 1 ? "s" : "");
}

outcome race(const std::vector<way>& ways, const measure::race_options& how)
{
    std::vector<measure::contender> all;
    for (const way& w : ways) all.push_back({w.name, w.run, w.before});
    outcome result{measure::race(all, how), std::numeric_limits<double>::infinity()};
    for (std::size_t i = 0; i < ways.size(); ++i)
        if (ways[i].by_hand) result.best = std::min(result.best, result.times[i].minimum);
    for (const way& w : ways)
        if (w.before) w.before();
    return result;
}

void print(const std::vector<way>& ways, const outcome& result)
{
    for (std::size_t i = 0; i < ways.size(); ++i)
        ratio_row(ways[i].name, result.times[i].minimum, result.ratio(i), ways[i].limit);
}

void worst_ratios::add(const std::vector<way>& ways, const outcome& result, const std::string& size)
{
    ++sizes_;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (ways[i].limit == 0) continue;
        auto at = std::find_if(entries_.begin(), entries_.end(), [&](const entry& e) { return e.name == ways[i].name; });
        if (at == entries_.end()) at = entries_.insert(at, {ways[i].name, "", 0, 0});
        if (result.ratio(i) > at->ratio) *at = {ways[i].name, size, result.ratio(i), result.times[i].minimum};
    }
}

void worst_ratios::print() const
{
    for (const entry& e : entries_) {
        ratio_row(fmt::format("{}, worst of {} random", e.name, sizes_), e.seconds, e.ratio);
        note(fmt::format("    at {}", e.size));
    }
}

}  // namespace bench
