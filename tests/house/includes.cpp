// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Which room of src/ may include which: one direction, as docs/core.md draws it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path source = fs::path(TENFOLD_TESTS_DIR).parent_path() / "src";

// `evaluation.hpp` is where recording and public functions call the engine and its kernels, `checked_memory.hpp` a
// switch for sanitizers.
const std::map<std::string, std::set<std::string>> may_include = {
    {"storage", {"checked_memory.hpp"}},
    {"record", {"storage", "checked_memory.hpp", "evaluation.hpp"}},
    {"graph", {"record"}},
    {"rules", {"graph", "record"}},
    {"plan", {"graph", "record"}},
    {"backend", {"plan", "record", "storage", "evaluation.hpp", "elements.hpp"}},
    {"engine", {"backend", "plan", "rules", "graph", "record", "storage", "evaluation.hpp"}},
    {"linalg", {}},
    {"api", {"linalg", "record", "evaluation.hpp", "elements.hpp"}},
    {"explain", {}},
    {"io", {}},
};

struct file {
    std::string name, room, text;
};

std::vector<file> files()
{
    std::vector<file> all;
    for (const auto& entry : fs::recursive_directory_iterator(source)) {
        const fs::path& p = entry.path();
        if (p.extension() != ".cpp" && p.extension() != ".hpp") continue;
        const fs::path name = fs::relative(p, source);
        std::ifstream in(p);
        all.push_back({name.string(), name.begin()->string(), {std::istreambuf_iterator<char>(in), {}}});
    }
    return all;
}

TEST(Includes, GoOneWay)
{
    const std::regex include("#include \"([^\"]+)\"");
    std::size_t seen = 0;
    for (const file& f : files()) {
        if (f.name == f.room) continue;   // not in a room
        const auto allowed = may_include.find(f.room);
        ASSERT_NE(allowed, may_include.end()) << f.name << " is in a room that this test does not know";
        for (std::sregex_iterator i(f.text.begin(), f.text.end(), include), end; i != end; ++i) {
            const std::string to = fs::path((*i)[1].str()).begin()->string();
            EXPECT_TRUE(to == f.room || allowed->second.contains(to)) << f.name << " includes " << (*i)[1];
            ++seen;
        }
    }
    EXPECT_GT(seen, 200u);
}

// What a room must not know, where no include would tell.
TEST(Includes, WhatRoomsDoNotKnow)
{
    const std::map<std::string, std::regex> unknown = {
        {"graph", std::regex("plan::|this_machine|plan::machine")},
        {"rules", std::regex("plan::|this_machine|detail/kernel\\.hpp")},
        {"plan", std::regex("recorder\\.hpp|this_recorder|my_recorder|detail/kernel\\.hpp")},
        {"record", std::regex("engine::[a-z_]+\\(|backend::")},
        {"engine", std::regex("namespace tenfold::(record|graph|plan|rules)")},
        {"api", std::regex("backend::|engine::|run_in_chunks")},
    };
    for (const file& f : files()) {
        const auto at = unknown.find(f.room);
        std::smatch found;
        if (at != unknown.end()) EXPECT_FALSE(std::regex_search(f.text, found, at->second)) << f.name << " names " << found.str();
    }
}

}  // namespace
