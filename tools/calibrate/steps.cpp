// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "steps.hpp"
#include "storage/space.hpp"

#include <algorithm>
#include <cstring>

namespace calibrate {

namespace {

using tenfold::plan::kind;

std::shared_ptr<std::byte> zeros(index_t elements)
{
    const auto bytes = static_cast<std::size_t>(std::max<index_t>(elements, 1)) * 8;
    auto block = tenfold::storage::allocate(bytes);
    std::memset(block.get(), 0, bytes);
    return block;
}

work made(kind what, element type, index_t a, index_t b, index_t c)
{
    work w;
    w.what.what = what;
    w.what.type = w.what.operand_type = type;
    w.memory[0] = zeros(a);
    w.memory[1] = zeros(b);
    w.memory[2] = zeros(c);
    w.what.operands.resize(b ? 2 : 1);
    for (std::size_t i = 0; i < w.what.operands.size(); ++i) w.what.operands[i].buffer = static_cast<int>(i);
    w.what.result.buffer = 2;
    return w;
}

}  // namespace

work integer_product(index_t n)
{
    work w = made(kind::product, element::int64, n * n, n * n, n * n);
    w.what.axes = {{n, n, 0, n, true, false, true}, {n, 0, 1, 1, false, true, true}, {n, 1, n, 0, true, true, false}};
    return w;
}

work copy(index_t rows, index_t columns, bool transposed)
{
    work w = made(kind::copy, element::float64, rows * columns, 0, rows * columns);
    const std::vector<index_t> stride = transposed ? std::vector<index_t>{1, rows} : std::vector<index_t>{columns, 1};
    w.what.operand_forms = {{{rows, columns}, stride}};
    w.what.result_form = {{rows, columns}, {columns, 1}};
    return w;
}

work sum(index_t n)
{
    work w = made(kind::reduce, element::float64, n, 0, 1);
    w.what.reduction = tenfold::detail::reduction::sum;
    w.what.reduced_axes = 1;
    w.what.operand_forms = {{{n}, {1}}};
    return w;
}

}  // namespace calibrate
