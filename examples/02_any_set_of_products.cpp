// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Any set of products, of one shape or of many: eager, lazy, and submitted while the caller does something else.
// Prints GFLOP/s of each, the largest difference between their answers, and the plan.
//   02_any_set_of_products [shapes.txt]     lines `count m k n`: so many products (m, k) by (k, n); # begins a comment
#include <tenfold/tenfold.hpp>

#if __has_include(<xtensor/generators/xrandom.hpp>)  // xtensor since 0.26
#include <xtensor/generators/xrandom.hpp>
#else
#include <xtensor/xrandom.hpp>
#endif

#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

namespace tf = tenfold;
using list = std::vector<tf::array<double>>;

struct operands {
    list a, b;
    double flops = 0;
};

static operands read(const std::string& path)
{
    operands x;
    std::ifstream in(path);
    if (!in) throw tf::io_error(path + " cannot be read");
    std::string line, rest;
    for (int number = 1; std::getline(in, line); ++number) {
        std::istringstream words(line.substr(0, line.find('#')));
        if (!(words >> std::ws) || words.eof()) continue;
        long count = 0, m = 0, k = 0, n = 0;
        if (!(words >> count >> m >> k >> n) || words >> rest || std::min({count, m, k, n}) < 1
            || std::max({count, m, k, n}) > 65536)
            throw tf::io_error(path + ", line " + std::to_string(number) + ": not four whole numbers from 1 to 65536, count m k n");
        for (long i = 0; i < count; ++i) {
            x.a.push_back(xt::random::rand<double>({m, k}, -1, 1));
            x.b.push_back(xt::random::rand<double>({k, n}, -1, 1));
            x.flops += 2.0 * static_cast<double>(m) * static_cast<double>(k) * static_cast<double>(n);
        }
    }
    if (x.a.empty()) throw tf::io_error(path + " names no products");
    return x;
}

static list products(const operands& x)
{
    list answers;
    for (std::size_t i = 0; i < x.a.size(); ++i) answers.push_back(tf::dot(x.a[i], x.b[i]));
    return answers;
}

static list report(const char* name, const operands& x, const std::function<list()>& work)
{
    double best = 1e9;
    list answers;
    for (int run = 0; run < 5; ++run) {
        const auto start = std::chrono::steady_clock::now();
        answers = work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::printf("  %-10s %8.3f ms  %6.1f GFLOP/s\n", name, best * 1e3, x.flops / best * 1e-9);
    return answers;
}

static void compare(const std::string& path)
{
    const operands x = read(path);
    std::printf("%s: %zu products\n", path.substr(path.find_last_of('/') + 1).c_str(), x.a.size());
    const list eager = report("eager", x, [&] { const tf::eager_scope now; return products(x); });
    const list lazy = report("lazy", x, [&] { list y = products(x); tf::eval(y); return y; });
    long steps = 0;
    const list submitted = report("submitted", x, [&] {
        list y = products(x);
        tf::job job = tf::submit(y);
        for (steps = 0; !job.ready(); ++steps) std::this_thread::yield();   // something else meanwhile
        job.wait();
        return y;
    });
    double difference = 0;
    for (std::size_t i = 0; i < eager.size(); ++i)
        difference = std::max({difference, tf::amax(xt::abs(eager[i] - lazy[i]))(), tf::amax(xt::abs(eager[i] - submitted[i]))()});
    std::printf("  largest difference %.1e; the caller took %ld steps of its own meanwhile\n\n", difference, steps);
    std::cout << tf::explain(products(x)) << '\n';
}

int main(int argc, char** argv)
try {
    if (argc > 2) return std::puts("usage: 02_any_set_of_products [shapes.txt]"), 1;
    if (argc == 2) return compare(argv[1]), 0;
    for (const char* name : {"transformer_layer", "small_convnet"}) compare(EXAMPLES_SHAPES "/" + std::string(name) + ".txt");
}
catch (const std::exception& e) {
    std::fprintf(stderr, "02_any_set_of_products: %s\n", e.what());
    return 1;
}
