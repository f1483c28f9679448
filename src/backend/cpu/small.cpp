// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The registry of LIBXSMM's kernels. Readers take no lock: a slot is written once, before its hash is published.
#include "backend/cpu/small.hpp"

#include "plan/machine.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#if TENFOLD_HAS_LIBXSMM
#include <libxsmm.h>
#endif

namespace tenfold::backend::on_cpu {

int vector_elements(element e)
{
#if defined(__AVX512F__)
    constexpr int bytes = 64;
#elif defined(__AVX__)
    constexpr int bytes = 32;
#else
    constexpr int bytes = 16;
#endif
    return bytes / static_cast<int>(size_of(e));
}

#if TENFOLD_HAS_LIBXSMM

namespace {

using key = std::array<std::uint32_t, 7>;

key key_of(const small_shape& s)
{
    const auto u = [](int n) { return static_cast<std::uint32_t>(n); };
    const std::uint32_t flags = (s.type == element::float64) + 2u * s.right_transposed + 4u * s.accumulate;
    return {u(s.rows), u(s.columns), u(s.inner), u(s.ld_left), u(s.ld_right), u(s.ld_result), flags};
}

// Never 0, which marks an empty slot.
std::uint64_t hash_of(const key& k)
{
    std::uint64_t h = k[6];
    for (std::size_t i = 0; i < 6; i += 2) {
        h ^= k[i] | std::uint64_t{k[i + 1]} << 32;
        h *= 0x9e3779b97f4a7c15;
        h ^= h >> 29;
    }
    return h | 1;
}

class registry {
public:
    small_kernel find(const small_shape& s, double saves)
    {
        const key k = key_of(s);
        const std::uint64_t h = hash_of(k);
        if (const slot* found = lookup(k, h)) return found->kernel;
        if (!worth(h, saves)) return nullptr;
        const std::lock_guard lock(mutex_);
        if (const slot* found = lookup(k, h)) return found->kernel;
        if (used_ == most) return nullptr;
        ++used_;
        slot* free = &slots_[place(h)];
        while (free->hash.load(std::memory_order_relaxed) != 0) free = after(free);
        free->of = k;
        free->kernel = compile(s);
        free->hash.store(h, std::memory_order_release);
        return free->kernel;
    }

private:
    static constexpr std::size_t slots = 1 << 14, most = slots / 2, counters = 1 << 12;

    struct slot {
        std::atomic<std::uint64_t> hash{0};
        small_kernel kernel = nullptr;  // null: LIBXSMM has none
        key of{};
    };

    static std::size_t place(std::uint64_t h) { return h >> 50; }
    slot* after(slot* s) { return s + 1 == slots_.data() + slots ? slots_.data() : s + 1; }

    slot* lookup(const key& k, std::uint64_t h)
    {
        for (slot* s = &slots_[place(h)];; s = after(s)) {
            const std::uint64_t there = s->hash.load(std::memory_order_acquire);
            if (there == 0) return nullptr;
            if (there == h && s->of == k) return s;
        }
    }

    // Nanoseconds that a kernel would have saved so far, beside half of the hash. Shapes that meet in a counter drive
    // each other out, which forgets rare ones; an update lost between threads does no harm.
    bool worth(std::uint64_t h, double saves)
    {
        if (saves <= 0) return false;
        const double price = plan::this_machine().compile * 1e9;
        std::atomic<std::uint64_t>& counter = counters_[h % (2 * counters) / 2];
        const std::uint64_t tag = h >> 32 << 32, before = counter.load(std::memory_order_relaxed);
        const double so_far = (before >> 32 << 32) == tag ? static_cast<double>(before & 0xffffffff) : 0;
        const double sum = so_far + saves * 1e9;
        if (sum >= price) return true;
        counter.store(tag | static_cast<std::uint64_t>(sum), std::memory_order_relaxed);
        return false;
    }

    static small_kernel compile(const small_shape& s)
    {
        const int flags = s.right_transposed ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE;
        const int ahead = LIBXSMM_GEMM_PREFETCH_AL2BL2_VIA_C;
        if (s.type == element::float64) {
            const double alpha = 1, beta = s.accumulate ? 1 : 0;
            return reinterpret_cast<small_kernel>(libxsmm_dmmdispatch(s.rows, s.columns, s.inner, &s.ld_left,
                &s.ld_right, &s.ld_result, &alpha, &beta, &flags, &ahead));
        }
        const float alpha = 1, beta = s.accumulate ? 1 : 0;
        return reinterpret_cast<small_kernel>(libxsmm_smmdispatch(s.rows, s.columns, s.inner, &s.ld_left,
            &s.ld_right, &s.ld_result, &alpha, &beta, &flags, &ahead));
    }

    std::array<slot, slots> slots_;
    std::array<std::atomic<std::uint64_t>, counters> counters_{};
    std::mutex mutex_;
    std::size_t used_ = 0;
};

}  // namespace

small_kernel find_small(const small_shape& s, double saves)
{
    // Pages of it that nobody touches cost nothing.
    static constinit registry all;
    return all.find(s, saves);
}

bool has_small(element e) { return e == element::float32 || e == element::float64; }

#else

small_kernel find_small(const small_shape&, double) { return nullptr; }
bool has_small(element) { return false; }

#endif

}  // namespace tenfold::backend::on_cpu
