"""Figures during training, on the photos for choosing, from the kept arrays and under one plain prompt a class."""

import collections

import numpy as np
import torch
import torch.nn.functional as F

from augment import shrunk
from captions import garments
from wordings import COLOUR_WORDS, NEUTRAL_WORDS, STREET_WORDS, TYPE_WORDS


def word(table, label):
    return table.get(label, [label.lower()])[0]


class Embedded:
    def __init__(self, model, photos, tokens, side):
        self.model, self.photos, self.tokens, self.side = model, photos, tokens, side
        self.device = photos.pictures.device

    @torch.no_grad()
    def images(self, index):
        out = []
        for part in torch.tensor(index, device=self.device).split(512):
            x = self.photos.pictures[part][..., :3].permute(0, 3, 1, 2).float() / 127.5 - 1
            with torch.autocast(self.device.type, torch.bfloat16):
                out.append(self.model.photos(shrunk(x, self.side))[1])
        return torch.cat(out).cpu()

    @torch.no_grad()
    def texts(self, texts):
        ids, end = self.tokens(texts, 22)
        return self.model.t(ids.to(self.device), end.to(self.device)).cpu()


def f1(truth, guess):
    truth, guess = np.array(truth), np.array(guess)
    each = {c: 2 * ((truth == c) & (guess == c)).sum() / max(1, (truth == c).sum() + (guess == c).sum()) for c in set(truth.tolist())}
    return round(float(np.mean([each[t] for t in truth.tolist()])), 3), round(float(np.mean(list(each.values()))), 3)


def labelled(e, index, truth, classes, prompts):
    keep = [n for n, t in enumerate(truth) if t in classes]
    guess = (e.images([index[n] for n in keep]) @ e.texts(prompts).T).argmax(1).tolist()
    return f1([truth[n] for n in keep], [classes[g] for g in guess])


def precision(scores, right, least, k=10):
    """Mean precision at k over the columns that hold enough right answers."""
    asked = [j for j in range(right.shape[1]) if right[:, j].sum() >= least]
    return round(float(np.mean([right[scores[:, j].argsort(descending=True)[:k], j].float().mean() for j in asked])), 3)


def figures(model, photos, words, tokens, side):
    model.eval()
    e, rows, out = Embedded(model, photos, tokens, side), photos.rows, {}
    chosen = {s: [i for i, r in enumerate(rows) if r["part"] == "choose" and r["source"] == s] for s in ("catalogue", "everyday", "street", "grocery")}
    shop = chosen["catalogue"]
    for a, table, least in (("type", TYPE_WORDS, 10), ("colour", COLOUR_WORDS, 8), ("gender", {"Men": ["men's"], "Women": ["women's"], "Boys": ["boys'"], "Girls": ["girls'"]}, 5)):
        truth = [rows[i][a] for i in shop]
        classes = sorted(c for c, n in collections.Counter(truth).items() if c and n >= least)
        out[a] = labelled(e, shop, truth, classes, [word(table, c) for c in classes])
    pairs = sorted(p for p, n in collections.Counter((rows[i]["colour"], rows[i]["type"]) for i in shop).items() if n >= 5 and all(p))
    right = torch.tensor([[(rows[i]["colour"], rows[i]["type"]) == p for p in pairs] for i in shop])
    shown = e.images(shop)
    out["pairs_p10"] = precision(shown @ e.texts([f"{word(COLOUR_WORDS, c)} {word(TYPE_WORDS, t)}" for c, t in pairs]).T, right, 5)
    own = chosen["everyday"]
    classes = sorted({rows[i]["type"] for i in own})
    out["everyday"] = labelled(e, own, [rows[i]["type"] for i in own], classes, [words.kinds.wordings(c)[0] for c in classes])
    people = [i for i in chosen["street"] if rows[i]["type"].startswith("person:")]
    named = sorted(STREET_WORDS)
    right = torch.tensor([[g in garments(rows[i]["type"]) for g in named] for i in people])
    out["street_p10"], out["street_chance"] = precision(e.images(people) @ e.texts(named).T, right, 8), round(float(np.mean([c for c in right.float().mean(0) if c * len(people) >= 8])), 3)
    # Twelve common types and "none of these", over fashion and as many groceries as there are.
    twelve = [c for c, _ in collections.Counter(rows[i]["type"] for i in shop).most_common(12)]
    fashion = [n for n, i in enumerate(shop) if rows[i]["type"] in twelve]
    said = e.texts([f"a photo of {w}" for w in [*(word(TYPE_WORDS, c) for c in twelve), *NEUTRAL_WORDS]])
    columns = torch.cat([said[:12], F.normalize(said[12:].mean(0, keepdim=True), dim=1)]).T
    out["groceries_caught"] = round(((e.images(chosen["grocery"]) @ columns).argmax(1) == 12).float().mean().item(), 3)
    out["fashion_lost"] = round(((shown[fashion] @ columns).argmax(1) == 12).float().mean().item(), 3)
    return out
