// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Runs the products of a step: packs, loops, and splits the work over threads. A task is one matrix product, or a
// panel of one where there are few; every task runs on one BLAS thread.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/product.hpp"
#include "backend/cpu/strided.hpp"
#include "backend/cpu/threads.hpp"
#include "backend/cpu/visit.hpp"

#include <algorithm>

namespace tenfold::backend::on_cpu {

namespace {

constexpr index_t wide = 8192;  // columns from which few rows are cut into pieces that stay in cache
constexpr index_t wide_panel = 2048;
constexpr index_t panel_grain = 16;  // panels are multiples of what micro-kernels take at once

struct addresses {
    const std::byte* a;
    const std::byte* b;
    std::byte* c;

    addresses moved(index_t in_a, index_t in_b, index_t in_c) const { return {a + in_a, b + in_b, c + in_c}; }
};

// Where the operands of each position start: by the step's places, or one fixed set.
struct origin {
    const plan::step* step = nullptr;
    std::byte* const* bases = nullptr;
    index_t first = 0, size = 0;
    index_t shift_a = 0, shift_b = 0, shift_c = 0;  // in elements
    addresses fixed{};

    addresses operator()(index_t n) const
    {
        if (!step) return fixed;
        const auto at = [&](const plan::place& p, index_t shift) {
            return bases[buffer_of(p, first + n)] + (offset_of(*step, p, first + n) + shift) * size;
        };
        return {at(step->operands[0], shift_a), at(step->operands[1], shift_b), at(step->result, shift_c)};
    }
};

// All indices of a list of axes, the last innermost, for each position in turn.
class walk {
public:
    walk(const origin& from, const axis_list& axes, index_t task) : from_(from), axes_(axes), size_(from.size)
    {
        index_t rest = task;
        index_t a = 0, b = 0, c = 0;
        for (int d = axes.count - 1; d >= 0; --d) {
            const axis& x = axes.at[d];
            index_[d] = rest % x.extent;
            rest /= x.extent;
            a += index_[d] * x.a;
            b += index_[d] * x.b;
            c += index_[d] * x.c;
        }
        position_ = rest;
        here_ = from(position_).moved(a * size_, b * size_, c * size_);
    }

    const addresses& here() const { return here_; }

    /// False at the end of a position; then call next_position() if there is another.
    bool next()
    {
        for (int d = axes_.count - 1; d >= 0; --d) {
            const axis& x = axes_.at[d];
            const index_t back = ++index_[d] < x.extent ? 0 : x.extent;
            const index_t by = size_ * (1 - back);
            here_ = here_.moved(x.a * by, x.b * by, x.c * by);
            if (back == 0) return true;
            index_[d] = 0;
        }
        return false;
    }
    void next_position() { here_ = from_(++position_); }

private:
    const origin& from_;
    const axis_list& axes_;
    const index_t size_;
    index_t position_ = 0;
    index_t index_[axis_list::most];
    addresses here_;
};

// Many products of one shape.
class product_list {
public:
    /// `repeats`: how often the whole list will run, with other addresses.
    product_list(const arrangement& r, const axis_list& loops, index_t positions, index_t repeats = 1)
        : r_(r), loops_(loops), tasks_(loops.size() * positions),
          all_(r.core, tasks_ * r.sums.size() * repeats)
    {
        one_ = seconds_of(r.core, all_.how()) * static_cast<double>(r.sums.size());
    }

    double seconds() const { return one_ * static_cast<double>(tasks_); }

    void run(const origin& from, int threads) const
    {
        const bool share = threads > 1 && seconds() > 2 * worth_threads;
        const index_t panels = panels_for(share ? threads : 1);
        if (!share && panels == 1) {
            if (!all_.may_thread()) return range(from, 0, tasks_);
            const one_blas_thread guard;
            return range(from, 0, tasks_);
        }
        const one_blas_thread guard;
        if (panels == 1)
            return parallel(threads, tasks_, 4 * threads, 1, [&](index_t first, index_t last) {
                range(from, first, last);
            });
        parallel(share ? threads : 1, tasks_ * panels, tasks_ * panels, 1, [&](index_t first, index_t last) {
            for (index_t t = first; t < last; ++t) panel(from, t / panels, t % panels, panels);
        });
    }

    /// Tasks first .. last - 1, on this thread.
    void range(const origin& from, index_t first, index_t last) const
    {
        if (last - first == 1 && loops_.count == 0) return one(all_, from(first), from.size);
        walk w(from, loops_, first);
        for (index_t t = first;;) {
            one(all_, w.here(), from.size);
            if (++t == last) return;
            if (!w.next()) w.next_position();
        }
    }

private:
    bool by_columns() const { return r_.core.n >= r_.core.m; }

    index_t panels_for(int threads) const
    {
        if (all_.how() == multiplier::method::dot || all_.how() == multiplier::method::small) return 1;
        const index_t length = std::max(r_.core.m, r_.core.n);
        index_t panels = 1;
        if (threads > 1 && tasks_ < 4 * threads) {
            // Two pieces for each thread where the work is long: a thread that starts late then costs less.
            const index_t wanted = seconds() > 1e-3 ? 2 * threads : threads;
            const auto worth = static_cast<index_t>(one_ / (worth_threads / 2));
            panels = std::min((wanted + tasks_ - 1) / tasks_, std::max<index_t>(worth, 1));
        }
        if (r_.core.n >= wide && r_.core.m <= 64 && all_.how() == multiplier::method::gemm)
            panels = std::max(panels, r_.core.n / wide_panel);
        return std::clamp<index_t>(panels, 1, std::max<index_t>(1, length / panel_grain));
    }

    void one(const multiplier& f, const addresses& at, index_t size) const
    {
        if (r_.sums.count == 0) return f(at.a, at.b, at.c, false);
        origin here;
        here.size = size;
        here.fixed = at;
        walk w(here, r_.sums, 0);
        bool accumulate = false;
        do {
            f(w.here().a, w.here().b, w.here().c, accumulate);
            accumulate = true;
        } while (w.next());
    }

    void panel(const origin& from, index_t task, index_t number, index_t panels) const
    {
        matrices x = r_.core;
        index_t& length = by_columns() ? x.n : x.m;
        const index_t grains = (length + panel_grain - 1) / panel_grain;
        const index_t first = std::min(length, grains * number / panels * panel_grain);
        const index_t last = std::min(length, grains * (number + 1) / panels * panel_grain);
        if (first == last) return;
        length = last - first;
        const index_t shift = first * from.size;
        const walk w(from, loops_, task);
        const addresses at = by_columns() ? w.here().moved(0, x.bn * shift, x.cn * shift)
                                          : w.here().moved(x.am * shift, 0, x.cm * shift);
        one(multiplier(x, 1), at, from.size);
    }

    const arrangement& r_;
    const axis_list& loops_;
    index_t tasks_;
    multiplier all_;
    double one_ = 0;
};

// Copies of the operands that BLAS refuses, made anew when an address changes.
class packer {
public:
    packer(const arrangement& r, element type, bool conjugate)
        : r_(r), type_(type), size_(static_cast<index_t>(size_of(type))), conjugate_(conjugate)
    {
        if (r.pack_a) a_ = room(r.packed_a);
        if (r.pack_b) b_ = room(r.packed_b);
        if (r.pack_c) c_ = room(r.packed_c);
    }

    addresses pack(const addresses& from, int threads)
    {
        addresses to = from;
        if (r_.pack_a) {
            if (from.a != last_a_) fill(r_.packed_a, has::a, from.a, a_.get(), threads);
            if (from.a != last_a_ && conjugate_) conjugate(r_.packed_a.size());
            last_a_ = from.a;
            to.a = a_.get();
        }
        if (r_.pack_b) {
            if (from.b != last_b_) fill(r_.packed_b, has::b, from.b, b_.get(), threads);
            last_b_ = from.b;
            to.b = b_.get();
        }
        if (r_.pack_c) to.c = c_.get();
        return to;
    }

    void unpack(std::byte* c, int threads) const
    {
        if (!r_.pack_c) return;
        nest<2> x;
        for (const axis& d : r_.packed_c) x.add(d.extent, {d.c, packed_stride(d, has::c)});
        copy_elements(x, size_of(type_), c, c_.get(), threads);
    }

private:
    std::shared_ptr<std::byte> room(const axis_list& l) const
    {
        return allocate(static_cast<std::size_t>(l.size() * size_));
    }

    void fill(const axis_list& l, has operand, const std::byte* from, std::byte* to, int threads) const
    {
        nest<2> x;
        for (const axis& d : l) x.add(d.extent, {packed_stride(d, operand), operand == has::a ? d.a : d.b});
        copy_elements(x, size_of(type_), to, from, threads);
    }

    void conjugate(index_t n)
    {
        visit(type_, [&]<class T>(std::type_identity<T>) {
            if constexpr (is_complex<T>) {
                T* const x = reinterpret_cast<T*>(a_.get());
                for (index_t i = 0; i < n; ++i) x[i] = std::conj(x[i]);
            }
        });
    }

    const arrangement& r_;
    element type_;
    index_t size_;
    bool conjugate_;
    std::shared_ptr<std::byte> a_, b_, c_;
    const std::byte* last_a_ = nullptr;
    const std::byte* last_b_ = nullptr;
};

void run_packed(const arrangement& r, const plan::step& s, const origin& from, index_t positions, int threads)
{
    const index_t units = r.batch.size() * positions;
    const product_list each(r, r.inner, 1, units);
    const auto some = [&](index_t first, index_t last, int with) {
        packer p(r, s.type, s.conjugate_a);
        walk w(from, r.batch, first);
        for (index_t u = first;;) {
            origin here;
            here.size = from.size;
            here.fixed = p.pack(w.here(), with);
            each.run(here, with);
            p.unpack(w.here().c, with);
            if (++u == last) return;
            if (!w.next()) w.next_position();
        }
    };
    const double seconds = r.seconds * static_cast<double>(positions);
    if (threads <= 1 || units < threads || seconds < 2 * worth_threads) return some(0, units, threads);
    const one_blas_thread guard;
    parallel(threads, units, 4 * threads, 1, [&](index_t first, index_t last) { some(first, last, 1); });
}

void run_zeros(const groups& g, const origin& from, index_t positions, element type, int threads)
{
    const std::complex<double> zero = 0;
    nest<1> x;
    for (const axis_list* l : {&g.batch, &g.m, &g.n})
        for (const axis& d : *l) x.add(d.extent, {d.c});
    for (index_t n = 0; n < positions; ++n) fill_elements(x, size_of(type), from(n).c, &zero, threads);
}

// Positions that follow a pattern are one more batch axis each.
bool positions_as_axes(const plan::step& s, index_t count, groups& g)
{
    for (const plan::place* p : {&s.operands[0], &s.operands[1], &s.result})
        if (p->table || p->buffers) return false;
    if (s.loops > 1 && count != s.positions()) return false;
    for (int d = s.loops - 1; d >= 0; --d) {
        const index_t n = s.loops == 1 ? count : s.extent[d];
        if (n > 1) g.batch.add({n, s.operands[0].loop[d], s.operands[1].loop[d], s.result.loop[d]});
    }
    return true;
}

}  // namespace

void run_product(
    const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    if (count <= 0) return;
    groups g;
    const index_t positions = positions_as_axes(s, count, g) ? 1 : count;
    group_axes(s.axes, g);
    if (g.empty_result) return;
    origin from;
    from.step = &s;
    from.bases = bases;
    from.first = first;
    from.size = static_cast<index_t>(size_of(s.type));
    from.shift_a = g.shift_a;
    from.shift_b = g.shift_b;
    from.shift_c = g.shift_c;
    const int threads = threads_of(how);
    if (g.empty_sum) return run_zeros(g, from, positions, s.type, threads);
    arrangement r;
    arrange(g, s.type, s.conjugate_a, positions, r);
    if (r.pack_a || r.pack_b || r.pack_c) return run_packed(r, s, from, positions, threads);
    if (r.inner.count == 0) return product_list(r, r.batch, positions).run(from, threads);
    axis_list loops = r.batch;
    for (const axis& x : r.inner) loops.add(x);
    product_list(r, loops, positions).run(from, threads);
}

}  // namespace tenfold::backend::on_cpu
