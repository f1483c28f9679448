// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/positions.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace tenfold::rules {

column::column(const node& n, const graph::coordinate& c) : count_(n.positions())
{
    if (!c.values) {
        own_.resize(static_cast<std::size_t>(count_));
        for (index_t i = 0; i < count_; ++i) own_[static_cast<std::size_t>(i)] = graph::at(n, c, i);
    }
    data_ = c.values ? c.values->data() : own_.data();
}

namespace {

/// Indexes by key. Without branches: whether a key is new cannot be foreseen.
numbered number_by_key(const position_keys& k)
{
    std::vector<std::int32_t> seen(static_cast<std::size_t>(k.bound), -1);
    numbered n{std::vector<index_t>(k.keys.size()), std::vector<index_t>(k.keys.size())};
    std::int32_t distinct = 0;
    for (std::size_t i = 0; i < k.keys.size(); ++i) {
        std::int32_t& number = seen[static_cast<std::size_t>(k.keys[i])];
        n.first[static_cast<std::size_t>(distinct)] = static_cast<index_t>(i);
        const bool fresh = number < 0;
        number = fresh ? distinct : number;
        distinct += fresh;
        n.number[i] = number;
    }
    n.first.resize(static_cast<std::size_t>(distinct));
    return n;
}

/// The same by open addressing, for keys that are spread too widely.
numbered number_by_hash(const position_keys& k)
{
    struct slot {
        index_t key;
        std::int32_t number;
    };
    const std::size_t room = std::bit_ceil(2 * k.keys.size() + 16);
    std::vector<slot> slots(room, slot{0, -1});
    numbered n{{}, std::vector<index_t>(k.keys.size())};
    for (std::size_t i = 0; i < k.keys.size(); ++i) {
        const index_t key = k.keys[i];
        std::size_t at = (static_cast<std::size_t>(key) * 0x9e3779b97f4a7c15u >> 20) & (room - 1);
        while (slots[at].number >= 0 && slots[at].key != key) at = (at + 1) & (room - 1);
        if (slots[at].number < 0) {
            slots[at] = {key, static_cast<std::int32_t>(n.first.size())};
            n.first.push_back(static_cast<index_t>(i));
        }
        n.number[i] = slots[at].number;
    }
    return n;
}

/// The same keys from 0 to fewer than there are positions.
position_keys packed(const position_keys& k)
{
    numbered n = number_keys(k);
    return {std::move(n.number), static_cast<index_t>(n.first.size())};
}

position_keys of_one(const column& values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    position_keys k{{values.begin(), values.end()}, *most - *least + 1};
    for (index_t& key : k.keys) key -= *least;
    return k;
}

}  // namespace

numbered number_keys(const position_keys& k)
{
    return k.bound <= 8 * static_cast<index_t>(k.keys.size()) + 1024 ? number_by_key(k) : number_by_hash(k);
}

position_keys keys_of(const node& n, const std::vector<const graph::coordinate*>& moving)
{
    constexpr index_t most = std::numeric_limits<index_t>::max() / 4;
    position_keys all;
    for (const graph::coordinate* c : moving) {
        position_keys more = of_one(column(n, *c));
        if (all.keys.empty()) {
            all = std::move(more);
            continue;
        }
        if (all.bound > most / more.bound) all = packed(all);
        if (all.bound > most / more.bound) more = packed(more);
        for (std::size_t i = 0; i < all.keys.size(); ++i) all.keys[i] = all.keys[i] * more.bound + more.keys[i];
        all.bound *= more.bound;
    }
    return all;
}

}  // namespace tenfold::rules
