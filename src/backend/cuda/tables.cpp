// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/tables.hpp"

namespace tenfold::backend::on_cuda {

tables::kept tables::find(std::string_view bytes) const
{
    const auto at = all_.find(std::string(bytes));
    return at == all_.end() ? nullptr : at->second;
}

tables::kept tables::send(std::string_view bytes)
{
    if (kept there = find(bytes)) return there;
    kept fresh = space_.allocate(bytes.size());
    space_.from_host(fresh.get(), reinterpret_cast<const std::byte*>(bytes.data()), bytes.size());
    if (bytes.size() > most_bytes / 4) return fresh;
    if (bytes_ + bytes.size() > most_bytes) forget();
    bytes_ += bytes.size();
    all_.emplace(bytes, fresh);
    return fresh;
}

}  // namespace tenfold::backend::on_cuda
