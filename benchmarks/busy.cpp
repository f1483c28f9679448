// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The same work while another process keeps one processor busy: a static split would wait for the slower half.
// Medians, for the least would be the one run that the other process did not meet.

#include "product_list.hpp"
#include "window_loop.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

namespace {

// Another process that does nothing but use a processor.
class neighbour {
public:
    neighbour() : id_(fork())
    {
        if (id_ != 0) return;
        for (std::size_t count = 0;; ++count) measure::keep(count);
    }
    ~neighbour()
    {
        if (id_ <= 0) return;
        kill(id_, SIGKILL);
        waitpid(id_, nullptr, 0);
    }
    neighbour(const neighbour&) = delete;
    neighbour& operator=(const neighbour&) = delete;

private:
    pid_t id_;
};

}  // namespace

void busy(const settings& set)
{
    const window_data w1(measure::w1()), w2(measure::w2());
    const product_list w3(measure::w3()), w4(measure::w4()), w5(measure::w5());
    std::vector<array> kept;
    kept.reserve(2000);
    const auto drop = [&] { kept.clear(); };
    const std::vector<way> ways{{"W1, loop", [&] { w1.loop(kept); }, false, 2, drop},
                                {"W2, loop", [&] { w2.loop(kept); }, false, 2, drop},
                                {"W3, loop", [&] { w3.loop(kept); }, false, 2, drop},
                                {"W4, loop", [&] { w4.loop(kept); }, false, 2, drop},
                                {"W5, loop", [&] { w5.loop(kept); }, false, 2, drop}};
    const measure::race_options how{.cache = measure::caches::warm, .seconds = set.seconds(8)};
    const outcome quiet = race(ways, how);
    const outcome disturbed = [&] {
        const neighbour other;
        return race(ways, how);
    }();
    heading("With another process busy on one processor", "tenfold, median; ratio to the same alone");
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const double seconds = disturbed.times[i].median;
        ratio_row(ways[i].name, seconds, seconds / quiet.times[i].median, ways[i].limit);
    }
}

}  // namespace bench
