#!/usr/bin/env python3
"""The label sets that the program ships, measured: ../label-sets.tsv, and with --choose the wordings that measure best.

    python recipe/label_sets.py --model DIR --data DIR --work DIR [--choose]

The sets are ../../label-sets.json.  What is true of a held-out photo is read from the shop's labels and titles and the groceries' kinds;
a photo of which they say nothing takes no part in that set, and a label that fits fewer than LEAST photos has no figures.  Wordings are
chosen on the part for choosing; the figures are those of the part for the test.
"""

import argparse
import collections
import json
import os
import re

import numpy as np
import torch
import torch.nn.functional as F

import data
from exported import Model, embedded
from splits import part
from wordings import NEUTRAL_WORDS

HERE = os.path.dirname(os.path.abspath(__file__))
SETS = os.path.join(HERE, "../../label-sets.json")
FIGURES = os.path.join(HERE, "../../label-sets.tsv")
# Sets that no table knows the truth of: photos were labelled by eye (benches/views), and their wordings and rows stay as they are.
BY_EYE = {"View"}
LEAST, SUGGESTED, ROUNDS = 10, 0.5, 3
NONE = "none of these"
TEMPLATES = [["{label}"], ["a photo of {label}"], ["a photo of a {label}"], ["{label}", "a photo of {label}"]]
CLOTHING_TEMPLATES = [["{label}"], ["{label} clothing"], ["a photo of {label} clothing"], ["{label}", "{label} clothing", "a photo of a {label} product"]]

# Label -> the shop's types that it fits.
CATEGORY = {
    "T-shirts": ["Tshirts"], "Shirts & blouses": ["Shirts"], "Knitwear": ["Sweaters"], "Hoodies & sweatshirts": ["Sweatshirts"], "Jackets & coats": ["Jackets", "Rain Jacket", "Blazers"],
    "Dresses": ["Dresses"], "Skirts": ["Skirts"], "Trousers": ["Trousers", "Track Pants"], "Jeans": ["Jeans"], "Shorts": ["Shorts"], "Underwear": ["Briefs", "Bra", "Trunk", "Boxers", "Camisoles"],
    "Swimwear": ["Swimwear"], "Socks & tights": ["Socks", "Stockings", "Tights"], "Shoes": ["Casual Shoes", "Sports Shoes", "Formal Shoes", "Heels", "Flats"],
    "Sandals": ["Sandals", "Flip Flops", "Sports Sandals"], "Bags": ["Handbags", "Backpacks", "Clutches", "Laptop Bag", "Duffel Bag", "Messenger Bag"], "Belts": ["Belts"], "Hats & caps": ["Caps", "Hat"],
    "Scarves": ["Scarves", "Stoles", "Mufflers"], "Watches": ["Watches"], "Jewellery": ["Earrings", "Pendant", "Necklace and Chains", "Ring", "Bangle", "Bracelet", "Jewellery Set"],
    "Sunglasses": ["Sunglasses"],
    NONE: ["Perfume and Body Mist", "Deodorant", "Nail Polish", "Lipstick", "Lip Gloss", "Wallets", "Ties", "Cufflinks", "Kajal and Eyeliner", "Foundation and Primer", "Mobile Pouch"]}
COLOUR = {
    "Black": ["Black"], "White": ["White", "Off White"], "Grey": ["Grey", "Grey Melange", "Charcoal"], "Beige": ["Beige", "Cream", "Nude", "Skin"], "Brown": ["Brown", "Coffee Brown", "Tan", "Mushroom Brown"],
    "Red": ["Red"], "Burgundy": ["Maroon", "Burgundy"], "Orange": ["Orange", "Rust"], "Yellow": ["Yellow", "Mustard"], "Green": ["Green", "Lime Green", "Sea Green"], "Olive": ["Olive", "Khaki"],
    "Turquoise": ["Turquoise Blue", "Teal"], "Blue": ["Blue"], "Navy": ["Navy Blue"], "Purple": ["Purple", "Lavender", "Mauve", "Magenta"], "Pink": ["Pink", "Rose", "Peach"], "Gold": ["Gold", "Bronze", "Copper"],
    "Silver": ["Silver", "Steel"], "Multicoloured": ["Multi"]}
STYLE = {"Casual": "Casual", "Business": "Formal", "Sport": "Sports", "Ethnic": "Ethnic", "Party": "Party"}
SOLES = {"Flat": r"\bflats?\b|\bballerinas?\b", "Wedge": r"\bwedges?\b", "Stiletto": r"\bstilettos?\b", "Platform": r"\bplatforms?\b", "Kitten heel": r"\bkitten\b", "Block heel": r"\bblock heel"}
SLEEVES = {"Sleeveless": r"\bsleeveless\b", "Long sleeves": r"\b(long|full)[ -]sleeved?s?\b", "Short sleeves": r"\b(short|half)[ -]sleeved?s?\b"}
NECKS = {"Round neck": r"\b(round|crew)[ -]?neck", "V-neck": r"\bv[ -]?neck", "Polo collar": r"\bpolo\b", "High neck": r"\b(high|turtle|mock)[ -]?neck", "Square neck": r"\bsquare[ -]?neck",
         "Boat neck": r"\bboat[ -]?neck", "Off shoulder": r"\boff[ -]shoulder", "Halter neck": r"\bhalter", "Hood": r"\bhood(ed|ie)?\b"}
PATTERN = {"Plain": r"\b(solid|plain)\b", "Striped": r"\b(striped?|stripes)\b", "Checked": r"\b(checks?|checked|checkered|plaid)\b", "Dotted": r"\b(polka|dots?|dotted)\b", "Floral": r"\b(floral|flowers?)\b",
           "Animal print": r"\b(leopard|zebra|animal print|snake)\b", "Graphic print": r"\b(printed|print|prints|graphic)\b", "Camouflage": r"\b(camo|camouflage)\b", "Paisley": r"\bpaisley\b",
           "Lace": r"\blace\b(?! ?up)", "Embroidered": r"\bembroider(ed|y)\b"}
GARMENTS = {"Tshirts", "Shirts", "Tops", "Kurtas", "Kurtis", "Tunics", "Dresses", "Sweaters", "Sweatshirts", "Jackets", "Skirts", "Shorts", "Trousers", "Nightdress", "Sarees"}
TOPS = GARMENTS - {"Skirts", "Shorts", "Trousers", "Sarees"}
SHOES = {"Heels", "Flats", "Casual Shoes", "Formal Shoes", "Sandals"}


def by_label(table):
    return {value: label for label, values in table.items() for value in values}


def named(title, shapes):
    """The label that the title names, where it names one alone."""
    found = [label for label, shape in shapes.items() if re.search(shape, title.lower())]
    return found[0] if len(found) == 1 else None


CATEGORY_OF, COLOUR_OF = by_label(CATEGORY), by_label(COLOUR)


def category(r):
    if re.search(r"\bboots?\b", r["title"].lower()) and "Shoes" in r["type"]:
        return "Boots"
    return NONE if r["source"] == "grocery" else CATEGORY_OF.get(r["type"])


def heel(r):
    return ("Flat" if r["type"] == "Flats" else named(r["title"], SOLES)) if r["type"] in SHOES else NONE if r["type"] in GARMENTS else None


def group(r):
    if r["source"] == "grocery":
        return "Food & drink"
    kind = CATEGORY_OF.get(r["type"])
    return {"Shoes": "Footwear", "Sandals": "Footwear", "Bags": "Bags & luggage", "Watches": "Watches & jewellery", "Jewellery": "Watches & jewellery", "Belts": None, "Hats & caps": None, "Scarves": None,
            "Sunglasses": None, NONE: "Beauty" if r["type"] not in ("Wallets", "Ties", "Cufflinks", "Mobile Pouch") else None, None: None}.get(kind, "Clothing")


# Set -> what is true of a photo: a label, NONE, or None where nobody says.
TRUTH = {
    "Category": category, "Colour": lambda r: COLOUR_OF.get(r["colour"]), "Pattern": lambda r: named(r["title"], PATTERN) if r["type"] in GARMENTS else None,
    "Neckline": lambda r: named(r["title"], NECKS) or ("Shirt collar" if r["type"] == "Shirts" else None) if r["type"] in TOPS else NONE if r["type"] in SHOES else None,
    "Sleeve length": lambda r: named(r["title"], SLEEVES) if r["type"] in TOPS else NONE if r["type"] in SHOES else None,
    "Heel": heel, "Style & occasion": lambda r: {v: k for k, v in STYLE.items()}.get(r["usage"]), "Product group": group}


class Measured:
    """The photos of one part of which the set's truth is known."""

    def __init__(self, model, draft, rows, photos):
        self.model, self.draft, self.texts = model, draft, {}
        self.labels = [label["name"] for label in draft["labels"]] + ([NONE] if draft["none_of_these"] else [])
        truth = [TRUTH[draft["set"]](r) for r in rows]
        keep = [i for i, t in enumerate(truth) if t in self.labels]
        self.photos, self.truth = photos[keep], np.array([self.labels.index(truth[i]) for i in keep], dtype=int)

    def cosines(self, templates, wordings):
        """photos x labels: of a label's wordings the one nearest to the photo, each the mean of its templates; the neutral words last, where they
        take part, averaged."""
        def direction(words):
            return F.normalize(torch.stack([self.text(t.replace("{label}", w)) for w in words for t in templates]).mean(0), dim=-1)

        groups = [[direction([w]) for w in words] for words in wordings]
        if self.draft["none_of_these"] or self.draft["choice"] == "multi":
            groups.append([direction(NEUTRAL_WORDS)])
        return torch.stack([(self.photos @ torch.stack(g).T).max(1).values for g in groups], 1).numpy()

    def text(self, words):
        if words not in self.texts:
            self.texts[words] = self.model.texts([words])[0]
        return self.texts[words]

    def proposed(self, templates, wordings):
        """photos x labels: whether the program proposes the label (the formulas are those of `tasks::suggest`)."""
        cosines = self.cosines(templates, wordings) * self.model.scale
        rest = np.log(len(wordings) + 1)
        if self.draft["choice"] == "multi":
            e = np.exp(cosines - cosines.max(1, keepdims=True))
            own = e[:, :-1]
            return own / (own + (e.sum(1, keepdims=True) - own) / (len(wordings) + 1)) >= SUGGESTED
        if self.draft["none_of_these"]:
            cosines[:, -1] -= rest
        return np.eye(cosines.shape[1], dtype=bool)[cosines.argmax(1)]

    def figures(self, templates, wordings):
        """Per label: photos it is true of, precision, recall, F1; then the share of photos with the right proposal."""
        proposed, true = self.proposed(templates, wordings), np.eye(len(self.labels), dtype=bool)[self.truth]
        both, said, there = (x.sum(0) for x in (proposed & true, proposed, true))
        each = [(label, int(n), b / s if s else 0.0, b / n if n else 0.0, 2 * b / (s + n) if s + n else 0.0) for label, b, s, n in zip(self.labels, both, said, there)]
        return each, float(both.sum() / max(1, len(self.truth)))

    def worth(self, templates, wordings):
        each, right = self.figures(templates, wordings)
        f1 = [f for _, n, _, _, f in each if n >= LEAST]
        return right + (float(np.mean(f1)) if f1 else 0.0)


def written(label):
    return label.get("prompts") or [label["name"].lower()]


def choose(measured, extra):
    """Templates first, then each label's wordings in turn, a few rounds: what is worth most on the part for choosing."""
    draft = measured.draft
    wordings = [written(label) for label in draft["labels"]]
    templates = max([draft["templates"], *TEMPLATES, *(CLOTHING_TEMPLATES if draft["set"] in ("Colour", "Pattern") else [])], key=lambda t: measured.worth(t, wordings))
    known = collections.Counter(measured.truth.tolist())
    for _ in range(ROUNDS):
        for i, label in enumerate(draft["labels"]):
            if known[i] >= LEAST:
                tried = [wordings[i], [label["name"].lower()], *extra.get(label["name"], [])]
                wordings[i] = max(tried, key=lambda w, i=i: measured.worth(templates, [*wordings[:i], w, *wordings[i + 1:]]))
    for label, words in zip(draft["labels"], wordings):
        label.pop("prompts", None)
        if words != [label["name"].lower()]:
            label["prompts"] = words
    draft["templates"] = templates


def rows_of(model, data_dir, cache, which):
    rows, photos = [], []
    for name in ("catalogue", "grocery"):
        wanted = ((r, image) for r, image in getattr(data, name)(data_dir) if part(name, r["group"]) == which)
        found, shown = embedded(model, wanted, cache, f"{name}-{which}")
        rows += [dict(r, source=name) for r in found]
        photos.append(shown.numpy())
    return rows, torch.from_numpy(np.concatenate(photos))


def wanted_words():
    with open(os.path.join(HERE, "label-words.json"), encoding="utf-8") as file:
        return json.load(file)


def save(sets):
    lines = ["["]
    for n, s in enumerate(sets):
        head = json.dumps({k: v for k, v in s.items() if k != "labels"}, ensure_ascii=False)
        lines.append(f" {head[:-1]}, \"labels\": [")
        lines += [f"  {json.dumps(label, ensure_ascii=False)}{',' if i + 1 < len(s['labels']) else ''}" for i, label in enumerate(s["labels"])]
        lines.append(" ]}" + ("," if n + 1 < len(sets) else ""))
    with open(SETS, "w", encoding="utf-8") as file:
        file.write("\n".join([*lines, "]"]) + "\n")


def measure(folder, data_dir, work, choosing=False):
    model, cache = Model(folder), f"{work}/embedded"
    with open(SETS, encoding="utf-8") as file:
        sets = json.load(file)
    if choosing:
        rows, photos = rows_of(model, data_dir, cache, "choose")
        for draft in (draft for draft in sets if draft["set"] not in BY_EYE):
            choose(Measured(model, draft, rows, photos), wanted_words())
        save(sets)
    rows, photos = rows_of(model, data_dir, cache, "test")
    with open(FIGURES, encoding="utf-8") as file:
        by_eye = [line for line in file if line.split("\t")[0] in BY_EYE]
    with open(f"{folder}/label-sets.tsv", "w", encoding="utf-8") as file:
        file.write("set\tlabel\tphotos\tprecision\trecall\tf1\n")
        for draft in (draft for draft in sets if draft["set"] not in BY_EYE):
            measured = Measured(model, draft, rows, photos)
            each, right = measured.figures(draft["templates"], [written(label) for label in draft["labels"]])
            file.write(f"{draft['set']}\t\t{len(measured.truth)}\t{right:.3f}\t\t\n")
            for label, n, precision, recall, f1 in each:
                told = f"{precision:.2f}\t{recall:.2f}\t{f1:.2f}" if n >= LEAST else "\t\t"
                file.write(f"{draft['set']}\t{label}\t{n}\t{told}\n")
        file.writelines(by_eye)


if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", default=os.path.join(HERE, ".."))
    ap.add_argument("--data", required=True)
    ap.add_argument("--work", required=True)
    ap.add_argument("--choose", action="store_true", help="choose the wordings anew and write them into label-sets.json")
    a = ap.parse_args()
    measure(a.model, a.data, a.work, a.choose)
