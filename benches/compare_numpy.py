#!/usr/bin/env python3
"""Selvedge's suggestions beside numpy's f32 product alone, in alternation on the same machine: prints medians and the ratio.
Searches are compared by `compare_search.py`.

Usage: python3 benches/compare_numpy.py [ROUNDS]        (needs numpy, and `cargo bench --no-run` before)
"""
import re, statistics, subprocess, sys, time

import numpy

ROWS, DIMENSION, RUNS = 100_000, 512, 31
rounds = next((int(a) for a in sys.argv[1:] if a.isdigit()), 5)
matrix = numpy.random.default_rng(1).standard_normal((ROWS, DIMENSION), dtype=numpy.float32)
labels = numpy.random.default_rng(3).standard_normal((50, DIMENSION), dtype=numpy.float32)


def ours():
    said = subprocess.run(["cargo", "bench", "--bench", "suggest", "--", str(ROWS)], capture_output=True, text=True, check=True).stdout
    return float(re.search(rf"x {DIMENSION}, 50 labels, single: median ([\d.]+) ms", said)[1])


def numpys():
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        matrix @ labels.T  # the product alone: no softmax, no ranking, no histograms
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


pairs = [(ours(), numpys()) for _ in range(rounds)]
for mine, theirs in pairs:
    print(f"selvedge {mine:.2f} ms   numpy {theirs:.2f} ms   ratio {mine / theirs:.2f}")
print(f"median ratio {statistics.median(mine / theirs for mine, theirs in pairs):.2f}")
