"""From the photo archives to arrays: decode, squash to 80x80, join the labels, split.

Sources (see ../README.md): `kagl-train/` and `clothing-train/` in the data folder, and pictures that
our own generator draws (../../sample-catalogue/draw.py).  Each becomes <name>.npy and <name>.json.
"""

import csv
import hashlib
import io
import json
import os
import re
import sys
import tarfile

import numpy as np
from PIL import Image

from words import pattern_of

SIDE = 80  # what training photos are kept at; the catalogue set is 60x80 for the most part
DRAWN_FIRST_SEED = 10000  # seeds below are for the shipped sample catalogue and stay unseen


def squash(image, side):
    return np.asarray(image.convert("RGB").resize((side, side), Image.BICUBIC))


def in_percent(name):
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % 100


def archive(path):
    with tarfile.open(path) as tar:
        return {os.path.splitext(os.path.basename(m.name))[0]: tar.extractfile(m).read() for m in tar if m.isfile()}


def catalogue_blobs(data):
    small, large = archive(f"{data}/kagl-train/images_60x80.tar"), archive(f"{data}/kagl-train/images_120x160.tar")
    return small, large


def everyday_blobs(data):
    return archive(f"{data}/clothing-train/images_120x160.tar")


def joined(keys_of_rows):
    """Group numbers: rows that share any key end up in one group."""
    parent, seen = list(range(len(keys_of_rows))), {}

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, keys in enumerate(keys_of_rows):
        for key in keys:
            parent[root(i)] = root(seen.setdefault(key, i))
    return [root(i) for i in range(len(keys_of_rows))]


def save(out, name, pictures, rows):
    np.save(f"{out}/{name}.npy", np.stack(pictures))
    json.dump(rows, open(f"{out}/{name}.json", "w"))
    print(f"{name}: {len(rows)} photos, {sum(r['test'] for r in rows)} held out", flush=True)


def prepare_catalogue(data, out):
    raw = list(csv.DictReader(open(f"{data}/kagl-train/labels.csv", newline="", encoding="utf-8")))
    small, large = catalogue_blobs(data)
    keys = []
    for r in raw:
        title = re.sub(r"[^a-z0-9]+", " ", r["title"].lower()).strip()
        keys.append([("file", hashlib.sha1(small[r["id"]]).digest())] + ([("title", title)] if title else []))
    groups, rows, pictures = joined(keys), [], []
    for r, g in zip(raw, groups):
        rows.append(dict(id=r["id"], type=r["articleType"], colour=r["baseColour"], gender=r["gender"], usage=r["usage"], season=r["season"],
                         pattern=pattern_of(r["title"]), title=r["title"], group=f"catalogue {g}", test=in_percent(raw[g]["id"]) < 10))
        pictures.append(squash(Image.open(io.BytesIO(large.get(r["id"], small[r["id"]]))), SIDE))
    save(out, "catalogue", pictures, rows)


def prepare_everyday(data, out):
    raw = list(csv.DictReader(open(f"{data}/clothing-train/labels.csv", newline="", encoding="utf-8")))
    blobs = everyday_blobs(data)
    raw = [r for r in raw if r["id"] in blobs]
    groups, rows, pictures = joined([[hashlib.sha1(blobs[r["id"]]).digest()] for r in raw]), [], []
    for r, g in zip(raw, groups):
        rows.append(dict(id=r["id"], type="any:" + r["category"], colour="", gender="", usage="", season="", pattern="", title="",
                         group=f"everyday {g}", test=in_percent(raw[g]["id"]) < 12))
        pictures.append(squash(Image.open(io.BytesIO(blobs[r["id"]])), SIDE))
    save(out, "everyday", pictures, rows)


def prepare_drawn(generator, out, count):
    sys.path.insert(0, os.path.abspath(generator))
    from draw import random_item

    rows, pictures = [], []
    for seed in range(DRAWN_FIRST_SEED, DRAWN_FIRST_SEED + count):
        image, r = random_item(seed)
        pattern = "Solid" if r["pattern"] == "plain" else r["pattern"].capitalize()
        # Whom a drawn thing is for is made up, not visible: left unknown.
        rows.append(dict(id=str(seed), type=r["articleType"], colour=r["baseColour"], gender="", usage="", season="", pattern=pattern,
                         title=r["title"].lower(), group=f"drawn {r['title'].lower()}", test=False))
        pictures.append(squash(image, SIDE))
    save(out, "drawn", pictures, rows)


def prepare(data, out, generator, drawn):
    os.makedirs(out, exist_ok=True)
    if not os.path.exists(f"{out}/catalogue.json"):
        prepare_catalogue(data, out)
    if not os.path.exists(f"{out}/everyday.json"):
        prepare_everyday(data, out)
    if drawn and not os.path.exists(f"{out}/drawn.json"):
        prepare_drawn(generator, out, drawn)


def load(out):
    """-> pictures (list of arrays), rows with `source`, label lists.  The label lists never depend on the drawn pictures."""
    rows, pictures = [], []
    for source in ("catalogue", "everyday", "drawn"):
        if os.path.exists(f"{out}/{source}.json"):
            part = json.load(open(f"{out}/{source}.json"))
            rows += [dict(r, source=source) for r in part]
            pictures.append(np.load(f"{out}/{source}.npy", mmap_mode="r"))
    fixed = [r for r in rows if r["source"] != "drawn"]
    labels = {a: sorted({r[a] for r in fixed if r[a]}) for a in ("type", "colour", "gender", "usage", "pattern", "season")}
    for r in rows:
        for a in labels:
            if r[a] not in labels[a]:
                r[a] = ""
    return pictures, rows, labels
