// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Views as arithmetic on an offset and a layout: nothing here knows what is viewed. Compiled;
// src/api/layouts.cpp.
#pragma once

#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/record.hpp>

namespace tenfold::detail {

/// The same axes in another order: axis d of the result is axis order[d]. Reversed where none are given.
void transpose_layout(layout&, const axes& order, site);
void swap_layout(layout&, index_t a, index_t b, site);
void move_layout(layout&, const axes& source, const axes& destination, site);
/// Drops axes of length 1: those given, or all.
void squeeze_layout(layout&, const axes&, site);
/// Adds axes of length 1 at these places of the result.
void expand_layout(layout&, const axes&, site);
void flip_layout(index_t& offset, layout&, const axes&, site);
void diagonal_layout(index_t& offset, layout&, index_t k, index_t axis1, index_t axis2, site);
void broadcast_layout(layout&, const sizes& shape, element, site);
void window_layout(layout&, const sizes& window, const axes&, element, site);

/// The full shape, its one -1 worked out; throws shape_error where the sizes differ.
sizes reshaped_sizes(const layout&, const sizes& shape, site);
/// Another shape over the same elements in the same order; false where no strides do it.
bool reshape_layout(layout&, const sizes& shape);
bool is_row_major(const layout&);
void row_major_strides(layout&);
/// Throws index_error unless every element of `form` lies among the first `size`.
void check_bounds(const char* operation, index_t size, const layout& form, site);

/// A part in another shape: shares elements where strides allow, else reads a copy, as NumPy does.
part reshape_part(part, const sizes& shape, site);
/// Shape and strides over the elements of a part in row-major order.
part restride_part(part, const sizes& shape, const sizes& strides, element, site);

}  // namespace tenfold::detail
