// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Bold and dim text where a person is looking; nothing of it in a file, a pipe or a string.
#pragma once

#include <tenfold/explain.hpp>

#include <iosfwd>
#include <string>

namespace tenfold::rendering {

struct ink {
    const char* bold = "";
    const char* dim = "";
    const char* plain = "";
};
inline constexpr ink terminal_ink = {"\x1b[1m", "\x1b[2m", "\x1b[0m"};

/// terminal_ink for std::cout and std::cerr on a terminal, unless NO_COLOR is set; else none.
ink ink_for(const std::ostream&);

std::string text_of(const explanation&, ink);

}  // namespace tenfold::rendering
