// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What runs stretches of steps: the part that executors which walk through plans in the same way do not share.
#pragma once

#include "plan/plan.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace tenfold::backend {

struct settings {
    int threads = 0;  // 0: as many as the machine has, or TENFOLD_THREADS
    std::optional<void*> stream = {};   // the caller's, in whose order it runs: run() does not wait for it
};

/// Where loop position n of a place starts. bases[i] is element 0 of buffer i; of a list, an array of such addresses.
inline std::byte* address_of(const plan::step& s, const plan::place& p, std::byte* const* bases, plan::index_t n, plan::index_t bytes)
{
    std::byte* const start = p.list ? reinterpret_cast<std::byte* const*>(bases[p.buffer])[plan::value_of(p, n)] : bases[buffer_of(p, n)];
    return start + offset_of(s, p, n) * bytes;
}

/// A whole step, and where element 0 of each buffer of its plan lies.
struct bound_step {
    const plan::step* what;
    std::byte* const* bases;
};

/// A step of which a few positions run at a time, again and again. It serves one thread.
class stepwise {
public:
    virtual ~stepwise() = default;
    virtual void run(plan::index_t first, plan::index_t count) = 0;
};

class kernels {
public:
    virtual ~kernels() = default;
    /// Runs loop positions first .. first + count - 1 of a step; bases[i] is element 0 of buffer i.
    virtual void run(const plan::step&, std::byte* const* bases, plan::index_t first, plan::index_t count,
                     const settings&) = 0;
    /// For steps of recurrences: what does not depend on the position is decided here. The step and `bases` stay.
    virtual std::unique_ptr<stepwise> prepare(const plan::step&, std::byte* const* bases, const settings&);
    /// Runs steps of which none reads or writes what another writes, side by side.
    virtual void run(const std::vector<bound_step>& steps, const settings& how)
    {
        for (const bound_step& s : steps) run(*s.what, s.bases, 0, s.what->positions(), how);
    }
    /// After a product step whose `most` is not 0: did its numbers stay within bounds?
    virtual bool numbers_kept(const plan::step&, std::byte* const*, const settings&) { return true; }
};

/// Those of this machine's processors, on memory that the host reads. They hold no state of a run.
kernels& on_host();

/// One member of an elementwise call, by the CPU on this thread: by the compiled code of the kernel or, where it has none,
/// by its program.
void run_kernel(const detail::elementwise_kernel&, const detail::strided* operands, const void* scalars,
                const detail::strided& result);

/// Libraries that kernels come from end with the process, in the reverse order of their first use. Called by whoever
/// goes on running steps until then, before it makes what ends it.
void outlive_kernels();

/// From here on kernels share no work: the process was forked, and the threads of oneTBB stayed behind.
void work_alone() noexcept;

}  // namespace tenfold::backend
