// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The recording calls that the headers make, and the shapes of their results.
#include "record/recorder.hpp"
#include "record/stores.hpp"
#include "evaluation.hpp"

#include <tenfold/detail/opaque.hpp>

#include <algorithm>
#include <cstring>

namespace tenfold::record {

namespace {

[[noreturn]] void misfit(const call& c, const std::string& text)
{
    detail::fail<shape_error>(name_of(c.what), text, c.where);
}

void add_shape(const operand& x, result_form& r)
{
    for (int d = 0; d < x.rank; ++d) r.add(x.shape[d]);
}

void reduced(const call& c, result_form& r)
{
    const operand& x = c.operands[0];
    const auto code = static_cast<detail::reduction>(c.what.code);
    const bool all = x.rank < 32 && c.what.axes == (1u << x.rank) - 1;
    if (code == detail::reduction::cumsum) return add_shape(x, r);
    index_t over = 1;
    for (int d = 0; d < x.rank; ++d) {
        if (c.what.axes >> d & 1) over *= x.shape[d];
        else r.add(x.shape[d]);
    }
    const bool needs_one = code == detail::reduction::amax || code == detail::reduction::amin
                        || code == detail::reduction::argmax || code == detail::reduction::argmin;
    if (needs_one && over == 0 && (all || std::count(r.shape, r.shape + r.rank, 0) == 0))
        misfit(c, detail::show_shape(x.rank, x.shape) + " has no elements to choose from");
}

void multiplied(const call& c, result_form& r)
{
    r.is_product = true;
    r.product = detail::make_contraction(static_cast<detail::product>(c.what.code), c.operands[0], c.operands[1],
                                         c.attributes, c.where);
    for (int d = 0; d < r.product.rank_c; ++d) r.add(r.product.extent[r.product.c[d]]);
}

element type_of(const call& c)
{
    const auto own = [&] { return c.operands[0].source->type; };
    switch (c.what.what) {
    case operation::elementwise: return c.what.kernel->result;
    case operation::opaque: return c.what.function->result;
    case operation::reduce: return detail::result_of(static_cast<detail::reduction>(c.what.code), own());
    default: return own();
    }
}

}  // namespace

const char* name_of(const signature& s)
{
    switch (s.what) {
    case operation::leaf: return "array";
    case operation::fill: return "full";
    case operation::product: return detail::name_of(static_cast<detail::product>(s.code));
    case operation::elementwise: return s.kernel->text;
    case operation::reduce: return detail::name_of(static_cast<detail::reduction>(s.code));
    case operation::copy: return "copy";
    case operation::opaque: return s.function->name;
    case operation::view: return "view";
    case operation::store: return s.code == 0 ? "view =" : "view +=";
    }
    return "";
}

result_form describe(const call& c)
{
    result_form r(type_of(c));
    switch (c.what.what) {
    case operation::product: multiplied(c, r); break;
    case operation::elementwise: broadcast(c, nullptr, r); break;
    case operation::reduce: reduced(c, r); break;
    case operation::opaque: apply_shape(c, r); break;
    default: add_shape(c.operands[0], r);
    }
    return r;
}

void canonical_strides(int rank, const index_t* shape, index_t* stride)
{
    index_t step = 1;
    for (int d = rank; d-- > 0;) {
        stride[d] = step;
        step *= std::max<index_t>(shape[d], 1);
    }
}

operand follow(const operand& x)
{
    recorded& f = *calls(x.source);
    std::unique_lock<std::mutex> hold;
    if (f.owner != detail::this_recorder) hold = std::unique_lock(f.owner->structure());
    const operand_record& o = f.operands[0];
    const int dropped = o.rank - x.rank;  // leading axes of length 1 that an assignment goes without
    return {f.sources[static_cast<std::size_t>(o.numbers.at(x.member))], o.members.at(x.member),
            o.offsets.at(x.member), x.rank, o.shape + dropped, o.stride() + dropped};
}

namespace {

detail::handle run_call(const call& c)
{
    detail::recorder& r = detail::my_recorder();
    detail::handle h = r.record(c);
    if (r.eager) [[unlikely]] evaluation::compute_eagerly(h, c.where);
    return h;
}

call unary(operation what, const operand* x, site where)
{
    call c{};
    c.what.what = what;
    c.what.operands = 1;
    c.what.type = x->source ? x->source->type : element::float64;
    c.operands = x;
    c.where = where;
    return c;
}

}  // namespace

detail::handle store(const operand (&all)[3], detail::store_mode mode, storing how, site where)
{
    call c = unary(operation::store, all, where);
    c.what.code = static_cast<std::uint8_t>(mode);
    c.what.axes = static_cast<std::uint32_t>(how);
    c.what.operands = 3;
    return run_call(c);
}

}  // namespace tenfold::record

namespace tenfold::detail {

using record::operation;

handle record_leaf(element type, int rank, const index_t* shape, const index_t* stride, memory m)
{
    return handle(record::leaf::over(type, rank, shape, stride, m), 0);
}

handle record_copied_leaf(element type, int rank, const index_t* shape, const void* data, std::size_t bytes)
{
    record::leaf* const f = record::leaf::with_room(type, rank, shape, bytes);
    std::memcpy(f->room(), data, bytes);
    return handle(f, 0);
}

handle copied_operand(handle h)
{
    record::core(h.source())->copied = true;
    return h;
}

handle record_fill(element type, int rank, const index_t* shape, const void* value)
{
    auto f = std::make_unique<record::recorded>();
    index_t* const dims = f->room_for_dims(2 * static_cast<std::size_t>(rank));
    std::copy(shape, shape + rank, dims);
    record::canonical_strides(rank, shape, dims + rank);
    f->owner = &my_recorder();
    f->what.what = operation::fill;
    f->what.type = f->type = type;
    f->rank = static_cast<std::uint8_t>(rank);
    f->shape = dims;
    f->stride = dims + rank;
    f->single = true;
    f->count.store(1, std::memory_order_relaxed);
    const auto* bytes = static_cast<const std::byte*>(value);
    f->scalar_bytes = size_of(type);
    f->scalars.assign(bytes, bytes + f->scalar_bytes);
    return handle(f.release(), 0);
}

operand recorder::number(element type, const void* value)
{
    constexpr index_t fewest = 16, most = 1024;
    number_block& n = numbers_[static_cast<std::size_t>(type)];
    if (n.used == n.room) {
        const index_t room = std::clamp(2 * n.room, fewest, most), step = 1;
        const memory m = allocate(type, room);
        n.block = record_leaf(type, 1, &room, &step, m);
        record::core(n.block.source())->may_change = true;
        n.data = static_cast<std::byte*>(const_cast<void*>(m.data));
        n.room = room;
        n.used = 0;
    }
    std::memcpy(n.data + n.used * static_cast<index_t>(size_of(type)), value, size_of(type));
    static_cast<record::leaf&>(*record::core(n.block.source())).filled.store(n.used + 1, std::memory_order_release);
    return {n.block.source(), 0, n.used++, 0, nullptr, nullptr};
}

operand kept_number(element type, const void* value) { return my_recorder().number(type, value); }

handle record_product(product code, const operand& a, const operand& b, product_attributes attributes, site where)
{
    const operand both[2] = {a, b};
    record::call c{};
    c.what.what = operation::product;
    c.what.code = static_cast<std::uint8_t>(code);
    c.what.operands = 2;
    c.what.type = a.source ? a.source->type : element::float64;
    c.operands = both;
    c.attributes = attributes;
    c.where = where;
    return record::run_call(c);
}

namespace {

/// Stored views stand for what they read.
operand read(const handle& h)
{
    if (h.source()->is_view) [[unlikely]] return record::follow(whole(h));
    return whole(h);
}
operand read(const part& p) { return p.read(); }

// Out of line, so that the path of a predicted call saves no registers for it.
template <class A, class B>
[[gnu::noinline]] newborn record_unexpected(const A& a, const B& b, product code, site where)
{
    const operand both[2] = {read(a), read(b)};
    if (this_recorder)
        if (const newborn v = this_recorder->moving_product(both, code, where); v.source) return v;
    handle h = record_product(code, both[0], both[1], {}, where);
    const newborn v{h.source(), h.member()};
    h.forget();
    return v;
}

template <class A, class B>
[[gnu::always_inline]] inline newborn record_predicted(const A& a, const B& b, product code, site where)
{
    if (recorder* const r = this_recorder) [[likely]]
        if (const newborn v = r->expected_product(a, b, code); v.source) [[likely]]
            return v;
    return record_unexpected(a, b, code, where);
}

}  // namespace

newborn record_product(const handle& a, const handle& b, product c, site w) { return record_predicted(a, b, c, w); }
newborn record_product(const handle& a, const part& b, product c, site w) { return record_predicted(a, b, c, w); }
newborn record_product(const part& a, const handle& b, product c, site w) { return record_predicted(a, b, c, w); }
newborn record_product(const part& a, const part& b, product c, site w) { return record_predicted(a, b, c, w); }

handle record_elementwise(const elementwise_kernel& kernel, const operand* operands, const void* scalars, site where)
{
    record::call c{};
    c.what.what = operation::elementwise;
    c.what.operands = static_cast<std::uint8_t>(kernel.operands);
    c.what.type = kernel.result;
    c.what.kernel = &kernel;
    c.operands = operands;
    c.scalars = scalars;
    c.scalar_bytes = kernel.scalar_bytes;
    c.where = where;
    return record::run_call(c);
}

element result_of(reduction code, element type)
{
    const bool real = type == element::float32 || type == element::float64;
    const bool complex = type == element::complex64 || type == element::complex128;
    const bool is_unsigned = type >= element::uint8 && type <= element::uint64;
    switch (code) {
    case reduction::argmax:
    case reduction::argmin: return element::int64;
    case reduction::amax:
    case reduction::amin: return type;
    case reduction::sum:
    case reduction::prod:
    case reduction::cumsum:
        if (real || complex) return type;
        return is_unsigned ? element::uint64 : element::int64;
    case reduction::var:
    case reduction::norm:
        if (complex) return type == element::complex64 ? element::float32 : element::float64;
        return real ? type : element::float64;
    case reduction::mean: return real || complex ? type : element::float64;
    }
    return type;
}

handle record_reduction(reduction code, const operand& x, std::uint32_t axes, site where)
{
    record::call c = record::unary(operation::reduce, &x, where);
    c.what.code = static_cast<std::uint8_t>(code);
    c.what.axes = axes;
    return record::run_call(c);
}

handle record_opaque(const opaque_function& f, const operand* operands, site where)
{
    record::call c = record::unary(operation::opaque, operands, where);
    c.what.operands = static_cast<std::uint8_t>(f.operands);
    c.what.function = &f;
    return record::run_call(c);
}

handle record_copy(const operand& x, site where) { return record::run_call(record::unary(operation::copy, &x, where)); }

handle record_view(const part& x)
{
    const operand o = x.read();
    return my_recorder().record(record::unary(operation::view, &o, site{}));
}

void own(handle& h, site where)
{
    if (h.source()->is_view) h = record_copy(whole(h), where);
}

namespace {

part part_from(const handle& owner, const operand& x)
{
    part p;
    p.source = owner;
    p.offset = x.offset;
    p.form.rank = x.rank;
    std::copy(x.shape, x.shape + x.rank, p.form.shape);
    std::copy(x.stride, x.stride + x.rank, p.form.stride);
    return p;
}

}  // namespace

part part_of(const handle& h)
{
    const operand x = whole(h);
    if (!x.source->is_view) return part_from(h, x);
    const operand read = record::follow(x);
    retain_slow(read.source, read.member);
    return part_from(handle(read.source, read.member), read);
}

part part_of(handle&& h)
{
    const handle mine = std::move(h);
    return part_of(mine);
}

}  // namespace tenfold::detail
