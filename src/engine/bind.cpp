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
        else if (b.what == plan::role::local) bases_.push_back(nullptr);   // whoever runs the pipeline has it
        else if (b.what == plan::role::list) bases_.push_back(reinterpret_cast<std::byte*>(read + b.input));
        else {
            blocks_.emplace_back(static_cast<int>(bases_.size()), nullptr);
            bases_.push_back(nullptr);
        }
    }
    allocate();
}

/// Results of a device that are not large go into rooms that they share.
void binding::allocate()
{
    using storage::room;
    constexpr std::size_t large = 4 * room::most;   // to bring all of it takes longer than a call
    constexpr std::size_t few = 8;                  // are brought one by one: perhaps nobody reads the others
    std::vector<std::size_t> together;   // numbers in blocks_
    std::size_t bytes = 0;
    const auto apart = [&](std::size_t i) { blocks_[i].second = space_.allocate(bytes_of(what_.buffers[static_cast<std::size_t>(blocks_[i].first)])); };
    const auto leave = [&] {
        together.clear();
        bytes = 0;
    };
    const auto close = [&] {
        if (together.size() < few && bytes <= room::small) {
            std::for_each(together.begin(), together.end(), apart);
            return leave();
        }
        const auto shared = std::make_shared<room>(room{space_.allocate(bytes), bytes});
        std::size_t at = 0;
        for (const std::size_t i : together) {
            auto& [buffer, block] = blocks_[i];
            block = {shared->block, shared->block.get() + at};
            rooms_.emplace_back(buffer, shared);
            at += room::align(bytes_of(what_.buffers[static_cast<std::size_t>(buffer)]));
        }
        leave();
    };
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const plan::buffer& b = what_.buffers[static_cast<std::size_t>(blocks_[i].first)];
        if (b.elements == 0) continue;
        const std::size_t size = room::align(bytes_of(b));
        if (space_.is_host() || b.what != plan::role::result || size > large) {
            apart(i);
            continue;
        }
        if (bytes + size > room::most) close();
        together.push_back(i);
        bytes += size;
        if (size > room::small) close();   // values of a family, or of a list, share it already
    }
    close();
    for (const auto& [buffer, block] : blocks_) bases_[static_cast<std::size_t>(buffer)] = block.get();
}

namespace {

template <class T> const T* find(const std::vector<std::pair<int, T>>& all, int buffer)
{
    const auto at = std::lower_bound(all.begin(), all.end(), buffer, [](const auto& x, int b) { return x.first < b; });
    return at != all.end() && at->first == buffer ? &at->second : nullptr;
}

}  // namespace

const std::shared_ptr<std::byte>& binding::block(int buffer) const { return *find(blocks_, buffer); }

std::shared_ptr<storage::room> binding::room(int buffer) const
{
    const auto* const r = find(rooms_, buffer);
    return r ? *r : nullptr;
}

}  // namespace tenfold::engine
