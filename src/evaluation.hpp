// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The one place where recording and public functions call what builds on them: the engine and its kernels define these.
#pragma once

#include <tenfold/detail/record.hpp>

namespace tenfold::evaluation {

/// Evaluates one value at once, by no rules: what an eager scope does with every call.
void compute_eagerly(const detail::handle&, detail::site);
/// Does a store of a value that is there into one that nobody but `base` and one view of it can read, where that lies.
/// Else it does nothing and returns false.
bool store_at_once(const detail::handle& base, const detail::operand (&all)[3], detail::store_mode);
/// Evaluates another thread's value that this thread is about to read, unless it is computed.
void compute_for_reader(const detail::operand&, detail::site);
/// What is computed leaves this thread's epoch.
void retire();

/// Copies elements, with broadcasting and conversion.
void convert(const detail::strided& from, element from_type, const detail::strided& to, element to_type);
/// The kernel that converts elements; null where complex would become real.
const detail::elementwise_kernel* find_cast(element from, element to);

}  // namespace tenfold::evaluation
