// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// scale_into_product: (s A) B = s (A B). A product reads the array that was scaled, and its result is scaled, where
// that is less work; windows of the array can meet then. Sums are rounded at other places; where they leave the range
// of their type, the program's own order is run instead.
#include "graph/range.hpp"
#include "rules/operand_swap.hpp"
#include "graph/readers.hpp"
#include "rules/windows.hpp"

#include <tenfold/detail/postfix.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstring>

namespace tenfold::rules {

namespace {

using detail::opcode;
using scalar = std::complex<double>;

template <class T> scalar read_as(const std::byte* at)
{
    T value;
    std::memcpy(&value, at, sizeof value);
    if constexpr (std::is_arithmetic_v<T>) return static_cast<double>(value);
    else return {value.real(), value.imag()};
}

/// A scalar of the types that may stand before an array without changing its type.
std::optional<scalar> read_scalar(std::uint8_t type, const std::byte* at)
{
    switch (static_cast<element>(type)) {
    case element::int32: return read_as<std::int32_t>(at);
    case element::int64: return read_as<std::int64_t>(at);
    case element::float32: return read_as<float>(at);
    case element::float64: return read_as<double>(at);
    case element::complex64: return read_as<std::complex<float>>(at);
    case element::complex128: return read_as<std::complex<double>>(at);
    default: return std::nullopt;
    }
}

/// What the node multiplies its only operand by; nothing else happens to it.
std::optional<scalar> factor_of(const node& n, const char*& why)
{
    const auto& work = std::get<graph::elementwise>(n.what);
    const detail::elementwise_kernel& kernel = *work.kernel;
    why = nothing_of_the_kind;
    if (kernel.operands != 1 || !kernel.program || kernel.operand_types[0] != kernel.result || n.type < element::float32)
        return std::nullopt;
    std::vector<detail::instruction> program(static_cast<std::size_t>(kernel.program_length) / detail::instruction_bytes);
    for (std::size_t i = 0; i < program.size(); ++i) {
        const std::uint8_t* at = kernel.program + i * detail::instruction_bytes;
        program[i] = {static_cast<opcode>(at[0]), at[1], {at[2], at[3]}};
    }
    if (program.size() == 2 && program[0].code == opcode::operand && program[1].code == opcode::negate) return -1.0;
    if (program.size() != 3 || program[2].code != opcode::multiplies) return std::nullopt;
    const auto& s = program[program[0].code == opcode::scalar ? 0 : 1];
    const auto& x = program[program[0].code == opcode::scalar ? 1 : 0];
    if (s.code != opcode::scalar || x.code != opcode::operand) return std::nullopt;
    why = "the scalar moves with the loop";
    if (!work.scalar_block.constant()) return std::nullopt;
    const index_t at = work.scalar_block.base * static_cast<index_t>(kernel.scalar_bytes) + s.index[0] + 256 * s.index[1];
    const auto value = read_scalar(s.type, work.scalars->data() + at);
    why = "zero and infinity are not taken out of a sum";
    if (!value || *value == 0.0 || !std::isfinite(value->real()) || !std::isfinite(value->imag())) return std::nullopt;
    return value;
}

/// Elements of the product's results, once windows have met.
double scaled_elements(const node& n, const context& c)
{
    if (n.as_product().scale != 1.0) return 0;   // they are scaled anyway
    node trial = n;
    windows w(trial, c.seconds);
    const bool shares = std::find(c.disabled.begin(), c.disabled.end(), "share_product") == c.disabled.end();
    const bool left = shares && w.merge(0), right = shares && w.merge(1);
    if (left || right) w.rewrite(trial);
    return static_cast<double>(trial.block);
}

const char* take_away(graph::graph& g, const graph::readers& all, std::size_t number, const context& c)
{
    node& scaled = g.nodes[number];
    const char* why = nullptr;
    const auto factor = factor_of(scaled, why);
    if (!factor) return why;
    if (scaled.cycle >= 0) return "a scaled array belongs to a recurrence";
    if (all.has_others(number) || all.of(number).empty()) return "others than products read a scaled array";
    if (graph::is_asked(g, scaled)) return "a scaled array is asked for itself";
    std::vector<node> changed;
    double work = 0;
    for (const graph::readers::reader& r : all.of(number)) {
        const node& n = g.nodes[r.node];
        if (n.block == 0) return "the product is empty";
        if (!may_swap(n) || n.type != scaled.type) return "others than products read a scaled array";
        if (!changed.empty() && &n == &g.nodes[all.of(number)[changed.size() - 1].node])
            return "a product reads a scaled array twice";
        auto swap = swapped(n, r.operand, scaled, 0);
        if (!swap) return "a scaled array is read by steps that its operand has no strides for";
        if (!graph::is_in_range(n.as_product().scale * *factor, n.type)) return "scalars of a product leave the range together";
        changed.push_back(n);
        apply(changed.back(), r.operand, std::move(*swap));
        work += scaled_elements(changed.back(), c);
    }
    if (work >= static_cast<double>(scaled.block)) return "to scale the results is not less work";
    for (std::size_t i = 0; i < changed.size(); ++i) {
        changed[i].as_product().scale *= *factor;
        changed[i].as_product().watched = graph::watch::large_and_small;
        g.nodes[all.of(number)[i].node] = std::move(changed[i]);
    }
    leave_out(scaled);
    return nullptr;
}

}  // namespace

outcome scale_into_product(graph::graph& g, const context& c)
{
    if (!c.reorder_sums) return {false, "it would change where sums are rounded"};
    outcome o;
    double elements = 0;
    int left_out = 0;
    const char* declined = nothing_of_the_kind;
    const auto may_scale = [](const node& n) {
        return n.is<graph::elementwise>() && !n.dropped;
    };
    if (std::any_of(g.nodes.begin(), g.nodes.end(), may_scale)) {
        const graph::readers all(g);
        for (std::size_t i = 0; i < g.nodes.size(); ++i) {
            if (!may_scale(g.nodes[i])) continue;
            const auto size = static_cast<double>(g.nodes[i].block);
            if (const char* reason = take_away(g, all, i, c)) declined = reason;
            else {
                ++left_out;
                elements += size;
            }
        }
    }
    o.fired = left_out > 0;
    if (c.report)
        o.reason = o.fired ? fmt::format("{} scaled array{} of {:.3g} elements left out: results are scaled; sums are "
                                         "rounded elsewhere, and checked", left_out, left_out == 1 ? "" : "s", elements)
                           : declined;
    return o;
}

}  // namespace tenfold::rules
