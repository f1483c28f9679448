// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/machine.hpp"

namespace tenfold::plan {

const machine& this_machine()
{
    static const machine defaults;
    return defaults;
}

}  // namespace tenfold::plan
