// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plan/machine_file.hpp"

#include <tenfold/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

namespace tenfold::plan {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr machine_field all_fields[] = {
    {"gemm_rate", &machine::gemm_rate, true, "flop/s"},
    {"gemm_call", &machine::gemm_call, false, "s"},
    {"gemm_element", &machine::gemm_element, false, "s"},
    {"gemm_vector", &machine::gemm_vector, false, "element"},
    {"small_rate", &machine::small_rate, true, "flop/s"},
    {"small_call", &machine::small_call, false, "s"},
    {"small_operand", &machine::small_operand, true, "B"},
    {"small_edges", &machine::small_edges, false, "multiply-add"},
    {"compile", &machine::compile, false, "s"},
    {"vector_rate", &machine::vector_rate, true, "flop/s"},
    {"vector_call", &machine::vector_call, false, "s"},
    {"loop_rate", &machine::loop_rate, true, "flop/s"},
    {"bandwidth", &machine::bandwidth, true, "B/s"},
    {"cache_bandwidth", &machine::cache_bandwidth, true, "B/s"},
    {"cache_bytes", &machine::cache_bytes, true, "B"},
    {"fresh_page", &machine::fresh_page, false, "s"},
    {"copy_call", &machine::copy_call, false, "s"},
    {"copy_element", &machine::copy_element, false, "s"},
    {"pass_rate", &machine::pass_rate, true, "element/s"},
    {"pass_call", &machine::pass_call, false, "s"},
    {"plan_family", &machine::plan_family, false, "s"},
    {"fork", &machine::fork, false, "s"},
    {"fork_awake", &machine::fork_awake, false, "s"},
};
// A field that is added to the record is added here too.
static_assert(sizeof(machine) == std::size(all_fields) * sizeof(double));

[[noreturn]] void fail(const std::string& path, const std::string& why)
{
    throw error("[machine] " + path + ": " + why);
}

std::string variable(const char* name)
{
    const char* const text = std::getenv(name);
    return text ? text : "";
}

// Relative folders in these variables are to be ignored, says their specification.
std::string in_folder(const std::string& folder)
{
    return fs::path(folder).is_absolute() ? (fs::path(folder) / "tenfold" / "machine.json").string() : "";
}

std::string own_file()
{
    const std::string config = in_folder(variable("XDG_CONFIG_HOME")), home = variable("HOME");
    return !config.empty() || home.empty() ? config : in_folder(home + "/.config");
}

/// `of`: whose field it is, with a point behind; of the processor nothing.
double number_of(const json& value, const machine_field& f, const std::string& path, const std::string& of = {})
{
    const auto nonsense = [&](const std::string& what) {
        fail(path, fmt::format("{}{} is {}, not a {} number of {}", of, f.name, what, f.positive ? "positive" : "non-negative", f.unit));
    };
    if (!value.is_number()) nonsense(value.dump(-1, ' ', false, json::error_handler_t::replace));
    const double x = value.get<double>();
    if (!std::isfinite(x) || x < 0 || (f.positive && x == 0)) nonsense(fmt::format("{:g}", x));
    return x;
}

constexpr machine_field link_field = {"link", nullptr, true, "B/s"};

void read_fields(const json& object, machine& to, const std::string& path, const std::string& of = {})
{
    for (const machine_field& f : all_fields)
        if (const auto at = object.find(f.name); at != object.end()) to.*f.value = number_of(*at, f, path, of);
}

std::map<std::string, gpu_machine> gpus_of(const json& object, const std::string& path)
{
    std::map<std::string, gpu_machine> all;
    const auto gpus = object.find("gpus");
    if (gpus == object.end()) return all;
    if (!gpus->is_object()) fail(path, "gpus is no object of GPUs by name");
    for (const auto& [name, fields] : gpus->items()) {
        const std::string of = "gpus." + name;
        if (!fields.is_object()) fail(path, of + " is not a JSON object");
        gpu_machine& m = all[name] = assumed_gpu();
        read_fields(fields, m, path, of + ".");
        if (const auto at = fields.find(link_field.name); at != fields.end()) m.link = number_of(*at, link_field, path, of + ".");
    }
    return all;
}

std::string text_of(const json& object, const char* name)
{
    const auto at = object.find(name);
    return at != object.end() && at->is_string() ? at->get<std::string>() : "";
}

}  // namespace

std::span<const machine_field> machine_fields() { return all_fields; }

std::string own_machine_file()
{
    const std::string path = own_file();
    if (path.empty()) throw error("[machine] neither XDG_CONFIG_HOME nor HOME says where the record of this machine belongs");
    return path;
}

bool default_is_asked_for() { return variable("TENFOLD_MACHINE") == "default"; }

std::string find_machine_file()
{
    const std::string named = variable("TENFOLD_MACHINE");
    if (!named.empty()) return default_is_asked_for() ? "" : named;
    std::vector<std::string> paths{own_file()};
    std::string folders = variable("XDG_CONFIG_DIRS");
    if (folders.empty()) folders = "/etc/xdg";
    std::istringstream list(folders);
    for (std::string folder; std::getline(list, folder, ':');) paths.push_back(in_folder(folder));
    for (const std::string& path : paths) {
        std::error_code ignored;
        if (!path.empty() && fs::exists(path, ignored)) return path;
    }
    return "";
}

machine_record parse_machine(const std::string& text, const std::string& path)
{
    machine_record r;
    json object;
    try {
        object = json::parse(text);
    }
    catch (const json::exception& e) {
        fail(path, std::string("is not JSON: ") + e.what());
    }
    if (!object.is_object()) fail(path, "is not a JSON object");
    read_fields(object, r.rates, path);
    r.gpus = gpus_of(object, path);
    r.processor = text_of(object, "processor");
    r.date = text_of(object, "date");
    return r;
}

machine_record read_machine(const std::string& path)
{
    std::ifstream in(path);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) fail(path, "cannot be read");
    return parse_machine(text.str(), path);
}

std::string to_json(const machine_record& r)
{
    const auto quoted = [](const std::string& s) { return json(s).dump(-1, ' ', false, json::error_handler_t::replace); };
    std::string text = fmt::format("{{\n  \"processor\": {},\n  \"date\": {}", quoted(r.processor), quoted(r.date));
    for (const machine_field& f : all_fields) text += fmt::format(",\n  \"{}\": {:.4g}", f.name, r.rates.*f.value);
    const char* before = ",\n  \"gpus\": {\n    ";
    for (const auto& [name, m] : r.gpus) {
        text += fmt::format("{}{}: {{\"link\": {:.4g}", std::exchange(before, ",\n    "), quoted(name), m.link);
        for (const machine_field& f : all_fields) text += fmt::format(", \"{}\": {:.4g}", f.name, m.*f.value);
        text += "}";
    }
    return text + (r.gpus.empty() ? "\n}\n" : "\n  }\n}\n");
}

void write_machine(const machine_record& r, const std::string& path)
{
    const fs::path to(path), half(path + ".new");
    std::error_code why;
    if (to.has_parent_path()) fs::create_directories(to.parent_path(), why);
    if (why) fail(path, "its folder cannot be made: " + why.message());
    {
        std::ofstream out(half);
        out << to_json(r) << std::flush;
        if (!out) fail(path, "cannot be written");
    }
    fs::rename(half, to, why);
    if (why) fail(path, "cannot be written: " + why.message());
}

}  // namespace tenfold::plan
