// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Loads, uses and closes libraries late, one after another; of each, work() is called, if it has one.
// One whose name ends in + stays.
#include <dlfcn.h>

#include <cstdio>
#include <string>

static int use(const std::string& name, bool stays)
{
    void* const module = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!module) {
        std::fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    int result = 0;
    if (void* const f = dlsym(module, "work")) result = reinterpret_cast<int (*)()>(f)();
    if (!stays) dlclose(module);
    return result;
}

int main(int count, char** names)
{
    for (int i = 1; i < count; ++i) {
        std::string name = names[i];
        const bool stays = name.back() == '+';
        if (stays) name.pop_back();
        if (const int failed = use(name, stays)) return failed;
    }
    return 0;
}
