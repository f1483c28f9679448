// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Small tables that kernels read, on the device: what was there the last time need not travel again.
#pragma once

#include "backend/cuda/space.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace tenfold::backend::on_cuda {

class tables {
public:
    using kept = std::shared_ptr<std::byte>;

    explicit tables(device_space& s) : space_(s) {}

    /// Null where it has never been sent, or is forgotten.
    kept find(std::string_view bytes) const;
    kept send(std::string_view bytes);
    /// Of what nobody uses now, the memory is free again.
    void forget()
    {
        all_.clear();
        bytes_ = 0;
    }

private:
    static constexpr std::size_t most_bytes = 32 << 20;

    device_space& space_;
    std::unordered_map<std::string, kept> all_;   // by what is in them
    std::size_t bytes_ = 0;
};

}  // namespace tenfold::backend::on_cuda
