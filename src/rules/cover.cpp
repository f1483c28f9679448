// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "rules/cover.hpp"

#include <array>
#include <bit>

namespace tenfold::rules {

namespace {

class covering_windows {
public:
    covering_windows(const std::vector<index_t>& begins, const std::vector<window_span>& spans, index_t width, index_t bridge)
        : begins_(begins), spans_(spans), width_(width), bridge_(bridge)
    {
        cell_of_zero_.reserve(spans.size());
        for (const window_span& s : spans) {
            cell_of_zero_.push_back(cells_ - s.low);
            cells_ += (s.high - s.low + word_bits) / word_bits * word_bits;   // no word belongs to two pairs
        }
    }

    covering run()
    {
        out_.range_of.resize(begins_.size());
        // Among so many positions, words of bits are the quickest order there is.
        constexpr index_t spread = 64, few_words = 1 << 15;
        if (cells_ <= spread * static_cast<index_t>(begins_.size()) + few_words) by_bits();
        else by_order();
        return std::move(out_);
    }

private:
    static constexpr index_t word_bits = 64;
    struct word {
        std::uint64_t bits = 0;     // where windows begin, then where ranges do
        std::int32_t before = 0;    // ranges that begin in earlier words
    };

    index_t cell(index_t begin) const { return cell_of_zero_[window_begin::pair(begin)] + window_begin::position(begin); }

    /// The next window, in order. Does a range begin with it?
    bool add(std::size_t pair, index_t position)
    {
        const bool begins = out_.ranges.empty() || out_.ranges.back().pair != static_cast<std::int32_t>(pair)
                         || position > out_.ranges.back().high + 1 + bridge_;
        if (begins) out_.ranges.push_back({static_cast<std::int32_t>(pair), position, position + width_ - 1});
        else lengthen(position, 1);
        return begins;
    }
    void lengthen(index_t last, index_t windows)
    {
        window_range& r = out_.ranges.back();
        r.high = last + width_ - 1;
        r.windows += windows;
        r.positions += windows * width_;
    }

    void by_bits()
    {
        std::vector<word> words(static_cast<std::size_t>(cells_ / word_bits));
        for (const index_t b : begins_) {
            const index_t at = cell(b);
            words[static_cast<std::size_t>(at / word_bits)].bits |= std::uint64_t{1} << (at % word_bits);
        }
        word* w = words.data();
        for (std::size_t pair = 0; pair < spans_.size(); ++pair)
            for (index_t p = spans_[pair].low; p <= spans_[pair].high; p += word_bits, ++w) number(*w, pair, p);
        for (std::size_t i = 0; i < begins_.size(); ++i) {
            const index_t at = cell(begins_[i]);
            const word& here = words[static_cast<std::size_t>(at / word_bits)];
            const std::uint64_t up_to = ~std::uint64_t{0} >> (word_bits - 1 - at % word_bits);
            out_.range_of[i] = here.before + std::popcount(here.bits & up_to) - 1;
        }
    }

    /// The windows of one word, which begins with this position.
    void number(word& w, std::size_t pair, index_t position)
    {
        w.before = static_cast<std::int32_t>(out_.ranges.size());
        std::uint64_t ranges = 0;
        for (std::uint64_t left = w.bits; left; left &= left - 1) {
            const int bit = std::countr_zero(left);
            if (add(pair, position + bit)) ranges |= std::uint64_t{1} << bit;
            if (bit > 0 || ~w.bits) continue;
            lengthen(position + word_bits - 1, word_bits - 1);   // all the others, at once
            break;
        }
        w.bits = ranges;
    }

    struct window {
        index_t cell;
        std::int32_t number;
    };

    void by_order()
    {
        std::vector<window> all(begins_.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = {cell(begins_[i]), static_cast<std::int32_t>(i)};
        sort(all);
        index_t before = -1;
        for (const window& w : all) {
            const index_t b = begins_[static_cast<std::size_t>(w.number)];
            if (w.cell != before) add(window_begin::pair(b), window_begin::position(b));
            before = w.cell;
            out_.range_of[static_cast<std::size_t>(w.number)] = static_cast<std::int32_t>(out_.ranges.size()) - 1;
        }
    }

    /// By digits, from the last one on.
    void sort(std::vector<window>& all) const
    {
        constexpr int digit = 11;
        constexpr index_t digits = 1 << digit;
        std::vector<window> sorted(all.size());
        for (int shift = 0; cells_ >> shift; shift += digit) {
            std::array<std::uint32_t, digits> end{};
            for (const window& w : all) ++end[static_cast<std::size_t>(w.cell >> shift & (digits - 1))];
            std::uint32_t sum = 0;
            for (std::uint32_t& e : end) e = sum += e;
            for (std::size_t i = all.size(); i-- > 0;)
                sorted[--end[static_cast<std::size_t>(all[i].cell >> shift & (digits - 1))]] = all[i];
            all.swap(sorted);
        }
    }

    const std::vector<index_t>& begins_;
    const std::vector<window_span>& spans_;
    const index_t width_, bridge_;
    std::vector<index_t> cell_of_zero_;   // of each pair
    index_t cells_ = 0;
    covering out_;
};

}  // namespace

covering cover(const std::vector<index_t>& begins, const std::vector<window_span>& of_pairs, index_t width, index_t bridge)
{
    return covering_windows(begins, of_pairs, width, bridge).run();
}

}  // namespace tenfold::rules
