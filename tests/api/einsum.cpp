// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "support.hpp"

#include <cstdint>

namespace {

using namespace support;
using D = tf::array<double>;

/// Subscripts and operands that mostly fit: letters of fixed sizes, "..." now and then, an axis of 1 now and
/// then.
template <class T> struct random_call {
    std::string subscripts;
    std::vector<sample<T>> operands;
};

template <class T> random_call<T> make_call(int operands)
{
    const std::string alphabet = "abCdX";
    const shape_t size =
        *rc::gen::container<shape_t>(alphabet.size(), rc::gen::inRange<reference::index>(1, 4));
    const shape_t batch{2, 3};
    random_call<T> call;
    std::string used;
    bool dots = false;
    for (int o = 0; o < operands; ++o) {
        const auto rank = static_cast<std::size_t>(uniform(0, 4));
        const auto letters = *rc::gen::container<std::string>(rank, rc::gen::elementOf(alphabet));
        shape_t shape;
        std::string term;
        const bool with_dots = rarely(4);
        const auto at = static_cast<std::size_t>(uniform(0, static_cast<int>(rank) + 1));
        for (std::size_t i = 0; i <= rank; ++i) {
            if (with_dots && i == at) {
                term += "...";
                const int n = uniform(0, 3);
                shape.insert(shape.end(), batch.end() - n, batch.end());
                dots = true;
            }
            if (i == rank) break;
            const bool stretched = letters.find(letters[i]) == letters.rfind(letters[i]) && rarely(8);
            term += letters[i];
            shape.push_back(stretched ? 1 : size[alphabet.find(letters[i])]);
        }
        used += letters;
        call.subscripts += (o ? "," : "") + term;
        call.operands.push_back(random_sample<T>(shape));
    }
    if (!rarely(3)) {
        std::string output;
        for (char c : used)
            if (output.find(c) == std::string::npos && *rc::gen::arbitrary<bool>()) output += c;
        if (dots) output.insert(output.size() / 2, "...");
        call.subscripts += " -> " + output;
    }
    return call;
}

template <class T> std::vector<ndarray<T>> expected_of(const random_call<T>& c)
{
    std::vector<ndarray<T>> list;
    for (const sample<T>& s : c.operands) list.push_back(s.expected);
    return list;
}

template <class T> void check_call(int operands)
{
    const random_call<T> c = make_call<T>(operands);
    RC_LOG() << c.subscripts << '\n';
    for (const auto& s : c.operands) RC_LOG() << reference::to_string(s.expected.shape) << '\n';
    const auto& x = c.operands;
    same_outcome(
        [&] { return reference::einsum(c.subscripts, expected_of(c)); },
        [&] {
            switch (operands) {
            case 1:
                return tf::einsum(c.subscripts, x[0].value);
            case 2:
                return tf::einsum(c.subscripts, x[0].value, x[1].value);
            case 3:
                return tf::einsum(c.subscripts, x[0].value, x[1].value, x[2].value);
            case 4:
                return tf::einsum(c.subscripts, x[0].value, x[1].value, x[2].value, x[3].value);
            default:
                return tf::einsum(
                    c.subscripts, x[0].value, x[1].value, x[2].value, x[3].value, x[4].value, x[5].value);
            }
        });
}

}  // namespace

RC_GTEST_PROP(Einsum, of_one, ()) { check_call<double>(1); }
RC_GTEST_PROP(Einsum, of_one_integer_array, ()) { check_call<std::int8_t>(1); }
RC_GTEST_PROP(Einsum, of_one_bool_array, ()) { check_call<bool>(1); }
RC_GTEST_PROP(Einsum, of_two, ()) { check_call<double>(2); }
RC_GTEST_PROP(Einsum, of_two_complex, ()) { check_call<std::complex<double>>(2); }
RC_GTEST_PROP(Einsum, of_three, ()) { check_call<double>(3); }
RC_GTEST_PROP(Einsum, of_three_bool_arrays, ()) { check_call<bool>(3); }
RC_GTEST_PROP(Einsum, of_four, ()) { check_call<std::int64_t>(4); }
RC_GTEST_PROP(Einsum, of_six, ()) { check_call<double>(6); }

TEST(Einsum, of_one_without_a_sum_is_a_view)
{
    const auto x = whole_numbers<double>({3, 3}, 1);
    expect_equal(tf::einsum("ii->i", to_array(x)), reference::diagonal(x));
    expect_equal(tf::einsum("ji", to_array(x)), reference::transpose(x));
    EXPECT_EQ(tf::explain(tf::einsum("ij->ji", to_array(x))).products_before, 0);
}

TEST(Einsum, multiplies_in_a_cheap_order)
{
    const D a = tf::ones<double>({100, 100}), v = tf::ones<double>({100});
    const D r = tf::einsum("ij,jk,kl,l->i", a, a, a, v);
    EXPECT_LT(tf::explain(r).flops_before, 1e5);
    EXPECT_EQ(r(7), 1e6);
    const D s = tf::einsum("ij,jk,kl,lm,mn,no,o->i", a, a, a, a, a, a, v);
    EXPECT_LT(tf::explain(s).flops_before, 2e5);
    EXPECT_EQ(s(7), 1e12);
}

TEST(Einsum, names_what_does_not_fit)
{
    const D a = tf::zeros<double>({2, 3}), b = tf::zeros<double>({4, 5}), v = tf::zeros<double>({3});
    const auto text = [&](const char* subscripts) {
        return message_of([&] { tf::einsum(subscripts, a, b); });
    };
    EXPECT_EQ(
        text("ij,jk->ik"), "[einsum] 'ij,jk->ik': index 'j' has size 3 in operand 0 and 4 in operand 1");
    EXPECT_EQ(text("ij,jk,k->ik"), "[einsum] 'ij,jk,k->ik': 3 terms for 2 operands");
    EXPECT_EQ(
        text("ij,k->ik"), "[einsum] 'ij,k->ik': operand 1 of shape (4, 5) has 2 axes, its term 1 letters");
    EXPECT_EQ(text("ij,kl->im"), "[einsum] 'ij,kl->im': output index 'm' is in no operand");
    EXPECT_EQ(text("ij,kl->ii"), "[einsum] 'ij,kl->ii': output index 'i' occurs twice");
    EXPECT_EQ(text("ij,k1->i"), "[einsum] 'ij,k1->i': '1' is neither a letter nor '...'");
    EXPECT_EQ(text("ij,kl-i"), "[einsum] 'ij,kl-i': '-' without '>'");
    EXPECT_EQ(text("ij,kl->i,j"), "[einsum] 'ij,kl->i,j': ',' after the output");
    EXPECT_EQ(text("ij,...->ij"), "[einsum] 'ij,...->ij': the output lacks '...'");
    EXPECT_EQ(text("ij,......"), "[einsum] 'ij,......': '...' occurs twice in one term");
    EXPECT_EQ(
        text("...,..."),
        "[einsum] '...,...': index '...' (axis -2) has size 2 in operand 0 and 4 in operand 1");
    EXPECT_EQ(
        message_of([&] { tf::einsum("ii", a); }),
        "[einsum] 'ii': index 'i' has sizes 2 and 3 in operand 0 of shape (2, 3)");
    EXPECT_EQ(
        message_of([&] { tf::einsum("", a); }),
        "[einsum] '': operand 0 of shape (2, 3) has 2 axes, its term 0 letters");
    EXPECT_THROW(tf::einsum("i->i->i", v), tf::shape_error);
    EXPECT_THROW(tf::einsum(std::string(500, 'a'), v), tf::shape_error);
}

TEST(Einsum, gives_the_line_of_the_call)
{
    const D v = tf::zeros<double>({3});
    const int line = __LINE__ + 2;
    try {
        tf::einsum("ij", v);
        FAIL();
    }
    catch (const tf::shape_error& e) {
        EXPECT_NE(std::string(e.what()).find("(einsum.cpp:" + std::to_string(line) + ")"), std::string::npos)
            << e.what();
    }
}
