// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Views, shapes, joining, reading.
#include "explain/xtensor_names.hpp"

#if __has_include(<xtensor/misc/xmanipulation.hpp>)
#include <xtensor/misc/xmanipulation.hpp>
#include <xtensor/misc/xpad.hpp>
#else
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xpad.hpp>
#endif

namespace tenfold::testing {

table_part shape_names()
{
    return {
        "Shapes and parts",
        {
            TENFOLD_ROW(xt::view(x, 0)),
            TENFOLD_ROW(xt::view(x, xt::all(), xt::range(0, 2))),
            TENFOLD_ROW(xt::view(x, xt::newaxis(), xt::ellipsis())),
            TENFOLD_ROW(xt::strided_view(x, {xt::all(), 1})),
            TENFOLD_ROW(xt::row(x, 0)),
            TENFOLD_ROW(xt::col(x, 0)),
            TENFOLD_ROW(xt::transpose(x)),
            TENFOLD_ROW(xt::transpose(x, {1, 0})),
            TENFOLD_ROW(xt::squeeze(x)),
            TENFOLD_ROW(xt::expand_dims(x, 0)),
            TENFOLD_ROW(xt::flip(x, 0)),
            TENFOLD_ROW(xt::rot90(x)),
            TENFOLD_ROW(xt::rot90<2>(x)),
            TENFOLD_ROW(xt::diagonal(s)),
            TENFOLD_ROW(xt::ravel(x)),
            TENFOLD_ROW(xt::flatten(x)),
            TENFOLD_ROW(xt::reshape_view(x, {3, 2})),
            TENFOLD_ROW(xt::broadcast(x, {2, 2, 3})),
            TENFOLD_ROW(xt::roll(x, 1)),
            TENFOLD_ROW(xt::roll(x, 1, 0)),
            TENFOLD_ROW(xt::tile(x, {2, 1})),
            TENFOLD_ROW(xt::repeat(x, 2, 0)),
            TENFOLD_ROW(xt::pad(x, 1)),
            TENFOLD_ROW(xt::pad(x, {{0, 1}, {1, 0}}, xt::pad_mode::reflect)),
            TENFOLD_ROW(xt::stack(xt::xtuple(x, y))),
            TENFOLD_ROW(xt::concatenate(xt::xtuple(x, y), 1)),
            TENFOLD_ROW(xt::hstack(xt::xtuple(x, y))),
            TENFOLD_ROW(xt::vstack(xt::xtuple(x, y))),
            TENFOLD_ROW(xt::split(x, 2, 0)),
            TENFOLD_ROW(xt::hsplit(x, 3)),
            TENFOLD_ROW(xt::vsplit(x, 2)),
            TENFOLD_ROW(xt::meshgrid(v, w)),
            TENFOLD_ROW(xt::diag(v)),
            TENFOLD_ROW(xt::tril(s)),
            TENFOLD_ROW(xt::triu(s)),
            TENFOLD_ROW(xt::zeros_like(x)),
            TENFOLD_ROW(xt::ones_like(x)),
            TENFOLD_ROW(xt::full_like(x, 2.0)),
            TENFOLD_ROW(xt::empty_like(x)),
            TENFOLD_ROW(xt::eval(x)),
            TENFOLD_ROW(xt::has_shape(x, {2, 3})),
            TENFOLD_ROW(x.shape()),
            TENFOLD_ROW(x.value()),
            TENFOLD_ROW(xt::xarray<double>(x)),
            TENFOLD_ROW(x(0, 0)),
        }};
}

}  // namespace tenfold::testing
