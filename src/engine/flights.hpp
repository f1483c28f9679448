// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What evaluations compute at this moment, so that a value that several threads ask for is computed by one of them.
#pragma once

#include "engine/evaluate.hpp"
#include "plan/lower.hpp"

#include <span>
#include <unordered_map>

namespace tenfold::engine {

struct value_name {
    const recorded* family;
    record::index_t member;
};

/// One evaluation that has begun. All of it under the lock of planning, but for the end of one that failed.
class flight {
public:
    flight() = default;
    flight(const flight&) = delete;
    flight& operator=(const flight&) = delete;
    ~flight();

    /// These outlive the flight.
    void start(std::span<const value_name>);
    void start(const std::vector<need>&, const std::vector<plan::publication>&);
    /// Its values are published, or are not going to be.
    void land();

    /// Adds what it computes of a family.
    void add(const recorded&, record::member_set&) const;

private:
    friend struct flights;
    const std::vector<need>* needs_ = nullptr;
    const std::vector<plan::publication>* lone_ = nullptr;
    std::span<const value_name> values_;
    // Made when somebody first asks.
    mutable std::unordered_map<const recorded*, record::member_set> members_;
    flight* next_ = nullptr;
    flight** link_ = nullptr;   // what points to this one: neighbours change it
    bool under_way_ = false;
};

/// Does another evaluation compute any of these? Under the lock of planning.
bool any_flying(std::span<const value_name>);

/// Returns when nobody else computes what the request needs, with `turn`, the lock of planning, given up meanwhile. What
/// it asks for only by the way gives way before it waits.
void wait_for_flights(request&, std::unique_lock<std::mutex>& turn);

}  // namespace tenfold::engine
