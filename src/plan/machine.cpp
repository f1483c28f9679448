// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/machine.hpp"

#include "plan/machine_file.hpp"

namespace tenfold::plan {

const machine& this_machine()
{
    static const machine in_force = [] {
        const std::string path = find_machine_file();
        return path.empty() ? machine{} : read_machine(path).rates;
    }();
    return in_force;
}

}  // namespace tenfold::plan
