// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Printing is xtensor's; its header is heavy, so it is compiled here, once.
#include <tenfold/io.hpp>

#include <tenfold/detail/xtensor_io.hpp>

#include <ostream>

namespace tenfold::detail {

namespace {

template <class T> void print_as(std::ostream& out, const handle& h, site where)
{
    xt::xarray<T> copy = xt::xarray<T>::from_shape(
        std::vector<std::size_t>(h.source()->shape, h.source()->shape + h.source()->rank));
    assign_plain<T>(copy, h, false);
    (void)where;
    out << copy;
}

}  // namespace

void print_value(std::ostream& out, const handle& h, site where)
{
    check_value(h, where);
    switch (h.source()->type) {
    case element::boolean:
        return print_as<bool>(out, h, where);
    case element::int8:
        return print_as<std::int8_t>(out, h, where);
    case element::int16:
        return print_as<std::int16_t>(out, h, where);
    case element::int32:
        return print_as<std::int32_t>(out, h, where);
    case element::int64:
        return print_as<std::int64_t>(out, h, where);
    case element::uint8:
        return print_as<std::uint8_t>(out, h, where);
    case element::uint16:
        return print_as<std::uint16_t>(out, h, where);
    case element::uint32:
        return print_as<std::uint32_t>(out, h, where);
    case element::uint64:
        return print_as<std::uint64_t>(out, h, where);
    case element::float32:
        return print_as<float>(out, h, where);
    case element::float64:
        return print_as<double>(out, h, where);
    case element::complex64:
        return print_as<std::complex<float>>(out, h, where);
    case element::complex128:
        return print_as<std::complex<double>>(out, h, where);
    }
}

}  // namespace tenfold::detail
