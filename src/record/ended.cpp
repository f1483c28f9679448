// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/ended.hpp"

#include "storage/per_thread.hpp"
#include "evaluation.hpp"

#include <algorithm>
#include <new>

namespace tenfold::record {

namespace {

using detail::recorder;
using detail::this_recorder;

// All under foreign_lock().
constinit recorder* idle = nullptr;

void take(recorder& r)
{
    (r.idle_before ? r.idle_before->idle_after : idle) = r.idle_after;
    if (r.idle_after) r.idle_after->idle_before = r.idle_before;
    r.idle_before = r.idle_after = nullptr;
    r.gone = false;
}

/// How many members must die until it is worth while to look again: half of them, so that looking costs no more than
/// they did, and nothing is left in the end.
std::size_t worth_a_look(const recorder& r)
{
    index_t living = 0;
    for (const recorded* f : r.pending()) living += f->living();
    return static_cast<std::size_t>(std::max<index_t>(1, living / 2));
}

/// Leaves this thread's recorder to others, who from then on apply what they do to its counts: so there must be nothing
/// left to apply.
void leave(recorder* next) noexcept
{
    recorder& r = *this_recorder;
    for (bool able = true;;) {
        r.let_memory_go();
        {
            const std::lock_guard hold(foreign_lock());
            if (!r.noisy || !able) {
                r.dropped = 0;
                r.worth_a_look = worth_a_look(r);
                r.idle_after = std::exchange(idle, &r);
                if (r.idle_after) r.idle_after->idle_before = &r;
                r.gone = true;
                this_recorder = next;
                return;
            }
        }
        try {
            collect(r);
        }
        catch (const std::bad_alloc&) {   // whoever changes a count next tries again
            able = false;
        }
    }
}

/// What is computed leaves the epoch of this thread, then what nobody can reach.
void settle(recorder& mine)
{
    evaluation::retire();
    collect(mine);
}

void end_of_thread() noexcept
{
    const letting_go later;
    try {
        settle(*this_recorder);
    }
    catch (const std::bad_alloc&) {   // others look after it
    }
    leave(nullptr);
}

}  // namespace

stand_in::stand_in(recorder& r) : own_(this_recorder)
{
    const std::lock_guard hold(foreign_lock());
    taken_ = r.gone;
    if (!taken_) return;
    take(r);
    this_recorder = &r;
}

stand_in::~stand_in()
{
    if (taken_) leave(own_);
}

void tidy(recorder& r) noexcept
{
    const letting_go later;   // what goes may call tenfold, as this thread
    try {
        if (const stand_in now(r); now) collect(r);
    }
    catch (const std::bad_alloc&) {   // when more has gone
    }
}

}  // namespace tenfold::record

namespace tenfold::detail {

namespace {

// When the process ends all modules close, and nothing is tidied up any more.
constinit bool ending = false;
const struct mark_end {
    ~mark_end() { ending = true; }
} at_end;

}  // namespace

void module_closes() noexcept
{
    if (ending || !this_recorder) return;
    const record::letting_go later;
    try {
        record::settle(*this_recorder);
    }
    catch (const std::bad_alloc&) {   // what is left stays for the next one
    }
}

recorder& adopt_or_make()
{
    using namespace record;
    recorder* r = nullptr;
    {
        const std::lock_guard hold(foreign_lock());
        if ((r = idle)) take(*r);
    }
    if (!r) r = new recorder;
    this_recorder = r;
    storage::at_thread_end(end_of_thread);
    return *r;
}

}  // namespace tenfold::detail
