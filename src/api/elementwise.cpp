// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The text of an elementwise expression, from its postfix program, and the checks that need no template.
#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/expression.hpp>

#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace tenfold::detail {
namespace {

// clang-format off
const char* const names[] = {
    "x", "s", "f",
    "+", "-", "!", "~", "cast",
    "abs", "fabs", "exp", "exp2", "expm1", "log", "log10", "log2", "log1p", "sqrt", "cbrt", "sin", "cos",
    "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "tgamma",
    "lgamma", "ceil", "floor", "trunc", "round", "nearbyint", "rint", "isfinite", "isinf", "isnan", "sign",
    "deg2rad", "rad2deg", "conj", "real", "imag", "arg", "norm",
    "pow",
    "+", "-", "*", "/", "%", "||", "&&", "|", "&", "^", "<<", ">>", "<", "<=", ">", ">=", "==", "!=",
    "fmod", "remainder", "fmax", "fmin", "fdim", "maximum", "minimum", "pow", "hypot", "atan2", "isclose",
    "where", "fma", "clip"};
// clang-format on
static_assert(std::size(names) == static_cast<std::size_t>(opcode::clip) + 1);

/// How tightly an operator binds, as in C++; 0 is a function, a name or a number.
int looseness(opcode code)
{
    switch (code) {
    case opcode::identity:
    case opcode::negate:
    case opcode::logical_not:
    case opcode::bitwise_not:
        return 1;
    case opcode::multiplies:
    case opcode::divides:
    case opcode::modulus:
        return 2;
    case opcode::plus:
    case opcode::minus:
        return 3;
    case opcode::left_shift:
    case opcode::right_shift:
        return 4;
    case opcode::less:
    case opcode::less_equal:
    case opcode::greater:
    case opcode::greater_equal:
        return 5;
    case opcode::equal_to:
    case opcode::not_equal_to:
        return 6;
    case opcode::bitwise_and:
        return 7;
    case opcode::bitwise_xor:
        return 8;
    case opcode::bitwise_or:
        return 9;
    case opcode::logical_and:
        return 10;
    case opcode::logical_or:
        return 11;
    default:
        return 0;
    }
}

struct term {
    std::string text;
    int looseness = 0;
};

std::string inside(const term& t, int limit) { return t.looseness > limit ? "(" + t.text + ")" : t.text; }

std::string name_of_call(const instruction& i)
{
    if (i.code != opcode::cast || i.type == no_element) return names[static_cast<int>(i.code)];
    return std::string("cast<") + name_of(static_cast<element>(i.type)) + ">";
}

term combine(const instruction& i, const std::vector<term>& stack)
{
    const auto n = static_cast<std::size_t>(arity(i));
    const term* a = stack.data() + stack.size() - n;
    const int loose = looseness(i.code);
    const char* name = names[static_cast<int>(i.code)];
    if (loose == 1) return {name + inside(a[0], 0), 1};
    if (loose > 1) return {inside(a[0], loose) + " " + name + " " + inside(a[1], loose - 1), loose};
    std::string text = name_of_call(i) + "(";
    for (std::size_t k = 0; k < n; ++k) text += (k ? ", " : "") + a[k].text;
    if (i.code == opcode::power) text += ", " + std::to_string(i.index[0] + 256 * i.index[1]);
    return {text + ")", 0};
}

instruction at(const std::uint8_t* p) { return {static_cast<opcode>(p[0]), p[1], {p[2], p[3]}}; }

bool runs_on_devices(const std::uint8_t* program, int bytes)
{
    for (int k = 0; k < bytes; k += static_cast<int>(instruction_bytes)) {
        const instruction i = at(program + k);
        if (i.code == opcode::opaque || i.code == opcode::isclose || i.type == no_element) return false;
    }
    return true;
}

}  // namespace

const char* describe(const std::uint8_t* program, int bytes)
{
    std::vector<term> stack;
    int scalars = 0;
    for (int k = 0; k < bytes; k += static_cast<int>(instruction_bytes)) {
        const instruction i = at(program + k);
        term made;
        if (i.code == opcode::operand) made.text = "x" + std::to_string(i.index[0] + 256 * i.index[1]);
        else if (i.code == opcode::scalar) made.text = "s" + std::to_string(scalars++);
        else made = combine(i, stack);
        stack.resize(stack.size() - static_cast<std::size_t>(arity(i)));
        stack.push_back(std::move(made));
    }
    // One for each kernel, for the life of the process.
    static std::mutex guard;
    static auto& kept = *new std::deque<std::string>();
    const std::lock_guard lock(guard);
    return kept.emplace_back(std::move(stack.back().text)).c_str();
}

elementwise_kernel finish_kernel(const elementwise_kernel& given)
{
    elementwise_kernel kernel = given;
    kernel.text = describe(given.program, given.program_length);
    if (!runs_on_devices(given.program, given.program_length)) {
        kernel.program = nullptr;
        kernel.program_length = 0;
    }
    return kernel;
}

void collector::fail_empty(site where)
{
    fail<shape_error>("elementwise", "an operand holds no value", where);
}

copied_plain copied_plain::failed() noexcept
{
    copied_plain none{handle()};
    none.reason_ = std::current_exception();
    return none;
}

void copied_plain::rethrow(site where) const
{
    try {
        if (reason_) std::rethrow_exception(reason_);
    }
    catch (const error&) {
        throw;
    }
    catch (const std::bad_alloc&) {
        fail<memory_error>("elementwise", "no memory to copy a plain xtensor operand", where);
    }
    catch (const std::exception& e) {
        fail<shape_error>(
            "elementwise", std::string("a plain xtensor operand cannot be evaluated: ") + e.what(), where);
    }
    fail<shape_error>("elementwise", "an operand holds no value", where);
}

void broadcast_operands(const char* operation, int count, const operand* operands, layout& result, site where)
{
    result.rank = 0;
    for (int k = 0; k < count; ++k) result.rank = std::max(result.rank, operands[k].rank);
    for (int d = 0; d < result.rank; ++d) result.shape[d] = 1;
    for (int k = 0; k < count; ++k) {
        const operand& x = operands[k];
        for (int d = 0; d < x.rank; ++d) {
            index_t& extent = result.shape[result.rank - x.rank + d];
            if (extent == 1) extent = x.shape[d];
            else if (x.shape[d] != 1 && x.shape[d] != extent) {
                std::string text = show_shape(operands[0].rank, operands[0].shape);
                for (int j = 1; j < count; ++j)
                    text += " and " + show_shape(operands[j].rank, operands[j].shape);
                reject<shape_error>(operation, text + " do not broadcast", where);
            }
        }
    }
    index_t step = 1;
    for (int d = result.rank - 1; d >= 0; --d) {
        result.stride[d] = step;
        step *= result.shape[d];
    }
}

}  // namespace tenfold::detail
