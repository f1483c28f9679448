// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What instructions take: a file of its own, since a module that runs programs on a device has it too.
#include <tenfold/detail/postfix.hpp>

namespace tenfold::detail {

int arity(const instruction& i)
{
    if (i.code == opcode::opaque) return i.index[0];
    if (i.code <= opcode::scalar) return 0;
    if (i.code <= opcode::power) return 1;
    return i.code < opcode::where ? 2 : 3;
}

}  // namespace tenfold::detail
