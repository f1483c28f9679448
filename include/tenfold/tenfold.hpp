// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// tenfold: write the loop you would write in NumPy; it is recorded, folded into the few products it really is, and
// run on CPU BLAS or a GPU.
//
//   tf::array<double> a = xt::random::rand<double>({10, 20}), b = xt::random::rand<double>({20, 1000});
//   std::vector<tf::array<double>> ans;
//   for (std::size_t i = 0; i + 20 <= 1000; ++i)
//       ans.push_back(tf::dot(a, tf::view(b, xt::all(), xt::range(i, i + 20))));
//   std::cout << tf::explain(ans);   // 981 products of 10x20 by 20x20 -> 1 product of 10x20 by 20x1000, 981 views
//   tf::eval(ans);
#pragma once

#include <tenfold/array.hpp>
#include <tenfold/borrow.hpp>
#include <tenfold/counting.hpp>
#include <tenfold/create.hpp>
#include <tenfold/cross.hpp>
#include <tenfold/detail/xtensor_more.hpp>
#include <tenfold/dlpack.hpp>
#include <tenfold/einsum.hpp>
#include <tenfold/elementwise.hpp>
#include <tenfold/error.hpp>
#include <tenfold/evaluate.hpp>
#include <tenfold/explain.hpp>
#include <tenfold/gpu.hpp>
#include <tenfold/indexing.hpp>
#include <tenfold/io.hpp>
#include <tenfold/join.hpp>
#include <tenfold/like.hpp>
#include <tenfold/linalg.hpp>
#include <tenfold/matrices.hpp>
#include <tenfold/memory.hpp>
#include <tenfold/moments.hpp>
#include <tenfold/norms.hpp>
#include <tenfold/options.hpp>
#include <tenfold/order.hpp>
#include <tenfold/pad.hpp>
#include <tenfold/products.hpp>
#include <tenfold/rearrange.hpp>
#include <tenfold/reductions.hpp>
#include <tenfold/sets.hpp>
#include <tenfold/shape.hpp>
#include <tenfold/signal.hpp>
#include <tenfold/statistics.hpp>
#include <tenfold/view.hpp>
#include <tenfold/windows.hpp>
