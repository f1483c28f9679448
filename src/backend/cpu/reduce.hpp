// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A reduction: its axes, made ready once for all positions of a step, and what runs it at one of them. Results do not
// depend on the number of threads.
#pragma once

#include "backend/cpu/strided.hpp"
#include "backend/cpu/threads.hpp"
#include "plan/cost.hpp"

#include <memory>

namespace tenfold::backend::on_cpu {

/// Axes outermost first. Strides of kept ones: of the operand, the result, and the number of the result; of reduced ones:
/// of the operand, and the result of a running sum.
struct reduction_axes {
    nest<3> kept;
    nest<2> reduced;
    index_t mean_of = 0;   // elements of each mean, where these are sums of several

    double elements() const { return static_cast<double>(kept.size()) * static_cast<double>(reduced.size()); }
};

class reduction {
public:
    virtual ~reduction() = default;
    virtual void run(const std::byte* from, std::byte* to, int threads) const = 0;
};
using made_reduction = std::unique_ptr<reduction>;

made_reduction make_sum(detail::reduction, element, const reduction_axes&);   // sum, prod, mean, var, norm
made_reduction make_extreme(detail::reduction, element, const reduction_axes&);   // amax, amin, argmax, argmin
made_reduction make_running_sum(element, const reduction_axes&);

/// Numbers results in the order of the axes; returns how many there are.
inline index_t number(nest<3>& kept)
{
    index_t step = 1;
    for (int d = kept.rank - 1; d >= 0; --d) {
        kept.stride[d][2] = step;
        step *= kept.extent[d];
    }
    return step;
}

/// The longest axis, or the first that is long enough for so many threads; -1 if there is none.
inline int axis_to_share(const nest<3>& x, int threads)
{
    int axis = x.rank > 0 ? 0 : -1;
    for (int d = 1; d < x.rank; ++d)
        if (x.extent[axis] < 4 * threads && x.extent[d] > x.extent[axis]) axis = d;
    return axis;
}

/// Piece p of so many equal ones of 0 .. n - 1 starts here.
inline index_t start_of_piece(index_t n, index_t pieces, index_t p) { return n / pieces * p + n % pieces * p / pieces; }

inline double seconds_of_pass(double elements, double results, std::size_t size)
{
    constexpr double result = 5;   // elements; to begin and to end one
    return plan::pass_seconds(elements + results * result, size, plan::this_machine());
}

}  // namespace tenfold::backend::on_cpu
