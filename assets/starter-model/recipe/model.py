"""The two towers in plain PyTorch, and the Muon optimiser.

The same architecture as transformers' CLIPModel; only the names and the fused q/k/v differ, and the
activation is trained as SiLU and exported exactly as quick_gelu (see export.py).
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, causal):
        b, t, d = x.shape
        q, k, v = self.qkv(self.ln1(x)).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
        x = x + self.out(a.transpose(1, 2).reshape(b, t, d))
        return x + self.fc2(F.silu(self.fc1(self.ln2(x))))


def wave_positions(width, side):
    """Fixed waves over the grid, as a start for the learned positions."""
    y, x = torch.meshgrid(torch.arange(side).float(), torch.arange(side).float(), indexing="ij")
    w = 1 / (100 ** (torch.arange(width // 4) / (width // 4)))
    y, x = y.reshape(-1, 1) * w, x.reshape(-1, 1) * w
    return torch.cat([x.sin(), x.cos(), y.sin(), y.cos()], 1)


class Vision(nn.Module):
    def __init__(self, c):
        super().__init__()
        d = c["width"]
        self.patch_size, self.side = c["patch"], c["image"] // c["patch"]
        self.patch = nn.Linear(3 * c["patch"] ** 2, d, bias=False)
        self.cls = nn.Parameter(torch.randn(d) * 0.02)
        self.pos = nn.Parameter(torch.cat([torch.zeros(1, d), wave_positions(d, self.side) * 0.3]))
        self.pre, self.post = nn.LayerNorm(d), nn.LayerNorm(d)
        self.blocks = nn.ModuleList(Block(d, c["heads"]) for _ in range(c["layers"]))
        self.proj = nn.Linear(d, c["projection"], bias=False)

    def features(self, x, keep=1.0, noise=None):
        """x: B x 3 x S x S in [-1, 1].  keep < 1 leaves out the emptiest patches (training only); noise: B x patches."""
        b, p, n = len(x), self.patch_size, self.side
        t = x.reshape(b, 3, n, p, n, p).permute(0, 2, 4, 1, 3, 5).reshape(b, n * n, 3 * p * p)
        h = self.patch(t) + self.pos[1:]
        if keep < 1:
            interest = t.std(-1) + noise * 0.25
            index = interest.topk(int(n * n * keep), 1, sorted=False).indices
            h = h.gather(1, index[..., None].expand(-1, -1, h.shape[-1]))
        h = self.pre(torch.cat([(self.cls + self.pos[0]).expand(b, 1, -1).to(h.dtype), h], 1))
        for block in self.blocks:
            h = block(h, False)
        return self.post(h[:, 0])


class Text(nn.Module):
    def __init__(self, vocabulary, c):
        super().__init__()
        d = c["text_width"]
        self.tok = nn.Embedding(vocabulary, d)
        self.pos = nn.Parameter(torch.randn(c["context"], d) * 0.01)
        self.blocks = nn.ModuleList(Block(d, c["text_heads"]) for _ in range(c["text_layers"]))
        self.fin = nn.LayerNorm(d)
        self.proj = nn.Linear(d, c["projection"], bias=False)

    def forward(self, ids, end):
        x = self.tok(ids) + self.pos[: ids.shape[1]]
        for block in self.blocks:
            x = block(x, True)
        x = x[torch.arange(len(ids), device=ids.device), end]
        return F.normalize(self.proj(self.fin(x)).float(), dim=-1)


def start(tower):
    """Weights to begin with, for a tower that is trained from scratch."""
    for name, p in tower.named_parameters():
        if p.ndim == 2 and "tok" not in name and "pos" not in name:
            nn.init.trunc_normal_(p, std=0.7 / math.sqrt(p.shape[1]))
        if name.endswith(("out.weight", "fc2.weight")):
            p.data.mul_(1 / math.sqrt(2 * len(tower.blocks)))
        if name.endswith("bias"):
            nn.init.zeros_(p)


class Clip(nn.Module):
    """The two towers; `v` gives features of a photo and projects them, as Vision does."""

    def __init__(self, v, t):
        super().__init__()
        self.v, self.t = v, t
        self.logit_scale = nn.Parameter(torch.tensor(math.log(15.0)))

    def photos(self, x, keep=1.0, noise=None):
        """-> features, and unit vectors of the shared space."""
        features = self.v.features(x, keep, noise)
        return features.float(), F.normalize(self.v.proj(features).float(), dim=-1)


def orthogonalise(g, steps=5):
    """Newton-Schulz iteration of Muon: the nearest orthogonal matrix, roughly, for a batch of matrices."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (g.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        y = x @ x.mT
        x = a * x + (b * y + c * y @ y) @ x
    return x


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised, for the matrices of the blocks; q/k/v count as three matrices."""

    def __init__(self, params, lr, momentum=0.95, weight_decay=0.1):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            alike = {}
            for p in group["params"]:
                state = self.state[p]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(p)
                state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(state["momentum"], group["momentum"])
                parts = 3 if p.shape[0] == 3 * p.shape[1] else 1
                for weight, u in zip(p.data.chunk(parts), update.chunk(parts)):
                    if u.shape[0] > u.shape[1]:
                        weight, u = weight.T, u.T
                    alike.setdefault(tuple(u.shape), []).append((weight, u))
            for shape, members in alike.items():
                new = orthogonalise(torch.stack([u for _, u in members]).bfloat16()).float() * (0.2 * math.sqrt(max(shape)))
                for (weight, _), o in zip(members, new):
                    weight.mul_(1 - group["lr"] * group["weight_decay"]).add_(o, alpha=-group["lr"])
