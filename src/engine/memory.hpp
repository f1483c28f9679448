// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Memory of one run, and the places that results get in it.
#pragma once

#include "engine/plan_cache.hpp"

namespace tenfold::engine {

class memory {
public:
    /// `inputs`: what the plan reads this time, by number.
    memory(const plan::plan&, const plan::inputs&);

    std::byte* const* bases() const { return bases_.data(); }
    /// Of a buffer that is no input.
    const std::shared_ptr<std::byte>& block(int buffer) const;

private:
    std::vector<std::byte*> bases_;
    std::shared_ptr<std::byte> read_;              // where the inputs begin, by number: a list may have thousands
    std::vector<std::pair<int, std::shared_ptr<std::byte>>> blocks_;   // by buffers, ascending; thousands may be inputs
};

/// Tells the families where their members lie now.
void publish(const plan::grouped&, const memory&);
void publish(const kept_plan&, const std::vector<const need*>& computed, const memory&);

}  // namespace tenfold::engine
