// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/executor.hpp"

#include "backend/cuda/call.hpp"
#include "backend/cuda/steps.hpp"
#include "backend/walk.hpp"

#include <algorithm>

namespace tenfold::backend::on_cuda {

namespace {

/// No driver, or none that fits, or no device: what a machine without a GPU says.
bool is_absence(cudaError_t e)
{
    return e == cudaErrorNoDevice || e == cudaErrorInsufficientDriver || e == cudaErrorStubLibrary || e == cudaErrorSystemDriverMismatch
        || e == cudaErrorInitializationError;
}

}  // namespace

cudaStream_t cuda_executor::stream_of(int device)
{
    check(cudaSetDevice(device), "cudaSetDevice");
    cudaStream_t s = nullptr;
    check(cudaStreamCreateWithFlags(&s, cudaStreamNonBlocking), "cudaStreamCreate");
    return s;
}

cuda_executor::cuda_executor(int device, const plan::gpu_machine& rates)
    : stream_(stream_of(device)), recorder_(stream_of(device)), space_(device, stream_), door_(device, stream_),
      workspace_(space_.allocate(blas::workspace_bytes)), blas_(stream_, workspace_), recorder_blas_(recorder_, workspace_), rates_(rates), tables_(space_)
{
}

const char* cuda_executor::refuses(const plan::step& s) const { return refusal(s); }

/// By the code that runs it: nothing there depends on addresses.
std::optional<device_calls> cuda_executor::calls_of(const plan::plan& p, const plan::step& s) const
{
    index_t longest = 0;
    for (const plan::buffer& b : p.buffers)
        if (b.what == plan::role::list) longest = std::max(longest, b.elements);
    std::vector<std::byte*> list(static_cast<std::size_t>(longest), nowhere()), bases;
    for (const plan::buffer& b : p.buffers) bases.push_back(b.what == plan::role::list ? reinterpret_cast<std::byte*>(list.data()) : nowhere());
    device_calls all;
    const blas counting(all.products);
    device_kernels count(counting, all.launches);
    walk(s, bases.data(), count, {});
    return all;
}

namespace {

/// The one plan that has steps, all of them, where it is kept and nobody looks at its numbers on the way.
const bound* plan_to_repeat(std::span<const bound> plans)
{
    const bound* one = nullptr;
    for (const bound& b : plans) {
        if (b.first == b.last) continue;
        if (one) return nullptr;
        one = &b;
    }
    const bool whole = one && one->what->number != 0 && one->first == 0 && one->last == one->what->turns.size();
    const auto is_watched = [](const plan::step& s) { return s.most != 0; };
    return whole && std::none_of(one->what->steps.begin(), one->what->steps.end(), is_watched) ? one : nullptr;
}

}  // namespace

ticket cuda_executor::run(std::span<const bound> plans, const settings& how)
{
    const std::lock_guard hold(mutex_);
    space_.use();
    if (how.stream) door_.follow(*how.stream);
    if (!begin_or_make_room(plans, how)) return ticket(false);
    if (!how.stream) return ticket(std::make_unique<run_on_stream>(stream_));
    door_.precede(*how.stream);
    return ticket(true);   // whoever looks at values comes later on the stream
}

/// What is kept for plans that may come again goes first.
bool cuda_executor::begin_or_make_room(std::span<const bound> plans, const settings& how)
{
    const auto run = [&] {
        const bound* const known = plan_to_repeat(plans);
        return known ? begin_again(*known, how) : begin(plans, how);
    };
    try {
        return run();
    }
    catch (const memory_error&) {
        graphs_ = {};
        tables_.forget();
        if (space_.trim() == 0) throw;
    }
    return run();
}

bool cuda_executor::begin(std::span<const bound> plans, const settings& how)
{
    device_kernels now(space_, blas_, tables_, stream_, false);
    walk(plans, now, how);
    return now.still_kept();
}

bool cuda_executor::begin_again(const bound& b, const settings& how)
{
    graph_cache::entry& known = graphs_.of(b);
    if (!known.fresh && !known.graph && known.recordable) {
        known.graph = record(b, how);
        known.recordable = known.graph != nullptr;
    }
    if (!known.graph) return begin({&b, 1}, how);
    known.graph->launch(stream_);
    return true;
}

std::unique_ptr<recorded_graph> cuda_executor::record(const bound& b, const settings& how)
{
    recording noted(recorder_);
    device_kernels now(space_, recorder_blas_, tables_, recorder_, true);
    try {
        walk({&b, 1}, now, how);
    }
    catch (const cannot_record&) {
        return nullptr;
    }
    return noted.end(now.take_memory());
}

namespace {

std::string name_of(int device)
{
    cudaDeviceProp is{};
    check(cudaGetDeviceProperties(&is, device), "cudaGetDeviceProperties");
    return is.name;
}

}  // namespace

std::string add_all(void (*add)(int, executor&), const plan::gpu_machine* rates)
{
    int count = 0;
    if (const cudaError_t e = cudaGetDeviceCount(&count); e != cudaSuccess) {
        cudaGetLastError();
        const std::string said = std::string(cudaGetErrorName(e)) + ", " + cudaGetErrorString(e);
        return is_absence(e) ? said : "the CUDA runtime says " + said;
    }
    if (count == 0) return "there is no GPU";
    int was = 0;
    cudaGetDevice(&was);
    std::string why;
    for (int i = 0; i < count; ++i) {
        try {
            add(i, *new cuda_executor(i, rates ? *rates : plan::this_gpu(name_of(i))));   // as long as the process
        }
        catch (const error& e) {   // others may do
            why += (why.empty() ? "" : "; ") + std::string("cuda:") + std::to_string(i) + ": " + e.what();
        }
    }
    cudaSetDevice(was);
    return why;
}

}  // namespace tenfold::backend::on_cuda
