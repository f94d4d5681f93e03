#!/usr/bin/env python3
"""The whole recipe: prepare -> tokenizer -> teacher -> student -> export -> evaluate.

    python recipe/run.py --data DIR --work DIR --out DIR

--data holds kagl-train/, clothing-train/, street-train/ and grocery-train/ (and kagl-photos/, used by the evaluation only).
--work takes arrays, checkpoints and log; a run that was stopped goes on from there.

On one H100 the two trainings take about a quarter of an hour.  Without a GPU everything runs on the processor, in many days: there
--steps and --batch make a smaller model of the same kind.
"""

import argparse
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--data", required=True)
ap.add_argument("--work", required=True)
ap.add_argument("--out", help="folder for the exported model")
ap.add_argument("--steps", type=int, default=10431, help="steps of the student")
ap.add_argument("--teacher-steps", type=int, default=1500)
ap.add_argument("--batch", type=int, default=1024, help="photos a step")
ap.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 1) - 2), help="processes that write captions")
ap.add_argument("--seed", type=int, default=0)
ap.add_argument("--drawn", type=int, default=8000, help="how many pictures to draw for training")
ap.add_argument("--no-teacher", action="store_true", help="train on the labels alone")
ap.add_argument("--generator", default=os.path.join(HERE, "../../sample-catalogue"), help="folder of draw.py")
ap.add_argument("--only", choices=("prepare", "teacher", "student", "export", "evaluate"), help="one part alone")
a = ap.parse_args()
if a.only in (None, "export", "evaluate") and not a.out:
    ap.error("--out is needed")
os.environ["TOKENIZERS_PARALLELISM"] = "false"  # the workers are processes

import data  # noqa: E402  (after the setting)
import tokens  # noqa: E402
from captions import Words  # noqa: E402

prepared = f"{a.work}/prepared"
if a.only in (None, "prepare"):
    data.prepare(a.data, prepared, a.generator, a.drawn)
    if not os.path.exists(f"{prepared}/tokenizer.json"):
        rows, labels = data.rows_of(prepared)
        tokens.learn(rows, Words(labels), prepared, a.seed)
if a.only in (None, "teacher", "student"):
    from train import Run, train

    common = dict(prepared=prepared, work=a.work, seed=a.seed, batch=a.batch)
    if a.only != "student" and not a.no_teacher:
        train(Run("teacher", steps=a.teacher_steps, **common), a.workers)
    if a.only != "teacher":
        train(Run("student", steps=a.steps, teacher=not a.no_teacher, **common), a.workers)
if a.only in (None, "export"):
    import scale
    import vocabulary
    from export import export

    export(f"{a.work}/student/checkpoint.pt", prepared, a.out)
    scale.fit(a.out, a.data, a.work)
    vocabulary.measure(a.out, a.data, a.work)
if a.only in (None, "evaluate"):
    from evaluate import evaluate

    evaluate(a.out, a.data, a.generator, a.work)
