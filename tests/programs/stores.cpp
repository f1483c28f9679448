// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Arrays that are filled and changed in parts, step by step, with copies, views and reads in the middle.
#include "support.hpp"

#include <xtensor/xmath.hpp>

namespace programs {

namespace {

/// Two arrays and their twins, changed by random statements.
class assignments {
public:
    explicit assignments(unsigned seed)
        : dice_(seed), n_(dice_.between(1, 9)), m_(dice_.between(1, 7)), at_("program " + std::to_string(seed))
    {
        for (int k = 0; k < 2; ++k) {
            const X start = dice_.numbers({static_cast<std::size_t>(n_), static_cast<std::size_t>(m_)});
            const bool zeros = dice_.below(2) == 0;
            eager_[k] = zeros ? X(xt::zeros<double>({n_, m_})) : start;
            lazy_[k] = zeros ? tf::zeros<double>({n_, m_}) : D(start);
        }
        const auto m = static_cast<std::size_t>(m_);
        matrix_ = dice_.numbers({m, m}) * 0.3;
        lazy_matrix_ = matrix_;
        // Most programs repeat a few statements, as loops do.
        for (index k = dice_.between(1, 4); k > 0; --k) loop_.push_back(dice_.below(kinds));
    }

    void run()
    {
        const index steps = dice_.between(0, 40);
        for (index t = 0; t < steps && !testing::Test::HasFatalFailure(); ++t) {
            t_ = t;
            step(dice_.below(5) == 0 ? dice_.below(kinds) : loop_[static_cast<std::size_t>(t) % loop_.size()]);
        }
        if (testing::Test::HasFatalFailure()) return;
        if (dice_.below(2) == 0) tf::eval(kept_);
        for (std::size_t k = 0; k < kept_.size(); ++k) expect_same(value_of(kept_[k]), kept_eager_[k], at_ + ", kept " + std::to_string(k));
        for (int k = 0; k < 2; ++k) expect_same(value_of(lazy_[k]), eager_[k], at_ + ", array " + std::to_string(k));
    }

private:
    static constexpr index kinds = 19;

    index row() { return dice_.below(3) == 0 ? dice_.below(n_) : (t_ + dice_.below(2)) % n_; }
    index row_before() { return dice_.below(3) == 0 ? dice_.below(n_) : (t_ + n_ - 1) % n_; }
    void keep(const D& lazy, const X& eager)
    {
        kept_.push_back(lazy);
        kept_eager_.push_back(eager);
    }

    void step(index kind)
    {
        const auto which = static_cast<std::size_t>(dice_.below(4) == 0);
        D& x = lazy_[which];
        X& e = eager_[which];
        const index i = row(), j = row_before(), k = dice_.below(n_), c = dice_.below(m_), d = dice_.below(m_);
        const index rows = dice_.between(1, n_), a = dice_.below(n_ - rows + 1), b = dice_.below(n_ - rows + 1);
        switch (kind) {
        case 0: tf::view(x, i) = tf::view(x, j) * 0.5 + 1.0; { X v = xt::view(e, j) * 0.5 + 1.0; xt::view(e, i) = v; } break;
        case 1: tf::view(x, i) = tf::view(x, j) - tf::view(x, k); { X v = xt::view(e, j) - xt::view(e, k); xt::view(e, i) = v; } break;
        case 2: tf::view(x, i) = xt::tanh(tf::dot(tf::view(x, j), lazy_matrix_));
            { X r = xt::view(e, range(j, j + 1), all()), p = plain_dot(r, matrix_), v = xt::tanh(xt::view(p, 0)); xt::view(e, i) = v; } break;
        case 3: tf::view(x, range(a, a + rows)) += tf::view(x, range(b, b + rows));
            { X v = xt::view(e, range(b, b + rows), all()); xt::view(e, range(a, a + rows), all()) += v * 1.0; } break;
        case 4: tf::view(x, range(a, a + rows)) = tf::view(x, range(b, b + rows));
            { X v = xt::view(e, range(b, b + rows), all()); xt::view(e, range(a, a + rows), all()) = v; } break;
        case 5: tf::view(x, all(), c) = tf::view(x, all(), d) * 0.5; { X v = xt::view(e, all(), d) * 0.5; xt::view(e, all(), c) = v; } break;
        case 6: tf::view(x, i, c) = 0.25 * static_cast<double>(t_); e(i, c) = 0.25 * static_cast<double>(t_); break;
        case 7: tf::view(x, i, c) = tf::view(x, j, d) * 0.5 + tf::view(x, k, c) * 0.25; e(i, c) = e(j, d) * 0.5 + e(k, c) * 0.25; break;
        case 8:
            if (m_ < 3) break;
            tf::view(x, i, range(1, m_ - 1)) = tf::view(x, j, range(0, m_ - 2)) * 0.5 - tf::view(x, j, range(2, m_));
            { X v = xt::view(e, j, range(0, m_ - 2)) * 0.5 - xt::view(e, j, range(2, m_)); xt::view(e, i, range(1, m_ - 1)) = v; } break;
        case 9: keep(x, e); break;
        case 10: keep(tf::view(x, j), xt::view(e, j)); break;
        case 11: keep(tf::sum(tf::view(x, range(a, a + rows)), 0), xt::sum(xt::view(e, range(a, a + rows), all()), {0})); break;
        case 12: ASSERT_NEAR(x(i, c), e(i, c), 1e-9 * (1 + std::abs(e(i, c)))) << at_; break;
        case 13: tf::view(lazy_[1 - which], i) = tf::view(x, j); { X v = xt::view(e, j); xt::view(eager_[1 - which], i) = v; } break;
        case 14: if (!kept_.empty()) tf::eval(kept_.back()); break;
        case 15: tf::view(x, range(0, n_, 2)) *= 0.5; xt::view(e, range(0, n_, 2), all()) *= 0.5; break;
        case 16:
            if (n_ < 2) break;
            tf::view(x, range(1, n_, 2)) = tf::view(x, range(0, n_ - 1, 2)) * 0.5;
            { X v = xt::view(e, range(0, n_ - 1, 2), all()) * 0.5; xt::view(e, range(1, n_, 2), all()) = v; } break;
        case 17: // elimination: what is subtracted is read from the array itself
            tf::view(x, range(a, a + rows)) -= 0.125 * tf::outer(tf::view(x, range(b, b + rows), c), tf::view(x, k));
            { X l = xt::view(e, range(b, b + rows), range(c, c + 1)), r = xt::view(e, range(k, k + 1), all()), v = plain_dot(l, r); xt::view(e, range(a, a + rows), all()) -= 0.125 * v; } break;
        case 18: { const D old = x; tf::view(x, i) = tf::view(old, j) + 1.0; tf::view(x, k) = tf::view(old, i) * 0.5; }
            { const X old = e; xt::view(e, i) = xt::view(old, j) + 1.0; xt::view(e, k) = xt::view(old, i) * 0.5; } break;
        default: break;
        }
        // Programs that let values grow without end would compare infinities.
        if (std::abs(e(i, c)) > 1e6) {
            tf::view(x, all(), all()) = tf::view(x, all(), all()) * 1e-6;
            X v = e * 1e-6;
            e = v;
        }
    }

    dice dice_;
    index n_, m_, t_ = 0;
    D lazy_[2], lazy_matrix_;
    X eager_[2], matrix_;
    std::vector<index> loop_;
    std::vector<D> kept_;
    std::vector<X> kept_eager_;
    std::string at_;
};

}  // namespace

TEST(Stores, random_programs)
{
    for (unsigned seed = 0; seed < 1500; ++seed) {
        assignments(seed).run();
        if (HasFatalFailure()) return;
    }
}

TEST(Stores, random_programs_in_an_eager_scope)
{
    const tf::eager_scope now;
    for (unsigned seed = 0; seed < 100; ++seed) {
        assignments(seed).run();
        if (HasFatalFailure()) return;
    }
}

}  // namespace programs
