// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/convert.hpp"

#include "backend/cpu/visit.hpp"
#include "evaluation.hpp"

namespace tenfold::backend::on_cpu {

namespace {

template <class From, class To> constexpr bool converts = is_complex<To> || !is_complex<From>;
template <class T> constexpr element type_of = element_of<T>;   // with an address

template <class From, class To> To converted(const From& x)
{
    if constexpr (is_complex<To> && !is_complex<From>) return To(static_cast<typename To::value_type>(x));
    else return static_cast<To>(x);
}

template <class From, class To>
void convert_loop(const void* const* x, const void*, void* result, detail::index_t count)
{
    const From* in = static_cast<const From*>(x[0]);
    To* out = static_cast<To*>(result);
    for (detail::index_t i = 0; i < count; ++i) out[i] = converted<From, To>(in[i]);
}

template <class From, class To> struct casting {
    static constexpr detail::chunk_kernel loop{&convert_loop<From, To>, 1, 1, &type_of<From>, element_of<To>};
    static void run(const detail::strided* x, const void*, const detail::strided& result)
    {
        run_in_chunks(loop, x, nullptr, result);
    }
    static constexpr auto code = [](auto x) { return static_cast<std::uint8_t>(x); };
    static constexpr std::uint8_t program[] = {
        code(detail::opcode::operand), code(element_of<From>), 0, 0, code(detail::opcode::cast), code(element_of<To>), 0, 0};
    static constexpr detail::elementwise_kernel kernel{
        element_of<To>, 1, 0, &type_of<From>, &run, "cast(x0)", program, sizeof program};
};

/// f(From, To), or nothing where complex would become real.
template <class R, class F> R for_pair(element from, element to, const F& f)
{
    return visit(from, [&]<class From>(std::type_identity<From> x) {
        return visit(to, [&]<class To>(std::type_identity<To> y) -> R {
            if constexpr (converts<From, To>) return f(x, y);
            else return nullptr;
        });
    });
}

}  // namespace

detail::chunk_loop find_conversion(element from, element to)
{
    using loop = detail::chunk_loop;
    return for_pair<loop>(from, to, []<class From, class To>(std::type_identity<From>, std::type_identity<To>) -> loop {
        return &convert_loop<From, To>;
    });
}

}  // namespace tenfold::backend::on_cpu

namespace tenfold::evaluation {

void convert(const detail::strided& from, element from_type, const detail::strided& to, element to_type)
{
    const detail::chunk_kernel kernel{backend::on_cpu::find_conversion(from_type, to_type), 1, 1, &from_type, to_type};
    run_in_chunks(kernel, &from, nullptr, to);
}

const detail::elementwise_kernel* find_cast(element from, element to)
{
    using kernel = const detail::elementwise_kernel*;
    using backend::on_cpu::for_pair, backend::on_cpu::casting;
    return for_pair<kernel>(from, to, []<class From, class To>(std::type_identity<From>, std::type_identity<To>) -> kernel {
        return &casting<From, To>::kernel;
    });
}

}  // namespace tenfold::evaluation
