// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reading and writing .npy files. Everything a file says is checked against its size before memory is taken.
#include "io/npy_header.hpp"

#include <tenfold/io.hpp>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>

namespace tenfold::detail {

static_assert(std::endian::native == std::endian::little, "files are read as they lie");

namespace {

/// Everything that goes wrong names the file.
struct file_call {
    const char* operation;
    const std::string& path;
    site where;

    [[noreturn]] void fail(const std::string& why) const
    {
        reject<io_error>(operation, path + ": " + why, where);
    }
};

io::npy_header
read_header(std::istream& in, std::uint64_t file_size, std::uint64_t& data_begin, const file_call& call)
{
    unsigned char fixed[12] = {};
    if (!in.read(reinterpret_cast<char*>(fixed), 10) || std::memcmp(fixed, "\x93NUMPY", 6) != 0)
        call.fail("not a .npy file");
    const int version = fixed[6];
    if (version < 1 || version > 3)
        call.fail("version " + std::to_string(version) + " of the .npy format is unknown");
    std::uint64_t length = fixed[8] | fixed[9] << 8, begin = 10;
    if (version > 1) {
        if (!in.read(reinterpret_cast<char*>(fixed) + 10, 2)) call.fail("the file ends inside its header");
        length |= static_cast<std::uint64_t>(fixed[10]) << 16 | static_cast<std::uint64_t>(fixed[11]) << 24;
        begin = 12;
    }
    if (begin + length > file_size) call.fail("the file ends inside its header");
    if (length > 1 << 20) call.fail("its header is longer than any that describes an array");
    std::string text(length, '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(length))) call.fail("the header cannot be read");
    std::string why;
    auto header = io::parse_npy_header(text, why);
    if (!header) call.fail(why);
    data_begin = begin + length;
    return *std::move(header);
}

std::uint64_t bytes_of(const io::npy_header& h, std::size_t element_bytes, const file_call& call)
{
    std::uint64_t bytes = element_bytes;
    for (index_t n : h.shape)
        if (n == 0) return 0;
    for (index_t n : h.shape)
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(n), &bytes) ||
            bytes > static_cast<std::uint64_t>(std::numeric_limits<index_t>::max()))
            call.fail("its shape " + h.shape.text() + " is too large");
    return bytes;
}

}  // namespace

handle read_npy(const std::string& path, element type, site where)
{
    const file_call call{"load_npy", path, where};
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) call.fail(std::string("cannot be opened: ") + std::strerror(errno));
    in.seekg(0, std::ios::end);
    const auto end = in.tellg();
    in.seekg(0);
    // A folder opens, and its size is nonsense.
    if (!in || end < 0 || in.peek() == std::char_traits<char>::eof()) call.fail("is empty or cannot be read");
    const auto file_size = static_cast<std::uint64_t>(end);

    std::uint64_t begin = 0;
    const io::npy_header header = read_header(in, file_size, begin, call);
    std::string descr = header.descr;
    if (!descr.empty() && descr[0] == '=') descr[0] = '<';
    if (descr.size() == 3 && descr[2] == '1') descr[0] = '|';  // one byte has no order
    if (descr != io::descr_of(type))
        call.fail(
            "holds elements of type '" + header.descr + "', not '" + io::descr_of(type) + "' (" +
            name_of(type) + ")");
    const std::uint64_t bytes = bytes_of(header, size_of(type), call);
    if (bytes > file_size - begin)
        call.fail(
            "is cut short: shape " + header.shape.text() + " takes " + std::to_string(bytes) + " bytes, " +
            std::to_string(file_size - begin) + " are there");

    fresh_leaf leaf("load_npy", type, header.shape.size(), header.shape.data(), where);
    if (bytes > 0 && !in.read(static_cast<char*>(leaf.data()), static_cast<std::streamsize>(bytes)))
        call.fail("cannot be read to its end");
    if (type == element::boolean) {
        // Any other byte than 0 and 1 in a bool is undefined behaviour in C++.
        auto* flags = static_cast<unsigned char*>(leaf.data());
        for (std::uint64_t i = 0; i < bytes; ++i) flags[i] = flags[i] != 0;
    }
    return header.column_major ? leaf.finish_column_major() : leaf.finish();
}

void write_npy(const std::string& path, const handle& h, site where)
{
    const file_call call{"save_npy", path, where};
    check_value(h, where);
    const family& f = *h.source();
    const std::size_t bytes = size_of(f.type);
    const auto value = start_walk(h, where);  // evaluates before the file is touched

    errno = 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    if (!out) call.fail(std::string("cannot be opened: ") + std::strerror(errno));
    const std::string head = io::make_npy_header(f.type, f.rank, f.shape);
    out.write(head.data(), static_cast<std::streamsize>(head.size()));
    // Row by row: a row whose elements are not neighbours is gathered first.
    const index_t row = value->inner;
    std::string gathered(value->inner_stride == 1 ? 0 : static_cast<std::size_t>(row) * bytes, '\0');
    for (index_t i = 0; i < value->size && out; i += row) {
        const std::byte* first = value->at.data + value->offset(i) * static_cast<index_t>(bytes);
        if (value->inner_stride != 1) {
            for (index_t k = 0; k < row; ++k)
                std::memcpy(
                    gathered.data() + static_cast<std::size_t>(k) * bytes,
                    first + k * value->inner_stride * static_cast<index_t>(bytes), bytes);
            first = reinterpret_cast<const std::byte*>(gathered.data());
        }
        out.write(
            reinterpret_cast<const char*>(first),
            static_cast<std::streamsize>(static_cast<std::size_t>(row) * bytes));
    }
    out.close();
    if (!out) call.fail(std::string("cannot be written: ") + std::strerror(errno));
}

}  // namespace tenfold::detail
