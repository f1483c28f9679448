// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Looks for the module when a GPU is first asked for: the core links nothing of CUDA, and starts no slower.
#include "backend/devices.hpp"
#include "backend/gpu_module.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

namespace tenfold::backend {

namespace {

constexpr const char* file = "libtenfold_cuda.so";

/// Beside the program or library that this code is in, where it was installed, then wherever the system looks.
std::vector<std::string> candidates()
{
    if (const char* const named = std::getenv("TENFOLD_CUDA_MODULE"); named && *named) return {named};
    std::vector<std::string> all;
    if (Dl_info here; dladdr(reinterpret_cast<const void*>(&find_gpus), &here) && here.dli_fname) {
        const std::filesystem::path folder = std::filesystem::absolute(here.dli_fname).parent_path();
        all.push_back((folder / file).string());
        all.push_back((folder.parent_path() / "lib" / file).string());
    }
    all.push_back(std::string(TENFOLD_INSTALLED_LIBRARIES) + "/" + file);
    all.push_back(file);
    return all;
}

}  // namespace

std::string find_gpus()
{
    std::string looked;
    for (const std::string& path : candidates()) {
        void* const module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (!module) {
            const char* const said = dlerror();
            looked += (looked.empty() ? "" : "; ") + std::string(said ? said : path);
            continue;
        }
        auto* const open = reinterpret_cast<open_gpus*>(dlsym(module, "tenfold_open_gpus"));
        if (!open) return path + " is no module of tenfold";
        std::string why;
        open(gpu_interface().c_str(), &add_gpu, why);
        return why;
    }
    return "no CUDA module could be loaded: " + looked;
}

}  // namespace tenfold::backend
