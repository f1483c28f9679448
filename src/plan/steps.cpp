// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a step is called, how large it is, and whether it stays inside its buffers.
#include "plan/pipeline.hpp"
#include "plan/sliding.hpp"
#include "record/opaque.hpp"


#include <algorithm>
#include <utility>

namespace tenfold::plan {

const char* name_of(kind k)
{
    constexpr const char* names[] = {"product", "elementwise", "reduction", "copy", "store", "fill", "recurrence", "group", "window_sum", "function", "pipeline"};
    return names[static_cast<int>(k)];
}

product_size size_of(const step& s)
{
    product_size size;
    size.batch = s.positions();
    for (const product_axis& x : s.axes) {
        index_t& n = !x.in_c ? size.k : x.in_a && x.in_b ? size.batch : x.in_a ? size.m : size.n;
        n *= x.extent;
    }
    return size;
}

namespace {

double elements_of(const form& f)
{
    double n = 1;
    for (const index_t e : f.shape) n *= static_cast<double>(e);
    return n;
}

bool is_complex(element e) { return e == element::complex64 || e == element::complex128; }

/// Elements that differ: along an axis of stride 0 it is the same one.
double distinct_of(const form& f)
{
    double n = 1;
    for (std::size_t d = 0; d < f.shape.size(); ++d)
        if (f.stride[d] != 0 || f.shape[d] == 0) n *= static_cast<double>(f.shape[d]);
    return n;
}

element operand_type(const step& s, std::size_t operand)
{
    return s.what == kind::elementwise && s.kernel ? s.kernel->operand_types[operand] : s.operand_type;
}

/// Positions of a store whose older version lies elsewhere and is copied first.
double versions_copied(const step& s)
{
    if (s.operands.size() < 2) return 0;
    const place &old = s.operands[1], &now = s.whole;
    if (old.list) return static_cast<double>(s.positions());
    if (old.follows_loops() && now.follows_loops() && old.buffer == now.buffer && old.offset == now.offset
        && std::equal(old.loop, old.loop + s.loops, now.loop)) return 0;
    double count = 0;
    for (index_t n = 0; n < s.positions(); ++n)
        count += buffer_of(old, n) != buffer_of(now, n) || offset_of(s, old, n) != offset_of(s, now, n);
    return count;
}

/// The part is written, and read where it is added to; the value is read; older versions are copied where they must be.
double bytes_of_store(const step& s)
{
    const double part = elements_of(s.result_form) * (s.mode == detail::store_mode::assign ? 1 : 2);
    return ((part + distinct_of(s.operand_forms[0])) * static_cast<double>(s.positions()) + 2 * elements_of(s.whole_form) * versions_copied(s))
        * static_cast<double>(tenfold::size_of(s.type));
}

/// Of an opaque function, at one position.
double flops_of_calls(const step& s)
{
    return record::flops_of_calls(*s.function, [&](int k) {
        const std::vector<index_t>& shape = s.operand_forms[static_cast<std::size_t>(k)].shape;
        return std::pair(shape.size(), shape.data());
    });
}

}  // namespace

std::vector<index_t> offsets_of(const step& s, const place& p)
{
    const auto count = static_cast<std::size_t>(s.positions());
    std::vector<index_t> all;
    all.reserve(count);
    if (p.table) {
        all.assign(p.table->begin(), p.table->begin() + static_cast<std::ptrdiff_t>(count));
        if (p.offset != 0) for (index_t& at : all) at += p.offset;
        return all;
    }
    if (count == 0) return all;
    all.push_back(p.offset);
    for (int d = 0; d < s.loops; ++d) {   // each axis repeats what the inner ones gave
        const std::size_t inner = all.size();
        for (index_t n = 1; n < s.extent[d]; ++n)
            for (std::size_t i = 0; i < inner; ++i) all.push_back(all[i] + n * p.loop[d]);
    }
    return all;
}

double flops_of(const step& s)
{
    double flops = 0;
    switch (s.what) {
    case kind::product:
        flops = is_complex(s.operand_type) ? 8 : 2;
        for (const product_axis& x : s.axes) flops *= static_cast<double>(x.extent);
        break;
    case kind::elementwise: flops = elements_of(s.result_form); break;
    case kind::reduce: flops = elements_of(s.operand_forms[0]); break;
    case kind::window_sum: return flops_of_window_sum(s);
    case kind::opaque: flops = flops_of_calls(s); break;
    case kind::waves:
    case kind::pipeline:
        for (const step& inner : s.inner) flops += flops_of(inner);
        return flops;
    case kind::group:
        for (const grouped_product& x : s.members)
            flops += static_cast<double>(x.m) * static_cast<double>(x.n) * static_cast<double>(x.k);
        return flops * (is_complex(s.operand_type) ? 8 : 2);
    default: return 0;
    }
    return flops * static_cast<double>(s.positions());
}

double bytes_of(const step& s)
{
    double bytes = 0;
    if (s.what == kind::waves || s.what == kind::pipeline) {
        for (const step& inner : s.inner) bytes += bytes_of(inner);
        return bytes;
    }
    const auto size = static_cast<double>(tenfold::size_of(s.type));
    if (s.what == kind::group) {
        for (const grouped_product& x : s.members) {
            const auto m = static_cast<double>(x.m), n = static_cast<double>(x.n), k = static_cast<double>(x.k);
            bytes += (m * k + k * n + m * n) * size;
        }
        return bytes;
    }
    if (s.what == kind::window_sum) return bytes_of_window_sum(s);
    if (s.what == kind::product) {
        double a = 1, b = 1, c = 1;
        for (const product_axis& x : s.axes) {
            const auto n = static_cast<double>(x.extent);
            if (x.in_a) a *= n;
            if (x.in_b) b *= n;
            if (x.in_c) c *= n;
        }
        bytes = (a + b + c) * size;
    }
    else if (s.what == kind::store) return bytes_of_store(s);
    else {
        bytes = elements_of(s.result_form) * size;
        for (std::size_t k = 0; k < s.operand_forms.size(); ++k)
            bytes += distinct_of(s.operand_forms[k]) * static_cast<double>(tenfold::size_of(operand_type(s, k)));
    }
    return bytes * static_cast<double>(s.positions());
}

int add_buffer(plan& p, element type, index_t elements, role what)
{
    p.buffers.push_back({elements, -1, type, what});
    return static_cast<int>(p.buffers.size()) - 1;
}

int add_input(plan& p, element type)
{
    p.buffers.push_back({0, p.inputs++, type, role::input});
    return static_cast<int>(p.buffers.size()) - 1;
}

int add_list(plan& p, element type, index_t values)
{
    p.buffers.push_back({values, p.inputs, type, role::list});
    p.inputs += static_cast<int>(values);
    return static_cast<int>(p.buffers.size()) - 1;
}

namespace {

struct reach {
    index_t low, high;
    void along(index_t extent, index_t stride) { (stride < 0 ? low : high) += stride * (extent - 1); }
};

[[noreturn]] void outside(const step& s, const char* what)
{
    throw error("[plan] " + s.name + ": " + what);
}

void check(const plan& p, const step& s, const place& at, reach r)
{
    for (int d = 0; d < s.loops && !at.table; ++d) r.along(s.extent[d], at.loop[d]);
    const index_t n = s.positions();
    if (at.table && static_cast<index_t>(at.table->size()) < n) outside(s, "a table shorter than its loop");
    for (index_t i = 0; i < (at.follows_loops() ? std::min<index_t>(n, 1) : n); ++i) {
        const int buffer = buffer_of(at, i);
        if (buffer < 0 || buffer >= static_cast<int>(p.buffers.size())) outside(s, "a buffer that is not there");
        const struct buffer& b = p.buffers[static_cast<std::size_t>(buffer)];
        if ((b.what == role::list) != at.list) outside(s, "a list of values that is read as one, or the other way round");
        if (at.list && static_cast<index_t>(value_of(at, i)) >= b.elements) outside(s, "more values than there are in its list");
        if (b.what == role::input || at.list) continue;
        const index_t start = at.offset + (at.table ? (*at.table)[static_cast<std::size_t>(i)] : 0);
        if (start + r.low < 0 || start + r.high >= b.elements) outside(s, "reads or writes outside its buffer");
    }
}

bool is_empty(const step& s)
{
    if (s.positions() == 0) return true;
    for (const product_axis& x : s.axes)
        if (x.extent == 0) return true;
    for (const form& f : s.operand_forms)
        if (elements_of(f) == 0) return true;
    return elements_of(s.result_form) == 0;
}

std::size_t operands_needed(const step& s)
{
    switch (s.what) {
    case kind::product: return 2;
    case kind::window_sum: return 1;
    case kind::elementwise: return s.kernel ? static_cast<std::size_t>(s.kernel->operands) : 0;
    case kind::opaque: return static_cast<std::size_t>(s.function->operands);
    case kind::reduce:
    case kind::copy:
    case kind::store: return 1;  // a store may name the older version as well
    default: return 0;
    }
}

void verify(const plan& p, const step& s)
{
    if (s.what == kind::waves) {
        if (s.inner.size() != s.turns.size()) outside(s, "a recurrence without its turns");
        for (const step& inner : s.inner) verify(p, inner);
        return;
    }
    if (s.what == kind::pipeline) {
        if (s.inner.size() != s.stages.size() || s.batch < 1) outside(s, "a pipeline without its stages");
        for (std::size_t i = 0; i < s.inner.size(); ++i)
            for (const index_t b : {index_t{0}, batches_of(s) - 1}) {
                step part = s.inner[i];
                narrow(s, i, b, part);
                verify(p, part);
            }
        return;
    }
    if (s.what == kind::group) {
        const buffer& values = p.buffers.at(static_cast<std::size_t>(s.operands.at(0).buffer));
        if (values.what != role::list || values.elements != 2 * static_cast<index_t>(s.members.size())) outside(s, "a list of other length");
        for (const grouped_product& x : s.members) {
            if (x.m == 0 || x.n == 0) continue;
            reach c{0, 0};
            c.along(x.m, x.cm);
            c.along(x.n, x.cn);
            place at;
            at.buffer = x.buffer;
            at.offset = x.c;
            check(p, s, at, c);
        }
        return;
    }
    if (s.operands.size() < operands_needed(s)) outside(s, "lacks an operand");
    const bool by_axes = s.what == kind::product || s.what == kind::window_sum;
    if (!by_axes && s.operand_forms.size() < s.operands.size()) outside(s, "an operand without a shape");
    if (is_empty(s)) return;
    if (by_axes) {
        reach a{0, 0}, b{0, 0}, c{0, 0};
        for (const product_axis& x : s.axes) {
            if (x.in_a) a.along(x.extent, x.a);
            if (x.in_b) b.along(x.extent, x.b);
            if (x.in_c) c.along(x.extent, x.c);
        }
        check(p, s, s.operands[0], a);
        if (s.operands.size() > 1) check(p, s, s.operands[1], b);
        check(p, s, s.result, c);
        return;
    }
    const auto reach_of = [](const form& f) {
        reach r{0, 0};
        for (std::size_t d = 0; d < f.shape.size(); ++d) r.along(f.shape[d], f.stride[d]);
        return r;
    };
    for (std::size_t k = 0; k < s.operands.size(); ++k) check(p, s, s.operands[k], reach_of(s.operand_forms[k]));
    check(p, s, s.result, reach_of(s.result_form));
}

}  // namespace

void verify(const plan& p)
{
    for (const buffer& b : p.buffers)
        if (b.what >= role::input && (b.input < 0 || b.input + (b.what == role::list ? b.elements : 1) > p.inputs))
            throw error("[plan] an input without a number");
    for (const step& s : p.steps) verify(p, s);
    // It may stop half way, and another plan begins again.
    const auto checked = [](const step& s) { return s.most != 0; };
    if (std::none_of(p.steps.begin(), p.steps.end(), checked)) return;
    for (const step& s : p.steps)
        if (s.result.buffer >= 0 && p.buffers[static_cast<std::size_t>(s.result.buffer)].what >= role::input)
            outside(s, "writes into an input of a plan whose numbers are checked");
}

}  // namespace tenfold::plan
