// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Making arrays, their parts and their shapes.
#include "guide/phrases.hpp"

namespace guide {

chapter making()
{
    return {"Making arrays",
            {
                PHRASE("np.zeros((2, 3))", (xt::zeros<double>({2, 3})), (tf::zeros<double>({2, 3}))),
                PHRASE("np.ones((2, 3))", (xt::ones<double>({2, 3})), (tf::ones<double>({2, 3}))),
                NO_WORD("np.full((2, 3), 7.0)", (tf::full<double>({2, 3}, 7.0)), (7.0 * xt::ones<double>({2, 3}))),
                PHRASE("np.eye(3)", (xt::eye<double>(3)), (tf::eye<double>(3))),
                PHRASE("np.arange(0.0, 5.0)", (xt::arange<double>(0, 5)), (tf::arange<double>(0, 5))),
                PHRASE("np.linspace(0, 1, 5)", (xt::linspace<double>(0, 1, 5)), (tf::linspace<double>(0, 1, 5))),
                PHRASE("np.array([1.0, 2.0])", (xt::xarray<double>{1.0, 2.0}), (tf::array<double>{1.0, 2.0})),
                PHRASE("np.zeros_like(x)", (xt::zeros_like(x)), (tf::zeros_like(x))),
                PHRASE("x.copy()", (xt::xarray<double>(x)), (tf::copy(x))),
                PHRASE("x.astype(int)", (xt::cast<int>(x)), (tf::astype<int>(x))),
                PHRASE("np.diag(v)", (xt::diag(v)), (tf::diag(v))),
                NO_WORD("np.tile(v, (2, 1))", (tf::tile(v, {2, 1})), (xt::ones<double>({2, 1}) * v)),
                PHRASE("np.repeat(x, 2, axis=0)", (xt::repeat(x, 2, 0)), (tf::repeat(x, 2, 0))),
                NO_WORD("np.pad(v, 1)", (tf::pad(v, 1)), (xt::xarray<double>{0.0, 1.0, 2.0, 4.0, 8.0, 0.0})),
            }};
}

chapter parts()
{
    return {"Parts and assignment",
            {
                PHRASE("x[1, 2]", (x(1, 2)), (x(1, 2))),
                PHRASE("x[1]", (xt::view(x, 1)), (tf::view(x, 1))),
                PHRASE("x[-1]", (xt::view(x, -1)), (tf::view(x, -1))),
                PHRASE("x[:, 2]", (xt::view(x, xt::all(), 2)), (tf::view(x, xt::all(), 2))),
                PHRASE("x[:, 1:3]", (xt::view(x, xt::all(), xt::range(1, 3))),
                    (tf::view(x, xt::all(), xt::range(1, 3)))),
                PHRASE("v[::-1]", (xt::flip(v, 0)), (tf::flip(v, 0))),
                PHRASE("v[0:4:2]", (xt::view(v, xt::range(0, 4, 2))), (tf::view(v, xt::range(0, 4, 2)))),
                PHRASE("v[:, None]", (xt::view(v, xt::all(), xt::newaxis())), (tf::view(v, xt::all(), xt::newaxis()))),
                PHRASE("x[[2, 0]]", (xt::view(x, xt::keep(2, 0))), (tf::take(x, {2, 0}, 0))),
                PHRASE("x[x > 1]", (xt::filter(x, x > 1.0)), (tf::filter(x, x > 1.0))),
                STATEMENT("x[0, 1] = 5", (x(0, 1) = 5.0), (tf::view(x, 0, 1) = 5.0)),
                STATEMENT("x[1] = v", (xt::view(x, 1) = v), (tf::view(x, 1) = v)),
                STATEMENT("x[:, 0] += 1", (xt::view(x, xt::all(), 0) += 1.0), (tf::view(x, xt::all(), 0) += 1.0)),
                STATEMENT("x *= 2", (x *= 2.0), (x *= 2.0)),
                STATEMENT("x = x + y", (x = x + y), (x = x + y)),
            }};
}

chapter shapes()
{
    return {"Shapes",
            {
                PHRASE("x.shape[1]", (x.shape()[1]), (x.shape()[1])),
                PHRASE("x.ndim", (x.dimension()), (x.dimension())),
                PHRASE("x.size", (x.size()), (x.size())),
                PHRASE("x.T", (xt::transpose(x)), (tf::transpose(x))),
                NO_WORD("np.swapaxes(x, 0, 1)", (tf::swapaxes(x, 0, 1)), (xt::transpose(x))),
                NO_WORD("np.moveaxis(x, 0, -1)", (tf::moveaxis(x, 0, -1)), (xt::transpose(x))),
                PHRASE("x.reshape(2, 6)", (xt::reshape_view(x, {2, 6})), (tf::reshape(x, {2, 6}))),
                PHRASE("x.ravel()", (xt::ravel(x)), (tf::ravel(x))),
                PHRASE("np.squeeze(x[:1])", (xt::squeeze(xt::view(x, xt::range(0, 1)))),
                    (tf::squeeze(tf::view(x, xt::range(0, 1))))),
                PHRASE("np.expand_dims(x, 0)", (xt::expand_dims(x, 0)), (tf::expand_dims(x, 0))),
                PHRASE("np.broadcast_to(v, (3, 4))", (xt::broadcast(v, {3, 4})), (tf::broadcast_to(v, {3, 4}))),
                PHRASE("np.flip(x, 1)", (xt::flip(x, 1)), (tf::flip(x, 1))),
                PHRASE("np.roll(v, 1)", (xt::roll(v, 1)), (tf::roll(v, 1))),
                PHRASE("np.diagonal(s)", (xt::diagonal(s)), (tf::diagonal(s))),
                PHRASE("np.stack([v, w])", (xt::stack(xt::xtuple(v, w))), (tf::stack({v, w}))),
                PHRASE("np.concatenate([x, y], 1)", (xt::concatenate(xt::xtuple(x, y), 1)),
                    (tf::concatenate({x, y}, 1))),
                PHRASE("np.vstack([x, y])", (xt::vstack(xt::xtuple(x, y))), (tf::vstack({x, y}))),
                PHRASE("np.split(x, 2, axis=1)[0]", (xt::split(x, 2, 1)[0]), (tf::split(x, 2, 1)[0])),
            }};
}

}  // namespace guide
