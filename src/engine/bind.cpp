// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/bind.hpp"

#include <algorithm>

namespace tenfold::engine {

binding::binding(const plan::plan& p, const plan::inputs& inputs, backend::executor& e) : what_(p), inputs_(inputs), space_(e.space())
{
#ifndef NDEBUG
    plan::verify(p);   // kept plans as well
#endif
    storage::space& space = space_;
    if (!inputs.empty()) read_ = storage::allocate(inputs.size() * sizeof(std::byte*));
    auto* const read = reinterpret_cast<std::byte**>(read_.get());
    if (!e.computes()) std::fill_n(read, inputs.size(), space.allocate(1).get());   // nobody reads there
    else if (space.is_host())
        std::transform(inputs.begin(), inputs.end(), read, [](const detail::placement* at) { return const_cast<std::byte*>(host_data(*at)); });
    else bring(inputs, space, lent_, read);
    bases_.reserve(p.buffers.size());
    for (const plan::buffer& b : p.buffers) {
        if (b.what == plan::role::input) bases_.push_back(read[b.input]);
        else if (b.what == plan::role::list) bases_.push_back(reinterpret_cast<std::byte*>(read + b.input));
        else {
            auto& block = blocks_.emplace_back(static_cast<int>(bases_.size()), nullptr).second;
            if (b.elements > 0) block = space.allocate(bytes_of(b));
            bases_.push_back(block.get());
        }
    }
}

const std::shared_ptr<std::byte>& binding::block(int buffer) const
{
    return std::lower_bound(blocks_.begin(), blocks_.end(), buffer, [](const auto& x, int b) { return x.first < b; })->second;
}

}  // namespace tenfold::engine
