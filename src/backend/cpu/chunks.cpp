// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Broadcasting and strides for elementwise loops that know contiguous memory only: those compiled in the user's
// file, conversions, and the interpreter. Equal axes are merged first. Then rows are handed over where they lie; an operand whose rows are not contiguous is packed into a
// buffer that stays in the first-level cache, and short rows are packed many at a time. Ragged ends repeat
// their last element up to the loop's lanes, so that every element goes through the same code wherever it
// lies.
#include <tenfold/detail/kernel.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>

namespace tenfold::detail {
namespace {

constexpr index_t block_bytes = 4096;  // of one packed operand
constexpr index_t short_row = 64;
constexpr int few = 8;  // arrays whose buffers lie on the stack; wider trees take theirs from the heap

/// One array as the walk sees it: strides in elements for the merged axes.
struct side {
    std::byte* data;
    int size;  // bytes of an element
    index_t stride[max_rank];
};

template <std::size_t Size>
void copy_row(std::byte* to, index_t to_step, const std::byte* from, index_t from_step, index_t n)
{
    struct [[gnu::may_alias]] item {
        std::byte bytes[Size];
    };
    auto* t = reinterpret_cast<item*>(to);
    const auto* f = reinterpret_cast<const item*>(from);
    for (index_t i = 0; i < n; ++i) t[i * to_step] = f[i * from_step];
}

void copy_row(int size, std::byte* to, index_t to_step, const std::byte* from, index_t from_step, index_t n)
{
    if (to_step == 1 && from_step == 1) {
        std::memcpy(to, from, static_cast<std::size_t>(n * size));
        return;
    }
    switch (size) {
    case 1:
        return copy_row<1>(to, to_step, from, from_step, n);
    case 2:
        return copy_row<2>(to, to_step, from, from_step, n);
    case 4:
        return copy_row<4>(to, to_step, from, from_step, n);
    case 8:
        return copy_row<8>(to, to_step, from, from_step, n);
    default:
        return copy_row<16>(to, to_step, from, from_step, n);
    }
}

/// The axes of a walk over the result and its operands.
class walk {
public:
    walk(const chunk_kernel& k, const strided* x, const strided& result, side* sides)
        : sides_(sides), count_(k.operands)
    {
        for (int i = 0; i < count_; ++i) take(sides[i], x[i], size_of(k.operand_types[i]), result.rank);
        take(sides[count_], result, size_of(k.result), result.rank);
        for (int d = 0; d < result.rank; ++d) shape_[d] = result.shape[d];
        rank_ = result.rank;
        drop_ones();
        sort_by_result();
        merge();
    }

    int rank() const { return rank_; }
    index_t shape(int d) const { return shape_[d]; }
    bool empty() const { return std::find(shape_, shape_ + rank_, 0) != shape_ + rank_; }

private:
    /// Aligns the axes at the right; an axis of length 1 does not move.
    void take(side& s, const strided& x, std::size_t bytes, int rank)
    {
        s.data = static_cast<std::byte*>(x.data);
        s.size = static_cast<int>(bytes);
        const int missing = rank - x.rank;
        for (int d = 0; d < rank; ++d) {
            s.stride[d] = d < missing || x.shape[d - missing] == 1 ? 0 : x.stride[d - missing];
        }
    }
    void move_axis(int to, int from)
    {
        shape_[to] = shape_[from];
        for (int i = 0; i <= count_; ++i) sides_[i].stride[to] = sides_[i].stride[from];
    }
    void drop_ones()
    {
        int kept = 0;
        for (int d = 0; d < rank_; ++d) {
            if (shape_[d] != 1) move_axis(kept++, d);
        }
        rank_ = kept;
    }
    /// The result is written in the order of its memory.
    void sort_by_result()
    {
        const index_t* s = sides_[count_].stride;
        for (int d = 1; d < rank_; ++d) {
            for (int e = d; e > 0 && std::abs(s[e - 1]) < std::abs(s[e]); --e) {
                std::swap(shape_[e - 1], shape_[e]);
                for (int i = 0; i <= count_; ++i) std::swap(sides_[i].stride[e - 1], sides_[i].stride[e]);
            }
        }
    }
    void merge()
    {
        if (rank_ < 2) return;
        int top = 0;
        for (int d = 1; d < rank_; ++d) {
            bool one = true;
            for (int i = 0; i <= count_ && one; ++i) {
                one = sides_[i].stride[top] == sides_[i].stride[d] * shape_[d];
            }
            if (one) {
                shape_[d] *= shape_[top];
                move_axis(top, d);
            }
            else if (++top != d) move_axis(top, d);
        }
        rank_ = top + 1;
    }

    side* sides_;
    int count_;
    int rank_;
    index_t shape_[max_rank];
};

/// Packs and unpacks blocks, and calls the loop.
class runner {
public:
    runner(
        const chunk_kernel& k, const void* scalars, side* sides, std::byte** at, const void** x,
        std::byte* room)
        : k_(k), scalars_(scalars), sides_(sides), at_(at), x_(x), room_(room)
    {
        for (int i = 0; i <= k.operands; ++i) at_[i] = sides[i].data;
    }

    void run(const walk& w)
    {
        if (w.rank() == 0) {
            row(1, 0);
            return;
        }
        const int inner = w.rank() - 1;
        if (w.shape(inner) < short_row && inner > 0) short_rows(w);
        else rows(w);
    }

private:
    index_t step(int i, int axis) const { return axis < 0 ? 1 : sides_[i].stride[axis]; }
    std::byte* buffer(int i) const { return room_ + i * 2 * block_bytes; }
    index_t block() const { return block_bytes / 16; }

    /// Moves the outer axes one on; false after the last.
    bool advance(const walk& w, index_t* index, int axes)
    {
        for (int d = axes - 1; d >= 0; --d) {
            for (int i = 0; i <= k_.operands; ++i) at_[i] += sides_[i].stride[d] * sides_[i].size;
            if (++index[d] < w.shape(d)) return true;
            for (int i = 0; i <= k_.operands; ++i)
                at_[i] -= sides_[i].stride[d] * sides_[i].size * w.shape(d);
            index[d] = 0;
        }
        return false;
    }

    void rows(const walk& w)
    {
        const int inner = w.rank() - 1;
        index_t index[max_rank] = {};
        do row(w.shape(inner), inner);
        while (advance(w, index, inner));
    }

    /// One row from where the cursors stand.
    void row(index_t n, int axis)
    {
        axis = n == 1 ? -1 : axis;
        bool direct = true;
        for (int i = 0; i <= k_.operands; ++i) direct = direct && step(i, axis) == 1;
        index_t done = 0;
        if (direct) {
            done = head(n, axis);
            const index_t whole = (n - done) / k_.lanes * k_.lanes;
            if (whole > 0) {
                for (int i = 0; i < k_.operands; ++i) x_[i] = at_[i] + done * sides_[i].size;
                k_.loop(x_, scalars_, at_[k_.operands] + done * sides_[k_.operands].size, whole);
                done += whole;
            }
        }
        for (; done < n; done += block()) piece(done, std::min(block(), n - done), axis);
    }

    /// Elements up to the first whose place in the result is aligned to a cache line, on long rows.
    index_t head(index_t n, int axis)
    {
        const side& out = sides_[k_.operands];
        const auto ragged = reinterpret_cast<std::uintptr_t>(at_[k_.operands]) % 64;
        if (k_.lanes == 1 || n < 512 || ragged == 0) return 0;
        const auto count = static_cast<index_t>(64 - ragged) / out.size;
        if (count > 0) piece(0, count, axis);
        return count;
    }

    /// `n` elements of the row, from element `done` on: packs what does not lie as the loop needs it.
    void piece(index_t done, index_t n, int axis)
    {
        const index_t padded = (n + k_.lanes - 1) / k_.lanes * k_.lanes;
        for (int i = 0; i < k_.operands; ++i) {
            const side& s = sides_[i];
            const std::byte* from = at_[i] + done * step(i, axis) * s.size;
            if (step(i, axis) == 1 && padded == n) x_[i] = from;
            else {
                copy_row(s.size, buffer(i), 1, from, step(i, axis), n);
                pad(i, n, padded);
                x_[i] = buffer(i);
            }
        }
        const side& out = sides_[k_.operands];
        std::byte* to = at_[k_.operands] + done * step(k_.operands, axis) * out.size;
        const bool direct = step(k_.operands, axis) == 1 && padded == n;
        k_.loop(x_, scalars_, direct ? to : buffer(k_.operands), padded);
        if (!direct) copy_row(out.size, to, step(k_.operands, axis), buffer(k_.operands), 1, n);
    }

    void pad(int i, index_t n, index_t padded)
    {
        const int size = sides_[i].size;
        if (padded > n) copy_row(size, buffer(i) + n * size, 1, buffer(i) + (n - 1) * size, 0, padded - n);
    }

    /// Rows of a few elements: many of them in one block. What lies in one piece is read there, what repeats
    /// from row to row is packed once, the rest row by row.
    void short_rows(const walk& w)
    {
        const int inner = w.rank() - 1;
        const index_t length = w.shape(inner);
        index_t rows = block() / length, total = 1;
        if (rows > k_.lanes) rows -= rows % k_.lanes;
        for (int d = 0; d < inner; ++d) total *= w.shape(d);
        const bool scatter = !in_one_piece(w, k_.operands);
        bool walking = scatter;
        for (int i = 0; i < k_.operands; ++i) {
            walking = walking || (!in_one_piece(w, i) && !repeats(w, i));
            for (index_t r = 0; repeats(w, i) && r < std::min(rows, total); ++r)
                pack_row(i, r, length, inner);
        }
        index_t index[max_rank] = {};
        for (index_t first = 0; first < total; first += rows) {
            const index_t count = std::min(rows, total - first), n = count * length;
            std::byte* where[block_bytes / 16];
            for (index_t r = 0; walking && r < count; ++r) {
                where[r] = at_[k_.operands];
                for (int i = 0; i < k_.operands; ++i) {
                    if (!in_one_piece(w, i) && !repeats(w, i)) pack_row(i, r, length, inner);
                }
                advance(w, index, inner);
            }
            short_block(w, first * length, n, scatter);
            const side& out = sides_[k_.operands];
            for (index_t r = 0; scatter && r < count; ++r) {
                copy_row(
                    out.size, where[r], out.stride[inner], buffer(k_.operands) + r * length * out.size, 1,
                    length);
            }
        }
    }

    /// Calls the loop for `n` elements from element `first` of the walk on; the result lands in its place or,
    /// to be scattered, in the buffer.
    void short_block(const walk& w, index_t first, index_t n, bool scatter)
    {
        const index_t padded = (n + k_.lanes - 1) / k_.lanes * k_.lanes;
        for (int i = 0; i < k_.operands; ++i) {
            const side& s = sides_[i];
            const std::byte* from = s.data + first * s.size;
            x_[i] = buffer(i);
            if (in_one_piece(w, i) && padded == n) x_[i] = from;
            else {
                if (in_one_piece(w, i)) copy_row(s.size, buffer(i), 1, from, 1, n);
                pad(i, n, padded);
            }
        }
        const side& out = sides_[k_.operands];
        std::byte* to = out.data + first * out.size;
        const bool direct = !scatter && padded == n;
        k_.loop(x_, scalars_, direct ? to : buffer(k_.operands), padded);
        if (!scatter && !direct) copy_row(out.size, to, 1, buffer(k_.operands), 1, n);
    }

    void pack_row(int i, index_t r, index_t length, int inner)
    {
        const side& s = sides_[i];
        copy_row(s.size, buffer(i) + r * length * s.size, 1, at_[i], s.stride[inner], length);
    }
    bool in_one_piece(const walk& w, int i) const
    {
        index_t step = 1;
        for (int d = w.rank() - 1; d >= 0; --d) {
            if (sides_[i].stride[d] != step) return false;
            step *= w.shape(d);
        }
        return true;
    }
    bool repeats(const walk& w, int i) const
    {
        for (int d = 0; d < w.rank() - 1; ++d) {
            if (sides_[i].stride[d] != 0) return false;
        }
        return true;
    }

    const chunk_kernel& k_;
    const void* scalars_;
    side* sides_;
    std::byte** at_;
    const void** x_;
    std::byte* room_;
};

struct alignas(64) line {
    std::byte bytes[64];
};
constexpr std::size_t lines_each = 2 * block_bytes / 64;
constexpr int most_lane_bytes = 256;

/// One element, repeated for all lanes: there are no axes to look at.
bool run_one(const chunk_kernel& k, const strided* operands, const void* scalars, const strided& result)
{
    if (result.rank != 0 || k.operands >= few || k.lanes * 16 > most_lane_bytes) return false;
    alignas(64) std::byte room[few][most_lane_bytes];
    const void* x[few];
    const auto repeat = [&]<class T>(std::type_identity<T>, int i) {
        T value;
        std::memcpy(&value, operands[i].data, sizeof value);
        for (int lane = 0; lane < k.lanes; ++lane) std::memcpy(room[i] + lane * static_cast<int>(sizeof value), &value, sizeof value);
        x[i] = room[i];
    };
    for (int i = 0; i < k.operands; ++i) {
        if (k.lanes == 1) x[i] = operands[i].data;
        else switch (size_of(k.operand_types[i])) {
            case 1: repeat(std::type_identity<std::uint8_t>{}, i); break;
            case 2: repeat(std::type_identity<std::uint16_t>{}, i); break;
            case 4: repeat(std::type_identity<std::uint32_t>{}, i); break;
            case 8: repeat(std::type_identity<std::uint64_t>{}, i); break;
            default: repeat(std::type_identity<std::array<std::uint64_t, 2>>{}, i);
        }
    }
    std::byte* const out = room[k.operands];
    k.loop(x, scalars, out, k.lanes);
    std::memcpy(result.data, out, size_of(k.result));
    return true;
}

void run_with(
    const chunk_kernel& k, const strided* operands, const void* scalars, const strided& result, side* sides,
    std::byte** at, const void** x, line* room)
{
    const walk w(k, operands, result, sides);
    if (!w.empty()) runner(k, scalars, sides, at, x, room->bytes).run(w);
}

}  // namespace

void run_in_chunks(const chunk_kernel& k, const strided* operands, const void* scalars, const strided& result)
{
    if (run_one(k, operands, scalars, result)) return;
    const auto arrays = static_cast<std::size_t>(k.operands) + 1;
    if (arrays <= few) {
        side sides[few];
        std::byte* at[few];
        const void* x[few];
        line room[few * lines_each];
        run_with(k, operands, scalars, result, sides, at, x, room);
        return;
    }
    const auto sides = std::make_unique_for_overwrite<side[]>(arrays);
    const auto at = std::make_unique_for_overwrite<std::byte*[]>(arrays);
    const auto x = std::make_unique_for_overwrite<const void*[]>(arrays);
    const auto room = std::make_unique_for_overwrite<line[]>(arrays * lines_each);
    run_with(k, operands, scalars, result, sides.get(), at.get(), x.get(), room.get());
}

}  // namespace tenfold::detail
