"""The training loop.  All chance of a step (photos, captions, augmentation) is a function of (seed, step, steps), so
a run that is killed and resumed from its checkpoint draws exactly what it would have drawn.  The arithmetic itself is
not repeatable to the bit: two runs of the same two steps differed by up to 1e-4 in single weights.

To finish early, stop the run and start it again with a smaller --steps: from there on it follows the
schedule (learning rate, resolution) of the shorter run.
"""

import collections
import json
import math
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import data
from model import Clip, Muon
from words import ATTRIBUTES, EVERYDAY_IS, Words

CONFIG = dict(image=64, patch=8, width=256, heads=4, layers=6, text_width=192, text_heads=3, text_layers=3, projection=256, context=32)
SHARES = dict(catalogue=0.80, everyday=0.15, drawn=0.05)
# (until this part of the run, picture side, share of the patches kept)
STAGES = ((0.30, 40, 1.0), (0.85, 48, 0.8), (0.975, 64, 0.65), (1.0, 64, 1.0))
LR_MUON, LR_ADAM, WARMUP, FLAT_UNTIL, LR_END = 4e-3, 1.5e-3, 60, 0.35, 0.02
# The last part: learning rate from FINISH_RATE straight down to LR_END, a shorter average, types drawn more as they occur.
FINISH_FROM, FINISH_RATE, AVERAGE, FINISH_AVERAGE = 0.84, 0.3, 0.998, 0.99
FINISH_SHARES, BALANCE, FINISH_BALANCE = dict(catalogue=0.88, everyday=0.08, drawn=0.04), 0.4, 0.2
FINISH_MORE, FINISH_PULL = dict(Dresses=3.0), dict(gender=2.2, pairs=2.0)  # "red dress" is what everybody asks first
BATCH, CAPTION_TOKENS, PROMPT_TOKENS = 192, 22, 14
PROMPT_WEIGHT = dict(type=1.5, everyday=0.4, colour=1.0, gender=0.5, usage=0.1, pattern=0.3)
# From this part of the run on: fewer titles, and every step also says PAIRS short pairs such as "red dress" (those of the batch, then others).
PAIRS_FROM, PAIRS, PAIR_WEIGHT, LATE_TITLE_SHARE = 0.62, 160, 0.7, 0.12
# In the last part a pair also counts, at this share, as right for photos of its type in any colour: after the red dresses, dresses.
TYPE_SHARE = 0.4
HEAD_WEIGHT = dict(type=0.6, everyday=0.2, colour=0.35, gender=0.2, pattern=0.1)
PALE = {"White", "Off White", "Cream", "Silver", "Beige", "Steel", "Skin", "Nude"}  # would be lost if the white background were repainted


class Tokens:
    def __init__(self, tokenizer):
        self.tokenizer, self.end = tokenizer, tokenizer.get_vocab_size() - 1

    def __call__(self, texts, limit):
        ids = [e.ids if len(e.ids) <= limit else e.ids[: limit - 1] + [self.end] for e in self.tokenizer.encode_batch(texts)]
        longest = max(map(len, ids))
        return torch.tensor([i + [self.end] * (longest - len(i)) for i in ids]), torch.tensor([i.index(self.end) for i in ids])


class Photos:
    """All pictures and labels in memory, with the weights of the balanced draw."""

    def __init__(self, prepared, seed):
        parts, rows, self.labels = data.load(prepared)
        self.pictures = torch.from_numpy(np.concatenate([np.asarray(p) for p in parts]))
        self.rows, self.seed = rows, seed
        self.ids = {a: {l: i for i, l in enumerate(v)} for a, v in self.labels.items()}
        self.values = torch.tensor([[self.ids[a].get(r[a], -1) for a in ATTRIBUTES] for r in rows])
        numbers = {}
        self.group = torch.tensor([numbers.setdefault(r["group"], len(numbers)) for r in rows])
        self.pale = torch.tensor([r["colour"] in PALE for r in rows])
        self.everyday = torch.tensor([r["source"] == "everyday" for r in rows])
        # Targets of the class losses: catalogue types (everyday photos where the category says so), and everyday categories.
        self.types = [t for t in self.labels["type"] if not t.startswith("any:")]
        self.categories = [t for t in self.labels["type"] if t.startswith("any:")]
        self.target = {a: self.values[:, ATTRIBUTES.index(a)].clone() for a in ("colour", "gender", "usage", "pattern")}
        self.target["type"] = torch.tensor([self.types.index(t) if t in self.types else -1 for t in (EVERYDAY_IS.get(r["type"][4:], "") if r["source"] == "everyday" else r["type"] for r in rows)])
        self.target["everyday"] = torch.tensor([self.categories.index(r["type"]) if r["source"] == "everyday" else -1 for r in rows])
        # Rare types are drawn more often than they occur, rare colours a little more.
        count = {}
        for r in rows:
            for a in ("type", "colour"):
                count[r["source"], a, r[a]] = count.get((r["source"], a, r[a]), 0) + (not r["test"])
        self.pairs = {(c, t) for (c, t), n in collections.Counter((r["colour"], r["type"]) for r in rows if r["source"] == "catalogue" and not r["test"]).items() if n >= 10 and c and t}
        source = np.array([r["source"] for r in rows])

        def draw(balance, shares, more):
            weight = np.zeros(len(rows))
            for i, r in enumerate(rows):
                if not r["test"] and r["type"]:
                    weight[i] = more.get(r["type"], 1) * max(count[r["source"], "type", r["type"]], 30) ** -balance * max(count[r["source"], "colour", r["colour"]], 60) ** -0.1
            for s in set(source):
                weight[source == s] *= shares[s] / weight[source == s].sum()
            return Draw(weight)

        self.draw, self.draw_last = draw(BALANCE, SHARES, {}), draw(FINISH_BALANCE, FINISH_SHARES, FINISH_MORE)


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


def augment(photos, index, side):
    """-> pictures in [-1, 1] and which of them lost their colour."""
    b = len(index)
    x = photos.pictures[index].permute(0, 3, 1, 2).float() / 255
    everyday = photos.everyday[index].float()

    def between(lo, hi):
        return torch.empty(b).uniform_(lo, hi)

    def chance(p):
        return torch.rand(b) < p

    # Geometry.  The catalogue's backgrounds are white, so its pictures may shrink (filled with white); everyday ones are only cropped.
    plain = chance(0.25).float()
    scale = (1 - everyday) * between(0.7, 1.2) + everyday * between(0.55, 1.0)
    sx = scale * torch.exp((1 - everyday) * between(-0.12, 0.3) + everyday * between(-0.12, 0.0))
    sy = scale * torch.exp((1 - everyday) * between(-0.12, 0.12))
    sx, sy = plain + (1 - plain) * sx, plain + (1 - plain) * sy
    tx = (1 - plain) * between(-1, 1) * ((1 - sx).abs() + 0.04 * (1 - everyday))
    ty = (1 - plain) * between(-1, 1) * ((1 - sy).abs() + 0.04 * (1 - everyday))
    turn = (1 - plain) * chance(0.35).float() * between(-0.2, 0.2)
    flip = torch.where(chance(0.5), -1.0, 1.0)
    c, s = turn.cos(), turn.sin()
    theta = torch.stack([torch.stack([sx * c * flip, -s * sx, tx], 1), torch.stack([s * sy * flip, sy * c, ty], 1)], 1)
    x = 1 - F.grid_sample(1 - x, F.affine_grid(theta, (b, 3, side, side), align_corners=False), align_corners=False, padding_mode="zeros")

    # Other backgrounds: what is nearly white becomes a tint, or a blurred piece of an everyday photo.
    new = (chance(0.22) & ~photos.pale[index] & ~photos.everyday[index]).nonzero()[:, 0]
    if len(new):
        mask = ((x[new].amin(1, keepdim=True) - 0.88) / 0.1).clamp(0, 1)
        tint = torch.rand(len(new), 3, 1, 1) * 0.7 + 0.3
        grey = tint.mean(1, keepdim=True)
        back = grey + (tint - grey) * 0.5 + torch.linspace(-0.1, 0.1, side).view(1, 1, side, 1) * torch.randn(len(new), 1, 1, 1)
        rooms = photos.rooms[torch.randint(len(photos.rooms), (len(new),))]
        piece = photos.pictures[rooms][:, 8:40, 8:40].permute(0, 3, 1, 2).float() / 255
        piece = F.interpolate(F.avg_pool2d(piece, 2), (side, side), mode="bilinear", align_corners=False)
        back = torch.where(torch.rand(len(new), 1, 1, 1) < 0.4, piece, back.expand(-1, -1, -1, side))
        x[new] = x[new] * (1 - mask) + back.clamp(0, 1) * mask

    x = x.clamp(0, 1) ** between(0.88, 1.13).view(-1, 1, 1, 1) * between(0.93, 1.05).view(-1, 1, 1, 1)
    grey = chance(0.03)
    if grey.any():
        g = x[grey].mean(1, keepdim=True)
        x[grey] = torch.where(torch.rand(len(g), 1, 1, 1) < 0.5, g, 1 - g).expand(-1, 3, -1, -1)
    for i in chance(0.2).nonzero()[:, 0].tolist():  # random erase
        h, w = (int(side * (0.15 + 0.3 * torch.rand(1).item())) for _ in range(2))
        top, left = torch.randint(side - h + 1, (1,)).item(), torch.randint(side - w + 1, (1,)).item()
        x[i, :, top : top + h, left : left + w] = torch.rand(3, 1, 1)
    return x.clamp(0, 1) * 2 - 1, grey


class Truth:
    """Is caption j true of photo i?  1 yes, 0 no, -1 the labels do not say."""

    def __init__(self, photos, words):
        self.photos, self.words, self.memo = photos, words, {}

    def column(self, attribute, said):
        """Over the values of an attribute, and last the unknown value."""
        key = attribute, said
        if key not in self.memo:
            labels = self.photos.labels[attribute]
            if attribute == "type":
                true, maybe = self.words.true_of(said)
            else:
                true, maybe = ({"Boys", "Girls"} if said == "kids" else {said}), set()
            self.memo[key] = torch.tensor([1 if l in true else -1 if l in maybe else 0 for l in labels] + [-1], dtype=torch.int8)
        return self.memo[key]

    def __call__(self, index, says):
        values = self.photos.values[index]
        truth = torch.ones(len(index), len(says), dtype=torch.int8)
        for n, attribute in enumerate(ATTRIBUTES):
            anything = torch.ones(len(self.photos.labels[attribute]) + 1, dtype=torch.int8)
            table = torch.stack([self.column(attribute, s[attribute]) if s and attribute in s else anything for s in says], 1)
            t = table[values[:, n]]
            truth = torch.where((truth == 0) | (t == 0), 0, torch.minimum(truth, t))
        title = torch.tensor([s is None for s in says])
        if title.any():  # caption j is the title of photo j
            group = self.photos.group[index]
            truth[:, title] = (group[:, None] == group[None, title]).to(torch.int8)
        return truth


def multi_positive(logits, truth):
    """Softmax cross-entropy with several right answers a row; what is unknown takes no part."""
    logits = logits.masked_fill(truth == -1, -1e4)
    right = (truth == 1).float()
    count = right.sum(1)
    rows = count > 0
    return -((F.log_softmax(logits, 1) * right).sum(1) / count.clamp(min=1))[rows].mean()


def stage(progress):
    return next(((side, keep) for until, side, keep in STAGES if progress < until), STAGES[-1][1:])


def rate(step, progress):
    if progress >= FINISH_FROM:
        return FINISH_RATE + (LR_END - FINISH_RATE) * (progress - FINISH_FROM) / (1 - FINISH_FROM)
    cosine = 1 if progress < FLAT_UNTIL else LR_END + (1 - LR_END) * 0.5 * (1 + math.cos(math.pi * (progress - FLAT_UNTIL) / (1 - FLAT_UNTIL)))
    return min(1, (step + 1) / WARMUP) * cosine


class Halves:
    """Runs a function on both halves of a batch at once, each on one core.

    Where other work shares the machine this is much faster than two cores on every single product:
    the halves wait for each other twice a step instead of a thousand times.
    """

    def __init__(self, count):
        self.count = count
        self.pool = ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,))

    def __call__(self, f, *columns):
        return list(self.pool.map(f, *columns))

    def split(self, x):
        n = len(x)
        return [x[n * k // self.count : n * (k + 1) // self.count] for k in range(self.count)]


def save_atomically(thing, path):
    torch.save(thing, path + ".new")
    os.replace(path + ".new", path)


def train(prepared, out, tokenizer, steps, seed=0, save_every=50, stop_at=None):
    torch.manual_seed(seed)
    photos = Photos(prepared, seed)
    photos.rooms = torch.tensor([i for i, r in enumerate(photos.rows) if r["source"] == "everyday" and not r["test"]])
    words, tokens = Words(photos.labels), Tokens(tokenizer)
    truth_of = Truth(photos, words)
    model = Clip(tokenizer.get_vocab_size(), CONFIG)
    heads = nn.ModuleDict({"to_" + a: nn.Linear(CONFIG["width"], n) for a, n in dict(type=len(photos.types), everyday=len(photos.categories), colour=len(photos.labels["colour"]),
                                                                            gender=len(photos.labels["gender"]), pattern=len(photos.labels["pattern"])).items()})
    for h in heads.values():
        nn.init.zeros_(h.weight)
        nn.init.zeros_(h.bias)
    average = Clip(tokenizer.get_vocab_size(), CONFIG).requires_grad_(False)
    average.load_state_dict(model.state_dict())
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "blocks" in n]
    known = {id(p) for p in matrices}
    others = [p for p in list(model.parameters()) + list(heads.parameters()) if id(p) not in known]
    muon = Muon(matrices, LR_MUON)
    adam = torch.optim.AdamW([dict(params=[p for p in others if p.ndim >= 2], weight_decay=0.05), dict(params=[p for p in others if p.ndim < 2], weight_decay=0.0)],
                             lr=LR_ADAM, betas=(0.9, 0.98))
    checkpoint, start, log = f"{out}/checkpoint.pt", 0, open(f"{out}/train.log", "a")

    def say(**what):
        line = json.dumps(what)
        print(line, flush=True)
        print(line, file=log, flush=True)

    if os.path.exists(checkpoint):
        c = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(c["model"])
        heads.load_state_dict(c["heads"])
        average.load_state_dict(c["average"])
        muon.load_state_dict(c["muon"])
        adam.load_state_dict(c["adam"])
        start = c["step"]
    say(start=start, steps=steps, seed=seed, photos={s: sum(r["source"] == s and not r["test"] for r in photos.rows) for s in SHARES},
        parameters=sum(p.numel() for p in model.parameters()), threads=torch.get_num_threads())
    towers, halves = list(model.v.parameters()) + list(model.t.parameters()), Halves(torch.get_num_threads())

    def forward(pictures, noise, captions, prompts, keep):
        with torch.autocast("cpu", torch.bfloat16):
            features = model.v.features(pictures, keep, noise)
            photo = F.normalize(model.v.proj(features).float(), dim=-1)
            return features.float(), photo, model.t(*tokens(captions, CAPTION_TOKENS)), model.t(*tokens(prompts, PROMPT_TOKENS))

    def backward(results, gradients):
        return torch.autograd.grad(results, towers, gradients)

    mean, spent, cpu, last = {}, {}, time.process_time(), time.time()
    for step in range(start, min(steps, stop_at or steps)):
        # All chance of this step comes from (seed, step).
        number = seed * 1_000_003 + step
        torch.manual_seed(number)
        r, rn = random.Random(number), np.random.default_rng(number)
        progress = step / steps
        side, keep = stage(progress)
        for optimiser, base in ((muon, LR_MUON), (adam, LR_ADAM)):
            for g in optimiser.param_groups:
                g["lr"] = base * rate(step, progress)

        clock = [time.time()]
        last_part = progress >= FINISH_FROM
        pull = FINISH_PULL if last_part else {}
        index = (photos.draw_last if last_part else photos.draw)(rn, BATCH)
        pictures, grey = augment(photos, index, side)
        captions = [words.caption(r, photos.rows[i]) for i in index.tolist()]
        truth = truth_of(index, [s for _, s in captions])
        asked = ("type",) if step % 2 == 0 else ("colour", "gender", "usage", "pattern", "everyday")
        classes = {a: photos.types if a == "type" else photos.categories if a == "everyday" else photos.labels[a] for a in asked}
        prompts = [words.prompt(r, "type" if a == "everyday" else a, l) for a in asked for l in classes[a]]
        paired = []
        if progress >= PAIRS_FROM:
            words.title_share = LATE_TITLE_SHARE
            paired = {(photos.rows[i]["colour"], photos.rows[i]["type"]) for i in index.tolist()} & photos.pairs
            paired = sorted(paired | {p for p in photos.pairs if last_part and p[1] in FINISH_MORE})
            r.shuffle(paired)
            paired = (paired + r.sample(sorted(photos.pairs - set(paired)), PAIRS))[:PAIRS]
            paired = [words.pair(r, *p) for p in paired]
            prompts += [t for t, _ in paired]
            pair_truth = truth_of(index, [s for _, s in paired])
            type_truth = truth_of(index, [dict(type=s["type"]) for _, s in paired]) if last_part else None
        clock.append(time.time())

        # Forward, in halves.  The loss below needs the whole batch, so it is taken over detached results,
        # and its gradients are then sent back through each half.
        noise = torch.rand(BATCH, (side // CONFIG["patch"]) ** 2)
        results = halves(forward, *map(halves.split, (pictures, noise, [t for t, _ in captions], prompts)), [keep] * halves.count)
        features, photo, said, prompt = (torch.cat(r).detach().requires_grad_() for r in zip(*results))
        clock.append(time.time())
        scale = model.logit_scale.exp().clamp(max=60)
        logits = scale * photo @ said.T
        colourless = grey[:, None] & torch.tensor([s is None or "colour" in s for _, s in captions])[None]
        truth = torch.where(colourless, -1, truth)
        loss_image, loss_text = multi_positive(logits, truth), multi_positive(logits.T, truth.T)
        target = {a: torch.where(grey, -1, t[index]) if a == "colour" else t[index] for a, t in photos.target.items()}

        def cross(l, a):  # 0, not nan, for a batch without any such label
            return F.cross_entropy(l, target[a], ignore_index=-1, reduction="sum") / (target[a] >= 0).sum().clamp(min=1)

        loss_prompts, at = 0, 0
        for a in asked:
            n = len(classes[a])
            part = cross(scale * photo @ prompt[at : at + n].T, a)
            mean["p_" + a] = 0.95 * mean.get("p_" + a, part.item()) + 0.05 * part.item()
            loss_prompts, at = loss_prompts + pull.get(a, 1) * PROMPT_WEIGHT[a] * part, at + n
        loss_heads = sum(pull.get(a, 1) * w * cross(heads["to_" + a](features), a) for a, w in HEAD_WEIGHT.items())
        loss = 0.5 * (loss_image + loss_text) + loss_prompts + loss_heads
        if paired:
            pair_truth = torch.where(grey[:, None], -1, pair_truth)
            pair_logits = scale * photo @ prompt[at:].T
            loss_pairs = 0.5 * (multi_positive(pair_logits, pair_truth) + multi_positive(pair_logits.T, pair_truth.T))
            if type_truth is not None:
                loss_pairs = loss_pairs + TYPE_SHARE * multi_positive(pair_logits.T, type_truth.T)
            mean["pairs"] = 0.95 * mean.get("pairs", loss_pairs.item()) + 0.05 * loss_pairs.item()
            loss = loss + pull.get("pairs", 1) * PAIR_WEIGHT * loss_pairs
        clock.append(time.time())
        muon.zero_grad()
        adam.zero_grad()
        loss.backward()
        gradients = halves(backward, results, zip(*(halves.split(x.grad) for x in (features, photo, said, prompt))))
        for p, *g in zip(towers, *gradients):
            p.grad = sum(g)
        clock.append(time.time())
        nn.utils.clip_grad_norm_(others, 2.0)
        muon.step()
        adam.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(FINISH_AVERAGE if last_part else AVERAGE, (step + 1) / (step + 20)))
        clock.append(time.time())

        done = step + 1
        for k, v in dict(image=loss_image, text=loss_text, heads=loss_heads).items():
            mean[k] = 0.95 * mean.get(k, v.item()) + 0.05 * v.item()
        for k, a, b in zip(("data", "forward", "loss", "back", "update"), clock, clock[1:]):
            spent[k] = spent.get(k, 0) + b - a
        if done % 25 == 0 or done - start == 5:
            n, total = 5 if done - start == 5 else 25, sum(spent.values())
            say(step=done, side=side, keep=keep, seen=done * BATCH, lr=round(rate(step, progress), 3), scale=round(scale.item(), 1), **{k: round(v, 3) for k, v in mean.items()},
                photos_per_second=round(BATCH * n / (time.time() - last)), at_full_cpu=round(BATCH * 2 * n / (time.process_time() - cpu)),
                spent={k: round(v / total, 2) for k, v in spent.items()}, clock=time.strftime("%H:%M:%S"))
            spent, cpu, last = {}, time.process_time(), time.time()
        if done % save_every == 0 or done == steps:
            save_atomically(dict(config=CONFIG, step=done, steps=steps, model=model.state_dict(), heads=heads.state_dict(), average=average.state_dict(),
                                 muon=muon.state_dict(), adam=adam.state_dict()), checkpoint)
    log.close()
    return checkpoint
