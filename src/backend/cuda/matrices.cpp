// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/matrices.hpp"

#include <algorithm>
#include <utility>

namespace tenfold::backend::on_cuda {

namespace {

/// Rows and columns of an operand with their strides, where one of them has stride 1 and the other leaves room for it.
struct operand {
    bool fits = false, by_columns = true;   // by columns: rows lie one after another
    index_t ld = 1;
};
operand look(index_t rows, index_t columns, index_t row_stride, index_t column_stride)
{
    if (rows == 1) row_stride = column_stride == 1 ? columns : 1;
    if (columns == 1) column_stride = row_stride == 1 ? rows : 1;
    if (rows == 1 && columns == 1) return {true, true, 1};
    if (row_stride == 1 && column_stride >= std::max<index_t>(rows, 1)) return {true, true, column_stride};
    if (column_stride == 1 && row_stride >= std::max<index_t>(columns, 1)) return {true, false, row_stride};
    return {};
}

}  // namespace

std::optional<gemm_call> as_gemm(const graph::matrix_product& x, bool complex)
{
    const operand c = look(x.m, x.n, x.cm, x.cn), a = look(x.m, x.k, x.am, x.ak), b = look(x.k, x.n, x.bk, x.bn);
    if (!c.fits || !a.fits || !b.fits) return std::nullopt;
    gemm_call g;
    g.swapped = !c.by_columns;   // c^T = b^T a^T
    g.ldc = c.ld;
    g.k = x.k;
    const auto op = [&](const operand& o, bool conjugate) {
        const bool turned = g.swapped == o.by_columns;
        return !turned ? 'N' : conjugate && complex ? 'C' : 'T';
    };
    char op_a = op(a, x.conjugate_a), op_b = op(b, false);
    if (x.conjugate_a && complex && op_a == 'N') return std::nullopt;
    g.op_a = g.swapped ? op_b : op_a;
    g.op_b = g.swapped ? op_a : op_b;
    g.m = g.swapped ? x.n : x.m;
    g.n = g.swapped ? x.m : x.n;
    g.lda = g.swapped ? b.ld : a.ld;
    g.ldb = g.swapped ? a.ld : b.ld;
    return g;
}

std::optional<graph::matrix_product> as_matrices(const plan::step& s)
{
    graph::matrix_product p;
    p.conjugate_a = s.conjugate_a;
    const auto take = [](index_t extent, index_t x, index_t y, index_t& size, index_t& x_stride, index_t& y_stride) {
        if (size == 1) {
            size = extent, x_stride = x, y_stride = y;
            return true;
        }
        // The next axis out, or in, of what is there.
        if (x == x_stride * size && y == y_stride * size) return size *= extent, true;
        if (x_stride == x * extent && y_stride == y * extent) return size *= extent, x_stride = x, y_stride = y, true;
        return false;
    };
    for (const plan::product_axis& x : s.axes) {
        if (x.extent == 1) continue;
        const bool fits = !x.in_c         ? x.in_a && x.in_b && take(x.extent, x.a, x.b, p.k, p.ak, p.bk)
                        : x.in_a && x.in_b ? false
                        : x.in_a           ? take(x.extent, x.a, x.c, p.m, p.am, p.cm)
                                           : take(x.extent, x.b, x.c, p.n, p.bn, p.cn);
        if (!fits) return std::nullopt;
    }
    return p;
}

}  // namespace tenfold::backend::on_cuda
