// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Words and checks that every recording call shares.
#include <tenfold/detail/record.hpp>

#include <limits>

namespace tenfold {

const char* name_of(element type)
{
    switch (type) {
    case element::boolean:
        return "bool";
    case element::int8:
        return "int8";
    case element::int16:
        return "int16";
    case element::int32:
        return "int32";
    case element::int64:
        return "int64";
    case element::uint8:
        return "uint8";
    case element::uint16:
        return "uint16";
    case element::uint32:
        return "uint32";
    case element::uint64:
        return "uint64";
    case element::float32:
        return "float32";
    case element::float64:
        return "float64";
    case element::complex64:
        return "complex64";
    case element::complex128:
        return "complex128";
    }
    return "unknown";
}

namespace detail {

const char* name_of(reduction r)
{
    constexpr const char* names[] = {"sum", "prod", "mean", "var", "amax", "amin", "argmax", "argmin", "cumsum", "norm"};
    return names[static_cast<int>(r)];
}

const char* name_of(product p)
{
    switch (p) {
    case product::dot:
        return "dot";
    case product::matmul:
        return "matmul";
    case product::inner:
        return "inner";
    case product::outer:
        return "outer";
    case product::vdot:
        return "vdot";
    case product::tensordot:
        return "tensordot";
    case product::einsum:
        return "einsum";
    case product::kron:
        return "kron";
    }
    return "product";
}

std::string show_shape(int rank, const index_t* shape)
{
    std::string text = "(";
    for (int d = 0; d < rank; ++d) {
        if (d) text += ", ";
        text += std::to_string(shape[d]);
    }
    return text + (rank == 1 ? ",)" : ")");
}

index_t checked_size(const char* operation, int rank, const index_t* shape, element type, site where)
{
    bool empty = false;
    for (int d = 0; d < rank; ++d) {
        if (shape[d] < 0)
            fail<shape_error>(operation, show_shape(rank, shape) + ": a size is negative", where);
        empty |= shape[d] == 0;
    }
    // As in NumPy, the bytes of the other axes must fit even where one axis is empty: strides are made of
    // them.
    const auto limit = std::numeric_limits<index_t>::max() / static_cast<index_t>(size_of(type));
    index_t size = 1;
    for (int d = 0; d < rank; ++d) {
        if (shape[d] == 0) continue;
        if (size > limit / shape[d])
            fail<memory_error>(
                operation,
                show_shape(rank, shape) + " of " + tenfold::name_of(type) +
                    ": more bytes than can be addressed",
                where);
        size *= shape[d];
    }
    return empty ? 0 : size;
}

}  // namespace detail
}  // namespace tenfold
