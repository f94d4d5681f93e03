#!/usr/bin/env python3
"""The whole recipe: prepare -> tokenizer -> teacher -> train -> export -> evaluate.

    python recipe/run.py --data DIR --work DIR --out DIR

--data holds kagl-train/, clothing-train/, street-train/ and grocery-train/ (and kagl-photos/, used by the evaluation only).
--work takes arrays, checkpoints and log; a run that was stopped goes on from there.

The command trains --steps steps at a flat rate and then --finish more, in which the rate falls.  Where time is short, stop
it and start it again with --finish-now: the finish begins at once.
"""

import argparse
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--data", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--out", help="folder for the exported model")
ap.add_argument("--steps", type=int, default=4000, help="steps at the flat rate")
ap.add_argument("--finish", type=int, default=1000, help="steps of the finish")
ap.add_argument("--finish-now", action="store_true", help="begin the finish wherever the run is")
ap.add_argument("--seed", type=int, default=0)
ap.add_argument("--drawn", type=int, default=4000, help="how many pictures to draw for training")
ap.add_argument("--no-teacher", action="store_true", help="train without the teacher's features")
ap.add_argument("--generator", default=os.path.join(HERE, "../../sample-catalogue"), help="folder of draw.py")
ap.add_argument("--only", choices=("prepare", "teacher", "train", "flat", "export", "evaluate"), help="one part alone; flat: train without the finish")
a = ap.parse_args()
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch  # noqa: E402  (after the thread settings)
from tokenizers import Tokenizer  # noqa: E402

import data  # noqa: E402
import tokens  # noqa: E402
from captions import Words  # noqa: E402

torch.set_num_threads(1)  # two workers of one thread each: see halves.py
prepared = f"{a.work}/prepared"
if a.only in (None, "prepare"):
    data.prepare(a.data, prepared, a.generator, a.drawn)
    if not os.path.exists(f"{prepared}/tokenizer.json"):
        _, rows, labels = data.load(prepared)
        tokens.learn(rows, Words(labels), prepared, a.seed)
if a.only in (None, "teacher") and not a.no_teacher:
    import teacher

    teacher.prepare(prepared)
if a.only in (None, "train", "flat"):
    from train import train

    tokenizer = Tokenizer.from_file(f"{prepared}/tokenizer.json")
    if not a.finish_now:
        train(prepared, a.work, tokenizer, a.seed, until=a.steps, teacher=not a.no_teacher)
    if a.only != "flat":
        train(prepared, a.work, tokenizer, a.seed, finish=a.finish, teacher=not a.no_teacher)
if a.only in (None, "export"):
    import scale
    import vocabulary
    from export import export

    export(f"{a.work}/checkpoint.pt", prepared, a.out)
    scale.fit(a.out, a.data, a.work)
    vocabulary.measure(a.out, a.data, a.work)
if a.only in (None, "evaluate"):
    from evaluate import evaluate

    evaluate(a.out, a.data, a.generator, a.work)
