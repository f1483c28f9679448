// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// dot(x[i * hop : i * hop + w], filters) for every i, few and many filters, on one thread.
#include "inputs.hpp"
#include "rivals/window_blocks.hpp"
#include "table.hpp"

#include <fmt/format.h>

namespace bench {

namespace {

struct sizes {
    size length, width, hop, columns;
    bool transposed = false;
};

void row_group(const sizes& s, const settings& set)
{
    const array signal = random_array({s.length}, 1);
    const array stored =
        random_array(s.transposed ? std::vector{s.columns, s.width} : std::vector{s.width, s.columns}, 2);
    const rivals::filtered_windows by_hand{data_of(signal), data_of(stored), s.length,    s.width,
                                           s.hop,           s.columns,       s.transposed};
    const array filters = s.transposed ? array(tf::transpose(stored)) : stored;
    measure::numbers out(by_hand.count() * s.columns);
    std::vector<array> kept;
    kept.reserve(by_hand.count());
    tf::options one_thread;
    one_thread.threads = 1;
    const auto loop = [&] {
        for (size i = 0; i < by_hand.count(); ++i)
            kept.push_back(tf::dot(tf::view(signal, xt::range(i * s.hop, i * s.hop + s.width)), filters));
        tf::eval(one_thread, kept);
    };
    const std::vector<way> ways{
        {"dgemm, every so many windows", [&] { rivals::every_so_many_windows(by_hand, out.data()); }, true},
        {"dgemm, windows copied by blocks", [&] { rivals::copied_windows(by_hand, out.data()); }, true},
        {"tenfold, loop", loop, false, 1.3, [&] { kept.clear(); }}};
    heading(fmt::format("windows of {} that move by {}, {} of them, by {}x{}{}", s.width, s.hop, by_hand.count(),
                        s.width, s.columns, s.transposed ? ", transposed" : ""),
            "first call to last result; 1 thread; as the others left the caches");
    print(ways, race(ways, {.cache = measure::caches::as_is, .seconds = set.seconds(3)}));
}

}  // namespace

void filtered_windows(const settings& set)
{
    for (const sizes& s : {sizes{100'000, 512, 4, 257}, {100'000, 512, 4, 257, true}, {100'000, 512, 4, 8},
                           {100'000, 512, 4, 8, true}, {100'000, 512, 64, 512}, {100'000, 128, 1, 32},
                           {10'000, 2048, 1, 257}, {100'000, 16, 1, 32, true},
                           {100'000, 512, 4, 4}, {100'000, 512, 4, 2}, {100'000, 2048, 4, 2}, {100'000, 64, 1, 2, true},
                           {100'000, 512, 4, 1}, {100'000, 64, 1, 1}, {100'000, 2048, 16, 1}})
        row_group(s, set);
}

}  // namespace bench
