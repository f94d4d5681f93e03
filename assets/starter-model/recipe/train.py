"""The training loop.

All chance of a step (photos, captions, augmentation) is a function of (seed, step), so a run that is killed and resumed
from its checkpoint draws exactly what it would have drawn; the arithmetic itself is not repeatable to the bit.  The run
goes on until `finish` steps are asked for; see schedule.py.
"""

import json
import os
import random
import shutil
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import losses
import schedule
from augment import augment
from captions import Words
from halves import Halves
from losses import PROMPT_WEIGHT, Heads, both_ways, cross, multi_positive
from model import Clip, Muon
from photos import Photos
from truth import Truth

CONFIG = dict(image=80, patch=8, width=256, heads=4, layers=6, text_width=192, text_heads=3, text_layers=3, projection=256, context=32)
LR_MUON, LR_ADAM = 4e-3, 1.5e-3
BATCH, CAPTION_TOKENS, PROMPT_TOKENS = 192, 22, 14
SAVE_SECONDS, SAY_EVERY, FIGURES_EVERY = 240, 25, 500


class Tokens:
    def __init__(self, tokenizer):
        self.tokenizer, self.end = tokenizer, tokenizer.get_vocab_size() - 1

    def __call__(self, texts, limit):
        ids = [e.ids if len(e.ids) <= limit else e.ids[: limit - 1] + [self.end] for e in self.tokenizer.encode_batch(texts)]
        longest = max(map(len, ids))
        return torch.tensor([i + [self.end] * (longest - len(i)) for i in ids]), torch.tensor([i.index(self.end) for i in ids])


class Asked:
    """What one step says about its photos: captions, class prompts, and pairs such as "red dress"."""

    def __init__(self, run, step, late):
        number = run.seed * 1_000_003 + step
        self.r, self.generator = random.Random(number), torch.Generator().manual_seed(number)
        self.index = (run.draw_late if late else run.draw)(np.random.default_rng(number), BATCH)
        rows = [run.photos.rows[i] for i in self.index.tolist()]
        said = [run.words.caption(self.r, row) for row in rows]
        self.captions, self.says = [t for t, _ in said], [s for _, s in said]
        self.colour_free = torch.tensor(["colour" not in s and not run.words.names_colour(t) for t, s in said])
        self.truth = run.truth(self.index, self.says)
        self.classes = self.type_classes(run) if step % 2 == 0 else self.other_classes(run)
        self.prompts = [run.words.prompt(self.r, "type" if a in ("everyday", "cuts") else a, label) for a, labels in self.classes.items() for label in labels]
        self.pairs = [] if step % 2 == 0 else self.draw_pairs(run, rows)
        self.prompts += [t for t, _ in self.pairs] if self.pairs else run.words.neutral(self.r)
        if self.pairs:
            self.pair_truth = run.truth(self.index, [s for _, s in self.pairs])
            self.type_truth = run.truth(self.index, [dict(type=s["type"]) for _, s in self.pairs])

    def type_classes(self, run):
        return dict(type=run.words.types)

    def other_classes(self, run):
        return dict(everyday=run.words.categories, cuts=run.words.cuts, **{a: run.photos.labels[a] for a in ("colour", "gender", "usage", "pattern")})

    def draw_pairs(self, run, rows):
        here = sorted({(row["colour"], row["type"]) for row in rows} & run.photos.pairs)
        self.r.shuffle(here)
        others = sorted(run.photos.pairs - set(here))
        chosen = (here + self.r.sample(others, min(len(others), losses.PAIRS)))[: losses.PAIRS]
        return [run.words.pair(self.r, *p) for p in chosen]


class Run:
    def __init__(self, prepared, out, tokenizer, seed, teacher):
        torch.manual_seed(seed)
        self.out, self.seed = out, seed
        self.photos = Photos(prepared)
        self.words, self.tokens = Words(self.photos.labels), Tokens(tokenizer)
        self.truth, self.target = Truth(self.photos, self.words), self.photos.targets(self.words)
        self.draw, self.draw_late = self.photos.draw(), self.photos.draw(late=True)
        self.maybe = self.truth.classes(self.words.types) == -1
        self.cuts = self.truth.classes(self.words.cuts)
        self.in_street = torch.tensor([r["source"] == "street" for r in self.photos.rows])
        self.food = torch.tensor([r["source"] == "grocery" for r in self.photos.rows])
        self.model = Clip(tokenizer.get_vocab_size(), CONFIG)
        self.teacher = self.photos.teacher if teacher else None
        sizes = dict(type=len(self.words.types), colour=len(self.photos.labels["colour"]), gender=len(self.photos.labels["gender"]))
        self.heads = Heads(CONFIG["width"], sizes, self.teacher.shape[1] if teacher else 0)
        self.average = Clip(tokenizer.get_vocab_size(), CONFIG).requires_grad_(False)
        self.average.load_state_dict(self.model.state_dict())
        matrices = [p for n, p in self.model.named_parameters() if p.ndim == 2 and "blocks" in n]
        known = {id(p) for p in matrices}
        self.others = [p for p in [*self.model.parameters(), *self.heads.parameters()] if id(p) not in known]
        self.muon = Muon(matrices, LR_MUON)
        self.adam = torch.optim.AdamW([dict(params=[p for p in self.others if p.ndim >= 2], weight_decay=0.05), dict(params=[p for p in self.others if p.ndim < 2], weight_decay=0.0)],
                                      lr=LR_ADAM, betas=(0.9, 0.98))
        self.towers = [*self.model.v.parameters(), *self.model.t.parameters()]
        self.halves = Halves(2)
        self.step, self.finish, self.mean = 0, None, {}

    # -- checkpoints ---------------------------------------------------------------------------
    def parts(self):
        return dict(model=self.model, heads=self.heads, average=self.average, muon=self.muon, adam=self.adam)

    def save(self, name="checkpoint.pt"):
        state = dict(config=CONFIG, step=self.step, finish=self.finish, **{n: p.state_dict() for n, p in self.parts().items()})
        torch.save(state, f"{self.out}/{name}.new")
        os.replace(f"{self.out}/{name}.new", f"{self.out}/{name}")

    def load(self):
        if os.path.exists(f"{self.out}/checkpoint.pt"):
            state = torch.load(f"{self.out}/checkpoint.pt", weights_only=False)
            for name, part in self.parts().items():
                part.load_state_dict(state[name])
            self.step, self.finish = state["step"], state["finish"]

    def say(self, **what):
        line = json.dumps(what)
        print(line, flush=True)
        with open(f"{self.out}/train.log", "a") as log:
            print(line, file=log)

    # -- a step --------------------------------------------------------------------------------
    def forward(self, pictures, noise, captions, prompts, keep):
        with torch.autocast("cpu", torch.bfloat16):
            features = self.model.v.features(pictures, keep, noise)
            photo = F.normalize(self.model.v.proj(features).float(), dim=-1)
            return features.float(), photo, self.read(captions, CAPTION_TOKENS), self.read(prompts, PROMPT_TOKENS)

    def read(self, texts, limit):
        """Texts of about the same length together: less of the arithmetic goes into what only fills up."""
        ids, end = self.tokens(texts, limit)
        order = end.argsort()
        parts = [self.model.t(ids[part, : end[part].max() + 1], end[part]) for part in order.chunk(3)]
        return torch.cat(parts)[order.argsort()]

    def loss(self, asked, features, photo, said, prompt, lost):
        scale, index = self.model.logit_scale.exp().clamp(max=60), asked.index
        coloured = torch.tensor(["colour" in s or "words" in s for s in asked.says])
        truth = torch.where(lost[:, None] & coloured[None], -1, asked.truth)
        target = {a: torch.where(lost, -1, t[index]) if a == "colour" else t[index] for a, t in self.target.items()}
        parts = dict(captions=both_ways(scale * photo @ said.T, truth), heads=self.heads.classes(features, target))
        at, kind = 0, self.photos.values[index, 0]
        for a, labels in asked.classes.items():
            logits = scale * photo @ prompt[at : at + len(labels)].T
            at += len(labels)
            if a == "type":
                maybe = self.maybe[kind]
                own = F.one_hot(target[a].clamp(min=0), len(labels)).bool()
                part = cross(logits.masked_fill(maybe & ~own, losses.UNLIKELY), target[a])
                neutral = scale * photo @ losses.neutral_direction(prompt).T
                parts["sets"] = losses.SET_WEIGHT * losses.in_a_set(logits, neutral, target[a], maybe, self.food[index], asked.generator)
            elif a == "cuts":
                part = multi_positive(logits, torch.where(self.in_street[index][:, None], self.cuts[kind], -1))
            else:
                part = cross(logits, target[a])
            parts["p_" + a] = PROMPT_WEIGHT[a] * part
        if asked.pairs:
            logits, pair_truth = scale * photo @ prompt[at:].T, torch.where(lost[:, None], -1, asked.pair_truth)
            parts["pairs"] = losses.PAIR_WEIGHT * (both_ways(logits, pair_truth) + losses.TYPE_SHARE * multi_positive(logits.T, asked.type_truth.T))
        if self.teacher is not None:
            parts["teacher"] = losses.TEACHER_WEIGHT * self.heads.distance(features, self.teacher[index])
        return parts

    def backward(self, results, gradients):
        return torch.autograd.grad(results, self.towers, gradients)

    def one_step(self):
        step, (side, keep) = self.step, schedule.stage(self.step, self.finish)
        for optimiser, base in ((self.muon, LR_MUON), (self.adam, LR_ADAM)):
            for group in optimiser.param_groups:
                group["lr"] = base * schedule.rate(step, self.finish)
            optimiser.zero_grad()
        late = (schedule.finishing(step, self.finish) or 0) >= schedule.LATE_FROM
        asked, split = Asked(self, step, late), self.halves.split
        seeds = [2 * (self.seed * 1_000_003 + step) + n for n in range(self.halves.count)]
        pictures, lost = zip(*self.halves(lambda *c: augment(self.photos, *c), split(asked.index), split(asked.colour_free), [side] * 2, seeds))
        noise = torch.rand(BATCH, (side // CONFIG["patch"]) ** 2, generator=asked.generator)
        # Forward, in halves.  The loss needs the whole batch, so it is taken over detached results, and its gradients
        # are then sent back through each half.
        results = self.halves(self.forward, pictures, split(noise), split(asked.captions), split(asked.prompts), [keep] * 2)
        whole = [torch.cat(r).detach().requires_grad_() for r in zip(*results)]
        parts = self.loss(asked, *whole, torch.cat(lost))
        sum(parts.values()).backward()
        gradients = self.halves(self.backward, results, zip(*(split(x.grad) for x in whole)))
        for p, *g in zip(self.towers, *gradients):
            p.grad = sum(g)
        nn.utils.clip_grad_norm_(self.others, 2.0)
        self.muon.step()
        self.adam.step()
        with torch.no_grad():
            share = 1 - schedule.averaging(step, self.finish)
            torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), share)
        self.step += 1
        for name, value in parts.items():
            self.mean[name] = 0.95 * self.mean.get(name, value.item()) + 0.05 * value.item()

    def figures(self):
        from quick import figures

        self.say(step=self.step, clock=time.strftime("%H:%M:%S"), choose=figures(self.average, self.photos, self.words, self.tokens))


def train(prepared, out, tokenizer, seed=0, finish=None, until=None, teacher=True):
    """Goes on until `until`, or for the `finish` last steps; a finish that was begun is always gone on with."""
    run = Run(prepared, out, tokenizer, seed, teacher)
    run.load()
    if finish and not run.finish:
        run.finish = (run.step, finish)
        if os.path.exists(f"{out}/checkpoint.pt"):
            shutil.copy(f"{out}/checkpoint.pt", f"{out}/flat.pt")  # from here the run could have gone on
    last = sum(run.finish) if run.finish else until or 10**9
    run.say(start=run.step, finish=run.finish, until=last, seed=seed, teacher=teacher, parameters=sum(p.numel() for p in run.model.parameters()))
    saved = said = time.time()
    cpu = time.process_time()
    while run.step < last:
        run.one_step()
        if run.step % SAY_EVERY == 0:
            run.say(step=run.step, seen=run.step * BATCH, stage=schedule.stage(run.step - 1, run.finish), scale=round(run.model.logit_scale.exp().item(), 1),
                    **{k: round(v, 3) for k, v in run.mean.items()}, photos_per_second=round(BATCH * SAY_EVERY / (time.time() - said), 1),
                    per_cpu_second=round(BATCH * SAY_EVERY / (time.process_time() - cpu), 1), clock=time.strftime("%H:%M:%S"))
            said, cpu = time.time(), time.process_time()
        if run.step % FIGURES_EVERY == 0 or run.step == last:
            run.figures()
        if time.time() - saved > SAVE_SECONDS or run.step == last:
            run.save()
            saved = time.time()
