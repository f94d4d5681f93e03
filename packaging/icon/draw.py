#!/usr/bin/env python3
"""Draws the icon: a plain weave whose weft turns round at the right in a finished edge, the selvedge.

One list of rounded bars makes every file, so that they cannot differ. It needs nothing but Python.

    draw.py             writes selvedge.svg and selvedge-256.png here: they are committed, the latter is the window's
    draw.py FOLDER      writes what packages install: FOLDER/hicolor/SIZExSIZE/apps/selvedge.png and the SVG beside them
    draw.py FILE.ico    writes an icon for Windows
"""

import math
import struct
import sys
import zlib
from pathlib import Path

SIDE = 256
GROUND = "#232323"
WARP = "#e9e6df"  # undyed threads that run down
WEFT = "#74a0ff"  # the one accent, running across
EDGE = "#3f6bd3"  # where it turns back
LEFT, TOP = 38, 54
SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512]
SMALL = 24  # up to this many pixels, half the threads of twice the width: four would be a blur


def bars(count=4):
    """(x, y, w, h, radius, colour) from the back to the front, of `count` threads each way."""
    span = 148
    pitch = (span + 12 * 4 / count) / count
    gap = 12 * 4 / count
    thread = pitch - gap
    yield 0, 0, SIDE, SIDE, 56, GROUND
    edge_x = LEFT + span + 12
    # The weft turns at the right end of every second pair of rows: the loops of the finished edge.
    for row in range(0, count, 2):
        y = TOP + row * pitch
        yield edge_x - 14, y, 42, thread + pitch, 21, EDGE
        yield edge_x - 22, y + thread, 24, gap, 0, GROUND
    for row in range(count):
        yield LEFT - 14, TOP + row * pitch, span + 26, thread, 8, WEFT
    for column in range(count):
        for row in range(count):
            if (row + column) % 2 == 0:
                yield LEFT + column * pitch, TOP + row * pitch - gap + 2, thread, thread + 2 * gap - 4, 8, WARP


def svg():
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">']
    for x, y, w, h, r, colour in bars():
        lines.append(f'  <rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r}" fill="{colour}"/>')
    return "\n".join(lines + ["</svg>", ""])


def pixels(side):
    """RGBA bytes, row by row. A pixel's share of a bar is taken from its middle's distance to the bar's outline."""
    scale = side / SIDE
    image = [[0.0, 0.0, 0.0, 0.0] for _ in range(side * side)]
    for bar in bars(2 if side <= SMALL else 4):
        x, y, w, h, r = (v * scale for v in bar[:5])
        r = min(r, w / 2, h / 2)
        colour = [int(bar[5][i : i + 2], 16) for i in (1, 3, 5)]
        for row in range(max(0, math.floor(y - 1)), min(side, math.ceil(y + h + 1))):
            for column in range(max(0, math.floor(x - 1)), min(side, math.ceil(x + w + 1))):
                dx = abs(column + 0.5 - x - w / 2) - w / 2 + r
                dy = abs(row + 0.5 - y - h / 2) - h / 2 + r
                outside = math.hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - r
                share = min(max(0.5 - outside, 0), 1)
                if share > 0:
                    pixel = image[row * side + column]
                    alpha = share + pixel[3] * (1 - share)
                    for i in range(3):
                        pixel[i] = (colour[i] * share + pixel[i] * pixel[3] * (1 - share)) / alpha
                    pixel[3] = alpha
    return bytes(round(v) for pixel in image for v in (*pixel[:3], pixel[3] * 255))


def png(side):
    rows = pixels(side)
    lines = b"".join(b"\0" + rows[i * side * 4 : (i + 1) * side * 4] for i in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")


def ico(sizes=(16, 24, 32, 48, 64, 256)):
    pictures = [png(side) for side in sizes]
    at = 6 + 16 * len(sizes)
    entries = b""
    for side, picture in zip(sizes, pictures):
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return struct.pack("<HHH", 0, 1, len(sizes)) + entries + b"".join(pictures)


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        here = Path(__file__).parent
        write(here / "selvedge.svg", svg().encode())
        write(here / "selvedge-256.png", png(256))
    elif sys.argv[1].endswith(".ico"):
        write(Path(sys.argv[1]), ico())
    else:
        hicolor = Path(sys.argv[1]) / "hicolor"
        write(hicolor / "scalable/apps/selvedge.svg", svg().encode())
        for side in SIZES:
            write(hicolor / f"{side}x{side}/apps/selvedge.png", png(side))
