// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// An executor with memory of its own, which nobody else can touch: it is protected whenever no plan runs and nothing is
// copied. Fresh memory holds no zeros. Plans run on a thread of their own; some steps are refused.
#pragma once

#include "backend/devices.hpp"
#include "backend/walk.hpp"

#include <sys/mman.h>

#include <atomic>
#include <cstring>
#include <future>
#include <map>
#include <mutex>

namespace executors {

using namespace tenfold;

class distant_space final : public storage::space {
public:
    /// While one exists, the memory can be used.
    class access {
    public:
        explicit access(distant_space& s) : space_(s)
        {
            const std::lock_guard hold(space_.mutex_);
            if (space_.users_++ == 0) space_.protect_all(PROT_READ | PROT_WRITE);
        }
        ~access()
        {
            const std::lock_guard hold(space_.mutex_);
            if (--space_.users_ == 0) space_.protect_all(PROT_NONE);
        }

    private:
        distant_space& space_;
    };

    const char* name() const override { return "distant"; }
    bool is_host() const override { return false; }
    std::shared_ptr<std::byte> allocate(std::size_t bytes) override
    {
        const std::size_t pages = (std::max<std::size_t>(bytes, 1) + 4095) / 4096 * 4096;
        void* const at = mmap(nullptr, pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (at == MAP_FAILED) throw memory_error("[distant] no memory");
        std::memset(at, 0xff, pages);
        const std::lock_guard hold(mutex_);
        if (users_ == 0) mprotect(at, pages, PROT_NONE);
        blocks_[at] = pages;
        return {static_cast<std::byte*>(at), [this](std::byte* b) { give(b); }};
    }
    void to_host(std::byte* to, const std::byte* from, std::size_t bytes) override
    {
        const access now(*this);
        std::memcpy(to, from, bytes);
        brought += bytes;
    }
    void from_host(std::byte* to, const std::byte* from, std::size_t bytes) override
    {
        const access now(*this);
        std::memcpy(to, from, bytes);
        sent += bytes;
    }

    std::size_t living()
    {
        const std::lock_guard hold(mutex_);
        return blocks_.size();
    }
    std::atomic<std::size_t> brought{0}, sent{0};   // bytes

private:
    void give(std::byte* b)
    {
        const std::lock_guard hold(mutex_);
        const auto at = blocks_.find(b);
        munmap(b, at->second);
        blocks_.erase(at);
    }
    void protect_all(int how)
    {
        for (const auto& [at, bytes] : blocks_) mprotect(at, bytes, how);
    }

    std::mutex mutex_;
    std::map<void*, std::size_t> blocks_;
    int users_ = 0;
};

class distant final : public backend::executor {
public:
    const char* name() const override { return "distant"; }
    distant_space& space() override { return space_; }
    const plan::machine& rates() const override { return plan::this_machine(); }
    const char* refuses(const plan::step& s) const override
    {
        if (s.what == plan::kind::elementwise && !s.kernel->program) return "a function without a program";
        if (s.what == plan::kind::reduce && s.reduction == detail::reduction::cumsum) return "no kernel for it";
        return nullptr;
    }
    backend::ticket run(std::span<const backend::bound> plans, const backend::settings& how) override
    {
        ++runs;
        return backend::ticket(std::make_unique<flying>(std::async(std::launch::async, [this, how, all = std::vector(plans.begin(), plans.end())] {
            const distant_space::access now(space_);
            return walk(all, backend::on_host(), how);
        })));
    }
    std::atomic<int> runs{0};

private:
    struct flying final : backend::ticket::running {
        explicit flying(std::future<bool> r) : result(std::move(r)) {}
        bool ready() override { return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }
        bool wait() override { return result.get(); }
        std::future<bool> result;
    };

    distant_space space_;
};

}  // namespace executors
