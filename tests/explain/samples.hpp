// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Explanations built by hand, so that the renderings are tested apart from the planner.
#pragma once

#include <tenfold/explain.hpp>

#include <string>

namespace tenfold::testing {

/// The loop of the README: 981 windows, one product.
inline explanation windows()
{
    explanation e;
    e.products_before = 981;
    e.products_after = 1;
    e.flops_before = 981.0 * 2 * 10 * 20 * 20;
    e.flops_after = 2.0 * 10 * 20 * 1000;
    e.views = 981;
    e.device = "cpu, 2 threads";
    e.calls = {{"dot", "01_sliding_windows.cpp:31", 981, "10x20 by 20x20"}};
    e.steps = {{"gemm", 10, 1000, 20, 1, "dot", 4e5, 8.0 * (10 * 20 + 20 * 1000 + 10 * 1000)}};
    e.rules = {
        {"refold", false, "one call site, already one loop", 0},
        {"merge_equal", false, "no two products are equal", 0},
        {"drop_unused", false, "every result is still held", 0},
        {"share_product", true, "981 windows overlap: one product over the 1,000 columns that they cover", 0},
    };
    return e;
}

/// Products, elementwise work and reductions, with plain containers that had to be copied.
inline explanation mixed()
{
    explanation e;
    e.products_before = 1000;
    e.products_after = 1000;
    e.flops_before = 1000 * 2.0 * 64 * 64 * 64 + 1000 * 3.0 * 4096;
    e.flops_after = e.flops_before;
    e.containers_copied = 981;
    e.bytes_copied = 981.0 * 20 * 20 * 8;
    e.device = "cpu, 2 threads (TENFOLD_DEVICE=auto: cuda has no device, cudaErrorNoDevice)";
    e.calls = {
        {"dot", "model.cpp:20", 1000, "64x64 by 64x64"},
        {"tanh(x0 + x1)", "model.cpp:21", 1000, "64x64, 64"},
        {"sum", "model.cpp:22", 1000, "64x64"},
        {"store", "model.cpp:22", 1, "1000"},
    };
    e.steps = {
        {"pointer_batch", 64, 64, 64, 1000, "dot", 5.24288e8, 1000 * 3.0 * 4096 * 8},
        {"elementwise", 64, 64, 0, 1000, "tanh(x0 + x1)", 8.192e6, 1000 * (2.0 * 4096 + 64) * 8},
        {"reduction", 64, 64, 0, 1000, "sum", 4.096e6, 1000 * 4097 * 8.0},
        {"store", 1000, 0, 0, 1, "store", 0, 16000},
    };
    e.rules = {
        {"refold", true, "2 sites of one helper: one family of 1,000", 0},
        {"fuse_elementwise", true, "tanh(x0 + x1) runs behind its product, while the block is in cache", 0},
    };
    return e;
}

/// Nothing fired: every rule says why, some of them at length.
inline explanation declined()
{
    explanation e;
    e.products_before = 620;
    e.products_after = 620;
    e.flops_before = e.flops_after = 500 * 2.0 * 4 * 8 * 16 + 120 * 2.0 * 32 * 8 * 4;
    e.device = "cpu, 1 thread";
    e.calls = {{"matmul", "pairs.cpp:9", 500, "4x16 by 16x8"}, {"dot", "pairs.cpp:12", 120, "32x4 by 4x8"}};
    e.steps = {
        {"pointer_batch", 4, 8, 16, 500, "matmul", 512000, 500 * 8.0 * 224},
        {"pointer_batch", 32, 8, 4, 120, "dot", 245760, 120 * 8.0 * 416}};
    e.rules = {
        {"refold", false, "", 0},
        {"merge_equal", false, "no two products are equal", 0},
        {"drop_unused", false, "", 0},
        {"transpose_into_product", false, "", 0},
        {"share_product", false, "disabled by options", 0},
        {"merge_rows", false,
         "the rows of x do not follow one another (step 17, rows of 16): a single product would first "
         "have to gather 64,000 elements, which costs 1.8 times what it saves on this machine",
         0},
        {"window_sum", false, "it changes the order of a sum, and options.reorder_sums is false", 0},
        {"sum_into_product", false, "it changes the order of a sum, and options.reorder_sums is false", 0},
        {"reassociate", false, "no chain of products", 0},
    };
    return e;
}

/// Lists too long to print, numbers too long to read.
inline explanation large()
{
    explanation e;
    for (int i = 0; i < 40; ++i) {
        const std::string number = std::to_string(i);
        e.calls.push_back(
            {"dot", "generated/deeply/nested/source_file_number_" + number + ".cpp:" + number, 1234567,
             "512x512 by 512x512"});
        e.steps.push_back({"gemm", 512, 19489LL * 10'000'000, 512, 20'000, "dot", 1.02e18, 9.9999e11});
        e.rules.push_back({"share_product", true, "family " + number + " shares one product", 0});
        e.rules.push_back({"rule_" + number, false, "reason " + number, 0});
    }
    e.rules.push_back({"share_product", true, "family 39 shares one product", 0});
    e.calls[3] = {
        std::string(40, 'f') + "(x0 + x1 * x2 - exp(x3) / (x4 + s0) + x5 + x6 + x7)", "a.cpp:1", 1,
        "512x512, 512x512, 512x512, 512"};
    e.products_before = 39LL * 1234567;
    e.products_after = 40;
    e.flops_before = 39 * 1234567.0 * 2 * 512 * 512 * 512;
    e.flops_after = 40 * 1.02e18;
    e.views = 39LL * 1234567;
    e.containers_copied = 1;
    e.bytes_copied = 999'960;
    e.device = "cuda 0";
    return e;
}

/// Names that mean something to a format: quotes, markup, escapes, newlines, bytes that are not UTF-8.
inline explanation escapes()
{
    explanation e;
    e.products_before = e.products_after = 2;
    e.flops_before = e.flops_after = 16;
    e.device = "a \"device\" \\ <b>bold</b> & more\n\ttab";
    e.calls = {
        {"einsum \"ij,jk->ik\"", "C:\\new\\table.cpp:3", 1, "2x2 by 2x2"},
        {"where(x0 < s0 && x1 > s1, x0, '\\N')",
         "gr\xC3\xB6\xC3\x9F"
         "e.cpp:4",
         1, "2, 2"}};
    e.steps = {
        {"gemm", 2, 2, 2, 1, "einsum \"ij,jk->ik\"", 16, 96},
        {"elementwise", 2, 0, 0, 1, "where(x0 < s0 && x1 > s1, x0, '\\N')", 2, 48}};
    e.rules = {
        {"quote\"rule", true, "</dd><script>alert('&amp;')</script>\x1b[31mred\x7f", 0},
        {"bad_bytes", true, "\xFF\xC3(\xE2\x82 cut short", 0},
        {"back\\slash", false, "line one\nline two\r\n\x01", 0}};
    return e;
}

}  // namespace tenfold::testing
