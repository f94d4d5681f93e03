"""The training loop, for the teacher first and then for the student, the model that ships.

The teacher learns our words on an image tower that knows ImageNet.  The student is a small image tower in the teacher's
space: it keeps the teacher's text tower, learns from the same labels, and sees where the teacher puts each picture.

All chance of a step is a function of (seed, step), so a run that is killed and resumed from its checkpoint draws exactly
what it would have drawn; the arithmetic itself is not repeatable to the bit.
"""

import json
import os
import time

import torch
import torch.nn as nn
from tokenizers import Tokenizer

import losses
import schedule
from asked import Asking, Tokens, ahead, to
from augment import Chance, augment, mixed, shrunk
from captions import Words
from losses import PROMPT_WEIGHT, Heads, both_ways, cross, from_teacher, multi_positive
from model import Clip, Muon, Text, Vision, start
from photos import Photos
from teacher import FEATURES, SIDE, Teacher
from truth import Truth

CONFIG = dict(image=80, patch=8, width=256, heads=4, layers=6, text_width=192, text_heads=3, text_layers=3, projection=256, context=32)
LR_MUON, LR_ADAM, LR_PRETRAINED = 4e-3, 1.5e-3, 5e-4
MIXED = 0.35  # of the pictures that the student sees
SAVE_SECONDS, SAY_EVERY, FIGURES_EVERY = 120, 50, 500


def towers(part, vocabulary, config):
    v, t = Teacher(config["projection"]) if part == "teacher" else Vision(config), Text(vocabulary, config)
    nn.init.normal_(t.tok.weight, std=0.02)
    for fresh in (t, v.proj if part == "teacher" else v):
        start(fresh)
    return Clip(v, t)


class Run:
    def __init__(self, part, prepared, work, seed=0, batch=1024, steps=1000, config=CONFIG, teacher=True):
        """part: "teacher" or "student".  teacher=False: a student of the labels alone, with a text tower of its own."""
        torch.manual_seed(seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        self.part, self.out, self.seed, self.batch, self.steps, self.config, self.step, self.mean = part, f"{work}/{part}", seed, batch, steps, config, 0, {}
        os.makedirs(self.out, exist_ok=True)
        self.photos = Photos(prepared)
        tokenizer = Tokenizer.from_file(f"{prepared}/tokenizer.json")
        self.words, self.tokens = Words(self.photos.labels), Tokens(tokenizer)
        truth = Truth(self.photos, self.words)
        self.asking = Asking(self.photos, self.words, truth, self.tokens, seed, batch, steps)
        self.target = to_all(self.photos.targets(self.words), self.device)
        self.maybe = (truth.classes(self.words.types) == -1).to(self.device)
        self.cuts = truth.classes(self.words.cuts).to(self.device)
        self.in_street = torch.tensor([r["source"] == "street" for r in self.photos.rows], device=self.device)
        self.food = torch.tensor([r["source"] == "grocery" for r in self.photos.rows], device=self.device)
        self.model, self.average = (towers(part, tokenizer.get_vocab_size(), config) for _ in range(2))
        self.teacher = None
        if part == "student" and teacher:
            self.learn_from(f"{work}/teacher/checkpoint.pt", tokenizer)
        self.average.requires_grad_(False).load_state_dict(self.model.state_dict())
        sizes = dict(type=len(self.words.types), colour=len(self.photos.labels["colour"]), gender=len(self.photos.labels["gender"]))
        self.heads = Heads(FEATURES if part == "teacher" else config["width"], sizes)
        for m in (self.model, self.average, self.heads):
            m.to(self.device)
        self.optimisers()

    def learn_from(self, checkpoint, tokenizer):
        """The student keeps the teacher's words, and its space: only its image tower is trained."""
        self.teacher = towers("teacher", tokenizer.get_vocab_size(), self.config).eval().requires_grad_(False)
        self.teacher.load_state_dict(torch.load(checkpoint, weights_only=False, map_location="cpu")["average"])
        self.teacher.to(self.device, memory_format=torch.channels_last)
        self.model.t, self.model.logit_scale = self.teacher.t, self.teacher.logit_scale

    def optimisers(self):
        named = [(n, p) for n, p in [*self.model.named_parameters(), *self.heads.named_parameters()] if p.requires_grad]
        matrices = [p for n, p in named if p.ndim == 2 and "blocks" in n and not n.startswith("v.net")]
        known = {id(p) for p in matrices}
        pretrained = [p for n, p in named if n.startswith("v.net")]
        self.others = [p for n, p in named if id(p) not in known and not n.startswith("v.net")]
        groups = [dict(params=[p for p in self.others if p.ndim >= 2], weight_decay=0.05), dict(params=[p for p in self.others if p.ndim < 2], weight_decay=0.0),
                  dict(params=pretrained, weight_decay=0.02, base=LR_PRETRAINED)]
        self.muon, self.adam = Muon(matrices, LR_MUON), torch.optim.AdamW([g for g in groups if g["params"]], lr=LR_ADAM, betas=(0.9, 0.98))

    # -- checkpoints ---------------------------------------------------------------------------
    def parts(self):
        return dict(model=self.model, heads=self.heads, average=self.average, muon=self.muon, adam=self.adam)

    def save(self):
        path = f"{self.out}/checkpoint.pt"
        torch.save(dict(config=self.config, step=self.step, steps=self.steps, **{n: p.state_dict() for n, p in self.parts().items()}), path + ".new")
        os.replace(path + ".new", path)

    def keep_average(self):
        torch.save(self.average.state_dict(), f"{self.out}/earlier.pt.new")
        os.replace(f"{self.out}/earlier.pt.new", f"{self.out}/earlier.pt")

    def load(self):
        if os.path.exists(f"{self.out}/checkpoint.pt"):
            state = torch.load(f"{self.out}/checkpoint.pt", weights_only=False, map_location=self.device)
            assert state["steps"] == self.steps, f"{self.out} was begun with --steps {state['steps']}: go on with that"
            for name, part in self.parts().items():
                part.load_state_dict(state[name])
            self.step = state["step"]

    def say(self, **what):
        line = json.dumps(what)
        print(line, flush=True)
        with open(f"{self.out}/train.log", "a") as log:
            print(line, file=log)

    # -- a step --------------------------------------------------------------------------------
    def loss(self, asked, features, photo, said, prompt, lost, blank, generator):
        """lost: photos that no longer show their colour; blank: photos of which no label is true."""
        scale, index = self.model.logit_scale.exp().clamp(max=60), asked["index"]
        truth = torch.where((lost[:, None] & asked["coloured"][None]) | blank[:, None], -1, asked["truth"])
        target = {a: torch.where(blank | lost if a == "colour" else blank, -1, t[index]) for a, t in self.target.items()}
        parts = dict(captions=both_ways(scale * photo @ said.T, truth), heads=self.heads(features, target))
        at, kind = 0, self.photos.values[index, 0]
        for a, count in asked["classes"].items():
            logits = scale * photo @ prompt[at : at + count].T
            at += count
            if a == "type":
                maybe = self.maybe[kind]
                own = nn.functional.one_hot(target[a].clamp(min=0), count).bool()
                part = cross(logits.masked_fill(maybe & ~own, losses.UNLIKELY), target[a])
                neutral = scale * photo @ losses.neutral_direction(prompt).T
                parts["sets"] = losses.SET_WEIGHT * losses.in_a_set(logits, neutral, target[a], maybe, self.food[index], generator)
            elif a == "cuts":
                part = multi_positive(logits, torch.where((self.in_street[index] & ~blank)[:, None], self.cuts[kind], -1))
            else:
                part = cross(logits, target[a])
            parts["p_" + a] = PROMPT_WEIGHT[a] * part
        if "pair_truth" in asked:
            logits, pair_truth, type_truth = scale * photo @ prompt[at:].T, *(torch.where(x[:, None], -1, asked[n]) for n, x in (("pair_truth", lost | blank), ("type_truth", blank)))
            parts["pairs"] = losses.PAIR_WEIGHT * (both_ways(logits, pair_truth) + losses.TYPE_SHARE * multi_positive(logits.T, type_truth.T))
        return parts, scale

    def one_step(self, asked):
        for optimiser, base in ((self.muon, LR_MUON), (self.adam, LR_ADAM)):
            for group in optimiser.param_groups:
                group["lr"] = group.get("base", base) * schedule.rate(self.step, self.steps)
            optimiser.zero_grad()
        asked = {name: to(value, self.device) for name, value in asked.items()}
        number = self.seed * 1_000_003 + self.step
        pictures, lost = augment(self.photos, asked["index"], asked["colour_free"], SIDE, number)
        chance = Chance(number + 500_000, len(lost), self.device)
        pictures, blank = mixed(pictures, MIXED if self.teacher is not None else 0, chance)
        own = pictures if self.part == "teacher" else shrunk(pictures, self.config["image"])
        noise = chance.uniform(0, 1, len(own), (self.config["image"] // self.config["patch"]) ** 2)
        with torch.autocast(self.device.type, torch.bfloat16):
            features, photo = self.model.photos(own.contiguous(memory_format=torch.channels_last), schedule.kept(self.step / self.steps), noise)
            with torch.set_grad_enabled(self.teacher is None):
                said, prompt = self.model.t(*asked["captions"]), self.model.t(*asked["prompts"])
        parts, scale = self.loss(asked, features, photo, said, prompt, lost, blank, chance.generator)
        if self.teacher is not None:
            parts = {name: losses.LABEL_SHARE * part for name, part in parts.items()}
            with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16):
                taught = self.teacher.photos(pictures.contiguous(memory_format=torch.channels_last))[1]
            parts.update(from_teacher(photo, taught, torch.cat([said, prompt]), scale))
        sum(parts.values()).backward()
        nn.utils.clip_grad_norm_(self.others, 2.0)
        self.muon.step()
        self.adam.step()
        with torch.no_grad():
            old, new = ([x for x in m.state_dict().values() if x.is_floating_point()] for m in (self.average, self.model))
            torch._foreach_lerp_(old, new, 1 - schedule.averaging(self.step))
        self.step += 1
        for name, value in parts.items():
            value = value.detach()
            self.mean[name] = 0.95 * self.mean.get(name, value) + 0.05 * value

    def figures(self):
        from quick import figures

        self.say(step=self.step, clock=time.strftime("%H:%M:%S"), choose=figures(self.average, self.photos, self.words, self.tokens, SIDE if self.part == "teacher" else self.config["image"]))


def to_all(named, device):
    return {name: x.to(device) for name, x in named.items()}


def train(run, workers):
    """Goes on to the run's last step from wherever it stands."""
    run.load()
    steps = iter(ahead(run.asking, run.step, workers))  # the processes begin before the device is used
    run.photos.to(run.device)
    run.say(part=run.part, device=run.device.type, start=run.step, steps=run.steps, batch=run.batch, seed=run.seed, config=run.config, parameters=sum(p.numel() for p in run.model.parameters()))
    saved = said = time.time()
    while run.step < run.steps:
        run.model.train()
        run.one_step(next(steps))
        if run.step % SAY_EVERY == 0:
            run.say(step=run.step, seen=run.step * run.batch, **{k: round(v.item(), 3) for k, v in run.mean.items()},
                    photos_per_second=round(run.batch * SAY_EVERY / (time.time() - said), 1), clock=time.strftime("%H:%M:%S"))
            said = time.time()
        if run.step == int(schedule.EARLIER * run.steps):
            run.keep_average()
        if run.step % FIGURES_EVERY == 0 or run.step == run.steps:
            run.figures()
        if time.time() - saved > SAVE_SECONDS or run.step == run.steps:
            run.save()
            saved = time.time()
