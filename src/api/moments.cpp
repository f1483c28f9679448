// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Shapes of weights and samples.
#include "api/pieces.hpp"

#include <tenfold/moments.hpp>

#include <algorithm>

namespace tenfold::detail {
namespace {

double count_of(const handle& h)
{
    const family& f = *h.source();
    double n = 1;
    for (int d = 0; d < f.rank; ++d) n *= static_cast<double>(f.shape[d]);
    return n;
}

}  // namespace

double elements_each(const handle& x, const handle& result)
{
    const double results = count_of(result);
    return results == 0 ? 0 : count_of(x) / results;
}

part weights_beside(const handle& x, const part& weights, const axes& over, site where)
{
    const family& f = *x.source();
    const layout& w = weights.form;
    if (w.rank == f.rank && std::equal(w.shape, w.shape + w.rank, f.shape)) return weights;
    const auto misfit = [&] {
        reject<shape_error>(
            "average", show_shape(f.rank, f.shape) + " by weights " + shape_text(weights) +
                           (over.given() ? " along axes " + over.text() : std::string()), where);
    };
    if (w.rank != 1 || over.size() != 1) misfit();
    const index_t axis = over.normalise(f.rank, "average", where)[0];
    if (w.shape[0] != f.shape[axis]) misfit();
    part p = weights;
    p.form.rank = f.rank;
    for (int d = 0; d < f.rank; ++d) {
        p.form.shape[d] = d == axis ? w.shape[0] : 1;
        p.form.stride[d] = d == axis ? w.stride[0] : 0;
    }
    return p;
}

part as_rows(const char* operation, const part& x, site where)
{
    if (x.form.rank == 2) return x;
    if (x.form.rank != 1) reject<shape_error>(operation, shape_text(x) + ": one or two axes are needed", where);
    part p = x;
    p.form.rank = 2;
    p.form.shape[0] = 1;
    p.form.stride[0] = 0;
    p.form.shape[1] = x.form.shape[0];
    p.form.stride[1] = x.form.stride[0];
    return p;
}

}  // namespace tenfold::detail
