// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/window_sum.hpp"

#include <algorithm>
#include <cstring>

namespace tenfold::backend::on_cpu {

namespace {

using plan::product_axis;

/// Offsets of all tuples of these indices, the last one fastest.
struct index {
    index_t extent, stride;
};
std::vector<index_t> all_offsets(const std::vector<index>& indices)
{
    std::vector<index_t> all = {0};
    for (const index& x : indices) {
        std::vector<index_t> next;
        next.reserve(all.size() * static_cast<std::size_t>(x.extent));
        for (const index_t at : all)
            for (index_t i = 0; i < x.extent; ++i) next.push_back(at + i * x.stride);
        all = std::move(next);
    }
    return all;
}

/// The axes of a step by where they occur. Those of c are in the order of its memory, so that sums are written as they lie.
struct axes_of {
    std::vector<product_axis> kept, summed;
    bool each_with_each = true;   // left ones first, then right ones
    std::size_t left = 0;

    axes_of(const plan::step& s, index_t copies)
    {
        for (std::size_t i = 0; i < s.axes.size(); ++i)
            if (static_cast<int>(i) != s.window_axis) (s.axes[i].in_c ? kept : summed).push_back(s.axes[i]);
        std::stable_sort(kept.begin(), kept.end(), [](const product_axis& x, const product_axis& y) { return std::abs(x.c) > std::abs(y.c); });
        each_with_each = s.operands.size() > 1 && copies == 1;
        for (const product_axis& x : kept) each_with_each &= x.in_a != x.in_b;
        if (!each_with_each) return;
        std::stable_partition(kept.begin(), kept.end(), [](const product_axis& x) { return x.in_a; });
        left = static_cast<std::size_t>(std::count_if(kept.begin(), kept.end(), [](const product_axis& x) { return x.in_a; }));
        each_with_each = left > 0 && left < kept.size();
    }
};

}  // namespace

template <class T>
template <class S, bool Conjugate>
void row_reader<T>::take(const std::byte* row, const row_reader& what, T* __restrict to)
{
    const S* const from = reinterpret_cast<const S*>(row);
    const auto value = [](S x) {
        if constexpr (Conjugate) return std::conj(static_cast<T>(x));
        else return static_cast<T>(x);
    };
    for (const run& r : what.runs_) {
        for (index_t i = 0; i < r.count; ++i) to[i] = value(from[r.first + i]);
        to += r.count;
    }
    if (what.runs_.empty())
        for (std::size_t i = 0; i < what.offsets_.size(); ++i) to[i] = value(from[what.offsets_[i]]);
}

template <class T> row_reader<T>::row_reader(element type, bool conjugate, const std::vector<index_t>& offsets) : offsets_(offsets), values_(offsets.size())
{
    for (const index_t at : offsets) {
        if (!runs_.empty() && runs_.back().first + runs_.back().count == at) ++runs_.back().count;
        else runs_.push_back({at, 1});
    }
    if (4 * runs_.size() > offsets.size()) runs_.clear();
    take_ = visit_numbers(type, [&]<class S>(std::type_identity<S>) -> decltype(take_) {
        if constexpr (is_complex<S> != is_complex<T>) return nullptr;   // no step has these
        else if constexpr (is_complex<T>) return conjugate ? take<S, true> : take<S, false>;
        else return take<S, false>;
    });
}

template <class T> row_terms<T>::row_terms(const plan::step& s, index_t copies, const index_t* apart)
{
    const axes_of axes(s, copies);
    std::vector<index> places;
    for (const product_axis& x : axes.kept) {
        places.push_back({x.extent, x.c});
        size_ *= x.extent;
    }
    places_ = all_offsets(places);
    for (std::size_t i = 0; i < places_.size(); ++i) dense_ &= places_[i] == static_cast<index_t>(i);
    size_ *= copies;
    for (const product_axis& x : axes.summed) terms_ *= x.extent;
    if (axes.each_with_each) {
        left_ = right_ = 1;
        for (std::size_t i = 0; i < axes.kept.size(); ++i) (i < axes.left ? left_ : right_) *= axes.kept[i].extent;
    }
    for (std::size_t k = 0; k < s.operands.size(); ++k) {
        const auto stride = graph::stride_in[k];
        std::vector<index> all;
        for (const product_axis& x : axes.summed) all.push_back({x.extent, x.*stride});
        if (copies > 1) all.push_back({copies, apart[k]});
        for (std::size_t i = 0; i < axes.kept.size(); ++i)
            if (!axes.each_with_each || (i < axes.left) == (k == 0)) all.push_back({axes.kept[i].extent, axes.kept[i].*stride});
        readers_.emplace_back(s.operand_type, k == 0 && s.conjugate_a, all_offsets(all));
    }
}

template <class T> void row_terms<T>::write(const std::byte* const* rows, T* __restrict to)
{
    const T* __restrict a = readers_[0].read(rows[0]);
    if (readers_.size() == 1) {
        std::copy_n(a, size_, to);
        for (index_t r = 1; r < terms_; ++r) {
            a += size_;
            for (index_t i = 0; i < size_; ++i) to[i] = plus<T>(to[i], a[i]);
        }
        return;
    }
    const T* __restrict b = readers_[1].read(rows[1]);
    std::fill_n(to, size_, T());
    for (index_t r = 0; r < terms_; ++r) {
        if (left_ == 0) {
            for (index_t i = 0; i < size_; ++i) to[i] = plus<T>(to[i], times(a[i], b[i]));
            a += size_;
            b += size_;
            continue;
        }
        for (index_t i = 0; i < left_; ++i)
            for (index_t j = 0; j < right_; ++j) to[i * right_ + j] = plus<T>(to[i * right_ + j], times(a[i], b[j]));
        a += left_;
        b += right_;
    }
}

template class row_reader<float>;
template class row_reader<double>;
template class row_reader<std::complex<float>>;
template class row_reader<std::complex<double>>;
template class row_reader<std::int64_t>;
template class row_reader<std::uint64_t>;
template class row_terms<float>;
template class row_terms<double>;
template class row_terms<std::complex<float>>;
template class row_terms<std::complex<double>>;
template class row_terms<std::int64_t>;
template class row_terms<std::uint64_t>;

}  // namespace tenfold::backend::on_cpu
