// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Reads einsum's subscripts and fits them to the operands.
#include "api/einsum.hpp"

#include <tenfold/detail/product_calls.hpp>

#include <algorithm>
#include <array>

namespace tenfold::einsum_detail {

namespace {

int label_of(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    return -1;
}

/// "'j'", or "'...' (axis -2)"
std::string show_label(int label)
{
    if (label >= letters) return "'...' (axis " + std::to_string(letters - 1 - label) + ")";
    return std::string("'") + static_cast<char>(label < 26 ? 'A' + label : 'a' + label - 26) + "'";
}

/// One term as written: letters, and where among them "..." stands.
struct spelling {
    int count = 0, dots = -1;
    std::array<std::uint8_t, labels> letter;  // more than max_rank never fit an operand
};

class reader {
public:
    reader(call& c) : c_(c), text_(c.text) {}

    /// Reads up to "," or "->" or the end; afterwards `at_comma` and the like tell which.
    spelling next()
    {
        spelling s;
        for (skip_spaces(); at_ < text_.size() && text_[at_] != ',' && text_[at_] != '-'; skip_spaces()) {
            if (text_.substr(at_, 3) == "...") {
                if (s.dots >= 0) c_.reject("'...' occurs twice in one term");
                s.dots = s.count;
                at_ += 3;
                continue;
            }
            const int label = label_of(text_[at_]);
            if (label < 0) c_.reject("'" + std::string(1, text_[at_]) + "' is neither a letter nor '...'");
            if (s.count == labels) c_.reject("a term is too long");
            s.letter[static_cast<std::size_t>(s.count++)] = static_cast<std::uint8_t>(label);
            ++at_;
        }
        return s;
    }
    bool take_comma()
    {
        if (at_ >= text_.size() || text_[at_] != ',') return false;
        ++at_;
        return true;
    }
    bool take_arrow()
    {
        if (at_ >= text_.size()) return false;
        if (text_.substr(at_, 2) != "->") c_.reject("'-' without '>'");
        at_ += 2;
        return true;
    }
    void expect_end() const
    {
        if (at_ < text_.size()) c_.reject("'" + std::string(1, text_[at_]) + "' after the output");
    }

private:
    void skip_spaces()
    {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }

    call& c_;
    std::string_view text_;
    std::size_t at_ = 0;
};

/// Labels of all axes: the letters, and `dots` axes of "..." between them.
std::uint8_t spelled(const spelling& s, int dots, int axis)
{
    const int before = s.dots < 0 ? s.count : s.dots;
    if (axis < before) return s.letter[static_cast<std::size_t>(axis)];
    if (axis < before + dots) return static_cast<std::uint8_t>(letters + before + dots - 1 - axis);
    return s.letter[static_cast<std::size_t>(axis - dots)];
}

/// Gives the axes of an operand their labels; axes of one label become their diagonal.
tensor fit(const call& c, const spelling& s, const part& x, std::size_t number)
{
    const detail::layout& form = x.form;
    const int dots = form.rank - s.count;
    if (dots < 0 || (dots > 0 && s.dots < 0))
        c.reject(
            "operand " + std::to_string(number) + " of shape " + detail::show_shape(form.rank, form.shape) +
            " has " + std::to_string(form.rank) + " axes, its term " + std::to_string(s.count) + " letters");
    tensor t;
    t.value.source = x.source;
    t.value.offset = x.offset;
    for (int d = 0; d < form.rank; ++d) {
        const std::uint8_t label = spelled(s, dots, d);
        int at = 0;
        while (at < t.axes.rank && t.axes.label[at] != label) ++at;
        if (at == t.axes.rank) {
            t.axes.label[t.axes.rank++] = label;
            t.value.form.shape[at] = form.shape[d];
            t.value.form.stride[at] = form.stride[d];
            continue;
        }
        if (t.value.form.shape[at] != form.shape[d])
            c.reject(
                "index " + show_label(label) + " has sizes " + std::to_string(t.value.form.shape[at]) +
                " and " + std::to_string(form.shape[d]) + " in operand " + std::to_string(number) +
                " of shape " + detail::show_shape(form.rank, form.shape));
        t.value.form.stride[at] += form.stride[d];
    }
    t.value.form.rank = t.axes.rank;
    return t;
}

/// Sizes of all labels; a size of 1 broadcasts.
void gather_extents(call& c)
{
    int owner[labels];
    std::fill(c.extent, c.extent + labels, 1);
    for (std::size_t k = 0; k < c.operands.size(); ++k) {
        const tensor& t = c.operands[k];
        for (int d = 0; d < t.axes.rank; ++d) {
            const int label = t.axes.label[d];
            const index_t n = t.value.form.shape[d];
            if (n == 1 || n == c.extent[label]) continue;
            if (c.extent[label] != 1)
                c.reject(
                    "index " + show_label(label) + " has size " + std::to_string(c.extent[label]) +
                    " in operand " + std::to_string(owner[label]) + " and " + std::to_string(n) +
                    " in operand " + std::to_string(k));
            c.extent[label] = n;
            owner[label] = static_cast<int>(k);
        }
    }
}

void append(call& c, term& t, int label)
{
    if (t.rank == max_rank) c.reject("the result would have more than " + std::to_string(max_rank) + " axes");
    t.label[t.rank++] = static_cast<std::uint8_t>(label);
}

/// The axes of "...", then the letters that occur once, in alphabetical order.
void implicit_output(call& c, const std::vector<spelling>& terms, int dots)
{
    int times[letters] = {};
    for (const spelling& s : terms)
        for (int i = 0; i < s.count; ++i) ++times[s.letter[static_cast<std::size_t>(i)]];
    for (int i = dots; i-- > 0;) append(c, c.output, letters + i);
    for (int l = 0; l < letters; ++l)
        if (times[l] == 1) append(c, c.output, l);
}

void explicit_output(call& c, const spelling& s, int dots)
{
    if (dots > 0 && s.dots < 0) c.reject("the output lacks '...'");
    const int added = s.dots < 0 ? 0 : dots;
    for (int d = 0; d < s.count + added; ++d) {
        const int label = spelled(s, added, d);
        const bool known =
            label >= letters || std::any_of(c.operands.begin(), c.operands.end(), [&](const tensor& t) {
                return t.axes.has(label);
            });
        if (!known) c.reject("output index " + show_label(label) + " is in no operand");
        if (c.output.has(label)) c.reject("output index " + show_label(label) + " occurs twice");
        append(c, c.output, label);
    }
}

}  // namespace

void call::reject(const std::string& reason) const
{
    detail::fail<shape_error>("einsum", "'" + std::string(text) + "': " + reason, where);
}

call read_subscripts(std::string_view text, const part* operands, std::size_t count, site where)
{
    call c;
    c.text = text;
    c.where = where;
    reader read(c);
    std::vector<spelling> terms{read.next()};
    while (read.take_comma()) terms.push_back(read.next());
    const bool arrow = read.take_arrow();
    const spelling output = arrow ? read.next() : spelling();
    read.expect_end();
    if (terms.size() != count)
        c.reject(
            std::to_string(terms.size()) + (terms.size() == 1 ? " term for " : " terms for ") +
            std::to_string(count) + (count == 1 ? " operand" : " operands"));
    int dots = 0;
    for (std::size_t k = 0; k < count; ++k) {
        c.operands.push_back(fit(c, terms[k], operands[k], k));
        dots = std::max(dots, operands[k].form.rank - terms[k].count);
    }
    gather_extents(c);
    if (arrow) explicit_output(c, output, dots);
    else implicit_output(c, terms, dots);
    return c;
}

}  // namespace tenfold::einsum_detail

namespace tenfold::detail {

handle record_einsum(std::string_view subscripts, const part* operands, std::size_t count, site where)
{
    einsum_detail::call c = einsum_detail::read_subscripts(subscripts, operands, count, where);
    return count == 1 ? einsum_detail::record_single(c) : einsum_detail::record_path(std::move(c));
}

}  // namespace tenfold::detail
