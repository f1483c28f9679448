// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Printing, and NumPy's .npy files.
//
//   std::cout << x << "\n";                                   // as xtensor prints
//   tf::save_npy("x.npy", x);
//   tf::array<double> y = tf::load_npy<double>("x.npy");
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/view.hpp>

#include <iosfwd>
#include <string>

namespace tenfold {
namespace detail {

void print_value(std::ostream&, const handle&, site);
handle read_npy(const std::string& path, element, site);
void write_npy(const std::string& path, const handle&, site);

}  // namespace detail

/// Evaluates an array, a view or an expression and prints it as xtensor prints: nested braces, long axes
/// shortened.
template <detail::lazy X> std::ostream& operator<<(std::ostream& out, const X& x)
{
    detail::print_value(out, detail::record_as<detail::element_type_of<X>>(x, {}), {});
    return out;
}

/// The array in a .npy file (versions 1 to 3, little-endian, row-major or column-major). The file is read
/// whole. One that cannot be read, is cut short, holds another element type than T, or is no .npy file:
/// io_error with the
/// path and the reason. numpy.load
template <element_type T>
array<T> load_npy(const std::string& path, std::source_location where = std::source_location::current())
{
    return array<T>(detail::read_npy(path, element_of<T>, where));
}

/// Evaluates x and writes it as a .npy file, row-major. A file that cannot be written: io_error. numpy.save
template <detail::readable X>
void save_npy(
    const std::string& path, const X& x, std::source_location where = std::source_location::current())
{
    detail::write_npy(path, detail::record_as<detail::element_type_of<X>>(x, where), where);
}

}  // namespace tenfold

namespace tenfold::detail {

// Expressions live here, where their operators are looked for.
using tenfold::operator<<;

}  // namespace tenfold::detail
