// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Freed blocks that any thread may take, one list for each class.
#pragma once

#include "storage/block.hpp"

#include <atomic>
#include <mutex>

namespace tenfold::storage {

class shelves {
public:
    std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
    /// Up to so many blocks of one class.
    chain take(int size_class, std::size_t most) noexcept;
    void put(int size_class, const chain&) noexcept;
    /// Gives blocks back to the system, the largest first, until at most `keep` bytes are left.
    void trim(std::size_t keep) noexcept;
    template <class F>
    void for_each_lock(const F& f)
    {
        for (shelf& s : of_) f(s.mutex);
    }

private:
    struct shelf {
        std::mutex mutex;
        block* first = nullptr;
    };
    shelf of_[classes];
    std::atomic<std::size_t> bytes_{0};
};

}  // namespace tenfold::storage
