// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Random programs, inside a property of RapidCheck.
#pragma once

#include "differential/program.hpp"

#include <rapidcheck.h>

namespace differential {

inline rc::Gen<instruction> instructions()
{
    const auto number = rc::gen::resize(rc::kNominalSize, rc::gen::inRange<unsigned>(0, 5040));
    return rc::gen::build<instruction>(
        rc::gen::set(&instruction::what, rc::gen::resize(rc::kNominalSize, rc::gen::inRange<unsigned>(0, kinds_of_instructions()))),
        rc::gen::set(&instruction::id, rc::gen::noShrink(rc::gen::inRange<unsigned>(0, 1 << 16))),
        rc::gen::set(&instruction::draws, rc::gen::container<std::vector<unsigned>>(24, number)));
}

/// All rules, in half of the programs; any subset of them else.
inline program random_program(element type)
{
    const auto subset = rc::gen::resize(rc::kNominalSize, rc::gen::inRange<unsigned>(0, 1024));
    const unsigned off = *rc::gen::weightedOneOf<unsigned>({{1, rc::gen::just(0u)}, {1, subset}});
    return build(type, off, *rc::gen::resize(14, rc::gen::container<std::vector<instruction>>(instructions())));
}

}  // namespace differential
