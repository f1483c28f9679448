// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory of one run, and the places that results get in it.
#pragma once

#include "engine/plan_cache.hpp"

namespace tenfold::engine {

class memory {
public:
    /// `inputs`: where lies what a kept plan reads this time.
    memory(const kept_plan&, const std::vector<const std::byte*>& inputs);
    /// Of a plan that reads nothing but memory.
    explicit memory(const plan::plan&);

    std::byte* const* bases() const { return bases_.data(); }
    const std::shared_ptr<std::byte>& block(int i) const { return blocks_[static_cast<std::size_t>(i)]; }

private:
    void add(const plan::buffer&, const std::byte* data);

    std::vector<std::byte*> bases_;
    std::vector<std::shared_ptr<std::byte>> blocks_;
};

/// Tells the families where their members lie now.
void publish(const plan::grouped&, const memory&);
void publish(const kept_plan&, const std::vector<const need*>& computed, const memory&);

}  // namespace tenfold::engine
