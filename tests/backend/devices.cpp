// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The names of devices, and the backend that runs nothing.
#include "backend/null/null.hpp"
#include "backend/support.hpp"

#include <tenfold/options.hpp>

namespace {

using namespace backend_test;

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
