// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "explain/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tenfold::rendering {

namespace {

constexpr std::int64_t long_count = 100'000'000;  // from here on counts are shown in millions and billions

/// At most one decimal, and none from a hundred on: "7.8", "400", "3".
std::string short_number(double x)
{
    if (x >= 99.95) return fmt::format("{:.0f}", x);
    std::string text = fmt::format("{:.1f}", x);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
}

std::string with_unit(double x, std::string_view unit)
{
    if (!std::isfinite(x)) return "unknown";
    constexpr std::string_view prefixes[] = {"", "k", "M", "G", "T", "P", "E"};
    std::size_t p = 0;
    while (std::abs(x) >= 999.5 && p + 1 < std::size(prefixes)) {
        x /= 1000;
        ++p;
    }
    const std::string text = x >= 999.5 ? fmt::format("{:.1e}", x) : short_number(x);
    return prefixes[p].empty() && unit.empty() ? text : fmt::format("{} {}{}", text, prefixes[p], unit);
}

}  // namespace

std::string extent_text(std::int64_t n)
{
    return n < long_count ? fmt::format("{}", n) : with_unit(static_cast<double>(n), "");
}

std::string count_text(std::int64_t n)
{
    std::string text = extent_text(n);
    if (n < 10'000 || n >= long_count) return text;
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string flops_text(double x) { return with_unit(x, ""); }
std::string bytes_text(double x) { return with_unit(x, "B"); }

std::string seconds_text(double s)
{
    if (s < 999.5e-9) return short_number(s * 1e9) + " ns";
    if (s < 999.5e-6) return short_number(s * 1e6) + " us";
    if (s < 999.5e-3) return short_number(s * 1e3) + " ms";
    return short_number(s) + " s";
}

std::string ratio_text(double before, double after)
{
    if (before == after) return "unchanged";
    if (!(before > 0) || !(after > 0) || !std::isfinite(before) || !std::isfinite(after)) return {};
    const double ratio = std::max(before, after) / std::min(before, after);
    if (ratio < 1.05) return before > after ? "slightly fewer" : "slightly more";
    const std::string times = ratio < 9999.5                            ? short_number(ratio)
                              : ratio < static_cast<double>(long_count) ? count_text(std::llround(ratio))
                                                                        : fmt::format("{:.1e}", ratio);
    return times + (before > after ? "x fewer" : "x more");
}

std::string counted(std::int64_t n, std::string_view noun)
{
    return fmt::format("{} {}{}", count_text(n), noun, n == 1 ? "" : "s");
}

char32_t take_code_point(std::string_view& text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80       ? 1
                               : lead >> 5 == 6  ? 2
                               : lead >> 4 == 14 ? 3
                               : lead >> 3 == 30 ? 4
                                                 : 0;
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    char32_t c = lead;
    bool valid = length > 0 && length <= text.size();
    if (valid && length > 1) {
        c = lead & (0x7Fu >> length);
        for (std::size_t i = 1; i < length && valid; ++i) {
            valid = byte(i) >> 6 == 2;
            c = c << 6 | (byte(i) & 0x3Fu);
        }
        valid = valid && c >= smallest[length] && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
    }
    text.remove_prefix(valid ? length : 1);
    return valid ? c : U'\uFFFD';
}

void append_code_point(std::string& text, char32_t c)
{
    const auto put = [&](char32_t bits) { text += static_cast<char>(bits); };
    if (c < 0x80) put(c);
    else if (c < 0x800) put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
    else if (c < 0x10000) put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
    else
        put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)),
            put(0x80 | (c & 0x3F));
}

std::string clean(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const char32_t c = take_code_point(text);
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        append_code_point(out, control ? U' ' : c);
    }
    return out;
}

std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

namespace {

/// Bytes of the first `columns` code points of clean text.
std::size_t bytes_of_columns(std::string_view text, std::size_t columns)
{
    std::string_view rest = text;
    while (columns-- > 0 && !rest.empty()) take_code_point(rest);
    return text.size() - rest.size();
}

}  // namespace

std::string cut(const std::string& text, std::size_t columns)
{
    if (width(text) <= columns) return text;
    return text.substr(0, bytes_of_columns(text, columns - std::min<std::size_t>(columns, 3))) + "...";
}

std::string cut_front(const std::string& text, std::size_t columns)
{
    const std::size_t wide = width(text);
    if (wide <= columns) return text;
    return "..." + text.substr(bytes_of_columns(text, wide - columns + std::min<std::size_t>(columns, 3)));
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns)
{
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (word.empty()) continue;
        const std::size_t used = width(lines.back());
        if (used > 0 && used + 1 + width(word) > columns) lines.emplace_back();
        while (width(word) > columns) {
            const std::size_t bytes = bytes_of_columns(word, columns);
            lines.back() = word.substr(0, bytes);
            lines.emplace_back();
            word.remove_prefix(bytes);
        }
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word;
    }
    return lines;
}

std::vector<std::string> table::lines(std::size_t columns, std::size_t flexible) const
{
    constexpr std::size_t gap = 2, least = 8;
    std::vector<std::size_t> wide(sides_.size(), 0);
    for (const auto& row : rows_)
        for (std::size_t c = 0; c < row.size(); ++c) wide[c] = std::max(wide[c], width(row[c]));
    std::size_t others = 0;
    for (std::size_t c = 0; c < wide.size(); ++c)
        if (c != flexible && wide[c] > 0) others += wide[c] + gap;
    wide[flexible] = std::min(wide[flexible], columns > others + least ? columns - others : least);

    std::vector<std::string> out;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (wide[c] == 0) continue;  // a column with nothing in it takes no room
            if (!line.empty()) line.append(gap, ' ');
            const std::string cell = cut(row[c], wide[c]);
            const std::string padding(wide[c] - width(cell), ' ');
            line += sides_[c] == side::left ? cell + padding : padding + cell;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out.push_back(std::move(line));
    }
    return out;
}

}  // namespace tenfold::rendering
