// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// For programs that use a device themselves: its streams, events and memory in the device's own terms.
#pragma once

#include <memory>
#include <string>

namespace tenfold::backend {

/// All that an executor was told before it was made.
class mark {
public:
    virtual ~mark() = default;
    virtual bool ready() = 0;
    /// Throws what went wrong on the device.
    virtual void wait() = 0;
    /// As the device calls it: a cudaEvent_t.
    virtual void* native() = 0;
};

class door {
public:
    virtual ~door() = default;
    /// Why a stream cannot be used; null where it can, as far as that is seen before.
    virtual const char* refuses_stream(void* stream) = 0;
    /// The executor goes on when the caller's stream has come so far. Throws device_error where it is none of this device.
    virtual void follow(void* stream) = 0;
    /// The caller's stream goes on when the executor has come so far.
    virtual void precede(void* stream) = 0;
    virtual std::shared_ptr<mark> now() = 0;
    /// Waits for all that the device was told, by anybody.
    virtual void wait_for_all() = 0;
    /// Why an address is not memory of this device; else nothing.
    virtual std::string refuses(const void* address) = 0;
};

}  // namespace tenfold::backend
