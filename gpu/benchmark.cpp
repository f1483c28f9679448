// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// tenfold on a GPU beside what people write by hand, in one process, by turns; the limit is a copy of the same bytes.
//   benchmark [rates] [lists] [windows] [large]       without names: all parts
// `rates` prints what the record of the machine may hold of this GPU (docs/cost_model.md).
// Several sets of operands go round, so that the second-level cache is cold; times are between events, medians of many.
#include "rivals.hpp"

#include <tenfold/tenfold.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <functional>
#include <random>

namespace tf = tenfold;
using array = tf::array<double>;
using rivals::buffer;
using rivals::check;
using rivals::product;

namespace {

constexpr int sets = 4, runs = 40;

cudaStream_t stream;

struct row {
    std::string name;
    std::function<void(int set)> run;
    std::vector<float> microseconds{};
};

double median(std::vector<float> x)
{
    std::nth_element(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2), x.end());
    return x[x.size() / 2];
}

/// All rows by turns, in an order that moves.
void measure(const std::string& title, std::vector<row>& rows)
{
    cudaEvent_t begin, end;
    check(cudaEventCreate(&begin));
    check(cudaEventCreate(&end));
    constexpr int warm = 4 * sets;   // graphs are recorded by then
    for (int run = -warm; run < runs; ++run)
        for (std::size_t i = 0; i < rows.size(); ++i) {
            row& r = rows[(i + static_cast<std::size_t>(run + warm)) % rows.size()];
            check(cudaEventRecord(begin, stream));
            r.run((run + warm) % sets);
            check(cudaEventRecord(end, stream));
            check(cudaEventSynchronize(end));
            check(cudaGetLastError());
            float ms = 0;
            check(cudaEventElapsedTime(&ms, begin, end));
            if (run >= 0) r.microseconds.push_back(1e3f * ms);
        }
    check(cudaEventDestroy(begin));
    check(cudaEventDestroy(end));
    std::printf("\n%s\n", title.c_str());
    const double limit = median(rows[0].microseconds);
    for (const row& r : rows)
        std::printf("  %-44s %10.1f us (least %8.1f) %7.2f of the copy\n", r.name.c_str(), median(r.microseconds),
                    *std::min_element(r.microseconds.begin(), r.microseconds.end()), median(r.microseconds) / limit);
    std::fflush(stdout);
}

std::vector<double> random_numbers(std::size_t n, unsigned seed)
{
    std::mt19937_64 draw(seed);
    std::vector<double> x(n);
    for (double& v : x) v = 2 * (static_cast<double>(draw() >> 11) / 9007199254740992.0) - 1;
    return x;
}

/// The device's copy of a list of products, which tenfold borrows as well.
struct operands {
    struct shape {
        std::size_t m, k, n;
    };
    operands(const std::vector<shape>& shapes, unsigned seed) : shapes_(shapes), memory_(sizeof(double) * total(shapes))
    {
        const std::vector<double> numbers = random_numbers(total(shapes), seed);
        check(cudaMemcpy(memory_.get(), numbers.data(), numbers.size() * sizeof(double), cudaMemcpyHostToDevice));
        double* at = memory_.get();
        for (const shape& s : shapes) {
            double* const a = at;
            double* const b = a + s.m * s.k;
            at = b + s.k * s.n;
            left.push_back(tf::borrow_device(a, {s.m, s.k}));
            right.push_back(tf::borrow_device(b, {s.k, s.n}));
            all.push_back({static_cast<std::int64_t>(s.m), static_cast<std::int64_t>(s.n), static_cast<std::int64_t>(s.k), a, b, at, static_cast<std::int64_t>(s.n)});
            at += s.m * s.n;
        }
    }
    static std::size_t total(const std::vector<shape>& shapes)
    {
        std::size_t n = 0;
        for (const shape& s : shapes) n += s.m * s.k + s.k * s.n + s.m * s.n;
        return n;
    }
    std::size_t bytes() const { return sizeof(double) * total(shapes_); }
    double* memory() const { return memory_.get(); }

    std::vector<array> left, right;
    std::vector<product> all;

private:
    std::vector<shape> shapes_;
    buffer memory_;
};

std::vector<array> record(const operands& x)
{
    std::vector<array> r;
    r.reserve(x.left.size());
    for (std::size_t i = 0; i < x.left.size(); ++i) r.push_back(tf::dot(x.left[i], x.right[i]));
    return r;
}

tf::options here()
{
    tf::options o;
    o.device = tf::cuda(0);
    o.stream = stream;
    return o;
}

/// The largest difference of some members from sums in long double.
void compare(const std::vector<array>& got, const operands& x)
{
    double worst = 0;
    for (std::size_t i = 0; i < got.size(); i += std::max<std::size_t>(got.size() / 20, 1)) {
        const xt::xarray<double> a = x.left[i], b = x.right[i], c = got[i];
        for (std::size_t r = 0; r < c.shape()[0]; ++r)
            for (std::size_t s = 0; s < c.shape()[1]; ++s) {
                long double sum = 0, size = 0;
                for (std::size_t k = 0; k < a.shape()[1]; ++k) {
                    sum += static_cast<long double>(a(r, k)) * b(k, s);
                    size += std::abs(static_cast<long double>(a(r, k)) * b(k, s));
                }
                worst = std::max(worst, static_cast<double>(std::abs(sum - c(r, s)) / size));
            }
    }
    std::printf("  largest error: %.1e of the sum of magnitudes\n", worst);
}

void lists(const char* title, const std::vector<operands::shape>& shapes, bool alike)
{
    std::vector<std::unique_ptr<operands>> x;
    std::vector<std::unique_ptr<rivals::list>> by_hand;
    std::vector<std::unique_ptr<buffer>> pointers;
    for (unsigned s = 0; s < sets; ++s) {
        x.push_back(std::make_unique<operands>(shapes, s));
        by_hand.push_back(std::make_unique<rivals::list>(x.back()->all, stream));
        pointers.push_back(std::make_unique<buffer>(by_hand.back()->pointer_bytes()));
    }
    const std::size_t bytes = x[0]->bytes();
    const buffer copy(bytes / 2);
    const tf::options o = here();
    std::vector<row> rows;
    // As many bytes are read and written as the products do.
    rows.push_back({"a copy of the same bytes", [&](int s) { check(cudaMemcpyAsync(copy.get(), x[s]->memory(), bytes / 2, cudaMemcpyDeviceToDevice, stream)); }});
    rows.push_back({"tenfold, a loop recorded and evaluated", [&](int s) { tf::eval(o, record(*x[s])); }});
    std::vector<std::vector<array>> recorded(sets);
    rows.push_back({"a loop of dgemm", [&](int s) { by_hand[s]->loop(); }});
    rows.push_back({"dgemm on 16 streams", [&](int s) { by_hand[s]->streams(); }});
    std::vector<std::unique_ptr<rivals::graph>> graphs;
    for (int s = 0; s < sets; ++s) {
        by_hand[s]->loop();
        check(cudaStreamSynchronize(stream));
        graphs.push_back(std::make_unique<rivals::graph>(stream, [&] { by_hand[s]->loop(); }));
    }
    rows.push_back({"a graph of dgemm calls", [&](int s) { graphs[s]->launch(); }});
    if (alike) {
        const auto& p = shapes[0];
        const auto apart = static_cast<std::int64_t>(p.m * p.k + p.k * p.n + p.m * p.n);
        rows.push_back({"strided batch", [&, apart](int s) { by_hand[s]->strided(apart, apart, apart); }});
        rows.push_back({"pointer batch, with upload", [&](int s) { by_hand[s]->pointers(*pointers[s], true); }});
        rows.push_back({"pointer batch, pointers there", [&](int s) { by_hand[s]->pointers(*pointers[s], false); }});
    }
    rows.push_back({"grouped, with upload", [&](int s) { by_hand[s]->grouped(*pointers[s], true); }});
    measure(title, rows);
    const std::vector<array> r = record(*x[0]);
    tf::eval(o, r);
    compare(r, *x[0]);
}

/// A loop of windows: a (m, k) by windows of w columns of b (k, n).
void windows(const char* title, std::size_t m, std::size_t k, std::size_t n, std::size_t w)
{
    const buffer a(8 * m * k), b(8 * k * n), c(8 * m * n), copy(4 * (m * k + k * n + m * n));
    check(cudaMemcpy(a.get(), random_numbers(m * k, 1).data(), 8 * m * k, cudaMemcpyHostToDevice));
    check(cudaMemcpy(b.get(), random_numbers(k * n, 2).data(), 8 * k * n, cudaMemcpyHostToDevice));
    const array x = tf::borrow_device(a.get(), {m, k}), y = tf::borrow_device(b.get(), {k, n});
    const buffer one(8 * (m * k + k * n + m * n));
    std::vector<product> all;
    const bool few = (n - w) * m * w < (std::size_t{1} << 28);
    const buffer results(8 * (few ? (n - w + 1) * m * w : 1));
    for (std::size_t i = 0; few && i + w <= n; ++i)
        all.push_back({static_cast<std::int64_t>(m), static_cast<std::int64_t>(w), static_cast<std::int64_t>(k), a.get(), b.get() + i,
                       results.get() + i * m * w, static_cast<std::int64_t>(n)});
    const rivals::list whole({{static_cast<std::int64_t>(m), static_cast<std::int64_t>(n), static_cast<std::int64_t>(k), a.get(), b.get(), c.get(), static_cast<std::int64_t>(n)}}, stream);
    const tf::options o = here();
    const auto record = [&] {
        std::vector<array> r;
        for (std::size_t i = 0; i + w <= n; ++i) r.push_back(tf::dot(x, tf::view(y, xt::all(), xt::range(i, i + w))));
        return r;
    };
    std::vector<row> rows;
    rows.push_back({"a copy of the same bytes", [&](int) { check(cudaMemcpyAsync(copy.get(), one.get(), 4 * (m * k + k * n + m * n), cudaMemcpyDeviceToDevice, stream)); }});
    rows.push_back({"one gemm by hand", [&](int) { whole.loop(); }});
    rows.push_back({"tenfold, a loop recorded and evaluated", [&](int) { tf::eval(o, record()); }});
    std::unique_ptr<rivals::list> separate;
    if (few) {
        separate = std::make_unique<rivals::list>(all, stream);
        rows.push_back({"a loop of dgemm", [&](int) { separate->loop(); }});
        rows.push_back({"strided batch over the windows", [&](int) { separate->strided(0, 1, static_cast<std::int64_t>(m * w)); }});
    }
    measure(title, rows);
}

/// From the host and back: what an evaluation costs with its transfers.
void with_transfers(const char* title, std::size_t m, std::size_t k, std::size_t n, std::size_t w)
{
    const std::vector<double> a = random_numbers(m * k, 1), b = random_numbers(k * n, 2);
    std::vector<double> home(m * n);
    const buffer da(8 * m * k), db(8 * k * n), dc(8 * m * n), copy(8 * (m * k + k * n + m * n));
    const rivals::list whole({{static_cast<std::int64_t>(m), static_cast<std::int64_t>(n), static_cast<std::int64_t>(k), da.get(), db.get(), dc.get(), static_cast<std::int64_t>(n)}}, stream);
    const xt::xarray<double> xa = xt::adapt(a, {m, k}), xb = xt::adapt(b, {k, n});
    double sum = 0;
    std::vector<row> rows;
    const auto transfers = [&](bool product) {
        check(cudaMemcpyAsync(da.get(), a.data(), 8 * a.size(), cudaMemcpyHostToDevice, stream));
        check(cudaMemcpyAsync(db.get(), b.data(), 8 * b.size(), cudaMemcpyHostToDevice, stream));
        if (product) whole.loop();
        check(cudaMemcpyAsync(home.data(), dc.get(), 8 * home.size(), cudaMemcpyDeviceToHost, stream));
        check(cudaStreamSynchronize(stream));
        sum += home[0];
    };
    rows.push_back({"the transfers alone", [&](int) { transfers(false); }});
    rows.push_back({"transfers and one gemm by hand", [&](int) { transfers(true); }});
    rows.push_back({"tenfold, from the host, all read", [&](int) {
                        const array x = tf::borrow(xa), y = tf::borrow(xb);
                        std::vector<array> r;
                        for (std::size_t i = 0; i + w <= n; ++i) r.push_back(tf::dot(x, tf::view(y, xt::all(), xt::range(i, i + w))));
                        tf::eval(tf::cuda(0), r);
                        for (const array& v : r) sum += v(0, 0);
                    }});
    measure(title, rows);
    if (sum == 0.123) std::puts("");
}

/// Of one of `times` in a row, on the device.
double seconds_each(int times, const std::function<void()>& work)
{
    cudaEvent_t begin, end;
    check(cudaEventCreate(&begin));
    check(cudaEventCreate(&end));
    work();
    check(cudaEventRecord(begin, stream));
    for (int i = 0; i < times; ++i) work();
    check(cudaEventRecord(end, stream));
    check(cudaEventSynchronize(end));
    float ms = 0;
    check(cudaEventElapsedTime(&ms, begin, end));
    check(cudaEventDestroy(begin));
    check(cudaEventDestroy(end));
    return 1e-3 * ms / times;
}

/// As JSON, for the record of the machine. What is not here is assumed.
void rates(const char* name)
{
    constexpr std::int64_t n = 4096, small = 4;
    constexpr std::size_t elements = n * n;
    const std::vector<double> numbers = random_numbers(elements, 1);
    const buffer a(8 * elements), b(8 * elements), c(8 * elements);
    // Memory that is not pinned, as arrays are.
    const double upload = seconds_each(2, [&] { check(cudaMemcpyAsync(a.get(), numbers.data(), 8 * elements, cudaMemcpyHostToDevice, stream)); });
    check(cudaMemcpy(b.get(), numbers.data(), 8 * elements, cudaMemcpyHostToDevice));
    const auto product = [&](std::int64_t columns, std::int64_t edge) {
        return std::make_unique<rivals::list>(std::vector<rivals::product>{{edge, columns, edge, a.get(), b.get(), c.get(), columns}}, stream);
    };
    const auto whole = product(n, n), vector = product(1, n), tiny = product(small, small);
    const double call = seconds_each(1000, [&] { tiny->loop(); });
    std::printf("\n{\"gpus\": {\"%s\": {\"gemm_rate\": %.3g, \"gemm_call\": %.3g, \"pass_call\": %.3g, \"vector_rate\": %.3g, \"bandwidth\": %.3g, \"link\": %.3g}}}\n",
                name, 2.0 * n * n * n / seconds_each(4, [&] { whole->loop(); }), call, call, 2.0 * n * n / seconds_each(20, [&] { vector->loop(); }),
                16.0 * elements / seconds_each(20, [&] { check(cudaMemcpyAsync(c.get(), a.get(), 8 * elements, cudaMemcpyDeviceToDevice, stream)); }),
                8.0 * elements / upload);
}

}  // namespace

int main(int argc, char** argv)
{
    const auto wanted = [&](const char* part) {
        return argc < 2 || std::any_of(argv + 1, argv + argc, [&](const char* a) { return std::strcmp(a, part) == 0; });
    };
    int count = 0;
    if (const cudaError_t e = cudaGetDeviceCount(&count); e != cudaSuccess) return std::printf("skipped: %s\n", cudaGetErrorName(e)), 77;
    try {
        cudaDeviceProp is{};
        int driver = 0, runtime = 0;
        check(cudaGetDeviceProperties(&is, 0));
        check(cudaDriverGetVersion(&driver));
        check(cudaRuntimeGetVersion(&runtime));
        std::printf("%s, %d multiprocessors, driver %d, runtime %d\n", is.name, is.multiProcessorCount, driver, runtime);
        check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
        if (wanted("rates")) rates(is.name);
        if (wanted("lists")) {
            lists("W3: 1000 products of 64x64 by 64x64", std::vector<operands::shape>(1000, {64, 64, 64}), true);
            std::vector<operands::shape> mixed;
            std::mt19937 draw(7);
            for (int i = 0; i < 1000; ++i) mixed.push_back({4 + draw() % 125, 4 + draw() % 125, 4 + draw() % 125});
            lists("W4: 1000 products, sizes 4 to 128", mixed, false);
        }
        if (wanted("windows")) {
            windows("W1: 981 windows, 10x20 by 20x20", 10, 20, 1000, 20);
            windows("W2: 801 windows, 100x200 by 200x200", 100, 200, 1000, 200);
            with_transfers("W1 with its transfers", 10, 20, 1000, 20);
            with_transfers("W2 with its transfers", 100, 200, 1000, 200);
        }
        if (wanted("large")) windows("W2h: 19489 windows, 256x512 by 512x512", 256, 512, 20000, 512);
    }
    catch (const std::exception& e) {
        std::printf("failed: %s\n", e.what());
        return 1;
    }
}
