// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The smallest user: prints 1*4 + 2*5 + 3*6 = 32.
#include <tenfold/tenfold.hpp>

#include <iostream>

int main()
{
    tenfold::array<double> row = {{1.0, 2.0, 3.0}};
    tenfold::array<double> column = {{4.0}, {5.0}, {6.0}};
    tenfold::array<double> product = tenfold::dot(row, column);
    std::cout << product(0, 0) << '\n';
}
