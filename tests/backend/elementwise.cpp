// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise steps: what the kernel is handed covers each element of each position once, with broadcasting.
#include "backend/support.hpp"

#include <atomic>

namespace {

using namespace backend_test;

std::atomic<int> calls;

// 100 x0 + 10 x1 + the scalar of its block, over any strides.
void combine(const detail::strided* x, const void* scalars, const detail::strided& r)
{
    ++calls;
    double block;
    std::memcpy(&block, scalars, sizeof block);
    const std::vector<index_t> shape(r.shape, r.shape + r.rank);
    const auto element = [&](const detail::strided& v, const std::vector<index_t>& at) {
        index_t i = 0;
        for (int d = 0; d < v.rank; ++d) {
            const std::size_t of = static_cast<std::size_t>(r.rank - v.rank + d);
            if (v.shape[d] != 1) i += at[of] * v.stride[d];
        }
        return i;
    };
    each_index(shape, [&](const auto& at) {
        static_cast<double*>(r.data)[element(r, at)] =
            100 * static_cast<const double*>(x[0].data)[element(x[0], at)] +
            10 * static_cast<double>(static_cast<const std::int16_t*>(x[1].data)[element(x[1], at)]) + block;
    });
}

constexpr element types[] = {element::float64, element::int16};
const detail::elementwise_kernel kernel{
    element::float64, 2, sizeof(double), types, combine, "100 x0 + 10 x1 + s0", nullptr, 0};

// Axes of length 1 in an operand broadcast; leading ones may be missing.
template <class T> plan::form broadcast(dice& d, const std::vector<index_t>& extent, int loops, memory<T>& m)
{
    std::vector<index_t> own = extent;
    for (std::size_t i = static_cast<std::size_t>(loops); i < own.size(); ++i)
        if (d.chance(0.25)) own[i] = 1;
    m = readable<T>(d, own);
    plan::form f;
    std::size_t begin = static_cast<std::size_t>(loops);
    while (begin < own.size() && own[begin] == 1 && d.chance(0.5)) ++begin;
    f.shape.assign(own.begin() + static_cast<std::ptrdiff_t>(begin), own.end());
    f.stride.assign(m.stride.begin() + static_cast<std::ptrdiff_t>(begin), m.stride.end());
    for (std::size_t i = 0; i < own.size(); ++i)
        if (own[i] == 1 && extent[i] != 1) m.stride[i] = 0;
    return f;
}

void check(unsigned seed, const std::vector<index_t>& extent, int loops, int threads)
{
    dice d(seed);
    plan::step s;
    s.what = plan::kind::elementwise;
    s.type = s.operand_type = element::float64;
    s.kernel = &kernel;
    set_loops(s, {extent.begin(), extent.begin() + loops});
    memory<double> x;
    memory<std::int16_t> y;
    s.operand_forms = {broadcast(d, extent, loops, x), broadcast(d, extent, loops, y)};
    const memory<double> r = distinct<double>(d, extent);
    s.operands = {place_of(d, s, x.start, x.stride, 0), place_of(d, s, y.start, y.stride, 1)};
    s.result = place_of(d, s, r.start, r.stride, 2);
    s.result_form = {{extent.begin() + loops, extent.end()}, {r.stride.begin() + loops, r.stride.end()}};
    const double blocks[] = {0.25, 0.5};
    auto scalars = std::make_shared<std::vector<std::byte>>(sizeof blocks);
    std::memcpy(scalars->data(), blocks, sizeof blocks);
    s.scalars = scalars;
    auto which = std::make_shared<std::vector<index_t>>();
    for (index_t n = 0; n < s.positions(); ++n) which->push_back(n % 2);
    const bool by_position = d.chance(0.3);
    if (by_position) s.scalar_block = which;

    const memory<double> want = copied(r);
    each_index(extent, [&](const auto& at) {
        index_t n = 0;
        for (int l = loops - 1; l >= 0; --l)
            n = n * extent[static_cast<std::size_t>(l)] + at[static_cast<std::size_t>(l)];
        want.at(at) = 100 * x.at(at) + 10 * static_cast<double>(y.at(at)) + blocks[by_position ? n % 2 : 0];
    });
    std::byte* const bases[] = {x.base(), y.base(), r.base()};
    run_in_parts(d, s, bases, threads);
    ASSERT_TRUE(all_same(want, r)) << "seed " << seed;
}

TEST(Elementwise, AnyStridesLoopsAndBroadcasts)
{
    for (unsigned seed = 0; seed < 1500; ++seed) {
        dice d(10000 + seed);
        const int loops = static_cast<int>(d.upto(0, 2));
        std::vector<index_t> extent = d.extents(loops + static_cast<int>(d.upto(0, 4)), 6);
        for (int l = 0; l < loops; ++l) extent[static_cast<std::size_t>(l)] = d.upto(1, 4);
        check(seed, extent, loops, static_cast<int>(d.upto(1, 2)));
        if (HasFatalFailure()) return;
    }
}

TEST(Elementwise, LargeOnTwoThreads)
{
    for (unsigned seed = 0; seed < 8; ++seed) {
        check(seed, {20, 30, 150}, static_cast<int>(seed % 3), 2);
        check(seed, {70001}, 0, 2);
        if (HasFatalFailure()) return;
    }
}

TEST(Elementwise, ContiguousPositionsAreOneCall)
{
    std::vector<double> x(600, 1), r(600, -1);
    std::vector<std::int16_t> y(600, 2);
    plan::step s;
    s.what = plan::kind::elementwise;
    s.kernel = &kernel;
    s.loops = 1;
    s.extent[0] = 10;
    s.operands.resize(2);
    s.operands[0].buffer = 0;
    s.operands[1].buffer = 1;
    s.result.buffer = 2;
    s.operands[0].loop[0] = s.operands[1].loop[0] = s.result.loop[0] = 60;
    s.result_form = {{6, 10}, {10, 1}};
    s.operand_forms = {s.result_form, s.result_form};
    s.scalars = std::make_shared<const std::vector<std::byte>>(sizeof(double));
    std::byte* const bases[] = {bytes(x.data()), bytes(y.data()), bytes(r.data())};
    calls = 0;
    backend::on_host().run(s, bases, 0, 10, {1});
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(r, std::vector<double>(600, 120));
}

}  // namespace
