// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Recorders whose threads have ended. They wait for new threads, so that the values they own find an owner again; until
// then, other threads apply what they do to the counts at once, and stand in where there is more to be done.
#pragma once

#include "record/recorder.hpp"

namespace tenfold::record {

/// This thread as the owner of a recorder whose thread has ended, while it exists. Not so (false) where the recorder
/// has an owner. What is let go meanwhile must wait until it is over: see letting_go.
class stand_in {
public:
    explicit stand_in(detail::recorder&);
    ~stand_in();
    stand_in(const stand_in&) = delete;
    stand_in& operator=(const stand_in&) = delete;
    explicit operator bool() const { return taken_; }

private:
    detail::recorder* const own_;
    bool taken_;
};

/// Frees what nobody can reach of the epoch of an ended thread.
void tidy(detail::recorder&) noexcept;

}  // namespace tenfold::record
