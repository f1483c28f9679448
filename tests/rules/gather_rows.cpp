// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The law: a list of vectors by one matrix is one product, wherever the vectors lie.
#include "rules/support.hpp"

#include <rapidcheck/gtest.h>

using namespace rules_support;

namespace {

template <class T> void expect_law(reference::index rows, reference::index inner, int count, bool in_front, bool parts, bool turned, const char* off)
{
    const auto m = support::whole_numbers<T>(in_front != turned ? shape_t{rows, inner} : shape_t{inner, rows}, 1);
    const auto seen = turned ? reference::transpose(m) : m;
    const tf::array<T> by = turned ? tf::array<T>(tf::transpose(to_array(m))) : to_array(m);
    std::vector<tf::array<T>> got, vectors;
    std::vector<ndarray<T>> want;
    for (int i = 0; i < count; ++i) {
        // Of their own, or parts of different sizes that follow no pattern.
        const auto v = support::whole_numbers<T>({inner + (parts ? i * i % 7 : 0)}, static_cast<unsigned>(i));
        const auto part = reference::view(v, reference::slices{reference::range(v.shape[0] - inner, v.shape[0])});
        vectors.push_back(to_array(v));
        const auto x = tf::view(vectors.back(), xt::range(v.shape[0] - inner, v.shape[0]));
        got.push_back(in_front ? tf::dot(by, x) : tf::dot(x, by));
        want.push_back(in_front ? reference::dot(seen, part) : reference::dot(part, seen));
    }
    if (off) tf::eval(without(off), got);
    else tf::eval(tf::options{}, got);
    for (std::size_t i = 0; i < got.size(); ++i) expect_equal(got[i], want[i]);
}

TEST(GatherRows, ListsOfVectorsAreOneProduct)
{
    const auto m = numbers({900, 120}, 1);
    const tf::array<double> x = to_array(m);
    for (const int count : {30, 500}) {
        std::vector<tf::array<double>> vectors, r;
        for (int i = 0; i < count; ++i) vectors.push_back(to_array(numbers({120}, static_cast<unsigned>(i))));
        for (const auto& v : vectors) r.push_back(tf::dot(x, v));
        const tf::explanation e = tf::explain(r);
        EXPECT_TRUE(rule(e, "gather_rows").fired) << rule(e, "gather_rows").reason;
        EXPECT_TRUE(rule(e, "merge_rows").fired) << rule(e, "merge_rows").reason;
        EXPECT_EQ(e.products_after, 1);
        tf::eval(r);
        for (const int i : {0, 7, count - 1}) expect_equal(r[static_cast<std::size_t>(i)], reference::dot(m, numbers({120}, static_cast<unsigned>(i))));
    }
}

TEST(GatherRows, FewBySmallMatricesStayApart)
{
    const tf::array<double> x = to_array(numbers({6, 5}, 1));
    std::vector<tf::array<double>> vectors, r;
    for (int i = 0; i < 3; ++i) vectors.push_back(to_array(numbers({5}, static_cast<unsigned>(i))));
    for (const auto& v : vectors) r.push_back(tf::dot(x, v));
    EXPECT_FALSE(rule(tf::explain(r), "gather_rows").fired);
}

RC_GTEST_PROP(GatherRows, WhateverTheVectorsAre, ())
{
    const auto rows = *rc::gen::inRange<reference::index>(1, 300), inner = *rc::gen::inRange<reference::index>(1, 200);
    const int count = *rc::gen::inRange(1, 400), type = *rc::gen::inRange(0, 3);
    const bool in_front = *rc::gen::arbitrary<bool>(), parts = *rc::gen::arbitrary<bool>(), turned = *rc::gen::arbitrary<bool>();
    const char* const off = *rc::gen::element<const char*>(nullptr, nullptr, "merge_rows", "gather_rows");
    if (type == 0) expect_law<double>(rows, inner, count, in_front, parts, turned, off);
    else if (type == 1) expect_law<float>(rows, inner, count, in_front, parts, turned, off);
    else expect_law<std::uint64_t>(rows, inner, count, in_front, parts, turned, off);
}

}  // namespace
