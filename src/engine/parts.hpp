// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Evaluations for which a device has too little memory: a part of the values at a time, each brought home before the next
// begins. Half a loop over windows is a product of half the columns, so large products run in panels.
#pragma once

#include "engine/evaluate.hpp"
#include "storage/space.hpp"

namespace tenfold::engine {

/// Two parts of what is wanted; the second is empty where it is one value.
std::pair<std::vector<need>, std::vector<need>> halves(const std::vector<need>&);

/// Is there a way for which a device that has too little memory has enough?
bool takes_less_memory(const std::vector<need>&, const options*);

/// Both, one after the other, and smaller parts where that is still too much. Throws memory_error where one value is. By
/// auto_device(), which chose: all of it on the host.
void evaluate_in_parts(const std::vector<need>& targets, const options*);

/// Brings computed values home and gives back the memory that they take in the space.
void take_home(const std::vector<need>&, const storage::space&);

}  // namespace tenfold::engine
