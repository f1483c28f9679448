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

#if TENFOLD_HAS_LIBXSMM

namespace {

struct key {
    std::uint64_t size, inner, ld, flags;

    bool operator==(const key& o) const  // in fewer steps than the call of memcmp that `default` gives
    {
        return ((size ^ o.size) | (inner ^ o.inner) | (ld ^ o.ld) | (flags ^ o.flags)) == 0;
    }
};

key key_of(const small_shape& s)
{
    const auto pair = [](int x, int y) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32 | static_cast<std::uint32_t>(y);
    };
    return {pair(s.rows, s.columns), pair(s.inner, s.ld_left), pair(s.ld_right, s.ld_result),
            (s.type == element::float64 ? 1u : 0u) + (s.right_transposed ? 2u : 0u) + (s.accumulate ? 4u : 0u)};
}

// Never 0, which marks an empty slot.
std::uint64_t hash_of(const key& k)
{
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    std::uint64_t h = ((k.size * odd) ^ k.inner) * odd;
    h ^= h >> 32;
    h = (h ^ k.ld ^ k.flags << 61) * odd;
    h ^= h >> 29;
    return (h * odd) | 1;
}

class registry {
public:
    small_found find(const small_shape& s)
    {
        const key k = key_of(s);
        const slot* const found = lookup(k, hash_of(k));
        return found ? small_found{true, found->kernel} : small_found{};
    }

    small_kernel request(const small_shape& s, double saves)
    {
        const key k = key_of(s);
        const std::uint64_t h = hash_of(k);
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
        key of{0, 0, 0, 0};
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

// Pages of it that nobody touches cost nothing.
constinit registry all;

}  // namespace

small_found find_small(const small_shape& s) { return all.find(s); }
small_kernel request_small(const small_shape& s, double saves) { return all.request(s, saves); }
void load_small() { libxsmm_init(); }
bool has_small(element e) { return e == element::float32 || e == element::float64; }

#else

small_found find_small(const small_shape&) { return {true, nullptr}; }
small_kernel request_small(const small_shape&, double) { return nullptr; }
void load_small() {}
bool has_small(element) { return false; }

#endif

}  // namespace tenfold::backend::on_cpu
