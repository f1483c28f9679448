// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The record of a machine: what a file may hold, where it is looked for, and what is said of nonsense.
#include "plan/machine_file.hpp"

#include <tenfold/error.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace {

using namespace tenfold::plan;
namespace fs = std::filesystem;

std::string said_of(const std::string& text)
{
    try {
        parse_machine(text, "some/machine.json");
    }
    catch (const tenfold::error& e) {
        return e.what();
    }
    return "nothing";
}

// A folder of its own, and no variable that names another.
struct Machine : testing::Test {
    fs::path folder = fs::temp_directory_path() / ("tenfold_machine_" + std::to_string(::getpid()));
    std::string file(const char* name, const std::string& text = "{}") const
    {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << text;
        return path.string();
    }
    void SetUp() override
    {
        fs::create_directories(folder);
        for (const char* name : {"TENFOLD_MACHINE", "XDG_CONFIG_HOME"}) unsetenv(name);
        setenv("HOME", (folder / "home").c_str(), 1);
        setenv("XDG_CONFIG_DIRS", (folder / "none").c_str(), 1);
    }
    void TearDown() override { fs::remove_all(folder); }
};

TEST_F(Machine, WhatIsWrittenIsReadBack)
{
    machine_record r;
    r.processor = "a \"quick\" one";
    r.date = "2026-02-03";
    double x = 1;
    for (const machine_field& f : machine_fields()) r.rates.*f.value = x *= 1.5;
    const std::string path = (folder / "new" / "machine.json").string();
    write_machine(r, path);
    const machine_record back = read_machine(path);
    EXPECT_EQ(back.processor, r.processor);
    EXPECT_EQ(back.date, r.date);
    for (const machine_field& f : machine_fields()) EXPECT_NEAR(back.rates.*f.value, r.rates.*f.value, 1e-3 * r.rates.*f.value);
}

TEST_F(Machine, MissingFieldsDefaultAndUnknownOnesAreIgnored)
{
    const machine_record r = parse_machine(R"({"gemm_rate": 7e9, "fork": 0, "colour": "blue"})", "x");
    EXPECT_EQ(r.rates.gemm_rate, 7e9);
    EXPECT_EQ(r.rates.fork, 0);
    EXPECT_EQ(r.rates.bandwidth, machine{}.bandwidth);
    EXPECT_EQ(r.processor, "");
}

TEST_F(Machine, NonsenseIsNamed)
{
    EXPECT_EQ(said_of(R"({"gemm_rate": -1})"),
              "[machine] some/machine.json: gemm_rate is -1, not a positive number of flop/s");
    EXPECT_EQ(said_of(R"({"bandwidth": 0})"), "[machine] some/machine.json: bandwidth is 0, not a positive number of B/s");
    EXPECT_EQ(said_of(R"({"fork": "soon"})"),
              "[machine] some/machine.json: fork is \"soon\", not a non-negative number of s");
    EXPECT_NE(said_of(R"({"fork": null})").find("fork is null"), std::string::npos);
    EXPECT_EQ(said_of("[1, 2]"), "[machine] some/machine.json: is not a JSON object");
    for (const char* broken : {"", "{", "{\"fork\": }", "{\"fork\": 1e999}", "{\"fork\": NaN}", "no"})
        EXPECT_EQ(said_of(broken).find("[machine] some/machine.json: is not JSON: "), 0u) << broken;
}

TEST_F(Machine, GpusAreThereByName)
{
    const machine_record r = parse_machine(R"({"gemm_rate": 7e9, "gpus": {"NVIDIA H100": {"gemm_rate": 5e13, "link": 3e10}, "other": {}}})", "x");
    ASSERT_EQ(r.gpus.size(), 2u);
    EXPECT_EQ(r.rates.gemm_rate, 7e9);
    EXPECT_EQ(r.gpus.at("NVIDIA H100").gemm_rate, 5e13);
    EXPECT_EQ(r.gpus.at("NVIDIA H100").link, 3e10);
    EXPECT_EQ(r.gpus.at("NVIDIA H100").bandwidth, assumed_gpu().bandwidth);
    EXPECT_EQ(r.gpus.at("other").gemm_rate, assumed_gpu().gemm_rate);
    const machine_record back = parse_machine(to_json(r), "x");
    ASSERT_EQ(back.gpus.size(), 2u);
    EXPECT_EQ(back.gpus.at("NVIDIA H100").gemm_rate, 5e13);
    EXPECT_EQ(back.gpus.at("NVIDIA H100").link, 3e10);
    EXPECT_EQ(said_of(R"({"gpus": 3})"), "[machine] some/machine.json: gpus is no object of GPUs by name");
    EXPECT_EQ(said_of(R"({"gpus": {"A": 3}})"), "[machine] some/machine.json: gpus.A is not a JSON object");
    EXPECT_EQ(said_of(R"({"gpus": {"A": {"link": 0}}})"), "[machine] some/machine.json: gpus.A.link is 0, not a positive number of B/s");
    EXPECT_EQ(said_of(R"({"gpus": {"A": {"bandwidth": -1}}})"), "[machine] some/machine.json: gpus.A.bandwidth is -1, not a positive number of B/s");
}

TEST_F(Machine, IsLookedForInOrder)
{
    EXPECT_EQ(find_machine_file(), "");
    const std::string machines = file("etc/tenfold/machine.json");
    setenv("XDG_CONFIG_DIRS", ("relative:" + (folder / "none").string() + ":" + (folder / "etc").string()).c_str(), 1);
    EXPECT_EQ(find_machine_file(), machines);
    const std::string users = file("home/.config/tenfold/machine.json");
    EXPECT_EQ(find_machine_file(), users);
    EXPECT_EQ(own_machine_file(), users);
    const std::string configured = file("config/tenfold/machine.json");
    setenv("XDG_CONFIG_HOME", (folder / "config").c_str(), 1);
    EXPECT_EQ(find_machine_file(), configured);
    setenv("TENFOLD_MACHINE", "given.json", 1);
    EXPECT_EQ(find_machine_file(), "given.json");
    setenv("TENFOLD_MACHINE", "default", 1);
    EXPECT_EQ(find_machine_file(), "");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("HOME");
    EXPECT_THROW(own_machine_file(), tenfold::error);
}

TEST_F(Machine, AFileThatIsNamedMustBeThere)
{
    const std::string absent = (folder / "absent.json").string();
    setenv("TENFOLD_MACHINE", absent.c_str(), 1);
    try {
        read_machine(find_machine_file());
        FAIL();
    }
    catch (const tenfold::error& e) {
        EXPECT_EQ(std::string(e.what()), "[machine] " + absent + ": cannot be read");
    }
    EXPECT_THROW(read_machine(folder.string()), tenfold::error);
}

// In processes of their own, since the record is read once.
TEST_F(Machine, IsReadAtFirstUse)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto rate = [&](const std::string& path) {
        setenv("TENFOLD_MACHINE", path.c_str(), 1);
        int status = 0;
        try {
            status = this_machine().gemm_rate == 3e9 ? 1 : this_machine().gemm_call == machine{}.gemm_call ? 0 : 3;
        }
        catch (const tenfold::error& e) {
            std::fputs(e.what(), stderr);
            status = 2;
        }
        std::_Exit(status);
    };
    EXPECT_EXIT(rate("default"), testing::ExitedWithCode(0), "");
    EXPECT_EXIT(rate(file("a.json", "{\"gemm_rate\": 3e9}")), testing::ExitedWithCode(1), "");
    EXPECT_EXIT(rate(file("b.json", "{\"gemm_rate\": \"fast\"}")), testing::ExitedWithCode(2), "b.json: gemm_rate is");
}

// Who names no record gets what the processor suggests; `default` is the same everywhere.
TEST_F(Machine, IsThatOfTheProcessorWhereThereIsNoRecord)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto as_shipped = [] {
        const machine shipped = shipped_machine();
        bool same = true;
        for (const machine_field& f : machine_fields()) same &= this_machine().*f.value == shipped.*f.value;
        std::_Exit(same ? 0 : 1);
    };
    EXPECT_EXIT(as_shipped(), testing::ExitedWithCode(0), "");
    for (const machine_field& f : machine_fields()) {
        const double x = shipped_machine().*f.value;
        EXPECT_TRUE(f.positive ? x > 0 : x >= 0) << f.name;
    }
}

}  // namespace
