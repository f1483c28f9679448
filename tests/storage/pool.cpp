// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Blocks: their alignment and sizes, who may free them, what is kept of them, and how they are counted.
#include "storage/pool.hpp"
#include "backend/support.hpp"
#include "checked_memory.hpp"
#include "storage/space.hpp"

#include <tenfold/tenfold.hpp>

#include <barrier>
#include <cstdlib>
#include <thread>

namespace {

using namespace backend_test;

constexpr std::size_t KiB = 1024, MiB = 1024 * KiB;
memory_use use() { return tenfold::memory(); }

// What idle threads of earlier tests (oneTBB's) keep for themselves: nobody else may take it from them.
std::size_t kept_elsewhere()
{
    trim_memory();
    return use().pooled;
}

// The limit of before comes back at the end.
struct limited {
    explicit limited(std::size_t bytes) { set_memory_limit(bytes); }
    ~limited() { set_memory_limit(std::size_t{1} << 30); }
};

TEST(Pool, BlocksAreAlignedAndTheirOwn)
{
    dice d(1);
    std::vector<std::pair<std::shared_ptr<std::byte>, std::size_t>> held;
    for (int round = 0; round < 400; ++round) {
        const std::size_t size = d.chance(0.05) ? static_cast<std::size_t>(d.upto(1 << 20, 5 << 20))
                                                : static_cast<std::size_t>(d.upto(0, 20000));
        auto block = storage::allocate(size);
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
    for (std::size_t size = 1; size < 3000; ++size) std::memset(storage::allocate(size).get(), 1, size);
    for (const std::size_t near :
         {std::size_t{1} << 12, std::size_t{1} << 16, std::size_t{2} << 20, std::size_t{3} << 20})
        for (std::size_t size = near - 130; size < near + 130; ++size) {
            auto block = storage::allocate(size);
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
                auto block = storage::allocate(size);
                std::memset(block.get(), t, size);
                for (std::size_t k = 0; k < size; k += 97) ASSERT_EQ(block.get()[k], std::byte(t));
            }
        });
    for (std::thread& t : threads) t.join();
}

TEST(Pool, TooMuchIsAnError)
{
    const std::size_t before = tenfold::memory().live;
    EXPECT_THROW(storage::allocate(std::size_t{1} << 62), memory_error);
    EXPECT_THROW(storage::allocate(std::size_t{1} << 55), memory_error);  // more than there are addresses
    EXPECT_THROW(storage::allocate(static_cast<std::size_t>(-1)), memory_error);
    EXPECT_THROW(
        detail::allocate(element::complex128, std::numeric_limits<index_t>::max() / 2), memory_error);
    EXPECT_THROW(detail::allocate(element::float64, -1), memory_error);
    const detail::memory m = detail::allocate(element::float32, 100);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(m.data) % 64, 0u);
    m.release(m.context);
    EXPECT_EQ(tenfold::memory().live, before);
}

TEST(Pool, ClassesHoldWhatTheyAreFor)
{
    using namespace storage;
    static_assert(class_of(1) == 0 && class_of(64) == 0 && class_of(65) == 1 && class_of(1025) == 16);
    static_assert(bytes_of_class(small_classes - 1) == 32 * KiB);
    for (std::size_t bytes = 1; bytes < 100 * MiB; bytes += 1 + bytes / 7) {
        const std::size_t got = bytes_of_class(class_of(bytes));
        EXPECT_GE(got, bytes);
        EXPECT_LE(got, std::max(bytes + bytes / 8 + 64, bytes >= huge ? bytes + bytes / 8 + huge : 0));
    }
}

TEST(Memory, LiveFollowsArrays)
{
    const std::size_t before = use().live;
    {
        const array<double> x = ones<double>({1000, 1000});
        const array<double> y = copy(x);
        eval(y);
        EXPECT_GE(use().live, before + 8000000);
        EXPECT_LT(use().live, before + 3 * 8000000);
        EXPECT_EQ(y(3, 3), 1.0);
    }
    EXPECT_EQ(use().live, before);
}

TEST(Memory, EverySizeIsCounted)
{
    const std::size_t before = use().live;
    std::vector<std::shared_ptr<std::byte>> held;
    std::size_t sum = 0;
    for (std::size_t bytes = 1; bytes < 8 * MiB; bytes += bytes / 2 + 1) {
        held.push_back(storage::allocate(bytes));
        sum += storage::bytes_of_class(storage::class_of(bytes + 64));
        ASSERT_EQ(use().live, before + sum);
    }
    held.clear();
    EXPECT_EQ(use().live, before);
}

TEST(Memory, PeakIsTheMostAtOnce)
{
    reset_peak_memory();
    const std::size_t before = use().live;
    EXPECT_EQ(use().peak, before);
    for (int i = 0; i < 10; ++i) {
        storage::allocate(3 * MiB);
        storage::allocate(1000);
    }
    EXPECT_EQ(use().peak, before + 4 * MiB);
    for (int i = 0; i < 10; ++i) storage::allocate(5000);
    EXPECT_EQ(use().peak, before + 4 * MiB);
    reset_peak_memory();
    for (int i = 0; i < 10; ++i) storage::allocate(5000);
    EXPECT_EQ(use().peak, before + 5120);
    EXPECT_EQ(use().live, before);
}

TEST(Memory, FreedBlocksAreKeptAndGivenBack)
{
    const limited to(64 * MiB);
    const std::size_t elsewhere = kept_elsewhere();
    for (const std::size_t bytes : {100 * KiB, 1000 * KiB, 4 * MiB, std::size_t{100}}) storage::allocate(bytes);
    if (!keeps_freed_blocks) {
        EXPECT_EQ(use().pooled, 0u);  // by anybody
        return;
    }
    const std::size_t kept = use().pooled;
    EXPECT_GE(kept, 5100 * KiB);
    const void* const first = storage::allocate(100 * KiB).get();
    EXPECT_EQ(storage::allocate(100 * KiB).get(), first);
    EXPECT_EQ(use().pooled, kept);
    trim_memory(2 * MiB);  // the largest goes
    EXPECT_GT(use().pooled, 1000 * KiB);
    EXPECT_LE(use().pooled, 2 * MiB);
    trim_memory();
    EXPECT_EQ(use().pooled, elsewhere);
}

TEST(Memory, LimitBoundsWhatIsKept)
{
    const std::size_t elsewhere = kept_elsewhere();
    for (const std::size_t limit : {std::size_t{0}, 1 * KiB, 100 * KiB, 1 * MiB, 20 * MiB}) {
        const limited to(limit);
        dice d(7);
        std::vector<std::shared_ptr<std::byte>> held(50);
        for (int i = 0; i < 2000; ++i) {
            held[static_cast<std::size_t>(d.upto(0, 49))] = storage::allocate(static_cast<std::size_t>(d.upto(0, 1 << d.upto(4, 21))));
            if (i % 50 == 0) held.assign(50, nullptr);
            if (i % 10 == 0) { ASSERT_LE(use().pooled, limit + elsewhere); }
        }
    }
    {
        const limited to(50 * MiB);
        for (int i = 0; i < 20; ++i) storage::allocate(static_cast<std::size_t>(i) * 100 * KiB);
        set_memory_limit(1 * MiB);
        EXPECT_LE(use().pooled, 1 * MiB + elsewhere);
        set_memory_limit(0);
        EXPECT_EQ(use().pooled, elsewhere);
    }
}

// One thread takes what another gives back, through every class and over every bound.
TEST(Memory, OtherThreadsMayFree)
{
    const std::size_t before = use().live;
    for (const int size : {10, 900, 5000, 33000, 3000000}) {
        std::vector<std::shared_ptr<std::byte>> passed;
        for (int i = 0; i < (size > 100000 ? 3 : 300); ++i) {
            passed.push_back(storage::allocate(static_cast<std::size_t>(size)));
            std::memset(passed.back().get(), i, static_cast<std::size_t>(size));
        }
        EXPECT_GT(use().live, before);
        std::thread([&] { passed.clear(); }).join();
        EXPECT_EQ(use().live, before);
        std::thread([&] { passed.push_back(storage::allocate(static_cast<std::size_t>(size))); }).join();
        EXPECT_GT(use().live, before);
    }
    EXPECT_EQ(use().live, before);
}

TEST(Memory, ManyThreadsAndExactInTheEnd)
{
    const limited to(10 * MiB);
    const std::size_t elsewhere = kept_elsewhere();
    const std::size_t before = use().live;
    reset_peak_memory();
    constexpr int count = 8;
    std::barrier turn(count);
    std::vector<std::shared_ptr<std::byte>> passed[count];
    std::vector<std::thread> threads;
    for (int t = 0; t < count; ++t)
        threads.emplace_back([&, t] {
            dice d(static_cast<unsigned>(t));
            for (int round = 0; round < 20; ++round) {
                for (int i = 0; i < 50; ++i)
                    passed[t].push_back(storage::allocate(static_cast<std::size_t>(d.upto(0, 1 << d.upto(4, 17)))));
                turn.arrive_and_wait();
                passed[(t + 1) % count].clear();
                turn.arrive_and_wait();
            }
        });
    for (std::thread& t : threads) t.join();
    EXPECT_EQ(use().live, before);
    EXPECT_GT(use().peak, before);
    EXPECT_LE(use().pooled, 10 * MiB + elsewhere);
    trim_memory();
    EXPECT_EQ(use().pooled, elsewhere);
}

// Destroyed after what the pool keeps for the thread: its first allocation came later.
struct late {
    std::shared_ptr<std::byte> small, large;
    std::vector<array<double>> list;
    ~late()
    {
        small = storage::allocate(100);
        storage::allocate(3000);
    }
};
late dropped_after_main;

TEST(Memory, ValuesOutliveTheirThread)
{
    const std::size_t before = use().live;
    std::thread([] {
        static thread_local late mine;
        mine.small = storage::allocate(500);
        mine.large = storage::allocate(500000);
        mine.list.push_back(copy(ones<double>({10, 10})));
    }).join();
    EXPECT_EQ(use().live, before);
    dropped_after_main.small = storage::allocate(500);
    dropped_after_main.large = storage::allocate(500000);
    dropped_after_main.list.push_back(copy(ones<double>({10, 10})));
}

TEST(Memory, LimitsAreReadOrRefused)
{
    using storage::parse_bytes;
    EXPECT_EQ(parse_bytes("0", "X"), 0u);
    EXPECT_EQ(parse_bytes("65536", "X"), 65536u);
    EXPECT_EQ(parse_bytes("3K", "X"), 3 * KiB);
    EXPECT_EQ(parse_bytes("512M", "X"), 512 * MiB);
    EXPECT_EQ(parse_bytes("2g", "X"), 2048 * MiB);
    for (const char* text : {"", "M", "-1", "1.5G", "12MB", "1 G", "lots", "99999999999999999999", "18446744073709551615K"})
        try {
            parse_bytes(text, "TENFOLD_POOL_LIMIT");
            ADD_FAILURE() << text;
        }
        catch (const error& e) {
            EXPECT_NE(std::string(e.what()).find("TENFOLD_POOL_LIMIT=" + std::string(text) + " "), std::string::npos) << e.what();
        }
}

// In a process of its own, since the environment is read once.
TEST(MemoryDeathTest, TheEnvironmentSetsTheLimit)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto kept = [](const char* limit) {
        setenv("TENFOLD_POOL_LIMIT", limit, 1);
        try {
            const array<double> x = copy(ones<double>({300, 300}));
            eval(x);
        }
        catch (const error& e) {
            std::fputs(e.what(), stderr);
            std::_Exit(3);
        }
        std::_Exit(use().pooled > 0 ? 1 : 0);
    };
    EXPECT_EXIT(kept("0"), testing::ExitedWithCode(0), "");
    EXPECT_EXIT(kept("1G"), testing::ExitedWithCode(keeps_freed_blocks ? 1 : 0), "");
    EXPECT_EXIT(kept("plenty"), testing::ExitedWithCode(3), "TENFOLD_POOL_LIMIT=plenty is not a number of bytes");
}

}  // namespace
