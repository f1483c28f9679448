// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Numbers, names and lines as people read them: what every rendering of an explanation shares.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenfold::rendering {

/// "981", "19,489", "1.2 G" from a hundred million on.
std::string count_text(std::int64_t);
/// An extent of a shape: as count_text, without commas.
std::string extent_text(std::int64_t);
/// "7.8 M", "400 k", "12"
std::string flops_text(double);
/// "3.1 MB", "242 kB", "12 B"
std::string bytes_text(double);
/// "15 us", "1.2 ms"
std::string seconds_text(double);
/// "19.6x fewer", "1.2x more", "unchanged"; empty where a ratio says nothing.
std::string ratio_text(double before, double after);
/// "1 product", "981 products"
std::string counted(std::int64_t, std::string_view noun);

/// Takes the next code point off a UTF-8 string; a byte that is not UTF-8 gives U+FFFD.
char32_t take_code_point(std::string_view&);
void append_code_point(std::string&, char32_t);

/// Valid UTF-8 on one line: control characters become spaces.
std::string clean(std::string_view);
/// Columns on a terminal: code points, which is right for every alphabet written in single width.
std::size_t width(std::string_view);
/// At most `columns` wide; what is left out shows as "...", at the end or at the front.
std::string cut(const std::string&, std::size_t columns);
std::string cut_front(const std::string&, std::size_t columns);
/// Lines of at most `columns`, broken between words; a word that is longer is broken itself.
std::vector<std::string> wrap(std::string_view, std::size_t columns);

/// A table in plain text. Cells are padded to their column; nothing is padded at the end of a line.
class table {
public:
    enum class side { left, right };
    explicit table(std::vector<side> columns) : sides_(std::move(columns)) {}

    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    /// Each row as one line of at most `columns`; the column `flexible` is cut where the rest needs the room.
    std::vector<std::string> lines(std::size_t columns, std::size_t flexible) const;

private:
    std::vector<side> sides_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace tenfold::rendering
