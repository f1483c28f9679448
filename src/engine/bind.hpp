// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Plans get addresses, for one run by one executor: what it reads lies in its memory already, is brought there and kept,
// or is lent for this run; what it computes gets memory.
#pragma once

#include "backend/executor.hpp"
#include "engine/bring.hpp"
#include "plan/lower.hpp"
#include "storage/room.hpp"

namespace tenfold::engine {

class binding {
public:
    /// `read`: what the plan reads this time, by number. Both stay.
    binding(const plan::plan&, const plan::inputs& read, backend::executor&);

    const plan::plan& what() const { return what_; }
    storage::space& space() const { return space_; }
    const plan::inputs& read() const { return inputs_; }
    std::byte* const* bases() const { return bases_.data(); }
    backend::bound bound() const { return backend::whole(what_, bases()); }
    /// Of a buffer that is no input.
    const std::shared_ptr<std::byte>& block(int buffer) const;
    /// Null where it has a block of its own.
    std::shared_ptr<storage::room> room(int buffer) const;

private:
    void allocate();

    const plan::plan& what_;
    const plan::inputs& inputs_;
    storage::space& space_;
    std::vector<std::byte*> bases_;
    std::shared_ptr<std::byte> read_;              // where the inputs begin, by number: a list may have thousands
    loans lent_;
    std::vector<std::pair<int, std::shared_ptr<std::byte>>> blocks_;   // by buffers, ascending; thousands may be inputs
    std::vector<std::pair<int, std::shared_ptr<storage::room>>> rooms_;   // the same, on devices
};

}  // namespace tenfold::engine
