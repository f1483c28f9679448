// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Who reads a part of a value that was assigned in parts reads what was assigned: state[t] = f(state[t - 1]) becomes
// the recurrence of f with itself, and the stores become a value that is filled.
#pragma once

#include "record/family.hpp"

namespace tenfold::record {

/// Is it worth asking?
inline bool is_pending_store(const detail::family& f, const detail::recorder* mine)
{
    return f.owner == mine && !f.single && core(&f)->what.what == operation::store && core(&f)->pending;
}

/// The same elements as `x` reads, of the value that was stored there or of an older version that has them already;
/// `x` itself where neither is found among the last few stores. `room` keeps the strides.
operand forwarded(const operand& x, detail::layout& room);

}  // namespace tenfold::record
