// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Window sums. Rows are counted from the first of the first window and stand in blocks as long as a window; a window that
// begins inside a block is the sum from there to the block's end, which is kept for every row of one block, and the
// running sum of the next block. Many windows of few sums each are computed as several pieces side by side, so that
// no addition waits for the one before.
#include "backend/cpu/window_sum.hpp"

#include "backend/cpu/kernels.hpp"
#include "backend/cpu/threads.hpp"
#include "plan/sliding.hpp"

#include <algorithm>
#include <numeric>

namespace tenfold::backend::on_cpu {

namespace {

/// A running sum by pieces, so that rounding errors grow with the pieces' length and number, not with all of it.
template <class T> class running_sums {
public:
    explicit running_sums(index_t n) : all_(static_cast<std::size_t>(2 * n)), n_(n) {}
    void clear()
    {
        std::fill(all_.begin(), all_.end(), T());
        rows_ = 0;
    }
    /// Adds a row and writes the sum so far over it, or elsewhere.
    void add(const T* row, T* to)
    {
        T* const piece = all_.data();
        T* const whole = piece + n_;
#pragma GCC ivdep  // nothing overlaps but a row and what is written over it
        for (index_t i = 0; i < n_; ++i) {
            piece[i] = plus<T>(piece[i], row[i]);
            to[i] = plus<T>(whole[i], piece[i]);
        }
        if (++rows_ % length != 0) return;
        for (index_t i = 0; i < n_; ++i) {
            whole[i] = to[i];
            piece[i] = T();
        }
    }

private:
    static constexpr index_t length = 128;
    std::vector<T> all_;
    index_t n_, rows_ = 0;
};

/// Windows of which a table tells, and the order of their rows.
struct listed_windows {
    std::vector<index_t> rows, order;

    explicit listed_windows(const plan::step& s)
    {
        if (plan::hop_of(s)) return;
        rows = plan::first_rows(s);
        order.resize(rows.size());
        std::iota(order.begin(), order.end(), index_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](index_t x, index_t y) { return rows[static_cast<std::size_t>(x)] < rows[static_cast<std::size_t>(y)]; });
    }
};

/// Windows at one position of the other loops; sums are rounded to R when they are whole.
template <class T, class R> class window_sums {
public:
    window_sums(const plan::step& s, std::byte* const* bases, index_t position, const listed_windows& listed)
        : step_(s), bases_(bases), position_(position), axis_(s.axes[static_cast<std::size_t>(s.window_axis)]), listed_(listed), hop_(plan::hop_of(s))
    {
        for (int d = 0; d < s.window_loop; ++d) loop_step_ *= s.extent[d];
        const auto bytes = static_cast<index_t>(size_of(s.operand_type));
        for (std::size_t k = 0; k < s.operands.size(); ++k) {
            row_bytes_[k] = axis_.*graph::stride_in[k] * bytes;
            first_row_[k] = address_of(s, s.operands[k], bases, position, bytes) - (hop_ ? 0 : listed.rows[0]) * row_bytes_[k];
        }
        if (s.result.follows_loops()) result_ = address_of(s, s.result, bases, position, static_cast<index_t>(sizeof(R)));
    }

    /// Windows first .. last - 1 of the order of their rows.
    void run(index_t first, index_t last)
    {
        if (first == last) return;
        const index_t copies = plan::pieces_side_by_side(step_, last - first), each = (last - first) / copies;
        side_by_side(first, each, copies);
        if (first + each * copies < last) side_by_side(first + each * copies, last - first - each * copies, 1);
    }

private:
    index_t number(index_t window) const { return hop_ ? window : listed_.order[static_cast<std::size_t>(window)]; }
    index_t row(index_t window) const { return hop_ ? window * hop_ : listed_.rows[static_cast<std::size_t>(number(window))]; }

    void side_by_side(index_t first, index_t windows, index_t copies)
    {
        index_t apart[2] = {}, to_apart = 0;
        for (std::size_t k = 0; k < step_.operands.size(); ++k) apart[k] = windows * hop_ * (axis_.*graph::stride_in[k]);
        if (copies > 1) to_apart = windows * step_.result.loop[step_.window_loop];
        row_terms<T> terms(step_, copies, apart);
        const index_t n = terms.size(), length = axis_.extent, begin = row(first), end = row(first + windows - 1) - begin + length;
        std::vector<T> ends(static_cast<std::size_t>(std::min(length, end) * n)), so_far(static_cast<std::size_t>(n));
        running_sums<T> sum(n);
        index_t next = first, next_end = length - 1;
        for (index_t block = 0; block < end; block += length) {
            const index_t rows = std::min(length, end - block);
            sum.clear();
            for (index_t j = 0; j < rows; ++j) {
                T* const slot = ends.data() + j * n;   // what stood there is of no more use
                write_terms(terms, begin + block + j, slot);
                sum.add(slot, so_far.data());
                while (next_end == block + j) {
                    finish(terms, next, j + 1 < length ? slot + n : nullptr, so_far.data(), copies, to_apart);
                    next_end = ++next < first + windows ? row(next) - begin + length - 1 : -1;
                }
            }
            if (block + length >= end) break;
            sum.clear();
            for (index_t j = rows; j-- > 0;) sum.add(ends.data() + j * n, ends.data() + j * n);
        }
    }

    void write_terms(row_terms<T>& terms, index_t row, T* to) const
    {
        const std::byte* const rows[] = {first_row_[0] + row * row_bytes_[0], first_row_[1] + row * row_bytes_[1]};
        terms.write(rows, to);
    }

    /// The sum to the end of one block, where there is one, and so far into the next.
    void finish(const row_terms<T>& terms, index_t window, const T* before, const T* now, index_t copies, index_t apart)
    {
        R* to = result_of(window);
        if constexpr (std::is_same_v<T, R>)
            if (terms.lies_dense() && copies == 1) return join(before, now, to, terms.size());
        sums_.resize(static_cast<std::size_t>(terms.size()));
        join(before, now, sums_.data(), terms.size());
        const T* sum = sums_.data();
        for (index_t c = 0; c < copies; ++c, to += apart)
            for (const index_t place : terms.places()) to[place] = static_cast<R>(*sum++);
    }
    R* result_of(index_t window) const
    {
        const auto bytes = static_cast<index_t>(sizeof(R));
        std::byte* const at = result_ ? result_ + number(window) * step_.result.loop[step_.window_loop] * bytes
                                      : address_of(step_, step_.result, bases_, position_ + number(window) * loop_step_, bytes);
        return reinterpret_cast<R*>(at);
    }
    void join(const T* before, const T* now, T* to, index_t n) const
    {
        if (before) {
#pragma GCC ivdep
            for (index_t i = 0; i < n; ++i) to[i] = plus<T>(before[i], now[i]);
        }
        else std::copy_n(now, n, to);
        if constexpr (!std::is_integral_v<T>) {   // means of integers are double
            const T count = static_cast<T>(static_cast<double>(step_.mean_of));
            if (step_.mean_of)
                for (index_t i = 0; i < n; ++i) to[i] = to[i] / count;
        }
    }

    const plan::step& step_;
    std::byte* const* bases_;
    index_t position_;
    const plan::product_axis& axis_;
    const listed_windows& listed_;
    index_t hop_;
    std::vector<T> sums_;
    index_t loop_step_ = 1;
    const std::byte* first_row_[2] = {};
    index_t row_bytes_[2] = {};
    std::byte* result_ = nullptr;   // where the loop follows its strides
};

/// The first position of the sliding loop for number n of the other loops.
index_t position_of(const plan::step& s, index_t n)
{
    index_t inner = 1;
    for (int d = 0; d < s.window_loop; ++d) inner *= s.extent[d];
    return n % inner + n / inner * inner * s.extent[s.window_loop];
}

template <class T, class R = T> void run_all(const plan::step& s, std::byte* const* bases, int threads)
{
    const index_t windows = s.extent[s.window_loop], others = s.positions() / windows;
    const listed_windows listed(s);
    // Each share computes its first window's rows anew. How many there are depends on the step alone: so do its results.
    const index_t length = s.axes[static_cast<std::size_t>(s.window_axis)].extent;
    // Pieces side by side are worth more than shares of a pass that is short.
    constexpr index_t most = 16;
    const index_t least = 8 * length * (plan::pieces_side_by_side(s, windows) > 1 ? 4 : 1);
    const index_t shares = others >= most ? 1 : std::clamp<index_t>(plan::rows_of(s) / least, 1, most);
    const double seconds = plan::seconds_of_window_sum(s, plan::this_machine());
    parallel(threads, seconds, others * shares, 8 * threads, 1, [&](index_t from, index_t to) {
        for (; from < to; ++from) {
            const index_t share = from % shares;
            window_sums<T, R>(s, bases, position_of(s, from / shares), listed).run(windows * share / shares, windows * (share + 1) / shares);
        }
    });
}

}  // namespace

void run_window_sum(const plan::step& s, std::byte* const* bases, const settings& how)
{
    const int threads = threads_of(how);
    const bool of_elements = s.operands.size() == 1;   // added up in double, as all sums of floats
    switch (s.type) {
    case element::float32: return of_elements ? run_all<double, float>(s, bases, threads) : run_all<float>(s, bases, threads);
    case element::float64: return run_all<double>(s, bases, threads);
    case element::complex64:
        return of_elements ? run_all<std::complex<double>, std::complex<float>>(s, bases, threads) : run_all<std::complex<float>>(s, bases, threads);
    case element::complex128: return run_all<std::complex<double>>(s, bases, threads);
    case element::uint64: return run_all<std::uint64_t>(s, bases, threads);
    default: return run_all<std::int64_t>(s, bases, threads);
    }
}

}  // namespace tenfold::backend::on_cpu
