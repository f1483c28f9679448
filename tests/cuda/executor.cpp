// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The CUDA executor on the stand-in: the same numbers as on the CPU, and no more calls, copies and waits than a plan needs.
#include "cuda/support.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace cuda_support;

TEST_F(Cuda, WindowsAreOneProductThatTravelsOnce)
{
    const A a(numbers({10, 20}, 1)), b(numbers({20, 300}, 2));
    std::vector<A> r;
    for (int i = 0; i + 20 <= 300; ++i) r.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    tf::eval(gpu(), r);
    const fake_cuda::counts asked = fake_cuda::counted();
    EXPECT_EQ(asked.products, 1);
    EXPECT_EQ(asked.uploads, 1);   // small values travel together
    EXPECT_EQ(asked.synchronisations, 1);
    EXPECT_EQ(asked.launches, 0);
    EXPECT_EQ(asked.downloads, 0);   // values stay until somebody reads them
    std::vector<A> here;
    for (int i = 0; i + 20 <= 300; ++i) here.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
    tf::eval(tf::cpu(), here);
    for (std::size_t i = 0; i < r.size(); ++i) expect_same(r[i], here[i]);
    EXPECT_EQ(fake_cuda::counted().downloads, 1);
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

TEST_F(Cuda, WhatNoKernelRunsRunsOnTheHostAndIsExplained)
{
    const A a(numbers({8, 6}, 1)), b(numbers({6, 8}, 2));
    const auto program = [&, by = 3.0] {
        const A scaled = xt::make_lambda_xfunction([by](double x) { return by * x; }, tf::dot(a, b));
        return std::vector<A>{tf::dot(scaled, a)};
    };
    both(program);
    tf::options on_gpu;
    on_gpu.device = gpu();
    const tf::explanation e = tf::explain(on_gpu, program()[0]);
    const bool told = std::any_of(e.steps.begin(), e.steps.end(), [](const auto& s) { return s.on_host.find("a function without a program") != std::string::npos; });
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
    for (int i = 0; i < 10000; ++i) round();
    EXPECT_EQ(fake_cuda::memory_in_use(), before);
}

TEST_F(Cuda, MoreMemoryThanThereIsIsAnErrorThatSaysHowMuch)
{
    fake_cuda::set_memory(std::size_t{33} << 20);   // of which cuBLAS has 32
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

/// As if there were only so many bytes besides cuBLAS's workspace.
template <class F> void with_memory(std::size_t bytes, const F& work)
{
    struct limit {
        explicit limit(std::size_t n) { fake_cuda::set_memory(n); }
        ~limit() { fake_cuda::set_memory(std::size_t{8} << 30); }
    } now((std::size_t{32} << 20) + bytes);
    work();
}

TEST_F(Cuda, LoopsThatDoNotFitRunInParts)
{
    const A a(numbers({200, 20}, 1)), b(numbers({20, 3000}, 2));   // the product takes 4.8 MB
    const auto loop = [&] {
        std::vector<A> r;
        for (int i = 0; i + 20 <= 3000; i += 10) r.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
        return r;
    };
    const auto here = loop();
    tf::eval(tf::cpu(), here);
    for (const bool submitted : {false, true}) {
        const auto there = loop();
        fake_cuda::reset_counts();
        with_memory(3 << 20, [&] {
            if (submitted) tf::submit(gpu(), there).wait();
            else tf::eval(gpu(), there);
        });
        EXPECT_GE(fake_cuda::counted().products + fake_cuda::counted().graphs, 2);
        for (std::size_t i = 0; i < there.size(); i += 13) expect_same(there[i], here[i]);
    }
}

// In a process of its own, since the record is read once.
TEST(CudaDeathTest, RatesComeFromTheRecordOfTheMachine)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const std::string path = testing::TempDir() + "tenfold_machine_with_a_gpu.json";
    std::ofstream(path) << R"({"gpus": {"a stand-in": {"gemm_rate": 5e13, "link": 3e10}, "another": {"gemm_rate": 1}}})";
    const auto has_them = [&] {
        setenv("TENFOLD_MACHINE", path.c_str(), 1);
        tf::backend::executor& e = tf::backend::executor_of(gpu());
        std::_Exit(e.rates().gemm_rate == 5e13 && e.link() == 3e10 && e.rates().bandwidth == tf::plan::assumed_gpu().bandwidth ? 0 : 1);
    };
    EXPECT_EXIT(has_them(), testing::ExitedWithCode(0), "");
    std::remove(path.c_str());
}
