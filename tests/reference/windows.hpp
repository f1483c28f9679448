// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// sliding_window_view and as_strided.

#pragma once

#include "axes.hpp"

namespace reference
{
// windows[i..., j...] = x[i + j on the axes that have a window]. The axes of the windows come last.
template <class T>
ndarray<T> sliding_window_view(const ndarray<T>& x, const shape_t& window, const axes& which = {})
{
    const bool repeats = true;   // NumPy allows an axis to be named twice
    const shape_t on = which.list ? axes_in(*which.list, x.rank(), "sliding_window_view", repeats) : range_of(x.rank());
    if (on.size() != window.size())
        reject("sliding_window_view", to_string(window) + " for " + std::to_string(on.size()) + " axes");
    shape_t shape = x.shape, steps = strides_of(x.shape);
    for (std::size_t w = 0; w < window.size(); ++w)
    {
        index& size = shape[static_cast<std::size_t>(on[w])];
        if (window[w] < 0)
            reject("sliding_window_view", "negative window " + to_string(window));
        if (window[w] > size)
            reject("sliding_window_view", "window " + to_string(window) + " is larger than " + to_string(x.shape));
        size -= window[w] - 1;
    }
    for (std::size_t w = 0; w < window.size(); ++w)
    {
        shape.push_back(window[w]);
        steps.push_back(steps[static_cast<std::size_t>(on[w])]);
    }
    return gather(x, shape, [&](const shape_t& p) { return inner_product(p, steps); });
}

// Strides in elements of the row-major x; an element outside of x is rejected.
template <class T>
ndarray<T> as_strided(const ndarray<T>& x, const shape_t& shape, const shape_t& strides)
{
    if (shape.size() != strides.size())
        reject("as_strided", "shape " + to_string(shape) + " with strides " + to_string(strides));
    if (count(shape) == 0)
        return ndarray<T>(shape);
    index low = 0, high = 0;
    for (std::size_t d = 0; d < shape.size(); ++d)
        (strides[d] < 0 ? low : high) += (shape[d] - 1) * strides[d];
    if (low < 0 || high >= x.size())
        reject("as_strided", "reads outside of " + to_string(x.shape));
    return gather(x, shape, [&](const shape_t& p) { return inner_product(p, strides); });
}
} // namespace reference
