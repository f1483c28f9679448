// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The functions of linear algebra as calls of one matrix or several. Results of one call that are several lie one after
// another in one vector, each by rows.
#pragma once

#include <tenfold/linalg.hpp>

namespace tenfold::linalg_calls {

using detail::linalg_call;
using detail::opaque_function;

/// Of one of the four types of LAPACK.
const opaque_function& function(linalg_call, element);

// By file.
template <class T> const opaque_function* find_solver(linalg_call);       // solve, inv, det, slogdet, cholesky, triangular
template <class T> const opaque_function* find_decomposition(linalg_call);   // qr, svd, svdvals, lstsq
template <class T> const opaque_function* find_spectrum(linalg_call);     // eigh, eigvalsh, eig, eigvals

}  // namespace tenfold::linalg_calls
