// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reading a product right after it was recorded, when nothing else is: no rule could apply, so that graph, plan and
// their memory are left out. Programs that read after every call stay close to eager ones by this.
#include "engine/flights.hpp"

#include "backend/backend.hpp"

namespace tenfold::engine {

namespace {

/// The one family of this thread's epoch, of one member, which a handle holds.
bool is_all_there_is(const recorded& f)
{
    const auto& pending = detail::this_recorder->pending();
    return pending.size() == 1 && pending[0] == &f && f.count.load(std::memory_order_relaxed) == 1 && f.low == 0
        && !f.placed.load(std::memory_order_relaxed) && f.product;
}

}  // namespace

bool read_at_once(recorded& f)
{
    if (f.owner != detail::this_recorder || !is_all_there_is(f)) return false;
    graph::lone_product p;
    // What another thread may move is read under the lock of planning only: this way takes none.
    for (std::size_t i = 0; i < f.sources.size(); ++i)
        if (const record::family* s = f.sources[i]; !s || detail::may_move(*s) || !record::is_ready(*record::core(s)))
            return false;
    if (!graph::as_lone(f, 0, p)) return false;

    flight now;
    {
        const std::lock_guard turn(planning());
        if (is_flying(f) || f.placed.load(std::memory_order_relaxed)) return false;
        now.start(f);
    }
    static thread_local plan::step one = [] {
        plan::step s;
        s.what = plan::kind::group;
        s.result.buffer = 0;   // and that of its member
        s.members.resize(1);
        return s;
    }();
    one.type = one.operand_type = f.type;
    one.members[0] = p.what;
    const auto elements = static_cast<std::size_t>(record::size_of(f));
    record::kept_placement kept;
    const auto block = backend::allocate(std::max<std::size_t>(elements * size_of(f.type), 1));
    std::byte* const base = block.get();
    backend::cpu().run(one, &base, 0, 1, {});
    kept.block = block;
    kept.data = base;
    kept.stride = f.stride;
    kept.count = 1;

    const record::letting_go later;
    const std::lock_guard turn(planning());
    record::publish(f, std::move(kept));
    now.land();
    recorded* const done[] = {&f};
    detail::this_recorder->retire(done);
    return true;
}

}  // namespace tenfold::engine
