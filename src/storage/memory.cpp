// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The pool as users, headers and the engine know it.
#include "storage/pool.hpp"
#include "storage/space.hpp"

#include <tenfold/detail/record.hpp>

#include <cstring>
#include <limits>

namespace tenfold::storage {

namespace {

void give_back(void* data) { the_pool().give(static_cast<std::byte*>(data)); }

class host_space final : public space {
public:
    const char* name() const override { return "host"; }
    bool is_host() const override { return true; }
    std::shared_ptr<std::byte> allocate(std::size_t bytes) override { return storage::allocate(bytes); }
    void to_host(std::byte* to, const std::byte* from, std::size_t bytes) override { std::memcpy(to, from, bytes); }
    void from_host(std::byte* to, const std::byte* from, std::size_t bytes) override { std::memcpy(to, from, bytes); }
};

}  // namespace

std::shared_ptr<std::byte> allocate(std::size_t bytes) { return {the_pool().take(bytes), give_back}; }

space& host()
{
    static auto* const one = new host_space;
    return *one;
}

}  // namespace tenfold::storage

namespace tenfold::detail {

memory allocate(element type, index_t elements)
{
    const std::size_t size = size_of(type);
    if (elements < 0 || static_cast<std::size_t>(elements) > std::numeric_limits<std::size_t>::max() / size / 2)
        throw memory_error("[allocate] " + std::to_string(elements) + " elements do not fit in memory");
    std::byte* const data = storage::the_pool().take(static_cast<std::size_t>(elements) * size);
    return {data, data, storage::give_back};
}

}  // namespace tenfold::detail

namespace tenfold {

memory_use memory() { return storage::the_pool().use(); }
void reset_peak_memory() { storage::the_pool().reset_peak(); }
void trim_memory(std::size_t keep) { storage::the_pool().trim(keep); }
void set_memory_limit(std::size_t bytes) { storage::the_pool().set_limit(bytes); }

}  // namespace tenfold
