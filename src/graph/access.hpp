// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Affine access: how indices read a value. One law for slices, transposes, windows, diagonals, loops, any rank.
//
// A reader has indices v with extents; each moves it by a stride through the value's canonical (row-major) order.
// *Lifting* finds the same movement axis by axis: source axis d is read at origin[d] + sum over v of step[v][d] * v.
// Rules look at lifted access, since it says which indices meet on which axis; memory is reached through it where a
// value does not lie in canonical order.
#pragma once

#include <tenfold/detail/family.hpp>

#include <numeric>
#include <optional>
#include <vector>

namespace tenfold::graph {

using detail::index_t;

/// One index of a reader: how often it takes a step, and how far in the value's canonical order.
struct moving_index {
    index_t extent = 1;
    index_t stride = 0;
};

struct lifted_access {
    std::vector<index_t> origin;              // one for each source axis
    std::vector<std::vector<index_t>> step;   // [index][source axis]
};

/// Empty where the indices wrap over axes (as_strided, reshapes of parts): such a reader needs canonical memory.
std::optional<lifted_access> lift(int rank, const index_t* shape, index_t offset,
                                  const std::vector<moving_index>& indices);

/// Position of an element of a value in memory with these strides, from its place in canonical order.
index_t physical_offset(int rank, const index_t* shape, const index_t* stride, index_t canonical);

/// Do these strides describe canonical order (axes of length 1 do not count)?
bool is_canonical(int rank, const index_t* shape, const index_t* stride);

/// The same of an operand: does it read its elements one after another?
struct read;
bool is_canonical_part(const read&);

/// Positions min, min + step, ..., max of one source axis.
struct lattice {
    index_t low = 0, high = 0, step = 1;
    index_t size() const { return (high - low) / step + 1; }
};
/// What indices with these steps cover together on one axis, from an origin.
lattice covered(index_t origin, const std::vector<moving_index>& steps);

}  // namespace tenfold::graph
