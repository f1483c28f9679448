// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// TENFOLD_TEST_DEVICE=cuda:seed makes the GPU of the stand-in the default device of a whole test program, cuda:auto the
// sooner one of it and the processors. After each test
// nothing may have gone wrong on it. The seed says in which order streams go on.
#include "backend/cuda/executor.hpp"
#include "backend/devices.hpp"
#include "fake.hpp"

#include <tenfold/options.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace {

class watcher : public testing::EmptyTestEventListener {
    void OnTestEnd(const testing::TestInfo&) override { EXPECT_EQ(fake_cuda::faults(), ""); }
};

struct chosen {
    chosen()
    {
        const char* const name = std::getenv("TENFOLD_TEST_DEVICE");
        if (!name || std::strncmp(name, "cuda:", 5) != 0) return;
        fake_cuda::set_seed(std::strtoull(name + 5, nullptr, 10));
        setenv("TENFOLD_MACHINE", "default", 0);
        setenv("RC_PARAMS", "max_success=100", 0);
        // Rules choose as they do in tests of the CPU. Where it is weighed, calls take so little that some of them win.
        const bool weighed = std::strcmp(name + 5, "auto") == 0;
        tenfold::plan::gpu_machine rates{tenfold::plan::this_machine()};
        if (weighed) rates.pass_call = 20e-9, rates.link = 1e12;
        const std::string why = tenfold::backend::on_cuda::add_all(&tenfold::backend::add_gpu, &rates);
        if (!why.empty()) throw tenfold::error(why);
        tenfold::set_default_device(weighed ? tenfold::auto_device() : tenfold::cuda(0));
        testing::UnitTest::GetInstance()->listeners().Append(new watcher);
    }
};
const chosen by_environment;

}  // namespace
