// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>

namespace calibrate {

namespace {

using namespace tenfold::plan;

std::string today()
{
    const std::time_t t = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&t, &parts);
    return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

// 2.5e10 flop/s as "25 Gflop/s".
std::string readable(double x, const std::string& unit)
{
    if (x == 0) return "0 " + unit;
    struct prefix { double size; const char* letter; };
    for (const prefix p : {prefix{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}, {1e-3, "m"}, {1e-6, "u"}, {1e-9, "n"}})
        if (x >= p.size * 0.9995) return fmt::format("{:.3g} {}{}", x / p.size, p.letter, unit);
    return fmt::format("{:.3g} p{}", x * 1e12, unit);
}

}  // namespace

std::string processor_name()
{
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);)
        if (line.rfind("model name", 0) == 0)
            if (const std::size_t at = line.find(": "); at != std::string::npos) return line.substr(at + 2);
    return "unknown";
}

result run(double seconds)
{
    double others = 0;
    getloadavg(&others, 1);
    result r;
    r.record.processor = processor_name();
    r.record.date = today();
    products(r, seconds * 0.6);
    memory(r, seconds * 0.25);
    passes(r, seconds * 0.15);
    if (const double ratio = r.quiet.usual(); ratio > 1.25 || others > 0.7)
        r.notes.push_back(fmt::format("the machine looked busy: a load of {:.1f} before this began, and usual runs took "
                                      "{:.2f} times the fastest ones; calibrate again when it is quiet", others, ratio));
    return r;
}

std::string table(const result& r)
{
    const machine defaults = tenfold::plan::shipped_machine();
    std::string text = fmt::format("{}\n\n  {:<17}{:>18}{:>18}\n", r.record.processor, "field", "default", "measured");
    for (const machine_field& f : machine_fields())
        text += fmt::format("  {:<17}{:>18}{:>18}\n", f.name, readable(defaults.*f.value, f.unit),
                            readable(r.record.rates.*f.value, f.unit));
    for (const std::string& note : r.notes) text += fmt::format("\n{}\n", note);
    return text;
}

}  // namespace calibrate
