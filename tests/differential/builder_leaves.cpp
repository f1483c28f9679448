// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "differential/builder.hpp"

namespace differential {

/// Structs with small matrices: every call reads values of its own, or some that come again; results are read, dropped,
/// evaluated or chained on the way.
void builder::loop_of_leaves()
{
    const index count = 2 + draw(14), n = one_of({3, 2, 1, 6, 4, 0}), shared = draw(4);
    const bool unlike = one_in(3), chained = one_in(3), read = one_in(3), evaluated = one_in(5), dropped = one_in(3);
    const int right = make_leaf({n, n});
    std::vector<int> again;
    for (index i = 0; i < count; ++i) {
        const index rows = unlike ? 1 + i % 3 : n;
        const int mine = make_leaf({rows, n});
        const int other = shared == 0 ? right : shared == 1 && !again.empty() ? again[static_cast<std::size_t>(i / 2)] : make_leaf({n, n});
        again.push_back(other);
        operand x{mine, {}};
        if (!unlike && one_in(4)) x.views.push_back({look::transpose, {}});
        int y = dot(x, {other, {}}, i % 2);
        if (chained && y >= 0) y = add(act::compute, {operand{y, {}}, operand{y, {}}}, {static_cast<index>(compute::plus)});
        if (chained && y >= 0) y = dot({y, {}}, {right, {}});
        if (read && y >= 0 && one_in(3)) add({act::read, -1, {operand{y, {}}}, {}, {}});
        if (evaluated && y >= 0 && i % 2 == 0) add({act::evaluate, -1, {operand{y, {}}}, {}, {}});
        if (dropped && one_in(2)) drop(i % 2 ? mine : y);
    }
}

}  // namespace differential
