// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products whose operands or result change shape around the contraction: outer, vdot, kron; tensordot's axes.
#include <tenfold/detail/layouts.hpp>
#include <tenfold/detail/product_calls.hpp>

#include <algorithm>

namespace tenfold::detail {

namespace {

std::string both_shapes(const operand& a, const operand& b)
{
    return show_shape(a.rank, a.shape) + " x " + show_shape(b.rank, b.shape) + ": ";
}

}  // namespace

handle record_reshaped(handle h, int rank, const index_t* shape)
{
    part p;
    p.source = std::move(h);
    p.form.rank = rank;
    std::copy(shape, shape + rank, p.form.shape);
    row_major_strides(p.form);
    return record_view(p);
}

part flattened(const char* operation, const part& x, site where)
{
    const index_t size = checked_size(operation, x.form.rank, x.form.shape, x.source.source()->type, where);
    return reshape_part(x, sizes(size), where);
}

handle record_outer(const part& a, const part& b, site where)
{
    return record_product(
        product::outer, flattened("outer", a, where).read(), flattened("outer", b, where).read(), {}, where);
}

handle record_vdot(const part& a, const part& b, site where)
{
    const index_t m = checked_size("vdot", a.form.rank, a.form.shape, a.source.source()->type, where);
    const index_t n = checked_size("vdot", b.form.rank, b.form.shape, b.source.source()->type, where);
    if (m != n)
        fail<shape_error>(
            "vdot",
            both_shapes(a.read(), b.read()) + "sizes " + std::to_string(m) + " and " + std::to_string(n) +
                " differ",
            where);
    part flat_a = a, flat_b = b;
    if (reshape_layout(flat_a.form, sizes(m)) && reshape_layout(flat_b.form, sizes(n)))
        return record_product(product::vdot, flat_a.read(), flat_b.read(), {}, where);
    // Equal shapes need no flattening, and so no copy of a strided part.
    if (a.form.rank == b.form.rank && std::equal(a.form.shape, a.form.shape + a.form.rank, b.form.shape))
        return record_product(product::vdot, a.read(), b.read(), {}, where);
    return record_product(
        product::vdot, flattened("vdot", a, where).read(), flattened("vdot", b, where).read(), {}, where);
}

handle record_kron(const part& a, const part& b, site where)
{
    handle woven = record_product(product::kron, a.read(), b.read(), {}, where);
    const int rank = std::max(a.form.rank, b.form.rank);
    index_t shape[max_rank];
    for (int d = 0; d < rank; ++d) {
        const int p = d - (rank - a.form.rank), q = d - (rank - b.form.rank);
        shape[d] = (p < 0 ? 1 : a.form.shape[p]) * (q < 0 ? 1 : b.form.shape[q]);
    }
    return rank == 0 ? woven : record_reshaped(std::move(woven), rank, shape);
}

axis_pairs::axis_pairs(index_t n, const operand& a, const operand& b, site where)
{
    if (n < 0 || n > a.rank || n > b.rank)
        fail<shape_error>(
            "tensordot", both_shapes(a, b) + std::to_string(n) + " axes cannot be summed", where);
    count = static_cast<std::int32_t>(n);
    for (std::int32_t k = 0; k < count; ++k) {
        axis[k] = a.rank - count + k;
        axis[count + k] = k;
    }
}

axis_pairs::axis_pairs(const axes& of_a, const axes& of_b, const operand& a, const operand& b, site where)
{
    // `{}` is no axes here, as in NumPy, not all of them.
    const axes first = of_a.given() ? of_a.normalise(a.rank, "tensordot", where) : axes();
    const axes second = of_b.given() ? of_b.normalise(b.rank, "tensordot", where) : axes();
    if (first.size() != second.size())
        fail<shape_error>(
            "tensordot",
            both_shapes(a, b) + std::to_string(first.size()) + " axes of the first and " +
                std::to_string(second.size()) + " of the second",
            where);
    count = static_cast<std::int32_t>(first.size());
    std::int32_t* at =
        std::transform(first.begin(), first.end(), axis, [](auto d) { return static_cast<std::int32_t>(d); });
    std::transform(second.begin(), second.end(), at, [](auto d) { return static_cast<std::int32_t>(d); });
}

}  // namespace tenfold::detail
