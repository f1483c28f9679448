// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/cpu/list.hpp"

#include "backend/cpu/strided.hpp"
#include "backend/cpu/threads.hpp"
#include "backend/cpu/visit.hpp"
#include "storage/space.hpp"

#include <algorithm>
#include <cmath>

namespace tenfold::backend::on_cpu {

namespace {

constexpr index_t wide = 8192;  // columns from which few rows are cut into pieces that stay in cache
constexpr index_t wide_panel = 2048;
constexpr index_t panel_grain = 16;  // panels are multiples of what micro-kernels take at once
constexpr index_t line = 64;

// A kernel fetches as much of the next left operand as its result has lines. That is little where the result is
// narrow; large operands then come late from memory.
bool must_fetch(const matrices& x)
{
    const index_t bytes = x.m * x.k * static_cast<index_t>(size_of(x.type));
    return x.ak == 1 && x.m > 1 && x.n > 1 && x.k >= 4 * x.n && bytes >= 16 * 1024 && bytes <= 128 * 1024;
}

bool by_row(const matrices& x) { return x.cn == 1 || x.cm != 1; }

/// The same product with a dense result.
matrices packed(matrices x)
{
    const bool rows = by_row(x);
    x.cm = rows ? x.n : 1;
    x.cn = rows ? 1 : x.m;
    return x;
}

nest<2> elements_of(const matrices& to, const matrices& from)
{
    nest<2> x;
    x.add(to.m, {to.cm, from.cm});
    x.add(to.n, {to.cn, from.cn});
    return x;
}

void add(const matrices& to, std::byte* result, const matrices& from, const std::byte* terms)
{
    update_elements(elements_of(to, from), to.type, detail::store_mode::add, result, terms, 1);
}

}  // namespace

product_list::product_list(const matrices& core, const list_range& x)
    : core_(core), x_(x), tasks_(x.loops->size() * (x.sum_positions ? 1 : x.positions)),
      terms_(x.sums->size() * (x.sum_positions ? x.positions : 1))
{
    const double results = static_cast<double>(tasks_) * x.repeats;
    const double fresh = x.accumulate ? 0 : results;
    all_ = multiplier(core, {fresh, results * static_cast<double>(terms_) - fresh});
    one_ = seconds_of(core, all_.how()) * static_cast<double>(terms_);
    fetches_ = must_fetch(core);
    if (core.n >= wide && core.m <= 64 && all_.how() == multiplier::method::gemm)
        panels_ = std::clamp<index_t>(core.n / wide_panel, 1, most_panels());
}

void product_list::run()
{
    if (panels_ == 1) return range(0, tasks_);
    run(0, tasks_ * panels_);
}

index_t product_list::most_panels() const
{
    const auto how = all_.how();
    if (how == multiplier::method::dot) return 1;
    if (how == multiplier::method::small && one_ < 4 * worth_threads()) return 1;
    return std::max<index_t>(1, std::max(core_.m, core_.n) / panel_grain);
}

void product_list::cut(const share& s, std::vector<chunk>& chunks)
{
    // The sum of few results over many terms: each thread adds up a part of it, if that saves more than the sums of
    // parts cost. The number of parts is that of the threads, so that results depend on nothing else.
    const double size = static_cast<double>(core_.m * core_.n * tasks_);
    if (tasks_ < 2 * s.threads && terms_ >= 2 * s.threads && seconds() > 4 * worth_threads() && size * 1e-9 < one_ / 4) {
        parts_ = s.threads;
        const index_t bytes = core_.m * core_.n * tasks_ * x_.from->size;
        partial_ = storage::allocate(static_cast<std::size_t>((parts_ - 1) * bytes));
        panels_ = 1;
        for (index_t p = 0; p < parts_; ++p) chunks.push_back({this, p, p + 1, seconds() / static_cast<double>(parts_)});
        return;
    }
    const bool small = all_.how() == multiplier::method::small;
    if (tasks_ == 1 && panels_ == 1 && !small && all_.may_thread() && blas_has_threads()) {
        chunks.push_back({this, 0, 1, seconds()});
        return;
    }
    // Every panel packs what the panels have in common: one for each thread, or two where that matters less than a
    // thread that starts late.
    const double pieces = seconds() / s.part * (seconds() > 1e-3 ? 2 : 1);
    const double each = std::ceil(pieces / static_cast<double>(tasks_));
    const auto wanted = static_cast<index_t>(std::min(each, one_ / worth_threads()));
    panels_ = std::clamp<index_t>(wanted, panels_, std::max(panels_, most_panels()));
    cut_evenly(*this, tasks_ * panels_, seconds(), s, chunks);
}

void product_list::run(index_t first, index_t last)
{
    if (parts_ == 1 && panels_ == 1) return range(first, last);
    for (; first < last; ++first) {
        if (parts_ > 1) part(first);
        else panel(first / panels_, first % panels_);
    }
}

void product_list::fetch(const std::byte* a) const
{
    const index_t row = core_.am * x_.from->size, bytes = core_.k * x_.from->size;
    for (index_t i = 0; i < core_.m; ++i)
        for (index_t at = 0; at < bytes; at += line) __builtin_prefetch(a + i * row + at, 0, 2);
}

// Tasks first .. last - 1, on this thread.
void product_list::range(index_t first, index_t last) const
{
    if (first >= last) return;
    if (terms_ == 1) {
        walk w(*x_.from, *x_.loops, first);
        if (fetches_)
            return w.each(last - first, [&](const addresses& here, const addresses& next) {
                if (here.a != next.a) fetch(next.a);
                all_(here, next, x_.accumulate);
            });
        return w.each(last - first, [&](const addresses& here, const addresses& next) { all_(here, next, x_.accumulate); });
    }
    for (index_t t = first; t < last; ++t) {
        index_t shift[3];
        const addresses at = place(t, shift);
        one(all_, shift, at);
    }
}

// The first addresses of a task; and by how much they are away from those of its position.
addresses product_list::place(index_t task, index_t (&shift)[3]) const
{
    const walk w(*x_.from, *x_.loops, task);
    const addresses base = (*x_.from)(task / x_.loops->size()), &at = w.here();
    shift[0] = at.a - base.a;
    shift[1] = at.b - base.b;
    shift[2] = at.c - base.c;
    return at;
}

// The whole sum of one task. `at`: of its first term.
void product_list::one(const multiplier& f, const index_t (&shift)[3], const addresses& at) const
{
    if (terms_ == 1) return f(at, at, x_.accumulate);
    if (x_.sum_positions) {
        walk w(*x_.from, *x_.sums, 0, shift);
        return terms(f, w, terms_, w.here().c, x_.accumulate);
    }
    origin here;
    here.size = x_.from->size;
    here.fixed = at;
    walk w(here, *x_.sums, 0);
    terms(f, w, terms_, at.c, x_.accumulate);
}

// Terms one after another, into one result.
void product_list::run_of_terms(const multiplier& f, walk& w, index_t count, std::byte* into, bool accumulate) const
{
    w.each(count, [&](addresses here, const addresses& next) {
        here.c = into;
        if (fetches_ && here.a != next.a) fetch(next.a);
        f(here, next, accumulate);
        accumulate = true;
    });
}

// Many terms are added up in pairs of equal numbers, so that the error grows with their logarithm: sums of 1, 2, 4, ...
// runs wait until a second one of their size is there.
void product_list::terms(const multiplier& f, walk& w, index_t count, std::byte* into, bool accumulate) const
{
    constexpr index_t run = 512;
    if (count <= 2 * run || !is_blas_type(core_.type)) return run_of_terms(f, w, count, into, accumulate);
    const matrices dense = packed(f.shape());
    const double runs = static_cast<double>((count + run - 1) / run);
    const multiplier apart(dense, {runs, runs * static_cast<double>(run - 1)});
    std::vector<std::shared_ptr<std::byte>> waiting;
    std::shared_ptr<std::byte> sum;
    for (index_t left = count, done = 0; left > 0; ++done) {
        if (!sum) sum = storage::allocate(static_cast<std::size_t>(dense.m * dense.n * x_.from->size));
        const index_t n = std::min(run, left);
        run_of_terms(apart, w, n, sum.get(), false);
        left -= n;
        if (left > 0) w.advance();
        std::size_t i = 0;
        for (; done >> i & 1; ++i) {
            add(dense, waiting[i].get(), dense, sum.get());
            std::swap(waiting[i], sum);
        }
        if (i == waiting.size()) waiting.emplace_back();
        std::swap(waiting[i], sum);
        if (left > 0) continue;
        const std::byte* total = nullptr;   // what is left, from the smallest on
        for (i = 0; i < waiting.size(); ++i) {
            if (!((done + 1) >> i & 1)) continue;
            if (total) add(dense, waiting[i].get(), dense, total);
            total = waiting[i].get();
        }
        if (accumulate) add(f.shape(), into, dense, total);
        else copy_elements(elements_of(f.shape(), dense), static_cast<std::size_t>(x_.from->size), into, total, 1);
    }
}

// Part `number` of the terms of every task. The first goes to the result, the others to dense matrices of their own.
void product_list::part(index_t number) const
{
    const index_t first = terms_ * number / parts_, last = terms_ * (number + 1) / parts_;
    const index_t bytes = core_.m * core_.n * x_.from->size;
    const matrices dense = packed(core_);
    const double calls = static_cast<double>(tasks_);
    const multiplier apart = number == 0 ? all_ : multiplier(dense, {calls, calls * static_cast<double>(last - first - 1)});
    for (index_t t = 0; t < tasks_; ++t) {
        index_t shift[3];
        const addresses at = place(t, shift);
        std::byte* const into = number == 0 ? at.c : partial_.get() + ((number - 1) * tasks_ + t) * bytes;
        origin here;
        here.size = x_.from->size;
        here.fixed = at;
        const index_t still[3] = {0, 0, 0};
        walk w(x_.sum_positions ? *x_.from : here, *x_.sums, first, x_.sum_positions ? shift : still);
        terms(apart, w, last - first, into, number == 0 && x_.accumulate);
    }
}

// Parts are added in their order.
void product_list::finish()
{
    if (parts_ == 1) return;
    const index_t bytes = core_.m * core_.n * x_.from->size;
    for (index_t p = 0; p + 1 < parts_; ++p)
        for (index_t t = 0; t < tasks_; ++t) {
            index_t shift[3];
            const addresses at = place(t, shift);
            add(core_, at.c, packed(core_), partial_.get() + (p * tasks_ + t) * bytes);
        }
    partial_.reset();
}

void product_list::panel(index_t task, index_t number) const
{
    index_t shift[3];
    const addresses start = place(task, shift);
    if (terms_ == 1 && !x_.accumulate && all_.symmetric(start)) return symmetric_panel(start, number);
    matrices x = core_;
    index_t& length = by_columns() ? x.n : x.m;
    const index_t grains = (length + panel_grain - 1) / panel_grain;
    const index_t first = std::min(length, grains * number / panels_ * panel_grain);
    const index_t last = std::min(length, grains * (number + 1) / panels_ * panel_grain);
    if (first == last) return;
    length = last - first;
    const index_t by = first * x_.from->size;
    const index_t a = by_columns() ? 0 : x.am * by, b = by_columns() ? x.bn * by : 0;
    const index_t c = (by_columns() ? x.cn : x.cm) * by;
    shift[0] += a;
    shift[1] += b;
    shift[2] += c;
    const double fresh = x_.accumulate ? 0 : 1;
    one(multiplier(x, {fresh, static_cast<double>(terms_) - fresh}), shift, start.moved(a, b, c));
}

// Rows first .. last - 1 of X^T X up to the diagonal, and their mirror image: panels of equal area.
void product_list::symmetric_panel(const addresses& start, index_t number) const
{
    const auto cut = [&](index_t p) {
        const double share = std::sqrt(static_cast<double>(p) / static_cast<double>(panels_));
        return p == panels_ ? core_.m : static_cast<index_t>(share * static_cast<double>(core_.m)) / panel_grain * panel_grain;
    };
    const index_t first = cut(number), last = cut(number + 1), size = x_.from->size;
    if (first == last) return;
    const index_t rows = first * core_.am * size, down = first * core_.cm * size, across = first * core_.cn * size;
    matrices x = core_;
    x.m = x.n = last - first;
    const addresses corner = start.moved(rows, rows, down + across);
    multiplier(x, {1, 0})(corner, corner, false);
    if (first == 0) return;
    x.n = first;
    const addresses below = start.moved(rows, 0, down);
    multiplier(x, {1, 0})(below, below, false);
    nest<2> mirrored;
    mirrored.add(x.n, {core_.cm, core_.cn});
    mirrored.add(x.m, {core_.cn, core_.cm});
    copy_elements(mirrored, static_cast<std::size_t>(size), start.c + across, below.c, 1);
}

slabs slabs_of(const matrices& core, double products)
{
    constexpr index_t height = 128, longest = 2 * height;
    const bool rows = core.m > longest && core.m >= core.n, columns = !rows && core.n > longest;
    if (core.m == 1 || core.n == 1 || core.k == 1 || !(rows || columns)) return {};
    matrices slab = core;
    (rows ? slab.m : slab.n) = core.k > height ? height / 2 : height;
    if (!small_fits(slab)) return {};
    const index_t one = rows ? slab.m : slab.n;
    const double pieces = static_cast<double>((rows ? core.m : core.n) / one);
    if (pieces * seconds_of(slab, multiplier::method::small) >= seconds_of(core, multiplier::method::gemm)) return {};
    if (multiplier(slab, {pieces * products, 0}).how() != multiplier::method::small) return {};
    return rows ? slabs{one, 0} : slabs{0, one};
}

}  // namespace tenfold::backend::on_cpu
