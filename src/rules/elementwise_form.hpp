// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Elementwise work seen as a product without a sum, so that one law about windows serves both. Operand 1 is what slides.
// Another operand *follows* it where its place is a fixed multiple of that one's plus what does not slide: wherever the
// first is read at t, the other is read at a multiple of t. Operand 0 stands for all that does not slide: other values,
// offsets beside those, scalars. Calls between which that moves share nothing.
#pragma once

#include "rules/optimize.hpp"

#include <map>
#include <optional>

namespace tenfold::rules {

/// What does not slide, by number: equal numbers, equal reads.
using still_numbers = std::map<std::vector<index_t>, index_t>;

class elementwise_form {
public:
    /// Empty where no index of the node could slide.
    static std::optional<elementwise_form> of(const node&, still_numbers&);

    node as_product() const;
    /// What the product has become, as elementwise work again. Empty shapes of nodes that others compute.
    void put_back(node& rewritten) const;
    const node& recorded() const { return node_; }

private:
    explicit elementwise_form(const node& n);
    bool slide_along(std::size_t operand, std::size_t dim);
    std::size_t score() const;
    index_t beside(std::size_t operand, index_t position) const;
    bool moves_along(std::size_t operand, std::size_t dim) const;
    bool count_still(still_numbers&);
    void add_still(std::vector<index_t>& key) const;

    struct in_range {                  // one range of the product's index
        index_t position = 0;          // a loop position that reads there
        graph::read slides;
        index_t length = 0, result = 0;
    };
    std::vector<in_range> ranges_of(const node&) const;
    std::vector<index_t> positions_by_still(const std::vector<in_range>&) const;
    graph::read standing(std::size_t operand, const in_range&) const;
    void set_strides(node&, const std::vector<graph::product_axis>&) const;
    void set_loops(node&, const node& product) const;
    void set_ranges(node&, const node& product) const;

    node node_;
    std::vector<std::vector<index_t>> stride_;   // of each operand along the dimensions of the result
    std::size_t slides_ = 0, dim_ = 0;
    std::vector<bool> follows_;
    graph::coordinate scalars_;                  // a block with the scalars of each position
    std::vector<graph::coordinate> still_;       // at each position
    graph::coordinate still_number_;             // all of them as one
    index_t number_ = 0;                         // of what is read, among nodes
};

}  // namespace tenfold::rules
