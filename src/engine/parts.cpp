// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine/parts.hpp"

#include "engine/bring.hpp"
#include "record/outside.hpp"

#include <set>

namespace tenfold::engine {

std::pair<std::vector<need>, std::vector<need>> halves(const std::vector<need>& all)
{
    record::index_t left = 0;
    for (const need& n : all) left += n.members.size();
    left /= 2;
    std::pair<std::vector<need>, std::vector<need>> out;
    const auto put = [](std::vector<need>& to, const need& n, record::index_t first, record::index_t last) {
        if (first == last) return;
        if (to.empty() || to.back().f != n.f) {
            to.push_back(n);
            to.back().members = {};
        }
        to.back().members.add(first, last);
    };
    // In the order in which they were recorded: later members may need earlier ones.
    for (const need& n : all)
        for (const auto& [first, last] : n.members.ranges()) {
            const record::index_t now = std::min(left, last - first);
            put(out.first, n, first, first + now);
            put(out.second, n, first + now, last);
            left -= now;
        }
    if (out.first.empty()) std::swap(out.first, out.second);
    return out;
}

void take_home(const std::vector<need>& all, const storage::space& s)
{
    std::set<const detail::placement*> lie;
    for (const need& n : all)
        for (const auto& [first, last] : n.members.ranges())
            for (record::index_t m = first; m < last; ++m) {
                record::index_t offset;
                if (const detail::placement* const p = record::find_placed(*n.f, m, offset)) lie.insert(p);
            }
    for (const detail::placement* p : lie) {
        host_data(*p);
        leave(*p, s);
    }
}

}  // namespace tenfold::engine
