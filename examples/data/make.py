#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
"""Makes ecg.npy, a.npy and b.npy from the ECG that SciPy 1.9.3 carries (see README.md).

    pip download --no-deps --only-binary :all: --python-version 3.11 scipy==1.9.3
    python make.py scipy-1.9.3-*.whl
"""
import hashlib
import io
import sys
import zipfile

import numpy as np

SHA256 = "f20ad3365fb9b7f845d0e5c48b6fe67081377ee466c3a220b7f69f35c8958baf"
RATE = 90                   # samples a second, after averaging each four of the 360
LENGTH = 30                 # of a template: a third of a second
SIGNAL = 75 * RATE          # the signal starts here ...
COLUMNS = 1000              # ... and has this many positions for a template
LEARN = slice(105 * RATE, 150 * RATE)   # the templates come from here


def read(wheel):
    raw = zipfile.ZipFile(wheel).read("scipy/misc/ecg.dat")
    if hashlib.sha256(raw).hexdigest() != SHA256:
        sys.exit("scipy/misc/ecg.dat is not the expected file")
    counts = np.load(io.BytesIO(raw))["ecg"].astype(float)
    millivolt = (counts - 1024) / 200
    return millivolt.reshape(-1, 4).mean(axis=1)


def beats(x):
    """Position and width (samples above half height) of each peak that stands 0.7 mV over its second."""
    found = []
    for i in range(RATE // 2, len(x) - RATE // 2):
        around = x[i - RATE // 2 : i + RATE // 2]
        height = x[i] - np.median(around)
        near = x[i - 15 : i + 16]
        if height > 0.7 and x[i] == near.max() and (not found or i - found[-1][0] > 15):
            half = x[i] - height / 2
            left = next(j for j in range(i, 0, -1) if x[j] < half)
            right = next((j for j in range(i, len(x)) if x[j] < half), len(x))
            found.append((i, right - left - 1))
    return found


def main():
    x = read(sys.argv[1])
    learn = x[LEARN]
    narrow = [i for i, width in beats(learn) if width <= 4][:4]   # normal beats
    wide = [i for i, width in beats(learn) if width >= 8][:4]     # premature ventricular beats
    a = np.array([learn[i - 9 : i - 9 + LENGTH] for i in narrow + wide])
    a -= a.mean(axis=1, keepdims=True)
    a /= np.linalg.norm(a, axis=1, keepdims=True)

    ecg = x[SIGNAL : SIGNAL + COLUMNS + LENGTH - 1]
    b = np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(ecg, LENGTH).T)
    for name, values in (("ecg", ecg), ("a", a), ("b", b)):
        np.save(name + ".npy", values)
        print(name, values.dtype, values.shape)


if __name__ == "__main__":
    main()
