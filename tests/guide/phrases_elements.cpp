// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise work, reductions and order.
#include "guide/phrases.hpp"

namespace guide {

static numbers spread(const numbers& x)
{
    const numbers off = x - xt::mean(x, {0});
    return xt::mean(off * off, {0});
}

chapter elements()
{
    return {"Element by element",
            {
                PHRASE("2 * x + y", (2.0 * x + y), (2.0 * x + y)),
                PHRASE("x + v", (x + v), (x + v)),
                PHRASE("x ** 2", (xt::square(x)), (xt::square(x))),
                PHRASE("abs(x) ** 0.5", (xt::pow(xt::abs(x), 0.5)), (xt::pow(xt::abs(x), 0.5))),
                PHRASE("np.exp(x)", (xt::exp(x)), (tf::exp(x))),
                PHRASE("np.tanh(x)", (xt::tanh(x)), (tf::tanh(x))),
                PHRASE("np.maximum(x, 0)", (xt::maximum(x, 0.0)), (tf::maximum(x, 0.0))),
                PHRASE("np.clip(x, 0, 1)", (xt::clip(x, 0.0, 1.0)), (tf::clip(x, 0.0, 1.0))),
                PHRASE("np.where(x > 0, x, y)", (xt::where(x > 0.0, x, y)), (tf::where(x > 0.0, x, y))),
                PHRASE("x == y", (xt::equal(x, y)), (tf::equal(x, y))),
                PHRASE("(x > 0) & (y > 0)", (x > 0.0 && y > 0.0), (x > 0.0 && y > 0.0)),
                PHRASE("np.isnan(x)", (xt::isnan(x)), (tf::isnan(x))),
                PHRASE("np.allclose(x, y)", (xt::allclose(x, y)), (tf::allclose(x, y))),
                PHRASE("np.array_equal(x, x)", (x == x), (tf::all(tf::equal(x, x)))),
            }};
}

chapter reductions()
{
    return {"Reductions",
            {
                PHRASE("x.sum()", (xt::sum(x)()), (tf::sum(x)())),
                PHRASE("x.sum(axis=0)", (xt::sum(x, {0})), (tf::sum(x, 0))),
                PHRASE("x.sum(axis=1, keepdims=True)", (xt::sum(x, {1}, xt::keep_dims)), (tf::sum(x, {1}, xt::keep_dims))),
                PHRASE("x.mean(axis=-1)", (xt::mean(x, {1})), (tf::mean(x, -1))),
                NO_WORD("x.var(axis=0)", (tf::var(x, 0)), (spread(x))),
                NO_WORD("x.std(axis=0)", (tf::stddev(x, {0})), (xt::sqrt(spread(x)))),
                PHRASE("x.max(axis=0)", (xt::amax(x, {0})), (tf::amax(x, 0))),
                PHRASE("x.min()", (xt::amin(x)()), (tf::amin(x)())),
                PHRASE("x.prod(axis=1)", (xt::prod(x, {1})), (tf::prod(x, 1))),
                PHRASE("x.argmax(axis=1)", (xt::argmax(x, 1)), (tf::argmax(x, 1))),
                PHRASE("np.cumsum(x, axis=1)", (xt::cumsum(x, 1)), (tf::cumsum(x, 1))),
                PHRASE("np.count_nonzero(x > 1)", (xt::count_nonzero(x > 1.0)()), (tf::count_nonzero(x > 1.0)())),
                PHRASE("(x > 3).any()", (xt::any(x > 3.0)), (tf::any(x > 3.0))),
                PHRASE("(x > -3).all()", (xt::all(x > -3.0)), (tf::all(x > -3.0))),
                NO_WORD("np.average(v, weights=v)", (tf::average(v, v)()), (85.0 / 15.0)),
                PHRASE("np.nanmean(x)", (xt::nanmean(x)()), (tf::nanmean(x)())),
                NO_WORD("scipy.special.softmax(v)", (tf::softmax(v)), (xt::exp(v) / xt::sum(xt::exp(v))())),
                NO_WORD("np.ptp(v)", (tf::ptp(v)()), (7.0)),
            }};
}

chapter order()
{
    return {"Order and places",
            {
                PHRASE("np.sort(x, axis=1)", (xt::sort(x, 1)), (tf::sort(x, 1))),
                PHRASE("np.argsort(w)", (xt::argsort(w)), (tf::argsort(w))),
                PHRASE("np.median(x)", (xt::median(x)), (tf::median(x)())),
                NO_WORD("np.quantile(v, 0.5)", (tf::quantile(v, 0.5)()), (3.0)),
                PHRASE("np.unique(w)", (xt::unique(w)), (tf::unique(w))),
                NO_WORD("np.searchsorted(v, w)", (tf::searchsorted(v, w)), (xt::xarray<double>{0.0, 0.0, 2.0, 1.0})),
                NO_WORD("np.flatnonzero(w > 1)", (tf::flatnonzero(w > 1.0)), (xt::xarray<double>{2.0, 3.0})),
                PHRASE("np.diff(v)", (xt::diff(v)), (tf::diff(v))),
                PHRASE("np.interp(w, v, w)", (xt::interp(w, v, w)), (tf::interp(w, v, w))),
                NO_WORD("np.trapz(w, v)", (tf::trapz(w, v)()), (11.75)),
            }};
}

}  // namespace guide
