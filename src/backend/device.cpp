// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/error.hpp>
#include <tenfold/options.hpp>

#include <cstdlib>
#include <mutex>
#include <optional>

namespace tenfold {

namespace {

std::mutex& choosing()
{
    static auto* const lock = new std::mutex;
    return *lock;
}
std::optional<device> chosen;

device from_environment()
{
    const char* text = std::getenv("TENFOLD_DEVICE");
    const std::string name = text ? text : "";
    if (name.empty() || name == "cpu" || name == "auto") return cpu();  // auto: no GPU in this build
    if (name == "null") return null_device();
    if (name.rfind("cuda", 0) == 0) {
        const std::string number = name.size() > 5 && name[4] == ':' ? name.substr(5) : "0";
        if (number.find_first_not_of("0123456789") == std::string::npos && (name.size() == 4 || name[4] == ':'))
            return cuda(std::atoi(number.c_str()));
    }
    throw device_error("[device] TENFOLD_DEVICE=" + name + ": known are cpu, cuda, cuda:N, auto and null");
}

}  // namespace

std::string device::name() const
{
    switch (kind_) {
    case type::cpu: return "cpu";
    case type::null: return "null";
    case type::cuda: break;
    }
    return "cuda:" + std::to_string(index_);
}

device cpu() { return {device::type::cpu, 0}; }
device null_device() { return {device::type::null, 0}; }

device default_device()
{
    const std::lock_guard hold(choosing());
    if (!chosen) chosen = from_environment();
    return *chosen;
}

void set_default_device(device d)
{
    const std::lock_guard hold(choosing());
    chosen = d;
}

}  // namespace tenfold
