// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The text of an explanation: what comes out of `std::cout << tf::explain(ans)`.
#include "explain/summary.hpp"
#include "explain/terminal.hpp"
#include "explain/words.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <string_view>
#include <utility>

namespace tenfold {

namespace rendering {

namespace {

constexpr std::size_t columns = 98;
constexpr std::size_t room = 12;  // entries of a list

using side = table::side;

class page {
public:
    explicit page(ink colours) : ink_(colours) {}

    void line(std::string_view text) { text_.append(text).append("\n"); }
    void dim_line(std::string_view text)
    {
        text_.append(ink_.dim).append(text).append(ink_.plain).append("\n");
    }
    void bold_line(std::string_view text)
    {
        text_.append(ink_.bold).append(text).append(ink_.plain).append("\n");
    }
    void title(std::string_view name)
    {
        text_ += '\n';
        bold_line(name);
    }
    void more(std::size_t hidden)
    {
        if (hidden > 0) dim_line("  " + more_text(hidden));
    }
    std::string take() { return std::move(text_); }

private:
    ink ink_;
    std::string text_;
};

void write_headline(page& out, const explanation& e)
{
    const sentence s = headline(e);
    if (width(s.joined()) <= columns) return out.bold_line(s.joined());
    for (const std::string& line : wrap(s.before, columns)) out.bold_line(line);
    std::string start = "  -> ";
    for (const std::string& line : wrap(s.after, columns - start.size())) {
        out.bold_line(start + line);
        start.assign(start.size(), ' ');
    }
}

void write_calls(page& out, const explanation& e)
{
    if (e.calls.empty()) return;
    out.title("recorded");
    table t({side::right, side::left, side::left, side::left});
    const std::size_t n = shown(e.calls.size(), room);
    for (std::size_t i = 0; i < n; ++i) {
        const auto& call = e.calls[i];
        t.row(
            {count_text(call.calls), clean(call.operation), cut(clean(call.shapes), 30),
             cut_front(clean(call.site), 30)});
    }
    for (const std::string& line : t.lines(columns - 2, 1)) out.line("  " + line);
    out.more(e.calls.size() - n);
}

void write_fired(page& out, const std::vector<verdict>& rules)
{
    const std::size_t n = shown(rules.size(), room);
    std::size_t wide = 0;
    for (std::size_t i = 0; i < n; ++i) wide = std::max(wide, width(rules[i].names[0]));
    wide = std::min<std::size_t>(wide, 28);
    for (std::size_t i = 0; i < n; ++i) {
        std::string start = cut(rules[i].names[0], wide);
        start = "  + " + start + std::string(wide - width(start) + 2, ' ');
        for (const std::string& line : wrap(rules[i].reason, columns - width(start))) {
            out.line(line.empty() ? start.substr(0, start.find_last_not_of(' ') + 1) : start + line);
            start.assign(width(start), ' ');
        }
    }
    out.more(rules.size() - n);
}

void write_declined(page& out, const std::vector<verdict>& rules)
{
    const std::size_t n = shown(rules.size(), room);
    for (std::size_t i = 0; i < n; ++i) {
        std::string start = "  - ";
        for (const std::string& line :
             wrap(rules[i].joined_names() + ": " + rules[i].reason, columns - start.size())) {
            out.dim_line(start + line);
            start = "      ";
        }
    }
    out.more(rules.size() - n);
}

void write_rules(page& out, const explanation& e)
{
    if (e.rules.empty()) return;
    out.title("rules");
    write_fired(out, fired_rules(e));
    write_declined(out, declined_rules(e));
}

void write_steps(page& out, const explanation& e)
{
    if (e.steps.empty()) return;
    out.title("plan");
    table t({side::left, side::left, side::right, side::right, side::right, side::right, side::right, side::left});
    const bool launched = e.launches > 0;   // else the column takes no room
    t.row({"step", "of", "m x n x k", "batch", "flops", "bytes", launched ? "launches" : "", ""});
    // Lines that are equal stand once: a loop over arrays made by zeros() would fill the page.
    std::vector<std::pair<std::vector<std::string>, std::int64_t>> rows;
    std::size_t told = 0;
    for (const auto& s : e.steps) {
        std::vector<std::string> row{cut(clean(s.kind), 22), clean(s.name), size_text(s), count_text(s.batch), flops_text(s.flops),
                                     bytes_text(s.bytes), launched ? count_text(s.launches) : ""};
        if (!rows.empty() && rows.back().first == row) ++rows.back().second;
        else rows.emplace_back(std::move(row), 1);
    }
    const std::size_t n = shown(rows.size(), room);
    for (std::size_t i = 0; i < n; ++i) {
        auto& [row, times] = rows[i];
        told += static_cast<std::size_t>(times);
        row.push_back(times > 1 ? count_text(times) + " times" : "");
        t.row(std::move(row));
    }
    const std::vector<std::string> lines = t.lines(columns - 2, 1);
    out.dim_line("  " + lines[0]);
    for (std::size_t i = 1; i < lines.size(); ++i) out.line("  " + lines[i]);
    out.more(e.steps.size() - told);
    std::set<std::string> refused;
    for (const auto& s : e.steps)
        if (!s.on_host.empty()) refused.insert(clean(s.name) + ": " + clean(s.on_host));
    for (const std::string& line : refused) out.line("  on the host: " + line);
}

void write_totals(page& out, const explanation& e)
{
    table t({side::left, side::right, side::left, side::right, side::left, side::left});
    const auto row = [&](const char* name, const std::string& before, const std::string& after,
                         const std::string& ratio) {
        t.row({name, before, "->", after, ratio});
    };
    if (e.products_before > 0 || e.products_after > 0)
        row("products", count_text(e.products_before), count_text(e.products_after),
            ratio_text(static_cast<double>(e.products_before), static_cast<double>(e.products_after)));
    if (e.flops_before > 0 || e.flops_after > 0)
        row("flops", flops_text(e.flops_before), flops_text(e.flops_after),
            ratio_text(e.flops_before, e.flops_after));
    const std::vector<std::string> lines = t.lines(columns - 2, 4);
    if (lines.empty()) return;
    out.title("total");
    for (const std::string& line : lines) out.line("  " + line);
}

}  // namespace

std::string text_of(const explanation& e, ink colours)
{
    page out(colours);
    write_headline(out, e);
    write_calls(out, e);
    write_rules(out, e);
    write_steps(out, e);
    write_totals(out, e);
    const std::string copies = copies_text(e), device = clean(e.device);
    if (!copies.empty() || !device.empty() || e.seconds_planning > 0 || e.launches > 0) out.line("");
    if (!copies.empty()) out.bold_line(copies);
    if (e.launches > 0) out.line(count_text(e.launches) + (e.launches == 1 ? " launch" : " launches") + " on the device");
    if (e.seconds_planning > 0) out.line("planned in " + seconds_text(e.seconds_planning));
    std::string start = "device: ";
    if (!device.empty())
        for (const std::string& line : wrap(device, columns - start.size())) {
            out.line(start + line);
            start.assign(start.size(), ' ');
        }
    return out.take();
}

}  // namespace rendering

std::ostream& operator<<(std::ostream& out, const explanation& e)
{
    return out << rendering::text_of(e, rendering::ink_for(out));
}

}  // namespace tenfold
