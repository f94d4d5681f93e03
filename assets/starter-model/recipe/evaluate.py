#!/usr/bin/env python3
"""All figures of the model card, from the exported folder as transformers reads it and from the photos' own files.

    python recipe/evaluate.py --model . --data DIR --work DIR

Everything is zero-shot: prompts, nothing but the model.  Each set is measured twice, on the part for choosing and on the
part for the test; intervals are over groups (titles, senders, street neighbours, varieties) drawn again.
"""

import argparse
import collections
import json
import os

import numpy as np
import torch
from PIL import Image

import data
from captions import garments
from exported import Model, embedded
from figures import believed, calibration_error, classified, searched, softmax
from splits import part
from wordings import COLOUR_WORDS, GENDER_FOR, GENDER_WORDS, NEUTRAL_WORDS, STREET_WORDS, TYPE_WORDS

TYPE_PROMPTS = ["a photo of a {}", "{}", "a product photo of a {}", "a {} on a white background"]
COLOUR_PROMPTS = ["a photo of a {} product", "{}", "something {}", "a {} item"]
PATTERNS = ["Striped", "Checked", "Printed", "Solid"]
EVERYDAY = {"T-Shirt": "t-shirt", "Longsleeve": "long sleeve shirt", "Pants": "pants", "Shirt": "shirt", "Shoes": "shoes", "Dress": "dress", "Shorts": "shorts", "Outwear": "outerwear", "Hat": "hat",
            "Skirt": "skirt"}
LEAST_TYPE, LEAST_PAIR, LEAST_GARMENT, COLOURS, FITTING = 20, 5, 8, 20, 10
SHOES = ("Casual Shoes", "Sports Shoes", "Formal Shoes")
QUERIES = {  # query -> what a right answer looks like, by the labels
    "red dress": lambda r: r["type"] == "Dresses" and r["colour"] in ("Red", "Maroon"), "blue jeans": lambda r: r["type"] == "Jeans" and r["colour"] in ("Blue", "Navy Blue"),
    "black handbag": lambda r: r["type"] in ("Handbags", "Clutches") and r["colour"] == "Black", "white t-shirt": lambda r: r["type"] == "Tshirts" and r["colour"] in ("White", "Off White"),
    "striped shirt": lambda r: r["type"] in ("Shirts", "Tshirts") and r["pattern"] == "Striped",
    "brown boots": lambda r: r["type"] in ("Booties", "Casual Shoes") and r["colour"] in ("Brown", "Tan", "Coffee Brown") and "boot" in r["title"].lower(),
    "floral dress": lambda r: r["type"] == "Dresses" and r["pattern"] == "Floral", "grey hoodie": lambda r: r["type"] == "Sweatshirts" and r["colour"] in ("Grey", "Grey Melange", "Charcoal"),
    "green coat": lambda r: r["type"] in ("Jackets", "Rain Jacket") and r["colour"] in ("Green", "Olive"), "running shoes": lambda r: r["type"] == "Sports Shoes"}


def word(table, label):
    return table.get(label, [label.lower()])[0]


def common(values, least=1, most=None):
    return sorted(c for c, n in collections.Counter(v for v in values if v).most_common(most) if n >= least)


def filled(prompts, said):
    return [p.format(said) for p in prompts]


class Part:
    """One part (choose or test) of every source, embedded, and the figures on it."""

    def __init__(self, model, data_dir, cache, which):
        self.model, self.out, self.detail, self.sets = model, {}, {}, {}
        for name in data.SOURCES[:-1]:
            wanted = ((r, image) for r, image in getattr(data, name)(data_dir) if part(name, r["group"]) == which)
            setattr(self, name, embedded(model, wanted, cache, f"{name}-{which}"))
        for measure in (self.shop, self.shop_search, self.at_home, self.in_the_street, self.among_fashion, self.belief):
            measure()

    def classify(self, name, rows, photos, label, classes, prompts, domain):
        keep = [i for i, r in enumerate(rows) if label(r) in classes]
        cosines = (photos[keep] @ self.model.classes([prompts(c) for c in classes]).T).numpy()
        truth = np.array([classes.index(label(rows[i])) for i in keep])
        self.sets[name] = domain, cosines, truth
        self.out[name], self.detail[name], self.detail[name + " confusions"] = classified(truth, cosines.argmax(1), classes, [rows[i]["group"] for i in keep])

    def shop(self):
        rows, photos = self.catalogue
        self.classify("type", rows, photos, lambda r: r["type"], common([r["type"] for r in rows], LEAST_TYPE), lambda c: filled(TYPE_PROMPTS, word(TYPE_WORDS, c)), "shop")
        self.classify("gender", rows, photos, lambda r: r["gender"], sorted(GENDER_WORDS), lambda c: [GENDER_WORDS[c][0], f"a product {GENDER_FOR[c][0]}", f"fashion {GENDER_FOR[c][0]}"], "shop")
        self.classify("colour", rows, photos, lambda r: r["colour"], common([r["colour"] for r in rows], most=COLOURS), lambda c: filled(COLOUR_PROMPTS, word(COLOUR_WORDS, c)), "shop")
        self.classify("pattern", rows, photos, lambda r: r["pattern"], PATTERNS, lambda c: [c.lower(), f"{c.lower()} clothing"], "shop")

    def shop_search(self):
        rows, photos = self.catalogue
        number = collections.Counter((r["colour"], r["type"]) for r in rows if r["colour"])
        pairs = sorted(p for p, n in number.items() if n >= LEAST_PAIR)
        scores = (photos @ self.model.texts([f"{word(COLOUR_WORDS, c)} {word(TYPE_WORDS, t)}" for c, t in pairs]).T).numpy()
        right = np.array([[(r["colour"], r["type"]) == p for p in pairs] for r in rows])
        self.out["search"] = searched(scores, right, [r["group"] for r in rows])

    def at_home(self):
        rows, photos = self.everyday
        self.classify("everyday", rows, photos, lambda r: r["type"][4:], sorted(EVERYDAY), lambda c: filled(TYPE_PROMPTS, EVERYDAY[c]), "everyday")

    def in_the_street(self):
        rows, photos = self.street
        people = [i for i, r in enumerate(rows) if r["type"].startswith("person:")]
        worn = [set(garments(rows[i]["type"])) for i in people]
        named = [g for g in common([g for w in worn for g in w], LEAST_GARMENT) if g != "accessories"]
        scores = (photos[people] @ self.model.texts([g for g in named]).T).numpy()
        self.out["street"] = searched(scores, np.array([[g in w for g in named] for w in worn]), [rows[i]["group"] for i in people])
        cuts = common([r["type"] for r in rows if r["type"].startswith("street:")], LEAST_GARMENT)
        self.classify("street garments", rows, photos, lambda r: r["type"], cuts, lambda c: filled(TYPE_PROMPTS[:2], STREET_WORDS[c[7:]][0]), "street")

    def among_fashion(self):
        """The ten commonest types and "none of these" under the program's own template; three photos in ten are groceries."""
        rows, photos = self.catalogue
        food, shown = self.grocery
        types = sorted(c for c, _ in collections.Counter(r["type"] for r in rows).most_common(FITTING))
        fashion = [i for i, r in enumerate(rows) if r["type"] in types][: len(food) * 7 // 3]
        columns = self.model.classes([[f"a photo of {w}" for w in words] for words in [*([word(TYPE_WORDS, c)] for c in types), NEUTRAL_WORDS]]).T
        cosines = torch.cat([photos[fashion] @ columns, shown @ columns]).numpy()
        truth = np.array([types.index(rows[i]["type"]) for i in fashion] + [FITTING] * len(food))
        self.sets["groceries among fashion"] = "groceries", cosines, truth
        none, is_food = cosines.argmax(1) == FITTING, truth == FITTING
        self.out["groceries"] = dict(photos=len(truth), caught=round(float(none[is_food].mean()), 3), lost=round(float(none[~is_food].mean()), 3))

    def belief(self, scale=None):
        scale = scale or self.model.scale
        self.out["belief"] = {name: believed(cosines, truth, scale) for name, (_, cosines, truth) in self.sets.items()}
        self.out["pooled calibration error"] = round(pooled(self.sets, scale), 3)


def pooled(sets, scale):
    """The calibration error over all sets together, each domain with the same weight (photos drawn again up to it)."""
    domains = collections.defaultdict(list)
    for domain, cosines, truth in sets.values():
        p = softmax(cosines * scale)
        domains[domain].append((p.max(1), p.argmax(1) == truth))
    each = [tuple(np.concatenate(x) for x in zip(*parts)) for parts in domains.values()]
    size = max(len(sure) for sure, _ in each)
    places = [np.arange(size) % len(sure) for sure, _ in each]
    return calibration_error(*(np.concatenate([d[k][at] for d, at in zip(each, places)]) for k in (0, 1)))


def folder_of(model, path, cache, name):
    def pairs():
        for r in data.table(f"{path}/labels.csv"):
            where = path if os.path.exists(f"{path}/{r['path']}") else f"{path}/photos"
            pattern = r["pattern"].capitalize() if r.get("pattern") else data.pattern_of(r["title"])
            yield dict(type=r["articleType"], colour=r["baseColour"], gender=r["gender"], title=r["title"], pattern=pattern), Image.open(f"{where}/{r['path']}")

    return embedded(model, pairs(), cache, name)


def top(model, photos, query, k):
    return (photos @ model.texts([query])[0]).topk(min(k, len(photos))).indices.tolist()


def sample_catalogue(model, generator, cache):
    """First five of ten queries on the catalogue that ships, fewer where it holds fewer."""
    rows, photos = folder_of(model, generator, cache, "sample")
    out = {}
    for query, right in QUERIES.items():
        there = sum(map(right, rows))
        if there:
            k = min(5, there)
            out[query] = f"{sum(right(rows[i]) for i in top(model, photos, query, k))} of {k}"
    found, asked = (sum(int(v.split(" of ")[n]) for v in out.values()) for n in (0, 1))
    return dict(out, share=round(found / asked, 3))


def acceptance(model, data_dir, cache):
    """A catalogue folder that nothing was trained or chosen on: search and tagging as the acceptance runs ask for them."""
    rows, photos = folder_of(model, f"{data_dir}/kagl-photos", cache, "photos")
    want = collections.Counter((r["colour"], r["type"]) for r in rows if r["colour"] and r["type"])
    asked = sorted((k for k, n in want.items() if n >= 6), key=lambda k: (-want[k], k))[:25]
    found = [sum((rows[i]["colour"], rows[i]["type"]) == (c, t) for i in top(model, photos, f"{c.lower()} {t.lower()}", 10)) / min(10, want[c, t]) for c, t in asked]
    twenty = [t for t, _ in collections.Counter(r["type"] for r in rows if r["type"]).most_common(20)]
    keep = [i for i, r in enumerate(rows) if r["type"] in twenty]
    guess = (photos[keep] @ model.classes([[t] for t in twenty]).T).argmax(1).tolist()
    tagging, _, _ = classified([twenty.index(rows[i]["type"]) for i in keep], guess, twenty, keep)
    return dict(search_p10=round(float(np.mean(found)), 3), queries=len(asked), tagging=tagging)


def evaluate(folder, data_dir, generator, work):
    model, cache = Model(folder), f"{work}/embedded"
    out = dict(scale=round(model.scale, 2), sample=sample_catalogue(model, generator, cache), acceptance=acceptance(model, data_dir, cache))
    for which in ("choose", "test"):
        part_of = Part(model, data_dir, cache, which)
        out[which], out[which + " detail"] = part_of.out, part_of.detail
    print(json.dumps({k: v for k, v in out.items() if "detail" not in k}, indent=1), flush=True)
    with open(f"{work}/evaluation.json", "w") as file:
        json.dump(out, file, indent=1)
    return out


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", default=os.path.join(here, ".."))
    ap.add_argument("--data", required=True)
    ap.add_argument("--work", required=True)
    ap.add_argument("--generator", default=os.path.join(here, "../../sample-catalogue"))
    a = ap.parse_args()
    evaluate(a.model, a.data, a.generator, a.work)
