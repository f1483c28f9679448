// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "explain/terminal.hpp"

#include <cstdlib>
#include <cstring>
#include <iostream>

#include <unistd.h>

namespace tenfold::rendering {

namespace {

// What the streams wrote to at the start: a stream that was redirected since writes to somewhere else.
const std::streambuf* const first_cout = std::cout.rdbuf();
const std::streambuf* const first_cerr = std::cerr.rdbuf();

bool wanted()
{
    const char* none = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return !(none && *none) && term && std::strcmp(term, "dumb") != 0;
}

}  // namespace

ink ink_for(const std::ostream& out)
{
    const std::streambuf* buffer = out.rdbuf();
    const int file = buffer == nullptr      ? -1
                     : buffer == first_cout ? STDOUT_FILENO
                     : buffer == first_cerr ? STDERR_FILENO
                                            : -1;
    return file >= 0 && isatty(file) && wanted() ? terminal_ink : ink{};
}

}  // namespace tenfold::rendering
