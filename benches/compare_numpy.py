#!/usr/bin/env python3
"""Selvedge's search beside numpy's f32 product, in alternation on the same machine: prints medians and the ratio.

Usage: python3 benches/compare_numpy.py [ROUNDS]        (needs numpy, and `cargo bench --bench search --no-run` before)
"""
import re, statistics, subprocess, sys, time

import numpy

ROWS, DIMENSION, RUNS = 100_000, 512, 31
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
matrix = numpy.random.default_rng(1).standard_normal((ROWS, DIMENSION), dtype=numpy.float32)
query = numpy.random.default_rng(2).standard_normal(DIMENSION, dtype=numpy.float32)


def ours():
    said = subprocess.run(["cargo", "bench", "--bench", "search", "--", str(ROWS)], capture_output=True, text=True, check=True).stdout
    return float(re.search(r"median ([\d.]+) ms", said)[1])


def numpys():
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        scores = matrix @ query
        numpy.argpartition(scores, -100)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


pairs = [(ours(), numpys()) for _ in range(rounds)]
for mine, theirs in pairs:
    print(f"selvedge {mine:.2f} ms   numpy {theirs:.2f} ms   ratio {mine / theirs:.2f}")
print(f"median ratio {statistics.median(mine / theirs for mine, theirs in pairs):.2f}")
