#!/usr/bin/env python3
"""Draws the icon: a plain weave whose weft turns round at the right in a finished edge, the selvedge.

One list of rounded bars makes both files, so that they cannot differ. Run it here: it writes selvedge.svg and
selvedge-256.png (the latter needs Pillow).
"""

SIDE = 256
GROUND = "#232323"
WARP = "#e9e6df"  # undyed threads that run down
WEFT = "#74a0ff"  # the one accent, running across
EDGE = "#3f6bd3"  # where it turns back
THREAD, GAP, COUNT = 28, 12, 4
LEFT, TOP = 38, 54


def bars():
    """(x, y, w, h, radius, colour) from the back to the front."""
    pitch = THREAD + GAP
    yield 0, 0, SIDE, SIDE, 56, GROUND
    span = COUNT * pitch - GAP
    edge_x = LEFT + span + GAP
    # The weft turns at the right end of every second pair of rows: the loops of the finished edge.
    for row in range(0, COUNT, 2):
        y = TOP + row * pitch
        yield edge_x - THREAD // 2, y, THREAD + 14, THREAD + pitch, 21, EDGE
        yield edge_x - THREAD // 2 - 8, y + THREAD, THREAD - 4, pitch - THREAD, 0, GROUND
    for row in range(COUNT):
        y = TOP + row * pitch
        yield LEFT - 14, y, span + GAP + 14, THREAD, 8, WEFT
    for column in range(COUNT):
        x = LEFT + column * pitch
        for row in range(COUNT):
            if (row + column) % 2 == 0:
                y = TOP + row * pitch
                yield x, y - GAP + 2, THREAD, THREAD + 2 * GAP - 4, 8, WARP


def svg():
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">']
    for x, y, w, h, r, colour in bars():
        lines.append(f'  <rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{colour}"/>')
    return "\n".join(lines + ["</svg>", ""])


def png(path, scale=8):
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (SIDE * scale, SIDE * scale))
    draw = ImageDraw.Draw(image)
    for x, y, w, h, r, colour in bars():
        box = [v * scale for v in (x, y, x + w, y + h)]
        draw.rounded_rectangle([box[0], box[1], box[2] - 1, box[3] - 1], r * scale, fill=colour)
    image.resize((SIDE, SIDE), Image.LANCZOS).save(path, optimize=True)


if __name__ == "__main__":
    with open("selvedge.svg", "w", encoding="utf-8") as file:
        file.write(svg())
    png("selvedge-256.png")
