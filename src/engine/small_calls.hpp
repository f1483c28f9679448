// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A few recorded calls as they are computed one by one: what each reads, where its result lies, and how it is run.
#pragma once

#include "plan/lower.hpp"
#include "record/recorder.hpp"

#include <memory>

namespace tenfold::engine {

constexpr int most_calls = 64;
constexpr std::size_t most_operands = 4;

/// What a call reads: memory, or from `at` bytes on the result of an earlier call.
struct reading {
    const std::byte* data;
    record::index_t at;
    int from;                            // -1: memory
    const record::index_t* stride;
};

struct small_call {
    record::recorded* family;
    record::index_t member;
    bool kept;                           // somebody may read the result afterwards
    bool goes_on = false;                // a store: into the memory of the older version
    bool is_written_over = false;        // by a store that goes on
    bool writes_there = false;           // it goes on in memory that was there before these calls
    std::shared_ptr<std::byte> before = nullptr;   // what a store wrote over, as long as a later call may fail
    std::byte* data = nullptr;
    std::shared_ptr<const void> block = nullptr;   // of the result; of a view: that of what it reads
    reading operands[most_operands];
    plan::grouped_product product;

    small_call(record::recorded& f, record::index_t m, bool k) : family(&f), member(m), kept(k) {}
    bool is_store() const { return family->what.what == record::operation::store; }
    std::size_t bytes() const { return static_cast<std::size_t>(record::size_of(*family)) * size_of(family->type); }
};

std::size_t elements_of(const record::operand_record&);
/// Where the older version of a store lies, if nobody else can read it: see in_place.hpp.
const record::kept_placement* older_left_behind(const record::recorded& store, record::index_t member);

/// Calls in an array on the stack, of which only those that are there are touched. Each comes after those that it reads.
class call_list {
public:
    call_list() = default;
    call_list(const call_list&) = delete;
    call_list& operator=(const call_list&) = delete;
    ~call_list() { std::destroy_n(begin(), size_); }
    small_call& add(record::recorded& f, record::index_t m, bool kept)
    {
        return *std::construct_at(begin() + size_++, f, m, kept);
    }
    small_call* begin() { return reinterpret_cast<small_call*>(memory_); }
    small_call* end() { return begin() + size_; }
    small_call& operator[](int i) { return begin()[i]; }
    int size() const { return size_; }

    /// Gives every result its memory. `alone`: no other recorded call wants what these read.
    void place(bool alone);
    /// Where it fails, nothing that was there has changed.
    void run();

private:
    static constexpr std::size_t room = 8192;   // bytes, for results that nobody holds

    bool may_go_on(int store, bool alone);
    void find_those_that_go_on(bool alone);
    void go_on(small_call& store);
    void put_back(const small_call& store);
    bool is_read_later(int store, int from, const std::byte* first, std::size_t bytes);
    const std::byte* address(const reading& r) { return r.from < 0 ? r.data : begin()[r.from].data + r.at; }
    void run(small_call&);
    void multiply(small_call&);
    void elementwise(const small_call&);
    void function(const small_call&);
    void fill(const small_call&);
    void pass(const small_call&);
    void store(const small_call&);

    alignas(small_call) std::byte memory_[most_calls * sizeof(small_call)];
    int size_ = 0;
    alignas(64) std::byte scratch_[room];
};

/// Writes a value into part of another of family `whole`, which lies in canonical order at `memory`.
void store_part(const record::value_family& whole, const record::operand& part, detail::store_mode, const record::operand& value,
                const std::byte* from, std::byte* memory);

}  // namespace tenfold::engine
