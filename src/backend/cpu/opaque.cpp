// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Steps of functions that no rule looks into: one call for each position and each index of the axes that they do not take.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/threads.hpp"
#include "plan/cost.hpp"

#include <tenfold/detail/opaque.hpp>

#include <algorithm>

namespace tenfold::backend::on_cpu {

namespace {

constexpr int most_values = detail::opaque_function::most_operands + 1;   // the result is the first

/// The calls of a step at one position.
class calls_of {
public:
    explicit calls_of(const plan::step& s) : step_(s)
    {
        // Axes of the result that no operand's call gives: those of the operand that has most of them.
        for (std::size_t k = 0; k < s.operand_forms.size(); ++k)
            rank_ = std::max(rank_, s.operand_forms[k].shape.size() - s.function->core[k]);
        for (std::size_t d = 0; d < rank_; ++d) size_ *= s.result_form.shape[d];
        add(s.result_form, s.type, s.result_form.shape.size() - rank_);
        for (std::size_t k = 0; k < s.operand_forms.size(); ++k) add(s.operand_forms[k], s.operand_type, s.function->core[k]);
    }

    index_t size() const { return size_; }
    /// May threads take some of them each?
    bool side_by_side() const
    {
        if (!blas_has_threads()) return true;
        const auto fits = [&](const value& x) {
            return std::all_of(x.shape, x.shape + x.core, [&](index_t n) { return n <= step_.function->side_by_side; });
        };
        return std::all_of(values_ + 1, values_ + count_, fits);
    }

    void run(std::byte* const* bases, index_t position, index_t call) const
    {
        std::byte* at[most_values];
        at[0] = address_of(step_, step_.result, bases, position, values_[0].bytes);
        for (std::size_t k = 0; k < step_.operands.size(); ++k)
            at[k + 1] = address_of(step_, step_.operands[k], bases, position, values_[k + 1].bytes);
        index_t left = call;
        for (std::size_t d = rank_; d-- > 0;) {
            const index_t extent = step_.result_form.shape[d], i = left % extent;
            left /= extent;
            for (int v = 0; v < count_; ++v) at[v] += i * step_along(v, d) * values_[v].bytes;
        }
        detail::strided all[most_values];
        for (int v = 0; v < count_; ++v) all[v] = {at[v], values_[v].core, values_[v].shape, values_[v].stride};
        try {
            step_.function->run(all + 1, all[0]);
        }
        catch (const linalg_error& e) {
            throw linalg_error(place_of(position, call) + e.what() + line());
        }
    }

private:
    struct value {
        const plan::form* all;
        index_t bytes;
        std::size_t lead;        // axes that the call does not take
        int core;
        const index_t *shape, *stride;
    };
    void add(const plan::form& f, element type, std::size_t core)
    {
        const std::size_t lead = f.shape.size() - core;
        values_[count_++] = {&f, static_cast<index_t>(size_of(type)), lead, static_cast<int>(core), f.shape.data() + lead, f.stride.data() + lead};
    }
    /// Along axis d of the result; axes of length 1 broadcast.
    index_t step_along(int v, std::size_t d) const
    {
        const value& x = values_[v];
        if (d + x.lead < rank_) return 0;
        const std::size_t own = d + x.lead - rank_;
        return x.all->shape[own] == 1 ? 0 : x.all->stride[own];
    }

    /// "[solve] member 3 of 500, matrix 2 of 4: (4, 4) x (4,) "
    std::string place_of(index_t position, index_t call) const
    {
        std::string text = std::string("[") + step_.function->name + "] ";
        if (step_.calls > 1)
            text += "member " + std::to_string(step_.first_call + position) + " of " + std::to_string(step_.calls) + ", ";
        if (size_ > 1) text += "matrix " + std::to_string(call) + " of " + std::to_string(size_) + ", ";
        for (int v = 1; v < count_; ++v) text += (v > 1 ? ", " : "") + detail::show_shape(values_[v].core, values_[v].shape);
        return text + ": ";
    }
    std::string line() const
    {
        if (step_.line == 0) return {};
        const std::string file = step_.file;
        return " (" + file.substr(file.find_last_of('/') + 1) + ":" + std::to_string(step_.line) + ")";
    }

    const plan::step& step_;
    std::size_t rank_ = 0;
    index_t size_ = 1;
    int count_ = 0;
    value values_[most_values];
};

}  // namespace

void run_opaque(const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    const calls_of calls(s);
    const index_t each = calls.size();
    const double seconds = plan::seconds_of(s, plan::this_machine()) * static_cast<double>(count) / static_cast<double>(s.positions());
    const int threads = calls.side_by_side() ? threads_of(how) : 1;
    parallel(threads, seconds, count * each, 8 * threads, 1, [&](index_t from, index_t to) {
        for (index_t i = from; i < to; ++i) calls.run(bases, first + i / each, i % each);
    });
}

}  // namespace tenfold::backend::on_cpu
