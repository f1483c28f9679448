#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
"""Times the workloads of benchmarks/workloads.hpp in NumPy, and in PyTorch, JAX and MLX where they are installed.

rivals.py [--seconds S] [--threads N] [names of workloads]
"""

import argparse
import os
import sys
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workloads", nargs="*", metavar="W", help="W1 ... W7, W13, W14; all if none is named")
    parser.add_argument("--seconds", type=float, default=1, help="for each row (default 1)")
    parser.add_argument("--threads", type=int, help="of every library (default: as many as it takes)")
    return parser.parse_args()


ARGS = arguments()
if ARGS.threads:  # read when the libraries are loaded
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ[name] = str(ARGS.threads)
    os.environ["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen={'true' if ARGS.threads > 1 else 'false'}"
os.environ.setdefault("JAX_PLATFORMS", "cpu")

try:
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
except ImportError:
    sys.exit("rivals.py needs NumPy: pip install -r requirements.txt")


# ---- the libraries: how to bring arrays in, wait for results, and multiply


class NumPy:
    name = "NumPy"
    float_name = "float64"
    matmul = staticmethod(np.matmul)
    stack = staticmethod(np.stack)

    @staticmethod
    def array(x):
        return x

    @staticmethod
    def wait(x):
        return x

    @staticmethod
    def compiled(f):
        return None


class PyTorch:
    name = "PyTorch"
    float_name = "float64"

    def __init__(self):
        import torch

        if ARGS.threads:
            torch.set_num_threads(ARGS.threads)
        torch.set_grad_enabled(False)
        self.version = torch.__version__
        self.array = torch.from_numpy
        self.matmul = torch.matmul
        self.stack = torch.stack

    def wait(self, x):
        return x

    def compiled(self, f):
        return None


class Jax:
    name = "JAX"
    float_name = "float64"

    def __init__(self):
        import jax

        jax.config.update("jax_enable_x64", True)
        self.version = jax.__version__
        self.jax = jax
        self.array = jax.numpy.asarray
        self.matmul = jax.numpy.matmul
        self.stack = jax.numpy.stack

    def wait(self, x):
        return self.jax.block_until_ready(x)

    def compiled(self, f):
        return self.jax.jit(f)


class Mlx:
    name = "MLX"
    float_name = "float32"

    def __init__(self):
        import mlx.core as mx

        mx.set_default_device(mx.cpu)
        self.version = getattr(mx, "__version__", "")
        self.mx = mx
        self.matmul = mx.matmul
        self.stack = mx.stack

    def array(self, x):
        return self.mx.array(x.astype(np.float32))

    def wait(self, x):
        self.mx.eval(x)
        return x

    def compiled(self, f):
        return None


def libraries():
    found = [NumPy()]
    for kind in (PyTorch, Jax, Mlx):
        try:
            found.append(kind())
            print(f"{kind.name} {found[-1].version}")
        except ImportError:
            print(f"{kind.name}: not installed, skipped")
    return found


def blas_of_numpy():
    """The name of NumPy's BLAS; configurations look different from version to version."""
    try:
        blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        text = f"{blas.get('name', '?')} {blas.get('version', '')}".strip()
    except (TypeError, KeyError):
        try:
            info = np.__config__.get_info("blas_opt_info") or np.__config__.get_info("blas_ilp64_opt_info")
            text = ", ".join(info.get("libraries", [])) or "unknown"
        except AttributeError:
            text = "unknown"
    return text + (" (MKL)" if "mkl" in text.lower() and "MKL" not in text else "")


# ---- the workloads: each gives ways to write it, name -> function of (library, operands)

RANDOM = np.random.default_rng(1)


def uniform(*shape):
    return RANDOM.uniform(-1, 1, shape)


def windows(m, k, n, w):
    def loop(lib, x):
        return [lib.matmul(x[0], x[1][:, i : i + w]) for i in range(n - w + 1)]

    def one_gemm(lib, x):
        c = lib.matmul(x[0], x[1])
        if lib.name == "NumPy":
            return sliding_window_view(c, w, axis=1)
        return [c[:, i : i + w] for i in range(n - w + 1)] if lib.name != "PyTorch" else c.unfold(1, w, 1)

    return [uniform(m, k), uniform(k, n)], {"loop": loop, "one gemm, views": one_gemm}


def pairs(shapes, same_left=False, repeats=1):
    a = [uniform(*shapes[0][:2])] if same_left else [uniform(m, k) for m, k, _ in shapes]
    b = [uniform(k, n) for _, k, n in shapes]
    count = len(b)
    equal = all(s == shapes[0] for s in shapes)

    def loop(lib, x):
        return [lib.matmul(x[0] if same_left else x[i], x[len(a) + i]) for _ in range(repeats) for i in range(count)]

    def stacked(lib, x):
        left = x[0] if same_left else lib.stack(x[:count])
        return lib.matmul(left, lib.stack(x[len(a) :]))

    ways = {"loop": loop}
    if equal:
        ways["each once: stack, then matmul" if repeats > 1 else "stack, then matmul"] = stacked
    return a + b, ways


def mixed():
    sizes = np.random.default_rng(4).integers(4, 129, (1000, 3))
    return pairs([tuple(int(v) for v in s) for s in sizes])


def summed(count, n):
    operands = [uniform(n, n) for _ in range(2 * count)]

    def loop(lib, x):
        total = lib.matmul(x[0], x[1])
        for i in range(1, count):
            total = total + lib.matmul(x[2 * i], x[2 * i + 1])
        return total

    def stacked(lib, x):
        return lib.matmul(lib.stack(x[0::2]), lib.stack(x[1::2])).sum(0)

    return operands, {"loop, sum += ...": loop, "stack, matmul, sum": stacked}


def chain(n):
    def as_written(lib, x):
        return lib.matmul(lib.matmul(x[0], x[1]), x[2])

    def right_to_left(lib, x):
        return lib.matmul(x[0], lib.matmul(x[1], x[2]))

    return [uniform(n, n), uniform(n, n), uniform(n)], {"(a @ b) @ v": as_written, "a @ (b @ v)": right_to_left}


def stacked_by_one(count, m, k, n):
    def matmul(lib, x):
        return lib.matmul(x[0], x[1])

    def reshaped(lib, x):
        return lib.matmul(x[0].reshape(count * m, k), x[1]).reshape(count, m, n)

    return [uniform(count, m, k), uniform(k, n)], {"matmul": matmul, "reshape, one gemm": reshaped}


WORKLOADS = {
    "W1": ("981 windows, 10x20 by 20x20", lambda: windows(10, 20, 1000, 20)),
    "W2": ("801 windows, 100x200 by 200x200", lambda: windows(100, 200, 1000, 200)),
    "W3": ("1000 separate products 64x64", lambda: pairs([(64, 64, 64)] * 1000)),
    "W4": ("1000 products, sizes 4 to 128", mixed),
    "W5": ("500 of one 64x64 by 64x8", lambda: pairs([(64, 64, 8)] * 500, same_left=True)),
    "W6": ("sum of 200 products 64x64", lambda: summed(200, 64)),
    "W7": ("a @ b @ v, 1000x1000", lambda: chain(1000)),
    "W13": ("W3, each product three times", lambda: pairs([(64, 64, 64)] * 1000, repeats=3)),
    "W14": ("500 x (20x32) by 32x32", lambda: stacked_by_one(500, 20, 32, 32)),
}


# ---- measuring


def best_of(f, seconds):
    f()
    f()
    best, end = float("inf"), time.perf_counter() + seconds
    repeats = 0
    while repeats < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        f()
        best = min(best, time.perf_counter() - start)
        repeats += 1
    return best


def text_of(seconds):
    for unit, size in (("us", 1e-6), ("ms", 1e-3)):
        if seconds < 1000 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


def first(lib, result):
    """The first element, as proof that the result is right."""
    while isinstance(result, (list, tuple)):
        result = result[0]
    return float(np.asarray(result).reshape(-1)[0])


def row(lib, way, f, operands, expected):
    """The time of one way in one library."""
    x = [lib.array(v) for v in operands]
    # Loops are run as they are: JAX takes seconds to compile a thousand calls.
    compiled = lib.compiled(lambda v: f(lib, v)) if not way.startswith("loop") else None
    run = (lambda: lib.wait(compiled(x))) if compiled else (lambda: lib.wait(f(lib, x)))
    value = first(lib, run())
    seconds = best_of(run, ARGS.seconds)
    tolerance = (1e-9 if lib.float_name == "float64" else 1e-3) * (1 + abs(expected))
    notes = [lib.float_name] if lib.float_name != "float64" else []
    if not abs(value - expected) <= tolerance:
        notes.append("WRONG")
    label = f"{lib.name}{', jit' if compiled else ''}: {way}"
    print(f"  {label:<44}{text_of(seconds):>12}  {' '.join(notes)}".rstrip(), flush=True)


def main():
    unknown = [w for w in ARGS.workloads if w not in WORKLOADS]
    if unknown:
        sys.exit(f"rivals.py: no workload {', '.join(unknown)}; there are {', '.join(WORKLOADS)}")
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {ARGS.threads or 'all'} threads")
    print(f"NumPy {np.__version__}, BLAS: {blas_of_numpy()}")
    found = libraries()
    for name in ARGS.workloads or WORKLOADS:
        about, make = WORKLOADS[name]
        operands, ways = make()
        print(f"\n{name}: {about}")
        for lib in found:
            for way, f in ways.items():
                row(lib, way, f, operands, first(NumPy, f(NumPy, operands)))


if __name__ == "__main__":
    main()
