"""What one step of training says about its photos: captions, class prompts, and pairs such as "red dress".

A step is a function of (seed, step), so that worker processes can make steps ahead of time and a resumed run asks exactly
what an unbroken one would have asked.
"""

import random

import numpy as np
import torch

import losses
import schedule

CAPTION_TOKENS, PROMPT_TOKENS = 22, 14


class Tokens:
    """Texts as padded token ids, and the place of each text's end."""

    def __init__(self, tokenizer):
        self.tokenizer, self.end = tokenizer, tokenizer.get_vocab_size() - 1

    def __call__(self, texts, limit):
        ids = [e.ids if len(e.ids) <= limit else e.ids[: limit - 1] + [self.end] for e in self.tokenizer.encode_batch(texts)]
        longest = max(map(len, ids))
        return torch.tensor([i + [self.end] * (longest - len(i)) for i in ids]), torch.tensor([i.index(self.end) for i in ids])


class Asking(torch.utils.data.Dataset):
    """Item n is what step n asks."""

    def __init__(self, photos, words, truth, tokens, seed, batch, steps):
        self.photos, self.words, self.truth, self.tokens = photos, words, truth, tokens
        self.seed, self.batch, self.steps = seed, batch, steps
        self.draw, self.draw_late = photos.draw(), photos.draw(late=True)

    def __len__(self):
        return self.steps

    def __getitem__(self, step):
        number = self.seed * 1_000_003 + step
        r = random.Random(number)
        draw = self.draw_late if step / self.steps >= schedule.LATE_FROM else self.draw
        index = draw(np.random.default_rng(number), self.batch)
        rows = [self.photos.rows[i] for i in index.tolist()]
        captions = [self.words.caption(r, row) for row in rows]
        classes = self.types() if step % 2 == 0 else self.others()
        prompts = [self.words.prompt(r, "type" if a in ("everyday", "cuts") else a, label) for a, labels in classes.items() for label in labels]
        asked = dict(index=index, truth=self.truth(index, [s for _, s in captions]), classes={a: len(labels) for a, labels in classes.items()},
                     coloured=torch.tensor(["colour" in s or "words" in s for _, s in captions]),
                     colour_free=torch.tensor(["colour" not in s and not self.words.names_colour(t) for t, s in captions]))
        if step % 2 == 0:
            prompts += self.words.neutral(r)
        else:
            pairs = self.pairs(r, rows)
            prompts += [t for t, _ in pairs]
            asked["pair_truth"] = self.truth(index, [s for _, s in pairs])
            asked["type_truth"] = self.truth(index, [dict(type=s["type"]) for _, s in pairs])
        return dict(asked, captions=self.tokens([t for t, _ in captions], CAPTION_TOKENS), prompts=self.tokens(prompts, PROMPT_TOKENS))

    def types(self):
        return dict(type=self.words.types)

    def others(self):
        return dict(everyday=self.words.categories, cuts=self.words.cuts, **{a: self.photos.labels[a] for a in ("colour", "gender", "usage", "pattern")})

    def pairs(self, r, rows):
        here = sorted({(row["colour"], row["type"]) for row in rows} & self.photos.pairs)
        r.shuffle(here)
        others = sorted(self.photos.pairs - set(here))
        chosen = (here + r.sample(others, min(len(others), losses.PAIRS)))[: losses.PAIRS]
        return [self.words.pair(r, *p) for p in chosen]


def to(value, device):
    if isinstance(value, torch.Tensor):
        return value.to(device, non_blocking=True)
    return [to(v, device) for v in value] if isinstance(value, (tuple, list)) else value


def ahead(asking, first, workers):
    """The steps from `first` on, made by `workers` processes (0: by this one)."""
    more = dict(multiprocessing_context="fork", prefetch_factor=3) if workers else {}
    return torch.utils.data.DataLoader(asking, batch_size=None, sampler=range(first, len(asking)), num_workers=workers, **more)
