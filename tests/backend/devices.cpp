// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The names of devices, what each way of asking for one decides, and the backend that runs nothing.
#include "backend/null/null.hpp"
#include "backend/support.hpp"

#include <tenfold/tenfold.hpp>

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

using namespace backend_test;

/// The default device for one test.
class by_default {
public:
    explicit by_default(device d) : before_(default_device()) { set_default_device(d); }
    ~by_default() { set_default_device(before_); }

private:
    device before_;
};

bool is_computed(const array<double>& x)
{
    const detail::index_t* stride;
    return detail::computed(x.raw(), sizeof(double), stride) != nullptr;
}

array<double> two_by_two() { return {{1.0, 2.0}, {3.0, 4.0}}; }

/// What reading says, or "" where it gives a value.
template <class Read> std::string refusal(Read read)
{
    try {
        read();
    }
    catch (const device_error& e) {
        return e.what();
    }
    return "";
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
    EXPECT_EQ(auto_device().name(), "auto");   // wherever there is no GPU
    const device before = default_device();
    set_default_device(null_device());
    EXPECT_EQ(default_device(), null_device());
    set_default_device(before);
}

TEST(Device, TheDefaultDecidesForEvaluationsThatNameNone)
{
    const array<double> a = two_by_two();
    const by_default nothing(null_device());
    const array<double> product = dot(a, a), sums = sum(a, 0), moved = transpose(a) + 1.0;
    eval(product, sums, moved);
    eval(options(), product);
    for (const array<double>& x : {product, sums, moved}) EXPECT_FALSE(is_computed(x));
    job work = submit(product);
    work.wait();
    EXPECT_TRUE(work.ready());
    EXPECT_FALSE(is_computed(product));
    EXPECT_EQ(explain(product).device, "null");
    EXPECT_EQ(explain(options(), product).device, "null");
    EXPECT_EQ(explain(cpu(), product).device, "cpu");
    EXPECT_EQ(a(1, 0), 3);   // what is there is read as ever

    eval(cpu(), product);
    EXPECT_EQ(product(1, 1), 22);
    submit(cpu(), sums).wait();
    EXPECT_EQ(sums(1), 6);
}

TEST(Device, ReadingUnderOneThatRunsNothingIsAnError)
{
    const array<double> a = two_by_two(), b = two_by_two();
    const by_default nothing(null_device());
    const array<double> alone = dot(a, a);
    array<double> other;
    for (int others = 0; others < 2; ++others) {   // by the quick way, and by the long one
        const std::string text = refusal([&] { alone(0, 0); });
        EXPECT_NE(text.find("the default device, null, runs nothing"), std::string::npos) << text;
        EXPECT_NE(text.find("devices.cpp:"), std::string::npos) << text;
        other = sum(b) + alone;
        EXPECT_NE(refusal([&] { other.value(); }), "");
        EXPECT_NE(refusal([&] { return allclose(other, alone); }), "");
        EXPECT_NE(refusal([&] { const xt::xarray<double> r = other; }), "");
        EXPECT_FALSE(is_computed(alone));
    }
    std::thread([&] { EXPECT_NE(refusal([&] { alone(0, 0); }), ""); }).join();
    std::thread([&] { EXPECT_NE(refusal([&] { dot(alone, a); }), ""); }).join();
    set_default_device(cpu());
    EXPECT_EQ(alone(1, 1), 22);
}

TEST(Device, EagerScopesAskToo)
{
    const array<double> a = two_by_two();
    const by_default nothing(null_device());
    array<double> product, sums;
    {
        const eager_scope now;
        product = dot(a, a);
        sums = sum(product);
    }
    EXPECT_FALSE(is_computed(product));
    EXPECT_FALSE(is_computed(sums));
    set_default_device(cpu());
    EXPECT_EQ(sums(), 54);
}

TEST(Device, OneThatIsNamedDecides)
{
    const array<double> a = two_by_two(), product = dot(a, a);
    eval(null_device(), product);
    EXPECT_FALSE(is_computed(product));
    submit(null_device(), product).wait();
    EXPECT_FALSE(is_computed(product));
    EXPECT_EQ(explain(null_device(), product).device, "null");
    EXPECT_EQ(product(0, 0), 7);
}

// In processes of their own, since the environment is read once.
TEST(DeviceDeathTest, TheEnvironmentDecides)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto with = [](const char* name, const auto& use) {
        setenv("TENFOLD_DEVICE", name, 1);
        const array<double> a = two_by_two(), product = dot(a, a);
        try {
            use(product);
        }
        catch (const device_error& e) {
            std::fputs(e.what(), stderr);
            std::_Exit(2);
        }
        std::fputs(explain(product).device.c_str(), stderr);
        std::_Exit(is_computed(product) ? 1 : 0);
    };
    const auto evaluates = [](const array<double>& x) { eval(x); };
    const auto reads = [](const array<double>& x) { x(0, 0); };
    const auto submits = [](const array<double>& x) { submit(x).wait(); };
    const auto explains = [](const array<double>& x) { explain(x); };
    EXPECT_EXIT(with("cpu", evaluates), testing::ExitedWithCode(1), "^cpu$");
    EXPECT_EXIT(with("", reads), testing::ExitedWithCode(1), "^cpu$");
    EXPECT_EXIT(with("auto", submits), testing::ExitedWithCode(1), "^cpu .auto: cuda:0: .*no CUDA");
    EXPECT_EXIT(with("null", evaluates), testing::ExitedWithCode(0), "^null$");
    EXPECT_EXIT(with("null", submits), testing::ExitedWithCode(0), "^null$");
    EXPECT_EXIT(with("null", reads), testing::ExitedWithCode(2), "runs nothing");
    EXPECT_EXIT(with("cuda", evaluates), testing::ExitedWithCode(2), "cuda:0: .*no CUDA");
    EXPECT_EXIT(with("cuda:1", reads), testing::ExitedWithCode(2), "cuda:1: .*no CUDA");
    EXPECT_EXIT(with("cuda", submits), testing::ExitedWithCode(2), "no CUDA");
    EXPECT_EXIT(with("cuda", explains), testing::ExitedWithCode(2), "no CUDA");
    EXPECT_EXIT(with("gpu", reads), testing::ExitedWithCode(2), "TENFOLD_DEVICE=gpu: known are");
}

TEST(Null, NotesWhatItIsAskedFor)
{
    plan::step s;
    s.name = "dot";
    s.loops = 1;
    s.extent[0] = 10;
    s.axes = {
        {2, 3, 0, 4, true, false, true}, {4, 0, 1, 1, false, true, true}, {3, 1, 4, 0, true, true, false}};
    backend::null_kernels null;
    null.run(s, nullptr, 0, 4, {});
    null.run(s, nullptr, 4, 6, {});
    ASSERT_EQ(null.calls().size(), 2u);
    EXPECT_EQ(null.calls()[1].first, 4);
    EXPECT_EQ(null.calls()[1].name, "dot");
    EXPECT_EQ(null.calls()[0].flops, 2.0 * 2 * 3 * 4 * 4);
    EXPECT_EQ(null.positions(plan::kind::product), 10);
    EXPECT_EQ(null.positions(plan::kind::copy), 0);
}

}  // namespace
