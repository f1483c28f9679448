// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/pipeline.hpp"

#include "plan/tiling.hpp"

#include <numeric>

namespace tenfold::plan {

namespace {

constexpr std::size_t most_steps_between = 128;    // looked at for each step
constexpr double fewest_tiles = 4;
constexpr index_t aligned = 64;                    // tiles of one element

/// Partial results of these are reduced once more; those of a mean are sums.
bool has_parts(detail::reduction r)
{
    using enum detail::reduction;
    return r == sum || r == prod || r == amax || r == amin || r == norm || r == mean;
}

/// Of a batch, in local buffers: what a first-level cache holds. Half of it costs more calls, twice as much half of the gain.
double bytes_of_batch(const machine& here) { return std::min(here.cache_bytes / 32, 32.0 * 1024); }

class pipelines {
public:
    pipelines(plan& p, const std::vector<bool>& passing, const machine& here)
        : plan_(p), passing_(passing), here_(here), steps_(p.steps.size()), buffers_(p.buffers.size())
    {}

    void run()
    {
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) note(i);
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) join(i);
        for (std::size_t n = 0; n < groups_.size(); ++n) worth_.push_back(is_worth_it(n));
        std::vector<step> steps;
        steps.reserve(plan_.steps.size());
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) emit(i, steps);
        plan_.steps = std::move(steps);
    }

private:
    struct read {
        std::size_t step, operand;
        bool matched = false;    // tile by tile, in one pipeline with the step that writes
    };
    struct uses_of_buffer {
        std::vector<std::size_t> writers;
        std::vector<read> reads;
    };
    struct facts {
        std::vector<int> reads, writes;     // buffers
        std::optional<tile_axis> axis;      // along which it goes
        std::size_t pipeline = none;
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    const step& at(std::size_t i) const { return plan_.steps[i]; }
    uses_of_buffer& uses(int buffer) { return buffers_[static_cast<std::size_t>(buffer)]; }

    void note(std::size_t i)
    {
        facts& f = steps_[i];
        for_each_result(at(i), [&](int b) {
            if (uses(b).writers.empty() || uses(b).writers.back() != i) uses(b).writers.push_back(i);
            f.writes.push_back(b);
        });
        const auto reads = [&](const step& s, const auto& self) -> void {
            for (const step& inner : s.inner) self(inner, self);
            for (std::size_t k = 0; k < s.operands.size(); ++k)
                for_each_buffer(s.operands[k], [&](int b) {
                    if (f.reads.empty() || f.reads.back() != b) f.reads.push_back(b);
                    if (uses(b).reads.empty() || uses(b).reads.back().step != i || uses(b).reads.back().operand != k || !s.inner.empty())
                        uses(b).reads.push_back({i, k});
                });
        };
        reads(at(i), reads);
    }

    // ---- which steps go together --------------------------------------------------------------------------------------

    struct edge {
        std::size_t operand, writer;
        tile_axis axis;      // of the writer
        index_t elements;
    };

    /// Axes along which the result of a step lies tile after tile.
    std::vector<tile_axis> axes_of(std::size_t i) const
    {
        if (steps_[i].axis) return {*steps_[i].axis};
        std::vector<tile_axis> all = tile_axes(at(i));
        std::erase_if(all, [&](const tile_axis& t) {
            const auto m = result_movement(at(i), t);
            return !m || m->others >= m->step;
        });
        return all;
    }

    std::vector<edge> edges_of(std::size_t i)
    {
        std::vector<edge> all;
        for (std::size_t k = 0; k < at(i).operands.size(); ++k) {
            const place& p = at(i).operands[k];
            if (!p.follows_loops() || p.buffer < 0 || !passing_[static_cast<std::size_t>(p.buffer)]) continue;
            const std::vector<std::size_t>& writers = uses(p.buffer).writers;
            if (writers.size() != 1 || writers[0] >= i || !at(writers[0]).result.follows_loops()) continue;
            for (const tile_axis& t : axes_of(writers[0])) all.push_back({k, writers[0], t, plan_.buffers[static_cast<std::size_t>(p.buffer)].elements});
        }
        std::stable_sort(all.begin(), all.end(), [](const edge& x, const edge& y) { return x.elements > y.elements; });
        return all;
    }

    /// Does the step read tile n of what the other writes at its tile n, and nothing else of it?
    bool matches(std::size_t i, const tile_axis& t, const edge& e) const
    {
        const auto written = result_movement(at(e.writer), e.axis), read = operand_movement(at(i), t, e.operand);
        if (!written || !read || t.extent != e.axis.extent || written->step != read->step || written->others >= written->step) return false;
        const index_t from = at(i).operands[e.operand].offset - at(e.writer).result.offset;
        return from >= 0 && from + read->others < written->step;
    }

    void join(std::size_t i)
    {
        const std::vector<tile_axis> axes = tile_axes(at(i));
        if (axes.empty()) return;
        const std::vector<edge> edges = edges_of(i);
        for (const edge& first : edges)
            for (const tile_axis& t : axes) {
                if (!matches(i, t, first)) continue;
                if (reduces(at(i), t) && !has_parts(at(i).reduction)) continue;
                std::vector<edge> matched;
                for (const edge& e : edges) {
                    const bool other = std::any_of(matched.begin(), matched.end(), [&](const edge& m) {
                        return m.writer == e.writer && m.axis.number != e.axis.number;
                    });
                    if (!other && matches(i, t, e)) matched.push_back(e);
                }
                if (join(i, t, matched)) return;
            }
    }

    bool join(std::size_t i, const tile_axis& t, const std::vector<edge>& matched)
    {
        std::vector<std::size_t> all;
        for (const edge& e : matched) add_pipeline(e.writer, all);
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        if (!may_join(i, matched, all)) return false;
        for (const edge& e : matched) {
            steps_[e.writer].axis = e.axis;
            for (read& r : uses(at(i).operands[e.operand].buffer).reads) r.matched |= r.step == i && r.operand == e.operand;
        }
        steps_[i].axis = t;
        all.push_back(i);
        for (const std::size_t k : all) steps_[k].pipeline = groups_.size();
        groups_.push_back(std::move(all));
        return true;
    }
    void add_pipeline(std::size_t i, std::vector<std::size_t>& all) const
    {
        if (steps_[i].pipeline == none) all.push_back(i);
        else all.insert(all.end(), groups_[steps_[i].pipeline].begin(), groups_[steps_[i].pipeline].end());
    }

    /// They run where step i stands: what stands between must not read what they write, nor write what they use.
    bool may_join(std::size_t i, const std::vector<edge>& matched, const std::vector<std::size_t>& all) const
    {
        if (i - all.front() > most_steps_between) return false;
        const auto is_one = [&](std::size_t k) { return std::binary_search(all.begin(), all.end(), k); };
        const auto has = [](const std::vector<int>& x, const std::vector<int>& y) {
            return std::any_of(x.begin(), x.end(), [&](int b) { return std::find(y.begin(), y.end(), b) != y.end(); });
        };
        for (const std::size_t k : all) {
            const facts &one = steps_[k], &mine = steps_[i];
            if (one.axis && one.axis->extent != matched[0].axis.extent) return false;
            if (has(mine.writes, one.reads) || has(mine.writes, one.writes)) return false;
            for (std::size_t between = k + 1; between < i; ++between)
                if (!is_one(between) && (has(steps_[between].reads, one.writes) || has(steps_[between].writes, one.writes)
                                         || has(steps_[between].writes, one.reads))) return false;
            for (std::size_t o = 0; o < at(i).operands.size(); ++o) {
                bool here = false;
                for_each_buffer(at(i).operands[o], [&](int b) { here |= std::find(one.writes.begin(), one.writes.end(), b) != one.writes.end(); });
                if (here && std::none_of(matched.begin(), matched.end(), [&](const edge& e) { return e.operand == o; })) return false;
            }
        }
        return true;
    }

    // ---- what they become ---------------------------------------------------------------------------------------------

    void emit(std::size_t i, std::vector<step>& out)
    {
        const std::size_t number = steps_[i].pipeline;
        if (number == none || !worth_[number]) out.push_back(std::move(plan_.steps[i]));
        else if (groups_[number].back() == i) make(number, out);
    }

    bool is_worth_it(std::size_t number)
    {
        double bytes = 0, tile = 0;
        for (const int b : locals_of(number)) {
            bytes += static_cast<double>(bytes_of(plan_.buffers[static_cast<std::size_t>(b)]));
            tile += tile_bytes_of(b);
        }
        return bytes >= least_handed_on(here_) && bytes >= fewest_tiles * tile;
    }

    /// Buffers that only this pipeline uses.
    std::vector<int> locals_of(std::size_t number)
    {
        std::vector<int> all;
        for (const std::size_t i : groups_[number])
            for (const int b : steps_[i].writes) {
                const uses_of_buffer& u = uses(b);
                if (!passing_[static_cast<std::size_t>(b)] || u.writers.size() != 1 || u.reads.empty()) continue;
                if (std::all_of(u.reads.begin(), u.reads.end(), [&](const read& r) { return r.matched && steps_[r.step].pipeline == number; }))
                    all.push_back(b);
            }
        return all;
    }
    index_t tile_of(int buffer)
    {
        const std::size_t w = uses(buffer).writers[0];
        return result_movement(at(w), *steps_[w].axis)->step;
    }
    double tile_bytes_of(int buffer)
    {
        return static_cast<double>(tile_of(buffer)) * static_cast<double>(size_of(plan_.buffers[static_cast<std::size_t>(buffer)].type));
    }

    void make(std::size_t number, std::vector<step>& out)
    {
        step s;
        s.what = kind::pipeline;
        s.name = "pipeline";
        s.loops = 1;
        const std::vector<std::size_t>& all = groups_[number];
        s.extent[0] = steps_[all[0]].axis->extent;
        const std::vector<int> locals = locals_of(number);
        double tile = 0;
        for (const int b : locals) tile += tile_bytes_of(b);
        s.row = s.extent[0];
        for (const std::size_t i : all) s.row = std::gcd(s.row, steps_[i].axis->row);   // of one loop, all tiles
        s.batch = std::max<index_t>(1, static_cast<index_t>(bytes_of_batch(here_) / std::max(tile, 1.0)));
        if (s.batch > aligned) s.batch -= s.batch % aligned;
        s.batch = std::min(s.batch, s.row);
        for (const int b : locals) {
            buffer& x = plan_.buffers[static_cast<std::size_t>(b)];
            x.elements = s.batch * tile_of(b);
            x.what = role::local;
            s.locals.emplace_back(b, bytes_of(x));
        }
        s.type = s.operand_type = at(all.back()).type;
        std::vector<step> rest;
        for (const std::size_t i : all) add_stage(i, locals, s, rest);
        out.push_back(std::move(s));
        for (step& r : rest) out.push_back(std::move(r));
    }

    void add_stage(std::size_t i, const std::vector<int>& locals, step& s, std::vector<step>& rest)
    {
        const tile_axis t = *steps_[i].axis;
        step inner = at(i);   // others still ask where it writes
        step::stage how;
        how.loop = t.loop;
        how.axis = t.number;
        const auto is_local = [&](const place& p) { return std::find(locals.begin(), locals.end(), p.buffer) != locals.end(); };
        for (place& p : inner.operands) {
            how.operand_local.push_back(p.follows_loops() && is_local(p));
            if (how.operand_local.back()) p.offset -= at(uses(p.buffer).writers[0]).result.offset;
        }
        how.result_local = is_local(inner.result);
        if (reduces(inner, t)) reduce_partially(inner, s, how, rest);
        else if (how.result_local) inner.result.offset = 0;
        s.inner.push_back(std::move(inner));
        s.stages.push_back(std::move(how));
    }

    /// Each batch gives one result, and these are reduced behind the pipeline.
    void reduce_partially(step& inner, const step& s, step::stage& how, std::vector<step>& rest)
    {
        const index_t batches = batches_of(s);
        form partial = inner.result_form;
        index_t size = 1;
        for (std::size_t d = partial.shape.size(); d-- > 0;) {
            partial.stride[d] = size;
            size *= partial.shape[d];
        }
        step last = inner;
        if (inner.reduction == detail::reduction::mean) {
            inner.reduction = detail::reduction::sum;
            inner.type = detail::result_of(inner.reduction, inner.operand_type);
            last.mean_of = 1;
            for (std::size_t d = 0; d < inner.operand_forms[0].shape.size(); ++d)
                if (inner.reduced_axes >> d & 1u) last.mean_of *= inner.operand_forms[0].shape[d];
        }
        const int room = add_buffer(plan_, inner.type, batches * size, role::scratch);
        last.operand_type = inner.type;
        last.operands = {place{}};
        last.operands[0].buffer = room;
        last.operand_forms = {partial};
        last.operand_forms[0].shape.insert(last.operand_forms[0].shape.begin(), batches);
        last.operand_forms[0].stride.insert(last.operand_forms[0].stride.begin(), size);
        last.reduced_axes = 1;
        inner.result = {};
        inner.result.buffer = room;
        inner.result_form = std::move(partial);
        how.partial = size;
        rest.push_back(std::move(last));
    }

    plan& plan_;
    const std::vector<bool>& passing_;
    const machine& here_;
    std::vector<facts> steps_;
    std::vector<uses_of_buffer> buffers_;
    std::vector<std::vector<std::size_t>> groups_;   // of steps, ascending; those that went into others stay as they were
    std::vector<bool> worth_;                        // of each; those that went into others are not
};

}  // namespace

double least_handed_on(const machine& here) { return 4 * bytes_of_batch(here); }

void make_pipelines(plan& p, const std::vector<bool>& passing, const machine& here) { pipelines(p, passing, here).run(); }

}  // namespace tenfold::plan
