// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What evaluations ask of an executor: one with memory of its own, one that cuts plans, and the one that runs nothing.
// Whole random programs run on them in the rooms `differential` and `programs`.
#include "backend/null/null.hpp"
#include "executors/chosen.hpp"

#include <tenfold/tenfold.hpp>

#include <gtest/gtest.h>

#include <xtensor/xio.hpp>

#include <sstream>
#include <thread>

namespace {

namespace tf = tenfold;
using namespace tenfold;
using A = tf::array<double>;
using X = xt::xarray<double>;

X numbers(std::vector<std::size_t> shape, double first = 1)
{
    X x = X::from_shape(shape);
    for (double& e : x) e = first++;
    return x;
}
X product(const X& a, const X& b)
{
    X c = xt::zeros<double>({a.shape(0), b.shape(1)});
    for (std::size_t i = 0; i < a.shape(0); ++i)
        for (std::size_t j = 0; j < b.shape(1); ++j)
            for (std::size_t k = 0; k < a.shape(1); ++k) c(i, j) += a(i, k) * b(k, j);
    return c;
}

/// The distant executor as a device, and what it was asked for since the test began.
class Distant : public testing::Test {
protected:
    Distant()
    {
        backend::add_gpu(0, there);
        forget();
    }
    void forget()
    {
        there.space().sent = there.space().brought = 0;
        there.runs = 0;
    }
    std::size_t sent() const { return there.space().sent; }
    std::size_t brought() const { return there.space().brought; }

    executors::distant& there = executors::the_distant();
    device gpu = device_of_distant();

private:
    static device device_of_distant()
    {
        backend::add_gpu(0, executors::the_distant());
        return cuda(0);
    }
};

bool host_may_read(const A& x)
{
    const detail::index_t* stride;
    return detail::computed(x.raw(), sizeof(double), stride) != nullptr;
}

TEST_F(Distant, ValuesStayThereUntilTheyAreRead)
{
    const std::size_t before = there.space().living();
    {
        const A a(numbers({3, 4})), b(numbers({4, 5}));
        const A c = dot(a, b), d = dot(c, transpose(c));
        eval(gpu, c, d);
        EXPECT_FALSE(host_may_read(c));
        EXPECT_EQ(brought(), 0u);
        EXPECT_EQ(sent(), (12 + 20) * sizeof(double));
        EXPECT_EQ(c(2, 4), product(numbers({3, 4}), numbers({4, 5}))(2, 4));
        EXPECT_TRUE(host_may_read(c));
        const std::size_t once = brought();
        EXPECT_GT(once, 0u);
        EXPECT_EQ(X(c), product(numbers({3, 4}), numbers({4, 5})));
        EXPECT_EQ(brought(), once);

        // What lies there already is not sent again.
        forget();
        const A e = dot(a, b) + c;
        eval(gpu, e);
        EXPECT_EQ(sent(), 0u);
        EXPECT_EQ(X(e), 2 * product(numbers({3, 4}), numbers({4, 5})));
    }
    EXPECT_EQ(there.space().living(), before);
}

TEST_F(Distant, BorrowedMemoryIsLentForOneEvaluation)
{
    X mine = numbers({4, 4});
    const A x = borrow(mine);
    for (int round = 0; round < 3; ++round) {
        forget();
        const A y = dot(x, x);
        eval(gpu, y);
        EXPECT_EQ(sent(), 16 * sizeof(double));
        EXPECT_EQ(X(y), product(mine, mine)) << round;
        mine += 1;
    }
}

TEST_F(Distant, EveryWayOfAskingAsksIt)
{
    const A a(numbers({3, 3}));
    const auto asked = [&](const auto& ask) {
        forget();
        const A x = dot(a, a) + 1.0;
        ask(x);
        EXPECT_EQ(X(x), product(numbers({3, 3}), numbers({3, 3})) + 1);
        return there.runs.load();
    };
    EXPECT_EQ(asked([&](const A& x) { eval(gpu, x); }), 1);
    EXPECT_EQ(asked([&](const A& x) { submit(gpu, x).wait(); }), 1);
    EXPECT_EQ(asked([&](const A& x) { eval(options{.device = gpu}, x); }), 1);
    EXPECT_EQ(asked([](const A& x) { eval(x); }), 0);
    EXPECT_EQ(explain(gpu, dot(a, a)).device, "cuda:0");
    set_default_device(gpu);
    EXPECT_EQ(asked([](const A& x) { eval(x); }), 1);
    EXPECT_EQ(asked([](const A& x) { x(0, 0); }), 1);
    EXPECT_EQ(asked([](const A& x) { submit(x).wait(); }), 1);
    EXPECT_EQ(asked([](const A& x) { eval(cpu(), x); }), 0);
    EXPECT_EQ(explain(dot(a, a)).device, "cuda:0");
    {
        const eager_scope now;
        forget();
        const A x = dot(a, a);
        EXPECT_EQ(there.runs, 1);
    }
    set_default_device(cpu());
}

TEST_F(Distant, ValuesOfOneDeviceAreOperandsOnTheOther)
{
    const A a(numbers({4, 4}));
    const A x = dot(a, a);
    eval(gpu, x);
    const A y = dot(x, a) + x;
    eval(cpu(), y);
    const A z = dot(y, x);
    eval(gpu, z);
    const X p = product(numbers({4, 4}), numbers({4, 4})), q = product(p, numbers({4, 4})) + p;
    EXPECT_EQ(X(y), q);
    EXPECT_EQ(X(z), product(q, p));
}

TEST_F(Distant, ViewsAndStoresOfValuesThatLieThere)
{
    const A a(numbers({4, 6}));
    A x = a + 1.0;
    eval(gpu, x);
    const A rows = view(x, xt::range(1, 3), xt::all());
    eval(gpu, rows);
    EXPECT_EQ(rows(1, 5), 19);
    A y = a + 2.0;
    eval(gpu, y);
    view(y, 0, xt::all()) = 0.0;   // in place, if it lay here
    const A before = y;
    view(y, 1, xt::all()) = 7.0;
    eval(gpu, y);
    view(y, 2, xt::all()) = 8.0;
    EXPECT_EQ(y(0, 3), 0);
    EXPECT_EQ(y(1, 3), 7);
    EXPECT_EQ(y(2, 3), 8);
    EXPECT_EQ(before(1, 3), 12);
    // A copy that lies there is not what was stored here since.
    A s = zeros<double>({4});
    view(s, 1) = 2.0;
    eval(s);
    const A twice = s + s;
    eval(gpu, twice);
    view(s, 2) = 3.0;
    EXPECT_EQ(s(2), 3);
    const A again = s + s;
    eval(gpu, again);
    EXPECT_EQ(again(2), 6);
    EXPECT_EQ(twice(2), 0);
}

TEST_F(Distant, StepsThatItRefusesRunOnTheHost)
{
    const A a(numbers({5, 5}));
    const double by = 3;
    const A x = dot(a, a);
    const A y = xt::make_lambda_xfunction([by](double e) { return e / by; }, x);
    const A z = cumsum(y, 0) + dot(y, a);
    const explanation said = explain(gpu, z);
    int refused = 0;
    for (const explanation::step& s : said.steps) refused += !s.on_host.empty();
    EXPECT_EQ(refused, 2);
    std::ostringstream text;
    text << said;
    EXPECT_NE(text.str().find("on the host: cumsum: no kernel for it"), std::string::npos) << text.str();
    eval(gpu, z);
    const X p = product(numbers({5, 5}), numbers({5, 5})) / 3, q = product(p, numbers({5, 5}));
    for (std::size_t j = 0; j < 5; ++j)
        for (std::size_t i = 0; i < 5; ++i) {
            double want = q(i, j);
            for (std::size_t k = 0; k <= i; ++k) want += p(k, j);
            EXPECT_NEAR(z(i, j), want, 1e-9 * (1 + std::abs(want)));
        }
}

TEST_F(Distant, OnlyWhatIsReadTravels)
{
    const A a(numbers({16, 16}));
    std::vector<A> v;
    for (int i = 0; i < 8; ++i) v.push_back(dot(a, a + double(i)));
    for (const A& x : v) eval(gpu, x);
    forget();
    const A y = v[3] * 2.0;
    eval(cpu(), y);
    EXPECT_EQ(brought(), 256 * sizeof(double));
    for (const int i : {0, 2, 4, 7}) EXPECT_FALSE(host_may_read(v[static_cast<std::size_t>(i)])) << i;
}

// What was computed here, one value after another, lies in a block each.
TEST_F(Distant, ValuesThatLieAllOverAreSentTogether)
{
    const A a(numbers({8, 8}));
    std::vector<A> v;
    std::vector<X> between;
    for (int i = 0; i < 64; ++i) {
        v.push_back(dot(a, view(a, xt::all(), xt::range(0, 8))));
        v.back()(0, 0);
        between.push_back(numbers({100, 100}));
    }
    forget();
    for (int round = 0; round < 2; ++round) {
        const A y = dot(v[0], v[40]) + v[63];
        eval(gpu, y);
        EXPECT_LE(sent(), 64 * 64 * sizeof(double));
        EXPECT_EQ(y(7, 7), product(X(v[0]), X(v[40]))(7, 7) + v[63](7, 7));
    }
}

TEST_F(Distant, ATicketTellsWhenItsWorkIsDone)
{
    backend::ticket now = there.run({}, {});
    EXPECT_TRUE(now.wait());
    EXPECT_TRUE(backend::cpu().run({}, {}).ready());
    backend::ticket later = there.run({}, {});
    while (!later.ready()) std::this_thread::yield();
    EXPECT_TRUE(later.wait());
}

TEST_F(Distant, ManyThreadsReadAtOnce)
{
    const A a(numbers({64, 64}));
    for (int round = 0; round < 20; ++round) {
        const A x = a * 2.0;
        eval(gpu, x);
        std::vector<std::thread> readers;
        for (int t = 0; t < 4; ++t) readers.emplace_back([&] { EXPECT_EQ(x(63, 63), 2 * 4096); });
        for (std::thread& t : readers) t.join();
    }
}

TEST_F(Distant, PlansAreKeptForEachExecutor)
{
    const A a(numbers({3, 3}));
    std::vector<A> x;
    for (int round = 0; round < 3; ++round) {
        for (const device& d : {cpu(), gpu, null_device()}) {
            x.clear();
            for (int i = 0; i < 8; ++i) x.push_back(dot(view(a, i % 3, xt::all()), a));
            eval(d, x);
            EXPECT_EQ(X(x[2]), X(dot(view(a, 2, xt::all()), a))) << d.name();
        }
    }
    EXPECT_EQ(there.runs, 3);
}

TEST(Sharding, PlansAreCutAndGiveTheSame)
{
    backend::add_gpu(1, executors::the_sharding());
    const A a(numbers({40, 8})), b(numbers({8, 3}));
    const auto record = [&] {
        std::vector<A> all;
        for (std::size_t i = 0; i + 4 <= 40; ++i) all.push_back(dot(view(a, xt::range(i, i + 4), xt::all()), b));
        for (std::size_t i = 0; i < 10; ++i) all.push_back(sum(view(a, i, xt::all())) * 2.0);
        for (std::size_t n = 1; n < 6; ++n) all.push_back(dot(view(a, xt::range(0, n), xt::range(0, n)), view(a, xt::range(0, n), xt::range(0, n + 1))));
        return all;
    };
    const auto here = record(), there = record();
    eval(cpu(), here);
    eval(cuda(1), there);
    for (std::size_t i = 0; i < here.size(); ++i) EXPECT_EQ(X(here[i]), X(there[i])) << i;
}

// The whole engine runs; there are no values.
TEST(NullDevice, IsAskedForWhatThePlanSays)
{
    const A a(numbers({40, 8})), b(numbers({8, 3}));
    std::vector<A> all;
    for (std::size_t i = 0; i + 4 <= 40; ++i) all.push_back(dot(view(a, xt::range(i, i + 4), xt::all()), b));
    const explanation said = explain(null_device(), all);
    eval(null_device(), all);
    EXPECT_EQ(backend::null().last().positions(plan::kind::product), said.products_after);
    A h = b;
    for (int i = 0; i < 5; ++i) h = dot(view(a, xt::range(0, 8), xt::all()), h) + b;
    A state = zeros<double>({6, 4});
    for (std::size_t t = 1; t < 6; ++t) view(state, t, xt::all()) = view(state, t - 1, xt::all()) * 0.5 + 1.0;
    eval(null_device(), h, state);
    EXPECT_GT(backend::null().last().calls().size(), 0u);
    EXPECT_FALSE(host_may_read(h));
    EXPECT_EQ(X(all[36]), product(X(xt::view(numbers({40, 8}), xt::range(36, 40), xt::all())), numbers({8, 3})));
    EXPECT_EQ(state(2, 0), 1.5);
}

}  // namespace
