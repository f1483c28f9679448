// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reading. Every read of an array evaluates what is recorded so far and still reachable, once, then reads:
//
//   double s = x(3, 5);                         // one element
//   for (double v : x) total += v;              // all, in row-major order
//   auto v = x.value();                         // a read-only xtensor view of the memory, not copied
//   xt::xarray<double> r = x;                   // a copy
//   std::cout << x;                             // <tenfold/io.hpp>
//
// Iterators and views from value() keep the memory alive; they show the value they were taken of, for ever.
#pragma once

#include <tenfold/detail/record.hpp>
#include <tenfold/detail/xtensor.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <iterator>
#include <memory>
#include <vector>

namespace tenfold {

/// The lengths of the axes: indexed, iterated, compared with any list of integers. Lives as long as its
/// array.
class shape_view {
public:
    using value_type = std::ptrdiff_t;
    using const_iterator = const std::ptrdiff_t*;
    using iterator = const_iterator;
    using const_reverse_iterator = std::reverse_iterator<const_iterator>;
    using size_type = std::size_t;

    shape_view(const std::ptrdiff_t* first, int rank) : first_(first), rank_(static_cast<std::size_t>(rank))
    {
    }

    const_iterator begin() const { return first_; }
    const_iterator end() const { return first_ + rank_; }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }
    const_reverse_iterator crbegin() const { return const_reverse_iterator(end()); }
    const_reverse_iterator crend() const { return const_reverse_iterator(begin()); }
    std::size_t size() const { return rank_; }
    bool empty() const { return rank_ == 0; }
    std::ptrdiff_t operator[](std::size_t axis) const { return first_[axis]; }
    std::ptrdiff_t front() const { return first_[0]; }
    std::ptrdiff_t back() const { return first_[rank_ - 1]; }

protected:
    const std::ptrdiff_t* first_;
    std::size_t rank_;
};

/// The same, of an array that has no name: it keeps the lengths itself.
class shape_copy : public shape_view {
public:
    explicit shape_copy(shape_view s) : shape_view(lengths_, static_cast<int>(s.size()))
    {
        std::copy(s.begin(), s.end(), lengths_);
    }
    shape_copy(const shape_copy& o) : shape_copy(static_cast<const shape_view&>(o)) {}
    shape_copy& operator=(const shape_copy&) = delete;

private:
    std::ptrdiff_t lengths_[max_rank];
};

template <std::derived_from<shape_view> A, class R>
    requires requires(const R& r)
    {
        std::size(r);
        requires std::integral<std::remove_cvref_t<decltype(*std::begin(r))>>;
    }
bool operator==(const A& a, const R& b)
{
    if (std::size(b) != a.size()) return false;
    auto x = a.begin();
    for (auto i : b)
        if (*x++ != static_cast<std::ptrdiff_t>(i)) return false;
    return true;
}

/// "(10, 20)"
std::ostream& operator<<(std::ostream&, shape_view);

namespace detail {

/// A computed value that stays in memory while somebody walks over it.
struct walk {
    handle value;
    located at;
    int rank;
    index_t size;
    index_t inner;  // length and stride of the innermost axis
    index_t inner_stride;

    /// Offset of an element from its number in row-major order.
    index_t offset(index_t number) const;
};
std::shared_ptr<const walk> start_walk(const handle&, site);

/// The memory that a strided value covers, from its lowest element on.
struct covered {
    const void* lowest;
    std::size_t count;   // elements
    std::size_t offset;  // of the value's first element from the lowest
};
covered cover(const walk&);

template <class T>
using value_memory = xt::xarray_adaptor<
    xt::xbuffer_adaptor<const T*, xt::smart_ownership, std::shared_ptr<const void>>,
    xt::layout_type::row_major, std::vector<std::size_t>>;

}  // namespace detail

/// Elements in row-major order, whatever the strides in memory. Random access, constant time.
template <class T> class element_iterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    element_iterator() = default;
    element_iterator(std::shared_ptr<const detail::walk> walk, std::ptrdiff_t number) : walk_(std::move(walk))
    {
        go(number);
    }

    reference operator*() const { return *at_; }
    pointer operator->() const { return at_; }
    reference operator[](difference_type n) const { return *(*this + n); }

    element_iterator& operator++()
    {
        ++number_;
        at_ += stride_;
        if (--left_ == 0) go(number_);
        return *this;
    }
    element_iterator& operator--()
    {
        go(number_ - 1);
        return *this;
    }
    element_iterator operator++(int)
    {
        element_iterator old = *this;
        ++*this;
        return old;
    }
    element_iterator operator--(int)
    {
        element_iterator old = *this;
        --*this;
        return old;
    }
    element_iterator& operator+=(difference_type n)
    {
        go(number_ + n);
        return *this;
    }
    element_iterator& operator-=(difference_type n) { return *this += -n; }
    friend element_iterator operator+(element_iterator a, difference_type n) { return a += n; }
    friend element_iterator operator+(difference_type n, element_iterator a) { return a += n; }
    friend element_iterator operator-(element_iterator a, difference_type n) { return a -= n; }
    friend difference_type operator-(const element_iterator& a, const element_iterator& b)
    {
        return a.number_ - b.number_;
    }
    friend bool operator==(const element_iterator& a, const element_iterator& b)
    {
        return a.number_ == b.number_;
    }
    friend auto operator<=>(const element_iterator& a, const element_iterator& b)
    {
        return a.number_ <=> b.number_;
    }

private:
    void go(std::ptrdiff_t number)
    {
        number_ = number;
        if (number < 0 || number >= walk_->size) {
            left_ = 1;  // outside: only moving back makes sense
            stride_ = 0;
            return;
        }
        at_ = reinterpret_cast<const T*>(walk_->at.data) + walk_->offset(number);
        stride_ = walk_->inner_stride;
        left_ = walk_->inner - number % walk_->inner;
    }

    std::shared_ptr<const detail::walk> walk_;
    std::ptrdiff_t number_ = 0;
    std::ptrdiff_t left_ = 1;  // elements of this row still ahead, this one included
    std::ptrdiff_t stride_ = 0;
    const T* at_ = nullptr;
};

/// What value() gives: an xtensor expression over the memory of an array, strides and all.
template <class T>
using value_view = xt::xstrided_view<const detail::value_memory<T>, xt::dynamic_shape<std::size_t>>;

namespace detail {

template <class T> value_view<T> view_value(const handle& h, site where)
{
    std::shared_ptr<const walk> w = start_walk(h, where);
    const covered c = cover(*w);
    const shape_view shape(h.source()->shape, w->rank);
    typename value_view<T>::inner_shape_type lengths(shape.begin(), shape.end());
    typename value_view<T>::inner_strides_type strides(w->at.stride, w->at.stride + w->rank);
    for (std::size_t d = 0; d < lengths.size(); ++d)
        if (lengths[d] == 1) strides[d] = 0;  // xtensor's convention
    typename value_memory<T>::storage_type memory(static_cast<const T*>(c.lowest), c.count, std::move(w));
    value_memory<T> flat(std::move(memory), std::vector<std::size_t>{c.count});
    return value_view<T>(
        std::move(flat), std::move(lengths), std::move(strides), c.offset, xt::layout_type::dynamic);
}

}  // namespace detail
}  // namespace tenfold

namespace xt {

// xtensor's sorts want rows or columns that follow one another, which a part of a larger block has not: they are given
// a copy. Found wherever <xtensor/xsort.hpp> is included.
#define TENFOLD_SORT(name)                                                                         \
    template <class T, class... A> auto name(const tenfold::value_view<T>& x, A&&... a)            \
    {                                                                                              \
        return name(xarray<T>(x), std::forward<A>(a)...);                                          \
    }                                                                                              \
    template <class T, std::integral I, std::size_t N, class... A>                                 \
    auto name(const tenfold::value_view<T>& x, const I(&list)[N], A&&... a)                        \
    {                                                                                              \
        return name(xarray<T>(x), list, std::forward<A>(a)...);                                    \
    }
TENFOLD_SORT(sort)
TENFOLD_SORT(argsort)
TENFOLD_SORT(partition)
TENFOLD_SORT(argpartition)
TENFOLD_SORT(median)
#undef TENFOLD_SORT

}  // namespace xt
