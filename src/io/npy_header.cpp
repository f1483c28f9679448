// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "io/npy_header.hpp"

#include <cctype>
#include <charconv>

namespace tenfold::io {

std::string descr_of(element type)
{
    constexpr char kinds[] = "biiiiuuuuffcc";
    const std::size_t bytes = size_of(type);
    return (bytes == 1 ? "|" : "<") + std::string(1, kinds[static_cast<int>(type)]) + std::to_string(bytes);
}

namespace {

/// Reads the few forms of Python that occur: strings, True, False, tuples of integers.
class scanner {
public:
    explicit scanner(std::string_view text) : text_(text) {}

    bool take(char c)
    {
        space();
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    bool take(std::string_view word)
    {
        space();
        if (text_.substr(0, word.size()) != word) return false;
        text_.remove_prefix(word.size());
        return true;
    }
    bool string(std::string& out)
    {
        space();
        if (text_.empty() || (text_.front() != '\'' && text_.front() != '"')) return false;
        const std::size_t end = text_.find(text_.front(), 1);
        if (end == std::string_view::npos) return false;
        out = text_.substr(1, end - 1);
        text_.remove_prefix(end + 1);
        return true;
    }
    bool integer(std::ptrdiff_t& out)
    {
        space();
        const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), out);
        if (error != std::errc()) return false;
        text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
        return true;
    }
    bool at_end()
    {
        space();
        return text_.empty();
    }

private:
    void space()
    {
        while (!text_.empty() && std::isspace(static_cast<unsigned char>(text_.front())))
            text_.remove_prefix(1);
    }
    std::string_view text_;
};

bool read_shape(scanner& s, npy_header& h, std::string& why)
{
    why = "its shape is unreadable";
    h.shape = detail::sizes(std::initializer_list<std::ptrdiff_t>{});
    if (!s.take('(')) return false;
    while (!s.take(')')) {
        std::ptrdiff_t size = 0;
        if (!s.integer(size)) return false;
        if (size < 0) {
            why = "its shape has a negative size";
            return false;
        }
        if (h.shape.size() == max_rank) {
            why = "it has more than " + std::to_string(max_rank) + " axes";
            return false;
        }
        h.shape.push_back(size);
        if (s.take(',')) continue;
        if (!s.take(')')) return false;
        break;
    }
    return true;
}

}  // namespace

std::optional<npy_header> parse_npy_header(std::string_view text, std::string& why)
{
    scanner s(text);
    npy_header h;
    bool descr = false, order = false, shape = false;
    why = "its header is no dictionary";
    if (!s.take('{')) return {};
    while (!s.take('}')) {
        std::string key;
        why = "its header is unreadable";
        if (!s.string(key) || !s.take(':')) return {};
        if (key == "descr") {
            why = "its element type is a structure or unreadable";
            if (!s.string(h.descr)) return {};
            descr = true;
        }
        else if (key == "fortran_order") {
            why = "its fortran_order is neither True nor False";
            if (s.take(std::string_view("True"))) h.column_major = true;
            else if (!s.take(std::string_view("False"))) return {};
            order = true;
        }
        else if (key == "shape") {
            if (!read_shape(s, h, why)) return {};
            shape = true;
        }
        else {
            why = "its header has the unknown key '" + key + "'";
            return {};
        }
        why = "its header is unreadable";
        if (s.take(',')) continue;
        if (!s.take('}')) return {};
        break;
    }
    if (!s.at_end()) return {};
    if (!descr || !order || !shape) {
        why = "its header lacks descr, fortran_order or shape";
        return {};
    }
    return h;
}

std::string make_npy_header(element type, int rank, const std::ptrdiff_t* shape)
{
    std::string text = "{'descr': '" + descr_of(type) + "', 'fortran_order': False, 'shape': (";
    for (int d = 0; d < rank; ++d)
        text += std::to_string(shape[d]) + (rank == 1 ? "," : d + 1 < rank ? ", " : "");
    text += "), }";
    constexpr std::size_t before = 10;  // magic, version and a length of two bytes: 32 axes fit
    text.append((64 - (before + text.size() + 1) % 64) % 64, ' ');
    text += '\n';
    std::string head("\x93NUMPY\x01\x00", 8);
    head += static_cast<char>(text.size() & 255);
    head += static_cast<char>(text.size() >> 8);
    return head + text;
}

}  // namespace tenfold::io
