#!/usr/bin/env python3
"""Fine-tunes a CLIP or SigLIP checkpoint on one catalogue: both towers, for whoever has a graphics card.

`selvedge adapt` learns two small maps over frozen vectors in minutes on a processor. This trains all weights, which takes a card and gains
more where photos look like nothing the model saw. It reads what `selvedge tags export --format csv` writes:

    selvedge tags export --format csv --out tags.csv
    python fine_tune.py --model CHECKPOINT --tags tags.csv --out my-model
    selvedge models add my-model

CHECKPOINT is a folder in the Hugging Face layout, such as `selvedge models list --json` names. Titles and other texts come from any table
with a column `path` (or `--name-column`, matched with file names): `--texts table.csv --text-column title`.

Products are divided by a seed: three fifths train, a fifth chooses when to stop and how far to go, and a fifth, which had no part in either,
tells what came of it. How far: the weights are (1 - alpha) of the old and alpha of the new ones (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models"), so that what was not in the catalogue suffers less. Where the last fifth is not answered better by more than two standard
errors, nothing is written and the exit code is 1.
"""

import argparse
import csv
import json
import math
import random
import sys
from collections import defaultdict
from pathlib import Path

import torch
from PIL import Image, ImageOps
from torch.nn import functional as F
from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

ALPHAS = [step / 10 for step in range(11)]


def read_table(file):
    with open(file, encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def read_photos(tags, texts, text_column, name_column):
    """The photos of which something is said: path, product, labels by set, and a title where there is one."""
    titles = {}
    for row in read_table(texts) if texts else []:
        for needed in (name_column, text_column):
            if needed not in row:
                sys.exit(f"{texts}: there is no column '{needed}'; its columns are: {', '.join(row)}")
        titles[Path(row[name_column]).name.lower()] = row[text_column].strip()
    photos = []
    for row in read_table(tags):
        if "path" not in row:
            sys.exit(f"{tags}: there is no column 'path'; write it with: selvedge tags export --format csv")
        path = Path(row["path"])
        sets = {name: [label.strip() for label in value.split(" | ")]
                for name, value in row.items() if name not in ("path", "sku") and value and value.strip()}
        title = titles.get(path.name.lower(), "")
        if sets or title:
            product = (row.get("sku") or title or str(path)).lower()
            photos.append({"path": path, "product": product, "sets": sets, "title": title})
    return photos


def divide(photos, seed):
    """Three fifths, a fifth and a fifth of the products."""
    products = sorted({photo["product"] for photo in photos})
    random.Random(seed).shuffle(products)
    part_of = {product: max(0, place % 5 - 2) for place, product in enumerate(products)}
    parts = [[photo for photo in photos if part_of[photo["product"]] == part] for part in range(3)]
    return parts, len(products)


class Checkpoint:
    """A model with what prepares its photos and texts."""

    def __init__(self, folder, device):
        self.model = AutoModel.from_pretrained(folder).float().to(device)
        self.photos, self.tokens = AutoImageProcessor.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
        self.device, self.pixels = device, {}
        self.length = self.model.config.text_config.max_position_embeddings
        self.is_siglip = "siglip" in self.model.config.model_type

    def prepared(self, path):
        """A photo's pixels, kept: `[3, height, width]`, upright."""
        if path not in self.pixels:
            with Image.open(path) as opened:
                upright = ImageOps.exif_transpose(opened).convert("RGB")
            self.pixels[path] = self.photos(images=upright, return_tensors="pt")["pixel_values"][0]
        return self.pixels[path]

    def see(self, photos, flip=False):
        pixels = torch.stack([self.prepared(photo["path"]) for photo in photos]).to(self.device)
        if flip:
            turned = torch.rand(len(photos), device=self.device) < 0.5
            pixels = torch.where(turned[:, None, None, None], pixels.flip(-1), pixels)
        return unit(self.model.get_image_features(pixel_values=pixels))

    def read(self, texts):
        padding = "max_length" if self.is_siglip else True
        tokens = self.tokens(texts, padding=padding, truncation=True, max_length=self.length, return_tensors="pt").to(self.device)
        if self.is_siglip:
            tokens.pop("attention_mask", None)
        return unit(self.model.get_text_features(**tokens))


def unit(features):
    features = getattr(features, "pooler_output", features)
    return F.normalize(features.float(), dim=-1)


def batches(items, size):
    return [items[start:start + size] for start in range(0, len(items), size)]


def caption(photo, rng):
    """The title, or some of the labels, so that each of both is learned."""
    labels = [label for labels in photo["sets"].values() for label in labels]
    rng.shuffle(labels)
    some = " ".join(labels[:rng.randint(1, len(labels))]) if labels else ""
    return rng.choice([text for text in (photo["title"], some) if text])


def loss_of(images, captions, words, scale):
    """CLIP's loss with several right answers: photos and texts of equal words are not each other's rivals."""
    same = torch.tensor([[a == b for b in words] for a in words], device=images.device, dtype=torch.float)
    target = same / same.sum(dim=1, keepdim=True)
    logits = scale * images @ captions.T
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


@torch.no_grad()
def answers(checkpoint, photos, batch):
    """Of each question (a set's label, a photo's title) whether it is answered rightly: [(kind, product, right)]."""
    checkpoint.model.eval()
    seen = torch.cat([checkpoint.see(some) for some in batches(photos, batch)])
    told = []
    for name in sorted({name for photo in photos for name in photo["sets"]}):
        labels = sorted({label for photo in photos for label in photo["sets"].get(name, [])})
        asked = [place for place, photo in enumerate(photos) if name in photo["sets"]]
        read = torch.cat([checkpoint.read(some) for some in batches(labels, batch)])
        likeliest = (seen[asked] @ read.T).argmax(dim=1).tolist()
        told += [(name, photos[place]["product"], labels[best] in photos[place]["sets"][name]) for place, best in zip(asked, likeliest)]
    titled = [place for place, photo in enumerate(photos) if photo["title"]]
    if titled:
        read = torch.cat([checkpoint.read(some) for some in batches([photos[place]["title"] for place in titled], batch)])
        scores = read @ seen.T
        for row, place in enumerate(titled):
            before = (scores[row] > scores[row, place]).sum().item()
            told.append(("Titles", photos[place]["product"], before < 10))
    return told


def share(told):
    return sum(right for _, _, right in told) / max(1, len(told))


def gain(before, after):
    """The difference of both shares and its standard error; what is asked about one product stands or falls together."""
    sums = defaultdict(float)
    for (_, product, was), (_, _, now) in zip(before, after):
        sums[product] += int(now) - int(was)
    n, products = len(before), len(sums)
    mean = sum(sums.values()) / products
    spread = sum((value - mean) ** 2 for value in sums.values())
    return mean * products / n, math.sqrt(spread * products / max(1, products - 1)) / n


def mix(model, old, new, alpha):
    model.load_state_dict({name: torch.lerp(old[name], new[name], alpha) if old[name].is_floating_point() else old[name] for name in old})


def train(checkpoint, parts, arguments):
    """Trains, and keeps the weights of the epoch at which the choosing part was answered best."""
    model, rng = checkpoint.model, random.Random(arguments.seed)
    steps = arguments.epochs * math.ceil(len(parts[0]) / arguments.batch)
    decayed = [weight for weight in model.parameters() if weight.ndim > 1]
    others = [weight for weight in model.parameters() if weight.ndim <= 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}], lr=arguments.rate)
    warm_up = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / warm_up) * 0.5 * (1 + math.cos(math.pi * min(1, step / steps))))
    scale = model.logit_scale.exp().item()
    best, kept = share(answers(checkpoint, parts[1], arguments.batch)), None
    for epoch in range(arguments.epochs):
        model.train()
        order, total = rng.sample(parts[0], len(parts[0])), 0.0
        for some in batches(order, arguments.batch):
            words = [caption(photo, rng) for photo in some]
            with torch.autocast(checkpoint.device, torch.bfloat16, enabled=checkpoint.device == "cuda"):
                images, texts = checkpoint.see(some, flip=True), checkpoint.read(words)
            loss = loss_of(images, texts, words, scale)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(some)
        now = share(answers(checkpoint, parts[1], arguments.batch))
        print(f"epoch {epoch + 1} of {arguments.epochs}: loss {total / len(order):.3f}, choosing {now:.3f}", flush=True)
        if now > best:
            best, kept = now, {name: value.detach().clone() for name, value in model.state_dict().items()}
    return kept


def card(arguments, alpha, products, before, after, difference, error):
    kinds = sorted({kind for kind, _, _ in before})
    of = lambda told, kind: share([row for row in told if row[0] == kind])
    rows = "\n".join(f"| {kind} | {sum(row[0] == kind for row in before)} | {of(before, kind):.3f} | {of(after, kind):.3f} |" for kind in kinds)
    return (f"---\nbase_model: {Path(arguments.model).name}\n---\n\n# {Path(arguments.out).name}\n\n"
            f"All weights of {Path(arguments.model).name}, fine-tuned on one catalogue ({products} products) and mixed with the old ones "
            f"(alpha {alpha}).\n\n| what | held-out photos | right before | right after |\n|---|---|---|---|\n{rows}\n\n"
            f"All held-out answers together: {100 * difference:+.2f} points, standard error {100 * error:.2f} (products counted as one).\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="folder of the checkpoint to begin with")
    parser.add_argument("--tags", required=True, help="what selvedge tags export --format csv wrote")
    parser.add_argument("--texts", help="a table with titles")
    parser.add_argument("--text-column", default="title")
    parser.add_argument("--name-column", default="path", help="the column of the titles' table that names the photo")
    parser.add_argument("--out", required=True, help="folder to write, which must not be there")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=1e-5, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if Path(arguments.out).exists():
        sys.exit(f"{arguments.out} is there already: name a folder that is not there yet")
    photos = read_photos(arguments.tags, arguments.texts, arguments.text_column, arguments.name_column)
    gone = [photo for photo in photos if not photo["path"].is_file()]
    if gone:
        print(f"{len(gone)} photos are not where the table says and are left out, such as {gone[0]['path']}", file=sys.stderr)
    parts, products = divide([photo for photo in photos if photo["path"].is_file()], arguments.seed)
    if products < 100:
        sys.exit(f"too little to learn from: something is said of {products} products, and at least 100 are needed")
    torch.manual_seed(arguments.seed)
    checkpoint = Checkpoint(arguments.model, "cuda" if torch.cuda.is_available() else "cpu")
    old = {name: value.detach().clone() for name, value in checkpoint.model.state_dict().items()}
    before = answers(checkpoint, parts[2], arguments.batch)
    new = train(checkpoint, parts, arguments)
    if new is None:
        print("No epoch was better than the model it began with: nothing is written")
        return 1
    best = (-1.0, 0.0)
    for alpha in ALPHAS:
        mix(checkpoint.model, old, new, alpha)
        right = share(answers(checkpoint, parts[1], arguments.batch))
        print(f"alpha {alpha:.1f}: choosing {right:.3f}", flush=True)
        best = max(best, (right, -alpha))
    alpha = -best[1]
    mix(checkpoint.model, old, new, alpha)
    after = answers(checkpoint, parts[2], arguments.batch)
    difference, error = gain(before, after)
    for kind in sorted({kind for kind, _, _ in before}):
        of = lambda told: share([row for row in told if row[0] == kind])
        print(f"{kind:<20} {of(before):.3f} -> {of(after):.3f}")
    print(f"Held-out products at alpha {alpha:.1f}: {100 * difference:+.1f} points, standard error {100 * error:.1f}")
    if difference <= 2 * error:
        print("No better than the model it began with: nothing is written")
        return 1
    checkpoint.model.save_pretrained(arguments.out, safe_serialization=True)
    checkpoint.photos.save_pretrained(arguments.out)
    checkpoint.tokens.save_pretrained(arguments.out)
    Path(arguments.out, "README.md").write_text(card(arguments, alpha, products, before, after, difference, error), encoding="utf-8")
    Path(arguments.out, "fine-tuning.json").write_text(json.dumps(vars(arguments) | {"alpha": alpha}, indent=2), encoding="utf-8")
    print(f"Written; take it with: selvedge models add {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
