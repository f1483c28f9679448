// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Programs of many steps, interpreted: they give what one compiled kernel for each step gives, to the last bit.
#include "backend/interpret.hpp"

namespace {

using namespace interpret_test;

/// A random tree as a program, and its elements by one compiled kernel for each step.
struct random_program {
    dice& d;
    index_t length;
    std::vector<std::uint8_t> program;
    std::vector<std::byte> scalars;
    std::vector<row> operands;

    static const std::vector<const kernel*>& steps()
    {
        using u8 = std::uint8_t;
        using u32 = std::uint32_t;
        static const std::vector<const kernel*> all = {
            &kernel_of<of::plus, double, double>(), &kernel_of<of::minus, double, double>(),
            &kernel_of<of::multiplies, double, u32>(), &kernel_of<of::maximum, double, double>(),
            &kernel_of<of::where, bool, double, double>(), &kernel_of<of::sqrt, double>(),
            &kernel_of<of::cast<double>, bool>(), &kernel_of<of::plus, float, float>(),
            &kernel_of<of::minimum, float, float>(), &kernel_of<of::floor, float>(),
            &kernel_of<of::where, bool, u32, float>(), &kernel_of<of::real, c64>(),
            &kernel_of<of::cast<float>, double>(), &kernel_of<of::bitwise_xor, u32, u32>(),
            &kernel_of<of::left_shift, u32, u8>(), &kernel_of<of::multiplies, u32, u32>(),
            &kernel_of<of::cast<u32>, bool>(), &kernel_of<of::cast<u8>, u32>(), &kernel_of<of::clip, u8, u8, u8>(),
            &kernel_of<of::less, u32, float>(), &kernel_of<of::less, double, double>(),
            &kernel_of<of::logical_and, bool, u8>(), &kernel_of<of::logical_not, bool>(),
            &kernel_of<of::isnan, double>(), &kernel_of<of::plus, c64, c64>(),
            &kernel_of<of::multiplies, c64, float>(), &kernel_of<of::cast<c64>, double>()};
        return all;
    }

    void emit(opcode code, element type, std::size_t index)
    {
        const auto i = detail::make_instruction(code, static_cast<int>(type), index);
        program.insert(program.end(), {static_cast<std::uint8_t>(i.code), i.type, i.index[0], i.index[1]});
    }

    row leaf(element type)
    {
        row r(type, length, d, range::all);
        if (d.chance(0.7)) {
            emit(opcode::operand, type, operands.size());
            return operands.emplace_back(r);
        }
        const std::size_t bytes = size_of(type);
        scalars.resize((scalars.size() + bytes - 1) / bytes * bytes);
        emit(opcode::scalar, type, scalars.size());
        scalars.insert(scalars.end(), r.bytes.begin(), r.bytes.begin() + static_cast<std::ptrdiff_t>(bytes));
        for (std::size_t i = 1; i < static_cast<std::size_t>(length); ++i)
            std::memcpy(r.bytes.data() + i * bytes, r.bytes.data(), bytes);
        return r;
    }

    row tree(element type, int depth)
    {
        std::vector<const kernel*> fitting;
        for (const kernel* k : steps())
            if (k->result == type) fitting.push_back(k);
        if (depth == 0 || d.chance(0.1)) return leaf(type);
        const kernel& k = *fitting[static_cast<std::size_t>(d.upto(0, static_cast<index_t>(fitting.size()) - 1))];
        std::vector<row> given;
        std::vector<detail::strided> x;
        for (int i = 0; i < k.operands; ++i) given.push_back(tree(k.operand_types[i], depth - 1));
        for (const row& r : given) x.push_back(r.all());
        program.insert(program.end(), k.program + k.program_length - 4, k.program + k.program_length);
        const row r(type, length);
        k.run(x.data(), nullptr, r.all());
        return r;
    }
};

TEST(Interpret, RandomTrees)
{
    for (unsigned seed = 0; seed < 600; ++seed) {
        dice d(seed);
        random_program p{d, d.pick<index_t>({1, 5, 256, 600}), {}, {}, {}};
        const element type =
            d.pick({element::float64, element::float32, element::uint32, element::boolean, element::complex64});
        const row want = p.tree(type, static_cast<int>(d.upto(0, 6)));
        std::vector<detail::strided> x;
        std::vector<element> types;
        for (const row& r : p.operands) {
            x.push_back(r.all());
            types.push_back(r.type);
        }
        const kernel k{type, static_cast<int>(x.size()), p.scalars.size(), types.data(), nullptr, "a random tree",
                       p.program.data(), static_cast<int>(p.program.size())};
        const row got(type, want.length);
        backend::on_cpu::interpret(k, x.data(), p.scalars.data(), got.all());
        ASSERT_TRUE(all_close(got, want, 0)) << "seed " << seed;
    }
}

}  // namespace
