#!/usr/bin/env python3
"""Writes the figures into the model card, between its two marks; with --check only tells whether they are the measured ones.

    python recipe/card.py --work DIR [--check]      (--work: where evaluate.py left evaluation.json)
"""

import argparse
import csv
import json
import os
import sys

BEGIN, END = "<!-- figures: written by recipe/card.py -->", "<!-- end of figures -->"
CLASSIFIED = [("type", "article type, shop photos"), ("gender", "gender, shop photos"), ("colour", "colour, shop photos"), ("pattern", "pattern where the title names one"),
              ("everyday", "everyday photos, by sender"), ("street garments", "garments cut out of street photos")]
SEARCHED = [("search", "“colour type”, shop photos"), ("street", "garment words, whole people in the street")]
BELIEVED = [("type", "article type"), ("gender", "gender"), ("colour", "colour"), ("everyday", "everyday"), ("street garments", "street garments"), ("groceries among fashion", "groceries among fashion, with “none of these”")]


def table(head, rows):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head)] + ["| " + " | ".join(map(str, r)) + " |" for r in rows])


def told(figures, name):
    low, high = figures[name + "_interval"]
    return f"{figures[name]:.3f} ({low:.3f} to {high:.3f})"


def classified(e):
    rows = [(text, e["test"][k]["classes"], e["test"][k]["photos"], told(e["test"][k], "weighted_f1"), told(e["test"][k], "macro_f1"), f"{e['choose'][k]['weighted_f1']:.3f} / {e['choose'][k]['macro_f1']:.3f}")
            for k, text in CLASSIFIED]
    return table(["what", "classes", "photos", "weighted F1, test", "macro F1, test", "the same, choosing"], rows)


def searched(e):
    rows = [(text, e["test"][k]["queries"], told(e["test"][k], "precision"), f"{e['test'][k]['possible']:.3f}", f"{e['test'][k]['chance']:.3f}", f"{e['choose'][k]['precision']:.3f}") for k, text in SEARCHED]
    return table(["search", "queries", "precision at 10, test", "possible", "chance", "choosing"], rows)


def believed(e):
    rows = []
    for k, text in BELIEVED:
        b = e["test"]["belief"][k]
        rows.append((text, b["right_at_90"], b["covered_at_90"], b["calibration_error"], b["mean_probability"], b["accuracy"]))
    return table(["test part", "right at .9 and above", "of all photos", "calibration error", "mean probability", "accuracy"], rows)


def words(folder):
    with open(f"{folder}/vocabulary.tsv", newline="") as file:
        measured = [r for r in csv.DictReader(file, delimiter="\t") if r["auc"]]
    weak = sorted((r for r in measured if int(r["photos"]) >= 15), key=lambda r: float(r["auc"]))
    many = len(weak)
    low, nothing = sum(float(r["auc"]) < 0.7 for r in weak), sum(float(r["p10"]) == 0 for r in weak)
    return (f"Of {many} words with 15 held-out photos or more, {low} ({low / many:.0%}) have an AUC below .7 and {nothing} ({nothing / many:.0%}) find nothing right in the first ten. "
            f"Least understood: {', '.join(r['word'] for r in weak[:20])}.")


def figures(e, folder):
    groceries, sample, kagl = e["test"]["groceries"], dict(e["sample"]), e["acceptance"]
    share = sample.pop("share")
    return "\n\n".join([
        classified(e), searched(e),
        f"Groceries among fashion with “none of these”: {groceries['caught']:.2f} caught, {groceries['lost']:.2f} of the fashion lost (choosing: {e['choose']['groceries']['caught']:.2f} and "
        f"{e['choose']['groceries']['lost']:.2f}). `kagl-photos`: precision at 10 {kagl['search_p10']:.3f} over {kagl['queries']} queries, weighted F1 {kagl['tagging']['weighted_f1']:.3f} over its 20 commonest types. "
        f"Sample catalogue, first five: {share:.0%} right ({'; '.join(f'{q} {n}' for q, n in sample.items())}).",
        f"How far a probability may be believed (scale {e['scale']}; pooled calibration error {e['test']['pooled calibration error']:.3f}, choosing {e['choose']['pooled calibration error']:.3f}):",
        believed(e), words(folder)])


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--work", required=True)
    ap.add_argument("--model", default=os.path.join(here, ".."))
    ap.add_argument("--check", action="store_true")
    a = ap.parse_args()
    with open(f"{a.work}/evaluation.json") as file:
        new = figures(json.load(file), a.model)
    with open(f"{a.model}/README.md") as file:
        before, rest = file.read().split(BEGIN)
    old, after = rest.split(END)
    if a.check:
        sys.exit(old.strip() != new and "the card's figures are not the measured ones")
    with open(f"{a.model}/README.md", "w") as file:
        file.write(f"{before}{BEGIN}\n\n{new}\n\n{END}{after}")


if __name__ == "__main__":
    main()
