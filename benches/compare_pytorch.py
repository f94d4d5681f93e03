"""Our encoder against PyTorch's on the same checkpoint and device, turn by turn, so that a busy machine hurts both alike.

    cargo build --release --bench clip
    python benches/compare_pytorch.py target/release/deps/clip-… [--folder CHECKPOINT] [--rounds 7] [--seconds 6]

    cargo build --release --bench clip --features cuda      (README.md, "Devices", says what that needs)
    python benches/compare_pytorch.py target/release/deps/clip-… --device cuda --dtype f16 [--size l14]

Without --folder: a ViT-B/32 (or with `--size l14` a ViT-L/14) at 224 with random weights. Prints each round and the medians; the
ratio is the median of the rounds' ratios. Photos begin as prepared floats in the computer's memory and end as embeddings there;
PyTorch takes the batch that ours takes on the device. On a card ours always multiplies in f16.
"""

import argparse
import statistics
import subprocess
import tempfile
import time

import torch
from transformers import CLIPModel

DTYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}


@torch.inference_mode()
def pytorch(model, batch, seconds):
    """Photos a second, after one batch that is not counted."""

    def encode():
        pixels = batch.to(model.device, model.dtype)
        return model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output).float().cpu()

    encode()
    done, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        encode()
        done += len(batch)
    return done / elapsed


def ours(binary, device, folder, seconds):
    command = [binary, "--device", device, folder, str(seconds)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--folder")
    parser.add_argument("--size", choices=["b32", "l14"], default="b32")
    parser.add_argument("--device", choices=["cpu", "cuda", "metal"], default="cpu")
    parser.add_argument("--dtype", choices=DTYPES, default="f32", help="PyTorch's")
    parser.add_argument("--batch", type=int, help="PyTorch's [default: 16 on the processor, 64 on a card, as ours]")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as made:
        folder = args.folder or made
        if not args.folder:
            size = [] if args.size == "b32" else [args.size]
            subprocess.run([args.binary, "--write", made, *size], check=True)
        device = "mps" if args.device == "metal" else args.device
        model = CLIPModel.from_pretrained(folder, dtype=DTYPES[args.dtype]).eval().to(device)
        side = model.config.vision_config.image_size
        batch = torch.randn(args.batch or (16 if device == "cpu" else 64), 3, side, side)
        rounds = []
        for i in range(args.rounds):
            rounds.append((ours(args.binary, args.device, folder, args.seconds), pytorch(model, batch, args.seconds)))
            print(f"round {i + 1}: ours {rounds[-1][0]:.1f}, PyTorch {rounds[-1][1]:.1f} photos/s", flush=True)
    mine, theirs = (statistics.median(column) for column in zip(*rounds))
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"medians: ours {mine:.1f}, PyTorch {theirs:.1f} photos/s; ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
