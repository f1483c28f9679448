// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/family.hpp"

#include <set>
#include <string>

namespace tenfold::record {

std::mutex& site_lock()
{
    static constinit std::mutex lock;
    return lock;
}

namespace {

/// A copy that stays. Programs have few files, and most calls come from the file of the last one.
const char* kept(const char* name)
{
    static constinit std::atomic<const char*> last{""};
    if (const char* const l = last.load(std::memory_order_acquire); std::strcmp(l, name) == 0) return l;
    static auto* const all = new std::set<std::string, std::less<>>;
    const std::lock_guard hold(site_lock());
    auto at = all->find(name);
    if (at == all->end()) at = all->emplace(name).first;
    last.store(at->c_str(), std::memory_order_release);
    return at->c_str();
}

}  // namespace

kept_site::kept_site(const site& s)
    : of(std::bit_cast<const void*>(s)), file(kept(s.file_name())), line(s.line()), column(s.column())
{
}

}  // namespace tenfold::record
