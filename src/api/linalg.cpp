// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Calls of linear algebra, and the parts of those with several results.
#include "linalg/functions.hpp"

#include <algorithm>

namespace tenfold::detail {

namespace {

const opaque_function& find(linalg_call call, const part& a) { return linalg_calls::function(call, a.source.source()->type); }

struct sides {
    index_t m, n, k;
};
/// Of a matrix that a call has taken.
sides sides_of(const part& a)
{
    const index_t* const last = a.form.shape + a.form.rank;
    return {last[-2], last[-1], std::min(last[-2], last[-1])};
}

/// What lies one after another in the last axis of `all`, from `next` on.
class unpacking {
public:
    explicit unpacking(const handle& all) : all_(part_of(all)) {}
    handle number() { return take(0, 1, 1); }
    handle vector(index_t n) { return take(1, n, 1); }
    handle matrix(index_t m, index_t n) { return take(2, m, n); }

private:
    handle take(int rank, index_t m, index_t n)
    {
        part p = all_;
        const int last = p.form.rank - 1;
        const index_t step = p.form.stride[last];
        p.offset += m * n == 0 ? 0 : next_ * step;
        p.form.rank = last + rank;
        if (rank > 0) {
            p.form.shape[last] = m;
            p.form.stride[last] = rank == 1 ? step : n * step;
        }
        if (rank > 1) {
            p.form.shape[last + 1] = n;
            p.form.stride[last + 1] = step;
        }
        next_ += m * n;
        return record_view(p);
    }

    part all_;
    index_t next_ = 0;
};

void check_matrix_rank(const part& a, const char* operation, site where)
{
    if (a.form.rank < 2) fail<shape_error>(operation, show_shape(a.form.rank, a.form.shape) + ": a matrix has two axes at least", where);
}

}  // namespace

handle record_linalg(linalg_call call, const part& a, site where)
{
    const operand x = a.read();
    return record_opaque(find(call, a), &x, where);
}

handle record_solve(linalg_call of_matrices, linalg_call of_vector, const part& a, const part& b, site where)
{
    const operand both[] = {a.read(), b.read()};
    return record_opaque(find(b.form.rank == 1 ? of_vector : of_matrices, a), both, where);
}

std::array<handle, 2> record_slogdet(const part& a, site where)
{
    unpacking all(record_linalg(linalg_call::slogdet, a, where));
    handle sign = all.number(), log = all.number();
    return {std::move(sign), std::move(log)};
}

std::array<handle, 2> record_qr(const part& a, site where)
{
    unpacking all(record_linalg(linalg_call::qr, a, where));
    const auto [m, n, k] = sides_of(a);
    handle q = all.matrix(m, k), r = all.matrix(k, n);
    return {std::move(q), std::move(r)};
}

std::array<handle, 3> record_svd(linalg_call call, const part& a, site where)
{
    unpacking all(record_linalg(call, a, where));
    const auto [m, n, k] = sides_of(a);
    const bool full = call == linalg_call::svd_full;
    handle u = all.matrix(m, full ? m : k), s = all.vector(k), v = all.matrix(full ? n : k, n);
    return {std::move(u), std::move(s), std::move(v)};
}

std::array<handle, 2> record_eigen(linalg_call call, const part& a, site where)
{
    unpacking all(record_linalg(call, a, where));
    const index_t n = sides_of(a).n;
    handle w = all.vector(n), v = all.matrix(n, n);
    return {std::move(w), std::move(v)};
}

std::array<handle, 4> record_lstsq(const part& a, const part& b, const operand& rcond, site where)
{
    const bool vector = b.form.rank == 1;
    const part right = vector ? as_column(b) : b;
    const operand three[] = {a.read(), right.read(), rcond};
    unpacking all(record_opaque(find(linalg_call::lstsq, a), three, where));
    const auto [m, n, k] = sides_of(a);
    const index_t columns = right.form.shape[right.form.rank - 1];
    handle x = vector ? all.vector(n) : all.matrix(n, columns), left = all.vector(columns), rank = all.number(), s = all.vector(k);
    return {std::move(x), std::move(left), std::move(rank), std::move(s)};
}

part exchanged(part x, const char* operation, site where)
{
    check_matrix_rank(x, operation, where);
    std::swap(x.form.shape[x.form.rank - 1], x.form.shape[x.form.rank - 2]);
    std::swap(x.form.stride[x.form.rank - 1], x.form.stride[x.form.rank - 2]);
    return x;
}

part as_column(part x)
{
    x.form.shape[x.form.rank] = 1;
    x.form.stride[x.form.rank] = 0;
    ++x.form.rank;
    return x;
}

index_t longest_side(const part& a, const char* operation, site where)
{
    check_matrix_rank(a, operation, where);
    const sides s = sides_of(a);
    return std::max(s.m, s.n);
}

}  // namespace tenfold::detail
