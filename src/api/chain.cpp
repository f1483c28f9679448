// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Chains of matrices in the order of least work (matrix-chain multiplication: Cormen, Leiserson, Rivest,
// Stein, Introduction to Algorithms), and powers by repeated squaring.
#include <tenfold/detail/leaf.hpp>
#include <tenfold/detail/product_calls.hpp>

#include <algorithm>
#include <complex>
#include <cstring>
#include <limits>

namespace tenfold::detail {

namespace {

// ---- chains -----------------------------------------------------------------------------------------------

std::string text(const part& p) { return show_shape(p.form.rank, p.form.shape); }

void check_chain(const std::vector<part>& list, site where)
{
    const std::size_t n = list.size();
    if (n < 2) fail<shape_error>("multi_dot", std::to_string(n) + (n == 1 ? " operand" : " operands") + "; it takes two or more", where);
    for (std::size_t i = 0; i < n; ++i) {
        const int rank = list[i].form.rank;
        const bool end = i == 0 || i + 1 == n;
        if (rank != 2 && !(end && rank == 1))
            fail<shape_error>(
                "multi_dot",
                "operand " + std::to_string(i) + " of shape " + text(list[i]) + " is not a matrix" +
                    (end ? " or vector" : ""),
                where);
        if (i == 0) continue;
        const layout &a = list[i - 1].form, &b = list[i].form;
        if (a.shape[a.rank - 1] != b.shape[0])
            fail<shape_error>(
                "multi_dot",
                text(list[i - 1]) + " x " + text(list[i]) + ": inner sizes " +
                    std::to_string(a.shape[a.rank - 1]) + " and " + std::to_string(b.shape[0]) +
                    " differ (operands " + std::to_string(i - 1) + " and " + std::to_string(i) + ")",
                where);
    }
}

/// Where to cut every piece of the chain: cut(i, j) is the last matrix of the left half of i .. j.
class cuts {
public:
    explicit cuts(const std::vector<part>& list) : n_(list.size()), cut_(n_ * n_)
    {
        std::vector<double> size(n_ + 1);  // matrix i is size[i] x size[i + 1]
        for (std::size_t i = 0; i < n_; ++i) size[i] = static_cast<double>(list[i].form.shape[0]);
        if (list.front().form.rank == 1) size[0] = 1;
        const layout& last = list.back().form;
        size[n_] = last.rank == 1 ? 1 : static_cast<double>(last.shape[1]);

        std::vector<double> work(n_ * n_);
        for (std::size_t length = 2; length <= n_; ++length)
            for (std::size_t i = 0, j = length - 1; j < n_; ++i, ++j) {
                double best = std::numeric_limits<double>::infinity();
                for (std::size_t k = i; k < j; ++k) {
                    const double w =
                        work[i * n_ + k] + work[(k + 1) * n_ + j] + size[i] * size[k + 1] * size[j + 1];
                    if (k == i || w < best) {
                        best = w;
                        cut_[i * n_ + j] = k;
                    }
                }
                work[i * n_ + j] = best;
            }
    }
    std::size_t operator()(std::size_t i, std::size_t j) const { return cut_[i * n_ + j]; }

private:
    std::size_t n_;
    std::vector<std::size_t> cut_;
};

handle multiply(const std::vector<part>& list, const cuts& cut, std::size_t i, std::size_t j, site where)
{
    const std::size_t k = cut(i, j);
    const handle left = k == i ? handle() : multiply(list, cut, i, k, where);
    const handle right = k + 1 == j ? handle() : multiply(list, cut, k + 1, j, where);
    return record_product(
        product::dot, left ? whole(left) : list[i].read(), right ? whole(right) : list[j].read(), {}, where);
}

// ---- powers -----------------------------------------------------------------------------------------------

template <class T> void put_one(void* at)
{
    const T one(1);
    std::memcpy(at, &one, sizeof one);
}

void put_one(element type, void* at)
{
    switch (type) {
    case element::boolean:
        return put_one<bool>(at);
    case element::int8:
    case element::uint8:
        return put_one<std::uint8_t>(at);
    case element::int16:
    case element::uint16:
        return put_one<std::uint16_t>(at);
    case element::int32:
    case element::uint32:
        return put_one<std::uint32_t>(at);
    case element::int64:
    case element::uint64:
        return put_one<std::uint64_t>(at);
    case element::float32:
        return put_one<float>(at);
    case element::float64:
        return put_one<double>(at);
    case element::complex64:
        return put_one<std::complex<float>>(at);
    case element::complex128:
        return put_one<std::complex<double>>(at);
    }
}

/// The identity, broadcast to a stack of matrices.
handle identities(element type, const layout& form, site where)
{
    const index_t n = form.shape[form.rank - 1], square[2] = {n, n}, stride[2] = {n, 1};
    fresh_leaf one("matrix_power", type, 2, square, where);
    auto* bytes = static_cast<std::byte*>(one.data());
    const std::size_t width = size_of(type);
    std::memset(bytes, 0, static_cast<std::size_t>(one.size()) * width);
    for (index_t i = 0; i < n; ++i) put_one(type, bytes + static_cast<std::size_t>(i * (n + 1)) * width);
    handle eye = one.finish();
    if (form.rank == 2) return eye;

    part stack;
    stack.source = std::move(eye);
    stack.form.rank = form.rank;
    for (int d = 0; d < form.rank; ++d) {
        stack.form.shape[d] = form.shape[d];
        stack.form.stride[d] = d < form.rank - 2 ? 0 : stride[d - (form.rank - 2)];
    }
    return record_view(stack);
}

}  // namespace

handle record_one(element type)
{
    alignas(16) std::byte one[16] = {};
    put_one(type, one);
    return record_fill(type, 0, nullptr, one);
}

handle record_chain(const std::vector<part>& list, site where)
{
    check_chain(list, where);
    constexpr std::size_t most = 512;  // ordering takes the cube of it: longer chains are ordered by pieces
    if (list.size() <= most) return multiply(list, cuts(list), 0, list.size() - 1, where);
    std::vector<part> shorter;
    for (std::size_t i = 0; i < list.size(); i += most) {
        const auto first = list.begin() + static_cast<std::ptrdiff_t>(i);
        const std::vector<part> piece(
            first, first + static_cast<std::ptrdiff_t>(std::min(most, list.size() - i)));
        shorter.push_back(piece.size() == 1 ? piece[0] : part_of(record_chain(piece, where)));
    }
    return record_chain(shorter, where);
}

handle record_power(const part& a, std::int64_t n, site where)
{
    const int rank = a.form.rank;
    if (rank < 2 || a.form.shape[rank - 1] != a.form.shape[rank - 2])
        fail<shape_error>("matrix_power", text(a) + ": the last two axes are not a square", where);
    if (n < 0)
        fail<shape_error>(
            "matrix_power",
            text(a) + " to the power " + std::to_string(n) +
                ": a negative power needs an inverse, which tenfold does not offer",
            where);
    if (n == 0) return identities(a.source.source()->type, a.form, where);
    if (n == 1) return record_view(a);

    handle square, result;  // a^(2^i), and the product of those that n has; empty stands for a, and for one
    const auto times = [&](const operand& x, const operand& y) {
        return record_product(product::matmul, x, y, {}, where);
    };
    bool started = false;
    while (true) {
        const operand s = square ? whole(square) : a.read();
        if (n & 1) {
            if (started) result = times(result ? whole(result) : a.read(), s);
            else result = square;  // may be a itself
            started = true;
        }
        n >>= 1;
        if (n == 0) return result;
        square = times(s, s);
    }
}

}  // namespace tenfold::detail
