// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the core calls when it has loaded this module.
#include "backend/cuda/executor.hpp"
#include "backend/gpu_module.hpp"

namespace tenfold {

/// Headers of the core announce that a module goes, to whoever has recorded calls of it. This one records none, and stays.
void detail::module_closes() noexcept {}

}  // namespace tenfold

extern "C" __attribute__((visibility("default"))) void tenfold_open_gpus(const char* interface, void (*add)(int, tenfold::backend::executor&),
                                                                         std::string& why_none)
{
    using namespace tenfold::backend;
    try {
        if (gpu_interface() != interface) why_none = "it was built for another tenfold: " + gpu_interface() + ", and this is " + interface;
        else why_none = on_cuda::add_all(add);
    }
    catch (const std::exception& e) {
        why_none = e.what();
    }
}
