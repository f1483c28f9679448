// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Errors. Every failure is thrown at the recording call, with the operation, the shapes and the source line:
//   [dot] (10, 20) x (19, 20): inner sizes 20 and 19 differ (main.cpp:14)
#pragma once

#include <stdexcept>
#include <string>

namespace tenfold {

/// Base of everything tenfold throws.
class error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Shapes, ranks or axes that do not fit the operation.
class shape_error : public error {
public:
    using error::error;
};

/// An element, slice or window outside the array it reads.
class index_error : public error {
public:
    using error::error;
};

/// A device that was asked for and cannot be used; the text names it and the reason.
class device_error : public error {
public:
    using error::error;
};

/// Numbers for which an operation has no result: a singular matrix, eigenvalues of NaN. Thrown when it is computed;
/// other values stay as they are, and can be read. numpy.linalg.LinAlgError
class linalg_error : public error {
public:
    using error::error;
};

/// A file that cannot be read or written, or holds something else than asked for.
class io_error : public error {
public:
    using error::error;
};

/// Memory that could not be had, or a size that does not fit in memory.
class memory_error : public error {
public:
    using error::error;
};

}  // namespace tenfold
