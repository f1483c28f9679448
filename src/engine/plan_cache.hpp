// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Plans kept for work of the same form. A program that reads after every call, or runs the same loop again, plans
// once: what is recorded the second time differs in addresses only.
#pragma once

#include "plan/lower.hpp"
#include "record/reach.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace tenfold::engine {

using record::index_t;
using record::need;
using record::recorded;

struct kept_plan {
    plan::lowered what;
    std::vector<int> input;        // of each buffer: which input of the form gives its memory; -1: its own
    std::vector<int> need;         // of each publication: which of the form's needs
    std::vector<index_t> first;    // member of each need, when the plan was made
};

/// All that a plan depends on, written down as numbers: operations, layouts, loops, which operands are one value,
/// how the inputs lie. Work with long tables, stores or recurrences has no form.
class form {
public:
    form(const std::vector<need>&, const std::vector<std::string>& disabled, bool reorder_sums, bool plain);

    bool usable() const { return usable_; }
    std::string_view key() const
    {
        return {reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(index_t)};
    }
    /// Sources that are computed already, in the order in which they are first read.
    const std::vector<recorded*>& inputs() const { return inputs_; }
    /// What is computed: all needs but stored views, which take no step.
    const std::vector<const need*>& needs() const { return needs_; }

private:
    void write(const need&);
    void write(const recorded&, const record::operand_record&, record::member_set::range);
    void write_moves(const record::stream&, record::member_set::range, index_t from);
    void write_values(const record::run&, index_t first, index_t count, index_t from);
    index_t write_source(recorded*);
    void write(const void* bytes, std::size_t count);
    void write(index_t word) { words_.push_back(word); }

    bool usable_ = true;
    std::vector<index_t> words_;
    std::vector<recorded*> inputs_;
    std::vector<const need*> needs_;
    std::vector<const recorded*> views_;   // stored views among the needs
};

/// Both under the lock of planning.
std::shared_ptr<const kept_plan> find_plan(const form&);
void keep_plan(const form&, std::shared_ptr<kept_plan>);

}  // namespace tenfold::engine
