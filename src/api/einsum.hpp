// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// einsum between its two halves: einsum.cpp reads and checks the subscripts, einsum_path.cpp records
// products.
#pragma once

#include <tenfold/detail/record.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenfold::einsum_detail {

using detail::handle;
using detail::index_t;
using detail::part;
using detail::site;

/// Letters are 0 .. 51, A to Z before a to z as in ASCII; axes of "..." count from 52, the last axis first.
inline constexpr int letters = 52, labels = letters + max_rank;

/// Labels of the axes of one operand, or of the output; no label twice.
struct term {
    int rank = 0;
    std::uint8_t label[max_rank] = {};

    bool has(int l) const
    {
        for (int d = 0; d < rank; ++d)
            if (label[d] == l) return true;
        return false;
    }
};

/// An operand whose diagonals have been taken.
struct tensor {
    part value;
    term axes;
};

/// What the subscripts say about these operands.
struct call {
    std::string_view text;
    site where;
    std::vector<tensor> operands;
    term output;
    index_t extent[labels];  // 1 where a label is not used

    [[noreturn]] void reject(const std::string& reason) const;
};

call read_subscripts(std::string_view text, const part* operands, std::size_t count, site where);

/// The sum of a single operand, or its view where nothing is summed.
handle record_single(const call&);
/// One product of two operands; of more, products of pairs in an order of least work.
handle record_path(call&&);

}  // namespace tenfold::einsum_detail
