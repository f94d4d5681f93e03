#!/usr/bin/env python3
"""All figures of the model card, from the exported folder as transformers reads it and from the photos' own files.

    python recipe/evaluate.py --model . --data DIR --work DIR      (--work: where run.py prepared the data)
"""

import argparse
import collections
import csv
import io
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from tokenizers import Tokenizer

import data
from words import COLOUR_WORDS, TYPE_WORDS

TYPE_PROMPTS = ["a photo of a {}", "{}", "a product photo of a {}", "a {} on a white background"]
COLOUR_PROMPTS = ["a photo of a {} product", "{}", "something {}", "a {} item"]
GENDER_PROMPTS = {"Men": ["men's", "a product for men", "fashion for men"], "Women": ["women's", "a product for women", "fashion for women"], "Boys": ["boys'", "a product for boys"],
                  "Girls": ["girls'", "a product for girls"], "Unisex": ["unisex", "a product unisex", "a product for men and women"]}
EVERYDAY = {"T-Shirt": "t-shirt", "Longsleeve": "long sleeve shirt", "Pants": "pants", "Shirt": "shirt", "Shoes": "shoes", "Dress": "dress", "Shorts": "shorts", "Outwear": "outerwear", "Hat": "hat",
            "Skirt": "skirt"}
QUERIES = {  # query -> what a right answer looks like, by the labels
    "black handbag": lambda r: r["type"] == "Handbags" and r["colour"] == "Black", "blue jeans": lambda r: r["type"] == "Jeans" and r["colour"] in ("Blue", "Navy Blue"),
    "running shoes": lambda r: r["type"] == "Sports Shoes", "white t-shirt": lambda r: r["type"] == "Tshirts" and r["colour"] in ("White", "Off White"),
    "mens formal shoes": lambda r: r["type"] == "Formal Shoes" and r["gender"] == "Men", "striped shirt": lambda r: r["type"] == "Shirts" and r["pattern"] == "Striped",
    "red dress": lambda r: r["type"] == "Dresses" and r["colour"] in ("Red", "Maroon"), "bag": lambda r: r["type"] in ("Handbags", "Clutches", "Backpacks", "Laptop Bag", "Duffel Bag", "Messenger Bag", "Rucksacks", "Travel Accessory"),
    "jewellery": lambda r: r["type"] in ("Earrings", "Pendant", "Necklace and Chains", "Ring", "Bangle", "Bracelet", "Jewellery Set"),
    "sneakers": lambda r: r["type"] in ("Casual Shoes", "Sports Shoes"), "silver watch": lambda r: r["type"] == "Watches" and r["colour"] in ("Silver", "Steel")}


class Model:
    def __init__(self, folder):
        from transformers import CLIPModel

        self.net = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
        self.tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
        p = json.load(open(f"{folder}/preprocessor_config.json"))
        self.side = p["size"]["height"]
        assert not p["do_center_crop"] and p["resample"] == 3 and p["image_mean"] == p["image_std"] == [0.5] * 3

    @torch.no_grad()
    def photos(self, images):
        out = []
        for i in range(0, len(images), 128):
            x = torch.from_numpy(np.stack([data.squash(im, self.side) for im in images[i : i + 128]])).permute(0, 3, 1, 2).float() / 127.5 - 1
            out.append(F.normalize(self.net.visual_projection(self.net.vision_model(x).pooler_output), dim=-1))
        return torch.cat(out)

    @torch.no_grad()
    def texts(self, texts):
        ids = [self.tokenizer.encode(t).ids for t in texts]
        longest, end = max(map(len, ids)), self.tokenizer.get_vocab_size() - 1
        ids = torch.tensor([i + [end] * (longest - len(i)) for i in ids])
        return F.normalize(self.net.text_projection(self.net.text_model(ids).pooler_output), dim=-1)

    def classes(self, groups):
        return torch.stack([F.normalize(self.texts(g).mean(0), dim=-1) for g in groups])


def scores(truth, guess, classes):
    truth, guess = np.array(truth), np.array(guess)
    f1, n, recall = {}, {}, {}
    for c in classes:
        tp, fp, fn = ((truth == c) & (guess == c)).sum(), ((truth != c) & (guess == c)).sum(), ((truth == c) & (guess != c)).sum()
        f1[c], n[c], recall[c] = 2 * tp / max(2 * tp + fp + fn, 1), tp + fn, tp / max(tp + fn, 1)
    return dict(classes=len(classes), photos=len(truth), accuracy=round(float((truth == guess).mean()), 4),
                weighted_f1=round(float(sum(f1[c] * n[c] for c in classes) / len(truth)), 4), macro_f1=round(float(np.mean(list(f1.values()))), 4)), \
        {c: (round(float(f1[c]), 2), int(n[c])) for c in classes}, collections.Counter((t, g) for t, g in zip(truth.tolist(), guess.tolist()) if t != g)


def zero_shot(model, embedded, truth, classes, prompts):
    """truth: label of each photo ('' unknown); classes: those that take part; prompts: per class a list."""
    keep = [i for i, t in enumerate(truth) if t in classes]
    guess = (embedded[keep] @ model.classes([prompts(c) for c in classes]).T).argmax(1).tolist()
    return scores([truth[i] for i in keep], [classes[g] for g in guess], classes)


def common(values, least=1, most=None):
    return sorted(c for c, n in collections.Counter(v for v in values if v).most_common(most) if n >= least)


def word(table, label):
    return table.get(label, [label.lower()])[0]


def top(model, embedded, query, k=10):
    return (embedded @ model.texts([query])[0]).topk(min(k, len(embedded))).indices.tolist()


def describe(r):
    return " ".join(x for x in (r["colour"], r["type"]) if x)


def evaluate(folder, data_dir, generator, work, quick=False):
    model, out, detail = Model(folder), {}, {}
    rows = [r for r in json.load(open(f"{work}/prepared/catalogue.json")) if r["test"]]
    rows = rows[::3] if quick else rows
    small, large = data.catalogue_blobs(data_dir)
    held = model.photos([Image.open(io.BytesIO(large.get(r["id"], small[r["id"]]))) for r in rows])
    types = common([r["type"] for r in rows], 7 if quick else 20)
    out["type"], detail["type_f1"], confused = zero_shot(model, held, [r["type"] for r in rows], types, lambda c: [p.format(word(TYPE_WORDS, c)) for p in TYPE_PROMPTS])
    detail["type_confusions"] = [f"{t} -> {g}: {n}" for (t, g), n in confused.most_common(20)]
    out["gender"], detail["gender_f1"], _ = zero_shot(model, held, [r["gender"] for r in rows], sorted(GENDER_PROMPTS), lambda c: GENDER_PROMPTS[c])
    out["colour"], detail["colour_f1"], confused = zero_shot(model, held, [r["colour"] for r in rows], common([r["colour"] for r in rows], most=20), lambda c: [p.format(word(COLOUR_WORDS, c)) for p in COLOUR_PROMPTS])
    detail["colour_confusions"] = [f"{t} -> {g}: {n}" for (t, g), n in confused.most_common(15)]
    patterns = ["Striped", "Checked", "Printed", "Solid"]
    out["pattern"], _, _ = zero_shot(model, held, [r["pattern"] for r in rows], patterns, lambda c: [c.lower(), f"{c.lower()} clothing"])
    pairs = collections.Counter((r["colour"], r["type"]) for r in rows if r["colour"])
    pairs = sorted(p for p, n in pairs.items() if n >= 5)
    found = (model.texts([f"{word(COLOUR_WORDS, c)} {word(TYPE_WORDS, t)}" for c, t in pairs]) @ held.T).topk(10, 1).indices.tolist()
    right = [[(rows[j]["colour"], rows[j]["type"]) == p for j in f] for p, f in zip(pairs, found)]
    number = collections.Counter((r["colour"], r["type"]) for r in rows)
    out["colour_type_search"] = dict(queries=len(pairs), p5=round(float(np.mean([sum(r[:5]) / 5 for r in right])), 4), p10=round(float(np.mean([sum(r) / 10 for r in right])), 4),
                                     ceiling_p10=round(float(np.mean([min(number[p], 10) / 10 for p in pairs])), 4))
    out["held_out_queries"] = {q: sum(ok(rows[i]) for i in top(model, held, q)) for q, ok in QUERIES.items()}
    ten = top(model, held, "red dress")
    out["held_out_red_dress"] = dict(dresses=sum(rows[i]["type"] == "Dresses" for i in ten), red=sum(QUERIES["red dress"](rows[i]) for i in ten), of_red_dresses=sum(map(QUERIES["red dress"], rows)), first_ten=[describe(rows[i]) for i in ten])

    rows = [r for r in json.load(open(f"{work}/prepared/everyday.json")) if r["test"] and r["type"][4:] in EVERYDAY]
    blobs = data.everyday_blobs(data_dir)
    photos = model.photos([Image.open(io.BytesIO(blobs[r["id"]])) for r in rows])
    out["everyday"], detail["everyday_f1"], confused = zero_shot(model, photos, [r["type"][4:] for r in rows], sorted(EVERYDAY), lambda c: [p.format(EVERYDAY[c]) for p in TYPE_PROMPTS])
    detail["everyday_confusions"] = [f"{t} -> {g}: {n}" for (t, g), n in confused.most_common(10)]

    def folder_of(path):
        rows = [dict(path=r["path"], type=r["articleType"], colour=r["baseColour"], gender=r["gender"], pattern=r.get("pattern") or data.pattern_of(r["title"]))
                for r in csv.DictReader(open(f"{path}/labels.csv", newline="", encoding="utf-8"))]
        where = path if os.path.exists(f"{path}/{rows[0]['path']}") else f"{path}/photos"
        return rows, model.photos([Image.open(f"{where}/{r['path']}") for r in rows])

    # A catalogue folder that training never saw: search and tagging as the acceptance runs ask for them.
    rows, photos = folder_of(f"{data_dir}/kagl-photos")
    want = collections.Counter((r["colour"], r["type"]) for r in rows if r["colour"] and r["type"])
    asked, total = sorted((k for k, n in want.items() if n >= 6), key=lambda k: (-want[k], k))[:25], []
    for c, t in asked:
        total.append(sum((rows[i]["colour"], rows[i]["type"]) == (c, t) for i in top(model, photos, f"{c.lower()} {t.lower()}")) / min(10, want[c, t]))
    out["photos_search"] = dict(queries=len(asked), p10=round(float(np.mean(total)), 4))
    twenty = [t for t, _ in collections.Counter(r["type"] for r in rows if r["type"]).most_common(20)]
    for name, prompts in (("photos_tagging_bare", ["{}"]), ("photos_tagging_photo_of_a", ["a photo of a {}"]), ("photos_tagging_templates", TYPE_PROMPTS)):
        out[name], f1, _ = zero_shot(model, photos, [r["type"] for r in rows], twenty, lambda c: [p.format(c) for p in prompts])
        detail[name] = f1
    out["photos_queries"] = {q: sum(ok(rows[i]) for i in top(model, photos, q)) for q, ok in QUERIES.items()}
    out["photos_right_answers"] = {q: sum(map(ok, rows)) for q, ok in QUERIES.items()}

    if os.path.exists(f"{generator}/labels.csv"):
        rows, photos = folder_of(generator)
        out["sample_red_dress_first_five"] = [describe(rows[i]) for i in top(model, photos, "red dress", 5)]
        kinds = common([r["type"] for r in rows])
        out["sample_type"], _, confused = zero_shot(model, photos, [r["type"] for r in rows], kinds, lambda c: [p.format(word(TYPE_WORDS, c)) for p in TYPE_PROMPTS])
        detail["sample_confusions"] = [f"{t} -> {g}: {n}" for (t, g), n in confused.most_common(10)]
    print(json.dumps(out, indent=1), flush=True)
    name = "evaluation_quick.json" if quick else "evaluation.json"
    json.dump(dict(out, detail=detail), open(f"{work}/{name}", "w"), indent=1)
    return out


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", default=os.path.join(here, ".."))
    ap.add_argument("--data", required=True)
    ap.add_argument("--work", required=True)
    ap.add_argument("--generator", default=os.path.join(here, "../../sample-catalogue"))
    ap.add_argument("--quick", action="store_true")
    a = ap.parse_args()
    evaluate(a.model, a.data, a.generator, a.work, a.quick)
