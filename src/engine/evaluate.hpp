// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// One evaluation, from what is wanted to memory: reach, graph, rules, plan, run, publish.
#pragma once

#include "plan/lower.hpp"
#include "record/reach.hpp"

#include <tenfold/explain.hpp>
#include <tenfold/options.hpp>

#include <mutex>

namespace tenfold::engine {

using record::need;
using record::recorded;
using record::value_family;

struct request {
    std::vector<need> targets;
    const options* choices = nullptr;   // null: the defaults
    bool plain = false;                 // no rules: eager scopes
    recorded* loop = nullptr;           // another thread's family of which all is computed that may be
    recorded* read = nullptr;           // one of the targets is read now, and all else is computed by the way
    record::index_t member = 0;
};

/// Adds the rest of the request's loop to its last target, where all its members may still be computed.
void add_loop(const request&, std::vector<need>& targets, record::reading_guard&);

void evaluate(request);
/// The same up to the plan; nothing runs.
explanation explain(request);

/// Snapshots and publications take turns between threads; steps run beside each other.
std::mutex& planning();

/// Everything that this thread recorded and that handles hold.
std::vector<need> living();

/// Families of this thread's epoch that stay recorded when `needs` are computed.
std::vector<recorded*> left_over(const std::vector<need>& needs);
/// Takes what is computed, or wanted by nobody, out of this thread's epoch. The second takes the lock of planning.
void retire_computed();
/// The same of one small value, now or later: who evaluates thousands one by one does not look at all of them each time.
void retire_soon(std::size_t bytes);
void retire();
/// Throws where options make no sense.
void check(const options&);
/// Where it runs: what the options say, else the default. Throws device_error where that one is absent.
device device_of(const options*);
inline bool is_automatic(const device& d) { return d.kind() == device::type::automatic; }
/// Has it, or may it choose, memory that the host does not read?
bool may_leave_host(const device&);

/// Names from options and TENFOLD_DISABLE.
std::vector<std::string> disabled_rules(const options*);

}  // namespace tenfold::engine
