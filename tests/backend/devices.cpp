// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The pool, the names of devices, and the backend that runs nothing.
#include "backend/null/null.hpp"
#include "backend/support.hpp"

#include <tenfold/options.hpp>

#include <thread>

namespace {

using namespace backend_test;

TEST(Pool, BlocksAreAlignedAndTheirOwn)
{
    dice d(1);
    std::vector<std::pair<std::shared_ptr<std::byte>, std::size_t>> held;
    for (int round = 0; round < 400; ++round) {
        const std::size_t size = d.chance(0.05) ? static_cast<std::size_t>(d.upto(1 << 20, 5 << 20))
                                                : static_cast<std::size_t>(d.upto(0, 20000));
        auto block = backend::allocate(size);
        ASSERT_EQ(reinterpret_cast<std::uintptr_t>(block.get()) % 64, 0u);
        std::memset(block.get(), round & 127, size);
        held.emplace_back(std::move(block), size);
        if (d.chance(0.4)) held.erase(held.begin() + d.upto(0, static_cast<index_t>(held.size()) - 1));
    }
    for (const auto& [block, size] : held)
        for (std::size_t i = 1; i < size; ++i) ASSERT_EQ(block.get()[i], block.get()[0]);
}

TEST(Pool, EverySizeFits)
{
    for (std::size_t size = 1; size < 3000; ++size) std::memset(backend::allocate(size).get(), 1, size);
    for (const std::size_t near :
         {std::size_t{1} << 12, std::size_t{1} << 16, std::size_t{2} << 20, std::size_t{3} << 20})
        for (std::size_t size = near - 130; size < near + 130; ++size) {
            auto block = backend::allocate(size);
            block.get()[0] = block.get()[size - 1] = std::byte{1};
        }
}

TEST(Pool, ThreadsShareIt)
{
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([t] {
            for (int i = 0; i < 3000; ++i) {
                const auto size = static_cast<std::size_t>(1 + (i * 37 + t) % 5000);
                auto block = backend::allocate(size);
                std::memset(block.get(), t, size);
                for (std::size_t k = 0; k < size; k += 97) ASSERT_EQ(block.get()[k], std::byte(t));
            }
        });
    for (std::thread& t : threads) t.join();
}

TEST(Pool, TooMuchIsAnError)
{
    EXPECT_THROW(backend::allocate(std::size_t{1} << 62), memory_error);
    EXPECT_THROW(backend::allocate(static_cast<std::size_t>(-1)), memory_error);
    EXPECT_THROW(
        detail::allocate(element::complex128, std::numeric_limits<index_t>::max() / 2), memory_error);
    EXPECT_THROW(detail::allocate(element::float64, -1), memory_error);
    const detail::memory m = detail::allocate(element::float32, 100);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(m.data) % 64, 0u);
    m.release(m.context);
}

TEST(Device, NamesAndReasons)
{
    EXPECT_EQ(cpu().name(), "cpu");
    EXPECT_EQ(null_device().name(), "null");
    try {
        cuda(3);
        FAIL() << "this build has no CUDA module";
    }
    catch (const device_error& e) {
        EXPECT_NE(std::string(e.what()).find("cuda:3"), std::string::npos);
        EXPECT_NE(std::string(e.what()).find("no CUDA"), std::string::npos);
    }
    const device before = default_device();
    set_default_device(null_device());
    EXPECT_EQ(default_device(), null_device());
    set_default_device(before);
}

TEST(Null, NotesWhatItIsAskedFor)
{
    plan::step s;
    s.name = "dot";
    s.loops = 1;
    s.extent[0] = 10;
    s.axes = {
        {2, 3, 0, 4, true, false, true}, {4, 0, 1, 1, false, true, true}, {3, 1, 4, 0, true, true, false}};
    backend::null_backend null;
    null.run(s, nullptr, 0, 4, {});
    null.run(s, nullptr, 4, 6, {});
    ASSERT_EQ(null.requests().size(), 2u);
    EXPECT_EQ(null.requests()[1].first, 4);
    EXPECT_EQ(null.requests()[1].name, "dot");
    EXPECT_EQ(null.requests()[0].flops, 2.0 * 2 * 3 * 4 * 4);
    EXPECT_EQ(null.positions(plan::kind::product), 10);
    EXPECT_EQ(null.positions(plan::kind::copy), 0);
    null.forget();
    EXPECT_TRUE(null.requests().empty());
}

}  // namespace
