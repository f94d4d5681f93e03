"""Runs a function on both halves of a batch at once, each on one core.

Where other work shares the machine this is much faster than two cores on every single product: the halves wait for
each other twice a step instead of a thousand times.
"""

from concurrent.futures import ThreadPoolExecutor

import torch


class Halves:
    def __init__(self, count):
        self.count = count
        self.pool = ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,))

    def __call__(self, f, *columns):
        return list(self.pool.map(f, *columns))

    def split(self, x):
        n = len(x)
        return [x[n * k // self.count : n * (k + 1) // self.count] for k in range(self.count)]
