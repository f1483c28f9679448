// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Order, places, sequences, products; and what goes through a container.
#include "explain/xtensor_names.hpp"

#if __has_include(<xtensor/misc/xsort.hpp>)
#include <xtensor/misc/xsort.hpp>
#include <xtensor/misc/xhistogram.hpp>
#include <xtensor/misc/xmanipulation.hpp>
#include <xtensor/misc/xset_operation.hpp>
#include <xtensor/views/xindex_view.hpp>
#include <xtensor/views/xdynamic_view.hpp>
#include <xtensor/generators/xrandom.hpp>
#else
#include <xtensor/xsort.hpp>
#include <xtensor/xhistogram.hpp>
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xset_operation.hpp>
#include <xtensor/xindex_view.hpp>
#include <xtensor/xdynamic_view.hpp>
#include <xtensor/xrandom.hpp>
#endif

namespace tenfold::testing {

table_part order_names()
{
    return {
        "Order, places and sequences",
        {
            TENFOLD_ROW(xt::sort(x)),
            TENFOLD_ROW(xt::sort(x, 0)),
            TENFOLD_ROW(xt::argsort(x)),
            TENFOLD_ROW(xt::partition(x, 1)),
            TENFOLD_ROW(xt::argpartition(x, 1)),
            TENFOLD_ROW(xt::unique(x)),
            TENFOLD_ROW(xt::setdiff1d(v, w)),
            TENFOLD_ROW(xt::trim_zeros(v)),
            TENFOLD_ROW(xt::searchsorted(v, w)),
            TENFOLD_ROW(xt::isin(v, w)),
            TENFOLD_ROW(xt::isin(v, {1.0, 2.0})),
            TENFOLD_ROW(xt::where(m)),
            TENFOLD_ROW(xt::nonzero(x)),
            TENFOLD_ROW(xt::argwhere(x)),
            TENFOLD_ROW(xt::flatnonzero(x)),
            TENFOLD_ROW(xt::filter(x, x > 0.5)),
            TENFOLD_ROW(xt::histogram(v, std::size_t(2))),
            TENFOLD_ROW(xt::histogram(v, w)),
            TENFOLD_ROW(xt::bincount(n)),
            TENFOLD_ROW(xt::digitize(x, v)),
            TENFOLD_ROW(xt::interp(v, v, w)),
            TENFOLD_ROW(xt::diff(v)),
            TENFOLD_ROW(xt::diff(x, 1, 0)),
            TENFOLD_ROW(xt::convolve(v, w, xt::convolve_mode::full())),
        }};
}

table_part product_names()
{
    return {
        "Products",
        {
            TENFOLD_ROW(xt::linalg::dot(s, x)),
            TENFOLD_ROW(xt::linalg::outer(v, w)),
            TENFOLD_ROW(xt::linalg::kron(s, x)),
            TENFOLD_ROW(xt::linalg::tensordot(s, x, 1)),
            TENFOLD_ROW(xt::linalg::tensordot(s, x, {1}, {0})),
            TENFOLD_ROW(xt::linalg::matrix_power(s, 3)),
            TENFOLD_ROW(xt::linalg::cross(xt::view(v, xt::range(0, 3)), xt::view(w, xt::range(0, 3)))),
        }};
}

}  // namespace tenfold::testing
