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
numbered number_by_key(const std::vector<index_t>& keys, index_t bound)
{
    std::vector<std::int32_t> seen(static_cast<std::size_t>(bound), -1);
    numbered n{std::vector<index_t>(keys.size()), std::vector<index_t>(keys.size())};
    std::int32_t distinct = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::int32_t& number = seen[static_cast<std::size_t>(keys[i])];
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
numbered number_by_hash(const std::vector<index_t>& keys)
{
    struct slot {
        index_t key;
        std::int32_t number;
    };
    const std::size_t room = std::bit_ceil(2 * keys.size() + 16);
    std::vector<slot> slots(room, slot{0, -1});
    numbered n{{}, std::vector<index_t>(keys.size())};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::size_t at = (static_cast<std::size_t>(keys[i]) * 0x9e3779b97f4a7c15u >> 20) & (room - 1);
        while (slots[at].number >= 0 && slots[at].key != keys[i]) at = (at + 1) & (room - 1);
        if (slots[at].number < 0) {
            slots[at] = {keys[i], static_cast<std::int32_t>(n.first.size())};
            n.first.push_back(static_cast<index_t>(i));
        }
        n.number[i] = slots[at].number;
    }
    return n;
}

}  // namespace

numbered number_keys(const position_keys& k)
{
    std::vector<index_t> keys(static_cast<std::size_t>(k.size()));
    k.copy(0, k.size(), keys.data());
    return k.bound() <= 8 * k.size() + 1024 ? number_by_key(keys, k.bound()) : number_by_hash(keys);
}

position_keys::position_keys(const node& n, const std::vector<const graph::coordinate*>& moving) : count_(n.positions())
{
    for (const graph::coordinate* c : moving) add(part_of(column(n, *c)));
}

position_keys::part position_keys::part_of(column values)
{
    index_t low = values[0], high = low;
    for (index_t i = 1; i < values.size(); ++i) {
        low = std::min(low, values[i]);
        high = std::max(high, values[i]);
    }
    return {std::move(values), low, high - low + 1};
}

void position_keys::add(part p)
{
    constexpr index_t most = std::numeric_limits<index_t>::max() / 4;
    if (bound_ > most / p.bound) {   // numbers of what there is are fewer
        part all = packed(*this);
        bound_ = all.bound;
        parts_.clear();
        parts_.push_back(std::move(all));
    }
    if (bound_ > most / p.bound) {
        position_keys one(std::move(p));
        p = packed(one);
    }
    bound_ *= p.bound;
    parts_.push_back(std::move(p));
}

position_keys::part position_keys::packed(const position_keys& k)
{
    numbered n = number_keys(k);
    return {column(std::move(n.number)), 0, static_cast<index_t>(n.first.size())};
}

void position_keys::copy(index_t first, index_t count, index_t* out) const
{
    std::fill_n(out, count, 0);
    for (const part& p : parts_)
        for (index_t i = 0; i < count; ++i) out[i] = out[i] * p.bound + (p.values[first + i] - p.least);
}

}  // namespace tenfold::rules
