#!/usr/bin/env python3
"""Selvedge's search beside numpy's product and faiss (Flat, 8-bit) on the same machine, in alternation: medians of milliseconds, wall and CPU of all
threads, and how many times as long the others take. The first 100 of ROWS x 512 unit vectors, for one query and for 32 at once.

Usage: python3 benches/compare_search.py [ROWS ...]        (default 100000 1000000; needs numpy and faiss-cpu, and `cargo bench --no-run` before)
"""
import os, platform, statistics, subprocess, sys, time

import faiss, numpy

DIMENSION, FIRST, QUERIES, ROUNDS = 512, 100, 32, 9


class Ours:
    """The bench program, which answers a line with a line."""

    def __init__(self, rows):
        command = ["cargo", "bench", "--bench", "search", "--", str(rows)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the bench ended; does `cargo bench --bench search` run?")
        return line

    def ask(self, question, times):
        print(question, times, file=self.process.stdin, flush=True)
        return tuple(float(word) for word in self.read().split())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(call, times):
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        call()
    return (time.perf_counter() - wall) * 1000 / times, (time.process_time() - cpu) * 1000 / times


def unit(seed, rows):
    values = numpy.random.default_rng(seed).standard_normal((rows, DIMENSION), dtype=numpy.float32)
    values /= numpy.linalg.norm(values, axis=1, keepdims=True)
    return values


def best(matrix, queries):
    scores = matrix @ queries.T
    places = numpy.argpartition(scores, -FIRST, axis=0)[-FIRST:]
    return numpy.sort(numpy.take_along_axis(scores, places, axis=0), axis=0)


def faisses(matrix):
    flat = faiss.IndexFlatIP(DIMENSION)
    flat.add(matrix)
    bits = faiss.IndexScalarQuantizer(DIMENSION, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    bits.train(matrix[:50_000])
    bits.add(matrix)
    return {"faiss Flat": flat, "faiss 8-bit": bits}


def processor():
    try:
        names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"


def compare(rows):
    matrix, queries = unit(1, rows), unit(2, QUERIES)
    ours, indexes = Ours(rows), faisses(matrix)
    for _ in range(2):
        ours.ask("nearest", 1)  # from the second question on the rows are at hand in bytes
    for name, question, asked in [("one query", "nearest", queries[:1]), ("one query, in f32 alone", "exact", queries[:1]), ("32 at once", "many", queries)]:
        times = max(1, (1_000_000 if len(asked) == 1 else 100_000) // rows)
        ask = {"selvedge": lambda: ours.ask(question, times), "numpy": lambda: timed(lambda: best(matrix, asked), times)}
        for peer, index in indexes.items():
            ask[peer] = lambda index=index: timed(lambda: index.search(asked, FIRST), times)
        rounds = [{who: one() for who, one in ask.items()} for _ in range(ROUNDS)]
        print(f"{rows} x {DIMENSION}, {name}:")
        for who in ask:
            wall, cpu = (statistics.median(round[who][kind] for round in rounds) for kind in (0, 1))
            ratios = [statistics.median(round[who][kind] / round["selvedge"][kind] for round in rounds) for kind in (0, 1)]
            print(f"  {who:12} {wall:9.2f} ms wall {cpu:9.2f} ms CPU   {ratios[0]:5.2f} x wall {ratios[1]:5.2f} x CPU")
    ours.close()


print(f"{processor()}; numpy {numpy.__version__}, faiss {faiss.__version__}")
for rows in [int(argument) for argument in sys.argv[1:]] or [100_000, 1_000_000]:
    compare(rows)
