// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a plan depends on, as a key: what is recorded the second time differs in addresses only.
#pragma once

#include "record/key_numbers.hpp"
#include "record/reach.hpp"

#include <cstddef>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenfold::engine {

using record::index_t;
using record::need;
using record::recorded;
using record::value_family;

/// All that a plan depends on, written down as numbers: operations, layouts, loops, which operands are one value,
/// how the inputs lie. Work with long tables or lists of values of their own has no form, and neither have stores of which
/// other calls read older versions.
class form {
public:
    /// What is chosen for one evaluation.
    struct choices {
        const std::vector<std::string>& disabled;
        const char* executor;
        bool reorder_sums, plain;
    };
    form(const std::vector<need>&, const choices&);

    form(const form&) = delete;
    form& operator=(const form&) = delete;

    bool usable() const { return usable_; }
    std::string_view key() const
    {
        return {reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(index_t)};
    }
    /// Sources that are computed already, in the order in which they are first read.
    std::span<value_family* const> inputs() const { return inputs_; }
    /// What is computed: all needs but stored views, which take no step.
    std::span<const need* const> needs() const { return needs_; }

private:
    void write(const need&);
    void write(const need&, const record::operand_record&, record::member_set::range);
    void write_moving(const need&, const record::operand_record&, record::member_set::range);
    void write_moves(const record::stream&, record::member_set::range, index_t from);
    void write_values(const record::run&, index_t first, index_t count, index_t from);
    index_t write_source(value_family*);
    std::size_t number_of_input(const value_family*);
    bool take_room(index_t count);
    void write(const void* bytes, std::size_t count);
    void write(index_t word) { words_.push_back(word); }

    // Most forms fit into the first bytes; they are made for every evaluation.
    std::byte few_[2048];
    std::pmr::monotonic_buffer_resource memory_{few_, sizeof few_};
    bool usable_ = true;
    bool stores_stand_alone_ = false;      // no call that stays recorded may read a version
    std::size_t room_ = 0;                 // words
    std::pmr::vector<index_t> words_{&memory_};
    std::pmr::vector<value_family*> inputs_{&memory_};
    std::optional<record::key_numbers> input_number_;   // where there may be many
    std::pmr::vector<const need*> needs_{&memory_};
    std::pmr::vector<const recorded*> views_{&memory_};   // stored views among the needs
};

}  // namespace tenfold::engine
