// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Compiled calls behind products.hpp, einsum.hpp and join.hpp.
#pragma once

#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/record.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace tenfold::detail {

/// The whole of `h`, of which nothing is missing, in another shape: always a view.
handle record_reshaped(handle h, int rank, const index_t* shape);
/// x with its axes as one; a copy only where no stride fits.
part flattened(const char* operation, const part& x, site where);

/// tensordot's axes in pairs, as record_product takes them.
struct axis_pairs {
    std::int32_t count = 0;
    std::int32_t axis[2 * max_rank];

    /// The last n axes of a with the first n of b.
    axis_pairs(index_t n, const operand& a, const operand& b, site where);
    axis_pairs(const axes& of_a, const axes& of_b, const operand& a, const operand& b, site where);

    product_attributes attributes() const
    {
        return {this, sizeof(std::int32_t) * static_cast<std::size_t>(1 + 2 * count)};
    }
};

/// The number 1, without axes.
handle record_one(element type);
handle record_outer(const part& a, const part& b, site where);
handle record_vdot(const part& a, const part& b, site where);
handle record_kron(const part& a, const part& b, site where);
handle record_chain(const std::vector<part>& list, site where);
handle record_power(const part& a, std::int64_t n, site where);
handle record_einsum(std::string_view subscripts, const part* operands, std::size_t count, site where);

handle record_stack(element type, const std::vector<operand>& list, index_t axis, site where);
handle record_concatenate(element type, const std::vector<operand>& list, index_t axis, site where);
std::vector<handle> record_split(const part& x, index_t sections, index_t axis, site where);
std::vector<handle>
record_split_at(const part& x, const std::vector<index_t>& places, index_t axis, site where);

}  // namespace tenfold::detail
