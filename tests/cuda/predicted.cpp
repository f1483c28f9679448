// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a plan says that it will ask the device for is what it asks for.
#include "cuda/support.hpp"
#include "differential/random.hpp"

#include <rapidcheck/gtest.h>

using namespace cuda_support;

namespace {

std::int64_t asked_for()
{
    const fake_cuda::counts c = fake_cuda::counted();
    return c.launches + c.products;
}

/// Evaluates, and compares where it does not run as a graph. Returns what was predicted.
template <class X> std::int64_t expect_predicted(const X& x, tf::options o = {})
{
    o.device = gpu();
    const tf::explanation e = tf::explain(o, x);
    fake_cuda::reset_counts();
    tf::eval(o, x);
    std::int64_t steps = 0;
    for (const auto& s : e.steps) steps += s.launches;
    EXPECT_EQ(steps, e.launches);
    if (fake_cuda::counted().graphs == 0) EXPECT_EQ(asked_for(), e.launches) << e;
    return e.launches;
}

/// The same GPU with rates of a processor, by which rules find more worth their while in small programs.
tf::device with_other_rates()
{
    gpu();
    static auto* const second = new tf::backend::on_cuda::cuda_executor(0, tf::plan::gpu_machine{tf::plan::this_machine()});
    tf::backend::add_gpu(1, *second);
    return tf::cuda(1);
}

/// The same of random programs. Numbers are such that orders of products that were changed keep them.
template <class T> void predicted_of_random(differential::element type)
{
    differential::program p = differential::random_program(type);
    for (differential::step& s : p.steps)
        if (s.what == differential::act::leaf) s.n[1] = 0;
    std::string wrong;
    const tf::device was = tf::default_device();
    tf::set_default_device(with_other_rates());
    differential::run_lazily<T>(p, [&](const tf::options& o, const std::vector<tf::array<T>>& some) {
        const tf::explanation e = tf::explain(o, some);
        fake_cuda::reset_counts();
        tf::eval(o, some);
        std::ostringstream text;
        if (fake_cuda::counted().graphs == 0 && asked_for() != e.launches && wrong.empty())
            (text << e << "asked for " << asked_for()), wrong = text.str();
    });
    tf::set_default_device(was);
    if (wrong.empty()) return;
    RC_LOG() << wrong << '\n' << differential::as_source(p, "");
    RC_FAIL("the device was asked for something else");
}

TEST_F(Cuda, StepsSayWhatTheyLaunch)
{
    const A a(numbers({30, 20}, 1)), b(numbers({20, 30}, 2)), row(numbers({30}, 3)), long_row(numbers({100000}, 4));
    EXPECT_EQ(expect_predicted(A(tf::dot(a, b))), 1);
    EXPECT_EQ(expect_predicted(A(xt::tanh(tf::dot(a, b)) + row)), 2);
    EXPECT_EQ(expect_predicted(A(tf::sum(a, 0))), 2);
    EXPECT_EQ(expect_predicted(A(tf::var(long_row))), 4);
    EXPECT_EQ(expect_predicted(A(tf::cumsum(long_row))), 3);
    EXPECT_EQ(expect_predicted(tf::array<std::int64_t>(tf::dot(tf::array<std::int64_t>(numbers<std::int64_t>({4, 5}, 1)),
                                                               tf::array<std::int64_t>(numbers<std::int64_t>({5, 6}, 2))))),
              1);
    EXPECT_EQ(expect_predicted(std::vector<A>{}), 0);
}

TEST_F(Cuda, LoopsSayWhatTheyLaunch)
{
    std::vector<A> r, left, right;
    for (unsigned i = 0; i < 30; ++i) left.push_back(numbers({8 + i % 5, 6}, i)), right.push_back(numbers({6, 8 + i % 3}, i));
    for (const std::size_t large : {150u, 160u}) left.push_back(numbers({large, 140}, 1)), right.push_back(numbers({140, large}, 2));
    for (std::size_t i = 0; i < left.size(); ++i) r.push_back(tf::dot(left[i], right[i]));
    EXPECT_EQ(expect_predicted(r), 3);   // one for the small ones
    const A w(numbers({5, 5}, 1)), x(numbers({30, 5}, 2));
    A h = tf::view(x, 0);
    for (int i = 1; i < 30; ++i) h = xt::tanh(tf::dot(w, h) + tf::view(x, i));
    EXPECT_GE(expect_predicted(h), 29);
}

TEST_F(Cuda, ProductsInAnotherOrderSayThatTheyAreWatched)
{
    const A a(numbers({400, 400}, 1)), b(numbers({400, 400}, 2)), v(numbers({400}, 3));
    const auto product = [&] { return tf::dot(tf::dot(a, b), v); };
    tf::options strict;
    strict.reorder_sums = false;
    const std::int64_t as_written = expect_predicted(A(product()), strict);
    EXPECT_GT(expect_predicted(A(product())), as_written);
}

TEST_F(Cuda, OtherDevicesSayNothingOfLaunches)
{
    const A a(numbers({30, 20}, 1)), b(numbers({20, 30}, 2));
    const tf::explanation e = tf::explain(tf::cpu(), tf::dot(a, b));
    EXPECT_EQ(e.launches, 0);
    std::ostringstream text;
    text << e;
    EXPECT_EQ(text.str().find("launch"), std::string::npos);
    EXPECT_EQ((e.json() + e.html() + e.dot()).find("launch"), std::string::npos);
    const tf::explanation there = tf::explain(gpu(), tf::dot(a, b));
    text << there;
    EXPECT_NE(text.str().find("1 launch on the device"), std::string::npos) << text.str();
    for (const std::string& other : {there.json(), there.html(), there.dot()}) EXPECT_NE(other.find("launch"), std::string::npos);
}

RC_GTEST_FIXTURE_PROP(Cuda, RandomProgramsOfDoubleSayWhatTheyLaunch, ()) { predicted_of_random<double>(differential::element::f64); }
RC_GTEST_FIXTURE_PROP(Cuda, RandomProgramsOfFloatSayWhatTheyLaunch, ()) { predicted_of_random<float>(differential::element::f32); }
RC_GTEST_FIXTURE_PROP(Cuda, RandomProgramsOfComplexSayWhatTheyLaunch, ()) { predicted_of_random<std::complex<double>>(differential::element::c128); }
RC_GTEST_FIXTURE_PROP(Cuda, RandomProgramsOfIntegersSayWhatTheyLaunch, ()) { predicted_of_random<std::uint64_t>(differential::element::u64); }

}  // namespace
