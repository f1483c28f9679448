// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/views.hpp"

#include "backend/kernels.hpp"
#include "engine/bring.hpp"
#include "graph/access.hpp"
#include "storage/space.hpp"

#include <algorithm>
#include <optional>

namespace tenfold::engine {

namespace {

using detail::index_t;
using record::recorded;
using record::value_family;

struct spot {
    const std::byte* data = nullptr;
    std::vector<index_t> stride;
    std::shared_ptr<const void> block;
};

/// A computed value.
spot spot_of(const value_family& f, index_t member)
{
    index_t offset;
    if (const detail::placement* p = record::find_placed(f, member, offset))
        return {host_data(*p) + offset * static_cast<index_t>(size_of(f.type)), {p->stride, p->stride + f.rank},
                record::block_of(f, *p)};
    throw error("[view] the value that a view reads is not computed");
}

/// The value copied into canonical order.
spot canonical_copy(const value_family& f, const spot& at, const options* choices)
{
    plan::step s;
    s.what = plan::kind::copy;
    s.type = s.operand_type = f.type;
    s.operands.resize(1);
    s.operands[0].buffer = 0;
    s.result.buffer = 1;
    s.result_form.shape.assign(f.shape, f.shape + f.rank);
    s.result_form.stride.assign(f.stride, f.stride + f.rank);
    s.operand_forms = {{s.result_form.shape, at.stride}};
    auto block = storage::allocate(static_cast<std::size_t>(record::size_of(f)) * size_of(f.type));
    std::byte* const bases[2] = {const_cast<std::byte*>(at.data), block.get()};
    backend::settings settings;
    if (choices) settings.threads = choices->threads;
    backend::on_host().run(s, bases, 0, 1, settings);
    return {block.get(), s.result_form.stride, block};
}

const value_family* source_of(const viewed& x, index_t m)
{
    return x.sources[static_cast<std::size_t>(x.need.f->operands[0].numbers.at(m))];
}

spot view_of(const viewed& x, index_t m, const options* choices)
{
    const recorded& v = *x.need.f;
    const record::operand_record& o = v.operands[0];
    const value_family& source = *source_of(x, m);
    const index_t offset = o.offsets.at(m);
    spot at = spot_of(source, o.members.at(m));
    const auto bytes = static_cast<index_t>(size_of(v.type));
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (graph::is_canonical(source.rank, source.shape, at.stride.data()))
            return {at.data + offset * bytes, {o.stride(), o.stride() + o.rank}, at.block};
        std::vector<graph::moving_index> indices;
        for (int d = 0; d < o.rank; ++d) indices.push_back({o.shape[d], o.stride()[d]});
        if (const auto lifted = graph::lift(source.rank, source.shape, offset, indices)) {
            spot found{at.data, std::vector<index_t>(static_cast<std::size_t>(o.rank), 0), at.block};
            for (std::size_t d = 0; d < at.stride.size(); ++d) {
                found.data += lifted->origin[d] * at.stride[d] * bytes;
                for (std::size_t v_ = 0; v_ < found.stride.size(); ++v_)
                    found.stride[v_] += lifted->step[v_][d] * at.stride[d];
            }
            return found;
        }
        at = canonical_copy(source, at, choices);
    }
    throw error("[view] a view has no address");
}

}  // namespace

std::vector<viewed> views_of(const std::vector<record::need>& needs)
{
    std::vector<viewed> all;
    for (const record::need& n : needs) {
        if (!n.f->is_view) continue;
        all.push_back({n, {}});
        for (std::size_t i = 0; i < n.f->sources.size(); ++i) all.back().sources.push_back(record::core(n.f->sources[i]));
    }
    return all;
}

void bring_home(const std::vector<viewed>& views)
{
    for (const viewed& x : views)
        for (const auto& range : x.need.members.ranges())
            for (index_t m = range.first, at; m < range.last; ++m)
                if (const detail::placement* const p = record::find_placed(*source_of(x, m), x.need.f->operands[0].members.at(m), at)) host_data(*p);
}

void publish_views(const std::vector<viewed>& views, const options* choices)
{
    record::reading_guard guard;
    for (const viewed& x : views) {
        recorded& v = *x.need.f;
        guard.cover(v);
        const auto bytes = static_cast<index_t>(size_of(v.type));
        std::optional<record::kept_placement> run;
        const value_family* of = nullptr;
        for (const auto& range : x.need.members.ranges())
            for (index_t m = range.first; m < range.last; ++m) {
                spot at = view_of(x, m, choices);
                // Views of one block that move by a constant step share one placement. What reads leaves has no block.
                const value_family* const source = at.block ? nullptr : source_of(x, m);
                if (run && run->block == at.block && source == of && run->strides == at.stride && m == run->first + run->count) {
                    const index_t step = (at.data - run->data) / bytes;
                    if (run->count == 1) run->step = step;
                    if (step == run->step * run->count) {
                        ++run->count;
                        continue;
                    }
                }
                if (run) record::publish(v, std::move(*run));
                of = source;
                run.emplace();
                run->first = m;
                run->count = 1;
                run->data = at.data;
                run->strides = std::move(at.stride);
                run->stride = run->strides.data();
                run->block = std::move(at.block);
            }
        if (run) record::publish(v, std::move(*run));
    }
}

}  // namespace tenfold::engine
