#!/usr/bin/env python3
"""Selvedge beside the programs it is compared with, on one machine and in alternation: encoding, camera files to an index, search, suggestions.

    python3 benches/peers.py [encode | files | search | suggest ...] [--rounds 5] [--rows 100000 1000000] [--photos FOLDER]

Needs `cargo bench --no-run` before, and whichever of these are to be compared: torch, transformers, onnx, onnxruntime, openvino, nncf, faiss-cpu,
numpy, Pillow. Prints one table in Markdown: medians, and as the ratio the median of the rounds' ratios, above 1 where ours is better. Encoding
is measured on one thread each and per second of processor time, which a busy machine hardly changes; weights are random.
"""

import argparse
import contextlib
import importlib
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIRST, QUERIES, DIMENSION, LABELS = 100, 32, 512, 50
BATCH, SECONDS = 16, 4
THUMBNAIL = 256
# What we mean to reach: a word of the row's name, the beginning of the peer's, and the least ratio.
AIMS = [
    ("ViT-B/32, f32", "ONNX Runtime", 1.0),
    ("ViT-B/32, int8", "", 1.0),
    ("ViT-L/14, f32", "PyTorch", 1.0),
    ("camera files", "Pillow", 1.0),
    ("one query", "numpy", 2.0),
    ("one query", "faiss Flat", 2.0),
    ("one query", "faiss 8-bit", 1.0),
    ("at once", "faiss Flat", 2.0),
]
MODULES = ["torch", "transformers", "onnx", "onnxruntime", "openvino", "nncf", "faiss", "numpy", "PIL"]


def module(name):
    """The module, or nothing where it is not installed: its row is left out."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} [default: all of them]")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000], help="vectors to search")
    parser.add_argument("--photos", type=Path, help="camera files to index [default: 24 of 24 megapixels that are drawn]")
    args = parser.parse_args()
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    versions = [f"{name} {m.__version__}" for name in MODULES if (m := module(name)) and hasattr(m, "__version__")]
    print(f"{processor()}, {time.strftime('%Y-%m-%d')}; {', '.join(versions)}\n")
    print("| | unit | Selvedge | beside | theirs | ratio | aim |\n|---|---|---|---|---|---|---|", flush=True)
    for part in args.parts or PARTS:
        PARTS[part](args)


def processor():
    try:
        names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"


def compare(what, unit, rounds, ours, peers, less_is_better=False):
    """Asks all in turn, and prints a row for each peer. Where one answers with several figures, there is a row for each unit."""
    asked = [(ours(), [peer() for peer in peers.values()]) for _ in range(rounds)]
    for place, unit in enumerate([unit] if isinstance(unit, str) else unit):
        figure = lambda answer: answer[place] if isinstance(answer, tuple) else answer
        for n, peer in enumerate(peers):
            mine, theirs = [figure(a) for a, _ in asked], [figure(b[n]) for _, b in asked]
            ratios = [b / a if less_is_better else a / b for a, b in zip(mine, theirs)]
            middle = [statistics.median(column) for column in (mine, theirs, ratios)]
            aim = next((f"{least:g}" for words, of, least in AIMS if words in what and peer.startswith(of)), "")
            print(f"| {what} | {unit} | {middle[0]:.4g} | {peer} | {middle[1]:.4g} | {middle[2]:.2f} | {aim} |", flush=True)


def bench(name, *arguments):
    """The command of one of our bench programs."""
    return ["cargo", "bench", "--quiet", "--bench", name, "--", *map(str, arguments)]


def said(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


# Photos into vectors.


def encode(args):
    for size, name in [("b32", "ViT-B/32"), ("l14", "ViT-L/14")]:
        with tempfile.TemporaryDirectory() as folder:
            said(bench("clip", "--write", folder, *([size] if size == "l14" else [])))
            for arithmetic, peers in encoders(folder, size).items():
                ours = lambda: float(said(bench("clip", "--arithmetic", arithmetic, folder, SECONDS)).split()[1])
                compare(f"encode, {name}, {arithmetic}", "photos a second of a core", args.rounds, ours, peers)


def encoders(folder, size):
    """What encodes a batch with this checkpoint, by arithmetic."""
    torch, transformers, numpy = module("torch"), module("transformers"), module("numpy")
    if not (torch and transformers and numpy):
        return {}
    torch.set_num_threads(1)
    model = transformers.CLIPModel.from_pretrained(folder).eval()

    class Vision(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.tower, self.projection = model.vision_model, model.visual_projection

        def forward(self, pixels):
            return self.projection(self.tower(pixel_values=pixels).pooler_output)

    vision = Vision().eval()
    batch = torch.randn(BATCH, 3, 224, 224, generator=torch.Generator().manual_seed(1))

    @torch.inference_mode()
    def pytorch():
        vision(batch)

    floats, bytes_ = {"PyTorch": per_core(pytorch)}, {}
    if module("onnx") and size == "b32":
        graph = f"{folder}/vision.onnx"
        with torch.inference_mode():
            torch.onnx.export(vision, (batch,), graph, input_names=["pixels"], opset_version=17, dynamo=False)
        onnx_encoders(graph, batch.numpy(), floats, bytes_)
    return {"f32": floats, "int8": bytes_}


def onnx_encoders(graph, batch, floats, bytes_):
    if onnxruntime := module("onnxruntime"):
        quantization = importlib.import_module("onnxruntime.quantization")
        quantized = graph.replace(".onnx", ".int8.onnx")
        quantization.quantize_dynamic(graph, quantized, weight_type=quantization.QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        for path, found in [(graph, floats), (quantized, bytes_)]:
            session = onnxruntime.InferenceSession(path, options)
            found["ONNX Runtime"] = per_core(lambda session=session: session.run(None, {"pixels": batch}))
    if openvino := module("openvino"):
        core = openvino.Core()
        models = [(core.read_model(graph), floats)]
        if nncf := module("nncf"):
            nncf.set_log_level("ERROR")
            calibration = nncf.Dataset([batch])
            with contextlib.redirect_stdout(sys.stderr):  # it tells its progress there
                quantized = nncf.quantize(models[0][0], calibration, model_type=nncf.ModelType.TRANSFORMER, subset_size=1)
            models.append((quantized, bytes_))
        for model, found in models:
            compiled = core.compile_model(model, "CPU", {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"})
            found["OpenVINO"] = per_core(lambda compiled=compiled: compiled(batch))


def per_core(run):
    def photos():
        run()
        done, wall, busy = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - wall < SECONDS:
            run()
            done += BATCH
        return done / (time.process_time() - busy)

    return photos


# Camera files.


def files(args):
    if not module("PIL") or not module("numpy"):
        return
    with tempfile.TemporaryDirectory() as made:
        folder = args.photos or draw(Path(made))
        photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
        ours = lambda: spent(lambda: said(bench("index", folder)), len(photos))
        pillow = lambda: spent(lambda: pillow_thumbnails(photos), len(photos))
        units = ("photos a second, 2 processes", "photos a second of a core")
        compare(f"index {len(photos)} camera files, starter", units, args.rounds, ours, {"Pillow: draft decode and thumbnail alone": pillow})


def draw(folder, count=24, width=6000, height=4000):
    """Soft shapes with the grain of a sensor, which is what keeps a camera's files from being tiny."""
    import numpy
    from PIL import Image

    down, across = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    grain = numpy.random.default_rng(1).normal(0, 5, (height, width, 1)).astype(numpy.float32)
    for n in range(count):
        waves = [numpy.sin((across * (n + k + 1) + down * (k + 2)) / 900) for k in range(3)]
        picture = 128 + 90 * numpy.stack(waves, axis=-1) + numpy.roll(grain, n * 97, axis=1)
        Image.fromarray(picture.clip(0, 255).astype(numpy.uint8)).save(folder / f"{n:03}.jpg", quality=92)
    return folder


def pillow_thumbnail(path):
    from PIL import Image

    with Image.open(path) as picture:
        picture.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))
        picture.thumbnail((THUMBNAIL, THUMBNAIL))
        with open(os.devnull, "wb") as nowhere:
            picture.save(nowhere, "JPEG")


def pillow_thumbnails(photos):
    with multiprocessing.Pool(2) as pool:
        pool.map(pillow_thumbnail, photos, chunksize=1)


def spent(run, count):
    """How many of them a second by the clock, and a second of processor time, of all processes that it started."""
    busy = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    wall, before = time.perf_counter(), busy()
    run()
    return count / (time.perf_counter() - wall), count / (busy() - before)


# Vectors.


class Searched:
    """Our bench program, which answers a line with a line: milliseconds by the clock and of all threads."""

    def __init__(self, rows):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(bench("search", rows), text=True, **pipes)
        self.line()
        for _ in range(2):
            self.ask("nearest", 1)  # from the second question on the rows are at hand in bytes

    def line(self):
        return self.process.stdout.readline() or sys.exit("the bench ended; does `cargo bench --bench search` run?")

    def ask(self, question, times):
        print(question, times, file=self.process.stdin, flush=True)
        return tuple(float(word) for word in self.line().split())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(call, times):
    wall, busy = time.perf_counter(), time.process_time()
    for _ in range(times):
        call()
    return (time.perf_counter() - wall) * 1000 / times, (time.process_time() - busy) * 1000 / times


def unit_rows(seed, rows):
    import numpy

    values = numpy.random.default_rng(seed).standard_normal((rows, DIMENSION), dtype=numpy.float32)
    values /= numpy.linalg.norm(values, axis=1, keepdims=True)
    return values


def first_of_each(matrix, queries):
    import numpy

    scores = matrix @ queries.T
    places = numpy.argpartition(scores, -FIRST, axis=0)[-FIRST:]
    return numpy.sort(numpy.take_along_axis(scores, places, axis=0), axis=0)


def search(args):
    if not module("numpy"):
        return
    for rows in args.rows:
        matrix, queries = unit_rows(1, rows), unit_rows(2, QUERIES)
        found = {"numpy": lambda asked: first_of_each(matrix, asked)}
        if faiss := module("faiss"):
            flat = faiss.IndexFlatIP(DIMENSION)
            bits = faiss.IndexScalarQuantizer(DIMENSION, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
            bits.train(matrix[:50_000])
            for name, index in [("faiss Flat", flat), ("faiss 8-bit, which is not exact", bits)]:
                index.add(matrix)
                found[name] = lambda asked, index=index: index.search(asked, FIRST)
        ours, units = Searched(rows), ("ms", "ms of processor time")
        for name, question, asked in [("one query", "nearest", queries[:1]), (f"{QUERIES} queries at once", "many", queries)]:
            times = max(1, (1_000_000 if len(asked) == 1 else 100_000) // rows)
            peers = {peer: lambda find=find: timed(lambda: find(asked), times) for peer, find in found.items()}
            what = f"search {rows:,} x {DIMENSION}, {name}"
            compare(what, units, args.rounds, lambda: ours.ask(question, times), peers, less_is_better=True)
        ours.close()


def suggest(args):
    if not module("numpy"):
        return
    rows = 100_000
    matrix, labels = unit_rows(1, rows), unit_rows(3, LABELS)

    def ours():
        lines = said(bench("suggest", rows)).splitlines()
        line = next(line for line in lines if f"x {DIMENSION}, {LABELS} labels, single: median" in line)
        return float(line.split("median")[1].split()[0])

    # The product alone: no softmax, no ranking, no histograms.
    numpys = lambda: statistics.median(timed(lambda: matrix @ labels.T, 1)[0] for _ in range(31))
    what = f"suggest {LABELS} labels for {rows:,} photos"
    compare(what, "ms", args.rounds, ours, {"numpy: the product alone": numpys}, less_is_better=True)


PARTS = {"encode": encode, "files": files, "search": search, "suggest": suggest}

if __name__ == "__main__":
    main()
