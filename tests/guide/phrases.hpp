// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The rows of docs/phrase_book.md: what NumPy says, what xtensor says of plain containers, and what tenfold says of arrays.
// Both are compiled and run, and must give the same numbers.
#pragma once

#include "guide/page.hpp"

#include <xtensor-blas/xlinalg.hpp>
#if __has_include(<xtensor/misc/xmanipulation.hpp>)  // xtensor since 0.26
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/core/xmath.hpp>
#include <xtensor/misc/xmanipulation.hpp>
#include <xtensor/misc/xsort.hpp>
#include <xtensor/reducers/xnorm.hpp>
#include <xtensor/views/xindex_view.hpp>
#include <xtensor/views/xview.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xindex_view.hpp>
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xnorm.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xview.hpp>
#endif

#include <type_traits>
#include <vector>

namespace guide {

using numbers = xt::xarray<double>;

/// x, y: (3, 4); v, w: (4,); s: (4, 4), symmetric and positive.
template <class A> struct words {
    A x, y, v, w, s;
};
words<numbers> plain_words();

/// Whatever an expression gave, as numbers.
template <class E> numbers as_numbers(const E& e)
{
    if constexpr (std::is_arithmetic_v<E>) return numbers(static_cast<double>(e));
    else if constexpr (tf::detail::lazy<E>) {
        const tf::array<typename E::value_type> value(e);
        return xt::cast<double>(value.value());
    }
    else return xt::cast<double>(e);
}

struct phrase {
    const char *numpy, *xtensor, *tenfold;
    numbers (*by_xtensor)(words<numbers>);
    numbers (*by_tenfold)(words<array>);
};
struct chapter {
    const char* title;
    std::vector<phrase> phrases;
};

chapter making();
chapter parts();
chapter shapes();
chapter elements();
chapter reductions();
chapter order();
chapter products();
chapter linear_algebra();
chapter windows();

#define GUIDE_RUN(type, ...)                                                       \
    [](words<type> all) {                                                          \
        [[maybe_unused]] auto& [x, y, v, w, s] = all;                           \
        return as_numbers(__VA_ARGS__);                                            \
    }
#define GUIDE_DO(type, ...)                                                        \
    [](words<type> all) {                                                          \
        [[maybe_unused]] auto& [x, y, v, w, s] = all;                           \
        __VA_ARGS__;                                                               \
        return as_numbers(x);                                                      \
    }
#define GUIDE_TEXT(...) #__VA_ARGS__
#define GUIDE_BARE(...) __VA_ARGS__

/// An expression in the three languages; each of the last two in brackets, for its commas.
#define PHRASE(numpy, xtensor, tenfold)                                                                                 \
    phrase { numpy, GUIDE_TEXT xtensor, GUIDE_TEXT tenfold, GUIDE_RUN(numbers, GUIDE_BARE xtensor),                     \
             GUIDE_RUN(array, GUIDE_BARE tenfold) }
/// A statement that changes x.
#define STATEMENT(numpy, xtensor, tenfold)                                                                              \
    phrase { numpy, GUIDE_TEXT xtensor, GUIDE_TEXT tenfold, GUIDE_DO(numbers, GUIDE_BARE xtensor),                      \
             GUIDE_DO(array, GUIDE_BARE tenfold) }
/// What xtensor has no word for, or one that fails here (pad, variance, average, trapz by gcc 12, cov), and what it must give.
#define NO_WORD(numpy, tenfold, expected)                                                                               \
    phrase { numpy, "", GUIDE_TEXT tenfold, GUIDE_RUN(numbers, GUIDE_BARE expected), GUIDE_RUN(array, GUIDE_BARE tenfold) }

}  // namespace guide
