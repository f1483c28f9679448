// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The explanation as a Graphviz graph: recorded calls, the rules that fired, the steps in the order they run.
//   save explain(ans).dot() as plan.dot, then: dot -Tsvg plan.dot -o plan.svg
#include "explain/summary.hpp"
#include "explain/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

namespace tenfold {

namespace {

using namespace rendering;

constexpr std::size_t columns = 34;  // of a label
constexpr std::size_t calls_shown = 5, others_shown = 12;

/// Inside a quoted string of Graphviz: backslashes start escapes and ampersands start entities, even there.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
        if (c == '&') out += "amp;";
    }
    return out;
}

/// Lines of a label, none of them wide.
std::string label(std::initializer_list<std::string> lines)
{
    std::string out;
    for (const std::string& line : lines) {
        if (line.empty()) continue;
        const std::vector<std::string> parts = wrap(cut(line, 6 * columns), columns);
        for (const std::string& part : parts) out += (out.empty() ? "" : "\\n") + escaped(part);
    }
    return out;
}

class graph {
public:
    explicit graph(const sentence& title)
    {
        std::string text;
        const auto add = [&](const std::string& part) {
            for (const std::string& line : wrap(part, 80))
                text += (text.empty() ? "" : "\\n") + escaped(line);
        };
        add(title.before);
        if (!title.after.empty()) add("-> " + title.after);
        fmt::format_to(
            to(), R"(digraph tenfold {{
  graph [label="{}", labelloc=t, fontname="Helvetica", fontsize=15, bgcolor="white",
         nodesep=0.25, ranksep=0.45, pad=0.2, compound=true]
  node [fontname="Helvetica", fontsize=11, shape=box, style=filled, color="#8a94a3", penwidth=0.8,
        margin="0.14,0.08"]
  edge [color="#5c6675", arrowsize=0.7]
)",
            text);
    }

    /// A box around nodes of one kind; every entry is a label. Returns how many nodes it holds.
    /// `beside`: in one row, in this order; Graphviz would choose its own.
    std::size_t cluster(
        char prefix, std::string_view title, std::string_view fill, const std::vector<std::string>& labels,
        std::size_t hidden, bool beside = false)
    {
        if (labels.empty()) return 0;
        fmt::format_to(
            to(),
            "  subgraph cluster_{} {{\n    label=\"{}\"; labeljust=l; fontsize=12; fontcolor=\"#5c6675\"; "
            "color=\"#d5dae1\"; style=rounded\n",
            prefix, title);
        std::size_t n = 0;
        for (const std::string& text : labels)
            fmt::format_to(to(), "    {}{} [label=\"{}\", fillcolor=\"{}\"]\n", prefix, n++, text, fill);
        if (hidden > 0)
            fmt::format_to(
                to(), "    {}{} [label=\"{}\", shape=plaintext, style=\"\"]\n", prefix, n++,
                more_text(hidden));
        for (std::size_t i = 1; beside && i < n; ++i)
            fmt::format_to(to(), "    {{ rank=same; {0}{1} -> {0}{2} [style=invis] }}\n", prefix, i - 1, i);
        text_ += "  }\n";
        return n;
    }

    void edge(char from, std::size_t i, char into, std::size_t j, std::string_view attributes = "")
    {
        fmt::format_to(to(), "  {}{} -> {}{}{}\n", from, i, into, j, attributes);
    }
    void chain(char prefix, std::size_t nodes, std::string_view attributes = "")
    {
        for (std::size_t i = 1; i < nodes; ++i) edge(prefix, i - 1, prefix, i, attributes);
    }
    void all_to_first(char from, std::size_t nodes, char into)
    {
        for (std::size_t i = 0; i < nodes; ++i)
            edge(from, i, into, 0, fmt::format(" [lhead=cluster_{}]", into));
    }

    std::string take()
    {
        text_ += "}\n";
        return std::move(text_);
    }

private:
    std::back_insert_iterator<std::string> to() { return std::back_inserter(text_); }
    std::string text_;
};

std::vector<std::string> call_labels(const explanation& e, std::size_t n)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i) {
        const auto& c = e.calls[i];
        out.push_back(label(
            {count_text(c.calls) + " x " + clean(c.operation), clean(c.shapes),
             cut_front(clean(c.site), columns)}));
    }
    return out;
}

std::vector<std::string> rule_labels(const std::vector<verdict>& rules, std::size_t n)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(label({rules[i].names[0], rules[i].reason}));
    return out;
}

std::vector<std::string> step_labels(const explanation& e, std::size_t n)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i) {
        const auto& s = e.steps[i];
        std::string size = size_text(s);
        if (s.batch != 1) size += (size.empty() ? "batch of " : ", batch of ") + count_text(s.batch);
        const std::string name = s.name.empty() ? "" : ": " + clean(s.name);
        out.push_back(
            label({clean(s.kind) + name, size, flops_text(s.flops) + " flops, " + bytes_text(s.bytes),
                   s.launches > 0 ? count_text(s.launches) + (s.launches == 1 ? " launch" : " launches") : std::string()}));
    }
    return out;
}

}  // namespace

std::string explanation::dot() const
{
    graph out(headline(*this));
    const std::vector<verdict> fired = fired_rules(*this);
    const std::size_t c = shown(calls.size(), calls_shown), r = shown(fired.size(), others_shown),
                      s = shown(steps.size(), others_shown);
    const std::size_t call_nodes =
        out.cluster('c', "recorded", "#e3eefb", call_labels(*this, c), calls.size() - c, true);
    const std::size_t rule_nodes =
        out.cluster('r', "rules that fired", "#fdf0cf", rule_labels(fired, r), fired.size() - r);
    const std::size_t step_nodes =
        out.cluster('s', "plan", "#dff3e4", step_labels(*this, s), steps.size() - s);

    out.chain('r', rule_nodes);
    out.chain('s', step_nodes, " [style=dashed]");
    if (rule_nodes > 0) out.all_to_first('c', call_nodes, 'r');
    else if (step_nodes > 0) out.all_to_first('c', call_nodes, 's');
    if (rule_nodes > 0 && step_nodes > 0)
        out.edge('r', rule_nodes - 1, 's', 0, " [ltail=cluster_r, lhead=cluster_s]");
    return out.take();
}

}  // namespace tenfold
