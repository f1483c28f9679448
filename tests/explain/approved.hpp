// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Approved outputs: what is printed is compared, as a whole, with a file that a person has found good.
//
//   EXPECT_TRUE(matches_approved("explain/approved/windows.txt", text));
//
// A change that is meant: run the test with TENFOLD_APPROVE=1, which rewrites the files; read `git diff`.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tenfold::testing {

/// `file` counts from tests/.
::testing::AssertionResult matches_approved(const std::string& file, const std::string& received);

/// Lines of both with "  ", "- " (approved only) or "+ " (received only) in front; equal stretches are cut.
std::string difference(std::string_view approved, std::string_view received);

}  // namespace tenfold::testing
