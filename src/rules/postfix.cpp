// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/postfix.hpp"

#include <tenfold/detail/postfix.hpp>

namespace tenfold::rules {

using detail::opcode;

bool is_plus(const record::signature& what)
{
    const detail::elementwise_kernel* const k = what.kernel;
    if (what.what != record::operation::elementwise || !k || !k->program || k->operands != 2) return false;
    if (k->program_length != 3 * static_cast<int>(detail::instruction_bytes)) return false;
    const auto code = [&](std::size_t i) { return static_cast<opcode>(k->program[i * detail::instruction_bytes]); };
    return code(0) == opcode::operand && code(1) == opcode::operand && code(2) == opcode::plus
        && k->operand_types[0] == k->result && k->operand_types[1] == k->result;
}

}  // namespace tenfold::rules
