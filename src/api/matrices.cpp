// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// diag: a vector stored into the diagonal of zeros, or the diagonal of a matrix.
#include "api/pieces.hpp"

#include <tenfold/matrices.hpp>

namespace tenfold::detail {

void check_matrix(const char* operation, int rank, const index_t* shape, site where)
{
    if (rank < 2) reject<shape_error>(operation, show_shape(rank, shape) + " is no matrix", where);
}

handle record_diag(const part& x, index_t k, site where)
{
    if (x.form.rank == 2) {
        part d = x;
        diagonal_layout(d.offset, d.form, k, 0, 1, where);
        return record_view(d);
    }
    if (x.form.rank != 1)
        reject<shape_error>("diag", shape_text(x) + " is neither a vector nor a matrix", where);
    const element type = x.source.source()->type;
    const index_t n = x.form.shape[0];
    index_t side = 0;
    if (k == INT64_MIN || __builtin_add_overflow(n, k < 0 ? -k : k, &side))
        reject<memory_error>("diag", "diagonal " + std::to_string(k) + " of " + shape_text(x) + ": too many elements", where);
    const index_t shape[] = {side, side};
    checked_size("diag", 2, shape, type, where);
    alignas(16) const std::byte zero[16] = {};
    handle base = record_fill(type, 2, shape, zero);
    if (n == 0) return base;
    part d = part_of(base);
    diagonal_layout(d.offset, d.form, k, 0, 1, where);
    record_store(base, d, store_mode::assign, x.read(), where);
    return base;
}

}  // namespace tenfold::detail
