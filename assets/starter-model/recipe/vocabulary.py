"""How well each taught word is understood: vocabulary.tsv, measured on held-out titles and labels.

A word stands for photos whose labels it is true of, or whose title says it.  `photos` counts the right ones among the
held-out photos, `auc` is the share of pairs (right, wrong) in the right order, `p10` the share of right photos among the
first ten (of as many as there are).  Words with fewer than LEAST right photos have no figures.
"""

import re

import numpy as np
import torch

import data
from captions import Kinds
from exported import Model, embedded
from figures import auc
from splits import part
from wordings import COLOUR_WORDS, GENDER_WORDS, KIDS_WORDS

LEAST = 5


def stem(word):
    word = word.removesuffix("'s").strip("'")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def said(title):
    words = re.findall(r"[a-z0-9]+(?:[-'][a-z0-9]+)*", title.lower())
    return {stem(p) for w in words for p in (w, *w.split("-"))}


class Meaning:
    """Of which held-out photos a word is true: 1, 0, or -1 for unknown."""

    def __init__(self, rows):
        self.rows = rows
        kinds = sorted({r["type"] for r in rows})
        self.kinds, self.place = Kinds(kinds), {k: i for i, k in enumerate(kinds)}
        self.titles = [said(r["title"]) for r in rows]
        self.shop = np.array([r["source"] == "catalogue" for r in rows])
        self.labels = {"kids": ("gender", {"Boys", "Girls"})}
        for attribute, table in (("colour", COLOUR_WORDS), ("gender", GENDER_WORDS)):
            for label in {r[attribute] for r in rows if r[attribute]}:
                for w in {label.lower(), *table.get(label, [])}:
                    self.labels.setdefault(w, (attribute, set()))[1].add(label)
        self.labels.update({w: self.labels["kids"] for w in KIDS_WORDS})

    def __call__(self, word):
        titled = np.array([stem(word) in t for t in self.titles])
        truth = np.array(self.kinds.truth(word))
        if (truth == 1).any():
            truth = truth[[self.place[r["type"]] for r in self.rows]]
            return np.where(titled, 1, truth)
        truth = np.where(self.shop, titled.astype(int), -1)
        if word in self.labels:
            attribute, values = self.labels[word]
            truth = np.where(np.array([r[attribute] in values for r in self.rows]), 1, truth)
        return truth


def held_out(model, data_dir, cache):
    rows, photos = [], []
    for which in ("choose", "test"):
        for name in data.SOURCES[:-1]:
            wanted = ((r, image) for r, image in getattr(data, name)(data_dir) if part(name, r["group"]) == which)
            found, shown = embedded(model, wanted, cache, f"{name}-{which}")
            rows += [dict(r, source=name) for r in found]
            photos.append(shown)
    return rows, torch.cat(photos)


def measure(folder, data_dir, work):
    model = Model(folder)
    rows, photos = held_out(model, data_dir, f"{work}/embedded")
    meaning = Meaning(rows)
    with open(f"{folder}/vocabulary.txt") as file:
        words = file.read().split()
    with open(f"{folder}/vocabulary.tsv", "w") as file:
        file.write("word\tphotos\tauc\tp10\n")
        for word, vector in zip(words, model.texts(words)):
            truth = meaning(word)
            known = truth >= 0
            right, scores = truth[known] == 1, (photos @ vector).numpy()[known]
            n = int(right.sum())
            if n < LEAST or n == len(right):
                file.write(f"{word}\t{n}\t\t\n")
                continue
            found = right[np.argsort(-scores, kind="stable")[:10]].sum() / min(10, n)
            file.write(f"{word}\t{n}\t{auc(scores, right):.3f}\t{found:.2f}\n")
