// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A process may fork at any time after its first evaluation. fork() first waits until no other thread evaluates, since BLAS cannot be forked while
// it works, and holds the library's locks meanwhile: so the child finds everything whole. It computes on one thread, but
// for those of BLAS. Jobs that nobody had begun are run in both processes.
#pragma once

namespace tenfold::engine {

/// While one exists, this thread evaluates. Nests. Throws in a child that was forked in the middle of an evaluation,
/// because that one waited for the thread that forked.
class evaluating {
public:
    enum class who { asks, works_for_others };   // others may be waiting for who works for them: they do not wait for fork()
    explicit evaluating(who = who::asks);
    ~evaluating();
    evaluating(const evaluating&) = delete;
    evaluating& operator=(const evaluating&) = delete;
};

}  // namespace tenfold::engine
