// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise conversion to a wider element type, where operands of two types meet in a product.
#include <tenfold/detail/product_calls.hpp>
#include <tenfold/detail/promote.hpp>

namespace tenfold::detail {

namespace {

template <class From, class To> constexpr To convert(const From& x)
{
    if constexpr (is_complex_type<To> && is_complex_type<From>) {
        using real = typename To::value_type;
        return To(static_cast<real>(x.real()), static_cast<real>(x.imag()));
    }
    else if constexpr (is_complex_type<To>) return To(static_cast<typename To::value_type>(x));
    else return static_cast<To>(x);
}

template <class From, class To>
void convert_axis(const From* from, const index_t* from_stride, To* to, const strided& result, int axis)
{
    const index_t n = result.shape[axis], step = from_stride[axis], to_step = result.stride[axis];
    if (axis + 1 == result.rank)
        for (index_t i = 0; i < n; ++i) to[i * to_step] = convert<From, To>(from[i * step]);
    else
        for (index_t i = 0; i < n; ++i)
            convert_axis(from + i * step, from_stride, to + i * to_step, result, axis + 1);
}

template <class From, class To> void convert_all(const strided* operands, const void*, const strided& result)
{
    const strided& x = *operands;  // of the result's shape: it broadcasts with nothing
    const auto* from = static_cast<const From*>(x.data);
    auto* to = static_cast<To*>(result.data);
    if (result.rank == 0) *to = convert<From, To>(*from);
    else convert_axis(from, x.stride, to, result, 0);
}

template <class From> constexpr element type_of = element_of<From>;

template <class From, class To> constexpr elementwise_kernel kernel_of()
{
    return {element_of<To>, 1, 0, &type_of<From>, convert_all<From, To>, "cast(x0)", nullptr, 0};
}

template <class... T> struct types {
};
using all_types = types<
    bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
    std::uint64_t, float, double, std::complex<float>, std::complex<double>>;

/// Whether the types meet in `To`: then, and only then, a cast is asked for.
template <class From, class To>
constexpr bool widens = !std::is_same_v<From, To> && std::is_same_v<promoted<From, To>, To>;

template <class From, class To> const elementwise_kernel* kernel_to(element to)
{
    if constexpr (widens<From, To>) {
        static constexpr elementwise_kernel kernel = kernel_of<From, To>();
        if (to == element_of<To>) return &kernel;
    }
    return nullptr;
}

template <class From, class... To> const elementwise_kernel* kernel_from(element to, types<To...>)
{
    const elementwise_kernel* found = nullptr;
    ((found = found ? found : kernel_to<From, To>(to)), ...);
    return found;
}

template <class... From> const elementwise_kernel* find_kernel(element from, element to, types<From...>)
{
    const elementwise_kernel* found = nullptr;
    ((found = element_of<From> == from ? kernel_from<From>(to, all_types()) : found), ...);
    return found;
}

}  // namespace

handle record_cast(const operand& x, element to, site where)
{
    const elementwise_kernel* kernel = find_kernel(x.source->type, to, all_types());
    if (!kernel)
        fail<error>(
            "cast",
            std::string(tenfold::name_of(x.source->type)) + " does not fit into " + tenfold::name_of(to),
            where);
    return record_elementwise(*kernel, &x, nullptr, where);
}

}  // namespace tenfold::detail
