"""From the photo archives to arrays: decode, squash to a square, find the background, join the labels, split.

Sources (see ../README.md): kagl-train/, clothing-train/, street-train/ and grocery-train/ in the data folder, and
pictures that our own generator draws (../../sample-catalogue/draw.py).  Each becomes <name>.npy (red, green, blue, and
255 where the white background is) and <name>.json, one row a picture.
"""

import csv
import hashlib
import io
import json
import os
import re
import sys
import tarfile
from multiprocessing import Pool

import numpy as np
from PIL import Image

from splits import joined, part
from titles import Describing, pattern_of

SIDE = 128  # what training photos are kept at; most of the catalogue's are 60x80
SOURCES = ("catalogue", "everyday", "street", "grocery", "drawn")
ATTRIBUTES = ("type", "colour", "gender", "usage", "pattern", "season")
DRAWN_FIRST_SEED = 10000  # seeds below are for the shipped sample catalogue and stay unseen
PALE = 236  # what counts as a white background
MARGIN, LEAST_CROP = 0.08, 24  # around a garment's box, as a share of it; pixels on the shorter side


def squash(image, side):
    return np.asarray(image.convert("RGB").resize((side, side), Image.BICUBIC))


def opened(blob):
    return Image.open(io.BytesIO(blob))


def archive(path):
    with tarfile.open(path) as tar:
        return {os.path.splitext(os.path.basename(m.name))[0]: tar.extractfile(m).read() for m in tar if m.isfile()}


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def digest(blob):
    return hashlib.sha1(blob).hexdigest()


def title_key(title):
    return re.sub(r"[^a-z0-9]+", " ", title.lower()).strip()


def catalogue_blobs(data):
    small = archive(f"{data}/kagl-train/images_60x80.tar")
    return {**small, **archive(f"{data}/kagl-train/images_120x160.tar")}, small


def row(**what):
    return {**dict.fromkeys(ATTRIBUTES, ""), "title": "", "words": [], **what}


def catalogue(data):
    """Shop photos, split by title and file.  What shares a title with kagl-photos, the acceptance set, is left out."""
    raw = table(f"{data}/kagl-train/labels.csv")
    blobs, small = catalogue_blobs(data)
    unseen = {title_key(r["title"]) for r in table(f"{data}/kagl-photos/labels.csv")}
    groups = joined([[digest(small[r["id"]]), title_key(r["title"]) or r["id"]] for r in raw])
    left_out = {g for r, g in zip(raw, groups) if title_key(r["title"]) in unseen}
    describing = Describing(r["title"] for r, g in zip(raw, groups) if part("catalogue", raw[g]["id"]) == "train")
    for r, g in zip(raw, groups):
        if g in left_out:
            continue
        yield row(id=r["id"], type=r["articleType"], colour=r["baseColour"], gender=r["gender"], usage=r["usage"], season=r["season"],
                  pattern=pattern_of(r["title"]), title=r["title"], words=describing(r["title"]), group=raw[g]["id"]), opened(blobs[r["id"]])


def everyday(data):
    """People's own photos, split by sender: one person photographs many things on one floor."""
    blobs = archive(f"{data}/clothing-train/images_120x160.tar")
    raw = [r for r in table(f"{data}/clothing-train/labels.csv") if r["id"] in blobs]
    groups = joined([[digest(blobs[r["id"]]), r["sender"]] for r in raw])
    for r, g in zip(raw, groups):
        yield row(id=r["id"], type="any:" + r["category"], group=raw[g]["sender"]), opened(blobs[r["id"]])


def boxes(r):
    for box in filter(None, map(str.strip, r["boxes"].split("|"))):
        name, *corners = box.split()
        yield name, [float(x) for x in corners]


def cropped(image, box):
    x0, y0, x1, y1 = box
    across, down = (x1 - x0) * MARGIN, (y1 - y0) * MARGIN
    inner = (max(0, x0 - across), max(0, y0 - down), min(1, x1 + across), min(1, y1 + down))
    return image.crop([round(v * s) for v, s in zip(inner, image.size * 2)])


def street(data):
    """People in the street, whole and garment by garment.  Neighbouring numbers may show the same person: ten are one group."""
    blobs = archive(f"{data}/street-train/images.tar")
    for r in table(f"{data}/street-train/labels.csv"):
        garments = sorted({g.strip() for g in r["garments"].split("|")} - {""})
        if not garments:
            continue
        image, group = opened(blobs[r["id"]]).convert("RGB"), f"{int(r['id']) // 10}"
        yield row(id=r["id"], type="person:" + "|".join(garments), group=group), image
        for name, box in boxes(r):
            crop = cropped(image, box)
            if min(crop.size) >= LEAST_CROP:
                yield row(id=f"{r['id']} {name}", type="street:" + name, group=group), crop


def grocery(data):
    """What is no fashion, split by variety: the figures are for things that training never saw."""
    blobs = archive(f"{data}/grocery-train/images.tar")
    for r in table(f"{data}/grocery-train/labels.csv"):
        yield row(id=r["id"], type="food:" + r["kind"], group=f"{r['kind']} {r['variety']}"), opened(blobs[r["id"]])


def drawn(generator, count):
    sys.path.insert(0, os.path.abspath(generator))
    from draw import random_item

    seeds = range(DRAWN_FIRST_SEED, DRAWN_FIRST_SEED + count)
    with Pool() as pool:
        for seed, (image, r) in zip(seeds, pool.imap(random_item, seeds, 50)):
            pattern = "Solid" if r["pattern"] == "plain" else r["pattern"].capitalize()
            # Whom a drawn thing is for is made up, not visible: left unknown.
            yield row(id=str(seed), type=r["articleType"], colour=r["baseColour"], pattern=pattern, title=r["title"], words=sorted(set(r["title"].lower().split())), group=str(seed)), image


def backgrounds(pictures):
    """What is nearly white all the way to an edge, seen along a row or a column."""
    pale = pictures.min(3) >= PALE
    seen = np.zeros_like(pale)
    for axis in (1, 2):
        seen |= np.logical_and.accumulate(pale, axis)
        seen |= np.flip(np.logical_and.accumulate(np.flip(pale, axis), axis), axis)
    return (seen[..., None] * 255).astype(np.uint8)


def save(out, name, pairs):
    rows, pictures = [], []
    for r, image in pairs:
        rows.append(dict(r, part="train" if name == "drawn" else part(name, r["group"])))
        pictures.append(squash(image, SIDE))
    pictures = np.stack(pictures)
    np.save(f"{out}/{name}.npy", np.concatenate([pictures, backgrounds(pictures)], 3))
    with open(f"{out}/{name}.json.new", "w") as file:
        json.dump(rows, file)
    os.replace(f"{out}/{name}.json.new", f"{out}/{name}.json")  # last: its presence says that the source is done
    print(name, {p: sum(r["part"] == p for r in rows) for p in ("train", "choose", "test")}, flush=True)


def prepare(data, out, generator, count):
    os.makedirs(out, exist_ok=True)
    for name in SOURCES:
        if not os.path.exists(f"{out}/{name}.json"):
            save(out, name, drawn(generator, count) if name == "drawn" else globals()[name](data))


def rows_of(out):
    """-> rows with `source`, and the values of each attribute."""
    rows = []
    for source in SOURCES:
        with open(f"{out}/{source}.json") as file:
            rows += [dict(r, source=source) for r in json.load(file)]
    # The values are those of the photos: drawn pictures add none.
    labels = {a: sorted({r[a] for r in rows if r[a] and r["source"] != "drawn"}) for a in ATTRIBUTES}
    for r in rows:
        for a in labels:
            if r[a] not in labels[a]:
                r[a] = ""
    return rows, labels


def pictures_of(out):
    """-> an array a source: photos x SIDE x SIDE x 4."""
    return [np.load(f"{out}/{source}.npy", mmap_mode="r") for source in SOURCES]
