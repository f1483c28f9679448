// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The explanation as one page: no script, no network, light or dark as the reader's system is.
#include "explain/html_style.hpp"
#include "explain/summary.hpp"
#include "explain/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tenfold {

namespace {

using namespace rendering;

constexpr std::size_t room = 200;  // rows of a table

std::string escaped(std::string_view raw)
{
    std::string out;
    for (const char c : clean(raw)) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\'') out += "&#39;";
        else out += c;
    }
    return out;
}

/// A share of `widest`, in percent; what is there at all stays visible through the style's least width.
std::string bar(std::string_view kind, double value, double widest)
{
    const double share = widest > 0 && std::isfinite(widest) && value > 0 ? std::min(1.0, value / widest) : 0;
    return fmt::format(R"(<span class="bar {}" style="width:{:.2f}%"></span>)", kind, 100 * share);
}

/// A cell of a table: its text, and whether it is a number (set to the right).
struct cell {
    std::string html;
    bool number = false;
};

std::string
table_of(const std::vector<cell>& head, const std::vector<std::vector<cell>>& rows, std::size_t hidden)
{
    const auto row = [](std::string_view tag, const std::vector<cell>& cells) {
        std::string out = "<tr>";
        for (const cell& c : cells)
            out += fmt::format(R"(<{0}{1}>{2}</{0}>)", tag, c.number ? R"( class="number")" : "", c.html);
        return out + "</tr>\n";
    };
    std::string out = "<div class=\"wide\"><table>\n<thead>" + row("th", head) + "</thead>\n<tbody>\n";
    for (const auto& cells : rows) out += row("td", cells);
    out += "</tbody>\n</table></div>\n";
    if (hidden > 0) out += "<p class=\"dim\">" + more_text(hidden) + "</p>\n";
    return out;
}

std::string code(std::string_view raw) { return raw.empty() ? "" : "<code>" + escaped(raw) + "</code>"; }

std::string before_and_after(
    std::string_view name, double before, double after, const std::string& before_text,
    const std::string& after_text)
{
    if (!(before > 0) && !(after > 0)) return {};
    const double widest = std::max(before, after);
    const std::string ratio = ratio_text(before, after);
    const std::string_view better = before > after ? "better" : before < after ? "worse" : "same";
    const auto row = [&](std::string_view when, double value, const std::string& text) {
        return fmt::format(
            R"(<div class="row"><span class="when">{0}</span><span class="track">{1}</span>)"
            R"(<span class="value">{2}</span></div>)"
            "\n",
            when, bar(when, value, widest), text);
    };
    return fmt::format("<div>\n<h2>{} <span class=\"ratio {}\">{}</span></h2>\n", name, better, ratio) +
           row("before", before, before_text) + row("after", after, after_text) + "</div>\n";
}

std::string totals(const explanation& e)
{
    const std::string bars =
        before_and_after(
            "Flops", e.flops_before, e.flops_after, flops_text(e.flops_before), flops_text(e.flops_after)) +
        before_and_after(
            "Products", static_cast<double>(e.products_before), static_cast<double>(e.products_after),
            count_text(e.products_before), count_text(e.products_after));
    return bars.empty() ? "" : "<section class=\"totals\">\n" + bars + "</section>\n";
}

std::string calls_section(const explanation& e)
{
    if (e.calls.empty()) return {};
    std::vector<std::vector<cell>> rows;
    const std::size_t n = shown(e.calls.size(), room);
    for (std::size_t i = 0; i < n; ++i) {
        const auto& c = e.calls[i];
        rows.push_back(
            {{count_text(c.calls), true}, {code(c.operation)}, {escaped(c.shapes)}, {code(c.site)}});
    }
    return "<section>\n<h2>Recorded</h2>\n" +
           table_of({{"calls", true}, {"operation"}, {"shapes"}, {"where"}}, rows, e.calls.size() - n) +
           "</section>\n";
}

std::string rules_section(const explanation& e)
{
    if (e.rules.empty()) return {};
    std::string out = "<section>\n<h2>Rules</h2>\n<dl>\n";
    const auto list = [&](const std::vector<verdict>& rules, std::string_view kind) {
        const std::size_t n = shown(rules.size(), room);
        for (std::size_t i = 0; i < n; ++i) {
            std::string names;
            for (const std::string& name : rules[i].names) names += (names.empty() ? "" : ", ") + code(name);
            out += fmt::format(
                "<dt class=\"{0}\">{1}</dt><dd class=\"{0}\">{2}</dd>\n", kind, names,
                escaped(rules[i].reason));
        }
        if (n < rules.size()) out += "<dt class=\"dim\">" + more_text(rules.size() - n) + "</dt><dd></dd>\n";
    };
    list(fired_rules(e), "fired");
    list(declined_rules(e), "declined");
    return out + "</dl>\n</section>\n";
}

std::string steps_section(const explanation& e)
{
    if (e.steps.empty()) return {};
    double total = 0;
    for (const auto& s : e.steps)
        if (std::isfinite(s.flops)) total += s.flops;
    std::vector<std::vector<cell>> rows;
    const std::size_t n = shown(e.steps.size(), room);
    for (std::size_t i = 0; i < n; ++i) {
        const auto& s = e.steps[i];
        std::string size = size_text(s);
        for (std::size_t at; (at = size.find(" x ")) != std::string::npos;) size.replace(at, 3, " &times; ");
        rows.push_back(
            {{escaped(s.on_host.empty() ? s.kind : s.kind + ", on the host: " + s.on_host)},
             {code(s.name)},
             {size, true},
             {count_text(s.batch), true},
             {flops_text(s.flops), true},
             {bytes_text(s.bytes), true},
             {"<span class=\"track\">" + bar("after", s.flops, total) + "</span>"}});
        if (e.launches > 0) rows.back().push_back({count_text(s.launches), true});
    }
    std::vector<cell> head = {{"step"},       {"of"},          {"m &times; n &times; k", true}, {"batch", true},
                              {"flops", true}, {"bytes", true}, {"share of flops"}};
    if (e.launches > 0) head.push_back({"launches", true});
    return "<section>\n<h2>Plan</h2>\n" + table_of(head, rows, e.steps.size() - n) + "</section>\n";
}

}  // namespace

std::string explanation::html() const
{
    const sentence s = headline(*this);
    const std::string copies = copies_text(*this);
    std::string under = device.empty() ? "" : "device: " + escaped(device);
    if (launches > 0)
        under += (under.empty() ? "" : " &middot; ") + count_text(launches) + (launches == 1 ? " launch" : " launches");
    if (seconds_planning > 0)
        under += (under.empty() ? "" : " &middot; ") + ("planned in " + seconds_text(seconds_planning));

    std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"color-scheme\" content=\"light dark\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                      "'unsafe-inline'\">\n";
    out += "<title>tenfold: " + escaped(s.joined()) + "</title>\n<style>\n";
    out += html_style;
    out += "</style>\n</head>\n<body>\n<header>\n<p class=\"brand\">tenfold</p>\n<h1>" + escaped(s.before);
    if (!s.after.empty())
        out += "\n<strong><span class=\"arrow\">&rarr;</span> " + escaped(s.after) + "</strong>";
    out += "</h1>\n";
    if (!under.empty()) out += "<p class=\"dim\">" + under + "</p>\n";
    out += "</header>\n";
    if (!copies.empty()) out += "<p class=\"advice\">" + escaped(copies) + "</p>\n";
    return out + totals(*this) + calls_section(*this) + rules_section(*this) + steps_section(*this) +
           "</body>\n</html>\n";
}

}  // namespace tenfold
