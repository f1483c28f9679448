// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "guide/page.hpp"

#include "explain/approved.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace guide {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file << " cannot be read";
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string page(const std::string& stem) { return "../docs/guide/" + stem + ".md"; }

/// `text` with this content in the block behind the marker; empty where there is none.
std::string with_block(const std::string& text, const std::string& marker, const std::string& content)
{
    const std::size_t at = text.find(marker + "\n```");
    if (at == std::string::npos) return {};
    const std::size_t begin = text.find('\n', at + marker.size() + 1) + 1, end = text.find("```", begin);
    return text.substr(0, begin) + content + text.substr(end);
}

/// The regions of a file, each moved to the left as far as its first line may.
std::map<std::string, std::string> regions(const std::string& source)
{
    std::map<std::string, std::string> found;
    std::istringstream lines(source);
    std::string line, name;
    std::size_t indent = 0;
    while (std::getline(lines, line)) {
        const std::size_t begin = line.find("// example-begin "), end = line.find("// example-end ");
        if (begin != std::string::npos) {
            EXPECT_EQ(name, "") << "a region begins inside another";
            name = line.substr(begin + 17);
            indent = begin;
            EXPECT_FALSE(found.contains(name)) << name << " is there twice";
            found[name];
        }
        else if (end != std::string::npos) {
            EXPECT_EQ(name, line.substr(end + 15)) << "another region ends";
            name.clear();
        }
        else if (!name.empty()) {
            const std::size_t text = line.find_first_not_of(' ');
            found[name] += (text == std::string::npos ? "" : line.substr(std::min(indent, text))) + "\n";
        }
    }
    EXPECT_EQ(name, "") << "a region does not end";
    return found;
}

std::size_t count(const std::string& text, const std::string& word)
{
    std::size_t n = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
    return n;
}

}  // namespace

::testing::AssertionResult shows(const std::string& stem, const std::string& name, const std::string& printed)
{
    const std::string marker = "<!-- output: " + name + " -->";
    const std::string wanted =
        with_block(text_of(fs::path(TENFOLD_TESTS_DIR) / page(stem)), marker, printed.ends_with('\n') ? printed : printed + "\n");
    if (wanted.empty()) return ::testing::AssertionFailure() << page(stem) << " has no " << marker;
    return tenfold::testing::matches_approved(page(stem), wanted);
}

::testing::AssertionResult shows_regions(const std::string& stem)
{
    std::string text = text_of(fs::path(TENFOLD_TESTS_DIR) / page(stem));
    const auto all = regions(text_of(fs::path(TENFOLD_TESTS_DIR) / "guide" / (stem + ".cpp")));
    for (const auto& [name, code] : all) {
        text = with_block(text, "<!-- example: " + name + " -->", code);
        if (text.empty()) return ::testing::AssertionFailure() << page(stem) << " does not show the region " << name;
    }
    if (count(text, "```cpp") != all.size())
        return ::testing::AssertionFailure() << page(stem) << " shows code that is no region of guide/" << stem << ".cpp";
    return tenfold::testing::matches_approved(page(stem), text);
}

std::string headline(const tf::explanation& e)
{
    std::ostringstream text;
    text << e;
    const std::string all = text.str();
    return all.substr(0, all.find("\n\n"));
}

TEST(Guide, PagesShowWhatIsCompiled)
{
    int pages = 0;
    for (const auto& file : fs::directory_iterator(fs::path(TENFOLD_TESTS_DIR) / "../docs/guide")) {
        const std::string stem = file.path().stem().string();
        if (file.path().extension() != ".md" || stem == "README") continue;
        EXPECT_TRUE(shows_regions(stem)) << stem;
        const auto lines = count(text_of(file.path()), "\n");
        EXPECT_LE(lines, 80u) << stem << " is not short any more";
        ++pages;
    }
    EXPECT_EQ(pages, 10);
}

}  // namespace guide
