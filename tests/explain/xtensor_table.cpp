// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// docs/xtensor.md is what this test finds: each call is made on arrays that are recorded, and it is looked whether they
// still are afterwards.
#include "explain/approved.hpp"
#include "explain/xtensor_names.hpp"

#if __has_include(<xtensor/misc/xmanipulation.hpp>)
#include <xtensor/generators/xrandom.hpp>
#include <xtensor/misc/xmanipulation.hpp>
#include <xtensor/misc/xset_operation.hpp>
#include <xtensor/misc/xsort.hpp>
#include <xtensor/views/xdynamic_view.hpp>
#else
#include <xtensor/xdynamic_view.hpp>
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xrandom.hpp>
#include <xtensor/xset_operation.hpp>
#include <xtensor/xsort.hpp>
#endif

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tenfold::testing {

recorded_operands::recorded_operands()
    : x(reshape(arange<double>(6), {2, 3}) * 0.25), y(x + 1.0), v(arange<double>(4) + 1.0), w(v * 2.0),
      s(ones({2, 2}) + eye(2)), m(x > 0.5), n(arange<int>(4) + 1), z(astype<std::complex<double>>(x))
{
}

bool recorded_operands::computed() const
{
    const auto done = [](const auto&... all) { return (... || (explain(all).calls.size() == 0)); };
    return done(x, y, v, w, s, m, n, z);
}

namespace {

const char* happens(const table_row& row)
{
    recorded_operands operands;
    EXPECT_FALSE(operands.computed()) << row.call;
    row.run(operands);
    return operands.computed() ? "evaluates once" : "lazy";
}

std::string escaped(std::string text)
{
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
    return text;
}

std::string table_of(const table_part& part)
{
    std::string text = "\n## " + part.title + "\n| call | what happens |\n| --- | --- |\n";
    for (const table_row& row : part.rows) text += "| `" + escaped(row.call) + "` | " + happens(row) + " |\n";
    return text;
}

/// What the compiler says of the file in must_not_compile.
std::string sentence(const std::string& file)
{
    std::ifstream in(std::filesystem::path(TENFOLD_TESTS_DIR) / "must_not_compile" / (file + ".cpp"));
    std::string line;
    std::getline(in, line);
    const std::string begin = "// expect: ";
    EXPECT_TRUE(line.starts_with(begin)) << file;
    line.erase(0, begin.size());
    return line.starts_with("tenfold: ") ? line.substr(9) : line;
}

table_part through_containers()
{
    return {
        "Through a container",
        {
            TENFOLD_ROW(xt::reduce([](double a, double b) { return a + b; }, xt::xarray<double>(x), {0})),
            TENFOLD_ROW(xt::dynamic_view(xt::xarray<double>(x), {xt::all(), 1})),
            TENFOLD_ROW(xt::random::choice(xt::xarray<double>(v), 2)),
        }};
}

std::string refused()
{
    const std::pair<const char*, const char*> list[] = {
        {"x[0]", "brackets"},
        {"x == y", "equality_of_arrays"},
        {"if (x)", "condition_on_array"},
        {"double d = x", "number_from_array"},
        {"xt::view(x, xt::keep(0, 2))", "keep_slice"},
        {"xt::amax(z)", "largest_complex"},
        {"xt::median(z)", "median_of_complex"},
        {"xt::stddev(x, 1)", "spread_by_number"},
        {"xt::mean(x, xt::initial(1.0))", "mean_with_initial"},
        {"xt::xarray<double> r = z", "complex_into_real"},
        {"tenfold::view(container, 0)", "view_of_plain_container"},
        {"tenfold::borrow(std::vector<double>(3))", "borrow_of_temporary_vector"},
    };
    std::string text = "\n## Refused, with one sentence\n| written | the compiler says |\n| --- | --- |\n";
    for (const auto& [call, file] : list) text += "| `" + std::string(call) + "` | " + sentence(file) + " |\n";
    return text;
}

}  // namespace

TEST(XtensorNames, TheTable)
{
    std::string text =
        "# xtensor's names on arrays\n\n"
        "Written by a test (`tests/explain/xtensor_table.cpp`), which makes every call. **lazy**: recorded, or a view;\n"
        "operands are not computed. **evaluates once**: the call computes its operands, and what is recorded before, and gives\n"
        "values. `x`, `y` are `array<double>` of shape (2, 3), `s` of (2, 2), `v`, `w` of (4,); `m` holds bool, `n` int, `z`\n"
        "complex numbers. After `using namespace xt; using namespace tenfold;` the names mean the same.\n";
    for (const table_part& part : {elementwise_names(), reduction_names(), shape_names(), order_names(), product_names()})
        text += table_of(part);
    text += table_of(through_containers());
    text += "\nSo do names that are not listed: what xtensor does with `xt::xarray<T>(x)` it does with its value.\n";
    text += refused();
    EXPECT_TRUE(matches_approved("../docs/xtensor.md", text));
}

}  // namespace tenfold::testing
