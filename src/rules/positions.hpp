// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Coordinates of a node at all its loop positions, for rules that look at calls one by one. Several coordinates become
// one integer, so that telling calls apart is looking at one array.
#pragma once

#include "rules/optimize.hpp"

#include <utility>
#include <vector>

namespace tenfold::rules {

/// A coordinate at every position; a table is read where it lies.
class column {
public:
    column(const node&, const graph::coordinate&);
    explicit column(std::vector<index_t> values)
        : own_(std::move(values)), data_(own_.data()), count_(static_cast<index_t>(own_.size())) {}
    column(column&&) = default;   // values stay where they are
    column& operator=(column&&) = default;
    index_t operator[](index_t i) const { return data_[i]; }
    index_t size() const { return count_; }

private:
    std::vector<index_t> own_;
    const index_t* data_;
    index_t count_;
};

/// For each position an integer from 0 to bound() - 1, equal where all coordinates are. Written a few at a time, since
/// arrays of their own would be most of what planning of many calls costs.
class position_keys {
public:
    position_keys(const node&, const std::vector<const graph::coordinate*>& moving);

    index_t bound() const { return bound_; }
    index_t size() const { return count_; }
    void copy(index_t first, index_t count, index_t* out) const;

private:
    struct part {
        column values;
        index_t least, bound;
    };
    explicit position_keys(part p) : bound_(p.bound), count_(p.values.size()) { parts_.push_back(std::move(p)); }
    static part part_of(column);
    static part packed(const position_keys&);
    void add(part);

    std::vector<part> parts_;
    index_t bound_ = 1, count_;
};

/// Numbers distinct keys as they come: first[number[i]] is the first position with the key of position i.
struct numbered {
    std::vector<index_t> first, number;
};
numbered number_keys(const position_keys&);

}  // namespace tenfold::rules
