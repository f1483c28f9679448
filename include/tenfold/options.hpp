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

#include <optional>
#include <string>
#include <vector>

namespace tenfold {

/// A place that evaluates. Made by cpu(), cuda(i), auto_device() and default_device().
class device {
public:
    enum class type { cpu, cuda, null, automatic };

    device() = default;
    type kind() const { return kind_; }
    int index() const { return index_; }
    /// "cpu", "cuda:0", "null", "auto"
    std::string name() const;
    friend bool operator==(const device&, const device&) = default;

private:
    friend device cpu();
    friend device cuda(int);
    friend device null_device();
    friend device auto_device();
    device(type kind, int index) : kind_(kind), index_(index) {}
    type kind_ = type::cpu;
    int index_ = 0;
};

/// This machine's processors.
device cpu();
/// GPU number `index`. Throws device_error, with the runtime's reason, where there is none.
device cuda(int index = 0);
/// Each evaluation where it should be done sooner, with what must travel: by the processors, or by the first GPU where there
/// is one. `explain` says which, and why.
device auto_device();
/// Runs nothing: evaluations plan and verify, reading what is not computed throws device_error. For tests of plans.
device null_device();

/// The device of evaluations and readings that name none: set_default_device, else TENFOLD_DEVICE (cpu, cuda, cuda:1,
/// null, or auto: see auto_device), else cpu. One that is absent: device_error.
device default_device();
void set_default_device(device);

/// Every choice of one evaluation.
struct options {
    tenfold::device device = default_device();
    int threads = 0;                    ///< 0: TENFOLD_THREADS, or as many as the machine has
    std::vector<std::string> disable;   ///< rules by name; TENFOLD_DISABLE=rule,rule adds to it
    bool reorder_sums = true;           ///< false forbids every rewrite that changes the order of a sum
    /// The caller's cudaStream_t, for a GPU: the work runs in its order, as if it were put there, and eval returns without
    /// waiting for it. Null, or none of that GPU: device_error.
    std::optional<void*> stream;
    bool allow_fft = false;             ///< not yet: nothing reads it (long correlations by FFT)
};

}  // namespace tenfold
