"""All pictures and labels in memory, and which of them a step draws."""

import collections

import numpy as np
import torch

import data
from wordings import EVERYDAY_IS, STREET_IS

SHARES = dict(catalogue=0.62, everyday=0.12, street=0.14, grocery=0.05, drawn=0.07)
LATE_SHARES = dict(catalogue=0.68, everyday=0.10, street=0.12, grocery=0.04, drawn=0.06)
BALANCE, LATE_BALANCE = 0.4, 0.25  # rare types are drawn more often than they occur: weight = count ** -balance
COLOUR_BALANCE, LEAST_COUNT, LEAST_COLOUR = 0.1, 30, 60
PAIR_LEAST = 8  # photos of a colour and type, for "red dress" to be asked
PALE = {"White", "Off White", "Cream", "Silver", "Beige", "Steel", "Skin", "Nude"}  # may be taken for a white background


def certain_type(kind):
    """The catalogue type of a photo from another source, where its label tells."""
    source, _, label = kind.rpartition(":")
    return {"any": EVERYDAY_IS, "street": STREET_IS}[source].get(label, "") if source in ("any", "street") else kind


class Draw:
    """Weighted draw without replacement by cumulative weights (numpy's own is slow for many rows)."""

    def __init__(self, weight):
        self.edge = np.cumsum(weight)

    def __call__(self, r, size):
        got = np.empty(0, int)
        while len(got) < size:
            more = np.minimum(np.searchsorted(self.edge, r.random(size) * self.edge[-1]), len(self.edge) - 1)
            got = np.concatenate([got, more])
            got = got[np.sort(np.unique(got, return_index=True)[1])]
        return torch.from_numpy(got[:size])


class Photos:
    def __init__(self, prepared):
        self.rows, self.labels = data.rows_of(prepared)
        self.pictures = torch.from_numpy(np.concatenate(data.pictures_of(prepared)))
        ids = {a: {v: i for i, v in enumerate(values)} for a, values in self.labels.items()}
        self.values = torch.tensor([[ids[a].get(r[a], -1) for a in data.ATTRIBUTES] for r in self.rows])
        self.words = [frozenset(r["words"]) for r in self.rows]
        self.pale = torch.tensor([r["colour"] in PALE for r in self.rows])
        self.person = torch.tensor([r["type"].startswith("person:") for r in self.rows])
        self.cut_out = torch.tensor([r["source"] in ("catalogue", "drawn") for r in self.rows])
        self.train = np.array([r["part"] == "train" and bool(r["type"]) for r in self.rows])
        self.rooms = torch.tensor([i for i, r in enumerate(self.rows) if self.train[i] and (r["source"] in ("everyday", "grocery") or r["type"].startswith("person:"))])
        seen = collections.Counter((r["colour"], r["type"]) for r, t in zip(self.rows, self.train) if t and r["source"] == "catalogue")
        self.pairs = {p for p, n in seen.items() if n >= PAIR_LEAST and all(p)}

    def to(self, device):
        """What the pictures of a step are made of goes to the device; labels and words stay."""
        for name in ("pictures", "pale", "person", "cut_out", "rooms", "values"):
            setattr(self, name, getattr(self, name).to(device))

    def targets(self, words):
        """Per attribute the class of each photo, -1 where there is none."""
        target = {a: self.values[:, data.ATTRIBUTES.index(a)].clone() for a in ("colour", "gender", "usage", "pattern")}
        places = {t: i for i, t in enumerate(words.types)}
        target["type"] = torch.tensor([places.get(certain_type(r["type"]), -1) for r in self.rows])
        places = {t: i for i, t in enumerate(words.categories)}
        target["everyday"] = torch.tensor([places.get(r["type"], -1) for r in self.rows])
        return target

    def draw(self, late=False):
        shares, balance = (LATE_SHARES, LATE_BALANCE) if late else (SHARES, BALANCE)
        source = np.array([r["source"] for r in self.rows])
        count = collections.Counter((r["source"], a, r[a]) for r, t in zip(self.rows, self.train) if t for a in ("type", "colour"))
        weight = np.array([max(count[r["source"], "type", r["type"]], LEAST_COUNT) ** -balance * max(count[r["source"], "colour", r["colour"]], LEAST_COLOUR) ** -COLOUR_BALANCE for r in self.rows])
        weight *= self.train
        for s, share in shares.items():
            weight[source == s] *= share / weight[source == s].sum()
        return Draw(weight)
