// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Turns the numbers of instructions into steps that fit the variables there are. Steps that do not fit are left out.
#pragma once

#include "eager.hpp"

#include <algorithm>
#include <functional>
#include <vector>

namespace differential {

class builder {
public:
    explicit builder(element type) { made.type = type; }
    void follow(const instruction&);
    program made;
    using room = void (builder::*)();
    static const std::vector<room>& rooms();

private:
    // Families of instructions: each adds its steps.
    void leaf();
    void keep();
    void multiply();
    void elementwise();
    void reduction();
    void storing();
    void joining();
    void handles();
    void evaluation();
    // Loops.
    struct windowed {
        std::vector<operand> filters, windows;
        bool left = false, summed = false;
        index width = 0;
    };
    windowed windows_for_loop();
    std::vector<index> offsets(index places);
    void loop_of_products();
    void loop_of_pairs();
    void loop_of_stores();
    void loop_of_sums();
    void loop_of_windows();
    void recurrence();
    void loop_of_chains();
    void loop_of_made_windows();
    void loop_of_rows();
    void loop_of_steps();
    void loop_of_joins();
    void loop_of_leaves();
    int transposed_dot(operand a, operand b);
    // Bodies of several statements.
    struct layer_of_body {
        index kind = 0, size = 1;
        int value = -1;            // a filter or a bias, the same for all windows
    };
    int next_in_body(layer_of_body&, int h, const operand& window, bool left, index n);
    void loop_of_bodies();

    // Numbers, in the order of the instruction; 0 when there are no more.
    index draw(index n)
    {
        const std::size_t i = next_draw_++;
        return n <= 1 || i >= now_->draws.size() ? 0 : static_cast<index>(now_->draws[i]) % n;
    }
    index one_of(std::initializer_list<index> list) { return list.begin()[draw(static_cast<index>(list.size()))]; }
    bool one_in(index n) { return draw(n) == n - 1; }

    shape_t shape_of(const operand& o) const { return shapes_.operand_of(o).shape; }
    shape_t shape_of(int v) const { return shape_of(operand{v, {}}); }
    index rank_of(int v) const { return static_cast<index>(shape_of(v).size()); }
    /// A living variable that fits, or -1.
    int pick(const std::function<bool(const shape_t&)>& fits);
    int pick() { return pick([](const shape_t&) { return true; }); }
    /// The same; a new leaf of this shape where there is none.
    int pick_or_make(const shape_t&);
    int make_leaf(const shape_t&);

    view_step random_view(const shape_t&, bool assignable);
    operand looked_at(int variable, index views, bool assignable = false);

    /// Adds a step that fits, and gives its variable or -1. `result` -1 makes a new one.
    int add(step, bool may_be_refused = false);
    int add(act what, std::vector<operand> in, shape_t n = {}) { return add({what, -1, std::move(in), std::move(n), {}}); }
    int dot(const operand& a, const operand& b, index site = 0)
    {
        return add(act::product, {a, b}, {static_cast<index>(product::dot), site});
    }
    void drop(int v)
    {
        if (v >= 0) add({act::drop, v, {}, {}, {}});
    }

    eager_machine<std::uint64_t, std::uint64_t> shapes_;
    std::vector<unsigned> ring_;
    const instruction* now_ = nullptr;
    std::size_t next_draw_ = 0;
    unsigned made_here_ = 0;
    int threads_ = 0;
};

}  // namespace differential
