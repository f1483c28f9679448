// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plan/plan.hpp"

namespace tenfold::plan {

/// Loops of a step of axes that become indices of its result: those for which take(d, axis) says so. All places follow the
/// loops. `watched`, a loop that stays, is told its new number.
template <class Take> void loops_into_axes(step& s, const Take& take, int* watched = nullptr)
{
    const bool two = s.operands.size() > 1;
    place* const places[] = {&s.operands[0], &s.result, two ? &s.operands[1] : &s.result};
    const int told = watched ? *watched : -1;
    int kept = 0;
    for (int d = 0; d < s.loops; ++d) {
        const index_t a = s.operands[0].loop[d], b = two ? s.operands[1].loop[d] : 0;
        const product_axis x{s.extent[d], a, b, s.result.loop[d], a != 0, b != 0, true};
        if (take(d, x)) {
            s.axes.push_back(x);
            continue;
        }
        if (d == told) *watched = kept;
        s.extent[kept] = s.extent[d];
        for (place* p : places) p->loop[kept] = p->loop[d];
        ++kept;
    }
    for (int d = kept; d < s.loops; ++d) {
        s.extent[d] = 1;
        for (place* p : places) p->loop[d] = 0;
    }
    s.loops = kept;
}

}  // namespace tenfold::plan
