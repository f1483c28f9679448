// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What runs plans. An executor is given whole plans with their memory, so that it may order, overlap, keep or ship their
// steps as it likes. One folder for each kind.
#pragma once

#include "backend/door.hpp"
#include "backend/kernels.hpp"
#include "plan/machine.hpp"
#include "storage/space.hpp"

#include <limits>
#include <memory>
#include <optional>
#include <span>

namespace tenfold::backend {

/// Turns first .. last - 1 of a plan, and where element 0 of each of its buffers lies in the executor's space. Of a list:
/// an array, in the memory of the host, of where its values begin.
struct bound {
    const plan::plan* what = nullptr;
    std::byte* const* bases = nullptr;
    std::size_t first = 0, last = 0;
};
/// All of it.
inline bound whole(const plan::plan& p, std::byte* const* bases) { return {&p, bases, 0, p.turns.size()}; }

/// Work that an executor has begun. What it runs stays until it is done.
class ticket {
public:
    class running {
    public:
        virtual ~running() = default;   // waits
        virtual bool ready() = 0;
        virtual bool wait() = 0;
    };

    /// Done already.
    explicit ticket(bool kept) : kept_(kept) {}
    explicit ticket(std::unique_ptr<running> r) : running_(std::move(r)) {}

    bool ready() { return !running_ || running_->ready(); }
    /// Throws what went wrong. False: numbers left the range of their type where those of the program may not, and what
    /// came after them did not run.
    bool wait() { return running_ ? running_->wait() : kept_; }

private:
    std::unique_ptr<running> running_;
    bool kept_ = true;
};

/// What a device of its own is asked for.
struct device_calls {
    std::int64_t launches = 0, products = 0;   // kernels; calls of its BLAS

    std::int64_t all() const { return launches + products; }
};

class executor {
public:
    virtual ~executor() = default;
    /// As the device is called.
    virtual const char* name() const = 0;
    virtual storage::space& space() = 0;
    virtual const plan::machine& rates() const = 0;
    /// Bytes a second between its memory and that of the host, where they are two.
    virtual double link() const { return std::numeric_limits<double>::infinity(); }
    /// Why it does not run a step, in a few words; null where it does. Such steps run on the host.
    virtual const char* refuses(const plan::step&) const { return nullptr; }
    /// What it asks its device for to run a step of a plan, but for runs that it has recorded. Empty: it has no device.
    virtual std::optional<device_calls> calls_of(const plan::plan&, const plan::step&) const { return std::nullopt; }
    /// Turn n of all plans runs side by side, since plans do not depend on each other.
    virtual ticket run(std::span<const bound>, const settings&) = 0;
    /// Are there values when it has run?
    virtual bool computes() const { return true; }
    /// Null where callers cannot use its device themselves.
    virtual door* own_door() { return nullptr; }
    /// Does it run pipelines?
    virtual bool hands_on() const { return false; }
    /// May single small steps on memory that the host reads run at once, by on_host()?
    virtual bool takes_small_steps() const { return false; }
};

}  // namespace tenfold::backend
