"""The scale from cosines to probabilities, fitted on the photos for choosing, all domains with the same weight."""

import math

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from evaluate import Part, pooled
from exported import Model

CANDIDATES = np.geomspace(4, 80, 61)


def fit(folder, data_dir, work):
    chosen = Part(Model(folder), data_dir, f"{work}/embedded", "choose")
    errors = [pooled(chosen.sets, s) for s in CANDIDATES]
    best = float(CANDIDATES[int(np.argmin(errors))])
    weights = load_file(f"{folder}/model.safetensors")
    trained = weights["logit_scale"].float().exp().item()
    weights["logit_scale"] = torch.tensor(math.log(best), dtype=torch.float16)
    save_file(weights, f"{folder}/model.safetensors", metadata={"format": "pt"})
    print(f"scale {trained:.1f} as trained, {best:.1f} fitted: pooled calibration error {min(errors):.3f}", flush=True)
