// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What an explanation says before it is laid out: its headline, its rules by what became of them, its sizes.
#pragma once

#include <tenfold/explain.hpp>

#include <string>
#include <vector>

namespace tenfold::rendering {

bool is_product(const explanation::recorded&);
bool is_product(const explanation::step&);

/// "981 products of 10x20 by 20x20" and "1 product of 10x20 by 20x1000, 981 views".
/// `after` is empty where nothing was recorded.
struct sentence {
    std::string before, after;
    std::string joined() const { return after.empty() ? before : before + " -> " + after; }
};
sentence headline(const explanation&);

/// "10 x 1000 x 20" for a product; the extents that count for other steps; "" where there are none.
std::string size_text(const explanation::step&);

/// Rules that did the same, or declined for the same reason.
struct verdict {
    std::vector<std::string> names;
    std::string reason;
    std::int64_t times = 1;
    std::string joined_names() const;
};
/// In the order in which they ran. A fired rule shares a line only with itself; declined ones share a reason, behind those
/// that have their own.
std::vector<verdict> fired_rules(const explanation&);
std::vector<verdict> declined_rules(const explanation&);

/// "copied 981 containers (3.1 MB): make them arrays, or borrow them"; "" where none was copied.
std::string copies_text(const explanation&);

/// How many entries of a list to show: one line saying "and 1 more" would take the room of that one.
std::size_t shown(std::size_t entries, std::size_t room);
/// "... and 12 more"
std::string more_text(std::size_t hidden);

}  // namespace tenfold::rendering
