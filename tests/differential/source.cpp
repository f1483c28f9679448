// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A program as C++ that compiles.
#include "differential/program.hpp"

#include <sstream>

namespace differential {
namespace {

std::string name(int v) { return "v" + std::to_string(v); }
std::string listed(const shape_t& n, std::size_t from = 0)
{
    std::string r = "std::vector<std::ptrdiff_t>{";
    for (std::size_t i = from; i < n.size(); ++i) r += (i > from ? ", " : "") + std::to_string(n[i]);
    return r + "}";
}
std::string numbers(const shape_t& n, std::size_t from, std::size_t to)
{
    std::string r;
    for (std::size_t i = from; i < to; ++i) r += (i > from ? ", " : "") + std::to_string(n[i]);
    return r;
}
std::string sliced(const std::string& x, index axis, const std::string& s)
{
    std::string r = "tf::view(" + x;
    for (index i = 0; i < axis; ++i) r += ", xt::all()";
    return r + ", " + s + ")";
}

std::string view_text(const std::string& x, const view_step& v)
{
    const shape_t& n = v.n;
    const std::size_t half = n.size() / 2;
    switch (v.how) {
    case look::at: return sliced(x, n[0], std::to_string(n[1]));
    case look::range: return sliced(x, n[0], "xt::range(" + numbers(n, 1, 4) + ")");
    case look::open_range:
        return sliced(x, n[0], "xt::range(" + std::to_string(n[1]) + ", _, " + std::to_string(n[2]) + ")");
    case look::ranges:
        return "tf::view(" + x + ", xt::range(" + numbers(n, 0, 2) + "), xt::range(" + numbers(n, 2, 4) + "))";
    case look::newaxis: return sliced(x, n[0], "xt::newaxis()");
    case look::flip: return "tf::flip(" + x + ", " + numbers(n, 0, 1) + ")";
    case look::swapaxes: return "tf::swapaxes(" + x + ", " + numbers(n, 0, 2) + ")";
    case look::moveaxis: return "tf::moveaxis(" + x + ", " + numbers(n, 0, 2) + ")";
    case look::expand_dims: return "tf::expand_dims(" + x + ", " + numbers(n, 0, 1) + ")";
    case look::squeeze: return "tf::squeeze(" + x + ")";
    case look::transpose: return "tf::transpose(" + x + (n.empty() ? "" : ", " + listed(n)) + ")";
    case look::windows:
        return "tf::sliding_window_view(" + x + ", " + std::to_string(n[1]) + ", " + std::to_string(n[0]) + ")";
    case look::windows2:
        return "tf::sliding_window_view(" + x + ", {" + numbers(n, 2, 4) + "}, {" + numbers(n, 0, 2) + "})";
    case look::reshape: return "tf::reshape(" + x + ", " + listed(n) + ")";
    case look::broadcast_to: return "tf::broadcast_to(" + x + ", " + listed(n) + ")";
    case look::diagonal: return "tf::diagonal(" + x + ", " + numbers(n, 0, 3) + ")";
    case look::as_strided: break;
    }
    return "tf::as_strided(" + x + ", {" + numbers(n, 0, half) + "}, {" + numbers(n, half, n.size()) + "})";
}
std::string text(const operand& o)
{
    std::string r = name(o.variable);
    for (const view_step& v : o.views) r = view_text(r, v);
    return r;
}

std::string joined(const std::vector<operand>& list)
{
    std::string r;
    for (const operand& o : list) r += (r.empty() ? "" : ", ") + text(o);
    return r;
}

std::string value(const step& s)
{
    static const char* const products[] = {"dot", "matmul", "inner", "outer", "vdot", "tensordot", "einsum", "kron"};
    static const char* const reductions[] = {"sum", "amax", "amin", "mean", "var", "norm", "cumsum"};
    const std::string a = s.in.empty() ? "" : text(s.in[0]), b = s.in.empty() ? "" : text(s.in.back());
    switch (s.what) {
    case act::leaf: return "leaf(" + numbers(s.n, 0, 3) + ", " + listed(s.n, 3) + ")";
    case act::copy: return "tf::copy(" + a + ")";
    case act::join:
        return std::string(s.n[0] == 0 ? "tf::stack" : "tf::concatenate") + "(std::vector<A>{" + joined(s.in) + "}, "
               + std::to_string(s.n[1]) + ")";
    case act::reduce: {
        const std::string over = s.n[1] == -100 ? "" : ", " + std::to_string(s.n[1]);
        return "tf::" + std::string(reductions[s.n[0]]) + "(" + a + over + ")";
    }
    case act::product:
        switch (static_cast<product>(s.n[0])) {
        case product::scaled_dot: return "tf::dot(T(2) * " + a + ", " + b + ")";
        case product::multi_dot: return "tf::multi_dot(std::vector<A>{" + joined(s.in) + "})";
        case product::einsum: return "tf::einsum(\"" + s.text + "\", " + joined(s.in) + ")";
        case product::tensordot: return "tf::tensordot(" + a + ", " + b + ", " + std::to_string(s.n[1]) + ")";
        default: return "tf::" + std::string(products[s.n[0]]) + "(" + a + ", " + b + ")";
        }
    case act::compute:
        switch (static_cast<compute>(s.n[0])) {
        case compute::plus: return a + " + " + b;
        case compute::minus: return a + " - " + b;
        case compute::times: return a + " * " + b;
        case compute::scaled: return "T(2) * " + a + " - " + b + " * T(3)";
        case compute::tanh_sum: return "xt::tanh(" + a + " + " + b + ")";
        case compute::where: return "xt::where(" + a + " > " + b + ", " + a + ", -" + b + ")";
        case compute::tanh: return "xt::tanh(" + a + ")";
        case compute::exp: return "xt::exp(" + a + " * T(0.25))";
        case compute::negate: return "-" + a;
        case compute::weighted: return "T(" + std::to_string(s.n[1]) + ") * " + a + " + " + b;
        }
        return a;
    default: return a;
    }
}

}  // namespace

std::string as_source(const program& p, const std::string& checks)
{
    static const char* const types[] = {"double", "float", "std::complex<double>", "std::uint64_t"};
    std::ostringstream out;
    out << "#include \"differential/lazy.hpp\"\n\nusing namespace differential;\nusing namespace xt::placeholders;\n"
        << "using T = " << types[static_cast<int>(p.type)] << ";\nusing A = tf::array<T>;\n\n"
        << "int main()\n{\n    leaf_maker<T> leaf;\n    tf::options choices;\n"
        << "    choices.disable = {";
    for (const std::string& rule : p.disable) out << '"' << rule << "\", ";
    out << "};\n";
    std::vector<bool> declared(static_cast<std::size_t>(p.variables)), alive = declared;
    int thread = 0;
    for (std::size_t i = 0; i <= p.steps.size(); ++i) {
        const int next = i < p.steps.size() ? p.steps[i].thread : 0;
        if (next != thread && thread != 0) out << "    }).get();\n";
        if (next != thread && next != 0) {
            for (std::size_t k = i; k < p.steps.size() && p.steps[k].thread == next; ++k)
                if (const int v = p.steps[k].result; v >= 0 && !declared[static_cast<std::size_t>(v)]) {
                    out << "    A " << name(v) << ";\n";
                    declared[static_cast<std::size_t>(v)] = true;
                }
            out << "    std::async(std::launch::async, [&] {\n";
        }
        thread = next;
        if (i == p.steps.size()) break;
        const step& s = p.steps[i];
        out << "    ";
        if (s.refused) {
            out << "try { A bad = " << value(s) << "; } catch (const tf::error&) {}\n";
            continue;
        }
        switch (s.what) {
        case act::drop:
            out << name(s.result) << " = A();\n";
            alive[static_cast<std::size_t>(s.result)] = false;
            continue;
        case act::evaluate: out << "tf::eval(choices, std::vector<A>{" << joined(s.in) << "});\n"; continue;
        case act::read: out << "std::cout << A(" << text(s.in[0]) << ") << '\\n';\n"; continue;
        case act::assign: out << text(s.in[0]) << " = " << text(s.in[1]) << ";\n"; continue;
        case act::add: out << text(s.in[0]) << " += " << text(s.in[1]) << ";\n"; continue;
        case act::accumulate: out << name(s.result) << " += " << text(s.in[0]) << ";\n"; continue;
        default: break;
        }
        const auto at = static_cast<std::size_t>(s.result);
        out << (declared[at] ? "" : "A ") << name(s.result) << " = " << value(s) << ";\n";
        declared[at] = alive[at] = true;
    }
    std::string rest;
    for (int v = 0; v < p.variables; ++v)
        if (alive[static_cast<std::size_t>(v)]) rest += (rest.empty() ? "" : ", ") + name(v);
    out << "    tf::eval(choices, std::vector<A>{" << rest << "});\n" << checks << "}\n";
    return out.str();
}

}  // namespace differential
