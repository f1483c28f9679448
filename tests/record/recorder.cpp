// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/recorder.hpp"
#include "evaluation.hpp"
#include "record/reach.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <thread>
#include <vector>

using namespace tenfold;
using namespace tenfold::detail;
using record::calls;
using record::core;

namespace {

struct counted {
    static inline int alive = 0;
    std::vector<double> data = std::vector<double>(400, 1.0);
    counted() { ++alive; }
    ~counted() { --alive; }
};

handle leaf()
{
    auto* c = new counted;
    const index_t shape[] = {20, 20}, stride[] = {20, 1};
    return record_leaf(element::float64, 2, shape, stride,
                       {c->data.data(), c, [](void* p) { delete static_cast<counted*>(p); }});
}

handle dot_window(const handle& a, const handle& b, index_t i, site where = site::current())
{
    const index_t shape[] = {20, 5}, stride[] = {20, 1};
    return record_product(product::dot, whole(a), {b.source(), b.member(), i, 2, shape, stride}, {}, where);
}

void read(const handle& h) { locate(h, site::current()); }

class Recorder : public testing::Test {
protected:
    void TearDown() override
    {
        // Whatever a test recorded is over: the next one starts with an empty epoch.
        read(leaf());
        const handle a = leaf();
        read(record_copy(whole(a), site::current()));
    }
};

TEST_F(Recorder, ALoopIsOneFamilyOfOneRun)
{
    const handle a = leaf(), b = leaf();
    std::vector<handle> results;
    for (index_t i = 0; i < 15; ++i) results.push_back(dot_window(a, b, i));
    const auto& f = *calls(results[0].source());
    EXPECT_EQ(f.count.load(), 15);
    EXPECT_EQ(f.sources.size(), 2u);
    EXPECT_EQ(f.operands[1].offsets.runs(), 1u);
    for (index_t i = 0; i < 15; ++i) {
        EXPECT_EQ(results[static_cast<std::size_t>(i)].source(), &f);
        EXPECT_EQ(f.operands[1].offsets.at(i), i);
    }
}

TEST_F(Recorder, ShuffledAndNestedLoopsStayOneFamily)
{
    const handle b = leaf();
    const std::vector<handle> filters{leaf(), leaf(), leaf()};
    std::vector<handle> results;
    std::vector<index_t> offsets;
    std::mt19937 draw(3);
    for (const handle& a : filters)
        for (int i = 0; i < 40; ++i) {
            offsets.push_back(static_cast<index_t>(draw() % 16));
            results.push_back(dot_window(a, b, offsets.back()));
        }
    const auto& f = *calls(results[0].source());
    EXPECT_EQ(f.count.load(), 120);
    for (std::size_t n = 0; n < offsets.size(); ++n) {
        EXPECT_EQ(f.operands[1].offsets.at(static_cast<index_t>(n)), offsets[n]);
        EXPECT_EQ(f.sources[static_cast<std::size_t>(f.operands[0].numbers.at(static_cast<index_t>(n)))],
                  filters[n / 40].source());
    }
}

TEST_F(Recorder, TwoSitesInOneBodyAreTwoFamilies)
{
    const handle a = leaf(), b = leaf();
    std::vector<handle> x, y;
    for (index_t i = 0; i < 10; ++i) {
        x.push_back(dot_window(a, b, i));
        y.push_back(dot_window(b, a, i));
    }
    EXPECT_NE(x[0].source(), y[0].source());
    EXPECT_EQ(x[9].source(), x[0].source());
    EXPECT_EQ(core(y[0].source())->count.load(), 10);
}

TEST_F(Recorder, DroppedResultsMoveTheMarkAndLeaveHoles)
{
    const handle a = leaf(), b = leaf();
    std::vector<std::optional<handle>> results;
    for (index_t i = 0; i < 300; ++i) results.emplace_back(dot_window(a, b, i % 16));
    auto& f = *calls(results[0]->source());
    std::vector<bool> dead(300, false);
    std::mt19937 draw(4);
    const auto drop = [&](std::size_t n) {
        results[n].reset();
        dead[n] = true;
        const auto living = record::living_members(f);
        for (index_t m = 0; m < 300; ++m) ASSERT_EQ(living.contains(m), !dead[static_cast<std::size_t>(m)]) << m;
        ASSERT_EQ(f.living(), living.size());
    };
    for (int k = 0; k < 250; ++k) drop(draw() % 300);
    for (std::size_t n = 0; n < 299; ++n) drop(n);  // the mark passes the holes
}

TEST_F(Recorder, TheMarkPassesPagesOfHoles)
{
    for (const std::size_t count : {64, 128, 130, 200, 256, 300}) {
        const handle a = leaf(), b = leaf();
        std::vector<std::optional<handle>> results;
        for (std::size_t i = 0; i < count; ++i) results.emplace_back(dot_window(a, b, static_cast<index_t>(i % 16)));
        auto& f = *calls(results[0]->source());
        for (std::size_t i = 1; i < count; i += 2) results[i].reset();
        for (std::size_t i = 0; i < count; i += 2) {
            results[i].reset();
            ASSERT_EQ(f.living(), static_cast<index_t>((count - 1 - i) / 2)) << i << " of " << count;
        }
    }
}

TEST_F(Recorder, ACopyKeepsItsMember)
{
    const handle a = leaf(), b = leaf();
    std::vector<handle> results;
    for (index_t i = 0; i < 10; ++i) results.push_back(dot_window(a, b, i));
    handle copy = results[3], another = copy;
    auto& f = *calls(copy.source());
    results.clear();
    EXPECT_EQ(f.living(), 1);
    copy = handle();
    EXPECT_EQ(f.living(), 1);
    EXPECT_TRUE(record::living_members(f).contains(3));
}

TEST_F(Recorder, SourcesAreReleasedWhenTheirReadersAreGone)
{
    const int before = counted::alive;
    {
        const handle b = leaf();
        handle last;
        for (int i = 0; i < 10; ++i) {
            const handle a = leaf();
            last = dot_window(a, b, i);
        }
        read(last);
    }
    read(leaf());
    EXPECT_EQ(counted::alive, before);
}

TEST_F(Recorder, CollectingFreesSourcesOfDeadMembers)
{
    const int before = counted::alive;
    const handle b = leaf();
    handle last;
    for (int i = 0; i < 100; ++i) {
        const handle a = leaf();
        last = dot_window(a, b, i % 16);
    }
    EXPECT_EQ(counted::alive - before, 101);
    record::collect(my_recorder());
    EXPECT_EQ(counted::alive - before, 2);
    read(last);
}

TEST_F(Recorder, HandlesMayBeCopiedAndDroppedByOtherThreads)
{
    const handle a = leaf(), b = leaf();
    std::vector<handle> results;
    for (index_t i = 0; i < 16; ++i) results.push_back(dot_window(a, b, i));
    auto& f = *calls(results[0].source());
    std::vector<handle> kept;
    std::thread other([&, mine = results] {
        kept.assign(mine.begin(), mine.begin() + 4);
    });
    other.join();
    results.clear();
    record::drain_foreign_counts();
    EXPECT_EQ(f.living(), 4);
    std::thread([&] { kept.clear(); }).join();
    record::drain_foreign_counts();
    EXPECT_EQ(f.living(), 0);
}

TEST_F(Recorder, AnotherThreadMayReadWhatAnEndedThreadRecorded)
{
    std::vector<handle> results;
    std::thread([&] {
        const handle a = leaf(), b = leaf();
        for (index_t i = 0; i < 16; ++i) results.push_back(dot_window(a, b, i));
    }).join();
    for (const handle& h : results) {
        const located at = locate(h, site::current());
        EXPECT_EQ(reinterpret_cast<const double*>(at.data)[0], 20.0);
    }
}

TEST_F(Recorder, AnEndedThreadLeavesNothingBehindThatNobodyHolds)
{
    const auto next_thread = [] { std::thread([] { read(leaf()); }).join(); };
    next_thread();
    const int before = counted::alive;
    std::vector<handle> kept;
    std::thread([&] {
        const handle b = leaf();
        std::vector<handle> given;
        for (int i = 0; i < 10; ++i) {
            const handle a = leaf();
            given.push_back(dot_window(a, b, i));
        }
        std::thread([mine = std::move(given), &kept] { kept.push_back(mine[3]); }).join();
    }).join();
    EXPECT_EQ(counted::alive, before + 3);  // and what the last call read
    read(kept[0]);
    kept.clear();
    next_thread();  // takes the recorder over
    EXPECT_EQ(counted::alive, before);
}

TEST_F(Recorder, AHandleFromAStoredViewKeepsWhatTheViewReads)
{
    for (const bool computed : {false, true}) {
        const int before = counted::alive;
        {
            const handle a = leaf(), b = leaf();
            std::vector<handle> all;
            for (index_t i = 0; i < 5; ++i) all.push_back(dot_window(a, b, i));
            handle stored = record_view(part_of(all[2])), other = record_view(part_of(a));
            auto& f = *calls(all[2].source());
            if (computed) read(stored);
            all.clear();
            EXPECT_EQ(f.living(), 0);
            const part p = part_of(stored);
            EXPECT_EQ(f.living(), 1);
            EXPECT_TRUE(record::living_members(f).contains(2));
            stored = handle();
            record::collect(my_recorder());
            const located at = locate(p.source, site::current());
            EXPECT_EQ(reinterpret_cast<const double*>(at.data)[0], 20.0);
        }
        read(leaf());
        record::collect(my_recorder());
        EXPECT_EQ(counted::alive, before);
    }
}

TEST_F(Recorder, CollectingKeepsWhatStoredViewsRead)
{
    std::vector<handle> views;
    for (index_t i = 0; i < 3; ++i) views.push_back(record_view(part_of(leaf())));
    evaluation::compute_eagerly(views[0], site::current());  // this one only
    views[1] = handle();
    record::collect(my_recorder());
    for (const int i : {0, 2}) {
        const handle again = record_copy(whole(views[static_cast<std::size_t>(i)]), site::current());
        const located at = locate(again, site::current());
        EXPECT_EQ(reinterpret_cast<const double*>(at.data)[0], 1.0);
    }
}

TEST_F(Recorder, AHandleOfALeafFromAStoredViewKeepsIt)
{
    const int before = counted::alive;
    {
        handle a = leaf(), stored = record_view(part_of(a));
        a = handle();
        const part p = part_of(stored), copy = p;
        read(stored);
        stored = handle();
        record::collect(my_recorder());
        EXPECT_EQ(counted::alive, before + 1);
        const located at = locate(copy.source, site::current());
        EXPECT_EQ(reinterpret_cast<const double*>(at.data)[0], 1.0);
    }
    record::collect(my_recorder());
    EXPECT_EQ(counted::alive, before);
}

TEST_F(Recorder, AViewOfAStoredViewReadsTheSource)
{
    const handle b = leaf();
    part p = part_of(b);
    p.offset = 21;
    p.form.shape[0] = p.form.shape[1] = 3;
    const handle stored = record_view(p);
    const part again = part_of(stored);
    EXPECT_EQ(again.source.source(), b.source());
    EXPECT_EQ(again.offset, 21);
    EXPECT_EQ(again.form.shape[0], 3);
    EXPECT_EQ(again.form.stride[0], 20);
}

// The view keeps the family and not the member; what follows the view holds the member again.
TEST_F(Recorder, AMemberThatOnlyAViewReadsLivesAgain)
{
    const handle a = leaf(), b = leaf();
    std::vector<handle> results;
    for (index_t i = 0; i < 100; ++i) results.push_back(dot_window(a, b, i % 16));
    auto& f = *calls(results[0].source());
    handle seen = record_view(part_of(results[30])), lone;
    results.clear();
    EXPECT_EQ(f.living(), 0);
    {
        const part followed = part_of(std::move(seen));
        EXPECT_EQ(f.living(), 1);
        EXPECT_TRUE(record::living_members(f).contains(30));
        read(record_copy(whole(b), site::current()));  // what nobody holds goes
        EXPECT_EQ(followed.source.source(), &f);
        const located at = locate(followed.source, site::current());
        EXPECT_EQ(reinterpret_cast<const double*>(at.data)[0], 20.0);
        lone = record_view(followed);
    }
    read(lone);
    const part computed = part_of(std::move(lone));  // of a family that the epoch has given up
    read(record_copy(whole(b), site::current()));
    EXPECT_EQ(reinterpret_cast<const double*>(locate(computed.source, site::current()).data)[0], 20.0);

    const int before = counted::alive;
    handle leaf_seen = record_view(part_of(leaf()));
    const part of_leaf = part_of(std::move(leaf_seen));
    read(record_copy(whole(b), site::current()));
    EXPECT_EQ(counted::alive, before + 1);
    EXPECT_EQ(core(of_leaf.source.source())->count.load(), 1);
}

}  // namespace
