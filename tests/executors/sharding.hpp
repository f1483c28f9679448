// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// An executor that cuts every plan along its loops into two shards and gives them to the CPU, one turn of one shard at a
// time: as several machines would, with memory that they share.
#pragma once

#include "backend/devices.hpp"

#include <array>

namespace executors {

using namespace tenfold;
using plan::index_t;

/// What a place says about positions first .. first + count - 1, which are all with this index of the last loop.
inline plan::place part_of(const plan::step& s, plan::place p, index_t start, index_t inner, index_t count)
{
    const auto first = static_cast<std::ptrdiff_t>(start * inner), last = first + static_cast<std::ptrdiff_t>(count);
    if (p.table) p.table = std::make_shared<std::vector<index_t>>(p.table->begin() + first, p.table->begin() + last);
    else p.offset += p.loop[s.loops - 1] * start;
    if (p.buffers) p.buffers = std::make_shared<std::vector<int>>(p.buffers->begin() + first, p.buffers->begin() + last);
    else if (p.list) {
        auto values = std::make_shared<std::vector<int>>();
        for (index_t n = first; n < last; ++n) values->push_back(static_cast<int>(n));
        p.buffers = std::move(values);
    }
    return p;
}

/// One of the two parts of a plan.
class shard {
public:
    shard(const backend::bound& whole, int number) : number_(number), bases_(whole.bases, whole.bases + whole.what->buffers.size())
    {
        plan_.buffers = whole.what->buffers;
        plan_.inputs = whole.what->inputs;
        std::size_t step = 0;
        for (const std::size_t end : whole.what->turns) {
            for (; step < end; ++step) take(whole.what->steps[step], step);
            plan_.turns.push_back(plan_.steps.size());
        }
        plan::verify(plan_);
    }
    backend::bound turn(std::size_t n) const { return {&plan_, bases_.data(), n, n + 1}; }

private:
    /// Steps that cannot be cut go to one of the shards.
    void take(const plan::step& s, std::size_t place)
    {
        if (s.what == plan::kind::group && s.members.size() > 1) return take_members(s);
        const bool whole = s.what == plan::kind::group || s.what == plan::kind::waves || s.what == plan::kind::store || s.loops == 0
                        || s.extent[s.loops - 1] < 2 || s.sum_positions;
        if (whole) {
            if (static_cast<int>(place % 2) == number_) plan_.steps.push_back(s);
            return;
        }
        plan::step part = s;
        const index_t extent = s.extent[s.loops - 1], half = extent / 2, inner = s.positions() / extent;
        const index_t start = number_ == 0 ? 0 : half;
        part.extent[s.loops - 1] = number_ == 0 ? half : extent - half;
        const index_t count = part.positions();
        for (plan::place& p : part.operands) p = part_of(s, p, start, inner, count);
        part.result = part_of(s, part.result, start, inner, count);
        if (s.scalar_block) {
            const auto from = s.scalar_block->begin() + start * inner;
            part.scalar_block = std::make_shared<std::vector<index_t>>(from, from + count);
        }
        plan_.steps.push_back(std::move(part));
    }

    void take_members(const plan::step& s)
    {
        plan::step part = s;
        const std::size_t half = s.members.size() / 2, first = number_ == 0 ? 0 : half, last = number_ == 0 ? half : s.members.size();
        part.members.assign(s.members.begin() + static_cast<std::ptrdiff_t>(first), s.members.begin() + static_cast<std::ptrdiff_t>(last));
        const auto list = static_cast<std::size_t>(s.operands[0].buffer);
        plan::buffer values = plan_.buffers[list];
        values.input += static_cast<int>(2 * first);
        values.elements = static_cast<index_t>(2 * (last - first));
        part.operands[0].buffer = static_cast<int>(plan_.buffers.size());
        plan_.buffers.push_back(values);
        bases_.push_back(bases_[list] + 2 * first * sizeof(std::byte*));
        plan_.steps.push_back(std::move(part));
    }

    const int number_;
    plan::plan plan_;
    std::vector<std::byte*> bases_;
};

class sharding final : public backend::executor {
public:
    const char* name() const override { return "sharding"; }
    storage::space& space() override { return storage::host(); }
    const plan::machine& rates() const override { return plan::this_machine(); }
    backend::ticket run(std::span<const backend::bound> plans, const backend::settings& how) override
    {
        for (const backend::bound& whole : plans) {
            const shard both[] = {{whole, 0}, {whole, 1}};
            for (std::size_t n = whole.first; n < whole.last; ++n)
                for (const shard& s : both)
                    if (!backend::cpu().run(std::array{s.turn(n)}, how).wait()) return backend::ticket(false);
        }
        return backend::ticket(true);
    }
};

}  // namespace executors
