// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The families of a recorder that may grow, by what a call must have in common with them; and a few that went, for
// the next calls like theirs: programs that read after every call, or record the same list again, make no family anew.
#pragma once

#include "record/family.hpp"

#include <array>
#include <memory>
#include <vector>

namespace tenfold::record {

class open_families {
public:
    /// For one more; add() does not fail then.
    void make_room();
    void add(recorded*) noexcept;
    void remove(recorded*);
    /// The first with this key for which fits(family) holds, or null.
    template <class Fits>
    recorded* find(std::size_t key, const Fits& fits) const
    {
        for (recorded* f = buckets_.empty() ? nullptr : buckets_[bucket(key)]; f; f = f->next_open)
            if (f->key == key && fits(*f)) return f;
        return nullptr;
    }

private:
    std::size_t bucket(std::size_t key) const { return (key ^ key >> 32) & (buckets_.size() - 1); }
    std::vector<recorded*> buckets_;   // chains by recorded::next_open
    std::size_t size_ = 0;
};

class spare_families {
public:
    /// Takes over a family that nobody refers to; false where it is not worth keeping.
    bool keep(recorded*) noexcept;
    void clear() noexcept;
    template <class Fits>
    recorded* take(std::size_t key, const Fits& fits)
    {
        if (!slots_) return nullptr;
        recorded*& s = (*slots_)[slot(key)];
        return s && s->key == key && fits(*s) ? std::exchange(s, nullptr) : nullptr;
    }

private:
    static constexpr std::size_t most = 1024;
    static std::size_t slot(std::size_t key) { return (key ^ key >> 32) % most; }

    std::unique_ptr<std::array<recorded*, most>> slots_;
};

}  // namespace tenfold::record
