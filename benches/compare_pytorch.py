"""Our encoder against PyTorch's (f32, 2 threads) on the same checkpoint, turn by turn, so that a busy machine hurts both alike.

    cargo build --release --bench clip
    python benches/compare_pytorch.py target/release/deps/clip-… [--folder CHECKPOINT] [--rounds 7] [--seconds 6]

Without --folder: a ViT-B/32 at 224 with random weights. Prints each round and the medians; the ratio is the median of the rounds' ratios.
"""

import argparse
import statistics
import subprocess
import tempfile
import time

import torch
from transformers import CLIPModel

BATCH = 16


@torch.inference_mode()
def pytorch(model, batch, seconds):
    """Photos a second, after one batch that is not counted."""
    encode = lambda: model.visual_projection(model.vision_model(pixel_values=batch).pooler_output)
    encode()
    done, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        encode()
        done += len(batch)
    return done / elapsed


def ours(binary, folder, seconds):
    return float(subprocess.run([binary, folder, str(seconds)], check=True, capture_output=True, text=True).stdout.split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--folder")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as made:
        folder = args.folder or made
        if not args.folder:
            subprocess.run([args.binary, "--write", made], check=True)
        model = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
        side = model.config.vision_config.image_size
        batch = torch.randn(BATCH, 3, side, side)
        rounds = []
        for i in range(args.rounds):
            rounds.append((ours(args.binary, folder, args.seconds), pytorch(model, batch, args.seconds)))
            print(f"round {i + 1}: ours {rounds[-1][0]:.1f}, PyTorch {rounds[-1][1]:.1f} photos/s", flush=True)
    mine, theirs = (statistics.median(column) for column in zip(*rounds))
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"medians: ours {mine:.1f}, PyTorch {theirs:.1f} photos/s; ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
