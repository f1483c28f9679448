// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The pool as users, headers and the engine know it.
#include "backend/backend.hpp"
#include "backend/storage/pool.hpp"

#include <tenfold/detail/record.hpp>

#include <limits>

namespace tenfold::backend {

namespace {

void give_back(void* data) { storage::the_pool().give(static_cast<std::byte*>(data)); }

}  // namespace

std::shared_ptr<std::byte> allocate(std::size_t bytes) { return {storage::the_pool().take(bytes), give_back}; }

}  // namespace tenfold::backend

namespace tenfold::detail {

memory allocate(element type, index_t elements)
{
    const std::size_t size = size_of(type);
    if (elements < 0 || static_cast<std::size_t>(elements) > std::numeric_limits<std::size_t>::max() / size / 2)
        throw memory_error("[allocate] " + std::to_string(elements) + " elements do not fit in memory");
    std::byte* const data = backend::storage::the_pool().take(static_cast<std::size_t>(elements) * size);
    return {data, data, backend::give_back};
}

}  // namespace tenfold::detail

namespace tenfold {

memory_use memory() { return backend::storage::the_pool().use(); }
void reset_peak_memory() { backend::storage::the_pool().reset_peak(); }
void trim_memory(std::size_t keep) { backend::storage::the_pool().trim(keep); }
void set_memory_limit(std::size_t bytes) { backend::storage::the_pool().set_limit(bytes); }

}  // namespace tenfold
