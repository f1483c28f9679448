// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Threads that work for an evaluation may call user code, which may record and read. Nothing that the evaluation reads
// is given up meanwhile, and the code does not wait for values that it may itself be part of.
#pragma once

namespace tenfold::record {

/// While it exists, this thread works for an evaluation. Nests.
class computing_here {
public:
    computing_here();
    ~computing_here();
    computing_here(const computing_here&) = delete;
    computing_here& operator=(const computing_here&) = delete;
};

bool is_computing();

}  // namespace tenfold::record
