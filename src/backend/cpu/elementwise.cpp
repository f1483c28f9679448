// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise steps: the kernel, compiled in the user's file as a rule, gets as many positions and axes in one call as nest.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/threads.hpp"
#include "plan/cost.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace tenfold::backend::on_cpu {

namespace {

constexpr index_t aligned = 64;  // elements: cuts inside a row leave every part on a cache line

// Axes outermost first. stride[d * columns]: of the result, then of each operand (0 where it broadcasts).
struct sweep {
    int columns = 1;
    std::vector<index_t> extent, stride;

    int rank() const { return static_cast<int>(extent.size()); }
    index_t* of(int d) { return stride.data() + d * columns; }
    const index_t* of(int d) const { return stride.data() + d * columns; }

    index_t size() const
    {
        index_t n = 1;
        for (index_t e : extent) n *= e;
        return n;
    }

    bool nests(int outer, int inner) const
    {
        for (int o = 0; o < columns; ++o)
            if (of(outer)[o] != of(inner)[o] * extent[static_cast<std::size_t>(inner)]) return false;
        return true;
    }

    // The result decides the order, so that it is written as it lies.
    void sort()
    {
        for (int d = 1; d < rank(); ++d)
            for (int e = d; e > 0 && std::abs(of(e - 1)[0]) < std::abs(of(e)[0]); --e) {
                std::swap(extent[static_cast<std::size_t>(e - 1)], extent[static_cast<std::size_t>(e)]);
                std::swap_ranges(of(e - 1), of(e - 1) + columns, of(e));
            }
    }

    void join()
    {
        int kept = 0;
        for (int d = 0; d < rank(); ++d) {
            const index_t n = extent[static_cast<std::size_t>(d)];
            if (n == 1) continue;
            if (kept > 0 && nests(kept - 1, d)) extent[static_cast<std::size_t>(kept - 1)] *= n;
            else extent[static_cast<std::size_t>(kept++)] = n;
            std::copy_n(of(d), columns, of(kept - 1));
        }
        extent.resize(static_cast<std::size_t>(kept));
        stride.resize(static_cast<std::size_t>(kept * columns));
    }
};

// What the kernel sees: for each operand a shape with 1 where it does not move, as NumPy broadcasts.
class call {
public:
    call(const plan::step& s, const sweep& x) : step_(s), x_(x)
    {
        const auto columns = static_cast<std::size_t>(x.columns), rank = static_cast<std::size_t>(x.rank());
        shape_.resize(columns * rank);
        stride_.resize(columns * rank);
        parts_.resize(columns);
        size_.resize(columns);
        size_[0] = static_cast<index_t>(size_of(s.type));
        for (std::size_t o = 1; o < columns; ++o)
            size_[o] = static_cast<index_t>(size_of(s.kernel->operand_types[o - 1]));
        for (std::size_t o = 0; o < columns; ++o) {
            parts_[o] = {nullptr, x.rank(), shape_.data() + o * rank, stride_.data() + o * rank};
            for (std::size_t d = 0; d < rank; ++d) set(o, d, x.extent[d]);
        }
    }

    // Runs all indices, or those from first to last - 1 of one axis.
    void operator()(std::byte* const* data, const void* scalars, int axis, index_t first, index_t last)
    {
        for (std::size_t o = 0; o < parts_.size(); ++o) {
            parts_[o].data = data[o];
            if (axis < 0) continue;
            set(o, static_cast<std::size_t>(axis), last - first);
            parts_[o].data = data[o] + x_.of(axis)[o] * first * size_[o];
        }
        run_kernel(*step_.kernel, parts_.data() + 1, scalars, parts_[0]);
    }

private:
    void set(std::size_t o, std::size_t d, index_t n)
    {
        const index_t step = x_.of(static_cast<int>(d))[o];
        const bool still = (step == 0 && o > 0) || n == 1;
        shape_[o * static_cast<std::size_t>(x_.rank()) + d] = still ? 1 : n;
        stride_[o * static_cast<std::size_t>(x_.rank()) + d] = still ? 0 : step;
    }

    const plan::step& step_;
    const sweep& x_;
    std::vector<index_t> shape_, stride_, size_;
    std::vector<detail::strided> parts_;
};

bool lead_with_positions(const plan::step& s, index_t count, sweep& x)
{
    if (s.scalar_block || !s.result.follows_loops() || (s.loops > 1 && count != s.positions())) return false;
    for (const plan::place& p : s.operands)
        if (!p.follows_loops()) return false;
    for (int d = s.loops - 1; d >= 0; --d) {
        x.extent.push_back(s.loops == 1 ? count : s.extent[d]);
        x.stride.push_back(s.result.loop[d]);
        for (const plan::place& p : s.operands) x.stride.push_back(p.loop[d]);
    }
    return true;
}

void add_axes(const plan::step& s, sweep& x)
{
    const std::size_t rank = s.result_form.shape.size();
    for (std::size_t d = 0; d < rank; ++d) {
        x.extent.push_back(s.result_form.shape[d]);
        x.stride.push_back(s.result_form.stride[d]);
        for (const plan::form& f : s.operand_forms) {
            const std::size_t lacks = rank - f.shape.size();
            const bool moves = d >= lacks && f.shape[d - lacks] != 1;
            x.stride.push_back(moves ? f.stride[d - lacks] : 0);
        }
    }
}

double seconds_of(const plan::step& s, double elements)
{
    return plan::pass_seconds(elements * plan::operations_of(s.kernel), size_of(s.type), plan::this_machine());
}

class sweeper {
public:
    sweeper(const plan::step& s, std::byte* const* bases, const sweep& x, int threads)
        : step_(s), bases_(bases), x_(x), threads_(threads)
    {}

    // One position, or all of them where they lead the axes.
    void run_one(index_t n)
    {
        int axis = 0;
        for (int d = 1; d < x_.rank(); ++d)
            if (extent(axis) < 4 * threads_ && extent(d) > extent(axis)) axis = d;
        if (x_.rank() == 0 || threads_ <= 1) return slab(n, -1, 0, 0);
        const double seconds = seconds_of(step_, static_cast<double>(x_.size()));
        const index_t grain = axis + 1 == x_.rank() ? aligned : 1;
        parallel(threads_, seconds * memory_bound, extent(axis), 4 * threads_, grain,
                 [&](index_t first, index_t last) { slab(n, axis, first, last); });
    }

    // Positions without a pattern, each by a call of its own.
    void run_each(index_t first, index_t count)
    {
        const double one = seconds_of(step_, static_cast<double>(x_.size())) + plan::this_machine().pass_call;
        if (one > 4 * worth_threads()) {
            for (index_t n = first; n < first + count; ++n) run_one(n);
            return;
        }
        const double seconds = one * static_cast<double>(count);
        parallel(threads_, seconds * memory_bound, count, 4 * threads_, 1, [&](index_t begin, index_t end) {
            call c(step_, x_);
            for (index_t n = begin; n < end; ++n) apply(c, first + n, -1, 0, 0);
        });
    }

    // On this thread.
    void run_few(call& c, index_t first, index_t count) const
    {
        for (index_t n = first; n < first + count; ++n) apply(c, n, -1, 0, 0);
    }

private:
    index_t extent(int d) const { return x_.extent[static_cast<std::size_t>(d)]; }

    void slab(index_t n, int axis, index_t first, index_t last) const
    {
        call c(step_, x_);
        apply(c, n, axis, first, last);
    }

    void apply(call& c, index_t n, int axis, index_t first, index_t last) const
    {
        std::byte* data[1 + max_operands];
        std::vector<std::byte*> many;
        std::byte** at = data;
        if (x_.columns > 1 + max_operands) {
            many.resize(static_cast<std::size_t>(x_.columns));
            at = many.data();
        }
        at[0] = address(step_.result, n, step_.type);
        for (std::size_t o = 0; o < step_.operands.size(); ++o)
            at[o + 1] = address(step_.operands[o], n, step_.kernel->operand_types[o]);
        const index_t block = step_.scalar_block ? (*step_.scalar_block)[static_cast<std::size_t>(n)] : 0;
        const std::byte* scalars = step_.scalars ? step_.scalars->data() : nullptr;
        if (scalars) scalars += block * static_cast<index_t>(step_.kernel->scalar_bytes);
        c(at, scalars, axis, first, last);
    }

    std::byte* address(const plan::place& p, index_t n, element type) const
    {
        return address_of(step_, p, bases_, n, static_cast<index_t>(size_of(type)));
    }

    static constexpr int max_operands = 15;
    const plan::step& step_;
    std::byte* const* bases_;
    const sweep& x_;
    int threads_;
};

/// One position, in the order of memory.
sweep one_of(const plan::step& s)
{
    sweep x;
    x.columns = 1 + static_cast<int>(s.operands.size());
    add_axes(s, x);
    x.sort();
    x.join();
    return x;
}

class elementwise_stepwise final : public stepwise {
public:
    elementwise_stepwise(const plan::step& s, std::byte* const* bases, const settings& how)
        : step_(s), bases_(bases), how_(how), x_(one_of(s)), all_(s, bases, x_, 1), call_(s, x_)
    {}

    void run(index_t first, index_t count) override
    {
        if (count > few) run_elementwise(step_, bases_, first, count, how_);
        else all_.run_few(call_, first, count);
    }

private:
    static constexpr index_t few = 4;
    const plan::step& step_;
    std::byte* const* bases_;
    settings how_;
    sweep x_;
    sweeper all_;
    call call_;
};

}  // namespace

void run_elementwise(const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    if (count <= 0) return;
    sweep x;
    x.columns = 1 + static_cast<int>(s.operands.size());
    const bool together = lead_with_positions(s, count, x);
    add_axes(s, x);
    if (x.size() == 0) return;
    x.sort();
    x.join();
    sweeper all(s, bases, x, threads_of(how));
    if (together || count == 1) all.run_one(first);
    else all.run_each(first, count);
}

std::unique_ptr<stepwise> prepare_elementwise(const plan::step& s, std::byte* const* bases, const settings& how)
{
    const double elements = static_cast<double>(one_of(s).size());
    if (seconds_of(s, elements) > worth_threads()) return nullptr;
    return std::make_unique<elementwise_stepwise>(s, bases, how);
}

}  // namespace tenfold::backend::on_cpu
