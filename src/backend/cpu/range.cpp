// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Did the numbers of a product stay in the range of their type? A sum of K terms lost nothing that its rounding would
// not lose if it is at least K times the least normal number, or if no term of it was rounded towards 0. And it is a NaN
// rightly where one of its terms is made of a NaN.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/strided.hpp"
#include "backend/cpu/threads.hpp"
#include "backend/cpu/visit.hpp"
#include "plan/cost.hpp"

#include <atomic>
#include <cmath>
#include <limits>

namespace tenfold::backend::on_cpu {

namespace {

template <class T> T magnitude(T x) { return std::abs(x); }
/// Of the larger part; of NaN where one part is.
template <class T> T magnitude(std::complex<T> z)
{
    const T re = std::abs(z.real()), im = std::abs(z.imag());
    return re > im || re != re ? re : im;
}

template <class T> class numbers {
    using real = decltype(magnitude(T()));

public:
    numbers(const plan::step& s, std::byte* const* bases)
        : step_(s), bases_(bases), least_(static_cast<real>(s.least)), most_(static_cast<real>(s.most))
    {
        const index_t count = s.positions();
        for (const plan::product_axis& x : s.axes) {
            if (x.extent > 1 && x.in_c) results_.add(x.extent, {x.c, x.a, x.b});
            if (x.extent > 1 && !x.in_c) terms_.add(x.extent, {x.a, x.b});
            if (x.extent == 0) empty_ = true;
        }
        if (count == 0) empty_ = true;
        positions_ = s.sum_positions ? 1 : count;
        summed_ = s.sum_positions ? count : 1;
    }

    bool kept(int threads)
    {
        if (empty_ || all_between(threads)) return true;
        bool kept = true;
        for (index_t n = 0; n < positions_ && kept; ++n)
            for_each_index(results_, results_.rank, [&](const auto& at) { kept = kept && look_at(n, at); });
        return kept && (!small_ || smallest(0) * smallest(1) >= std::numeric_limits<real>::min());
    }

private:
    T* at(const plan::place& p, index_t n) const
    {
        return reinterpret_cast<T*>(address_of(step_, p, bases_, n, sizeof(T)));
    }
    bool between(T x) const { return magnitude(x) >= least_ && magnitude(x) <= most_; }

    /// The usual case.
    bool all_between(int threads) const
    {
        nest<1> x;
        index_t apart = positions_;
        if (apart > 1 && step_.result.follows_loops()) {
            for (int d = 0; d < step_.loops; ++d) x.add(step_.extent[d], {step_.result.loop[d]});
            apart = 1;
        }
        for (int d = 0; d < results_.rank; ++d) x.add(results_.extent[d], {results_.stride[d][0]});
        x.sort();
        if (x.rank == 0) x.add(1, {1});
        std::atomic<bool> good = true;
        const double seconds = plan::pass_seconds(static_cast<double>(x.size()), size_of(step_.type), plan::this_machine());
        for (index_t n = 0; n < apart && good; ++n)
            parallel(threads, seconds, x.extent[0], 4 * threads, 1,
                     [&](index_t first, index_t last) {
                         nest<1> part = x;
                         part.extent[0] = last - first;
                         if (!rows_between(part, at(step_.result, n) + first * x.stride[0][0])) good = false;
                     });
        return good;
    }
    bool rows_between(const nest<1>& x, const T* from) const
    {
        const int inner = x.rank - 1;
        const index_t length = x.extent[inner], step = x.stride[inner][0];
        bool good = true;
        for_each_index(x, inner, [&](const auto& at) {
            const T* const row = from + at[0];
            int outside = 0;
            if (step == 1)
                for (index_t i = 0; i < length; ++i) outside |= !between(row[i]);
            else
                for (index_t i = 0; i < length; ++i) outside |= !between(row[i * step]);
            good = good && !outside;
        });
        return good;
    }

    /// offsets: of the result and of the first elements that it is made from
    bool look_at(index_t n, const std::array<index_t, 3>& offsets)
    {
        const real x = magnitude(at(step_.result, n)[offsets[0]]);
        if (x <= most_) small_ |= x < least_;
        return x <= most_ || (x != x && has_nan(n, offsets));
    }

    /// Is a term of this sum made of a NaN? Only where that is soon said: else no.
    bool has_nan(index_t n, const std::array<index_t, 3>& offsets)
    {
        if (is_complex<T>) return false;   // which part is one depends on the order
        looked_ += static_cast<double>(summed_) * static_cast<double>(terms_.size());
        if (looked_ > most_looked()) return false;
        bool found = false;
        for (index_t k = 0; k < summed_ && !found; ++k) {
            const T *const a = at(step_.operands[0], n + k) + offsets[1], *const b = at(step_.operands[1], n + k) + offsets[2];
            for_each_index(terms_, terms_.rank, [&](const auto& i) { found |= a[i[0]] != a[i[0]] || b[i[1]] != b[i[1]]; });
        }
        return found;
    }
    double most_looked() const
    {
        double all = 1000;
        for (const std::size_t o : {0, 1}) all += 4.0 * static_cast<double>(nest_of(o).size());
        return all;
    }

    /// Elements of an operand at one position.
    nest<1> nest_of(std::size_t operand) const
    {
        nest<1> x;
        for (int d = 0; d < results_.rank; ++d)
            if (const index_t s = results_.stride[d][operand + 1]) x.add(results_.extent[d], {s});
        for (int d = 0; d < terms_.rank; ++d)
            if (const index_t s = terms_.stride[d][operand]) x.add(terms_.extent[d], {s});
        return x;
    }
    /// The least magnitude, other than 0, of an element of an operand.
    real smallest(std::size_t operand) const
    {
        const plan::place& p = step_.operands[operand];
        const bool still = p.follows_loops() && std::all_of(p.loop, p.loop + plan::max_loops, [](index_t s) { return s == 0; });
        nest<1> x = nest_of(operand);
        x.sort();
        real least = std::numeric_limits<real>::infinity();
        const auto take = [&](real v) { least = v != 0 && v < least ? v : least; };
        for (index_t n = 0; n < (still ? 1 : step_.positions()); ++n) {
            const T* const from = at(p, n);
            for_each_index(x, x.rank, [&](const auto& i) {
                const T v = from[i[0]];
                if constexpr (is_complex<T>) {
                    take(std::abs(v.real()));
                    take(std::abs(v.imag()));
                }
                else take(std::abs(v));
            });
        }
        return least;
    }

    const plan::step& step_;
    std::byte* const* bases_;
    const real least_, most_;
    nest<3> results_;            // c, a, b
    nest<2> terms_;              // a, b
    index_t positions_ = 1;      // of results
    index_t summed_ = 1;         // positions that add to each of them
    bool empty_ = false, small_ = false;
    double looked_ = 0;
};

}  // namespace

bool numbers_kept(const plan::step& s, std::byte* const* bases, const settings& how)
{
    switch (s.type) {
    case element::float32: return numbers<float>(s, bases).kept(threads_of(how));
    case element::float64: return numbers<double>(s, bases).kept(threads_of(how));
    case element::complex64: return numbers<std::complex<float>>(s, bases).kept(threads_of(how));
    case element::complex128: return numbers<std::complex<double>>(s, bases).kept(threads_of(how));
    default: return true;   // integers wrap around in any order
    }
}

}  // namespace tenfold::backend::on_cpu
