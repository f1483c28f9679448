// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cuda/program.hpp"

#include "backend/cpu/operations.hpp"

#include <algorithm>
#include <vector>

namespace tenfold::backend::on_cuda {

namespace {

using detail::instruction;
using detail::opcode;

class translation {
public:
    translation(const detail::elementwise_kernel& k, elementwise& out) : kernel_(k), out_(out) {}

    const char* run()
    {
        if (!kernel_.program) return "a function without a program";
        if (kernel_.operands > elementwise::max_operands) return "more operands than the kernel has room for";
        const int count = kernel_.program_length / static_cast<int>(detail::instruction_bytes);
        if (count > elementwise::max_operations) return "a longer program than the kernel has room for";
        out_.count = 0;
        out_.type = kernel_.result;
        for (int i = 0; i < count; ++i) {
            const std::uint8_t* const p = kernel_.program + i * static_cast<int>(detail::instruction_bytes);
            if (const char* const why = take({static_cast<opcode>(p[0]), p[1], {p[2], p[3]}})) return why;
        }
        return stack_.size() == 1 && stack_[0] == kernel_.result ? nullptr : "a program that leaves no value";
    }

private:
    const char* take(const instruction& i)
    {
        if (i.type > static_cast<std::uint8_t>(element::complex128)) return "a type that no device has";
        operation f;
        f.code = static_cast<std::uint8_t>(i.code);
        f.gives = static_cast<element>(i.type);
        f.index = i.index[0] + 256 * i.index[1];
        if (i.code != opcode::operand && i.code != opcode::scalar)
            if (const char* const why = apply(i, f)) return why;
        stack_.push_back(f.gives);
        if (stack_.size() > elementwise::max_depth) return "a deeper program than the kernel has registers for";
        out_.program[out_.count++] = f;
        return nullptr;
    }

    const char* apply(const instruction& i, operation& f)
    {
        const auto n = static_cast<std::size_t>(detail::arity(i));
        if (i.code == opcode::opaque || i.code == opcode::isclose) return "a function that devices do not know";
        if (n < 1 || n > 3 || n > stack_.size()) return "a program that cannot be interpreted";
        std::copy(stack_.end() - static_cast<std::ptrdiff_t>(n), stack_.end(), f.given);
        stack_.resize(stack_.size() - n);
        const on_cpu::typed_operation types = on_cpu::find_operation(i, f.given);
        if (!types.loop) return "an operation that these types do not have";
        std::copy_n(types.takes, n, f.takes);
        return nullptr;
    }

    const detail::elementwise_kernel& kernel_;
    elementwise& out_;
    std::vector<element> stack_;
};

}  // namespace

const char* translate(const detail::elementwise_kernel& k, elementwise& out) { return translation(k, out).run(); }

}  // namespace tenfold::backend::on_cuda
