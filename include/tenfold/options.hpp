// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Where and how an evaluation runs.
//
//   tf::options strict;
//   strict.reorder_sums = false;
//   strict.disable = {"share_product"};
//   tf::eval(strict, x);
#pragma once

#include <string>
#include <vector>

namespace tenfold {

/// A place that evaluates. Made by cpu(), cuda(i) and default_device().
class device {
public:
    enum class type { cpu, cuda, null };

    device() = default;
    type kind() const { return kind_; }
    int index() const { return index_; }
    /// "cpu", "cuda:0", "null"
    std::string name() const;
    friend bool operator==(const device&, const device&) = default;

private:
    friend device cpu();
    friend device cuda(int);
    friend device null_device();
    device(type kind, int index) : kind_(kind), index_(index) {}
    type kind_ = type::cpu;
    int index_ = 0;
};

/// This machine's processors.
device cpu();
/// GPU number `index`. Throws device_error, with the runtime's reason, where there is none.
device cuda(int index = 0);
/// Runs nothing: evaluations on it plan, verify and leave values uncomputed. For tests of plans.
device null_device();

/// The device of evaluations that name none: set_default_device, else TENFOLD_DEVICE (cpu, cuda, cuda:1, auto),
/// else cpu.
device default_device();
void set_default_device(device);

/// Every choice of one evaluation.
struct options {
    tenfold::device device = default_device();
    int threads = 0;                    ///< 0: TENFOLD_THREADS, or as many as the machine has
    std::vector<std::string> disable;   ///< rules by name; TENFOLD_DISABLE=rule,rule adds to it
    bool reorder_sums = true;           ///< false forbids every rewrite that changes the order of a sum
    bool allow_fft = false;             ///< long correlations by FFT: changes the error of small elements
};

}  // namespace tenfold
