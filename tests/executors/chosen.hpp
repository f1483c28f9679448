// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// TENFOLD_TEST_DEVICE=sharding or distant makes that the default device of a whole test program (cuda:seed is
// chosen by fake_cuda/chosen.cpp).
#pragma once

#include "executors/distant.hpp"
#include "executors/sharding.hpp"

#include <tenfold/options.hpp>

#include <cstdlib>
#include <cstring>
#include <string>

namespace executors {

// Never destroyed, as executors live as long as the process.
inline sharding& the_sharding()
{
    static auto* const one = new sharding;
    return *one;
}
inline distant& the_distant()
{
    static auto* const one = new distant;
    return *one;
}

/// In a static variable of one file of the program.
struct chosen {
    chosen()
    {
        const char* const name = std::getenv("TENFOLD_TEST_DEVICE");
        if (!name || std::strncmp(name, "cuda:", 5) == 0) return;
        if (name == std::string("sharding")) backend::add_gpu(0, the_sharding());
        else if (name == std::string("distant")) backend::add_gpu(0, the_distant());
        else throw error(std::string("TENFOLD_TEST_DEVICE=") + name);
        set_default_device(cuda(0));
        // CMake hands on one variable. Protecting memory takes longer than computing.
        setenv("TENFOLD_MACHINE", "default", 0);
        setenv("RC_PARAMS", "max_success=200", 0);
    }
};

}  // namespace executors
