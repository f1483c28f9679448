// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/run_list.hpp"

#include <algorithm>
#include <atomic>

namespace tenfold::record {

index_t run::at(index_t k) const
{
    if (axes == 0) return base + pages[static_cast<std::size_t>(k / page_size)][k % page_size];
    return odometer::at(k);
}

index_t* run::copy(index_t k, index_t count, index_t* out) const
{
    const index_t row = axes > 1 ? extent[0] : count;   // of equal steps
    index_t begun = axes > 1 ? k % row : 0, start = axes > 0 ? at(k - begun) : 0;
    for (const index_t end = k + count; axes > 0 && k < end; begun = 0) {
        const index_t n = std::min(end - k, row - begun);
        for (index_t i = 0, value = start + begun * step[0]; i < n; ++i, value += step[0]) *out++ = value;
        k += n;
        start = axes == 2 ? start + step[1] : at(k);   // rows may be short, and divisions are slow
    }
    if (axes > 0) return out;
    for (const index_t end = k + count; k < end;) {
        const std::int32_t* page = pages[static_cast<std::size_t>(k / page_size)].get();
        const index_t from = k % page_size, n = std::min(end - k, page_size - from);
        for (index_t i = 0; i < n; ++i) *out++ = base + page[from + i];
        k += n;
    }
    return out;
}

run_list::run_list(index_t base, index_t step, index_t length)
{
    open_.base = base;
    open_.step[0] = step;
    open_.length = position_[0] = length;
    predict();
}

std::size_t run_list::find(index_t n) const
{
    if (n >= open_.first) return closed_.size();
    const auto after = std::upper_bound(closed_.begin(), closed_.end(), n,
                                        [](index_t value, const run& r) { return value < r.first; });
    return static_cast<std::size_t>(after - closed_.begin()) - 1;
}

index_t run_list::at(index_t n) const
{
    const std::size_t i = find(n);
    const run& r = i == closed_.size() ? open_ : closed_[i];
    return r.at(n - r.first);
}

void run_list::predict()
{
    next_ = open_.base;
    for (int d = 0; d < open_.axes; ++d) next_ += open_.step[d] * position_[d];
}

void run_list::advance(index_t n)
{
    // Other threads may ask whether the run has more than one member.
    std::atomic_ref(open_.length).store(open_.length + n, std::memory_order_relaxed);
    if (open_.axes == 0) return;
    position_[0] += n;
    const int top = open_.axes - 1;
    for (int d = 0; d < top && position_[d] >= open_.extent[d]; ++d) {
        position_[d + 1] += position_[d] / open_.extent[d];
        position_[d] %= open_.extent[d];
    }
    predict();
}

rows run_list::predicted() const
{
    rows r{};
    if (open_.axes == 0 || open_.length < 2) return r;
    r.next = next_;
    r.step = open_.step[0];
    r.start = next_ - r.step * position_[0];
    r.left = r.length = r.limit = no_end;
    if (open_.axes == 1) return r;
    r.length = open_.extent[0];
    r.left = r.length - position_[0];
    r.row_step = open_.step[1];
    if (open_.axes > 2) r.limit = r.length * (open_.extent[1] - position_[1]) - position_[0];
    return r;
}

void run_list::open_at(index_t value)
{
    const index_t first = size();
    open_ = run{};
    open_.first = first;
    open_.base = value;
}

void run_list::start(index_t value)
{
    open_at(value);
    open_.length = 1;
    std::fill(position_, position_ + max_axes, 0);
    position_[0] = 1;
}

/// For a run that is cut in two: the first part must be sure of a place.
void run_list::make_room()
{
    if (closed_.size() == closed_.capacity()) closed_.reserve(2 * closed_.size() + 1);
}

void run_list::close()
{
    constexpr int worth_a_run = 8;
    short_runs_ = open_.length < worth_a_run ? short_runs_ + 1 : 0;
    closed_.push_back(std::move(open_));
    open_ = run{};
    open_.first = closed_.back().first + closed_.back().length;
}

void run_list::push_slow(index_t value)
{
    if (open_.length == 0) return start(value);
    if (open_.length == 1) {
        open_.step[0] = value - open_.base;
        advance(1);
        return;
    }
    if (value == next_) return advance(1);

    const int top = open_.axes - 1;
    const bool row_done = top == 0 || std::all_of(position_, position_ + top, [](index_t p) { return p == 0; });
    if (!row_done) return split(value);
    if (top == 1 && position_[1] > 1 && value == next_row_element()) return lengthen_row(value);
    if (top > 0 && position_[top] == 1) {  // one row so far: how rows follow each other is seen only now
        open_.step[top] = value - open_.base;
        predict();
        return advance(1);
    }
    if (open_.axes == max_axes) {
        close();
        return start(value);
    }
    open_.extent[top] = position_[top];  // equal rows become the next axis
    position_[top] = 0;
    position_[top + 1] = 1;
    open_.step[top + 1] = value - open_.base;
    ++open_.axes;
    ++open_.length;
    ++position_[0];
    predict();
}

/// What would stand behind the last row if that one were longer than those before.
index_t run_list::next_row_element() const
{
    return open_.base + (position_[1] - 1) * open_.step[1] + open_.extent[0] * open_.step[0];
}

// Another loop of longer rows has begun: its first row looked like one more of the old ones.
void run_list::lengthen_row(index_t value)
{
    make_room();
    run row = {};
    row.base = open_.base + (position_[1] - 1) * open_.step[1];
    row.step[0] = open_.step[0];
    row.length = open_.extent[0];
    open_.length -= row.length;
    open_.extent[1] = position_[1] - 1;
    if (open_.extent[1] == 1) open_.axes = 1;
    close();
    row.first = open_.first;
    open_ = std::move(row);
    position_[0] = open_.length;
    position_[1] = 0;
    predict();
    push(value);
}

// A break inside a row: the whole rows stay as they are, the begun row becomes a run of its own.
void run_list::split(index_t value)
{
    make_room();
    const int top = open_.axes - 1;
    const index_t rows = position_[top];
    run rest = {};
    rest.base = open_.base + rows * open_.step[top];
    rest.axes = top;
    std::copy(open_.extent, open_.extent + top, rest.extent);
    std::copy(open_.step, open_.step + top, rest.step);
    index_t row_length = 1;
    for (int d = 0; d < top; ++d) row_length *= open_.extent[d];
    rest.length = open_.length - rows * row_length;

    open_.length = rows * row_length;
    open_.extent[top] = rows;
    if (rows == 1) open_.axes = top;
    close();
    rest.first = open_.first;
    while (rest.axes > 1 && position_[rest.axes - 1] == 0) --rest.axes;
    open_ = std::move(rest);
    std::fill(position_ + open_.axes, position_ + max_axes, 0);
    constexpr int sign_of_no_pattern = 6;
    if (short_runs_ >= sign_of_no_pattern) {
        close();
        return start_table(value);
    }
    predict();
    push(value);
}

void run_list::start_table(index_t value)
{
    open_at(value);
    open_.axes = 0;
    push_table(value);
}

void run_list::push_table(index_t value)
{
    if (open_.length > 0 && cells_left() == 0 && pattern_is_back()) {
        close();
        short_runs_ = 0;
        return start(value);
    }
    if (!fits(value)) {
        close();
        return start_table(value);
    }
    if (open_.length % run::page_size == 0)
        open_.pages.push_back(std::make_unique_for_overwrite<std::int32_t[]>(run::page_size));
    open_.pages.back()[open_.length % run::page_size] = static_cast<std::int32_t>(value - open_.base);
    ++open_.length;
}

/// The last 256 values, all on one page, lie a constant step apart.
bool run_list::pattern_is_back() const
{
    const index_t end = (open_.length - 1) % run::page_size + 1;
    const std::int32_t* const v = open_.pages.back().get() + end - sign_of_a_pattern;
    for (index_t k = 2; k < sign_of_a_pattern; ++k)
        if (index_t{v[k]} - v[k - 1] != index_t{v[1]} - v[0]) return false;
    return true;
}

}  // namespace tenfold::record
