// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Pipelines: steps that go along one axis together, some tiles of it at a time, so that what one writes the next reads
// from the cache (loop tiling and fusion: M. Wolfe, More Iteration Space Tiling, 1989).
//
// A step goes by tiles along its loops, or, if it has none, along an axis of its result. Tile i of a value is what lies from
// i * step to (i + 1) * step: a step may read a value of its own pipeline only if at tile i it reads nothing else.
#pragma once

#include "plan/machine.hpp"
#include "plan/plan.hpp"

namespace tenfold::plan {

/// Makes pipelines of steps that hand values on in `passing` buffers, by number, which nobody reads when the plan has run.
/// Those that only one pipeline uses become local. The steps are in the order in which they may run.
void make_pipelines(plan&, const std::vector<bool>& passing, const machine&);

/// Bytes of values in between from which a pipeline is worth its calls.
double least_handed_on(const machine&);

index_t batches_of(const step& pipeline);
/// Makes `part`, a copy of an inner step, do the tiles of one batch.
void narrow(const step& pipeline, std::size_t stage, index_t batch, step& part);

}  // namespace tenfold::plan
