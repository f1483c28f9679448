// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Records an einsum whose subscripts fit: a view or sum of one operand, or products of pairs. The order of
// the pairs is the best one for few operands, a greedy one for many; work counts multiplications.
#include "api/einsum.hpp"

#include <tenfold/detail/product_calls.hpp>

#include <algorithm>
#include <bitset>
#include <limits>
#include <utility>

namespace tenfold::einsum_detail {

namespace {

using detail::record_product;
using set = std::bitset<labels>;

set set_of(const term& t)
{
    set s;
    for (int d = 0; d < t.rank; ++d) s.set(t.label[d]);
    return s;
}

/// Two operands by their places in the list; they leave it, and their product joins at its end.
struct step {
    std::size_t a, b;
};

// ---- the order of pairs -----------------------------------------------------------------------------------

class order {
public:
    explicit order(const call& c) : c_(c), output_(set_of(c.output))
    {
        std::vector<set> list;
        for (const tensor& t : c.operands) list.push_back(set_of(t.axes));
        best_ = left_to_right(list);
        if (list.size() <= 2) return;
        if (list.size() <= most_searched) search(list, 0);
        else greedy(list);
    }
    const std::vector<step>& steps() const { return best_; }

private:
    static constexpr std::size_t most_searched = 5;

    double size_of(const set& s) const
    {
        double n = 1;
        for (std::size_t l = 0; l < labels; ++l)
            if (s[l]) n *= static_cast<double>(c_.extent[l]);
        return n;
    }

    /// The labels that the product of a and b must keep for the others and the output.
    set kept(const std::vector<set>& list, std::size_t a, std::size_t b) const
    {
        set needed = output_;
        for (std::size_t k = 0; k < list.size(); ++k)
            if (k != a && k != b) needed |= list[k];
        return (list[a] | list[b]) & needed;
    }

    /// Makes one step in `list` and gives its work; infinite where the product has too many axes.
    double apply(std::vector<set>& list, step s) const
    {
        const double work = size_of(list[s.a] | list[s.b]);
        const set result = kept(list, s.a, s.b);
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(s.b));  // a < b
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(s.a));
        list.push_back(result);
        return result.count() > max_rank ? std::numeric_limits<double>::infinity() : work;
    }

    std::vector<step> left_to_right(std::vector<set> list)
    {
        std::vector<step> steps;
        double work = 0;
        while (list.size() > 1) {
            const step s =
                steps.empty() ? step{0, 1} : step{0, list.size() - 1};  // the next, and what there is
            steps.push_back(s);
            work += apply(list, s);
        }
        best_work_ = work;
        return steps;
    }

    void search(const std::vector<set>& list, double work)
    {
        if (!(work < best_work_)) return;
        if (list.size() == 1) {
            best_work_ = work;
            best_ = tried_;
            return;
        }
        for (std::size_t b = 1; b < list.size(); ++b)
            for (std::size_t a = 0; a < b; ++a) {
                std::vector<set> rest = list;
                tried_.push_back({a, b});
                search(rest, work + apply(rest, {a, b}));
                tried_.pop_back();
            }
    }

    /// Always the pair of least work; of equals, the one with the smaller result.
    void greedy(std::vector<set> list)
    {
        std::vector<step> steps;
        double work = 0;
        while (list.size() > 1) {
            step least{0, 1};
            std::pair<double, double> least_cost{std::numeric_limits<double>::infinity(), 0};
            for (std::size_t b = 1; b < list.size(); ++b)
                for (std::size_t a = 0; a < b; ++a) {
                    const set result = kept(list, a, b);
                    if (result.count() > max_rank) continue;
                    const std::pair cost{size_of(list[a] | list[b]), size_of(result)};
                    if (cost < least_cost) {
                        least_cost = cost;
                        least = {a, b};
                    }
                }
            steps.push_back(least);
            work += apply(list, least);
        }
        if (work < best_work_) best_ = steps;
    }

    const call& c_;
    set output_;
    std::vector<step> best_, tried_;
    double best_work_ = 0;
};

// ---- recording --------------------------------------------------------------------------------------------

/// Ranks and labels as make_contraction reads them, numbered in the order they appear, so that other letters
/// for the same product give the same bytes.
class attributes {
public:
    attributes(const term& a, const term& b, const term& c)
    {
        bytes_[count_++] = static_cast<std::uint8_t>(a.rank);
        bytes_[count_++] = static_cast<std::uint8_t>(b.rank);
        bytes_[count_++] = static_cast<std::uint8_t>(c.rank);
        for (const term* t : {&a, &b, &c})
            for (int d = 0; d < t->rank; ++d) bytes_[count_++] = number(t->label[d]);
    }
    detail::product_attributes get() const { return {bytes_, count_}; }

private:
    std::uint8_t number(std::uint8_t label)
    {
        const auto* const end = seen_ + numbers_;
        const auto* const at = std::find(static_cast<const std::uint8_t*>(seen_), end, label);
        if (at == end) seen_[numbers_++] = label;
        return static_cast<std::uint8_t>(at - seen_);
    }

    std::uint8_t bytes_[3 + 3 * max_rank];
    std::uint8_t seen_[2 * max_rank];
    std::size_t count_ = 0, numbers_ = 0;
};

handle multiply(const tensor& a, const tensor& b, const term& result, site where)
{
    const attributes labels_of_call(a.axes, b.axes, result);
    return record_product(
        detail::product::einsum, a.value.read(), b.value.read(), labels_of_call.get(), where);
}

bool is_floating(element type)
{
    return type == element::float32 || type == element::float64 || type == element::complex64 ||
           type == element::complex128;
}

/// Sums the axes of t that `keep` lacks. Integers keep their type and bool stays "or", which `sum` would not
/// do: there the sum is a product with one.
void sum_axes(tensor& t, const set& keep, site where)
{
    std::uint32_t axes = 0;
    term rest;
    for (int d = 0; d < t.axes.rank; ++d) {
        if (keep[t.axes.label[d]]) rest.label[rest.rank++] = t.axes.label[d];
        else axes |= std::uint32_t{1} << d;
    }
    if (axes == 0) return;
    const element type = t.value.source.source()->type;
    if (is_floating(type)) {
        t.value = part_of(detail::record_reduction(detail::reduction::sum, t.value.read(), axes, where));
    }
    else {
        tensor one;
        one.value = part_of(detail::record_one(type));
        t.value = part_of(multiply(t, one, rest, where));
    }
    t.axes = rest;
}

/// The axes that the product of two inner operands keeps: shared ones, then those of a, then those of b.
term inner_axes(const call& c, const tensor& a, const tensor& b, const set& needed)
{
    term t;
    const auto add = [&](const term& from, bool shared, const term& other) {
        for (int d = 0; d < from.rank; ++d)
            if (needed[from.label[d]] && other.has(from.label[d]) == shared) {
                if (t.rank == max_rank)
                    c.reject("an inner product would have more than " + std::to_string(max_rank) + " axes");
                t.label[t.rank++] = from.label[d];
            }
    };
    add(a.axes, true, b.axes);
    add(a.axes, false, b.axes);
    add(b.axes, false, a.axes);
    return t;
}

tensor take(std::vector<tensor>& list, std::size_t at)
{
    tensor t = std::move(list[at]);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
    return t;
}

/// The labels that the output or one of `list` needs, but for list[except].
set needed_by(const call& c, const std::vector<tensor>& list, std::size_t except)
{
    set needed = set_of(c.output);
    for (std::size_t k = 0; k < list.size(); ++k)
        if (k != except) needed |= set_of(list[k].axes);
    return needed;
}

}  // namespace

handle record_single(const call& c)
{
    tensor t = c.operands[0];
    sum_axes(t, set_of(c.output), c.where);
    part p;
    p.source = t.value.source;
    p.offset = t.value.offset;
    p.form.rank = c.output.rank;
    for (int d = 0; d < c.output.rank; ++d) {
        int from = 0;
        while (t.axes.label[from] != c.output.label[d]) ++from;
        p.form.shape[d] = t.value.form.shape[from];
        p.form.stride[d] = t.value.form.stride[from];
    }
    return record_view(p);
}

handle record_path(call&& c)
{
    std::vector<tensor>& list = c.operands;
    // With two operands every element is summed as it stands; with more, sums are regrouped anyway, and what
    // only one operand has is summed first.
    if (list.size() > 2)
        for (std::size_t k = 0; k < list.size(); ++k) sum_axes(list[k], needed_by(c, list, k), c.where);
    const order path(c);
    for (const step s : path.steps()) {
        const tensor b = take(list, s.b), a = take(list, s.a);  // a < b
        if (list.empty()) return multiply(a, b, c.output, c.where);
        tensor product;
        product.axes = inner_axes(c, a, b, needed_by(c, list, list.size()));
        product.value = part_of(multiply(a, b, product.axes, c.where));
        list.push_back(std::move(product));
    }
    return list[0].value.source;  // not reached: two operands at least
}

}  // namespace tenfold::einsum_detail
