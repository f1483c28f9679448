// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What is measured: the workloads W1 to W14, as shapes with a fixed seed, and other sizes of the same kind.
// Each struct holds sizes only; make() gives the data, always the same for the same sizes.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <random>
#include <string>
#include <vector>

namespace measure
{
using size = std::size_t;

// Storage on whole cache lines, for every contender alike.
template <class T>
struct on_cache_lines
{
    using value_type = T;
    on_cache_lines() = default;
    template <class U>
    on_cache_lines(const on_cache_lines<U>&)
    {
    }
    T* allocate(size n) { return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t(64))); }
    void deallocate(T* p, size) { ::operator delete(p, std::align_val_t(64)); }
    bool operator==(const on_cache_lines&) const { return true; }
};
using numbers = std::vector<double, on_cache_lines<double>>;

// n values between -1 and 1.
inline numbers random_numbers(size n, std::uint64_t seed)
{
    std::mt19937_64 bits(seed);
    numbers x(n);
    for (double& v : x)
        v = static_cast<double>(static_cast<std::int64_t>(bits())) * 0x1p-63;
    return x;
}

// A whole number from low to high, the larger ones as rare as they are large.
inline size random_size(std::mt19937_64& bits, size low, size high)
{
    const double u = static_cast<double>(bits() >> 11) * 0x1p-53;
    const double x = static_cast<double>(low) * std::pow(static_cast<double>(high) / static_cast<double>(low), u);
    return std::clamp(static_cast<size>(std::lround(x)), low, high);
}

// Windows: dot(a, b[:, s : s + w]) for every start s; a is (m, k), b is (k, n), both row-major.
struct windows
{
    std::string name;
    size m, k, n, w;

    struct data
    {
        numbers a, b;
        std::vector<size> starts;
    };

    size count() const { return n - w + 1; }
    double flops_of_loop(size products) const { return 2.0 * double(m) * double(k) * double(w) * double(products); }
    double flops_of_gemm() const { return 2.0 * double(m) * double(k) * double(n); }
    double bytes_of_answers(size products) const { return 8.0 * double(m) * double(w) * double(products); }
    double bytes_of_gemm() const   // a, b and the product
    {
        return 8.0 * (double(m) * double(k) + double(k) * double(n) + double(m) * double(n));
    }

    // Every start from 0 to n - w.
    data make() const
    {
        data d{random_numbers(m * k, 1), random_numbers(k * n, 2), {}};
        for (size s = 0; s < count(); ++s)
            d.starts.push_back(s);
        return d;
    }

    // As many starts in any order, some of them more than once.
    data make_scattered() const
    {
        data d = make();
        std::mt19937_64 bits(3);
        for (size& s : d.starts)
            s = bits() % count();
        return d;
    }
};

inline windows w1() { return {"W1", 10, 20, 1000, 20}; }
inline windows w2() { return {"W2", 100, 200, 1000, 200}; }
inline windows w2h() { return {"W2h", 256, 512, 20000, 512}; }

// Another size of the same kind: each number of the original divided or multiplied by at most the factor.
inline windows like(const windows& x, std::uint64_t seed, double factor = 3)
{
    std::mt19937_64 bits(seed * 7919 + x.m);
    const auto low = [&](size n) { return std::max<size>(static_cast<size>(double(n) / factor), 1); };
    const auto high = [&](size n) { return static_cast<size>(double(n) * factor); };
    windows r = x;
    r.name = x.name + " random " + std::to_string(seed);
    r.m = random_size(bits, low(x.m), high(x.m));
    r.k = random_size(bits, low(x.k), high(x.k));
    r.n = random_size(bits, low(x.n), high(x.n));
    r.w = random_size(bits, low(x.w), std::min(high(x.w), r.n));
    return r;
}

// Products of their own: a[i] (m, k) by b[i] (k, n), each in memory of its own.
struct products
{
    std::string name;
    struct one
    {
        size m, k, n;
    };
    std::vector<one> shapes;
    bool same_left = false;   // one a for all
    bool same_right = false;  // one b for all
    size repeats = 1;         // how often each product is asked for
    bool summed = false;      // the sum of the products is wanted

    struct data
    {
        std::vector<numbers> a, b;
    };

    double flops() const
    {
        double f = 0;
        for (const one& s : shapes)
            f += 2.0 * double(s.m) * double(s.k) * double(s.n);
        return f;
    }
    data make() const
    {
        data d;
        for (size i = 0; i < shapes.size(); ++i)
        {
            if (i == 0 || !same_left)
                d.a.push_back(random_numbers(shapes[i].m * shapes[i].k, 2 * i + 1));
            if (i == 0 || !same_right)
                d.b.push_back(random_numbers(shapes[i].k * shapes[i].n, 2 * i + 2));
        }
        return d;
    }
};

inline products equal_products(std::string name, size count, products::one shape)
{
    return {std::move(name), std::vector<products::one>(count, shape)};
}

inline products w3() { return equal_products("W3", 1000, {64, 64, 64}); }
inline products w4()
{
    products p{"W4", {}};
    std::mt19937_64 bits(4);
    for (int i = 0; i < 1000; ++i)
        p.shapes.push_back({4 + bits() % 125, 4 + bits() % 125, 4 + bits() % 125});
    return p;
}
inline products w5()
{
    products p = equal_products("W5", 500, {64, 64, 8});
    p.same_left = true;
    return p;
}
inline products w6()
{
    products p = equal_products("W6", 200, {64, 64, 64});
    p.summed = true;
    return p;
}
inline products w13()
{
    products p = equal_products("W13", 1000, {64, 64, 64});
    p.repeats = 3;
    return p;
}

// A @ B @ v.
struct chain
{
    std::string name;
    size n;
    struct data
    {
        numbers a, b, v;
    };
    data make() const { return {random_numbers(n * n, 1), random_numbers(n * n, 2), random_numbers(n, 3)}; }
};
inline chain w7() { return {"W7", 1000}; }

// dot(x[:, i : i + k], filters) for every i: x is (m, n), filters (k, c).
struct correlation
{
    std::string name;
    size m, n, k, c;
    struct data
    {
        numbers x, filters;
    };
    size count() const { return n - k + 1; }
    data make() const { return {random_numbers(m * n, 1), random_numbers(k * c, 2)}; }
};
inline correlation w8() { return {"W8", 32, 4096, 64, 16}; }

// dot(transpose(x[i : i + w]), x[i : i + w]) for every i: x is (n, c).
struct rolling_gram
{
    std::string name;
    size n, c, w;
    size count() const { return n - w + 1; }
    numbers make() const { return random_numbers(n * c, 1); }
};
inline rolling_gram w9() { return {"W9", 5000, 16, 250}; }

// Every patch (p, p) of an image (h, h), as a row of p * p, by filters (p * p, c).
struct patches
{
    std::string name;
    size h, p, c;
    struct data
    {
        numbers image, filters;
    };
    data make() const { return {random_numbers(h * h, 1), random_numbers(p * p * c, 2)}; }
};
inline patches w10() { return {"W10", 512, 8, 32}; }

// relu(a @ b + c) * s, all (n, n).
struct epilogue
{
    std::string name;
    size n;
    struct data
    {
        numbers a, b, c, s;
    };
    data make() const
    {
        return {random_numbers(n * n, 1), random_numbers(n * n, 2), random_numbers(n * n, 3), random_numbers(n * n, 4)};
    }
};
inline epilogue w11() { return {"W11", 512}; }

// x * y + exp(z).
struct elementwise
{
    std::string name;
    size n;
    struct data
    {
        numbers x, y, z;
    };
    data make() const { return {random_numbers(n, 1), random_numbers(n, 2), random_numbers(n, 3)}; }
};
inline elementwise w12() { return {"W12", 10'000'000}; }

// A stack (count, m, k) by one matrix (k, n).
struct stacked
{
    std::string name;
    size count, m, k, n;
    struct data
    {
        numbers stack, right;
    };
    data make() const { return {random_numbers(count * m * k, 1), random_numbers(k * n, 2)}; }
};
inline stacked w14() { return {"W14", 500, 20, 32, 32}; }
} // namespace measure
