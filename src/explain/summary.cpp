// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "explain/summary.hpp"

#include "explain/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace tenfold::rendering {

namespace {

template <class Names> bool contains(const Names& names, std::string_view name)
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Products of one shape.
struct shaped {
    std::string shapes;
    std::int64_t count = 0, batches = 0;
    bool in_turn = false;
};

void add(std::vector<shaped>& groups, std::string shapes, std::int64_t count, bool batch, bool in_turn = false)
{
    auto at = std::find_if(groups.begin(), groups.end(), [&](const shaped& g) { return g.shapes == shapes; });
    if (at == groups.end()) at = groups.insert(at, shaped{std::move(shapes)});
    at->count += count;
    at->batches += batch;
    at->in_turn |= in_turn;
}

std::vector<shaped> recorded_products(const explanation& e)
{
    std::vector<shaped> groups;
    for (const auto& call : e.calls)
        if (is_product(call)) add(groups, clean(call.shapes), call.calls, false);
    return groups;
}

std::vector<shaped> planned_products(const explanation& e)
{
    std::vector<shaped> groups;
    for (const auto& s : e.steps) {
        if (!is_product(s)) continue;
        const bool unlike = s.kind == "grouped_batch";  // its sizes are those of the largest
        add(groups, unlike ? "unlike shapes" : fmt::format("{}x{} by {}x{}", s.m, s.k, s.k, s.n), s.batch, s.batch > 1,
            s.kind.ends_with("in turn"));
    }
    return groups;
}

/// "981 products of 10x20 by 20x20", "... and 12 of 4x4 by 4x8", "1093 products of 5 shapes"
std::string products_text(const std::vector<shaped>& groups)
{
    if (groups.empty()) return {};
    const auto of = [](const shaped& g) { return g.shapes.empty() ? "" : " of " + g.shapes; };
    const auto in = [](const shaped& g) {
        return g.in_turn        ? std::string(" in turn")
               : g.batches == 0 ? ""
                              : " in " + (g.batches == 1 ? "1 batch" : count_text(g.batches) + " batches");
    };
    const shaped& first = groups.front();
    if (groups.size() == 1) return counted(first.count, "product") + of(first) + in(first);
    if (groups.size() == 2) {
        const shaped& second = groups.back();
        return counted(first.count, "product") + of(first) + in(first) + " and " + count_text(second.count) +
               of(second) + in(second);
    }
    std::int64_t count = 0;
    for (const shaped& g : groups) count += g.count;
    return counted(count, "product") + fmt::format(" of {} shapes", groups.size());
}

void append(std::string& list, const std::string& item)
{
    if (item.empty()) return;
    if (!list.empty()) list += ", ";
    list += item;
}

}  // namespace

bool is_product(const explanation::recorded& call)
{
    constexpr std::string_view products[] = {"dot",       "matmul", "inner", "outer",     "vdot",
                                             "tensordot", "einsum", "kron",  "multi_dot", "matrix_power"};
    const std::string_view name = call.operation;
    return contains(products, name.substr(0, name.find_first_of(" (")));
}

bool is_product(const explanation::step& s)
{
    constexpr std::string_view others[] = {"elementwise", "reduce", "reduction",  "copy",    "store",
                                           "fill",        "waves",  "window_sum", "function"};
    return !s.kind.empty() && !contains(others, std::string_view(s.kind).substr(0, s.kind.find(',')));
}

sentence headline(const explanation& e)
{
    if (e.calls.empty() && e.steps.empty()) return {"nothing to compute", {}};
    std::int64_t other_calls = 0, other_steps = 0;
    for (const auto& call : e.calls) other_calls += is_product(call) ? 0 : call.calls;
    for (const auto& s : e.steps) other_steps += is_product(s) ? 0 : 1;

    sentence out;
    out.before = products_text(recorded_products(e));
    if (other_calls > 0 || out.before.empty())
        append(out.before, counted(other_calls, out.before.empty() ? "call" : "other call"));
    out.after = products_text(planned_products(e));
    if (out.after.empty() && e.products_after > 0) out.after = counted(e.products_after, "product");
    if (e.views > 0) append(out.after, counted(e.views, "view"));
    if (other_steps > 0) append(out.after, counted(other_steps, out.after.empty() ? "step" : "other step"));
    if (out.after.empty()) out.after = "nothing to run";
    return out;
}

std::string size_text(const explanation::step& s)
{
    if (is_product(s)) return extent_text(s.m) + " x " + extent_text(s.n) + " x " + extent_text(s.k);
    std::string out;
    for (const std::int64_t extent : {s.m, s.n, s.k})
        if (extent > 0) out += (out.empty() ? "" : " x ") + extent_text(extent);
    return out;
}

std::string verdict::joined_names() const
{
    std::string out;
    for (const std::string& name : names) append(out, name);
    return out;
}

std::vector<verdict> fired_rules(const explanation& e)
{
    std::vector<verdict> out;
    for (const auto& r : e.rules) {
        if (!r.fired) continue;
        verdict v{{clean(r.name)}, clean(r.reason), 1};
        const auto same = [&](const verdict& o) { return o.names == v.names && o.reason == v.reason; };
        const auto at = std::find_if(out.begin(), out.end(), same);
        if (at == out.end()) out.push_back(std::move(v));
        else ++at->times;
    }
    for (verdict& v : out)
        if (v.times > 1)
            v.reason += fmt::format("{}({} times)", v.reason.empty() ? "" : " ", count_text(v.times));
    return out;
}

std::vector<verdict> declined_rules(const explanation& e)
{
    std::vector<verdict> out;
    for (const auto& r : e.rules) {
        if (r.fired) continue;
        const std::string reason = r.reason.empty() ? "nothing to do" : clean(r.reason), name = clean(r.name);
        auto at = std::find_if(out.begin(), out.end(), [&](const verdict& v) { return v.reason == reason; });
        if (at == out.end()) at = out.insert(at, verdict{{}, reason, 1});
        if (!contains(at->names, name)) at->names.push_back(name);
    }
    std::stable_partition(out.begin(), out.end(), [](const verdict& v) { return v.names.size() == 1; });
    return out;
}

std::string copies_text(const explanation& e)
{
    if (e.containers_copied <= 0) return {};
    const bool one = e.containers_copied == 1;
    return fmt::format(
        "copied {} ({}): make {}, or borrow {}", counted(e.containers_copied, "container"),
        bytes_text(e.bytes_copied), one ? "it an array" : "them arrays", one ? "it" : "them");
}

std::size_t shown(std::size_t entries, std::size_t room) { return entries <= room + 1 ? entries : room; }

std::string more_text(std::size_t hidden)
{
    return "... and " + count_text(static_cast<std::int64_t>(hidden)) + " more";
}

}  // namespace tenfold::rendering
