// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// docs/phrase_book.md is written by this test.
#include "explain/approved.hpp"
#include "guide/phrases.hpp"

namespace guide {

words<numbers> plain_words()
{
    words<numbers> p;
    p.x = {{0.5, -1.25, 2.0, 0.75}, {3.0, 1.5, -0.5, 0.25}, {-2.0, 1.0, 0.125, 4.0}};
    p.y = {{1.0, 2.0, -1.0, 0.5}, {0.25, -3.0, 1.5, 2.0}, {1.75, 0.5, -0.75, 1.0}};
    p.v = {1.0, 2.0, 4.0, 8.0};
    p.w = {0.5, -1.0, 3.0, 2.0};
    p.s = {{4.0, 1.0, 0.0, 0.5}, {1.0, 5.0, 0.25, 0.0}, {0.0, 0.25, 3.0, 1.0}, {0.5, 0.0, 1.0, 6.0}};
    return p;
}

namespace {

words<array> tenfold_words()
{
    const words<numbers> p = plain_words();
    return {p.x, p.y, p.v, p.w, p.s};
}

void expect_same(const phrase& p)
try {
    const numbers want = p.by_xtensor(plain_words()), got = p.by_tenfold(tenfold_words());
    ASSERT_EQ(want.shape(), got.shape()) << p.tenfold;
    for (std::size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got.flat(i), want.flat(i), 1e-9) << p.tenfold;
}
catch (const std::exception& e) {
    ADD_FAILURE() << p.tenfold << ": " << e.what();
}

std::string code(std::string text)
{
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
    return text.empty() ? "–" : "`" + text + "`";
}

}  // namespace

TEST(PhraseBook, ThreeLanguages)
{
    std::string text =
        "# Phrase book: NumPy, xtensor, tenfold\n\n"
        "Written by a test (`tests/guide/phrase_book.cpp`), which compiles and runs each line in the last two languages and compares\n"
        "the numbers. `x`, `y` are of shape (3, 4), `v`, `w` of (4,), `s` of (4, 4): `xt::xarray<double>` in the second column,\n"
        "`tf::array<double>` in the third, where `tf` is `tenfold`. Most of xtensor's words work for arrays as well: `xt::exp(x)`,\n"
        "`xt::sum(x, {0})`, `xt::view(x, 0)` ([the list](xtensor.md)). A dash: xtensor has no word for it, or one that fails in the test.\n\n"
        "**Arrays are values.** Where NumPy says `y = x[0]` and `y` follows `x`, a tenfold array keeps what it saw; see\n"
        "[the guide](guide/02_values.md). What the third column says is recorded, and done when it is read, but for\n"
        "what gives a number, as `x(1, 2)` and `tf::sum(x)()` do, and for what the list calls \"evaluates once\".\n";
    for (const chapter& c : {making(), parts(), shapes(), elements(), reductions(), order(), products(), linear_algebra(), windows()}) {
        text += "\n## " + std::string(c.title) + "\n| NumPy | xtensor | tenfold |\n| --- | --- | --- |\n";
        for (const phrase& p : c.phrases) {
            expect_same(p);
            text += "| " + code(p.numpy) + " | " + code(p.xtensor) + " | " + code(p.tenfold) + " |\n";
        }
    }
    text +=
        "\n## When work is done\n| NumPy | xtensor | tenfold |\n| --- | --- | --- |\n"
        "| at once | where an expression is assigned to a container | where something is read, or by `tf::eval(x, list)` |\n"
        "| | | `tf::job j = tf::submit(list)`, `j.wait()` |\n"
        "| | | `tf::eager_scope now;` at once, as NumPy does |\n"
        "| `print(x)` | `std::cout << x` | `std::cout << x`; `std::cout << tf::explain(x)` for what would be done |\n";
    EXPECT_TRUE(tenfold::testing::matches_approved("../docs/phrase_book.md", text));
}

}  // namespace guide
