// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The record of a machine as a JSON file: one object of numbers, named as in `machine`, in operations a second, bytes
// a second, bytes and seconds; in it, by name, `gpus`, each an object of the same and `link`.
#pragma once

#include "plan/machine.hpp"

#include <map>
#include <span>
#include <string>

namespace tenfold::plan {

struct machine_field {
    const char* name;
    double machine::*value;
    bool positive;  // a rate or a size; times may be zero
    const char* unit;
};
std::span<const machine_field> machine_fields();

struct machine_record {
    machine rates = shipped_machine();
    std::string processor, date;
    std::map<std::string, gpu_machine> gpus;   // by name
};

/// Where the record in force is: TENFOLD_MACHINE, $XDG_CONFIG_HOME/tenfold/machine.json (that is in ~/.config where
/// the variable is not set), the same in each of $XDG_CONFIG_DIRS. Empty: there is none.
std::string find_machine_file();
/// TENFOLD_MACHINE=default: `machine{}`, the same everywhere, as tests need it.
bool default_is_asked_for();
/// Where the user's own record goes. Throws error where no home is known.
std::string own_machine_file();

/// Fields that are missing keep their defaults, others are ignored. Throws error that names the file and the field.
machine_record read_machine(const std::string& path);
machine_record parse_machine(const std::string& text, const std::string& path);
std::string to_json(const machine_record&);
/// Makes the folder where it must, and replaces the file as a whole.
void write_machine(const machine_record&, const std::string& path);

}  // namespace tenfold::plan
