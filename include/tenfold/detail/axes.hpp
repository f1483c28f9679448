// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Lists of small integers as arguments: axes, shapes, strides. One integer, a list in braces, a vector, an
// array or any other range of integers: sum(x, 0), sum(x, {0, -1}), reshape(x, {-1, 8}),
// zeros<double>(y.shape()).
#pragma once

#include <tenfold/detail/family.hpp>
#include <tenfold/error.hpp>

#include <concepts>
#include <initializer_list>
#include <iterator>
#include <source_location>
#include <string>
#include <type_traits>

namespace tenfold::detail {

/// Throws Error("[operation] text (file:line)"), without the place where the caller could not give one.
template <class Error>
[[noreturn]] void reject(const char* operation, const std::string& text, std::source_location where = {});
extern template void reject<shape_error>(const char*, const std::string&, std::source_location);
extern template void reject<index_error>(const char*, const std::string&, std::source_location);
extern template void reject<memory_error>(const char*, const std::string&, std::source_location);
extern template void reject<io_error>(const char*, const std::string&, std::source_location);
extern template void reject<error>(const char*, const std::string&, std::source_location);

template <class R>
concept integer_range = requires(const R& r)
{
    std::begin(r);
    std::end(r);
    requires std::integral<std::remove_cvref_t<decltype(*std::begin(r))>>;
};

/// Up to max_rank integers on the stack. `{}` is a list that was not given; an empty vector is an empty list.
class index_list {
public:
    index_list() = default;
    template <std::integral I> index_list(I i) : size_(1), given_(true)
    {
        data_[0] = static_cast<index_t>(i);
    }
    template <std::integral I> index_list(std::initializer_list<I> list) { take(list); }
    index_list(std::initializer_list<index_t> list) { take(list); }
    template <integer_range R> index_list(const R& list) { take(list); }

    index_list(const index_list& o) : size_(o.size_), given_(o.given_) { copy(o); }
    index_list& operator=(const index_list& o)
    {
        size_ = o.size_;
        given_ = o.given_;
        copy(o);
        return *this;
    }

    bool given() const { return given_; }
    int size() const { return size_; }
    const index_t* data() const { return data_; }
    const index_t* begin() const { return data_; }
    const index_t* end() const { return data_ + size_; }
    index_t operator[](int i) const { return data_[i]; }
    index_t& operator[](int i) { return data_[i]; }
    void push_back(index_t i)
    {
        if (size_ == max_rank) too_long();
        data_[size_++] = i;
        given_ = true;
    }
    bool contains(index_t i) const;
    /// "(0, 2)"
    std::string text() const;

protected:
    template <class R> void take(const R& list)
    {
        given_ = true;
        for (auto i : list) push_back(static_cast<index_t>(i));
    }
    void copy(const index_list& o)
    {
        for (int i = 0; i < size_; ++i) data_[i] = o.data_[i];
    }
    [[noreturn]] static void too_long();

    int size_ = 0;
    bool given_ = false;
    index_t data_[max_rank];
};

/// 0 <= axis < rank of a possibly negative axis; throws shape_error.
index_t normalise_axis(index_t axis, int rank, const char* operation, std::source_location where = {});

class axes : public index_list {
public:
    using index_list::index_list;
    /// The axes as 0 <= axis < rank, in the given order; all of them where none were given. Throws
    /// shape_error where one is out of range or (unless `repeats`) named twice.
    axes
    normalise(int rank, const char* operation, std::source_location where = {}, bool repeats = false) const;
    /// The same as a set of bits.
    std::uint32_t mask(int rank, const char* operation, std::source_location where = {}) const;
};

/// A shape, or strides.
class sizes : public index_list {
public:
    using index_list::index_list;
};

}  // namespace tenfold::detail
