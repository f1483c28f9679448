// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reductions, running sums, norms.
#include "explain/xtensor_names.hpp"

#if __has_include(<xtensor/misc/xsort.hpp>)
#include <xtensor/misc/xsort.hpp>
#else
#include <xtensor/xsort.hpp>
#endif

namespace tenfold::testing {

table_part reduction_names()
{
    return {
        "Reductions",
        {
            TENFOLD_ROW(xt::sum(x)),
            TENFOLD_ROW(xt::prod(x)),
            TENFOLD_ROW(xt::mean(x)),
            TENFOLD_ROW(xt::average(x)),
            TENFOLD_ROW(xt::variance(x)),
            TENFOLD_ROW(xt::stddev(x)),
            TENFOLD_ROW(xt::amax(x)),
            TENFOLD_ROW(xt::amin(x)),
            TENFOLD_ROW(xt::argmax(x)),
            TENFOLD_ROW(xt::argmin(x)),
            TENFOLD_ROW(xt::count_nonzero(x)),
            TENFOLD_ROW(xt::nansum(x)),
            TENFOLD_ROW(xt::nanprod(x)),
            TENFOLD_ROW(xt::nanmean(x)),
            TENFOLD_ROW(xt::nanvar(x)),
            TENFOLD_ROW(xt::nanstd(x)),
            TENFOLD_ROW(xt::nanmax(x)),
            TENFOLD_ROW(xt::nanmin(x)),
            TENFOLD_ROW(xt::norm_l0(x)),
            TENFOLD_ROW(xt::norm_l1(x)),
            TENFOLD_ROW(xt::norm_l2(x)),
            TENFOLD_ROW(xt::norm_sq(x)),
            TENFOLD_ROW(xt::norm_linf(x)),
            TENFOLD_ROW(xt::norm_induced_l1(x)),
            TENFOLD_ROW(xt::norm_induced_linf(x)),
            TENFOLD_ROW(xt::cumsum(x)),
            TENFOLD_ROW(xt::cumprod(x)),
            TENFOLD_ROW(xt::nancumsum(x)),
            TENFOLD_ROW(xt::nancumprod(x)),
            TENFOLD_ROW(xt::median(x)),
            TENFOLD_ROW(xt::sum(x, 0)),
            TENFOLD_ROW(xt::sum(x, {0, 1}, xt::keep_dims)),
            TENFOLD_ROW(xt::sum<float>(x)),
            TENFOLD_ROW(xt::sum(x, 0, xt::initial(1.0))),
            TENFOLD_ROW(xt::amax(x, {1})),
            TENFOLD_ROW(xt::argmax(x, 1)),
            TENFOLD_ROW(xt::average(x, y)),
            TENFOLD_ROW(xt::average(v, w, 0)),
            TENFOLD_ROW(xt::variance(x, {0}, 1)),
            TENFOLD_ROW(xt::cumsum(x, 1)),
            TENFOLD_ROW(xt::norm_lp(x, 3.0)),
            TENFOLD_ROW(xt::norm_lp_to_p(x, 3.0)),
            TENFOLD_ROW(xt::cov(x)),
            TENFOLD_ROW(xt::trapz(v)),
            TENFOLD_ROW(xt::trapz(v, w)),
            TENFOLD_ROW(xt::all(m)),
            TENFOLD_ROW(xt::any(m)),
            TENFOLD_ROW(xt::allclose(x, y)),
            TENFOLD_ROW(xt::minmax(x)()),
        }};
}

}  // namespace tenfold::testing
