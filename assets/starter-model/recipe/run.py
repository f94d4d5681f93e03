#!/usr/bin/env python3
"""The whole recipe: prepare -> tokenizer -> train -> export -> evaluate.

    python recipe/run.py --data DIR --work DIR --out DIR

--data holds kagl-train/ and clothing-train/ (and kagl-photos/, used by the evaluation only).
--work takes arrays, checkpoint and log; a run that was stopped goes on from there.
"""

import argparse
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--data", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--out", required=True, help="folder for the exported model")
ap.add_argument("--steps", type=int, default=2800, help="length of the training; may be lowered when resuming, to finish early")
ap.add_argument("--seed", type=int, default=0)
ap.add_argument("--threads", type=int, default=2)
ap.add_argument("--drawn", type=int, default=4000, help="how many pictures to draw for training (0: none)")
ap.add_argument("--generator", default=os.path.join(HERE, "../../sample-catalogue"), help="folder of draw.py")
ap.add_argument("--only", choices=("prepare", "train", "export", "evaluate"), help="one part alone")
ap.add_argument("--quick", action="store_true", help="evaluate on a part of the held-out photos")
a = ap.parse_args()
os.environ.setdefault("OMP_NUM_THREADS", str(a.threads))
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch  # noqa: E402  (after the thread settings)
from tokenizers import Tokenizer  # noqa: E402

import data  # noqa: E402
import tokens  # noqa: E402
from words import Words  # noqa: E402

torch.set_num_threads(a.threads)
prepared = f"{a.work}/prepared"
if a.only in (None, "prepare"):
    data.prepare(a.data, prepared, a.generator, a.drawn)
    if not os.path.exists(f"{prepared}/tokenizer.json"):
        _, rows, labels = data.load(prepared)
        tokens.learn(rows, Words(labels), prepared, a.seed)
if a.only in (None, "train"):
    from train import train

    train(prepared, a.work, Tokenizer.from_file(f"{prepared}/tokenizer.json"), a.steps, a.seed)
if a.only in (None, "export"):
    from export import export

    export(f"{a.work}/checkpoint.pt", prepared, a.out)
if a.only in (None, "evaluate"):
    from evaluate import evaluate

    evaluate(a.out, a.data, a.generator, a.work, quick=a.quick)
