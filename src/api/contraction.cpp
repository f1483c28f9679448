// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// NumPy's shape rules: every product as one contraction, or an error that shows the shapes.
#include <tenfold/detail/record.hpp>

#include <algorithm>
#include <cstring>

namespace tenfold::detail {
namespace {

/// Both shapes and the call, while labels are handed out.
struct labelling {
    product kind;
    const operand& a;
    const operand& b;
    site where;
    contraction& c;

    labelling(product p, const operand& first, const operand& second, site s, contraction& into)
        : kind(p), a(first), b(second), where(s), c(into)
    {
        c.rank_a = static_cast<std::uint8_t>(a.rank);
        c.rank_b = static_cast<std::uint8_t>(b.rank);
    }

    [[noreturn]] void reject(const std::string& reason) const
    {
        fail<shape_error>(
            name_of(kind), show_shape(a.rank, a.shape) + " x " + show_shape(b.rank, b.shape) + ": " + reason,
            where);
    }
    [[noreturn]] void reject_sizes(const char* which, index_t first, index_t second) const
    {
        reject(
            std::string(which) + " " + std::to_string(first) + " and " + std::to_string(second) + " differ");
    }

    std::uint8_t fresh(index_t extent)
    {
        c.extent[c.labels] = extent;
        return c.labels++;
    }
    /// A label for one axis, of its own.
    void label_a(int axis) { c.a[axis] = fresh(a.shape[axis]); }
    void label_b(int axis) { c.b[axis] = fresh(b.shape[axis]); }
    /// One label for an axis of each; the sizes agree.
    void join(int axis_a, int axis_b) { c.b[axis_b] = c.a[axis_a] = fresh(a.shape[axis_a]); }
    void keep(std::uint8_t label)
    {
        if (c.rank_c == max_rank) {
            reject("the result would have more than " + std::to_string(max_rank) + " axes");
        }
        c.c[c.rank_c++] = label;
    }
    /// The same for the axes [first, last) of one operand, which all stay.
    void keep_a(int first, int last)
    {
        for (int d = first; d < last; ++d) {
            label_a(d);
            keep(c.a[d]);
        }
    }
    void keep_b(int first, int last)
    {
        for (int d = first; d < last; ++d) {
            label_b(d);
            keep(c.b[d]);
        }
    }
};

/// Sums axis p of a against axis q of b; the others of a come first, then those of b.
void sum_one(labelling& l, int p, int q, const char* which)
{
    if (l.a.shape[p] != l.b.shape[q]) l.reject_sizes(which, l.a.shape[p], l.b.shape[q]);
    l.keep_a(0, p);
    l.join(p, q);
    l.keep_a(p + 1, l.a.rank);
    l.keep_b(0, q);
    l.keep_b(q + 1, l.b.rank);
}

/// Every axis stays: outer products, and a number times anything.
void keep_all(labelling& l)
{
    l.keep_a(0, l.a.rank);
    l.keep_b(0, l.b.rank);
}

void dot(labelling& l)
{
    if (l.a.rank == 0 || l.b.rank == 0) keep_all(l);
    else sum_one(l, l.a.rank - 1, std::max(l.b.rank - 2, 0), "inner sizes");
}

void inner(labelling& l)
{
    if (l.a.rank == 0 || l.b.rank == 0) keep_all(l);
    else sum_one(l, l.a.rank - 1, l.b.rank - 1, "last sizes");
}

void vdot(labelling& l)
{
    if (l.a.rank != l.b.rank) l.reject("the ranks differ");
    for (int d = 0; d < l.a.rank; ++d) {
        if (l.a.shape[d] != l.b.shape[d]) l.reject_sizes("sizes", l.a.shape[d], l.b.shape[d]);
        l.join(d, d);
    }
    const element type = l.a.source->type;
    l.c.conjugate_a = type == element::complex64 || type == element::complex128;
}

/// One batch axis, broadcast: `axis_a`, `axis_b` are negative where the operand has none.
void batch_axis(labelling& l, int axis_a, int axis_b)
{
    const index_t m = axis_a < 0 ? 1 : l.a.shape[axis_a], n = axis_b < 0 ? 1 : l.b.shape[axis_b];
    if (m != n && m != 1 && n != 1)
        l.reject("batch sizes " + std::to_string(m) + " and " + std::to_string(n) + " do not broadcast");
    const std::uint8_t label = l.fresh(m == 1 ? n : m);
    if (axis_a >= 0) l.c.a[axis_a] = label;
    if (axis_b >= 0) l.c.b[axis_b] = label;
    l.keep(label);
}

/// Stacks of matrices; a vector is a row on the left and a column on the right.
void matmul(labelling& l)
{
    const int ra = l.a.rank, rb = l.b.rank;
    if (ra == 0 || rb == 0) l.reject("an operand has no axes; use dot, or * for a number");
    const int p = ra - 1, q = std::max(rb - 2, 0);
    if (l.a.shape[p] != l.b.shape[q]) l.reject_sizes("inner sizes", l.a.shape[p], l.b.shape[q]);
    const int batch_a = std::max(ra - 2, 0), batch_b = std::max(rb - 2, 0),
              batch = std::max(batch_a, batch_b);
    for (int d = 0; d < batch; ++d) batch_axis(l, d - (batch - batch_a), d - (batch - batch_b));
    if (ra > 1) l.keep_a(ra - 2, ra - 1);
    l.join(p, q);
    if (rb > 1) l.keep_b(rb - 1, rb);
}

void tensordot(labelling& l, product_attributes attributes)
{
    std::int32_t axes[1 + 2 * max_rank] = {};
    std::memcpy(axes, attributes.data, std::min(attributes.bytes, sizeof axes));
    const int pairs = axes[0];
    const std::int32_t *of_a = axes + 1, *of_b = of_a + pairs;
    const auto partner = [&](const std::int32_t* list, int axis) {
        return static_cast<int>(std::find(list, list + pairs, axis) - list);
    };
    for (int d = 0; d < l.a.rank; ++d) {
        const int k = partner(of_a, d);
        if (k == pairs) {
            l.keep_a(d, d + 1);
            continue;
        }
        if (l.a.shape[d] != l.b.shape[of_b[k]])
            l.reject(
                "axis " + std::to_string(d) + " of the first has size " + std::to_string(l.a.shape[d]) +
                ", axis " + std::to_string(of_b[k]) + " of the second " + std::to_string(l.b.shape[of_b[k]]));
        l.join(d, of_b[k]);
    }
    for (int d = 0; d < l.b.rank; ++d)
        if (partner(of_b, d) == pairs) l.keep_b(d, d + 1);
}

/// The axes woven: (i, k, j, l) of (i, j) and (k, l). The caller multiplies neighbours by a reshape.
void kron(labelling& l)
{
    const int rank = std::max(l.a.rank, l.b.rank);
    for (int d = 0; d < rank; ++d) {
        const int p = d - (rank - l.a.rank), q = d - (rank - l.b.rank);
        if (p >= 0) l.keep_a(p, p + 1);
        if (q >= 0) l.keep_b(q, q + 1);
    }
}

void add_labels(labelling& l, const operand& x, const std::uint8_t* from, std::uint8_t* to)
{
    for (int d = 0; d < x.rank; ++d) {
        const std::uint8_t label = to[d] = from[d];
        index_t& extent = l.c.extent[label];
        if (label >= l.c.labels) {
            std::fill(l.c.extent + l.c.labels, l.c.extent + label, 1);
            l.c.labels = static_cast<std::uint8_t>(label + 1);
            extent = x.shape[d];
        }
        else if (extent == 1) extent = x.shape[d];
        else if (x.shape[d] != 1 && x.shape[d] != extent) l.reject_sizes("sizes", extent, x.shape[d]);
    }
}

/// The einsum front end has named and checked the labels already; see einsum.cpp.
void einsum(labelling& l, product_attributes attributes)
{
    const auto* at = static_cast<const std::uint8_t*>(attributes.data);
    const std::uint8_t *a = at + 3, *b = a + at[0], *c = b + at[1];
    add_labels(l, l.a, a, l.c.a);
    add_labels(l, l.b, b, l.c.b);
    for (int d = 0; d < at[2]; ++d) l.keep(c[d]);
}

}  // namespace

contraction
make_contraction(product kind, const operand& a, const operand& b, product_attributes attributes, site where)
{
    contraction c;   // its arrays are filled as far as they are used
    labelling l(kind, a, b, where, c);
    if (a.source->type != b.source->type)
        l.reject(
            std::string("element types ") + name_of(a.source->type) + " and " + name_of(b.source->type) +
            " differ");
    switch (kind) {
    case product::dot:
        dot(l);
        break;
    case product::matmul:
        matmul(l);
        break;
    case product::inner:
        inner(l);
        break;
    case product::outer:
        keep_all(l);
        break;
    case product::vdot:
        vdot(l);
        break;
    case product::tensordot:
        tensordot(l, attributes);
        break;
    case product::einsum:
        einsum(l, attributes);
        break;
    case product::kron:
        kron(l);
        break;
    }
    index_t shape[max_rank];
    for (int d = 0; d < c.rank_c; ++d) shape[d] = c.extent[c.c[d]];
    checked_size(name_of(kind), c.rank_c, shape, a.source->type, where);
    return c;
}

}  // namespace tenfold::detail
