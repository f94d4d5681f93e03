#!/usr/bin/env python3
"""Tests of the training on drawn noise: python -m unittest test_train (needs torch and tokenizers, no data and no GPU)."""

import json
import os
import tempfile
import unittest

try:
    import numpy as np
    import torch

    import data
    import tokens
    from captions import Words
    from train import Run, train
except ImportError as missing:
    raise unittest.SkipTest(f"skipped: {missing}") from missing

SMALL = dict(image=32, patch=8, width=64, heads=1, layers=1, text_width=64, text_heads=1, text_layers=1, projection=32, context=32)
KINDS = dict(catalogue=["Tshirts", "Dresses", "Jeans"], everyday=["any:Shoes", "any:Dress"], street=["person:bag|boots", "street:boots"], grocery=["food:Apple", "food:Milk"], drawn=["Dresses"])
EACH, STEPS = 12, 6


def prepared(folder):
    """A few rows of each source with pictures of noise, as data.prepare leaves them."""
    r = np.random.default_rng(0)
    for source, kinds in KINDS.items():
        rows = [data.row(id=f"{k}{n}", type=k, colour="Red" if k == "Dresses" else "Blue", gender="Women", usage="Casual", pattern="Striped", season="Summer", words=["striped", "cotton"] * (n % 2),
                         group=str(n), part="choose" if n == 0 else "train") for k in kinds for n in range(EACH)]
        np.save(f"{folder}/{source}.npy", r.integers(0, 255, (len(rows), data.SIDE, data.SIDE, 4), dtype=np.uint8))
        with open(f"{folder}/{source}.json", "w") as file:
            json.dump(rows, file)
    tokens.learn(*(lambda rows, labels: (rows, Words(labels)))(*data.rows_of(folder)), folder, 0)


class Stopped(Exception):
    pass


class Short(Run):
    """A student of the labels alone that notes what it was asked; `stop` breaks it off, as a kill would, after that step's checkpoint."""

    def __init__(self, prepared_in, work, stop=None):
        super().__init__("student", prepared_in, work, batch=16, steps=STEPS, config=SMALL, teacher=False)
        self.stop, self.seen = stop, []

    def figures(self):
        pass

    def one_step(self, asked):
        self.seen.append(asked["index"].tolist())
        super().one_step(asked)
        if self.step == self.stop:
            self.save()
            raise Stopped


class Resuming(unittest.TestCase):
    def test_a_run_that_was_stopped_draws_and_ends_as_an_unbroken_one(self):
        torch.set_num_threads(1)
        with tempfile.TemporaryDirectory() as folder:
            prepared(folder)
            whole = Short(folder, f"{folder}/whole")
            train(whole, workers=1)
            first = Short(folder, f"{folder}/broken", stop=3)
            with self.assertRaises(Stopped):
                train(first, workers=1)
            rest = Short(folder, f"{folder}/broken")
            train(rest, workers=1)
            self.assertEqual(first.seen + rest.seen, whole.seen)
            self.assertEqual(len({tuple(s) for s in whole.seen}), STEPS, "every step draws anew")
            for (name, a), b in zip(whole.average.state_dict().items(), rest.average.state_dict().values()):
                self.assertTrue(torch.allclose(a, b, atol=1e-3), name)
            with self.assertRaises(AssertionError, msg="another length is another run"):
                other = Short(folder, f"{folder}/broken")
                other.steps = STEPS + 1
                other.load()
            self.assertFalse(any(n.endswith(".new") for n in os.listdir(f"{folder}/broken/student")))


if __name__ == "__main__":
    unittest.main()
