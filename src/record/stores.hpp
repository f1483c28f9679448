// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Stores that the library records itself.
#pragma once

#include "record/recorder.hpp"

namespace tenfold::record {

/// What a family of stores is part of, in signature::axes.
enum class storing : std::uint32_t {
    parts,      // assignments
    joining,    // a fresh value is made of parts
    growing     // the same, with room for more behind them
};

/// The older version, the part of it that is written, the value: they fit each other.
detail::handle store(const operand (&)[3], detail::store_mode, storing, site);

/// A value that is written wholly before anybody reads it: what it holds before does not matter.
inline void mark_as_blank(const detail::handle& fill) { core(fill.source())->what.axes = 1; }
inline bool is_blank(const value_family& f) { return f.what.what == operation::fill && f.what.axes == 1; }

}  // namespace tenfold::record
