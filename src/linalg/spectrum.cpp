// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Eigenvalues and eigenvectors, and where the functions of this room are found.
#include "linalg/functions.hpp"
#include "linalg/lapack.hpp"

namespace tenfold::linalg_calls {

namespace {

[[noreturn]] void no_convergence() { throw linalg_error("the eigenvalues did not converge"); }

/// The values (n), ascending, and the vectors (n, n), one a column.
template <class T> void eigh(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    refuse_what_is_not_finite(a);
    buffer<real_of<T>> w(a.n);
    if (a.n > 0 && symmetric_eigenvalues('V', a, static_cast<real_of<T>*>(w)) != 0) no_convergence();
    packed<T> all(result);
    for (int i = 0; i < a.n; ++i) all.add(T(w[i]));
    all.add(a, a.n, a.n);
}
template <class T> void eigvalsh(const strided* x, const strided& result)
{
    matrix<T> a(x[0]);
    refuse_what_is_not_finite(a);
    buffer<real_of<T>> w(a.n);
    if (a.n > 0 && symmetric_eigenvalues('N', a, static_cast<real_of<T>*>(w)) != 0) no_convergence();
    packed<real_of<T>> all(result);
    for (int i = 0; i < a.n; ++i) all.add(w[i]);
}

/// A real matrix's complex vectors: columns j and j + 1 are the real and imaginary parts of a pair.
template <class T> matrix<complex_of<T>> vectors_of(matrix<T>& v, complex_of<T>* w)
{
    matrix<complex_of<T>> all(v.n, v.n);
    for (int j = 0; j < v.n; ++j) {
        if (is_complex<T> || w[j].imag() == 0) {
            for (int i = 0; i < v.n; ++i) all(i, j) = v(i, j);
            continue;
        }
        for (int i = 0; i < v.n; ++i) {
            const complex_of<T> one(std::real(v(i, j)), std::real(v(i, j + 1)));
            all(i, j) = one;
            all(i, j + 1) = std::conj(one);
        }
        ++j;
    }
    return all;
}

template <class T> void eig(const strided* x, const strided& result)
{
    matrix<T> a(x[0]), v(a.n, a.n);
    refuse_what_is_not_finite(a);
    buffer<complex_of<T>> w(a.n);
    if (a.n > 0 && eigenvalues('V', a, static_cast<complex_of<T>*>(w), v) != 0) no_convergence();
    packed<complex_of<T>> all(result);
    for (int i = 0; i < a.n; ++i) all.add(w[i]);
    matrix<complex_of<T>> vectors = vectors_of(v, static_cast<complex_of<T>*>(w));
    all.add(vectors, a.n, a.n);
}
template <class T> void eigvals(const strided* x, const strided& result)
{
    matrix<T> a(x[0]), none(1, 1);
    refuse_what_is_not_finite(a);
    buffer<complex_of<T>> w(a.n);
    if (a.n > 0 && eigenvalues('N', a, static_cast<complex_of<T>*>(w), none) != 0) no_convergence();
    packed<complex_of<T>> all(result);
    for (int i = 0; i < a.n; ++i) all.add(w[i]);
}

const char* shape_of_values(const index_t* const* x, index_t* result, int& rank)
{
    rank = 1;
    result[0] = x[0][0];
    return why_not_square(x[0]);
}
const char* shape_of_vectors(const index_t* const* x, index_t* result, int& rank)
{
    const char* const why = shape_of_values(x, result, rank);
    result[0] += x[0][0] * x[0][1];
    return why;
}
double flops_of_eigh(const index_t* const* x) { return 9 * cube(x[0][0]); }
double flops_of_eig(const index_t* const* x) { return 25 * cube(x[0][0]); }

}  // namespace

template <class T> const opaque_function* find_spectrum(linalg_call call)
{
    constexpr element t = element_of<T>, real = element_of<real_of<T>>, complex = element_of<complex_of<T>>;
    static constexpr opaque_function
        symmetric{"eigh", 1, t, t, {2}, shape_of_vectors, eigh<T>, flops_of_eigh, symmetric_side},
        symmetric_values{"eigvalsh", 1, t, real, {2}, shape_of_values, eigvalsh<T>, flops_of_eigh, symmetric_side},
        any{"eig", 1, t, complex, {2}, shape_of_vectors, eig<T>, flops_of_eig, usual_side},
        any_values{"eigvals", 1, t, complex, {2}, shape_of_values, eigvals<T>, flops_of_eig, usual_side};
    switch (call) {
    case linalg_call::eigh: return &symmetric;
    case linalg_call::eigvalsh: return &symmetric_values;
    case linalg_call::eig: return &any;
    case linalg_call::eigvals: return &any_values;
    default: return nullptr;
    }
}

namespace {

template <class T> const opaque_function& function_of(linalg_call call)
{
    for (const auto find : {&find_solver<T>, &find_decomposition<T>, &find_spectrum<T>})
        if (const opaque_function* const f = find(call)) return *f;
    throw error("[linalg] no such function");
}

}  // namespace

const opaque_function& function(linalg_call call, element type)
{
    switch (type) {
    case element::float32: return function_of<float>(call);
    case element::complex64: return function_of<std::complex<float>>(call);
    case element::complex128: return function_of<std::complex<double>>(call);
    default: return function_of<double>(call);
    }
}

}  // namespace tenfold::linalg_calls
