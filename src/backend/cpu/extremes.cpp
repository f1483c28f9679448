// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The largest and smallest elements and their places. A NaN is larger and smaller than any number; of equal ones the
// first counts, in row-major order.
#include "backend/cpu/fold.hpp"

#include <limits>
#include <vector>

namespace tenfold::backend::on_cpu {

namespace {

template <class T, bool Largest>
struct extreme {
    using element = T;
    using value = T;
    using single = extreme;
    using merge = extreme;
    static constexpr bool vectors = true, rounds = false, in_order = false, alike = true;

    static T none()
    {
        using limits = std::numeric_limits<T>;
        if constexpr (std::is_floating_point_v<T>) return Largest ? -limits::infinity() : limits::infinity();
        else return Largest ? limits::lowest() : limits::max();
    }
    static extreme with(const void*) { return {}; }
    extreme one(index_t) const { return {}; }
    template <class U, class X>
    U of(const X& x, index_t) const { return converted<U>(x); }
    template <class U>
    static U join(const U& a, const U& b)
    {
        if constexpr (!std::is_floating_point_v<T>) return (Largest ? b > a : b < a) ? b : a;
        else return ((Largest ? b > a : b < a) | (b != b)) ? b : a;
    }
    static bool beats(T b, T a) { return (Largest ? b > a : b < a) || (b != b && a == a); }
};

template <class T, bool Largest>
class values final : public reduction {
public:
    explicit values(const reduction_axes& x) : walk_(kernel(), x) {}
    void run(const std::byte* from, std::byte* to, int threads) const override
    {
        walk_.run(from, {to, kernel().keep, sizeof(T)}, threads);
    }

private:
    static const fold_kernel& kernel() { return fold_kernel_of<extreme<T, Largest>>(); }
    fold_walk walk_;
};

// ---- places --------------------------------------------------------------------------------------------------------

/// The best of a stream of elements: found by blocks, then looked for in the block that has it.
template <class T, bool Largest>
class place_in_row {
public:
    void add(const T* p, index_t n, index_t step)
    {
        for (index_t start = 0; start < n; start += block) {
            const T* const here = p + start * step;
            const index_t length = std::min(block, n - start);
            row_fold<op> fold{op()};
            fold.add(here, length, step);
            take({fold.total(), before_ + start, here, length, step});
        }
        before_ += n;
    }
    /// What a stream that follows found.
    void add(const place_in_row& next)
    {
        candidate theirs = next.best_;
        theirs.place += before_;
        if (next.before_ > 0) take(theirs);
        before_ += next.before_;
    }
    index_t total() const
    {
        index_t i = 0;
        if (best_.step == 1)
            while (i + part < best_.length && !is_in_part(best_.at + i)) i += part;
        while (i + 1 < best_.length && !is_best(best_.at[i * best_.step])) ++i;
        return best_.place + i;
    }

private:
    using op = extreme<T, Largest>;
    static constexpr index_t block = 512, part = 32;

    bool is_best(T x) const { return (x == best_.value) | (x != x); }
    /// Without a branch and in numbers as wide as T, so that it takes vectors.
    bool is_in_part(const T* p) const
    {
        using flag = std::conditional_t<sizeof(T) == 8, std::int64_t, std::conditional_t<sizeof(T) == 4, std::int32_t, T>>;
        flag any = 0;
        const T value = best_.value;
        for (index_t i = 0; i < part; ++i)
            any |= static_cast<flag>(p[i] == value) | static_cast<flag>(p[i] != p[i]);
        return any != 0;
    }

    struct candidate {
        T value{};
        index_t place = 0;   // of the first element of the block
        const T* at = nullptr;
        index_t length = 0, step = 1;
    };
    void take(const candidate& c)
    {
        if (best_.length == 0 || op::beats(c.value, best_.value)) best_ = c;
    }
    candidate best_;
    index_t before_ = 0;
};

/// The places for neighbouring results, row by row.
template <class T, bool Largest>
class places_in_columns {
public:
    static constexpr index_t most = 512;
    places_in_columns(index_t n, index_t step) : n_(n), step_(step) {}

    void add(const T* row)
    {
        if (rows_ == 0) {
            std::fill_n(place_, n_, 0);
            for (index_t i = 0; i < n_; ++i) value_[i] = row[i * step_];
        }
        else if (step_ == 1) take(row, std::integral_constant<index_t, 1>());
        else take(row, step_);
        ++rows_;
    }
    const index_t* total() const { return place_; }

private:
    template <class Step>
    void take(const T* row, Step step)
    {
#pragma GCC ivdep  // nothing overlaps
        for (index_t i = 0; i < n_; ++i) {
            const T x = row[i * step], best = value_[i];
            const bool better = (Largest ? x > best : x < best) | ((x != x) & (best == best));
            value_[i] = better ? x : best;
            place_[i] = better ? rows_ : place_[i];
        }
    }
    const index_t n_, step_;
    index_t rows_ = 0;
    T value_[most];
    index_t place_[most];
};

template <class T, bool Largest>
place_in_row<T, Largest> place_of_one(const nest<2>& reduced, const T* from)
{
    place_in_row<T, Largest> best;
    const int inner = reduced.rank - 1;
    const index_t n = inner < 0 ? 1 : reduced.extent[inner], step = inner < 0 ? 1 : reduced.stride[inner][0];
    for_each_index(reduced, std::max(inner, 0), [&](const auto& r) { best.add(from + r[0], n, step); });
    return best;
}

/// One result of many elements: pieces of them side by side. The number of threads does not decide.
template <class T, bool Largest>
index_t place_by_pieces(const nest<2>& reduced, const T* from, int threads)
{
    const double elements = static_cast<double>(reduced.size());
    const index_t n = reduced.rank > 0 ? reduced.extent[0] : 1;
    const index_t pieces = std::min({static_cast<index_t>(elements / 65536), n, index_t{256}});
    if (pieces <= 1) return place_of_one<T, Largest>(reduced, from).total();
    std::vector<place_in_row<T, Largest>> all(static_cast<std::size_t>(pieces));
    const double seconds = seconds_of_pass(elements, 1, sizeof(T)) * memory_bound;
    parallel(threads, seconds, pieces, pieces, 1, [&](index_t first, index_t last) {
        for (index_t p = first; p < last; ++p) {
            nest<2> mine = reduced;
            const index_t start = start_of_piece(n, pieces, p);
            mine.extent[0] = start_of_piece(n, pieces, p + 1) - start;
            all[static_cast<std::size_t>(p)] = place_of_one<T, Largest>(mine, from + start * reduced.stride[0][0]);
        }
    });
    place_in_row<T, Largest> best;
    for (const auto& p : all) best.add(p);
    return best.total();
}

template <class T, bool Largest>
void places_of(const nest<3>& kept, const nest<2>& reduced, bool by_columns, const T* from, index_t* to)
{
    if (!by_columns)
        return for_each_index(kept, kept.rank, [&](const auto& at) {
            to[at[1]] = place_of_one<T, Largest>(reduced, from + at[0]).total();
        });
    const int inner = kept.rank - 1;
    const auto [step, to_step, _] = kept.stride[inner];
    using columns = places_in_columns<T, Largest>;
    for_each_index(kept, inner, [&, step = step, to_step = to_step](const auto& at) {
        for (index_t first = 0; first < kept.extent[inner]; first += columns::most) {
            const index_t n = std::min(columns::most, kept.extent[inner] - first);
            columns best(n, step);
            for_each_index(reduced, reduced.rank, [&](const auto& r) { best.add(from + at[0] + first * step + r[0]); });
            for (index_t i = 0; i < n; ++i) to[at[1] + (first + i) * to_step] = best.total()[i];
        }
    });
}

template <class T, bool Largest>
class places final : public reduction {
public:
    explicit places(const reduction_axes& x) : x_(x)
    {
        x_.kept.sort();
        x_.reduced.join();
        const int k = x_.kept.rank - 1, r = x_.reduced.rank - 1;
        by_columns_ = k >= 0
            && (r < 0 || x_.reduced.size() <= 8
                || (x_.kept.extent[k] >= 4 && stride(x_.kept, k) < stride(x_.reduced, r)));
    }
    void run(const std::byte* operand, std::byte* result, int threads) const override
    {
        if (x_.kept.size() == 0) return;
        const T* const from = reinterpret_cast<const T*>(operand);
        index_t* const to = reinterpret_cast<index_t*>(result);
        const int axis = axis_to_share(x_.kept, threads);
        if (axis < 0) return void(*to = place_by_pieces<T, Largest>(x_.reduced, from, threads));
        const double results = static_cast<double>(x_.kept.size());
        const double seconds = seconds_of_pass(x_.elements(), results, sizeof(T)) * memory_bound;
        const index_t grain = by_columns_ && axis + 1 == x_.kept.rank ? 64 : 1;
        parallel(threads, seconds, x_.kept.extent[axis], 4 * threads, grain, [&](index_t first, index_t last) {
            nest<3> kept = x_.kept;
            kept.extent[axis] = last - first;
            places_of<T, Largest>(kept, x_.reduced, by_columns_, from + first * kept.stride[axis][0],
                                  to + first * kept.stride[axis][1]);
        });
    }

private:
    template <int N>
    static index_t stride(const nest<N>& x, int axis) { return std::abs(x.stride[axis][0]); }
    reduction_axes x_;
    bool by_columns_;
};

}  // namespace

made_reduction make_extreme(detail::reduction what, element type, const reduction_axes& x)
{
    using kind = detail::reduction;
    return visit_numbers(type, [&]<class T>(std::type_identity<T>) -> made_reduction {
        if constexpr (!is_complex<T>) {
            switch (what) {
            case kind::amax: return std::make_unique<values<T, true>>(x);
            case kind::amin: return std::make_unique<values<T, false>>(x);
            case kind::argmax: return std::make_unique<places<T, true>>(x);
            default: return std::make_unique<places<T, false>>(x);
            }
        }
        throw error(std::string("[") + detail::name_of(what) + "] complex numbers have no order");
    });
}

}  // namespace tenfold::backend::on_cpu
