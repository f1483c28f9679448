// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products, linear algebra and windows.
#include "guide/phrases.hpp"

namespace guide {

static numbers covariances(const numbers& x)
{
    numbers r = xt::zeros<double>({x.shape()[0], x.shape()[0]});
    for (std::size_t i = 0; i < r.shape()[0]; ++i)
        for (std::size_t j = 0; j < r.shape()[1]; ++j) {
            const double mean_i = xt::mean(xt::view(x, i))(), mean_j = xt::mean(xt::view(x, j))();
            for (std::size_t k = 0; k < x.shape()[1]; ++k) r(i, j) += (x(i, k) - mean_i) * (x(j, k) - mean_j);
            r(i, j) /= double(x.shape()[1] - 1);
        }
    return r;
}

chapter products()
{
    return {"Products",
            {
                PHRASE("x @ s", (xt::linalg::dot(x, s)), (tf::dot(x, s))),
                PHRASE("x @ v", (xt::linalg::dot(x, v)), (tf::dot(x, v))),
                PHRASE("x @ y.T", (xt::linalg::dot(x, xt::transpose(y))), (tf::dot(x, tf::transpose(y)))),
                PHRASE("x[:, 1:3] @ s[1:3]",
                    (xt::linalg::dot(xt::xarray<double>(xt::view(x, xt::all(), xt::range(1, 3))),
                        xt::xarray<double>(xt::view(s, xt::range(1, 3))))),
                    (tf::dot(tf::view(x, xt::all(), xt::range(1, 3)), tf::view(s, xt::range(1, 3))))),
                PHRASE("np.vdot(v, w)", (xt::linalg::vdot(v, w)), (tf::vdot(v, w)())),
                PHRASE("np.outer(v, w)", (xt::linalg::outer(v, w)), (tf::outer(v, w))),
                NO_WORD("np.inner(x, y)", (tf::inner(x, y)), (xt::linalg::dot(x, xt::transpose(y)))),
                PHRASE("np.kron(s, x)", (xt::linalg::kron(s, x)), (tf::kron(s, x))),
                PHRASE("np.tensordot(x, y, ([0], [0]))", (xt::linalg::tensordot(x, y, {0}, {0})),
                    (tf::tensordot(x, y, {0}, {0}))),
                NO_WORD("np.einsum('ij,kj->ik', x, y)", (tf::einsum("ij,kj->ik", x, y)),
                    (xt::linalg::dot(x, xt::transpose(y)))),
                NO_WORD("np.einsum('ij,ij->i', x, y)", (tf::einsum("ij,ij->i", x, y)), (xt::sum(x * y, {1}))),
                NO_WORD("np.linalg.multi_dot([x, s, v])", (tf::multi_dot({x, s, v})),
                    (xt::linalg::dot(x, xt::linalg::dot(s, v)))),
                PHRASE("np.linalg.matrix_power(s, 3)", (xt::linalg::matrix_power(s, 3)), (tf::matrix_power(s, 3))),
                PHRASE("np.cross(v[:3], w[:3])",
                    (xt::linalg::cross(xt::view(v, xt::range(0, 3)), xt::view(w, xt::range(0, 3)))),
                    (tf::cross(tf::view(v, xt::range(0, 3)), tf::view(w, xt::range(0, 3))))),
                NO_WORD("np.cov(x)", (tf::cov(x)), (covariances(x))),
                PHRASE("np.convolve(v, w)", (xt::convolve(v, w, xt::convolve_mode::full())), (tf::convolve(v, w))),
            }};
}

chapter linear_algebra()
{
    return {"Linear algebra",
            {
                PHRASE("np.linalg.solve(s, v)", (xt::linalg::solve(s, v)), (tf::linalg::solve(s, v))),
                PHRASE("np.linalg.inv(s)", (xt::linalg::inv(s)), (tf::linalg::inv(s))),
                PHRASE("np.linalg.det(s)", (xt::linalg::det(s)), (tf::linalg::det(s)())),
                PHRASE("np.linalg.cholesky(s)", (xt::linalg::cholesky(s)), (tf::linalg::cholesky(s))),
                PHRASE("np.linalg.eigh(s)[0]", (std::get<0>(xt::linalg::eigh(s))), (std::get<0>(tf::linalg::eigh(s)))),
                PHRASE("np.linalg.svd(x)[1]", (std::get<1>(xt::linalg::svd(x))), (std::get<1>(tf::linalg::svd(x)))),
                PHRASE("np.linalg.lstsq(s, v)[0]", (std::get<0>(xt::linalg::lstsq(s, v))),
                    (std::get<0>(tf::linalg::lstsq(s, v)))),
                PHRASE("np.linalg.pinv(x)", (xt::linalg::pinv(x)), (tf::linalg::pinv(x))),
                PHRASE("np.linalg.matrix_rank(x)", (xt::linalg::matrix_rank(x)), (tf::linalg::matrix_rank(x)())),
                PHRASE("np.linalg.norm(x)", (xt::norm_l2(x)()), (tf::norm(x)())),
                PHRASE("np.trace(s)", (xt::sum(xt::diagonal(s))()), (tf::trace(s)())),
            }};
}

chapter windows()
{
    return {"Windows",
            {
                NO_WORD("sliding_window_view(v, 2)", (tf::sliding_window_view(v, {2})),
                    (xt::xarray<double>{{1.0, 2.0}, {2.0, 4.0}, {4.0, 8.0}})),
                NO_WORD("sliding_window_view(v, 2).sum(-1)", (tf::sum(tf::sliding_window_view(v, {2}), -1)),
                    (xt::xarray<double>{3.0, 6.0, 12.0})),
                NO_WORD("sliding_window_view(v, 2) @ w[:2]", (tf::dot(tf::sliding_window_view(v, {2}), tf::view(w, xt::range(0, 2)))),
                    
                    (xt::xarray<double>{-1.5, -3.0, -6.0})),
                NO_WORD("sliding_window_view(x, (2, 2)).max((2, 3))", (tf::amax(tf::sliding_window_view(x, {2, 2}), {2, 3})),
                    
                    (xt::xarray<double>{{3.0, 2.0, 2.0}, {3.0, 1.5, 4.0}})),
            }};
}

}  // namespace guide
