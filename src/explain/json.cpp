// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The explanation as JSON (RFC 8259): the same names and nesting as the struct, all numbers unrounded.
#include "explain/words.hpp"

#include <tenfold/explain.hpp>

#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <iterator>
#include <string_view>

namespace tenfold {

namespace {

void append(std::string& out, bool value) { out += value ? "true" : "false"; }

void append(std::string& out, std::int64_t value) { fmt::format_to(std::back_inserter(out), "{}", value); }

/// The shortest digits that read back as the same double; JSON has no infinity and no NaN.
void append(std::string& out, double value)
{
    if (std::isfinite(value)) fmt::format_to(std::back_inserter(out), "{}", value);
    else out += "null";
}

void append(std::string& out, std::string_view text)
{
    out += '"';
    while (!text.empty()) {
        const char32_t c = rendering::take_code_point(text);
        if (c == U'"' || c == U'\\') (out += '\\') += static_cast<char>(c);
        else if (c == U'\n') out += "\\n";
        else if (c == U'\t') out += "\\t";
        else if (c < 0x20 || c == 0x7F)
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        else rendering::append_code_point(out, c);
    }
    out += '"';
}

/// An object; its members stand on one line each, or all on one.
class object {
public:
    enum class form { lines, one_line };
    object(std::string& out, form f) : out_(out), form_(f) { out_ += '{'; }

    template <class T> object& member(std::string_view name, const T& value)
    {
        key(name);
        if constexpr (std::convertible_to<const T&, std::string_view>) append(out_, std::string_view(value));
        else append(out_, value);
        return *this;
    }

    /// An array of objects, one a line: easy to read and to compare.
    template <class List, class Write> void list(std::string_view name, const List& entries, Write write)
    {
        key(name);
        out_ += '[';
        const char* before = "\n    ";
        for (const auto& entry : entries) {
            out_ += before;
            object inner(out_, form::one_line);
            write(inner, entry);
            inner.close();
            before = ",\n    ";
        }
        out_ += entries.empty() ? "]" : "\n  ]";
    }

    void close() { out_ += form_ == form::lines ? "\n}\n" : "}"; }

private:
    void key(std::string_view name)
    {
        if (!first_) out_ += ',';
        if (form_ == form::lines) out_ += "\n  ";
        else if (!first_) out_ += ' ';
        first_ = false;
        append(out_, name);
        out_ += ": ";
    }

    std::string& out_;
    form form_;
    bool first_ = true;
};

}  // namespace

std::string explanation::json() const
{
    std::string out;
    object top(out, object::form::lines);
    top.member("products_before", products_before)
        .member("products_after", products_after)
        .member("flops_before", flops_before)
        .member("flops_after", flops_after)
        .member("bytes_copied", bytes_copied)
        .member("containers_copied", containers_copied)
        .member("views", views)
        .member("seconds_planning", seconds_planning)
        .member("device", device);
    if (launches > 0) top.member("launches", launches);
    top.list("calls", calls, [](object& o, const recorded& c) {
        o.member("operation", c.operation)
            .member("site", c.site)
            .member("calls", c.calls)
            .member("shapes", c.shapes);
    });
    top.list("steps", steps, [](object& o, const step& s) {
        o.member("kind", s.kind).member("m", s.m).member("n", s.n).member("k", s.k).member("batch", s.batch);
        o.member("name", s.name).member("flops", s.flops).member("bytes", s.bytes);
        if (!s.on_host.empty()) o.member("on_host", s.on_host);
        if (s.launches > 0) o.member("launches", s.launches);
    });
    top.list("rules", rules, [](object& o, const rule& r) {
        o.member("name", r.name)
            .member("fired", r.fired)
            .member("reason", r.reason)
            .member("seconds", r.seconds);
    });
    top.close();
    return out;
}

}  // namespace tenfold
