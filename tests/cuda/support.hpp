// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What tests of the CUDA executor have in common: the GPU of the stand-in, and the same program on the CPU.
#pragma once

#include "backend/cuda/executor.hpp"
#include "backend/devices.hpp"
#include "fake.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <random>

namespace cuda_support {

namespace tf = tenfold;

/// The one GPU of the stand-in.
inline tf::device gpu()
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
inline void expect_near(const tf::array<double>& on_gpu, const tf::array<double>& on_cpu)
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

}  // namespace cuda_support
