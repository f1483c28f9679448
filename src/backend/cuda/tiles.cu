// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Products of matrices with any strides, tile by tile of their results: a block of threads takes one tile after another,
// brings slabs of both operands into shared memory and keeps the tile's sums in registers (Volkov, Demmel 2008). What
// happens between two barriers is one function, which the host calls for one thread after another.
#include "backend/cuda/kernel.hpp"
#include "backend/cuda/numbers.hpp"

namespace tenfold::backend::on_cuda {

namespace {

constexpr int slab = 16, side = 8, each = tile_edge / side;   // a thread sums each x each elements, `side` apart
constexpr int tile_threads = side * side;

/// One product as a tile needs it.
template <class T> struct matrices {
    const T* a;
    const T* b;
    T* c;
    std::int64_t m, n, k, am, ak, bk, bn, cm, cn;
    bool conjugate_a;
};

template <class T> struct slabs {
    T a[slab][tile_edge + 1], b[slab][tile_edge + 1];
};
template <class T> struct sums {
    T of[each][each];
};

template <class T> TENFOLD_DEVICE void clear(sums<T>& s)
{
    for (int i = 0; i < each; ++i)
        for (int j = 0; j < each; ++j) s.of[i][j] = T{};
}

/// Elements outside an operand are zeros. Neighbouring threads read what lies side by side.
template <class T> TENFOLD_DEVICE void load(slabs<T>& s, const matrices<T>& x, std::int64_t row, std::int64_t column, std::int64_t k, int thread)
{
    for (int e = thread; e < slab * tile_edge; e += tile_threads) {
        const int deep = x.ak == 1 ? e % slab : e / tile_edge, i = x.ak == 1 ? e / slab : e % tile_edge;
        s.a[deep][i] = row + i < x.m && k + deep < x.k ? conjugated(x.a[(row + i) * x.am + (k + deep) * x.ak], x.conjugate_a) : T{};
    }
    for (int e = thread; e < slab * tile_edge; e += tile_threads) {
        const int deep = x.bn == 1 ? e / tile_edge : e % slab, j = x.bn == 1 ? e % tile_edge : e / slab;
        s.b[deep][j] = column + j < x.n && k + deep < x.k ? x.b[(k + deep) * x.bk + (column + j) * x.bn] : T{};
    }
}

template <class T> TENFOLD_DEVICE void multiply_slabs(sums<T>& to, const slabs<T>& s, int thread)
{
    const int i0 = thread / side, j0 = thread % side;
#pragma unroll 4
    for (int deep = 0; deep < slab; ++deep) {
        T a[each], b[each];
        for (int i = 0; i < each; ++i) a[i] = s.a[deep][i0 + i * side];
        for (int j = 0; j < each; ++j) b[j] = s.b[deep][j0 + j * side];
        for (int i = 0; i < each; ++i)
            for (int j = 0; j < each; ++j) to.of[i][j] = add(to.of[i][j], multiply(a[i], b[j]));
    }
}

template <class T> TENFOLD_DEVICE void store(const sums<T>& from, const matrices<T>& x, std::int64_t row, std::int64_t column, bool accumulate, int thread)
{
    for (int i = 0; i < each; ++i)
        for (int j = 0; j < each; ++j) {
            const std::int64_t r = row + thread / side + i * side, c = column + thread % side + j * side;
            if (r >= x.m || c >= x.n) continue;
            T& to = x.c[r * x.cm + c * x.cn];
            to = accumulate ? add(to, from.of[i][j]) : from.of[i][j];
        }
}

/// One tile: where it lies in its result, and which products, or positions of one, are summed there.
struct tile_work {
    std::int64_t row, column, first, count;
};
TENFOLD_DEVICE tile_work work_of(const product_list& x, std::int64_t n)
{
    const tile& t = x.tiles[n];
    return {std::int64_t{t.row} * tile_edge, std::int64_t{t.column} * tile_edge, t.product, 1};
}
TENFOLD_DEVICE tile_work work_of(const product_batch& x, std::int64_t n)
{
    const std::int64_t down = (x.m + tile_edge - 1) / tile_edge, across = (x.n + tile_edge - 1) / tile_edge, tiles = down * across;
    return {n % tiles / across * tile_edge, n % across * tile_edge, x.where.first + n / tiles, x.sum_positions ? x.where.count : 1};
}

template <class T> TENFOLD_DEVICE matrices<T> matrices_of(const product_list& x, std::int64_t product)
{
    const listed_product& p = x.all[product];
    return {reinterpret_cast<const T*>(p.a), reinterpret_cast<const T*>(p.b), reinterpret_cast<T*>(p.c), p.m, p.n, p.k,
            p.am, p.ak, p.bk, p.bn, p.cm, p.cn, p.conjugate_a != 0};
}
template <class T> TENFOLD_DEVICE matrices<T> matrices_of(const product_batch& x, std::int64_t n)
{
    return {reinterpret_cast<const T*>(x.a.at(x.where, n, sizeof(T))), reinterpret_cast<const T*>(x.b.at(x.where, n, sizeof(T))),
            reinterpret_cast<T*>(x.c.at(x.where, n, sizeof(T))), x.m, x.n, x.k, x.am, x.ak, x.bk, x.bn, x.cm, x.cn, x.conjugate_a};
}

TENFOLD_DEVICE bool accumulates(const product_list&) { return false; }
TENFOLD_DEVICE bool accumulates(const product_batch& x) { return x.accumulate; }

#ifdef __CUDACC__
template <class T, class Arguments> __device__ void on_block(const Arguments& x, std::int64_t tiles, std::byte* room)
{
    slabs<T>& s = *reinterpret_cast<slabs<T>*>(room);
    const int thread = static_cast<int>(threadIdx.x);
    for (std::int64_t n = blockIdx.x; n < tiles; n += gridDim.x) {
        const tile_work w = work_of(x, n);
        sums<T> mine;
        clear(mine);
        for (std::int64_t p = w.first; p < w.first + w.count; ++p) {
            const matrices<T> now = matrices_of<T>(x, p);
            for (std::int64_t k = 0; k < now.k; k += slab) {
                load(s, now, w.row, w.column, k, thread);
                __syncthreads();
                multiply_slabs(mine, s, thread);
                __syncthreads();
            }
        }
        store(mine, matrices_of<T>(x, w.first), w.row, w.column, accumulates(x), thread);
    }
}
#endif

template <class T, class Arguments> void on_host(const void* arguments, std::int64_t tiles)
{
    const Arguments& x = *static_cast<const Arguments*>(arguments);
    slabs<T> s;
    sums<T> all[tile_threads];
    const auto every_thread = [&](const auto& f) {
        for (int t = 0; t < tile_threads; ++t) f(t);
    };
    for (std::int64_t n = 0; n < tiles; ++n) {
        const tile_work w = work_of(x, n);
        every_thread([&](int t) { clear(all[t]); });
        for (std::int64_t p = w.first; p < w.first + w.count; ++p) {
            const matrices<T> now = matrices_of<T>(x, p);
            for (std::int64_t k = 0; k < now.k; k += slab) {
                every_thread([&](int t) { load(s, now, w.row, w.column, k, t); });
                every_thread([&](int t) { multiply_slabs(all[t], s, t); });
            }
        }
        every_thread([&](int t) { store(all[t], matrices_of<T>(x, w.first), w.row, w.column, accumulates(x), t); });
    }
}

/// A type; or std::uint64_t, the widest, for all integers: they differ in what they load and store.
template <class T, class F> TENFOLD_DEVICE void visit_one(element e, const F& f)
{
    if constexpr (!std::is_integral_v<T>) f(type<T>{});
    else
        visit(e, [&](auto t) {
            if constexpr (std::is_integral_v<typename decltype(t)::number>) f(t);
        });
}

/// As many blocks as can be at work at once take one tile after another.
unsigned blocks_at_work(std::int64_t tiles)
{
    int device = 0, processors = 0;
    check(cudaGetDevice(&device), "cudaGetDevice");
    check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "cudaDeviceGetAttribute");
    constexpr std::int64_t on_each = 16;
    return static_cast<unsigned>(std::min(tiles, processors * on_each));
}

}  // namespace

#define TENFOLD_TILE_KERNEL(name, T, Arguments)                                                                            \
    __global__ void __launch_bounds__(tile_threads) name##_kernel(const __grid_constant__ Arguments x, const std::int64_t tiles) \
    {                                                                                                                      \
        __shared__ __align__(16) std::byte room[sizeof(slabs<T>)]; /* complex numbers have constructors */                 \
        visit_one<T>(x.type, [&](auto t) { on_block<typename decltype(t)::number>(x, tiles, room); });                     \
    }                                                                                                                      \
    static void name##_on_host(const void* arguments, std::int64_t tiles)                                                  \
    {                                                                                                                      \
        visit_one<T>(static_cast<const Arguments*>(arguments)->type,                                                       \
                     [&](auto t) { on_host<typename decltype(t)::number, Arguments>(arguments, tiles); });                 \
    }                                                                                                                      \
    TENFOLD_ON_HOST(name, Arguments, &name##_on_host)

#define TENFOLD_TILE_KERNELS(Arguments)                                                                                    \
    TENFOLD_TILE_KERNEL(Arguments##_f32, float, Arguments)                                                                 \
    TENFOLD_TILE_KERNEL(Arguments##_f64, double, Arguments)                                                                \
    TENFOLD_TILE_KERNEL(Arguments##_c64, complex_number<float>, Arguments)                                                 \
    TENFOLD_TILE_KERNEL(Arguments##_c128, complex_number<double>, Arguments)                                               \
    TENFOLD_TILE_KERNEL(Arguments##_whole, std::uint64_t, Arguments)

TENFOLD_TILE_KERNELS(product_list)
TENFOLD_TILE_KERNELS(product_batch)

namespace {

/// By element type: integers, then as they are numbered.
template <class Arguments> using kernels_of = void (*[5])(Arguments, std::int64_t);

template <class Arguments> void begin(const Arguments& x, std::int64_t tiles, const kernels_of<Arguments>& kernels, const queue& q)
{
    if (tiles == 0 || q.counts()) return;
    const int which = std::max(static_cast<int>(x.type) - static_cast<int>(element::float32) + 1, 0);
    kernels[which]<<<blocks_at_work(tiles), tile_threads, 0, q.stream>>>(x, tiles);
    check(cudaGetLastError(), "products in tiles");
}

}  // namespace

void launch(const product_list& x, const queue& q)
{
    begin(x, x.count, {product_list_whole_kernel, product_list_f32_kernel, product_list_f64_kernel, product_list_c64_kernel, product_list_c128_kernel}, q);
}

void launch(const product_batch& x, const queue& q)
{
    const std::int64_t down = (x.m + tile_edge - 1) / tile_edge, across = (x.n + tile_edge - 1) / tile_edge;
    begin(x, (x.sum_positions ? 1 : x.where.count) * down * across,
          {product_batch_whole_kernel, product_batch_f32_kernel, product_batch_f64_kernel, product_batch_c64_kernel, product_batch_c128_kernel}, q);
}

}  // namespace tenfold::backend::on_cuda
