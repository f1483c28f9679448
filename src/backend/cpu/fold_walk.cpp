// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/fold_walk.hpp"

namespace tenfold::backend::on_cpu {

namespace {

constexpr double piece = 65536;      // elements, about, of what one thread takes of few results
constexpr index_t most_pieces = 256;
constexpr index_t wide = 64;         // results side by side that keep vectors busy

std::unique_ptr<std::byte[]> values(index_t n, index_t size)
{
    return std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(n * size));
}

}  // namespace

fold_walk::fold_walk(const fold_kernel& kernel, const reduction_axes& x) : kernel_(kernel), x_(x)
{
    x_.kept.sort();
    if (kernel_.in_order) x_.reduced.join();
    else x_.reduced.sort();
    by_columns_ = columns_are_better();
    pieces_ = pieces_of_rows();
    if (pieces_ == 1) widen_ = rows_to_widen();
}

// Neighbouring results side by side: where they lie closer than the elements of one, or as close (windows); where each is
// made of few elements; and where these must wait for each other.
bool fold_walk::columns_are_better() const
{
    if (x_.kept.rank == 0) return false;
    if (x_.reduced.rank == 0) return true;
    if (kept_extent() < 4) return kept_step() == 1 && kept_extent() == reduced_step();
    return kernel_.in_order || x_.reduced.size() <= 16 || kept_step() < reduced_step()
        || (kept_step() == reduced_step() && kept_extent() >= 16);
}

// Into how many pieces the outermost reduced axis is cut, each with values of its own, which are joined later: where there
// are too few results for many threads. The number of threads must not decide.
index_t fold_walk::pieces_of_rows() const
{
    if (kernel_.in_order || x_.reduced.rank == 0 || x_.elements() < 2 * piece) return 1;
    if (x_.kept.size() / (by_columns_ ? kept_extent() : 1) >= 64) return 1;
    const double most = std::min(x_.elements() / piece, static_cast<double>(x_.reduced.size()) / 64);
    return std::clamp<index_t>(static_cast<index_t>(most), 1, std::min(x_.reduced.extent[0], most_pieces));
}

// Few results that lie side by side, their rows one after the other without a gap: so many rows are taken as one.
index_t fold_walk::rows_to_widen() const
{
    const int last = x_.reduced.rank - 1, inner = x_.kept.rank - 1;
    if (!kernel_.alike || kernel_.in_order || !by_columns_ || last < 0 || kept_extent() > wide / 2) return 1;
    if (x_.kept.stride[inner][0] != 1 || x_.reduced.stride[last][0] != kept_extent()) return 1;
    const index_t fold = 2 * wide / kept_extent();
    return x_.reduced.extent[last] >= 4 * fold ? fold : 1;
}

void fold_walk::run(const std::byte* from, const sink& out, int threads, const void* context) const
{
    if (x_.kept.size() == 0) return;
    if (pieces_ > 1) return in_pieces(from, out, threads, context);
    if (widen_ > 1) return widened(from, out, threads);
    const int axis = axis_to_share(x_.kept, threads);
    if (threads <= 1 || axis < 0) return kernel_.run({x_.kept, x_.reduced, by_columns_}, from, out, context);
    const index_t grain = by_columns_ && axis + 1 == x_.kept.rank ? wide : 1;
    parallel(threads, seconds() * memory_bound, x_.kept.extent[axis], 4 * threads, grain, [&](index_t first, index_t last) {
        nest<3> kept = x_.kept;
        kept.extent[axis] = last - first;
        fold_range part{kept, x_.reduced, by_columns_, kept.stride[axis]};
        for (index_t& s : part.start) s *= first;
        kernel_.run(part, from, out, context);
    });
}

void fold_walk::in_pieces(const std::byte* from, const sink& out, int threads, const void* context) const
{
    reduction_axes numbers = x_;
    const index_t results = number(numbers.kept), n = x_.reduced.extent[0];
    const auto all = values(pieces_ * results, kernel_.value_size);
    parallel(threads, seconds() * memory_bound, pieces_, pieces_, 1, [&](index_t first, index_t last) {
        for (index_t p = first; p < last; ++p) {
            const index_t start = start_of_piece(n, pieces_, p);
            reduction_axes mine = numbers;
            mine.reduced.extent[0] = start_of_piece(n, pieces_, p + 1) - start;
            fold_walk(kernel_, mine).run(from + start * x_.reduced.stride[0][0] * kernel_.element_size,
                                         numbered(all.get() + p * results * kernel_.value_size), 1, context);
        }
    });
    merge_all(numbers.kept, all.get(), pieces_, results, out, threads);
}

// Values in between lie by outer axes, rows that were taken as one, and width; rows left over are one more of these.
void fold_walk::widened(const std::byte* from, const sink& out, int threads) const
{
    const int last = x_.reduced.rank - 1, inner = x_.kept.rank - 1;
    const index_t width = kept_extent(), rows = x_.reduced.extent[last], left = rows % widen_, planes = widen_ + (left > 0);
    reduction_axes rest = x_;
    index_t step = width * planes;
    for (int d = inner - 1; d >= 0; --d) {
        rest.kept.stride[d][2] = step;
        step *= x_.kept.extent[d];
    }
    rest.kept.stride[inner][2] = 1;
    reduction_axes most = rest;
    most.kept.extent[inner] = width * widen_;
    most.reduced.extent[last] = rows / widen_;
    most.reduced.stride[last][0] = width * widen_;
    rest.reduced.extent[last] = left;
    const auto all = values(step, kernel_.value_size);
    fold_walk(kernel_, most).run(from, numbered(all.get()), threads);
    if (left > 0)
        fold_walk(kernel_, rest).run(from + (rows - left) * width * kernel_.element_size,
                                     numbered(all.get() + widen_ * width * kernel_.value_size), threads);
    merge_all(rest.kept, all.get(), planes, width, out, threads);
}

// Joins `n` values of each result, `step` apart; `kept` has the numbers of the first ones.
void fold_walk::merge_all(nest<3> kept, const std::byte* all, index_t n, index_t step, const sink& out, int threads) const
{
    reduction_axes x{kept, {}};
    for (int d = 0; d < kept.rank; ++d) {
        x.kept.stride[d][0] = kept.stride[d][2];
        x.kept.stride[d][2] = x_.kept.stride[d][2];
    }
    x.reduced.add(n, {step, 0});
    fold_walk(kernel_.merge(), x).run(all, out, threads);
}

}  // namespace tenfold::backend::on_cpu
