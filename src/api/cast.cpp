// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise conversion to another element type: astype, and operands of two types that meet in a product.
#include "api/convert.hpp"

#include <tenfold/detail/operand.hpp>

namespace tenfold::detail {

namespace {

template <class T> constexpr element type_of = element_of<T>;

template <class From, class To> struct casting {
    static constexpr chunk_kernel loop{&convert_loop<From, To>, 1, 1, &type_of<From>, element_of<To>};
    static void run(const strided* x, const void*, const strided& result) { run_in_chunks(loop, x, nullptr, result); }
    static constexpr elementwise_kernel kernel{
        element_of<To>, 1, 0, &type_of<From>, &run, "cast(x0)", nullptr, 0};
};

/// Null where complex would become real: headers refuse that at compile time.
const elementwise_kernel* find_kernel(element from, element to)
{
    return with_element(from, [to]<class From>(std::type_identity<From>) {
        return with_element(to, []<class To>(std::type_identity<To>) -> const elementwise_kernel* {
            if constexpr (converts<From, To>) return &casting<From, To>::kernel;
            else return nullptr;
        });
    });
}

}  // namespace

handle record_cast(const operand& x, element to, site where)
{
    const element from = x.source->type;
    const elementwise_kernel* kernel = find_kernel(from, to);
    if (!kernel)
        fail<error>("astype", std::string(tenfold::name_of(from)) + " does not become " + tenfold::name_of(to), where);
    return record_elementwise(*kernel, &x, nullptr, where);
}

}  // namespace tenfold::detail
