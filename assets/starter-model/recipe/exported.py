"""The exported folder as transformers reads it, and the photos from their own files, embedded once."""

import hashlib
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import data

BATCH = 64


class Model:
    def __init__(self, folder):
        from transformers import CLIPModel

        self.net = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
        self.tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
        self.scale = self.net.logit_scale.exp().item()
        with open(f"{folder}/preprocessor_config.json") as file:
            p = json.load(file)
        self.side = p["size"]["height"]
        assert not p["do_center_crop"] and p["resample"] == 3 and p["image_mean"] == p["image_std"] == [0.5] * 3
        digest = hashlib.sha256()
        for name, weight in self.net.state_dict().items():
            if name != "logit_scale":
                digest.update(weight.numpy().tobytes())
        self.name = digest.hexdigest()[:12]

    @torch.no_grad()
    def photos(self, images):
        x = torch.from_numpy(np.stack([data.squash(im, self.side) for im in images])).permute(0, 3, 1, 2).float() / 127.5 - 1
        return F.normalize(self.net.visual_projection(self.net.vision_model(x).pooler_output), dim=-1)

    @torch.no_grad()
    def texts(self, texts):
        ids = [self.tokenizer.encode(t).ids for t in texts]
        longest, end = max(map(len, ids)), self.tokenizer.get_vocab_size() - 1
        ids = torch.tensor([i + [end] * (longest - len(i)) for i in ids])
        return F.normalize(self.net.text_projection(self.net.text_model(ids).pooler_output), dim=-1)

    def classes(self, groups):
        """One direction a class: the mean of its prompts."""
        return torch.stack([F.normalize(self.texts(g).mean(0), dim=-1) for g in groups])


def embedded(model, pairs, cache, name):
    """-> rows and their embeddings, computed once for each set of weights.  `pairs` yields (row, image)."""
    path = f"{cache}/{model.name}-{name}"
    if not os.path.exists(path + ".json"):
        rows, found, waiting = [], [], []
        for row, image in pairs:
            rows.append(row)
            waiting.append(image)
            if len(waiting) == BATCH:
                found, waiting = found + [model.photos(waiting)], []
        found += [model.photos(waiting)] if waiting else []
        os.makedirs(cache, exist_ok=True)
        np.save(path + ".npy", torch.cat(found).numpy())
        with open(path + ".json", "w") as file:
            json.dump(rows, file)
    with open(path + ".json") as file:
        return json.load(file), torch.from_numpy(np.load(path + ".npy"))
