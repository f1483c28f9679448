// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One function for each kind of step; arguments as in backend::run.
#pragma once

#include "backend/kernels.hpp"

namespace tenfold::backend::on_cpu {

using plan::index_t;

void run_product(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&);
/// All members.
void run_group(const plan::step&, std::byte* const* bases, const settings&);
void run_elementwise(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&);
void run_reduce(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&);
/// All positions.
void run_window_sum(const plan::step&, std::byte* const* bases, const settings&);
void run_opaque(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&);
/// Copies and stores.
void run_copy(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&);
void run_fill(const plan::step&, std::byte* const* bases, index_t first, index_t count, const settings&);

/// The same a few positions at a time; null where nothing is to be decided beforehand.
std::unique_ptr<stepwise> prepare_product(const plan::step&, std::byte* const* bases, const settings&);
std::unique_ptr<stepwise> prepare_elementwise(const plan::step&, std::byte* const* bases, const settings&);
std::unique_ptr<stepwise> prepare_copy(const plan::step&, std::byte* const* bases, const settings&);

/// All tiles.
void run_pipeline(const plan::step&, std::byte* const* bases, const settings&);

/// A recurrence with a schedule, whole.
void run_waves(const plan::step&, std::byte* const* bases, const settings&);

/// Of a product step that has run and is to be checked: are its numbers what the program's own order would give?
bool numbers_kept(const plan::step&, std::byte* const* bases, const settings&);

/// Whole steps that do not need each other, side by side.
void run_steps(const std::vector<bound_step>&, const settings&);

}  // namespace tenfold::backend::on_cpu
