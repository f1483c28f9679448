// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Checks of axes, and the errors of calls that may not know their source line.
#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/record.hpp>

#include <algorithm>

namespace tenfold::detail {

template <class Error> void reject(const char* operation, const std::string& text, std::source_location where)
{
    if (where.line() != 0) fail<Error>(operation, text, where);
    throw Error("[" + std::string(operation) + "] " + text);
}
template void reject<shape_error>(const char*, const std::string&, std::source_location);
template void reject<index_error>(const char*, const std::string&, std::source_location);
template void reject<memory_error>(const char*, const std::string&, std::source_location);
template void reject<io_error>(const char*, const std::string&, std::source_location);
template void reject<error>(const char*, const std::string&, std::source_location);

bool index_list::contains(index_t i) const { return std::find(begin(), end(), i) != end(); }

std::string index_list::text() const { return show_shape(size_, data_); }

void index_list::too_long()
{
    reject<shape_error>("shape", "an array has at most " + std::to_string(max_rank) + " axes");
}

index_t normalise_axis(index_t axis, int rank, const char* operation, site where)
{
    if (axis < -rank || axis >= rank)
        reject<shape_error>(
            operation,
            "axis " + std::to_string(axis) + " is out of range for an array of " + std::to_string(rank) +
                (rank == 1 ? " axis" : " axes"),
            where);
    return axis < 0 ? axis + rank : axis;
}

axes axes::normalise(int rank, const char* operation, site where, bool repeats) const
{
    axes list;
    list.given_ = true;
    if (!given_) {
        for (int d = 0; d < rank; ++d) list.push_back(d);
        return list;
    }
    for (index_t axis : *this) {
        const index_t a = normalise_axis(axis, rank, operation, where);
        if (!repeats && list.contains(a))
            reject<shape_error>(
                operation, "axis " + std::to_string(axis) + " is named twice in " + text(), where);
        list.push_back(a);
    }
    return list;
}

std::uint32_t axes::mask(int rank, const char* operation, site where) const
{
    std::uint32_t bits = 0;
    for (index_t a : normalise(rank, operation, where)) bits |= std::uint32_t{1} << a;
    return bits;
}

}  // namespace tenfold::detail
