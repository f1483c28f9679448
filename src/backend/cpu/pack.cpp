// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/pack.hpp"

#include "backend/cpu/strided.hpp"
#include "backend/cpu/visit.hpp"
#include "storage/space.hpp"

namespace tenfold::backend::on_cpu {

namespace {

// Copies of the operands, made anew when an address changes.
class packer {
public:
    packer(const arrangement& r, bool conjugate)
        : r_(r), type_(r.core.type), size_(static_cast<index_t>(size_of(type_))), conjugate_(conjugate)
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

    void unpack(std::byte* c, bool accumulate, int threads) const
    {
        if (!r_.pack_c) return;
        nest<2> x;
        for (const axis& d : r_.packed_c) x.add(d.extent, {d.c, packed_stride(d, has::c)});
        if (accumulate) update_elements(x, type_, detail::store_mode::add, c, c_.get(), threads);
        else copy_elements(x, size_of(type_), c, c_.get(), threads);
    }

private:
    std::shared_ptr<std::byte> room(const axis_list& l) const
    {
        return storage::allocate(static_cast<std::size_t>(l.size() * size_));
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

}  // namespace

packed_products::packed_products(const arrangement& r, bool conjugate_a, const list_range& x)
    : r_(r), conjugate_(conjugate_a), x_(x), units_(x.loops->size() * (x.sum_positions ? 1 : x.positions)),
      terms_(x.sum_positions ? x.positions : 1)
{
}

void packed_products::cut(const share& s, std::vector<chunk>& chunks)
{
    // Few long ones: packing and multiplying share the threads inside, one unit after the other, here and now.
    if (units_ < s.threads && seconds() > s.part / 4) return some(0, units_, s.threads);
    cut_evenly(*this, units_, seconds(), s, chunks);
}

void packed_products::some(index_t first, index_t last, int threads) const
{
    packer p(r_, conjugate_);
    const axis_list none;
    origin here;
    here.size = x_.from->size;
    const double repeats = static_cast<double>(units_ * terms_);
    for (index_t u = first; u < last; ++u)
        for (index_t t = 0; t < terms_; ++t) {
            const walk w(*x_.from, *x_.loops, x_.sum_positions ? t * units_ + u : u);
            const bool accumulate = x_.accumulate || t > 0;
            here.fixed = p.pack(w.here(), threads);
            product_list each(r_.core, {&here, &r_.inner, &r_.sums, 1, false, accumulate && !r_.pack_c, repeats});
            job* const only = &each;
            run_jobs({&only, 1}, threads);
            p.unpack(w.here().c, accumulate, threads);
        }
}

}  // namespace tenfold::backend::on_cpu
