// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "graph/nest.hpp"

#include <algorithm>

namespace tenfold::graph {

using record::run;

namespace {

index_t row_of(const run& r, int axes)
{
    index_t n = 1;
    for (int d = 0; d + 1 < axes; ++d) n *= r.extent[d];
    return n;
}

// Cuts positions k .. end - 1 of an odometer where whole rows begin and end.
void cut_rows(const run& r, int axes, index_t k, index_t end, index_t member_of_zero, std::vector<index_t>& out)
{
    if (axes <= 1 || k >= end) return;
    const index_t row = row_of(r, axes);
    const index_t from = (k + row - 1) / row * row, to = end / row * row;
    if (from > to) return cut_rows(r, axes - 1, k, end, member_of_zero, out);  // inside one row
    if (from > k) {
        out.push_back(member_of_zero + from);
        cut_rows(r, axes - 1, k, from, member_of_zero, out);
    }
    if (to < end) {
        out.push_back(member_of_zero + to);
        cut_rows(r, axes - 1, to, end, member_of_zero, out);
    }
}

}  // namespace

namespace {

/// Cuts of all streams in one range, without its ends; false where a stream is a table or cuts are too many.
bool cuts_within(const std::vector<const record::stream*>& streams, index_t first, index_t count, std::size_t most,
                 std::vector<index_t>& at)
{
    bool regular = true;
    for (const record::stream* s : streams)
        s->visit(first, count, [&](const run& r, index_t n, index_t length) {
            if (!regular || r.axes == 0) {
                regular = false;
                return;
            }
            if (n > first) at.push_back(n);
            cut_rows(r, r.axes, n - r.first, n - r.first + length, r.first, at);
            regular = at.size() <= 4 * most;
        });
    return regular;
}

}  // namespace

std::vector<index_t> cuts(const std::vector<const record::stream*>& streams, index_t first, index_t count,
                          std::size_t most)
{
    std::vector<index_t> at{first, first + count};
    // A cut of one stream may fall into a row of another, so pieces are cut until none falls apart any more.
    for (std::size_t i = 0; i + 1 < at.size();) {
        std::vector<index_t> more;
        if (!cuts_within(streams, at[i], at[i + 1] - at[i], most, more)) return {};
        std::erase_if(more, [&](index_t cut) { return cut <= at[i] || cut >= at[i + 1]; });
        if (more.empty()) {
            ++i;
            continue;
        }
        at.insert(at.end(), more.begin(), more.end());
        std::sort(at.begin(), at.end());
        at.erase(std::unique(at.begin(), at.end()), at.end());
        if (at.size() > most + 1) return {};
    }
    return at;
}

std::optional<nest> common_nest(const std::vector<const record::stream*>& streams, index_t first, index_t count)
{
    // Positions at which some stream's loops come round.
    index_t rounds[4 * max_loops * 8];
    std::size_t n = 0;
    bool fits = true;
    for (const record::stream* s : streams)
        s->visit(first, count, [&](const run& r, index_t, index_t length) {
            index_t period = 1;
            for (int d = 0; d + 1 < r.axes; ++d) {
                period *= r.extent[d];
                if (period >= length) break;
                if (std::find(rounds, rounds + n, period) != rounds + n) continue;
                if (n == std::size(rounds)) fits = false;
                else rounds[n++] = period;
            }
        });
    if (!fits || n + 1 > max_loops) return std::nullopt;
    std::sort(rounds, rounds + n);
    nest loops;
    index_t inner = 1;
    for (std::size_t i = 0; i < n; ++i) {
        if (rounds[i] % inner) return std::nullopt;
        loops.extent[loops.loops++] = rounds[i] / inner;
        inner = rounds[i];
    }
    if (count % inner) return std::nullopt;
    loops.extent[loops.loops++] = count / inner;
    return loops;
}

coordinate along(const record::stream& s, index_t first, const nest& loops)
{
    coordinate c;
    c.base = s.at(first);
    index_t period = 1;
    for (int d = 0; d < loops.loops; ++d) {
        if (loops.extent[d] > 1) c.step[d] = s.at(first + period) - c.base;
        period *= loops.extent[d];
    }
    return c;
}

namespace {

/// The one value of the stream in these ranges, if runs show that it does not move.
std::optional<index_t> steady_value(const record::stream& s, std::span<const record::member_set::range> ranges)
{
    std::optional<index_t> value;
    bool steady = true;
    for (const auto& range : ranges) {
        s.visit(range.first, range.last - range.first, [&](const run& r, index_t m, index_t length) {
            steady = steady && r.axes > 0 && (length == 1 || std::all_of(r.step, r.step + r.axes, [](index_t x) { return x == 0; }));
            if (!steady) return;
            const index_t here = r.at(m - r.first);
            steady = !value || *value == here;
            value = here;
        });
        if (!steady) return std::nullopt;
    }
    return value;
}

}  // namespace

coordinate tabled(const record::stream& s, std::span<const record::member_set::range> ranges)
{
    coordinate c;
    if (const auto value = steady_value(s, ranges)) {
        c.base = *value;
        return c;
    }
    index_t n = 0;
    for (const auto& r : ranges) n += r.last - r.first;
    auto values = std::make_shared<std::vector<index_t>>(static_cast<std::size_t>(n));
    index_t* out = values->data();
    for (const auto& range : ranges) {
        s.copy(range.first, range.last - range.first, out);
        out += range.last - range.first;
    }
    if (std::all_of(values->begin(), values->end(), [&](index_t v) { return v == values->front(); }))
        c.base = values->empty() ? 0 : values->front();
    else c.values = std::move(values);
    return c;
}

}  // namespace tenfold::graph
