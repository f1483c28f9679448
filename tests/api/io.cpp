// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Printing and .npy files. Broken files are made by hand: each must be refused with a reason.
#include "support.hpp"

#include <unistd.h>

#include <tenfold/detail/xtensor_io.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using namespace support;
using D = tf::array<double>;

class Npy : public testing::Test {
protected:
    std::string path = (std::filesystem::temp_directory_path() /
                        ("tenfold_" + std::to_string(getpid()) + ".npy"))  // tests run side by side
                           .string();
    ~Npy() override { std::remove(path.c_str()); }

    void write(const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
    std::string read() const
    {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::string with_header(const std::string& text, std::size_t data_bytes, int version = 1)
    {
        std::string head = "\x93NUMPY";
        head += static_cast<char>(version);
        head += '\0';
        for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
            head += static_cast<char>(text.size() >> (8 * i) & 255);
        return head + text + std::string(data_bytes, '\0');
    }
    std::string refusal()
    {
        const std::string text = message_of([&] { tf::load_npy<double>(path); });
        const std::string start = "[load_npy] " + path + ": ";
        EXPECT_EQ(text.substr(0, start.size()), start);
        return text.size() > start.size() ? text.substr(start.size()) : text;
    }
    static constexpr const char* good = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n";
};

}  // namespace

TEST(Print, looks_like_xtensor)
{
    xt::xarray<double> x = {{1.0, 2.5}, {-3.0, 4.0}};
    D a = x;
    std::ostringstream ours, theirs;
    ours << a << tf::view(a, 1) << a * 2.0;
    theirs << x << xt::xarray<double>(xt::view(x, 1)) << xt::xarray<double>(x * 2.0);
    EXPECT_EQ(ours.str(), theirs.str());
    std::ostringstream others;
    others << tf::array<int>(xt::xarray<int>{1, 2}) << tf::ones<bool>({2})
           << tf::ones<std::complex<float>>({1}) << tf::ones({}) << tf::zeros({0});
    EXPECT_FALSE(others.str().empty());
    EXPECT_THROW(others << D(), tf::error);
}

TEST_F(Npy, round_trip)
{
    D a = {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
    for (const D& x :
         {a, D(tf::transpose(a)), D(tf::view(a, 1)), D(tf::flip(a)), tf::ones({}), tf::zeros({0, 3}),
          D(tf::sliding_window_view(a, 2, 1))}) {
        tf::save_npy(path, x);
        const D y = tf::load_npy<double>(path);
        ASSERT_EQ(y.shape(), x.shape());
        EXPECT_TRUE(std::equal(x.begin(), x.end(), y.begin()));
    }
    tf::save_npy(path, a * 2.0);
    EXPECT_EQ(tf::load_npy<double>(path)(1, 2), 12.0);
    tf::save_npy(path, xt::xarray<float>{1.f, 2.f});
    EXPECT_EQ(tf::load_npy<float>(path)(1), 2.f);
}

template <class T> class NpyOf : public Npy {
};
using every_type = testing::Types<
    bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
    std::uint64_t, float, double, std::complex<float>, std::complex<double>>;
TYPED_TEST_SUITE(NpyOf, every_type);

TYPED_TEST(NpyOf, agrees_with_xtensor)
{
    const auto x = whole_numbers<TypeParam>({3, 4}, 3);
    tf::save_npy(this->path, to_array(x));
    expect_equal(tf::load_npy<TypeParam>(this->path), x);
    if constexpr (std::is_same_v<TypeParam, bool>) return;  // xtensor's reader cannot make bool
    else {
        xt::xarray<TypeParam> theirs = xt::load_npy<TypeParam>(this->path);
        EXPECT_EQ(theirs(2, 1), x(2, 1));
        xt::dump_npy(this->path, theirs);
        expect_equal(tf::load_npy<TypeParam>(this->path), x);
    }
}

TEST_F(Npy, column_major_files)
{
    xt::xarray<double, xt::layout_type::column_major> x = {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
    xt::dump_npy(path, x);
    EXPECT_NE(read().find("'fortran_order': True"), std::string::npos);
    const D a = tf::load_npy<double>(path);
    EXPECT_EQ(a(0, 2), 3.0);
    EXPECT_EQ(a(1, 0), 4.0);
}

TEST_F(Npy, other_headers_that_are_fine)
{
    for (int version : {1, 2, 3}) {
        write(with_header(good, 48, version));
        EXPECT_EQ(tf::load_npy<double>(path).shape(), (std::vector<int>{2, 3}));
    }
    write(with_header(
        "{\"shape\":(6,),\"descr\":\"=f8\",\"fortran_order\":False}" + std::string(150, ' ') + "\n", 48));
    EXPECT_EQ(tf::load_npy<double>(path).shape(), (std::vector<int>{6}));
    write(with_header("{'descr': '<f8', 'fortran_order': False, 'shape': ()}", 8));
    EXPECT_EQ(tf::load_npy<double>(path).dimension(), 0u);
}

TEST_F(Npy, refuses_what_is_no_npy_file)
{
    std::remove(path.c_str());
    EXPECT_EQ(refusal(), "cannot be opened: No such file or directory");
    write("");
    EXPECT_EQ(refusal(), "is empty or cannot be read");
    write("hello, this is no array");
    EXPECT_EQ(refusal(), "not a .npy file");
    write("\x93NUM");
    EXPECT_EQ(refusal(), "not a .npy file");
    write(with_header(good, 48, 9));
    EXPECT_EQ(refusal(), "version 9 of the .npy format is unknown");
    EXPECT_THROW(tf::load_npy<double>(std::filesystem::temp_directory_path().string()), tf::io_error);
}

TEST_F(Npy, refuses_broken_headers)
{
    const auto says = [&](const std::string& text, const std::string& why) {
        write(with_header(text, 48));
        EXPECT_EQ(refusal(), why) << text;
    };
    says("", "its header is no dictionary");
    says("[1, 2]", "its header is no dictionary");
    says("{'descr': '<f8', 'shape': (2, 3)}", "its header lacks descr, fortran_order or shape");
    says(
        "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (2, 3)}",
        "its fortran_order is neither True nor False");
    says(
        "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2, 3)}",
        "its element type is a structure or unreadable");
    says("{'descr': '<f8', 'fortran_order': False, 'shape': (2, -3)}", "its shape has a negative size");
    says("{'descr': '<f8', 'fortran_order': False, 'shape': (2; 3)}", "its shape is unreadable");
    says(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "its shape is unreadable");
    says(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
        "its shape (4294967296, 4294967296) is too large");
    says(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), 'more': 1}",
        "its header has the unknown key 'more'");
    says("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)} rubbish", "its header is unreadable");
    std::string many = "{'descr': '<f8', 'fortran_order': False, 'shape': (";
    for (int i = 0; i < 40; ++i) many += "1, ";
    says(many + ")}", "it has more than 32 axes");
    write(with_header(good, 0).substr(0, 30));
    EXPECT_EQ(refusal(), "the file ends inside its header");
}

TEST_F(Npy, refuses_short_files_before_it_allocates)
{
    write(with_header(good, 47));
    EXPECT_EQ(refusal(), "is cut short: shape (2, 3) takes 48 bytes, 47 are there");
    write(with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}", 8));
    EXPECT_EQ(refusal(), "is cut short: shape (1000000000000,) takes 8000000000000 bytes, 8 are there");
}

TEST_F(Npy, refuses_other_element_types)
{
    tf::save_npy(path, tf::ones<float>({2}));
    EXPECT_EQ(refusal(), "holds elements of type '<f4', not '<f8' (float64)");
    write(with_header("{'descr': '>f8', 'fortran_order': False, 'shape': (2, 3)}", 48));
    EXPECT_EQ(refusal(), "holds elements of type '>f8', not '<f8' (float64)");
}

TEST_F(Npy, every_prefix_and_every_flipped_byte_is_refused_or_read)
{
    tf::save_npy(path, tf::ones({2, 3}));
    const std::string whole = read();
    for (std::size_t n = 0; n < whole.size(); ++n) {
        write(whole.substr(0, n));
        EXPECT_THROW(tf::load_npy<double>(path), tf::io_error) << n;
    }
    for (std::size_t n = 0; n < 128; ++n)
        for (int bit = 0; bit < 8; ++bit) {
            std::string broken = whole;
            broken[n] = static_cast<char>(broken[n] ^ 1 << bit);
            write(broken);
            try {
                tf::load_npy<double>(path);
            }
            catch (const tf::io_error&) {
            }
        }
}

TEST_F(Npy, cannot_be_written)
{
    EXPECT_THROW(tf::save_npy("/nowhere/x.npy", tf::ones({2})), tf::io_error);
    EXPECT_THROW(tf::save_npy(path, D()), tf::error);
    if (std::filesystem::exists("/dev/full")) {
        EXPECT_THROW(tf::save_npy("/dev/full", tf::ones({2})), tf::io_error);
    }
}
