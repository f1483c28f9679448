// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Copies, stores and fills.
#include "backend/cpu/kernels.hpp"
#include "backend/cpu/strided.hpp"
#include "backend/cpu/threads.hpp"
#include "backend/cpu/visit.hpp"
#include "plan/cost.hpp"

#include <cstring>

namespace tenfold::backend::on_cpu {

namespace {

constexpr index_t tile = 16;

struct sixteen_bytes {
    std::uint64_t low, high;
};

// An unsigned value of the element's size: copies need no more of a type.
template <class F>
void visit_size(std::size_t size, F&& f)
{
    switch (size) {
    case 1: return f(std::type_identity<std::uint8_t>{});
    case 2: return f(std::type_identity<std::uint16_t>{});
    case 4: return f(std::type_identity<std::uint32_t>{});
    case 8: return f(std::type_identity<std::uint64_t>{});
    default: return f(std::type_identity<sixteen_bytes>{});
    }
}

// Calls f(part, offsets) for slabs of the longest of the outer axes, in parallel where the bytes are worth it.
template <int N, class F>
void by_slabs(const nest<N>& x, std::size_t size, int threads, const F& f)
{
    int axis = 0;
    for (int d = 1; d < x.rank; ++d)
        if (x.extent[axis] < 4 * threads && x.extent[d] > x.extent[axis]) axis = d;
    if (threads <= 1 || x.rank == 0) return f(x, std::array<index_t, N>{});
    const double seconds = plan::pass_seconds(static_cast<double>(x.size()), size, plan::this_machine());
    const index_t grain = axis + 1 == x.rank ? 64 : 1;  // whole lines where a row is cut
    parallel(threads, seconds * memory_bound, x.extent[axis], 4 * threads, grain, [&](index_t first, index_t last) {
        nest<N> part = x;
        part.extent[axis] = last - first;
        std::array<index_t, N> offset;
        for (std::size_t o = 0; o < N; ++o) offset[o] = x.stride[axis][o] * first;
        f(part, offset);
    });
}

template <class T>
void copy_row(T* to, index_t to_step, const T* from, index_t from_step, index_t n)
{
    if (to_step == 1 && from_step == 1) std::memcpy(to, from, static_cast<std::size_t>(n) * sizeof(T));
    else if (to_step == 1 && from_step == 0) std::fill_n(to, n, *from);
    else if (to_step == 1) for (index_t i = 0; i < n; ++i) to[i] = from[i * from_step];
    else for (index_t i = 0; i < n; ++i) to[i * to_step] = from[i * from_step];
}

// The last two axes where each operand runs along another one: tile by tile, so that both stay in cache.
template <class T>
void copy_transposed(const nest<2>& x, T* to, const T* from)
{
    const index_t rows = x.extent[x.rank - 2], columns = x.extent[x.rank - 1];
    const auto [to_row, from_row] = x.stride[x.rank - 2];
    const auto [to_step, from_step] = x.stride[x.rank - 1];
    for (index_t r = 0; r < rows; r += tile)
        for (index_t c = 0; c < columns; c += tile) {
            const index_t r_end = std::min(rows, r + tile), c_end = std::min(columns, c + tile);
            for (index_t i = r; i < r_end; ++i)
                for (index_t j = c; j < c_end; ++j) to[i * to_row + j * to_step] = from[i * from_row + j * from_step];
        }
}

template <class T>
void copy_nest(const nest<2>& x, T* to, const T* from, bool transposed)
{
    if (transposed)
        for_each_index(x, x.rank - 2, [&](const auto& at) { copy_transposed(x, to + at[0], from + at[1]); });
    else if (x.rank == 0) *to = *from;
    else {
        const auto [to_step, from_step] = x.stride[x.rank - 1];
        const index_t n = x.extent[x.rank - 1];
        for_each_index(x, x.rank - 1, [&](const auto& at) { copy_row(to + at[0], to_step, from + at[1], from_step, n); });
    }
}

// Puts the axis along which the operand is contiguous next to last; true if it is not last already.
bool face_transposed(nest<2>& x)
{
    if (x.rank < 2 || std::abs(x.stride[x.rank - 1][1]) <= 1) return false;
    for (int d = 0; d + 1 < x.rank; ++d)
        if (std::abs(x.stride[d][1]) == 1 && x.extent[d] >= 4) {
            for (int e = d; e + 2 < x.rank; ++e) x.swap(e, e + 1);
            return true;
        }
    return false;
}

template <class T>
T divide(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a && b;
    else if constexpr (std::is_integral_v<T>) {  // NumPy's 0 for x / 0; the lowest number over -1 wraps
        if (b == 0) return 0;
        if constexpr (std::is_signed_v<T>)
            if (b == T(-1)) return static_cast<T>(wrapping<T>(0) - static_cast<wrapping<T>>(a));
        return static_cast<T>(a / b);
    }
    else return a / b;
}

template <class T>
T subtract(T a, T b)
{
    if constexpr (std::is_same_v<T, bool>) return a != b;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<wrapping<T>>(a) - static_cast<wrapping<T>>(b));
    else return a - b;
}

template <class T, class F>
void update_rows(const nest<2>& x, T* to, const T* from, const F& f)
{
    const auto [to_step, from_step] = x.rank ? x.stride[x.rank - 1] : std::array<index_t, 2>{};
    const index_t n = x.rank ? x.extent[x.rank - 1] : 1;
    for_each_index(x, std::max(0, x.rank - 1), [&](const auto& at) {
        T* const r = to + at[0];
        const T* const s = from + at[1];
        if (to_step == 1 && from_step == 1) for (index_t i = 0; i < n; ++i) r[i] = f(r[i], s[i]);
        else for (index_t i = 0; i < n; ++i) r[i * to_step] = f(r[i * to_step], s[i * from_step]);
    });
}

template <class T>
void update_nest(const nest<2>& x, detail::store_mode mode, T* to, const T* from)
{
    switch (mode) {
    case detail::store_mode::assign: return update_rows(x, to, from, [](T, T b) { return b; });
    case detail::store_mode::add: return update_rows(x, to, from, [](T a, T b) { return plus<T>(a, b); });
    case detail::store_mode::subtract: return update_rows(x, to, from, [](T a, T b) { return subtract<T>(a, b); });
    case detail::store_mode::multiply: return update_rows(x, to, from, [](T a, T b) { return times<T>(a, b); });
    case detail::store_mode::divide: return update_rows(x, to, from, [](T a, T b) { return divide<T>(a, b); });
    }
}

}  // namespace

void copy_elements(nest<2> x, std::size_t size, std::byte* result, const std::byte* operand, int threads)
{
    if (x.size() == 0) return;
    x.sort();
    const bool transposed = face_transposed(x);
    visit_size(size, [&]<class T>(std::type_identity<T>) {
        by_slabs(x, size, threads, [&](const nest<2>& part, const std::array<index_t, 2>& at) {
            copy_nest(part, reinterpret_cast<T*>(result) + at[0], reinterpret_cast<const T*>(operand) + at[1],
                      transposed);
        });
    });
}

void fill_elements(nest<1> x, std::size_t size, std::byte* result, const void* value, int threads)
{
    if (x.size() == 0) return;
    x.sort();
    visit_size(size, [&]<class T>(std::type_identity<T>) {
        T element;
        std::memcpy(&element, value, sizeof element);
        by_slabs(x, size, threads, [&](const nest<1>& part, const std::array<index_t, 1>& at) {
            T* const to = reinterpret_cast<T*>(result) + at[0];
            if (part.rank == 0) { *to = element; return; }
            const index_t n = part.extent[part.rank - 1], step = part.stride[part.rank - 1][0];
            for_each_index(part, part.rank - 1, [&](const auto& row) {
                if (step == 1) std::fill_n(to + row[0], n, element);
                else for (index_t i = 0; i < n; ++i) to[row[0] + i * step] = element;
            });
        });
    });
}

void update_elements(nest<2> x, element type, detail::store_mode mode, std::byte* result, const std::byte* operand,
                     int threads)
{
    if (x.size() == 0) return;
    const bool independent = x.distinct(0);
    if (independent && mode == detail::store_mode::assign)
        return copy_elements(x, size_of(type), result, operand, threads);
    if (independent) x.sort();
    else x.join();
    visit(type, [&]<class T>(std::type_identity<T>) {
        by_slabs(x, sizeof(T), independent ? threads : 1, [&](const nest<2>& part, const std::array<index_t, 2>& at) {
            update_nest(part, mode, reinterpret_cast<T*>(result) + at[0], reinterpret_cast<const T*>(operand) + at[1]);
        });
    });
}

// ---- steps --------------------------------------------------------------------------------------------------------

namespace {

// Positions as leading axes, outermost first, where they are all there and follow a pattern.
template <int N>
bool lead_with_positions(const plan::step& s, const std::array<const plan::place*, N>& places, index_t count,
                         nest<N>& x)
{
    for (const plan::place* p : places)
        if (!p->follows_loops()) return false;
    if (s.loops > 1 && count != s.positions()) return false;
    for (int d = s.loops - 1; d >= 0; --d) {
        std::array<index_t, N> strides;
        for (std::size_t o = 0; o < N; ++o) strides[o] = places[o]->loop[d];
        x.add(s.loops == 1 ? count : s.extent[d], strides);
    }
    return true;
}

std::byte* at(const plan::step& s, const plan::place& p, std::byte* const* bases, index_t n, std::size_t size)
{
    return address_of(s, p, bases, n, static_cast<index_t>(size));
}

}  // namespace

void run_fill(const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    if (count <= 0) return;
    const std::size_t size = size_of(s.type);
    nest<1> x;
    const bool together = !s.scalar_block && lead_with_positions<1>(s, {&s.result}, count, x);
    for (std::size_t d = 0; d < s.result_form.shape.size(); ++d)
        x.add(s.result_form.shape[d], {s.result_form.stride[d]});
    for (index_t n = first; n < (together ? first + 1 : first + count); ++n) {
        const index_t block = s.scalar_block ? (*s.scalar_block)[static_cast<std::size_t>(n)] : 0;
        const void* const value = s.scalars->data() + block * static_cast<index_t>(size);
        fill_elements(x, size, at(s, s.result, bases, n, size), value, threads_of(how));
    }
}

namespace {

/// Axes of one position, of result and operand.
void add_axes(const plan::step& s, nest<2>& x)
{
    const plan::form& from = s.operand_forms[0];
    const auto lacks = static_cast<std::ptrdiff_t>(s.result_form.shape.size() - from.shape.size());
    for (std::size_t d = 0; d < s.result_form.shape.size(); ++d) {
        const std::ptrdiff_t e = static_cast<std::ptrdiff_t>(d) - lacks;
        const bool moves = e >= 0 && from.shape[static_cast<std::size_t>(e)] != 1;
        x.add(s.result_form.shape[d], {s.result_form.stride[d], moves ? from.stride[static_cast<std::size_t>(e)] : 0});
    }
}

/// Small positions one after another, on this thread: the order of axes is found once.
class copy_each {
public:
    copy_each(const plan::step& s, std::byte* const* bases, nest<2> x) : step_(s), bases_(bases), x_(x), size_(size_of(s.type))
    {
        const bool independent = x_.distinct(0), updates = s.what == plan::kind::store && s.mode != detail::store_mode::assign;
        if (independent) x_.sort();
        else x_.join();
        if (independent && !updates) {
            transposed_ = face_transposed(x_);
            visit_size(size_, [&]<class T>(std::type_identity<T>) {
                move_ = [](const copy_each& c, std::byte* to, const std::byte* from) {
                    copy_nest(c.x_, reinterpret_cast<T*>(to), reinterpret_cast<const T*>(from), c.transposed_);
                };
            });
        }
        else
            visit(s.type, [&]<class T>(std::type_identity<T>) {
                move_ = [](const copy_each& c, std::byte* to, const std::byte* from) {
                    const auto mode = c.step_.what == plan::kind::store ? c.step_.mode : detail::store_mode::assign;
                    update_nest(c.x_, mode, reinterpret_cast<T*>(to), reinterpret_cast<const T*>(from));
                };
            });
    }

    void operator()(index_t first, index_t count) const
    {
        for (index_t n = first; n < first + count; ++n)
            move_(*this, at(step_, step_.result, bases_, n, size_), at(step_, step_.operands[0], bases_, n, size_));
    }

private:
    const plan::step& step_;
    std::byte* const* bases_;
    nest<2> x_;
    std::size_t size_;
    bool transposed_ = false;
    void (*move_)(const copy_each&, std::byte* to, const std::byte* from);
};

class copy_stepwise final : public stepwise {
public:
    copy_stepwise(const plan::step& s, std::byte* const* bases, const nest<2>& x, const settings& how)
        : step_(s), bases_(bases), how_(how), each_(s, bases, x)
    {}

    void run(index_t first, index_t count) override
    {
        if (count > few) run_copy(step_, bases_, first, count, how_);
        else each_(first, count);
    }

private:
    static constexpr index_t few = 4;
    const plan::step& step_;
    std::byte* const* bases_;
    settings how_;
    copy_each each_;
};

bool is_small(const nest<2>& x) { return static_cast<double>(x.size()) < 4096; }

}  // namespace

// Copies and stores differ in one thing only: where parts of the result overlap, stores keep their order.
void run_copy(const plan::step& s, std::byte* const* bases, index_t first, index_t count, const settings& how)
{
    if (count <= 0) return;
    const std::size_t size = size_of(s.type);
    nest<2> x;
    const bool together = lead_with_positions<2>(s, {&s.result, &s.operands[0]}, count, x);
    add_axes(s, x);
    if (!together && is_small(x)) return copy_each(s, bases, x)(first, count);
    for (index_t n = first; n < (together ? first + 1 : first + count); ++n) {
        std::byte* const to = at(s, s.result, bases, n, size);
        const std::byte* const source = at(s, s.operands[0], bases, n, size);
        if (s.what == plan::kind::copy) copy_elements(x, size, to, source, threads_of(how));
        else update_elements(x, s.type, s.mode, to, source, threads_of(how));
    }
}

std::unique_ptr<stepwise> prepare_copy(const plan::step& s, std::byte* const* bases, const settings& how)
{
    nest<2> x;
    add_axes(s, x);
    return is_small(x) ? std::make_unique<copy_stepwise>(s, bases, x, how) : nullptr;
}

}  // namespace tenfold::backend::on_cpu
