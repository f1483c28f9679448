// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// New arrays: full, arange, linspace, eye. Sequences are NumPy's to the last bit: products are rounded before they are
// added (the compiler is told so in src/CMakeLists.txt).
#include <tenfold/create.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tenfold::detail {

handle make_full(element type, const sizes& shape, const void* value, site where)
{
    checked_size("full", shape.size(), shape.data(), type, where);
    return record_fill(type, shape.size(), shape.data(), value);
}

namespace {

constexpr const char* too_many = "more elements than can be addressed";

template <class T> index_t arange_count(T start, T stop, T step, site where)
{
    if (!(step < 0 || step > 0)) reject<shape_error>("arange", step == 0 ? "a step of 0" : "a step that is not a number", where);
    if constexpr (std::is_floating_point_v<T>) {
        const double length = double(stop) - double(start), steps = length / double(step);
        // A step so large that no part of it is left in the quotient goes beyond the end at once.
        const double count = steps == 0 && length != 0 ? !std::signbit(steps) : std::ceil(steps);
        if (!std::isfinite(start) || !std::isfinite(stop) || std::isnan(count))
            reject<shape_error>(
                "arange",
                "from " + std::to_string(start) + " to " + std::to_string(stop) + " by " +
                    std::to_string(step) + ": not a number of elements",
                where);
        if (count >= 9e18) reject<memory_error>("arange", too_many, where);
        return count > 0 ? static_cast<index_t>(count) : 0;
    }
    else {
        const bool down = step < 0;
        if (down ? stop >= start : stop <= start) return 0;
        // Differences of 64-bit integers need all 64 bits and no sign.
        const std::uint64_t distance =
            down ? std::uint64_t(start) - std::uint64_t(stop) : std::uint64_t(stop) - std::uint64_t(start);
        const std::uint64_t stride = down ? 0 - std::uint64_t(step) : std::uint64_t(step);
        const std::uint64_t count = (distance - 1) / stride + 1;
        if (count > std::uint64_t(INT64_MAX)) reject<memory_error>("arange", too_many, where);
        return static_cast<index_t>(count);
    }
}

}  // namespace

template <class T> handle make_arange(T start, T stop, T step, site where)
{
    const index_t n = arange_count(start, stop, step, where);
    fresh_leaf leaf("arange", element_of<T>, 1, &n, where);
    T* to = static_cast<T*>(leaf.data());
    if constexpr (std::is_floating_point_v<T>) {
        const T next = start + step, by = next - start;   // what is added is the first difference, rounded
        for (index_t i = 0; i < n; ++i) to[i] = i == 0 ? start : i == 1 ? next : start + static_cast<T>(i) * by;
    }
    else {
        for (index_t i = 0; i < n; ++i)
            to[i] = static_cast<T>(std::uint64_t(start) + std::uint64_t(i) * std::uint64_t(step));
    }
    return leaf.finish();
}

template <class T> handle make_linspace(T start, T stop, std::ptrdiff_t n, bool endpoint, site where)
{
    if (n < 0) reject<shape_error>("linspace", std::to_string(n) + " elements", where);
    fresh_leaf leaf("linspace", element_of<T>, 1, &n, where);
    T* to = static_cast<T*>(leaf.data());
    const double first = static_cast<double>(start), parts = static_cast<double>(endpoint ? n - 1 : n);
    const double length = parts > 0 ? static_cast<double>(stop) - first : 0, step = parts > 0 ? length / parts : 0;
    for (index_t i = 0; i < n; ++i) {
        const auto at = static_cast<double>(i);
        const double value = first + (step == 0 && length != 0 ? at / parts * length : at * step);
        to[i] = static_cast<T>(std::is_integral_v<T> ? std::floor(value) : value);
    }
    if (endpoint && n > 1) to[n - 1] = stop;
    return leaf.finish();
}

#define TENFOLD_SEQUENCES(T)                       \
    template handle make_arange<T>(T, T, T, site); \
    template handle make_linspace<T>(T, T, std::ptrdiff_t, bool, site);
TENFOLD_SEQUENCES(std::int8_t)
TENFOLD_SEQUENCES(std::int16_t)
TENFOLD_SEQUENCES(std::int32_t)
TENFOLD_SEQUENCES(std::int64_t)
TENFOLD_SEQUENCES(std::uint8_t)
TENFOLD_SEQUENCES(std::uint16_t)
TENFOLD_SEQUENCES(std::uint32_t)
TENFOLD_SEQUENCES(std::uint64_t)
TENFOLD_SEQUENCES(float)
TENFOLD_SEQUENCES(double)
#undef TENFOLD_SEQUENCES

handle make_eye(
    element type, std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t k, const void* one, site where)
{
    const index_t shape[] = {rows, columns};
    fresh_leaf leaf("eye", type, 2, shape, where);
    const std::size_t bytes = size_of(type);
    auto* to = static_cast<std::byte*>(leaf.data());
    if (leaf.size() > 0) std::memset(to, 0, static_cast<std::size_t>(leaf.size()) * bytes);
    if (k <= -rows || k >= columns) return leaf.finish();
    const index_t first = k < 0 ? -k : 0, count = std::min(rows - first, columns - (first + k));
    for (index_t i = 0; i < count; ++i)
        std::memcpy(to + static_cast<std::size_t>((first + i) * columns + first + i + k) * bytes, one, bytes);
    return leaf.finish();
}

}  // namespace tenfold::detail
