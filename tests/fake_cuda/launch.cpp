// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// How files that nvcc has compiled register and launch their kernels. In the place of a kernel runs what its own file
// exports for that: see backend/cuda/kernel.hpp.
#include "backend/cuda/kernel.hpp"
#include "fake.hpp"

#include <cxxabi.h>
#include <dlfcn.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

using namespace fake_cuda;
using tenfold::backend::on_cuda::kernel_on_host;

namespace {

struct registered {
    std::string name;
    const kernel_on_host* twin;
};
std::map<const void*, registered>& kernels()
{
    static auto* const all = new std::map<const void*, registered>;
    return *all;
}
struct configuration {
    dim3 grid, block;
    std::size_t shared;
    void* stream;
};
thread_local std::vector<configuration> asked;

/// contract_kernel of tenfold::backend::on_cuda::contract_kernel(...)
std::string plain_name(const char* mangled)
{
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> text(abi::__cxa_demangle(mangled, nullptr, nullptr, &status), std::free);
    std::string name = status == 0 ? text.get() : mangled;
    name = name.substr(0, name.find('('));
    const std::size_t colon = name.rfind(':');
    return colon == std::string::npos ? name : name.substr(colon + 1);
}

}  // namespace

extern "C" {

void** __cudaRegisterFatBinary(void*)
{
    static void* one;
    return &one;
}
void __cudaRegisterFatBinaryEnd(void**) {}
void __cudaUnregisterFatBinary(void**) {}
char __cudaInitModule(void**) { return 1; }

void __cudaRegisterFunction(void**, const char* host, char*, const char* name, int, uint3*, uint3*, dim3*, dim3*, int*)
{
    kernels()[host] = {plain_name(name), nullptr};
}

/// Variables of the device: the module uses none of those that headers bring.
void __cudaRegisterVar(void**, char*, char*, const char*, int, std::size_t, int, int) {}

unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, std::size_t shared, struct CUstream_st* stream)
{
    asked.push_back({grid, block, shared, stream});
    return 0;
}
cudaError_t __cudaPopCallConfiguration(dim3* grid, dim3* block, std::size_t* shared, void* stream)
{
    *grid = asked.back().grid;
    *block = asked.back().block;
    *shared = asked.back().shared;
    *static_cast<void**>(stream) = asked.back().stream;
    asked.pop_back();
    return cudaSuccess;
}

cudaError_t __cudaGetKernel(cudaKernel_t* kernel, const void* host)
{
    *kernel = reinterpret_cast<cudaKernel_t>(const_cast<void*>(host));
    return cudaSuccess;
}

cudaError_t __cudaLaunchKernel(cudaKernel_t kernel, dim3 grid, dim3 block, void** arguments, std::size_t, cudaStream_t stream)
{
    registered& k = kernels().at(reinterpret_cast<const void*>(kernel));
    if (!k.twin) k.twin = static_cast<const kernel_on_host*>(dlsym(RTLD_DEFAULT, ("tenfold_on_host_" + k.name).c_str()));
    if (!k.twin) {
        fault("no kernel on the host for " + k.name);
        return cudaErrorInvalidValue;
    }
    if (grid.x == 0 || block.x == 0 || block.x > 1024) {
        fault(k.name + " is launched with no or too many threads");
        return cudaErrorInvalidValue;
    }
    count(stream, &counts::launches);
    const auto* const bytes = static_cast<const std::byte*>(arguments[0]);
    const auto items = *static_cast<const std::int64_t*>(arguments[1]);
    auto kept = std::make_shared<std::vector<std::byte>>(bytes, bytes + k.twin->argument_bytes);
    // Each address among the arguments may be read or written.
    std::vector<region> uses;
    for (std::size_t i = 0; i + sizeof(void*) <= k.twin->argument_bytes; i += sizeof(void*)) {
        void* word;
        std::memcpy(&word, bytes + i, sizeof word);
        if (const region block = block_of(word); block.bytes > 0) uses.push_back(block);
    }
    enqueue(stream, std::move(uses), [twin = k.twin, kept, items] { twin->run(kept->data(), items); });
    return cudaSuccess;
}

}  // extern "C"
