// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What reductions share that needs no element type at compile time: axes, and the questions answered at once.
#include <tenfold/detail/functors.hpp>
#include <tenfold/detail/layouts.hpp>
#include <tenfold/detail/plain.hpp>
#include <tenfold/reductions.hpp>

namespace tenfold::detail {
namespace {

bool along_one_axis(reduction kind)
{
    return kind == reduction::argmax || kind == reduction::argmin || kind == reduction::cumsum;
}

/// NumPy lets a number be reduced along its axis 0 or -1, though it has none.
bool of_a_number(reduction kind, const operand& x, const axes& over)
{
    const bool there = kind == reduction::sum || kind == reduction::prod || kind == reduction::amax || kind == reduction::amin
                    || kind == reduction::argmax || kind == reduction::argmin;
    return there && x.rank == 0 && over.given() && over.size() == 1 && (over[0] == 0 || over[0] == -1);
}

/// NumPy refuses the largest of nothing, unless the result has no elements either; argmax refuses in any
/// case.
void check_not_empty(reduction kind, const operand& x, std::uint32_t mask, site where)
{
    const bool index = kind == reduction::argmax || kind == reduction::argmin;
    if (!index && kind != reduction::amax && kind != reduction::amin) return;
    bool nothing = false, kept = true;
    for (int d = 0; d < x.rank; ++d) {
        if (x.shape[d] != 0) continue;
        if (mask >> d & 1) nothing = true;
        else kept = false;
    }
    if (nothing && (index || kept)) {
        fail<shape_error>(
            name_of(kind), show_shape(x.rank, x.shape) + " has no elements along the reduced axes", where);
    }
}

/// `h` as a dense array of T, broadcast to a shape.
template <class T>
std::unique_ptr<T[]> read_dense(const handle& h, const layout& form, index_t size, site where)
{
    auto out = std::make_unique<T[]>(static_cast<std::size_t>(size));
    copy_value({out.get(), form.rank, form.shape, form.stride}, element_of<T>, h, where);
    return out;
}

bool is_complex(const handle& h)
{
    return h.source()->type == element::complex64 || h.source()->type == element::complex128;
}

layout layout_of(const handle& h, index_t& size, site where)
{
    check_value(h, where);
    layout form;
    const operand x = whole(h);
    broadcast_operands("read", 1, &x, form, where);
    size = checked_size("read", form.rank, form.shape, element::complex128, where);
    return form;
}

template <class T> index_t count_nonzero(const handle& h, const layout& form, index_t size, site where)
{
    const auto x = read_dense<T>(h, form, size, where);
    index_t count = 0;
    for (index_t i = 0; i < size; ++i) count += x[static_cast<std::size_t>(i)] != T();
    return count;
}

struct counted {
    index_t nonzero, size;
};
counted count(const handle& h, site where)
{
    index_t size = 0;
    const layout form = layout_of(h, size, where);
    const index_t nonzero = is_complex(h) ? count_nonzero<std::complex<double>>(h, form, size, where)
                                          : count_nonzero<bool>(h, form, size, where);
    return {nonzero, size};
}

template <class T>
bool close_all(
    const handle& a, const handle& b, const layout& form, index_t size, double rtol, double atol, site where)
{
    const auto x = read_dense<T>(a, form, size, where), y = read_dense<T>(b, form, size, where);
    for (std::size_t i = 0; i < static_cast<std::size_t>(size); ++i) {
        if (!is_close(x[i], y[i], rtol, atol)) return false;
    }
    return true;
}

}  // namespace

std::uint32_t reduction_mask(reduction kind, const operand& x, const axes& over, site where)
{
    if (along_one_axis(kind) && over.given() && over.size() != 1) {
        fail<shape_error>(name_of(kind), "takes one axis or none, not " + over.text(), where);
    }
    if (of_a_number(kind, x, over)) return 0;
    const std::uint32_t mask = over.mask(x.rank, name_of(kind), where);
    check_not_empty(kind, x, mask, where);
    return mask;
}

handle keep_axes(const handle& result, int rank, std::uint32_t mask)
{
    part p = part_of(result);
    layout form;
    form.rank = rank;
    for (int d = 0, from = 0; d < rank; ++d) {
        const bool lost = mask >> d & 1;
        form.shape[d] = lost ? 1 : p.form.shape[from];
        form.stride[d] = lost ? 0 : p.form.stride[from];
        from += !lost;
    }
    p.form = form;
    return record_view(p);
}

handle flatten(const handle& h, site where)
{
    if (h.source()->rank == 1) return h;
    return record_view(reshape_part(part_of(h), sizes(-1), where));
}

bool any_element(const handle& h, site where) { return count(h, where).nonzero > 0; }

bool all_elements(const handle& h, site where)
{
    const counted c = count(h, where);
    return c.nonzero == c.size;
}

bool all_close(const handle& a, const handle& b, double rtol, double atol, site where)
{
    check_value(a, where);
    check_value(b, where);
    const operand both[] = {whole(a), whole(b)};
    layout form;
    broadcast_operands("allclose", 2, both, form, where);
    const index_t size = checked_size("allclose", form.rank, form.shape, element::complex128, where);
    if (is_complex(a) || is_complex(b)) {
        return close_all<std::complex<double>>(a, b, form, size, rtol, atol, where);
    }
    return close_all<double>(a, b, form, size, rtol, atol, where);
}

}  // namespace tenfold::detail
