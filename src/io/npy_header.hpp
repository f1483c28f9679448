// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The header of a .npy file, which is the text of a Python dictionary:
//   {'descr': '<f8', 'fortran_order': False, 'shape': (10, 20), }
// Read here rather than by xtensor, whose reader trusts the sizes it finds, and misreads headers of 128 to
// 255 bytes.
#pragma once

#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/element.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tenfold::io {

struct npy_header {
    std::string descr;  // "<f8"
    bool column_major = false;
    detail::sizes shape;
};

/// "<f8" for float64.
std::string descr_of(element);
/// Nothing where the text is not such a dictionary, and then `why` says what is wrong.
std::optional<npy_header> parse_npy_header(std::string_view text, std::string& why);
/// Magic, version, length and dictionary, padded to a multiple of 64 bytes.
std::string make_npy_header(element, int rank, const std::ptrdiff_t* shape);

}  // namespace tenfold::io
