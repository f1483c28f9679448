// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include <tenfold/borrow.hpp>
#include <tenfold/detail/leaf.hpp>

#include <algorithm>

namespace tenfold::detail {

fresh_leaf::fresh_leaf(const char* operation, element type, int rank, const index_t* shape, site where)
    : type_(type)
{
    size_ = checked_size(operation, rank, shape, type, where);
    form_.rank = rank;
    std::copy_n(shape, rank, form_.shape);
    index_t step = 1;
    for (int d = rank; d-- > 0;) {
        form_.stride[d] = step;
        step *= std::max<index_t>(shape[d], 1);
    }
    memory_ = allocate(type, size_);
}

fresh_leaf::~fresh_leaf()
{
    if (memory_.release) memory_.release(memory_.context);
}

handle fresh_leaf::finish()
{
    handle h = record_leaf(type_, form_.rank, form_.shape, form_.stride, memory_);
    memory_ = {};
    return h;
}

handle fresh_leaf::finish_column_major()
{
    index_t step = 1;
    for (int d = 0; d < form_.rank; ++d) {
        form_.stride[d] = step;
        step *= std::max<index_t>(form_.shape[d], 1);
    }
    return finish();
}

handle record_foreign(
    element type, const void* data, const sizes& shape, const sizes& strides, std::shared_ptr<const void> owner, site where)
{
    const int rank = shape.size();
    checked_size("borrow", rank, shape.data(), type, where);
    if (strides.given() && strides.size() != rank)
        reject<shape_error>("borrow", "shape " + shape.text() + " with strides " + strides.text(), where);
    index_t stride[max_rank];
    index_t step = 1;
    for (int d = rank; d-- > 0; step *= std::max<index_t>(shape[d], 1)) stride[d] = strides.given() ? strides[d] : step;
    if (!owner) return record_leaf(type, rank, shape.data(), stride, {data, nullptr, nullptr});
    using kept = std::shared_ptr<const void>;
    auto held = std::make_unique<kept>(std::move(owner));
    handle h = record_leaf(
        type, rank, shape.data(), stride, {data, held.get(), [](void* p) { delete static_cast<kept*>(p); }});
    held.release();
    return h;
}

void fail_ragged(index_t length, index_t other, site where)
{
    const std::string row = length < 0 ? "a number" : "a row of " + std::to_string(length);
    const std::string rows = other < 0 ? "numbers" : "rows of " + std::to_string(other);
    reject<shape_error>("array", row + " beside " + rows, where);
}

void fail_deep(site where)
{
    reject<shape_error>("array", "lists more than " + std::to_string(max_rank) + " deep", where);
}

void fail_narrow(element type)
{
    reject<error>("array", std::string("a number of the list does not fit into ") + name_of(type));
}

}  // namespace tenfold::detail
