// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/recorder.hpp"
#include "record/recycle.hpp"

#include <algorithm>
#include <type_traits>

namespace tenfold::record {

namespace {

constexpr std::size_t rooms[] = {0, 320, leaf::most_room};

template <int n>
using kept_leaves = recycled<sizeof(leaf) + rooms[n], alignof(leaf), [](storage::per_thread& t) -> auto& { return t.leaves[n]; }>;

void* take(int n)
{
    return n == 0 ? kept_leaves<0>::take() : n == 1 ? kept_leaves<1>::take() : kept_leaves<2>::take();
}

void give(void* p, int n) noexcept
{
    n == 0 ? kept_leaves<0>::give(p) : n == 1 ? kept_leaves<1>::give(p) : kept_leaves<2>::give(p);
}

}  // namespace

leaf* leaf::over(element type, int rank, const index_t* shape, const index_t* stride, detail::memory m)
{
    auto dims = many_dims(rank);
    detail::recorder& mine = detail::my_recorder();
    return new (take(0)) leaf(mine, std::move(dims), type, rank, shape, stride, m);
}

leaf* leaf::away(element type, int rank, const index_t* shape, const index_t* stride, replica r)
{
    auto lies = std::make_unique<replica>(std::move(r));
    leaf* const f = over(type, rank, shape, stride, {});
    f->place_.data = nullptr;
    f->may_change = false;
    f->replicas_ = std::move(lies);
    return f;
}

leaf* leaf::with_room(element type, int rank, const index_t* shape, std::size_t bytes)
{
    auto dims = many_dims(rank);
    detail::recorder& mine = detail::my_recorder();
    const int n = bytes <= rooms[1] ? 1 : 2;
    void* const p = take(n);
    leaf* const f = new (p) leaf(mine, std::move(dims), type, rank, shape, nullptr, {static_cast<std::byte*>(p) + sizeof(leaf), nullptr, nullptr});
    f->rooms_ = n;
    return f;
}

void leaf::operator delete(leaf* p, std::destroying_delete_t) noexcept
{
    const int n = p->rooms_;
    p->~leaf();
    give(p, n);
}

std::unique_ptr<index_t[]> leaf::many_dims(int rank)
{
    const auto words = 3 * static_cast<std::size_t>(rank);   // strides twice, where they are not row-major
    return words <= std::extent_v<decltype(near_dims)> ? nullptr : std::make_unique_for_overwrite<index_t[]>(words);
}

leaf::leaf(detail::recorder& mine, std::unique_ptr<index_t[]> many, element e, int axes, const index_t* lengths,
           const index_t* steps, detail::memory m) noexcept
    : memory_(m), many_dims_(std::move(many))
{
    index_t* const dims = many_dims_ ? many_dims_.get() : near_dims;
    std::copy(lengths, lengths + axes, dims);
    canonical_strides(axes, lengths, dims + axes);
    owner = &mine;
    what.type = type = e;
    rank = static_cast<std::uint8_t>(axes);
    shape = dims;
    stride = dims + axes;
    single = true;
    count.store(1, std::memory_order_relaxed);
    place_.of = this;
    place_.count = 1;
    static constexpr std::byte nothing{};   // where values without elements lie
    place_.data = m.data ? static_cast<const std::byte*>(m.data) : &nothing;
    may_change = !m.release && m.data != room();
    place_.stride = stride;
    if (steps && !std::equal(steps, steps + axes, stride)) {
        std::copy(steps, steps + axes, dims + 2 * axes);
        place_.stride = dims + 2 * axes;
    }
    placed.store(&place_, std::memory_order_release);
}

std::unique_ptr<replica>& replicas_of(const detail::placement& p)
{
    value_family& f = const_cast<value_family&>(*core(p.of));
    if (f.is_leaf()) return static_cast<leaf&>(f).replicas_;
    return const_cast<kept_placement&>(static_cast<const kept_placement&>(p)).replicas;
}

void set_home(const detail::placement& p, const std::byte* data, std::shared_ptr<std::byte> block, std::size_t bytes)
{
    value_family& f = const_cast<value_family&>(*core(p.of));
    if (f.is_leaf()) {
        leaf& of = static_cast<leaf&>(f);
        of.replicas_->home = std::move(block);
        of.place_.data = data;   // last: whoever sees it sees the block
        return;
    }
    auto& kept = const_cast<kept_placement&>(static_cast<const kept_placement&>(p));
    kept.block = std::move(block);
    kept.block_bytes = bytes;
    kept.data = data;
}

leaf::~leaf()
{
    if (memory_.release) memory_.release(memory_.context);
}

}  // namespace tenfold::record
