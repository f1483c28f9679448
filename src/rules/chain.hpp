// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A chain of products that only feed each other, flattened: its factors, and the cheapest order to multiply them.
#pragma once

#include "graph/readers.hpp"
#include "rules/optimize.hpp"

#include <optional>

namespace tenfold::rules {

/// A matrix of the chain at each loop position of the root; vectors have one row or one column.
struct factor {
    graph::read what;            // coordinates along the root's loops
    index_t rows = 1, columns = 1, row_stride = 0, column_stride = 0;
    unsigned moves = 0;          // bit d: another matrix along loop d
};

/// A node that multiplies two matrices, at one loop position, and has no place for members yet: rules make such. As a
/// factor it is read from its block, whose number is not set.
node product_node(const node& recorded, const factor& left, const factor& right);
factor block_of_product(const factor& left, const factor& right);

/// One row-like, one column-like and one summed index; -1 where a product has none.
struct matrix_axes {
    int m = -1, n = -1, k = -1;
};
/// Empty, with the reason, where a product has other indices.
std::optional<matrix_axes> matrix_axes_of(const node&, std::string& why);

class chain {
public:
    /// `root` is a product of matrices. Inner products are taken apart where nobody else reads them.
    chain(const graph::graph&, const graph::readers&, std::size_t root, const matrix_axes&, const graph::product_cost&);

    const std::vector<factor>& factors() const { return factors_; }
    const std::vector<std::size_t>& inner() const { return inner_; }   // nodes that were taken apart
    const std::string& declined() const { return declined_; }         // why another was not

    /// Seconds of the products as they were written, and of the best order.
    double seconds_now() const { return now_; }
    double seconds_best();
    /// Where the best order splits factors first .. last.
    std::size_t split(std::size_t first, std::size_t last) const;

    /// Of more, which a loop may have multiplied, only two orders are tried: from the left and from the right.
    static constexpr std::size_t most_factors = 64, most_in_turn = 512;

private:
    factor side(const node&, std::size_t operand, int row, int column) const;
    bool expand(std::size_t at);
    bool expand_recurrence(std::size_t at, std::size_t node);
    bool take(std::size_t at, const node& inner, const matrix_axes&);
    double seconds_of(const node&, const matrix_axes&) const;
    double seconds_of(const node&, const matrix_axes&, unsigned left, unsigned right) const;
    double seconds_in_turn();
    double seconds(const node&, unsigned left, unsigned right, index_t m, index_t k, index_t n) const;
    unsigned moves_of(const graph::read&, const node&) const;
    bool decline(std::string why);

    const graph::graph& graph_;
    const graph::readers& readers_;
    const node& root_;
    const graph::product_cost& cost_;
    std::vector<factor> factors_;
    std::vector<std::size_t> inner_, split_;   // no splits: in turn
    bool from_left_ = true;
    double now_ = 0;
    std::string declined_;
};

}  // namespace tenfold::rules
