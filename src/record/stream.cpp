// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record/stream.hpp"

namespace tenfold::record {

run stream::only() const
{
    run r;
    r.length = length();
    r.base = base_;
    r.step[0] = step_;
    return r;
}

void stream::push_break(index_t value)
{
    more_ = std::make_unique<run_list>(base_, step_, length_);
    more_->push(value);
}

}  // namespace tenfold::record
