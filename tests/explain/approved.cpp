// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "explain/approved.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace tenfold::testing {

namespace {

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

struct marked {
    char mark;
    std::string_view line;
};

/// By the longest common subsequence; the tables are small.
std::vector<marked> compare(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b)
{
    std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            common[i][j] =
                a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    std::vector<marked> out;
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) out.push_back({' ', a[i++]}), ++j;
        else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1]))
            out.push_back({'-', a[i++]});
        else out.push_back({'+', b[j++]});
    }
    return out;
}

bool approving()
{
    const char* value = std::getenv("TENFOLD_APPROVE");
    return value && std::string_view(value) == "1";
}

}  // namespace

std::string difference(std::string_view approved, std::string_view received)
{
    constexpr std::ptrdiff_t context = 2;
    const std::vector<marked> all = compare(lines_of(approved), lines_of(received));
    std::string out;
    bool skipping = false;
    for (auto at = all.begin(); at != all.end(); ++at) {
        const auto from = at - std::min(context, at - all.begin()),
                   to = at + std::min(context + 1, all.end() - at);
        const bool near = std::any_of(from, to, [](const marked& m) { return m.mark != ' '; });
        if (near) ((out += at->mark) += ' ').append(at->line).append("\n");
        else if (!skipping) out += "  (...)\n";
        skipping = !near;
    }
    if (approved.ends_with('\n') != received.ends_with('\n'))
        out += "  (one of the two does not end its last line)\n";
    return out;
}

::testing::AssertionResult matches_approved(const std::string& file, const std::string& received)
{
    const std::filesystem::path path = std::filesystem::path(TENFOLD_TESTS_DIR) / file;
    std::ifstream in(path, std::ios::binary);
    const bool exists = in.is_open();
    const std::string approved{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (exists && approved == received) return ::testing::AssertionSuccess();
    if (approving()) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream to(path, std::ios::binary);
        to << received;
        if (to.flush()) return ::testing::AssertionSuccess() << file << " rewritten";
        return ::testing::AssertionFailure() << "tests/" << file << " cannot be written";
    }
    const std::string how = "If this is meant, run this test with TENFOLD_APPROVE=1 and read `git diff`.";
    if (!exists)
        return ::testing::AssertionFailure() << "tests/" << file << " does not exist yet. Received:\n\n"
                                             << received << '\n'
                                             << how;
    return ::testing::AssertionFailure() << "differs from tests/" << file << " (- approved, + received)\n\n"
                                         << difference(approved, received) << '\n'
                                         << how;
}

}  // namespace tenfold::testing
