// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/devices.hpp"
#include "backend/null/null.hpp"

#include <tenfold/error.hpp>
#include <tenfold/options.hpp>

#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <mutex>

namespace tenfold {

namespace {

// Asked for by every evaluation: two loads once it is known.
std::atomic<device> chosen{};
std::atomic<bool> is_chosen{false};
std::atomic<bool> small_steps{false};   // see default_takes_small_steps

std::mutex& choosing()
{
    static constinit std::mutex lock;
    return lock;
}

device from_environment()
{
    const char* text = std::getenv("TENFOLD_DEVICE");
    const std::string name = text ? text : "";
    if (name.empty() || name == "cpu") return cpu();
    if (name == "auto") return auto_device();
    if (name == "null") return null_device();
    if (name == "cuda") return cuda(0);
    if (name.rfind("cuda:", 0) == 0) {
        int number = -1;
        const char* const end = name.data() + name.size();
        if (const auto read = std::from_chars(name.data() + 5, end, number); read.ec == std::errc() && read.ptr == end && number >= 0)
            return cuda(number);
    }
    throw device_error("[device] TENFOLD_DEVICE=" + name + ": known are cpu, cuda, cuda:N, auto and null");
}

void choose(device d)
{
    chosen.store(d, std::memory_order_relaxed);
    small_steps.store(backend::executor_of(d).takes_small_steps(), std::memory_order_relaxed);
    is_chosen.store(true, std::memory_order_release);
}

}  // namespace

std::string device::name() const
{
    switch (kind_) {
    case type::cpu: return "cpu";
    case type::null: return "null";
    case type::automatic: return "auto";
    case type::cuda: break;
    }
    return "cuda:" + std::to_string(index_);
}

namespace {

// GPUs that were found or given. More than a machine has.
std::array<std::atomic<backend::executor*>, 64> gpus{};

backend::executor* gpu(int index)
{
    return index >= 0 && index < static_cast<int>(gpus.size()) ? gpus[static_cast<std::size_t>(index)].load(std::memory_order_acquire)
                                                               : nullptr;
}

/// Empty where it is there.
std::string why_no(int index)
{
    if (gpu(index)) return {};
    static const std::string reason = backend::find_gpus();
    return gpu(index) ? "" : "cuda:" + std::to_string(index) + ": " + (reason.empty() ? "there is no such GPU" : reason);
}

}  // namespace

device cpu() { return {device::type::cpu, 0}; }

device cuda(int index)
{
    if (const std::string why = why_no(index); !why.empty()) throw device_error("[device] " + why);
    return {device::type::cuda, index};
}

device null_device() { return {device::type::null, 0}; }
device auto_device()
{
    (void)why_no(0);   // loads the module now, under no lock
    return {device::type::automatic, 0};
}

device default_device()
{
    if (is_chosen.load(std::memory_order_acquire)) [[likely]] return chosen.load(std::memory_order_relaxed);
    const device d = from_environment();   // may load a module: under no lock
    const std::lock_guard hold(choosing());
    if (!is_chosen.load(std::memory_order_relaxed)) choose(d);
    return chosen.load(std::memory_order_relaxed);
}

void set_default_device(device d)
{
    const std::lock_guard hold(choosing());
    choose(d);
}

backend::executor& backend::executor_of(const device& d)
{
    switch (d.kind()) {
    case device::type::cpu:
    case device::type::automatic: return cpu();
    case device::type::null: return null();
    case device::type::cuda: break;
    }
    return *gpu(d.index());   // it was found when `d` was made
}

bool backend::default_takes_small_steps()
{
    if (is_chosen.load(std::memory_order_acquire)) [[likely]] return small_steps.load(std::memory_order_relaxed);
    return executor_of(default_device()).takes_small_steps();
}

void backend::add_gpu(int index, executor& e) { gpus.at(static_cast<std::size_t>(index)).store(&e, std::memory_order_release); }

backend::executor* backend::first_gpu(std::string* why_none)
{
    std::string why = why_no(0);
    if (!why.empty()) {
        if (why_none) *why_none = std::move(why);
        return nullptr;
    }
    return gpu(0);
}

}  // namespace tenfold
