// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The interpreter against the compiled kernels: layouts, casts, expressions, and steps without compiled code.
#include "backend/interpret.hpp"

#include "evaluation.hpp"
#include "backend/cpu/visit.hpp"

#include <limits>
#include <set>

namespace interpret_test {

using backend::on_cpu::interpret;
using backend::on_cpu::visit;

// ---- elements

template <class T> T edge(dice& d, range from)
{
    using L = std::numeric_limits<T>;
    if constexpr (std::is_same_v<T, bool>) return d.chance(0.5);
    else if constexpr (std::is_integral_v<T>) {
        const int most = from != range::calm ? 40 : L::max() > 1000 ? 1000 : static_cast<int>(L::max());
        const bool natural = L::min() == 0 || from == range::natural;
        if (from != range::all) return static_cast<T>(d.upto(natural ? 0 : -most, most));
        if (d.chance(0.5)) return static_cast<T>(d.engine() * 0x9E3779B97F4A7C15ull >> d.upto(0, 60));
        return d.pick<T>({L::min(), L::max(), 0, 1, static_cast<T>(-1), 2, 31, 32, 63, 64, 100});
    }
    else if constexpr (std::is_floating_point_v<T>) {
        T x = static_cast<T>(std::uniform_real_distribution<>(0.25, 4)(d.engine));
        if (from == range::natural) return x;
        if (d.chance(0.5)) x = -x;
        if (from == range::tiny || d.chance(0.3)) return x;
        if (d.chance(0.3)) return std::ldexp(x, static_cast<int>(d.upto(-60, 60)));
        return d.pick<T>(
            {0, -T(0), 1, -1, T(0.5), 2, 3, T(-2.5), T(1e5), L::infinity(), -L::infinity(), L::quiet_NaN(), L::max(),
             L::lowest(), L::min(), -L::min(), L::denorm_min(), L::epsilon()});
    }
    else {
        // Vectors do not repair products with infinities as the C library does.
        using R = typename T::value_type;
        const range parts = from == range::calm ? range::tiny : from;
        return T(edge<R>(d, parts), edge<R>(d, parts));
    }
}

row::row(element t, index_t n, dice& d, range from) : row(t, n)
{
    visit(type, [&]<class T>(std::type_identity<T>) {
        for (index_t i = 0; i < n; ++i) as<T>()[i] = edge<T>(d, from);
    });
}

/// C leaves open which zero fmax(0, -0) is.
void forget_signs_of_zeros(row& r)
{
    visit(r.type, [&]<class T>(std::type_identity<T>) {
        for (index_t i = 0; i < r.length; ++i)
            if (r.as<T>()[i] == T(0)) r.as<T>()[i] = T(0);
    });
}

// ---- as equal as vector libraries allow

template <class T> double ulps(T a, T b)
{
    using L = std::numeric_limits<T>;
    if (std::isnan(a) && std::isnan(b)) return 0;
    if (a == b) return std::signbit(a) == std::signbit(b) ? 0 : 1e30;
    if (!std::isfinite(a) || !std::isfinite(b)) return 1e30;
    int e = 0;
    std::frexp(b, &e);
    const long double unit = std::ldexp(1.0L, std::max(e, L::min_exponent) - L::digits);
    return static_cast<double>(std::abs(static_cast<long double>(a) - static_cast<long double>(b)) / unit);
}
template <class T> bool close(const T& got, const T& want, double far)
{
    if constexpr (std::is_integral_v<T>) return got == want;
    else if constexpr (std::is_floating_point_v<T>) return ulps(got, want) <= far;
    else {
        using R = typename T::value_type;
        if (ulps(got.real(), want.real()) <= far && ulps(got.imag(), want.imag()) <= far) return true;
        // Products inside may be rounded once or twice, and the parts cancel.
        return std::abs(got - want) <= 64 * far * std::numeric_limits<R>::epsilon() * std::abs(want);
    }
}

testing::AssertionResult all_close(const row& got, const row& want, double far)
{
    return visit(want.type, [&]<class T>(std::type_identity<T>) {
        for (index_t i = 0; i < want.length + 3; ++i)
            if (const T a = got.as<T>()[i], b = want.as<T>()[i]; !close(a, b, far))
                return testing::AssertionFailure() << "element " << i << " of " << want.length << ", " << name_of(want.type)
                                                   << ": interpreted " << +a << ", compiled " << +b;
        return testing::AssertionSuccess();
    });
}

testing::AssertionResult agrees(const kernel& k, range from, const void* scalars)
{
    if (!k.program) return testing::AssertionFailure() << "no program";
    for (const index_t n : {0, 1, 7, 300, 5000}) {
        dice d(static_cast<unsigned>(n));
        std::vector<row> given;
        std::vector<detail::strided> x;
        for (int i = 0; i < k.operands; ++i) given.emplace_back(k.operand_types[i], n, d, from);
        for (const row& r : given) x.push_back(r.all());
        row want(k.result, n), got(k.result, n);
        k.run(x.data(), scalars, want.all());
        interpret(k, x.data(), scalars, got.all());
        const auto last = static_cast<opcode>(k.program[k.program_length - static_cast<int>(detail::instruction_bytes)]);
        if (last == opcode::fmax || last == opcode::fmin) {
            forget_signs_of_zeros(got);
            forget_signs_of_zeros(want);
        }
        const auto same = all_close(got, want, 4);
        if (!same) {
            auto failed = testing::AssertionFailure() << same.message() << ", of";
            for (const row& r : given) failed << " " << name_of(r.type);
            return failed;
        }
    }
    return testing::AssertionSuccess();
}

}  // namespace interpret_test

namespace {

using namespace interpret_test;
using backend_test::memory;

// ---- every operation is tried

template <class F, class... K> constexpr opcode code_of(std::type_identity<detail::call<F, K...>>)
{
    return detail::opcode_of<F>();
}
template <class C, class... T> void add(std::set<opcode>& all)
{
    if constexpr (C::template takes<T...>) all.insert(code_of(std::type_identity<key_of<C, T...>>()));
}
template <class... T, class... C> void add_all(std::set<opcode>& all, cases<C...>) { (add<C, T...>(all), ...); }

TEST(Interpret, CasesCoverEveryOperation)
{
    std::set<opcode> tried;
    add<of::bitwise_not, int>(tried);
    add<of::cast<int>, double>(tried);
    add_all<double>(tried, unary());
    add_all<int, int>(tried, telling());
    add_all<int, int>(tried, other_binary());
    add_all<double, double, double>(tried, ternary());
    // Without a case: what pushes a value, and what devices do not know.
    const std::set<opcode> others = {opcode::operand, opcode::scalar, opcode::opaque, opcode::isclose};
    for (int code = 0; code <= static_cast<int>(opcode::clip); ++code) {
        const auto c = static_cast<opcode>(code);
        EXPECT_NE(tried.count(c), others.count(c)) << "opcode " << code;
    }
}

// ---- casts

/// What does not fit into a whole type is left open by C++.
template <class From, class To> constexpr range castable()
{
    if (std::is_integral_v<From> || !std::is_integral_v<To> || std::is_same_v<To, bool>) return range::all;
    return std::is_signed_v<To> ? range::tiny : range::natural;
}

TEST(Interpret, CastsFromEveryTypeToEveryType)
{
    each_type(all_types(), []<class From>(std::type_identity<From>) {
        each_type(all_types(), []<class To>(std::type_identity<To>) {
            const kernel* const k = evaluation::find_cast(element_of<From>, element_of<To>);
            if constexpr (!reals<From> && reals<To>) EXPECT_EQ(k, nullptr);
            else {
                constexpr range from = castable<From, To>();
                ASSERT_NE(k, nullptr);
                EXPECT_STREQ(k->text, "cast(x0)");
                EXPECT_TRUE(agrees(*k, from)) << "to " << name_of(element_of<To>);
                EXPECT_TRUE(agrees(kernel_of<of::cast<To>, From>(), from)) << "to " << name_of(element_of<To>);
            }
        });
    });
}

// ---- expressions of the public interface

template <class C> testing::AssertionResult agrees(const tf::expression<C>& e, range from)
{
    constexpr detail::position end = tf::expression<C>::key::after({});
    detail::operand x[end.operand];
    alignas(16) unsigned char scalars[end.byte + 1];
    detail::collector c{x, scalars, 0, {}};
    e.collect(c);
    return interpret_test::agrees(detail::kernel_for<typename tf::expression<C>::key>(), from, scalars);
}

TEST(Interpret, Expressions)
{
    const tf::array<double> x = {1}, y = {1};
    const tf::array<float> f = {1};
    const tf::array<std::int16_t> i = {1};
    const tf::array<c128> z = {1};
    const range from = range::natural;   // no difference of numbers that are almost the same
    EXPECT_TRUE(agrees(xt::exp(x * y) + 2.0 * x, from));
    EXPECT_TRUE(agrees(xt::tanh((x + y) * 0.5) * 2.0f, from));
    EXPECT_TRUE(agrees(xt::where(x > 0.5 && !(y < 1.2), xt::pow(x, 3.0), xt::cast<float>(y)), from));
    EXPECT_TRUE(agrees((xt::cast<int>(x * 8.0) % 3) << 1, from));
    EXPECT_TRUE(agrees(xt::maximum(x, 0.7) / 3 + xt::sqrt(y), from));
    EXPECT_TRUE(agrees(xt::cast<std::int8_t>(x) + i * std::int16_t(3) - std::int64_t(7), from));
    EXPECT_TRUE(agrees(xt::hypot(x, y) * xt::atan2(y, x), from));
    EXPECT_TRUE(agrees(xt::exp(f) * 2.0f + f, from));
    EXPECT_TRUE(agrees(std::uint8_t(3) * f / 7.0, from));
    EXPECT_TRUE(agrees(xt::clip(f, 0.5f, 2) + (i & 3) + xt::fma(f, f, 0.25f), from));
    EXPECT_TRUE(agrees(z * z + c128(1, 2) * x / (3 + z), from));
    EXPECT_TRUE(agrees(tf::real(z) * xt::abs(z) + tf::arg(z), from));
    EXPECT_TRUE(agrees(((x + y) * (y + 1.0) + (f + x) * (y + i)) / ((x + x) * (y + y) + (f + f) * (x + y)), from));
}

// ---- layouts

/// An operand that broadcasts to the result: axes of length 1, leading ones missing, any strides.
struct scattered {
    std::shared_ptr<void> keep;
    std::vector<index_t> shape, stride;
    void* data = nullptr;

    scattered(element type, dice& d, const std::vector<index_t>& extent)
    {
        for (index_t n : extent) shape.push_back(d.chance(0.25) ? 1 : n);
        visit(type, [&]<class T>(std::type_identity<T>) {
            auto m = std::make_shared<memory<T>>(readable<T>(d, shape));
            data = m->data.get() + m->start;
            stride = m->stride;
            keep = m;
        });
        while (!shape.empty() && shape[0] == 1 && d.chance(0.5)) {
            shape.erase(shape.begin());
            stride.erase(stride.begin());
        }
    }
    detail::strided all() const { return {data, static_cast<int>(shape.size()), shape.data(), stride.data()}; }
};

void check_layout(const kernel& k, unsigned seed, const std::vector<index_t>& extent)
{
    dice d(seed);
    std::vector<scattered> given;
    std::vector<detail::strided> x;
    for (int i = 0; i < k.operands; ++i) given.emplace_back(k.operand_types[i], d, extent);
    for (const scattered& s : given) x.push_back(s.all());
    const memory<double> want = distinct<double>(d, extent), got = copied(want);
    const auto all = [&](const memory<double>& m) {
        return detail::strided{m.data.get() + m.start, static_cast<int>(extent.size()), extent.data(), m.stride.data()};
    };
    k.run(x.data(), nullptr, all(want));
    interpret(k, x.data(), nullptr, all(got));
    ASSERT_TRUE(all_same(want, got)) << "seed " << seed;
}

TEST(Interpret, AnyStridesAndBroadcasts)
{
    const auto tree = [](const tf::array<double>& x, const tf::array<float>& y, const tf::array<std::int16_t>& z) {
        return xt::where(x > y, x * z, x - y);
    };
    const kernel& k = detail::kernel_for<typename decltype(tree({}, {}, {}))::key>();
    for (unsigned seed = 0; seed < 1000; ++seed) {
        dice d(seed);
        check_layout(k, seed, d.extents(static_cast<int>(d.upto(0, 5)), 7));
        if (HasFatalFailure()) return;
    }
    for (unsigned seed = 0; seed < 20; ++seed) {
        check_layout(k, seed, {5000});
        check_layout(k, seed, {3, 700});
        check_layout(k, seed, {300, 5, 2});
        if (HasFatalFailure()) return;
    }
}

// ---- without compiled code

const kernel& uncompiled()
{
    static const kernel k = [] {
        kernel made = kernel_of<of::plus, double, float>();
        made.run = nullptr;
        return made;
    }();
    return k;
}

TEST(Interpret, RunsStepsWithoutCompiledCode)
{
    std::vector<double> x(600, 1), r(600, -1);
    std::vector<float> y(600, 2);
    plan::step s;
    s.what = plan::kind::elementwise;
    s.type = element::float64;
    s.kernel = &uncompiled();
    s.loops = 1;
    s.extent[0] = 10;
    s.operands.resize(2);
    s.operands[0].buffer = 0;
    s.operands[1].buffer = 1;
    s.result.buffer = 2;
    s.operands[0].loop[0] = s.operands[1].loop[0] = s.result.loop[0] = 60;
    s.result_form = {{6, 10}, {10, 1}};
    s.operand_forms = {s.result_form, s.result_form};
    std::byte* const bases[] = {bytes(x.data()), bytes(y.data()), bytes(r.data())};
    backend::on_host().run(s, bases, 0, 10, {1});
    EXPECT_EQ(r, std::vector<double>(600, 3));
}

TEST(Interpret, RunsCallsWithoutCompiledCode)
{
    for (const std::size_t n : {3u, 100000u}) {   // at once, and by a plan
        const tf::array<double> x = tf::ones<double>({n});
        const tf::array<float> y = tf::full<float>({n}, 2.0f);
        const detail::operand both[] = {detail::whole(x.raw()), detail::whole(y.raw())};
        const tf::array<double> r(detail::record_elementwise(uncompiled(), both, nullptr, {}));
        EXPECT_EQ(r(0), 3);
        EXPECT_EQ(r(static_cast<std::ptrdiff_t>(n) - 1), 3);
    }
}

/// Into the memory of an operand of the same layout.
TEST(Interpret, InPlace)
{
    std::vector<double> x(600, 1);
    std::vector<float> y(600, 2);
    const index_t n = 600, one = 1;
    const detail::strided both[] = {{x.data(), 1, &n, &one}, {y.data(), 1, &n, &one}};
    interpret(uncompiled(), both, nullptr, both[0]);
    EXPECT_EQ(x, std::vector<double>(600, 3));
}

// ---- what is refused

void expect_refused(const kernel& given, std::vector<std::uint8_t> program)
{
    kernel k = given;
    k.program = program.data();
    k.program_length = static_cast<int>(program.size());
    const index_t n = 1, one = 1;
    double x = 1, r = 0;
    const detail::strided both[] = {{&x, 1, &n, &one}, {&x, 1, &n, &one}};
    try {
        interpret(k, both, nullptr, {&r, 1, &n, &one});
        ADD_FAILURE() << "was interpreted";
    }
    catch (const tf::error& e) {
        EXPECT_STREQ(e.what(), ("[elementwise] " + std::string(k.text) + " has no program that can be interpreted").c_str());
    }
}

TEST(Interpret, RefusesWhatItDoesNotKnow)
{
    const kernel& k = kernel_of<of::plus, double, double>();
    const std::vector<std::uint8_t> good(k.program, k.program + k.program_length);
    const auto changed = [&](std::size_t at, int to) {
        auto program = good;
        program[at] = static_cast<std::uint8_t>(to);
        return program;
    };
    expect_refused(k, {});
    expect_refused(k, {good.begin(), good.begin() + 8});                              // two values are left
    expect_refused(k, {good.begin() + 8, good.end()});                                // none to take
    expect_refused(k, changed(2, 2));                                                 // operand 2 of 2
    expect_refused(k, changed(0, static_cast<int>(opcode::scalar)));                  // there is none
    expect_refused(k, changed(1, static_cast<int>(element::float32)));                // not the operand's type
    expect_refused(k, changed(9, static_cast<int>(element::float32)));                // not the type of a sum
    expect_refused(k, changed(9, detail::no_element));
    expect_refused(k, changed(8, static_cast<int>(opcode::isclose)));
    expect_refused(k, changed(8, static_cast<int>(opcode::modulus)));                 // not of double
    expect_refused(detail::kernel_for<typename decltype(xt::square(tf::array<double>()))::key>(), {});
}

}  // namespace
