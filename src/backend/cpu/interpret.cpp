// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The program is translated into steps once a call: typed loops that read and write buffers of a few hundred elements, all
// of which stay in the first-level cache. The walk over strides is that of the compiled kernels.
#include "backend/cpu/interpret.hpp"

#include "backend/kernels.hpp"
#include "backend/cpu/convert.hpp"
#include "backend/cpu/operations.hpp"

#include <tenfold/error.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

namespace tenfold::backend {

namespace on_cpu {

namespace {

using detail::index_t;
using detail::opcode;

constexpr index_t chunk = 256;
constexpr std::size_t largest = 16;   // bytes of an element
constexpr int to_result = -1;

/// Where the elements of a value lie: in a buffer, or, counted down from -2, in an operand of the kernel.
using place = int;
constexpr place of_operand(int k) { return -2 - k; }

struct step {
    detail::chunk_loop loop;
    std::size_t index;   // of the instruction
    place in[3], out;
};

class interpreter {
public:
    /// `most`: elements that are computed in all.
    interpreter(const detail::elementwise_kernel& k, const void* scalars, index_t most)
        : kernel_(k), scalars_(static_cast<const std::byte*>(scalars)), chunk_(std::min(chunk, most))
    {
        for (int at = 0; at < k.program_length; at += static_cast<int>(detail::instruction_bytes)) {
            const std::uint8_t* const p = k.program + at;
            translate({static_cast<opcode>(p[0]), p[1], {p[2], p[3]}});
        }
        if (stack_.size() != 1 || stack_[0].type != k.result) fail();
        if (steps_.empty() || steps_.back().out != stack_[0].at)   // an operand or a scalar as it is
            emit(find_conversion(k.result, k.result), 0, stack_.data(), 1);
        steps_.back().out = to_result;
        room_ = std::make_unique_for_overwrite<std::byte[]>(buffers_.size() * buffer_bytes());
        for (std::size_t b = 0; b < buffers_.size(); ++b)
            if (buffers_[b].what == buffer::constant) fill(buffers_[b], buffer_at(b));
    }

    void run(const void* const* x, void* result, index_t count) const
    {
        const auto address = [&](place p, index_t first) -> std::byte* {
            if (p >= 0) return buffer_at(static_cast<std::size_t>(p));
            if (p == to_result) return static_cast<std::byte*>(result) + first * bytes_of(kernel_.result);
            const int k = of_operand(p);
            return const_cast<std::byte*>(static_cast<const std::byte*>(x[k])) + first * bytes_of(kernel_.operand_types[k]);
        };
        for (index_t first = 0; first < count; first += chunk_)
            for (const step& s : steps_) {
                const void* in[3];
                for (int k = 0; k < 3; ++k) in[k] = address(s.in[k], first);
                s.loop(in, &s.index, address(s.out, first), std::min(chunk_, count - first));
            }
    }

private:
    struct value {
        place at;
        element type;
    };
    struct buffer {
        enum { unused, used, constant } what;
        std::size_t byte;   // of the scalar
        element type;
    };

    static index_t bytes_of(element e) { return static_cast<index_t>(size_of(e)); }
    std::size_t buffer_bytes() const { return static_cast<std::size_t>(chunk_) * largest; }
    std::byte* buffer_at(std::size_t b) const { return room_.get() + b * buffer_bytes(); }

    [[noreturn]] void fail() const
    {
        const std::string text = kernel_.text ? kernel_.text : "a kernel";
        throw error("[elementwise] " + text + " has no program that can be interpreted");
    }

    void translate(const detail::instruction& i)
    {
        const std::size_t index = index_of(i);
        if (i.type > static_cast<std::uint8_t>(element::complex128)) fail();
        const auto type = static_cast<element>(i.type);
        if (i.code == opcode::operand) {
            const int k = static_cast<int>(index);
            if (k >= kernel_.operands || kernel_.operand_types[k] != type) fail();
            stack_.push_back({of_operand(k), type});
        }
        else if (i.code == opcode::scalar) {
            if (index + size_of(type) > kernel_.scalar_bytes) fail();
            buffers_.push_back({buffer::constant, index, type});
            stack_.push_back({static_cast<place>(buffers_.size()) - 1, type});
        }
        else apply(i, type);
    }

    void apply(const detail::instruction& i, element type)
    {
        const auto n = static_cast<std::size_t>(detail::arity(i));
        if (n < 1 || n > 3 || n > stack_.size()) fail();
        value* const taken = stack_.data() + stack_.size() - n;
        element given[3] = {};
        for (std::size_t k = 0; k < n; ++k) given[k] = taken[k].type;
        const typed_operation f = find_operation(i, given);
        if (!f.loop) fail();
        for (std::size_t k = 0; k < n; ++k) {
            if (given[k] == f.takes[k]) continue;
            const detail::chunk_loop conversion = find_conversion(given[k], f.takes[k]);
            if (!conversion) fail();
            taken[k] = {emit(conversion, 0, taken + k, 1), f.takes[k]};
        }
        const place out = emit(f.loop, index_of(i), taken, n);
        stack_.resize(stack_.size() - n);
        stack_.push_back({out, type});
    }

    /// What it reads is given up afterwards, not before: elements may be of another size.
    place emit(detail::chunk_loop loop, std::size_t index, const value* taken, std::size_t n)
    {
        step s{loop, index, {}, take_buffer()};
        for (std::size_t k = 0; k < n; ++k) {
            s.in[k] = taken[k].at;
            if (s.in[k] >= 0 && buffers_[static_cast<std::size_t>(s.in[k])].what == buffer::used)
                buffers_[static_cast<std::size_t>(s.in[k])].what = buffer::unused;
        }
        for (std::size_t k = n; k < 3; ++k) s.in[k] = s.in[0];
        steps_.push_back(s);
        return s.out;
    }

    place take_buffer()
    {
        std::size_t b = 0;
        while (b < buffers_.size() && buffers_[b].what != buffer::unused) ++b;
        if (b == buffers_.size()) buffers_.emplace_back();
        buffers_[b].what = buffer::used;
        return static_cast<place>(b);
    }

    void fill(const buffer& b, std::byte* to) const
    {
        const std::size_t bytes = size_of(b.type);
        for (index_t i = 0; i < chunk_; ++i) std::memcpy(to + static_cast<std::size_t>(i) * bytes, scalars_ + b.byte, bytes);
    }

    const detail::elementwise_kernel& kernel_;
    const std::byte* scalars_;
    index_t chunk_;
    std::vector<step> steps_;
    std::vector<buffer> buffers_;
    std::vector<value> stack_;
    std::unique_ptr<std::byte[]> room_;
};

void run_steps(const void* const* operands, const void* interpreting, void* result, index_t count)
{
    static_cast<const interpreter*>(interpreting)->run(operands, result, count);
}

}  // namespace

void interpret(
    const detail::elementwise_kernel& k, const detail::strided* operands, const void* scalars, const detail::strided& result)
{
    index_t elements = 1;
    for (int d = 0; d < result.rank; ++d) elements *= result.shape[d];
    if (elements == 0) return;
    const interpreter program(k, scalars, elements);
    run_in_chunks({&run_steps, 1, k.operands, k.operand_types, k.result}, operands, &program, result);
}

}  // namespace on_cpu

void run_kernel(
    const detail::elementwise_kernel& k, const detail::strided* operands, const void* scalars, const detail::strided& result)
{
    if (k.run) k.run(operands, scalars, result);
    else on_cpu::interpret(k, operands, scalars, result);
}

}  // namespace tenfold::backend
