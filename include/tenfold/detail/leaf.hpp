// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// New values whose elements the caller writes: arange, files.
#pragma once

#include <tenfold/detail/axes.hpp>
#include <tenfold/detail/record.hpp>

namespace tenfold::detail {

/// Row-major memory of one new value. Write all of it, then finish.
class fresh_leaf {
public:
    fresh_leaf(const char* operation, element type, int rank, const index_t* shape, site where);
    fresh_leaf(const fresh_leaf&) = delete;
    fresh_leaf& operator=(const fresh_leaf&) = delete;
    ~fresh_leaf();

    index_t size() const { return size_; }
    void* data() { return const_cast<void*>(memory_.data); }
    const layout& form() const { return form_; }
    handle finish();
    /// The same memory read as column-major.
    handle finish_column_major();

private:
    element type_;
    layout form_;
    index_t size_;
    memory memory_;
};

/// Lists in braces that are no array. A row beside rows of another length; a negative length is a number.
[[noreturn]] void fail_ragged(index_t length, index_t other, site);
[[noreturn]] void fail_deep(site);
[[noreturn]] void fail_narrow(element);

}  // namespace tenfold::detail
