// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The CUDA executor on the stand-in: the same numbers as on the CPU, and no more calls, copies and waits than a plan needs.
#include "backend/cuda/executor.hpp"
#include "backend/devices.hpp"
#include "fake.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

namespace {

namespace tf = tenfold;

/// The one GPU of the stand-in.
tf::device gpu()
{
    static const std::string why_none = tf::backend::on_cuda::add_all(&tf::backend::add_gpu);
    EXPECT_EQ(why_none, "");
    return tf::cuda(0);
}

class Cuda : public testing::Test {
protected:
    Cuda()
    {
        gpu();
        fake_cuda::faults();
        fake_cuda::reset_counts();
    }
    ~Cuda() override { EXPECT_EQ(fake_cuda::faults(), ""); }
};

template <class T = double> xt::xarray<T> numbers(const std::vector<std::size_t>& shape, unsigned seed)
{
    xt::xarray<T> x = xt::zeros<T>(shape);
    std::mt19937 draw(seed);
    for (T& v : x) v = static_cast<T>(static_cast<int>(draw() % 9) - 4);   // sums are exact
    return x;
}

template <class T> void expect_same(const tf::array<T>& on_gpu, const tf::array<T>& on_cpu)
{
    ASSERT_EQ(on_gpu.shape(), on_cpu.shape());
    const xt::xarray<T> x = on_gpu, y = on_cpu;
    EXPECT_EQ(x, y);
}

/// Functions of the device differ from those of the vector library in the last digit.
void expect_near(const tf::array<double>& on_gpu, const tf::array<double>& on_cpu)
{
    ASSERT_EQ(on_gpu.shape(), on_cpu.shape());
    const xt::xarray<double> x = on_gpu, y = on_cpu;
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x.flat(i), y.flat(i), 1e-14 * (1 + std::abs(y.flat(i))));
}

/// A loop recorded twice; the first time it is evaluated on the GPU.
template <class F> void both(const F& loop)
{
    const auto there = loop(), here = loop();
    tf::eval(gpu(), there);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < there.size(); ++i) expect_near(there[i], here[i]);
}

using A = tf::array<double>;

TEST_F(Cuda, WindowsAreOneProductThatTravelsOnce)
{
    const A a(numbers({10, 20}, 1)), b(numbers({20, 300}, 2));
    std::vector<A> r;
    for (int i = 0; i + 20 <= 300; ++i) r.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    tf::eval(gpu(), r);
    const fake_cuda::counts asked = fake_cuda::counted();
    EXPECT_EQ(asked.products, 1);
    EXPECT_EQ(asked.uploads, 2);
    EXPECT_EQ(asked.launches, 0);
    EXPECT_EQ(asked.downloads, 0);   // values stay until somebody reads them
    std::vector<A> here;
    for (int i = 0; i + 20 <= 300; ++i) here.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < r.size(); ++i) expect_same(r[i], here[i]);
    EXPECT_EQ(fake_cuda::counted().downloads, 1);
}

TEST_F(Cuda, ListsOfProductsOfEveryShape)
{
    both([] {
        std::vector<A> r;
        for (unsigned i = 0; i < 40; ++i) {
            const std::size_t m = 1 + i % 7, k = 1 + i % 5, n = 1 + i % 11;
            r.push_back(tf::dot(A(numbers({m, k}, i)), A(numbers({k, n}, 100 + i))));
        }
        return r;
    });
}

TEST_F(Cuda, ValuesOfTheirOwnAreOneLaunch)
{
    std::vector<A> left, right;
    for (unsigned i = 0; i < 30; ++i) {
        left.emplace_back(numbers({6, 5}, i));
        right.emplace_back(numbers({5, 4}, 50 + i));
    }
    std::vector<A> there, here;
    for (auto* r : {&there, &here})
        for (std::size_t i = 0; i < left.size(); ++i) r->push_back(tf::dot(left[i], right[i]));
    tf::eval(gpu(), there);
    EXPECT_EQ(fake_cuda::counted().launches + fake_cuda::counted().products, 1);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < left.size(); ++i) expect_same(there[i], here[i]);
}

TEST_F(Cuda, TransposedAndStridedOperands)
{
    const A a(numbers({12, 9}, 1)), b(numbers({9, 12}, 2));
    both([&] {
        return std::vector<A>{tf::dot(tf::transpose(a), tf::transpose(b)), tf::dot(a, b), tf::transpose(tf::dot(a, b)) * 1.0,
                              tf::dot(tf::view(a, xt::range(0, 12, 2)), b), tf::dot(tf::view(a, xt::all(), xt::range(0, 9, 3)), tf::view(b, xt::range(0, 3))),
                              tf::dot(tf::view(a, xt::range(xt::placeholders::_, xt::placeholders::_, -1)), b), tf::dot(tf::view(a, 3), b), tf::dot(tf::view(a, 3), tf::view(b, xt::all(), 2)),
                              tf::outer(tf::view(a, 0), tf::view(b, 0))};
    });
}

TEST_F(Cuda, WindowsOfTheSummedIndexOverlapWithoutACopy)
{
    const A x(numbers({400}, 1)), w(numbers({16, 3}, 2));
    both([&] {
        std::vector<A> r;
        for (int i = 0; i + 16 <= 400; ++i) r.push_back(tf::dot(tf::view(x, xt::range(i, i + 16)), w));
        return r;
    });
}

template <class T> void sums_and_products()
{
    const tf::array<T> a(numbers<T>({8, 6}, 1)), b(numbers<T>({6, 7}, 2)), c(numbers<T>({6, 8}, 3));
    std::vector<tf::array<T>> there, here;
    for (auto* r : {&there, &here}) {
        r->push_back(tf::dot(a, b));
        r->push_back(tf::dot(tf::dot(c, a), b));
        tf::array<T> sum = tf::zeros<T>({8, 7});
        for (int i = 0; i < 4; ++i) sum += tf::dot(a, b);
        r->push_back(sum);
    }
    tf::eval(gpu(), there);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < there.size(); ++i) expect_same(there[i], here[i]);
}
TEST_F(Cuda, EveryElementType)
{
    sums_and_products<float>();
    sums_and_products<double>();
    sums_and_products<std::complex<float>>();
    sums_and_products<std::complex<double>>();
    sums_and_products<std::int32_t>();
    sums_and_products<std::int64_t>();
    sums_and_products<std::uint8_t>();
}

TEST_F(Cuda, ElementwiseStepsAreOneLaunch)
{
    const A a(numbers({8, 6}, 1)), b(numbers({6, 8}, 2)), row(numbers({8}, 3));
    both([&] {
        std::vector<A> r;
        r.push_back(xt::tanh(tf::dot(a, b) + row) * 2.0);
        r.push_back(xt::where(tf::dot(a, b) > 0, tf::dot(a, b), 0.5 * tf::dot(a, b)));
        r.push_back(xt::pow(xt::abs(tf::dot(a, b)), 0.5) - xt::maximum(tf::transpose(tf::dot(a, b)), row));
        return r;
    });
    fake_cuda::reset_counts();
    const A c = tf::dot(a, b), d = xt::exp(c * 0.01) + row;
    tf::eval(gpu(), d);
    EXPECT_EQ(fake_cuda::counted().products, 1);
    EXPECT_EQ(fake_cuda::counted().launches, 1);
}

TEST_F(Cuda, ALoopWithABodyIsOneLaunchForEachFusedStep)
{
    const A w(numbers({5, 7}, 1)), x(numbers({40, 7}, 2)), bias(numbers({5}, 3));
    std::vector<A> there, here;
    for (auto* r : {&there, &here})
        for (int i = 0; i < 40; ++i) r->push_back(xt::tanh(tf::dot(w, tf::view(x, i)) + bias));
    tf::eval(gpu(), there);
    EXPECT_EQ(fake_cuda::counted().products, 1);
    EXPECT_EQ(fake_cuda::counted().launches, 1);
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < there.size(); ++i) expect_near(there[i], here[i]);
}

template <class T> void every_reduction()
{
    const tf::array<T> x(numbers<T>({7, 300, 5}, 1)), y(numbers<T>({40, 6}, 2));
    const auto with = [&](const tf::device& d, const auto& f) {
        const auto r = f();
        tf::eval(d, r);
        return r;
    };
    const auto compare = [&](const auto& f) {
        const auto there = with(gpu(), f), here = with(tf::cpu(), f);
        ASSERT_EQ(there.shape(), here.shape());
        const xt::xarray<typename std::decay_t<decltype(there)>::value_type> a = there, b = here;
        for (std::size_t i = 0; i < a.size(); ++i) EXPECT_LE(std::abs(double(a.flat(i)) - double(b.flat(i))), 1e-6 * (1 + std::abs(double(b.flat(i)))));
    };
    compare([&] { return tf::sum(x, 1); });
    compare([&] { return tf::sum(x); });
    compare([&] { return tf::prod(y, 1); });
    compare([&] { return tf::mean(x, {0, 1}); });
    compare([&] { return tf::var(x, 1); });
    compare([&] { return tf::amax(x, 2); });
    compare([&] { return tf::amin(tf::transpose(x), 0); });
    compare([&] { return tf::argmax(x, 1); });
    compare([&] { return tf::argmin(x); });
    compare([&] { return tf::norm(y); });
}
TEST_F(Cuda, ReductionsOfEveryKindAndType)
{
    every_reduction<double>();
    every_reduction<float>();
    every_reduction<std::int32_t>();
    every_reduction<std::int64_t>();
    every_reduction<std::uint8_t>();
}

TEST_F(Cuda, ANanIsTheLargestAndTheSmallest)
{
    xt::xarray<double> x = numbers({4, 3000}, 1);
    x(2, 1500) = std::numeric_limits<double>::quiet_NaN();
    const A a(x), top = tf::amax(a, 1), where = tf::argmin(a, 1) * 1.0;
    tf::eval(gpu(), std::vector<A>{top, where});
    EXPECT_TRUE(std::isnan(top(2)));
    EXPECT_FALSE(std::isnan(top(1)));
    EXPECT_EQ(where(2), 1500);
}

TEST_F(Cuda, WhatNoKernelRunsYetRunsOnTheHostAndIsExplained)
{
    const A a(numbers({8, 6}, 1)), b(numbers({6, 8}, 2));
    both([&] { return std::vector<A>{tf::dot(tf::dot(a, b) + 1.0, a), tf::cumsum(tf::dot(a, b), 0)}; });
    const A sums = tf::cumsum(tf::dot(a, b), 0);
    tf::options on_gpu;
    on_gpu.device = gpu();
    const tf::explanation e = tf::explain(on_gpu, sums);
    const bool told = std::any_of(e.steps.begin(), e.steps.end(), [](const auto& s) { return s.on_host.find("no running sums yet") != std::string::npos; });
    EXPECT_TRUE(told);
}

TEST_F(Cuda, StoresAndRecurrences)
{
    const A w(numbers({5, 5}, 1)), first(numbers({5}, 2)), many(numbers({20, 5}, 3));
    both([&] {
        std::vector<A> r;
        A h = first;
        for (int i = 0; i < 6; ++i) r.push_back(h = tf::dot(w, h));
        A filled = tf::zeros<double>({20, 5});
        for (int i = 0; i < 20; ++i) tf::view(filled, i) = tf::dot(w, tf::view(many, i));
        r.push_back(filled);
        A added = tf::ones<double>({20, 5});
        for (int i = 0; i + 3 <= 20; i += 2) tf::view(added, xt::range(i, i + 3)) += tf::view(many, xt::range(i, i + 3));
        r.push_back(added);
        return r;
    });
}

TEST_F(Cuda, NothingIsLeftOnTheDevice)
{
    const A a(numbers({30, 20}, 1)), b(numbers({20, 30}, 2));
    const auto round = [&] {
        const A c = tf::dot(a, b);
        tf::eval(gpu(), c);
    };
    for (int i = 0; i < 3; ++i) round();
    const std::size_t before = fake_cuda::memory_in_use();
    for (int i = 0; i < 200; ++i) round();
    EXPECT_EQ(fake_cuda::memory_in_use(), before);
}

TEST_F(Cuda, MoreMemoryThanThereIsIsAnErrorThatSaysHowMuch)
{
    fake_cuda::set_memory(fake_cuda::memory_in_use() + (1 << 20));
    const A a(numbers({1000, 50}, 1)), b(numbers({50, 1000}, 2));
    const A c = tf::dot(a, b);
    try {
        tf::eval(gpu(), c);
        ADD_FAILURE() << "8 MB in one";
    }
    catch (const tf::memory_error& e) {
        EXPECT_NE(std::string(e.what()).find("bytes asked for"), std::string::npos) << e.what();
    }
    fake_cuda::set_memory(std::size_t{8} << 30);
    expect_same(c, tf::dot(a, b));   // on the CPU
}

}  // namespace
