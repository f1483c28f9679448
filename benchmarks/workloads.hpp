// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What is measured: the workloads W1 to W14, as sizes, and other sizes of the same kind. inputs.hpp has the numbers.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace measure {

using size = std::size_t;

// A value between -1 and 1.
inline double random_number(std::mt19937_64& bits)
{
    return static_cast<double>(static_cast<std::int64_t>(bits())) * 0x1p-63;
}

// A whole number from low to high, the larger ones as rare as they are large.
inline size random_size(std::mt19937_64& bits, size low, size high)
{
    const double u = static_cast<double>(bits() >> 11) * 0x1p-53;
    const double x = static_cast<double>(low) * std::pow(static_cast<double>(high) / static_cast<double>(low), u);
    return std::clamp(static_cast<size>(std::lround(x)), low, high);
}

// A size of the same kind: divided or multiplied by at most the factor.
inline size near(std::mt19937_64& bits, size n, double factor = 3)
{
    const auto x = static_cast<double>(n);
    return random_size(bits, std::max<size>(static_cast<size>(x / factor), 1), static_cast<size>(x * factor));
}

// ---- windows: dot(a, b[:, s : s + w]) for every start s; a is (m, k), b is (k, n), both row-major

struct windows {
    std::string name;
    size m, k, n, w;

    size count() const { return n - w + 1; }
    double bytes_of_answers(size products) const { return 8.0 * double(m) * double(w) * double(products); }
    double bytes_of_gemm() const   // a, b and the product
    {
        return 8.0 * (double(m) * double(k) + double(k) * double(n) + double(m) * double(n));
    }

    // Every start from 0 to n - w.
    std::vector<size> starts() const
    {
        std::vector<size> all(count());
        std::iota(all.begin(), all.end(), size(0));
        return all;
    }

    // As many starts in any order, some of them more than once.
    std::vector<size> random_starts() const
    {
        std::mt19937_64 bits(3);
        std::vector<size> all(count());
        for (size& s : all) s = bits() % count();
        return all;
    }
};

inline windows w1() { return {"W1", 10, 20, 1000, 20}; }
inline windows w2() { return {"W2", 100, 200, 1000, 200}; }
inline windows w2h() { return {"W2h", 256, 512, 20000, 512}; }

inline windows like(const windows& x, std::uint64_t seed, double factor = 3)
{
    std::mt19937_64 bits(seed * 7919 + x.m);
    windows r{x.name, near(bits, x.m, factor), near(bits, x.k, factor), near(bits, x.n, factor), near(bits, x.w, factor)};
    r.w = std::min(r.w, r.n);
    return r;
}

// ---- lists of products, each operand in memory of its own

struct shape {
    size m, k, n;
    double flops() const { return 2.0 * double(m) * double(k) * double(n); }
};

struct products {
    std::string name;
    std::vector<shape> shapes;
    bool same_left = false;   // one left operand for all
    size repeats = 1;         // how often each product is asked for

    double flops() const
    {
        return std::accumulate(shapes.begin(), shapes.end(), 0.0, [](double f, const shape& s) { return f + s.flops(); });
    }
};

inline products equal_products(std::string name, size count, shape s)
{
    return {std::move(name), std::vector<shape>(count, s)};
}

inline products w3() { return equal_products("W3", 1000, {64, 64, 64}); }
inline products w4()
{
    products p{"W4", {}};
    std::mt19937_64 bits(4);
    for (int i = 0; i < 1000; ++i) {
        const size m = 4 + bits() % 125, k = 4 + bits() % 125, n = 4 + bits() % 125;
        p.shapes.push_back({m, k, n});
    }
    return p;
}
inline products w5()
{
    products p = equal_products("W5", 500, {64, 64, 8});
    p.same_left = true;
    return p;
}
inline products w13()
{
    products p = equal_products("W13", 1000, {64, 64, 64});
    p.repeats = 3;
    return p;
}

// The same count with every size near the original: of all products together where they are equal, else one by one.
inline products like(const products& x, std::uint64_t seed)
{
    std::mt19937_64 bits(seed * 7919 + x.shapes.size());
    products r = x;
    const auto same = [](const shape& a, const shape& b) { return a.m == b.m && a.k == b.k && a.n == b.n; };
    const bool equal = std::all_of(x.shapes.begin(), x.shapes.end(), [&](const shape& s) { return same(s, x.shapes[0]); });
    const shape factor{near(bits, 64, 2), near(bits, 64, 2), near(bits, 64, 2)};
    const auto scaled = [](size n, size by) { return std::max<size>(n * by / 64, 1); };
    for (shape& s : r.shapes) s = {scaled(s.m, factor.m), scaled(s.k, factor.k), scaled(s.n, factor.n)};
    if (equal) r.shapes.resize(near(bits, x.shapes.size(), 2), r.shapes[0]);
    return r;
}

// ---- single shapes

struct summed {         // the sum of count products (m, k) by (k, n)
    std::string name;
    size count, m, k, n;
};
inline summed w6() { return {"W6", 200, 64, 64, 64}; }

struct chain {          // a @ b @ v, a and b square
    std::string name;
    size n;
};
inline chain w7() { return {"W7", 1000}; }

struct correlation {    // dot(x[:, i : i + k], filters) for every i: x is (m, n), filters (k, c)
    std::string name;
    size m, n, k, c;
};
inline correlation w8() { return {"W8", 32, 4096, 64, 16}; }

struct rolling_gram {   // dot(transpose(x[i : i + w]), x[i : i + w]) for every i: x is (n, c)
    std::string name;
    size n, c, w;
};
inline rolling_gram w9() { return {"W9", 5000, 16, 250}; }

struct patches {        // every patch (p, p) of an image (h, h), as a row of p * p, by filters (p * p, c)
    std::string name;
    size h, p, c;
};
inline patches w10() { return {"W10", 512, 8, 32}; }

struct epilogue {       // relu(a @ b + c) * s, all (n, n)
    std::string name;
    size n;
};
inline epilogue w11() { return {"W11", 512}; }

struct elementwise {    // x * y + exp(z)
    std::string name;
    size n;
};
inline elementwise w12() { return {"W12", 10'000'000}; }

struct stacked {        // a stack (count, m, k) by one matrix (k, n)
    std::string name;
    size count, m, k, n;
};
inline stacked w14() { return {"W14", 500, 20, 32, 32}; }

inline stacked like(const stacked& x, std::uint64_t seed)
{
    std::mt19937_64 bits(seed);
    return {x.name, near(bits, x.count), near(bits, x.m), near(bits, x.k), near(bits, x.n)};
}

}  // namespace measure
