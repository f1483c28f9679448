// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Programs that read after every call, and lists of products that have nothing in common: the quick ways give what
// the long way gives, for every kind of operand.
#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <complex>
#include <random>
#include <sstream>
#include <vector>

namespace tf = tenfold;

namespace {

template <class T>
tf::array<T> random_matrix(std::mt19937& draw, std::ptrdiff_t rows, std::ptrdiff_t columns)
{
    xt::xarray<T> x = xt::zeros<T>({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
    for (T& v : x) {
        if constexpr (std::is_floating_point_v<T> || std::is_integral_v<T>) v = static_cast<T>(static_cast<int>(draw() % 19) - 9);
        else v = T(static_cast<int>(draw() % 19) - 9, static_cast<int>(draw() % 19) - 9);
    }
    return tf::array<T>(std::move(x));
}

/// The element of a product by its definition; numbers are small and whole, so that sums are exact.
template <class T, class X, class Y>
T element_of(const X& a, const Y& b, std::ptrdiff_t i, std::ptrdiff_t j)
{
    T sum{};
    for (std::ptrdiff_t k = 0; k < a.shape()[1]; ++k) sum = static_cast<T>(sum + static_cast<T>(a(i, k) * b(k, j)));
    return sum;
}

template <class T>
class Express : public testing::Test {};
using types = testing::Types<double, float, std::complex<double>, std::complex<float>, int, std::int64_t>;
TYPED_TEST_SUITE(Express, types);

TYPED_TEST(Express, ReadsAfterEveryCall)
{
    using T = TypeParam;
    std::mt19937 draw(1);
    for (int round = 0; round < 200; ++round) {
        const auto n = [&] { return static_cast<std::ptrdiff_t>(1 + draw() % 6); };
        const std::ptrdiff_t m = n(), k = n(), c = n();
        const tf::array<T> a = random_matrix<T>(draw, m, k), b = random_matrix<T>(draw, k, c);
        const tf::array<T> flipped = random_matrix<T>(draw, c, k), wide = random_matrix<T>(draw, m + 2, 2 * k + 1);
        const auto r = static_cast<std::ptrdiff_t>(draw() % static_cast<unsigned>(m)), s = static_cast<std::ptrdiff_t>(draw() % static_cast<unsigned>(c));
        switch (round % 4) {
        case 0: EXPECT_EQ(tf::dot(a, b)(r, s), (element_of<T>(a, b, r, s))); break;
        case 1: {
            const tf::array<T> turned = tf::transpose(flipped);
            EXPECT_EQ(tf::dot(a, tf::transpose(flipped))(r, s), (element_of<T>(a, turned, r, s)));
            break;
        }
        case 2: {
            const tf::array<T> part = tf::view(wide, xt::range(2, m + 2), xt::range(2 * k, 0, -2));
            EXPECT_EQ(tf::dot(tf::view(wide, xt::range(2, m + 2), xt::range(2 * k, 0, -2)), b)(r, s), (element_of<T>(part, b, r, s)));
            break;
        }
        default: {
            const tf::array<T> c1 = tf::dot(a, b);
            const tf::array<T> c2 = tf::dot(tf::transpose(a), c1);   // reads a result that is not there yet
            EXPECT_EQ(c2(0, s), (element_of<T>(tf::array<T>(tf::transpose(a)), c1, 0, s)));
        }
        }
    }
}

TYPED_TEST(Express, ListsOfProductsOfAnyShape)
{
    using T = TypeParam;
    std::mt19937 draw(2);
    for (int round = 0; round < 8; ++round) {
        std::vector<tf::array<T>> a, b, c;
        for (int i = 0; i < 120; ++i) {
            const auto n = [&] { return static_cast<std::ptrdiff_t>(draw() % 9); };   // 0 too
            const std::ptrdiff_t m = n() + 1, k = n(), w = n() + 1;
            a.push_back(random_matrix<T>(draw, m, k));
            b.push_back(random_matrix<T>(draw, k, w));
        }
        for (std::size_t i = 0; i < a.size(); ++i) c.push_back(tf::dot(a[i], b[i]));
        for (std::size_t i = 0; i < a.size(); i += 7) c.push_back(tf::dot(a[i], b[i]));   // some of them again
        const tf::array<T> last = tf::dot(c[3], tf::transpose(c[3]));                       // and one that is read
        if (round % 2) tf::eval(c, last);
        else {
            tf::options o;
            o.threads = 1;
            o.disable = {"batch"};
            tf::eval(o, c, last);
        }
        for (std::size_t i = 0; i < a.size(); ++i)
            for (std::ptrdiff_t r = 0; r < c[i].shape()[0]; ++r)
                for (std::ptrdiff_t s = 0; s < c[i].shape()[1]; ++s)
                    ASSERT_EQ(c[i](r, s), (element_of<T>(a[i], b[i], r, s))) << "product " << i;
        EXPECT_EQ(last(0, 0), (element_of<T>(c[3], tf::array<T>(tf::transpose(c[3])), 0, 0)));
    }
}

TEST(Groups, AreToldAsOneStep)
{
    std::mt19937 draw(3);
    std::vector<tf::array<double>> c;
    for (std::ptrdiff_t i = 1; i <= 30; ++i) c.push_back(tf::dot(random_matrix<double>(draw, i, 4), random_matrix<double>(draw, 4, i + 1)));
    const tf::explanation e = tf::explain(c);
    EXPECT_EQ(e.products_before, 30);
    EXPECT_EQ(e.products_after, 30);
    EXPECT_DOUBLE_EQ(e.flops_before, e.flops_after);
    ASSERT_EQ(e.steps.size(), 1u);
    EXPECT_EQ(e.steps[0].kind, "grouped_batch");
    EXPECT_EQ(e.steps[0].batch, 30);
    EXPECT_EQ(e.steps[0].m, 30);
    std::ostringstream text;
    text << e;
    EXPECT_NE(text.str().find("30 products of unlike shapes in 1 batch"), std::string::npos) << text.str();
    tf::options apart;
    apart.disable = {"batch"};
    EXPECT_EQ(tf::explain(apart, c).steps.size(), 30u);
}

TEST(Groups, OperandsThatWereCopiedAreTold)
{
    const xt::xarray<double> x = xt::ones<double>({3, 4});
    const tf::array<double> y = tf::ones<double>({4, 2});
    const tf::explanation e = tf::explain(tf::dot(x, y));
    EXPECT_EQ(e.containers_copied, 1);
    EXPECT_EQ(e.bytes_copied, 96);
}

// Families that go are used again by calls like theirs: nothing of the older life may show.
TEST(Families, UsedAgainStartAnew)
{
    std::mt19937 draw(4);
    std::vector<tf::array<double>> kept;
    std::vector<double> want;
    for (int round = 0; round < 300; ++round) {
        const tf::array<double> a = random_matrix<double>(draw, 3, 4), b = random_matrix<double>(draw, 4, 9);
        std::vector<tf::array<double>> all;
        const int calls = 1 + static_cast<int>(draw() % 6);
        for (int i = 0; i < calls; ++i) all.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 4))));
        const int pick = static_cast<int>(draw() % static_cast<unsigned>(calls));
        if (draw() % 3 == 0) {
            kept.push_back(all[static_cast<std::size_t>(pick)]);
            want.push_back(element_of<double>(a, tf::array<double>(tf::view(b, xt::all(), xt::range(pick, pick + 4))), 2, 3));
        }
        if (draw() % 2 == 0) { EXPECT_EQ(all[0](1, 1), (element_of<double>(a, b, 1, 1))); }
    }
    for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i](2, 3), want[i]);
}

}  // namespace
