"""Draws Selvedge's sample catalogue: flat, shop-style pictures of clothes,
shoes, bags and accessories, made from nothing but code and a seed.

Three ways in:

* ``draw_item(article, colour, pattern, seed)`` draws one picture.
* ``random_item(seed)`` invents a plausible article and returns it with its row
  of labels; the model's training uses it.
* ``python draw.py --out DIR`` writes the catalogue that ships with Selvedge.

Everything is drawn on a sheet of 360 x 480 units, whatever the size of the
picture. A *path* is a list whose first entry is a point and whose later
entries are ``(x, y)`` for a straight line, ``(cx, cy, x, y)`` for a quadratic
curve and ``(cx, cy, cx, cy, x, y)`` for a cubic one. Shoes are drawn with the
toe to the left; the pen mirrors some of the pictures afterwards.

Seeds below 10000 belong to the shipped catalogue; training starts at 10000.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw

SHEET = (360, 480)
CENTRE = 180
OVERSAMPLE = 3

Colour = tuple[int, int, int]

WHITE = (255, 255, 255)
CREAM = (244, 238, 222)
RUBBER = (240, 239, 234)
DARK_SOLE = (46, 42, 40)
BRASS = (206, 170, 92)
STEEL = (186, 190, 196)
SHADOW = (233, 233, 235)

# Each colour is a range: a picture's shade lies somewhere between the two ends.
COLOURS: dict[str, tuple[Colour, Colour]] = {
    "Red": ((186, 22, 32), (222, 46, 44)), "Blue": ((38, 88, 168), (74, 132, 208)), "Navy Blue":
    ((22, 32, 70), (36, 50, 98)), "Black": ((24, 24, 27), (44, 44, 48)), "White": ((244, 244, 243), (252, 252, 251)),
    "Grey": ((126, 128, 132), (176, 178, 182)), "Green": ((32, 112, 62), (74, 154, 86)), "Yellow":
    ((240, 198, 42), (250, 220, 84)), "Pink": ((232, 112, 156), (246, 168, 192)), "Purple":
    ((96, 50, 140), (136, 84, 178)), "Orange": ((232, 108, 28), (246, 142, 56)), "Brown":
    ((92, 56, 36), (134, 86, 54)), "Beige": ((214, 194, 162), (230, 214, 188)), "Maroon":
    ((98, 20, 36), (126, 30, 48)), "Teal": ((10, 106, 112), (28, 138, 140)), "Gold": ((196, 156, 62), (220, 182, 92)),
    "Silver": ((184, 188, 194), (208, 211, 216)), "Olive": ((98, 100, 48), (126, 128, 70)), "Cream":
    ((244, 234, 206), (250, 243, 224)), "Khaki": ((168, 148, 106), (190, 170, 128)), "Peach":
    ((248, 180, 150), (252, 202, 174)), "Lavender": ((182, 166, 216), (206, 192, 232)), "Turquoise Blue":
    ((36, 176, 190), (82, 204, 208)), "Mustard": ((204, 148, 30), (220, 168, 52)), "Magenta": ((190, 28, 116),
                                                                                               (214, 54, 142)), "Tan":
    ((184, 128, 78), (204, 150, 100)), "Charcoal": ((62, 64, 70), (82, 84, 90)), "Burgundy": ((104, 18, 48), (128, 30,
                                                                                                              62)),
}

PATTERNS = ("plain", "striped", "checked", "dotted", "floral")

# Cuts of each article: the name of the cut and the words a title uses for it.
CUTS: dict[str, dict[str, str]] = {
    "Tshirts":
    {"crew": "t-shirt", "v-neck": "v-neck t-shirt", "polo": "polo t-shirt", "long":
     "long-sleeved t-shirt"}, "Shirts": {"long": "shirt", "short": "short-sleeved shirt"}, "Tops":
    {"camisole": "camisole top", "peplum": "peplum top", "blouse": "blouse top", "tank":
     "sleeveless top"}, "Sweaters":
    {"crew": "sweater", "v-neck": "v-neck sweater", "roll-neck": "roll-neck sweater", "cardigan":
     "buttoned sweater"}, "Sweatshirts": {"crew": "sweatshirt", "hood": "hooded sweatshirt"}, "Jackets":
    {"bomber": "bomber jacket", "biker": "biker jacket", "blazer": "tailored jacket", "puffer":
     "padded jacket"}, "Dresses": {
         "a-line": "A-line dress", "sheath": "fitted dress", "skater": "skater dress", "maxi": "long dress",
         "shirt-dress": "shirt dress", "wrap": "wrap dress", "slip": "slip dress", "shift": "shift dress"
     }, "Skirts":
    {"a-line": "A-line skirt", "pencil": "pencil skirt", "pleated": "pleated skirt", "tiered":
     "tiered skirt"}, "Jeans": {"slim": "slim jeans", "straight": "straight jeans", "flared":
                                "flared jeans"}, "Trousers":
    {"straight": "trousers", "slim": "slim trousers", "wide":
     "wide-leg trousers"}, "Track Pants": {"track":
                                           "track pants"}, "Shorts": {"chino": "shorts", "sport": "sports shorts"},
    "Casual Shoes": {"sneaker": "canvas shoes", "high-top": "high-top shoes", "loafer":
                     "loafers"}, "Sports Shoes": {"runner": "running shoes", "trainer":
                                                  "sports shoes"}, "Formal Shoes":
    {"derby": "lace-up formal shoes", "slip-on": "slip-on formal shoes"
     }, "Heels": {"pump": "high heels", "block": "block heels", "ankle-strap":
                  "ankle-strap heels"}, "Sandals": {"strappy": "strappy sandals", "walking":
                                                    "walking sandals"}, "Flip Flops": {"thong": "flip flops"},
    "Flats": {"ballerina": "ballerina flats", "pointed": "pointed flats"}, "Handbags": {
        "tote": "tote handbag", "satchel": "top-handle handbag", "hobo": "shoulder handbag", "bowling":
        "zipped handbag"
    }, "Backpacks": {"school": "backpack", "roll":
                     "buckled backpack"}, "Clutches": {"envelope": "envelope clutch", "frame": "clasp clutch"},
    "Wallets": {"bifold": "wallet", "zip": "zipped wallet", "flap":
                "buttoned wallet"}, "Belts": {"coil": "belt"}, "Caps": {"baseball": "cap"}, "Sunglasses": {
                    "wayfarer": "sunglasses", "round": "round sunglasses", "aviator": "aviator sunglasses"
                }, "Watches": {"round": "watch", "square": "square watch", "sport": "chronograph watch"
                               }, "Ties": {"long": "tie", "bow":
                                           "bow tie"}, "Scarves": {"draped": "scarf", "knotted": "knotted scarf"},
    "Socks": {"crew": "socks", "ankle":
              "ankle socks"}, "Earrings": {"hoop": "hoop earrings", "drop": "drop earrings", "stud": "stud earrings"},
}

ARTICLES = tuple(CUTS)

CLOTHING = ("Tshirts", "Shirts", "Tops", "Sweaters", "Sweatshirts", "Jackets", "Dresses", "Skirts", "Jeans",
            "Trousers", "Track Pants", "Shorts")
SHOES = ("Casual Shoes", "Sports Shoes", "Formal Shoes", "Heels", "Sandals", "Flip Flops", "Flats")
BAGS = ("Handbags", "Backpacks", "Clutches", "Wallets")

# ---------------------------------------------------------------- colour ----


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour a fraction ``t`` of the way from ``a`` to ``b``."""
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b))


def luma(colour: Colour) -> float:
    return 0.30 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]


def darker(colour: Colour, amount: float = 0.2) -> Colour:
    return mix(colour, (18, 14, 30), amount)


def lighter(colour: Colour, amount: float = 0.2) -> Colour:
    return mix(colour, WHITE, amount)


def ink(colour: Colour) -> Colour:
    """A colour for seams and outlines that shows on ``colour``."""
    if luma(colour) < 62:
        return lighter(colour, 0.30)
    return darker(colour, 0.30 if luma(colour) < 200 else 0.26)


def shade_of(name: str, rng: random.Random) -> Colour:
    """One shade from a named colour's range."""
    low, high = COLOURS[name]
    base = mix(low, high, rng.random())
    return tuple(min(255, max(0, c + rng.randint(-3, 3))) for c in base)


# ------------------------------------------------------------- geometry ----

_T2 = np.linspace(0, 1, 11)[1:, None]
_T3 = np.linspace(0, 1, 15)[1:, None]
_QUAD = np.hstack([(1 - _T2)**2, 2 * _T2 * (1 - _T2), _T2**2])
_CUBIC = np.hstack([(1 - _T3)**3, 3 * _T3 * (1 - _T3)**2, 3 * _T3**2 * (1 - _T3), _T3**3])


def flatten(path) -> list[tuple[float, float]]:
    """A path's curves as short straight steps."""
    points = [tuple(path[0])]
    for segment in path[1:]:
        if len(segment) == 2:
            points.append(tuple(segment))
        else:
            knots = np.array((*points[-1], *segment)).reshape(-1, 2)
            basis = _QUAD if len(segment) == 4 else _CUBIC
            points.extend(map(tuple, (basis @ knots).tolist()))
    return points


def flipped(path, axis: float = CENTRE) -> list[tuple[float, float]]:
    """The path mirrored left to right."""
    return [(2 * axis - x, y) for x, y in flatten(path)]


def both_sides(half, axis: float = CENTRE) -> list[tuple[float, float]]:
    """A closed outline from its right half, drawn from top to bottom."""
    right = flatten(half)
    return right + [(2 * axis - x, y) for x, y in reversed(right)]


def moved(path, dx: float = 0, dy: float = 0) -> list[tuple[float, float]]:
    return [(x + dx, y + dy) for x, y in flatten(path)]


def ellipse(cx: float, cy: float, rx: float, ry: float, start: float = 0, end: float = 360):
    """An ellipse or an arc of one, in degrees clockwise from three o'clock."""
    steps = max(8, int(abs(end - start) / 9))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


def rounded(left: float, top: float, right: float, bottom: float, r: float):
    """A rectangle with round corners."""
    return [(left + r, top), (right - r, top), (right, top, right, top + r), (right, bottom - r),
            (right, bottom, right - r, bottom), (left + r, bottom), (left, bottom, left, bottom - r), (left, top + r),
            (left, top, left + r, top)]


# ---------------------------------------------------------------- cloth ----


@dataclass
class Cloth:
    """What an article is made of: its colour and its printed or woven pattern."""

    base: Colour
    pattern: str
    second: Colour
    third: Colour
    pitch: float
    angle: float
    rng_seed: int


def make_cloth(base: Colour, pattern: str, rng: random.Random) -> Cloth:
    """Choose pattern colours that go with ``base`` and leave it dominant."""
    if luma(base) > 190:
        second = rng.choice([(40, 56, 104), (176, 44, 52), (64, 112, 92), (92, 96, 104), (214, 120, 132)])
    elif luma(base) < 62:
        second = rng.choice([CREAM, lighter(base, 0.45), (206, 170, 92), (222, 226, 232)])
    else:
        dark = darker(base, 0.45) if pattern in ("striped", "checked") else CREAM
        second = rng.choice([CREAM, CREAM, lighter(base, 0.62), dark])
    third = rng.choice([(250, 206, 92), (248, 246, 240), (240, 150, 130)])
    if pattern == "striped":
        pitch, angle = rng.uniform(14, 34), rng.choice([0, 0, 0, 90])
    elif pattern == "checked":
        pitch, angle = rng.uniform(24, 46), rng.choice([0, 0, 0, 45])
        if 170 < luma(base) < 240:
            second = darker(base, 0.5)
    elif pattern == "dotted":
        pitch, angle = rng.uniform(18, 32), 0
    else:
        pitch, angle = rng.uniform(38, 54), rng.uniform(-12, 12)
    return Cloth(base, pattern, second, third, pitch, angle, rng.randrange(1 << 30))


# ------------------------------------------------------------------ pen ----


class Pen:
    """Draws on the sheet, tilting, scaling and mirroring as it goes."""

    def __init__(self,
                 size: tuple[int, int],
                 rng: random.Random,
                 cloth: Cloth,
                 tilt: float = 0,
                 zoom: float = 1,
                 mirror: bool = False):
        width, height = size[0] * OVERSAMPLE, size[1] * OVERSAMPLE
        self.image = Image.new("RGB", (width, height), WHITE)
        self.canvas = ImageDraw.Draw(self.image, "RGBA")
        self.rng, self.cloth = rng, cloth
        self.unit = min(width / SHEET[0], height / SHEET[1]) * zoom
        cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
        turn = np.array([[cos, sin], [-sin, cos]]) * self.unit
        if mirror:
            turn = np.array([[-1, 0], [0, 1]]) @ turn
        self._turn = turn
        self._shift = np.array([width / 2, height / 2]) - np.array([SHEET[0] / 2, SHEET[1] / 2]) @ turn

    def place(self, path) -> np.ndarray:
        """A path's points in pixels."""
        return np.array(flatten(path)) @ self._turn + self._shift

    def span(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)

    def fill(self, path, colour: Colour, alpha: int = 255) -> None:
        self.canvas.polygon(self.place(path).ravel().tolist(), fill=(*colour, alpha))

    def line(self, path, colour: Colour, width: float = 2, alpha: int = 255) -> None:
        _stroke(self.canvas, self.place(path), colour, width * self.unit, alpha)

    def dashes(self, path, colour: Colour, width: float = 1.6, dash: float = 6) -> None:
        """A line of stitches."""
        for start, end in _dashed(flatten(path), dash):
            self.line([start, end], colour, width)

    def dot(self, x: float, y: float, r: float, colour: Colour, rim: Colour | None = None) -> None:
        self.fill(ellipse(x, y, r, r), colour)
        if rim:
            self.line(ellipse(x, y, r, r), rim, max(1, r * 0.22))

    def piece(self, path, colour: Colour | None = None, printed: bool = True, turn: float = 0) -> "Piece":
        """Start a piece of material; its decoration stays inside its edge."""
        return Piece(self, path, colour, printed, turn)

    def solid(self, path, colour: Colour, width: float = 1.8, edge: Colour | None = None) -> None:
        """A filled shape in one colour with its outline."""
        self.fill(path, colour)
        self.line([*flatten(path), path[0][-2:]], edge or ink(colour), width)

    def ground(self, cx: float, y: float, rx: float, ry: float = 7) -> None:
        """The pale shadow an article throws on the table."""
        self.fill(ellipse(cx, y, rx, ry), SHADOW)

    def squat(self, floor: float, factor: float) -> None:
        """Draw what follows lower (or higher), measured from the floor line."""
        self._shift = np.array([0, floor * (1 - factor)]) @ self._turn + self._shift
        self._turn = np.array([[1, 0], [0, factor]]) @ self._turn

    def picture(self) -> Image.Image:
        """The finished picture, with the article in the middle of it."""
        small = self.image.reduce(OVERSAMPLE)
        box = ImageChops.invert(small).getbbox()
        if box is None:
            return small
        dx, dy = (small.width - box[0] - box[2]) // 2, (small.height - box[1] - box[3]) // 2
        centred = Image.new("RGB", small.size, WHITE)
        centred.paste(small, (dx, dy))
        return centred


class Piece:
    """One piece of an article. Draw on it, then ``done()`` sets it down."""

    def __init__(self, pen: Pen, path, colour: Colour | None, printed: bool, turn: float):
        self.pen, self.colour = pen, colour or pen.cloth.base
        self.sheet_points = flatten(path)
        self.points = pen.place(self.sheet_points)
        low = np.floor(self.points.min(axis=0)).astype(int) - 1
        high = np.ceil(self.points.max(axis=0)).astype(int) + 2
        self.corner = low
        self.layer = Image.new("RGB", (int(high[0] - low[0]), int(high[1] - low[1])), self.colour)
        self.draw = ImageDraw.Draw(self.layer, "RGBA")
        if printed and colour is None and pen.cloth.pattern != "plain":
            _print_pattern(self, pen.cloth, turn)

    def _at(self, path) -> np.ndarray:
        return self.pen.place(path) - self.corner

    def tint(self, path, colour: Colour, alpha: int = 255) -> "Piece":
        self.draw.polygon(self._at(path).ravel().tolist(), fill=(*colour, alpha))
        return self

    def shade(self, path, strength: float = 1) -> "Piece":
        """A fold or a turned-away side: a little darker (or, below 0, lighter)."""
        alpha = int(min(255, abs(strength) * (34 if luma(self.colour) > 200 else 44)))
        return self.tint(path, (20, 16, 40) if strength > 0 else WHITE, alpha)

    def line(self, path, width: float = 1.8, colour: Colour | None = None, alpha: int = 255) -> "Piece":
        _stroke(self.draw, self._at(path), colour or ink(self.colour), width * self.pen.unit, alpha)
        return self

    def dashes(self, path, colour: Colour | None = None, width: float = 1.5, dash: float = 6) -> "Piece":
        for start, end in _dashed(flatten(path), dash):
            self.line([start, end], width, colour)
        return self

    def done(self, width: float = 1.8, edge: Colour | None = None) -> "Piece":
        mask = Image.new("L", self.layer.size)
        local = self.points - self.corner
        ImageDraw.Draw(mask).polygon(local.ravel().tolist(), fill=255)
        self.pen.image.paste(self.layer, tuple(int(v) for v in self.corner), mask)
        if width:
            closed = np.vstack([self.points, self.points[:1]])
            _stroke(self.pen.canvas, closed, edge or ink(self.colour), width * self.pen.unit, 255)
        return self


def _stroke(draw: ImageDraw.ImageDraw, points: np.ndarray, colour: Colour, width: float, alpha: int) -> None:
    draw.line(points.ravel().tolist(), fill=(*colour, alpha), width=max(1, round(width)), joint="curve")


def _dashed(points, dash: float):
    """Cut a run of points into dashes as long as the gaps between them."""
    travelled = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        length = math.hypot(x1 - x0, y1 - y0)
        at = 0.0
        while at < length:
            phase = (travelled + at) % (2 * dash)
            step = min((dash if phase < dash else 2 * dash) - phase + 1e-6, length - at)
            if phase < dash:
                a, b = at / length, (at + step) / length
                yield (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a), (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
            at += step
        travelled += length


# ------------------------------------------------------------- patterns ----


def _print_pattern(piece: Piece, cloth: Cloth, turn: float) -> None:
    points = np.array(piece.sheet_points)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    reach = float(np.hypot(*(points.max(axis=0) - points.min(axis=0)))) / 2 + cloth.pitch
    frame = _Frame(centre, math.radians(cloth.angle + turn), reach)
    {"striped": _stripes, "checked": _checks, "dotted": _dots, "floral": _flowers}[cloth.pattern](piece, cloth, frame)


@dataclass
class _Frame:
    """A turned grid laid over a piece."""

    centre: np.ndarray
    angle: float
    reach: float

    def point(self, u: float, v: float) -> tuple[float, float]:
        c, s = math.cos(self.angle), math.sin(self.angle)
        return self.centre[0] + u * c - v * s, self.centre[1] + u * s + v * c

    def band(self, v: float, width: float, upright: bool = False):
        ends = [(-self.reach, v), (self.reach, v), (self.reach, v + width), (-self.reach, v + width)]
        return [self.point(*(end[::-1] if upright else end)) for end in ends]

    def steps(self, pitch: float):
        count = int(self.reach / pitch) + 1
        return [i * pitch for i in range(-count, count + 1)]


def _stripes(piece: Piece, cloth: Cloth, frame: _Frame) -> None:
    width = cloth.pitch * (0.28 + 0.12 * (cloth.rng_seed % 2))
    for v in frame.steps(cloth.pitch):
        piece.tint(frame.band(v, width), cloth.second)


def _checks(piece: Piece, cloth: Cloth, frame: _Frame) -> None:
    for upright in (False, True):
        for v in frame.steps(cloth.pitch):
            piece.tint(frame.band(v, cloth.pitch * 0.36, upright), cloth.second, 96)
            piece.tint(frame.band(v + cloth.pitch * 0.66, cloth.pitch * 0.07, upright), cloth.second, 170)


def _dots(piece: Piece, cloth: Cloth, frame: _Frame) -> None:
    radius = cloth.pitch * 0.19
    for row, v in enumerate(frame.steps(cloth.pitch * 0.8)):
        for u in frame.steps(cloth.pitch):
            x, y = frame.point(u + (row % 2) * cloth.pitch / 2, v)
            _spot(piece, x, y, radius, cloth.second)


def _flowers(piece: Piece, cloth: Cloth, frame: _Frame) -> None:
    """A scattered five-petalled flower with a leaf, turned a little each time."""
    rng = random.Random(cloth.rng_seed)
    leaf = (84, 132, 84) if luma(cloth.base) > 110 else (132, 168, 116)
    for row, v in enumerate(frame.steps(cloth.pitch * 0.86)):
        for u in frame.steps(cloth.pitch):
            x, y = frame.point(u + (row % 2) * cloth.pitch / 2 + rng.uniform(-4, 4), v + rng.uniform(-4, 4))
            size, spin = cloth.pitch * rng.uniform(0.13, 0.19), rng.uniform(0, math.tau)
            for side in (2.4, 3.5):
                _petal(piece, x, y, size * 2.5, size * 0.55, spin + side, leaf)
            for k in range(5):
                a = spin + k * math.tau / 5
                _spot(piece, x + size * math.cos(a), y + size * math.sin(a), size * 0.74, cloth.second)
            _spot(piece, x, y, size * 0.55, cloth.third)


def _spot(piece: Piece, x: float, y: float, r: float, colour: Colour) -> None:
    (px, py), r = piece._at([(x, y)])[0], r * piece.pen.unit
    piece.draw.ellipse((px - r, py - r, px + r, py + r), fill=(*colour, 255))


def _petal(piece: Piece, x: float, y: float, length: float, width: float, angle: float, colour: Colour) -> None:
    c, s = math.cos(angle), math.sin(angle)
    piece.tint([(x, y), (x + length * 0.5 * c - width * s, y + length * 0.5 * s + width * c),
                (x + length * c, y + length * s),
                (x + length * 0.5 * c + width * s, y + length * 0.5 * s - width * c)], colour)


# ------------------------------------------------------ clothes: tops ----


@dataclass
class Fit:
    """Where the seams of a top lie, measured from the sheet's middle line."""

    shoulder_y: float = 92
    neck: float = 34
    neck_drop: float = 26
    shoulder: float = 92
    chest: float = 80
    hem: float = 84
    hem_y: float = 388
    arm_y: float = 182


def sleeves(pen: Pen,
            fit: Fit,
            kind: str,
            cuff: Colour | None = None,
            puff: float = 0,
            quilted: bool = False) -> None:
    """Both sleeves, set down before the body so that the body's seam lies over them."""
    x, y = CENTRE + fit.shoulder, fit.shoulder_y + 18
    under = (CENTRE + fit.chest - 6, fit.arm_y + 4)
    if kind == "short":
        drop, out = pen.span(84, 100), pen.span(46, 56)
        tip, pit = (x + out, y + drop), (x + out - 44, y + drop + 18)
        path = [(x - 16, y - 5), (x, y), (x + 20 + puff, y + 8 - puff, *tip), pit, under]
        turn = 28
    elif kind == "cap":
        tip, pit = (x + 26, y + 40), (x - 6, y + 58)
        path = [(x - 16, y - 5), (x, y), (x + 18, y + 8, *tip), pit, under]
        turn = 28
    else:
        length = pen.span(236, 252) if kind == "long" else pen.span(150, 170)
        out = pen.span(40, 50)
        tip, pit = (x + out, y + length), (x + out - 34, y + length + 7)
        path = [(x - 16, y - 5), (x, y), (x + 22 + puff, y + 8 - puff * 0.4, x + 28 + puff, y + 90, *tip), pit,
                (x + 6, y + 130, *under)]
        turn = 10
    for mirror in (False, True):
        turned = flipped if mirror else flatten
        sleeve = pen.piece(turned(path), turn=-turn if mirror else turn)
        sleeve.shade(turned([under, pit, (pit[0] + 12, pit[1]), (x, y + 74)]))
        inset = 0.12 if kind == "long" else 0.16
        hem = [(tip[0] + (x - tip[0]) * inset + 6, tip[1] + (y - tip[1]) * inset),
               (pit[0] + (under[0] - pit[0]) * inset - 6, pit[1] + (under[1] - pit[1]) * inset)]
        for k in range(6 if quilted else 0):
            y0 = y + 34 + k * 36
            sleeve.shade(
                turned([(x - 30, y0 + 18), (x + 16, y0 + 12, x + 60, y0), (x + 60, y0 + 7),
                        (x + 16, y0 + 20, x - 30, y0 + 25)]))
            sleeve.line(turned([(x - 30, y0 + 18), (x + 16, y0 + 12, x + 60, y0)]), 1.5)
        if cuff:
            sleeve.tint(turned([*hem, (pit[0] - 4, pit[1] + 4), (tip[0] + 4, tip[1] + 4)]), cuff)
        sleeve.line(turned(hem), 1.5)
        sleeve.done()


def body(pen: Pen, fit: Fit, neck: str = "crew", hem_curve: float = 6, waist: float = 0) -> Piece:
    """The body of a top; the caller decorates it and sets it down."""
    top, shoulder = (CENTRE + fit.neck, fit.shoulder_y), (CENTRE + fit.shoulder, fit.shoulder_y + 18)
    chin = fit.shoulder_y + fit.neck_drop
    start = (CENTRE, chin)
    throat = [top] if neck == "v" else [(CENTRE + fit.neck * 0.86, chin, *top)]
    middle_y = (fit.arm_y + fit.hem_y) / 2
    path = both_sides([
        start, *throat, shoulder, (CENTRE + fit.chest - 8, fit.shoulder_y + 56, CENTRE + fit.chest, fit.arm_y),
        (CENTRE + fit.chest - waist, middle_y, CENTRE + fit.hem, fit.hem_y),
        (CENTRE + fit.hem * 0.6, fit.hem_y + hem_curve, CENTRE, fit.hem_y + hem_curve)
    ])
    piece = pen.piece(path)
    edge = CENTRE + fit.hem
    piece.shade([(edge + 4, fit.arm_y), (edge + 4, fit.hem_y + 9), (edge - 34, fit.hem_y + 9),
                 (edge - 10, fit.hem_y - 110, CENTRE + fit.chest - 4, fit.arm_y)], 0.75)
    left = CENTRE - fit.chest
    for reach, drop in ((54, 26), (38, 44)):
        piece.shade([(left - 4, fit.arm_y - 2),
                     (left + reach * 0.6, fit.arm_y + drop * 0.4, left + reach, fit.arm_y + drop),
                     (left + reach * 0.4, fit.arm_y + drop * 0.66, left - 4, fit.arm_y + 7)], 0.8)
    return piece


def inside_back(pen: Pen, fit: Fit, colour: Colour | None = None) -> None:
    """The inside of the back, seen through the neck."""
    base = colour or pen.cloth.base
    inner = darker(base, 0.28) if luma(base) >= 62 else lighter(base, 0.13)
    n, y = fit.neck, fit.shoulder_y
    pen.solid([(CENTRE - n, y), (CENTRE, y - 9, CENTRE + n, y), (CENTRE + n, y + fit.neck_drop + 2),
               (CENTRE - n, y + fit.neck_drop + 2)], inner, 1.6, ink(base))


def neck_band(pen: Pen, fit: Fit, neck: str, colour: Colour, width: float = 8) -> None:
    n, y, chin = fit.neck, fit.shoulder_y, fit.shoulder_y + fit.neck_drop
    if neck == "v":
        path = [(CENTRE - n, y), (CENTRE, chin), (CENTRE + n, y)]
    else:
        path = [(CENTRE - n, y), (CENTRE - n * 0.86, chin, CENTRE, chin), (CENTRE + n * 0.86, chin, CENTRE + n, y)]
    pen.line(path, ink(colour), width + 2.6)
    pen.line(path, colour, width)


def collar(pen: Pen, fit: Fit, drop: float = 40, spread: float = 30) -> None:
    """A turned-down collar with two points."""
    n, y = fit.neck, fit.shoulder_y
    pen.solid([(CENTRE - n, y - 2), (CENTRE, y - 18, CENTRE + n, y - 2), (CENTRE + n - 6, y + 8),
               (CENTRE, y - 4, CENTRE - n + 6, y + 8)],
              darker(pen.cloth.base, 0.2) if luma(pen.cloth.base) > 62 else lighter(pen.cloth.base, 0.1), 1.6,
              ink(pen.cloth.base))
    leaf = [(CENTRE + 1, y + fit.neck_drop + 2), (CENTRE + n - 4, y - 8), (CENTRE + n + 8, y - 1),
            (CENTRE + spread + 8, y + drop), (CENTRE + 1, y + fit.neck_drop + 2)]
    for path, turn in ((leaf, 35), (flipped(leaf), -35)):
        pen.piece(path, turn=turn).done(2)


def buttons(pen: Pen,
            top: float,
            bottom: float,
            count: int,
            x: float = CENTRE,
            r: float = 3.6,
            colour: Colour | None = None) -> None:
    base = pen.cloth.base
    colour = colour or (lighter(base, 0.6) if luma(base) < 170 else darker(base, 0.3))
    for i in range(count):
        pen.dot(x, top + (bottom - top) * i / max(1, count - 1), r, colour, ink(base))


def trim_colour(pen: Pen) -> Colour:
    base = pen.cloth.base
    return darker(base, 0.18) if luma(base) > 62 else lighter(base, 0.12)


def draw_tshirt(pen: Pen, cut: str) -> None:
    fit = Fit(neck=pen.span(30, 38), neck_drop=pen.span(22, 34), hem=pen.span(80, 90), hem_y=pen.span(372, 402))
    fit.chest = fit.hem - pen.span(0, 5)
    neck = "v" if cut == "v-neck" else "crew"
    if cut == "v-neck":
        fit.neck_drop = pen.span(50, 62)
    if cut == "polo":
        fit.neck_drop = 20
    base = pen.cloth.base
    ringer = pen.rng.random() < 0.2 and pen.cloth.pattern == "plain"
    trim = (CREAM if luma(base) < 190 else (44, 60, 110)) if ringer else trim_colour(pen)
    sleeves(pen, fit, "long" if cut == "long" else "short", trim if ringer or cut == "polo" else None)
    inside_back(pen, fit)
    front = body(pen, fit, neck)
    front.line([(CENTRE - 120, fit.hem_y - 6), (CENTRE, fit.hem_y + 2, CENTRE + 120, fit.hem_y - 6)], 1.4)
    if cut == "polo":
        y = fit.shoulder_y + fit.neck_drop
        front.tint([(CENTRE - 9, y), (CENTRE + 9, y), (CENTRE + 9, y + 62), (CENTRE - 9, y + 62)], trim, 120)
        front.line([(CENTRE - 9, y), (CENTRE - 9, y + 62), (CENTRE + 9, y + 62), (CENTRE + 9, y)], 1.5)
    elif pen.cloth.pattern == "plain" and pen.rng.random() < 0.25:
        chest_mark(front, pen, fit)
    front.done()
    if cut == "polo":
        buttons(pen, fit.shoulder_y + 42, fit.shoulder_y + 72, 2)
        collar(pen, fit, 36, 26)
    else:
        neck_band(pen, fit, neck, trim)


def chest_mark(front: Piece, pen: Pen, fit: Fit) -> None:
    """A simple printed emblem, or a pocket."""
    base = pen.cloth.base
    y = fit.arm_y
    mark = CREAM if luma(base) < 150 else pen.rng.choice([(44, 60, 110), (196, 60, 56), (40, 120, 110)])
    kind = pen.rng.choice(["pocket", "disc", "bars", "peaks"])
    if kind == "pocket":
        left = CENTRE + 16
        front.line([(left, y - 8), (left, y + 30), (left + 18, y + 42), (left + 36, y + 30), (left + 36, y - 8),
                    (left, y - 8)], 1.8)
        front.line([(left, y), (left + 36, y)], 1.4)
    elif kind == "disc":
        front.tint(ellipse(CENTRE, y + 42, 34, 34), mark)
        front.tint(ellipse(CENTRE + 12, y + 36, 27, 27), base)
    elif kind == "bars":
        for i in range(3):
            front.tint([(CENTRE - 100, y + 12 + i * 20), (CENTRE + 100, y + 12 + i * 20),
                        (CENTRE + 100, y + 22 + i * 20), (CENTRE - 100, y + 22 + i * 20)], mark)
    else:
        front.tint([(CENTRE - 46, y + 70), (CENTRE - 14, y + 18), (CENTRE + 4, y + 46), (CENTRE + 16, y + 32),
                    (CENTRE + 44, y + 70)], mark)


def draw_shirt(pen: Pen, cut: str) -> None:
    fit = Fit(neck=30, neck_drop=24, hem=pen.span(78, 88), hem_y=pen.span(378, 396), shoulder=94)
    fit.chest = fit.hem - 2
    sleeves(pen, fit, cut, None)
    inside_back(pen, fit)
    front = body(pen, fit, "v", hem_curve=20)
    y = fit.shoulder_y + fit.neck_drop
    front.shade([(CENTRE - 9, y), (CENTRE + 9, y), (CENTRE + 9, 430), (CENTRE - 9, 430)], 0.35)
    for x in (CENTRE - 9, CENTRE + 9):
        front.line([(x, y), (x, 430)], 1.5)
    if pen.rng.random() < 0.7:
        px, py = CENTRE + 24, fit.arm_y - 14
        front.line([(px, py), (px + 40, py), (px + 40, py + 36), (px + 20, py + 46), (px, py + 36), (px, py)], 1.8)
        front.line([(px, py + 9), (px + 40, py + 9)], 1.3)
    front.done()
    buttons(pen, y + 26, fit.hem_y - 16, 6)
    collar(pen, fit, 44, 30)


def draw_top(pen: Pen, cut: str) -> None:
    if cut == "camisole":
        wide, hem_y = pen.span(58, 66), pen.span(340, 380)
        for path in ([(CENTRE + wide - 16, 150), (CENTRE + 40, 78)], [(CENTRE - wide + 16, 150), (CENTRE - 40, 78)]):
            pen.line(path, ink(pen.cloth.base), 6.5)
            pen.line(path, pen.cloth.base, 4)
        front = pen.piece(
            both_sides([(CENTRE, 166), (CENTRE + 30, 158, CENTRE + wide - 16, 140), (CENTRE + wide, 184),
                        (CENTRE + wide - 12, 250, CENTRE + wide + 20, hem_y),
                        (CENTRE + 40, hem_y + 10, CENTRE, hem_y + 6)]))
        folds(front, 200, hem_y, wide, pen)
        front.line([(CENTRE - wide, 160), (CENTRE, 188, CENTRE + wide, 160)], 1.4)
        front.done()
        return
    if cut == "tank":
        fit = Fit(neck=40,
                  neck_drop=pen.span(48, 64),
                  shoulder=60,
                  chest=72,
                  hem=pen.span(76, 90),
                  hem_y=pen.span(350, 385))
        inside_back(pen, fit)
        front = body(pen, fit, "crew", 8, waist=10)
        folds(front, 240, fit.hem_y, 60, pen)
        front.done()
        neck_band(pen, fit, "crew", trim_colour(pen), 5)
        return
    fit = Fit(neck=38, neck_drop=pen.span(28, 44), shoulder=82, chest=72, hem=66, hem_y=290)
    if cut == "blouse":
        fit.hem, fit.hem_y = pen.span(84, 98), pen.span(345, 375)
        sleeves(pen, fit, pen.rng.choice(["short", "three-quarter"]), trim_colour(pen), puff=18)
    else:
        sleeves(pen, fit, pen.rng.choice(["cap", "short"]))
    neck = pen.rng.choice(["crew", "v"])
    inside_back(pen, fit)
    if cut == "peplum":
        frill = pen.piece(
            both_sides([(CENTRE, 276), (CENTRE + 62, 276), (CENTRE + 74, 310, CENTRE + 106, 352),
                        (CENTRE + 60, 376, CENTRE, 368)]))
        folds(frill, 290, 372, 80, pen)
        frill.done()
    front = body(pen, fit, neck, 4, waist=12)
    if cut == "blouse":
        folds(front, 220, fit.hem_y, 70, pen)
    front.done()
    if cut == "peplum":
        pen.solid(rounded(CENTRE - 68, 280, CENTRE + 68, 296, 4), trim_colour(pen))
    neck_band(pen, fit, neck, trim_colour(pen), 5)


def folds(piece: Piece, top: float, bottom: float, spread: float, pen: Pen, count: int = 4) -> None:
    """Soft folds that widen towards the hem."""
    for i in range(count):
        at = -1 + 2 * (i + 0.5) / count + pen.span(-0.06, 0.06)
        x0, x1 = CENTRE + at * spread * 0.6, CENTRE + at * spread * 1.12
        width = pen.span(7, 14)
        start = top + pen.span(0, 0.25) * (bottom - top)
        piece.shade([(x0, start), (x0 + (x1 - x0) * 0.4, (start + bottom) / 2, x1 - width / 2, bottom + 22),
                     (x1 + width, bottom + 22), (x0 + (x1 - x0) * 0.55 + 3, (start + bottom) / 2, x0, start)], 0.9)


def draw_sweater(pen: Pen, cut: str) -> None:
    fit = Fit(neck=34, neck_drop=24, shoulder=96, chest=86, hem=pen.span(82, 90), hem_y=pen.span(368, 388))
    neck = "v" if cut in ("v-neck", "cardigan") else "crew"
    if neck == "v":
        fit.neck_drop = pen.span(60, 84) if cut == "cardigan" else pen.span(48, 58)
    trim = trim_colour(pen)
    sleeves(pen, fit, "long", trim)
    inside_back(pen, fit)
    front = body(pen, fit, neck, 3)
    if pen.cloth.pattern == "plain":
        knit = pen.rng.choice(["cable", "rib", "plain"])
        if knit == "cable":
            for x in (CENTRE - 42, CENTRE + 42) if cut == "cardigan" else (CENTRE - 44, CENTRE, CENTRE + 44):
                for k in range(16):
                    y = fit.shoulder_y + 20 + k * 20
                    front.line([(x - 9, y), (x + 9, y + 20)], 2.6, alpha=150)
                    front.line([(x + 9, y), (x, y + 10)], 2.6, alpha=150)
        elif knit == "rib":
            for x in range(-100, 101, 12):
                front.line([(CENTRE + x, 80), (CENTRE + x, 420)], 1.3, alpha=100)
    front.tint([(60, fit.hem_y - 22), (300, fit.hem_y - 22), (300, 430), (60, 430)], trim)
    for x in range(-96, 100, 8):
        front.line([(CENTRE + x, fit.hem_y - 22), (CENTRE + x, 430)], 1.2, ink(trim), 150)
    front.line([(60, fit.hem_y - 22), (300, fit.hem_y - 22)], 1.5)
    if cut == "cardigan":
        front.line([(CENTRE, fit.shoulder_y), (CENTRE, 430)], 10, trim)
        for x in (CENTRE - 6, CENTRE + 6):
            front.line([(x, fit.shoulder_y + fit.neck_drop), (x, 430)], 1.4)
    front.done()
    if cut == "roll-neck":
        y = fit.shoulder_y
        roll = pen.piece([(CENTRE - 36, y + 18), (CENTRE - 33, y - 26), (CENTRE, y - 32, CENTRE + 33, y - 26),
                          (CENTRE + 36, y + 18), (CENTRE, y + 30, CENTRE - 36, y + 18)], trim)
        for x in range(-32, 33, 8):
            roll.line([(CENTRE + x, y - 34), (CENTRE + x, y + 30)], 1.2, alpha=150)
        roll.done()
    else:
        neck_band(pen, fit, neck, trim, 11)
    if cut == "cardigan":
        buttons(pen, fit.shoulder_y + fit.neck_drop + 16, fit.hem_y - 8, 5, r=4.4)


def draw_sweatshirt(pen: Pen, cut: str) -> None:
    fit = Fit(neck=36, neck_drop=26, shoulder=98, chest=88, hem=pen.span(84, 90), hem_y=pen.span(366, 384))
    trim = trim_colour(pen)
    sleeves(pen, fit, "long", trim)
    y = fit.shoulder_y
    if cut == "hood":
        hood = pen.piece(
            both_sides([(CENTRE, y - 44), (CENTRE + 50, y - 44, CENTRE + 54, y + 12), (CENTRE + 30, y + 44),
                        (CENTRE, y + 50)]))
        hood.tint(ellipse(CENTRE, y + 8, 32, 34), darker(pen.cloth.base, 0.35)).done()
    else:
        inside_back(pen, fit)
    front = body(pen, fit, "v" if cut == "hood" else "crew", 3)
    front.tint([(60, fit.hem_y - 20), (300, fit.hem_y - 20), (300, 430), (60, 430)], trim)
    front.line([(60, fit.hem_y - 20), (300, fit.hem_y - 20)], 1.6)
    if cut == "hood":
        front.line(both_sides([(CENTRE, 276), (CENTRE + 38, 276), (CENTRE + 56, 320), (CENTRE + 56, fit.hem_y - 20)]),
                   2)
    front.done()
    if cut == "hood":
        cord = CREAM if luma(pen.cloth.base) < 190 else (120, 124, 130)
        for x in (-14, 14):
            pen.line([(CENTRE + x, y + 36), (CENTRE + x * 1.3, y + 70, CENTRE + x * 1.1, y + 104)], cord, 3.4)
    else:
        neck_band(pen, fit, "crew", trim, 10)
        pen.line([(CENTRE - 11, y + 32), (CENTRE, y + 46), (CENTRE + 11, y + 32)], ink(pen.cloth.base), 1.5)


def draw_jacket(pen: Pen, cut: str) -> None:
    fit = Fit(neck=34, neck_drop=30, shoulder=98, chest=88, hem=pen.span(84, 92), hem_y=pen.span(358, 380))
    base, trim = pen.cloth.base, trim_colour(pen)
    metal = STEEL if luma(base) < 120 else (120, 122, 128)
    if cut == "blazer":
        fit.neck_drop, fit.hem_y = pen.span(120, 140), 392
    sleeves(pen, fit, "long", trim if cut == "bomber" else None, 6 if cut == "puffer" else 0, cut == "puffer")
    inside_back(pen, fit, darker(base, 0.2))
    if cut == "blazer":
        pen.solid([(CENTRE - 36, 92), (CENTRE + 36, 92), (CENTRE + 30, 240), (CENTRE - 30, 240)], (238, 238, 240))
        pen.line([(CENTRE, 120), (CENTRE, 240)], (200, 202, 208), 1.6)
    front = body(pen, fit, "v", 10 if cut == "blazer" else 3, waist=8 if cut == "blazer" else 0)
    if cut == "bomber":
        front.tint([(50, fit.hem_y - 24), (310, fit.hem_y - 24), (310, 430), (50, 430)], trim)
        for x in range(-100, 101, 8):
            front.line([(CENTRE + x, fit.hem_y - 24), (CENTRE + x, 430)], 1.2, alpha=130)
    if cut == "puffer":
        for k in range(8):
            y = fit.shoulder_y + 40 + k * 38
            front.shade([(50, y), (CENTRE, y + 12, 310, y), (310, y + 8), (CENTRE, y + 22, 50, y + 8)], 1)
            front.line([(50, y), (CENTRE, y + 12, 310, y)], 1.6)
    if cut in ("bomber", "puffer"):
        front.line([(CENTRE, 80), (CENTRE, 430)], 7, darker(base, 0.3))
        front.dashes([(CENTRE, 80), (CENTRE, 430)], metal, 4, 3)
        for path in ([(CENTRE + 34, 262), (CENTRE + 58, 318)], [(CENTRE - 34, 262), (CENTRE - 58, 318)]):
            front.line(path, 4)
    elif cut == "biker":
        front.line([(CENTRE + 26, 150), (CENTRE - 22, 430)], 6, darker(base, 0.3))
        front.dashes([(CENTRE + 26, 150), (CENTRE - 22, 430)], metal, 4, 3)
        for path in ([(CENTRE + 36, 230), (CENTRE + 66, 262)], [(CENTRE - 36, 290), (CENTRE - 68, 304)]):
            front.line(path, 5, darker(base, 0.3)).dashes(path, metal, 3, 3)
        front.line([(50, fit.hem_y - 16), (310, fit.hem_y - 16)], 1.8)
    else:
        front.line([(CENTRE, fit.shoulder_y + fit.neck_drop), (CENTRE - 4, 430)], 1.8)
        for x in (CENTRE - 64, CENTRE + 26):
            front.line([(x, 310), (x + 38, 310), (x + 38, 322), (x, 322), (x, 310)], 1.8)
        front.line([(CENTRE + 30, 196), (CENTRE + 58, 190)], 3)
    front.done()
    y = fit.shoulder_y
    if cut == "bomber":
        neck_band(pen, fit, "crew", trim, 14)
    elif cut == "puffer":
        pen.piece([(CENTRE - 40, y + 26), (CENTRE - 38, y - 22), (CENTRE, y - 30, CENTRE + 38, y - 22),
                   (CENTRE + 40, y + 26),
                   (CENTRE, y + 40, CENTRE - 40, y + 26)]).line([(CENTRE, y - 40), (CENTRE, y + 60)],
                                                                5).line([(CENTRE - 40, y),
                                                                         (CENTRE, y + 10, CENTRE + 40, y)]).done()
    else:
        low = y + (fit.neck_drop if cut == "blazer" else 92)
        lapel = [(CENTRE + 2, low), (CENTRE + fit.neck - 2, y - 8), (CENTRE + fit.neck + 12, y),
                 (CENTRE + 52, y + 44), (CENTRE + 42, y + 50), (CENTRE + 56, y + 62), (CENTRE + 2, low)]
        for path in (lapel, flipped(lapel)):
            pen.piece(path).shade([(0, 0), (360, 0), (360, 480), (0, 480)], 0.35).done(2)
        if cut == "blazer":
            buttons(pen, low + 12, low + 52, 2, x=CENTRE - 3, r=5)
        else:
            for x in (CENTRE - 46, CENTRE + 46):
                pen.dot(x, y + 52, 3.4, metal)


# --------------------------------------------------- clothes: dresses ----


def draw_dress(pen: Pen, cut: str) -> None:
    base, trim = pen.cloth.base, trim_colour(pen)
    waist_y = {"maxi": 176, "shift": 210}.get(cut, pen.span(196, 208))
    waist = {"shift": 58, "slip": 46, "sheath": 46, "shirt-dress": 50}.get(cut, pen.span(40, 46))
    hem_y = {
        "maxi": 446, "slip": pen.span(390, 420), "sheath": pen.span(372, 400), "skater": pen.span(330, 356), "shift":
        pen.span(340, 366), "wrap": pen.span(374, 404)
    }.get(cut, pen.span(366, 398))
    hem = {
        "maxi": pen.span(92, 116), "sheath": pen.span(50, 56), "skater": pen.span(118, 136), "slip": pen.span(74, 84),
        "shift": pen.span(80, 92), "wrap": pen.span(92, 108), "shirt-dress": pen.span(88, 100)
    }.get(cut, pen.span(112, 128))
    fit = Fit(shoulder_y=56, neck=34, neck_drop=pen.span(24, 40), shoulder=68, chest=56, arm_y=134)
    sleeve = {
        "shirt-dress": pen.rng.choice(["short", "long"]), "wrap": pen.rng.choice(["short", "three-quarter"]), "shift":
        pen.rng.choice(["none", "short", "three-quarter"]), "sheath": pen.rng.choice(["none", "cap"]), "a-line":
        pen.rng.choice(["none", "none", "cap"]), "skater": pen.rng.choice(["none", "cap"])
    }.get(cut, "none")
    strappy = cut == "slip" or (cut in ("maxi", "skater", "a-line") and sleeve == "none" and pen.rng.random() < 0.5)
    hip_y = waist_y + 62
    if strappy:
        for side in (-1, 1):
            strap = [(CENTRE + side * 38, 112), (CENTRE + side * 30, 46)]
            pen.line(strap, ink(base), 7)
            pen.line(strap, base, 4.4)
        upper = [(CENTRE, 112), (CENTRE + 14, 104, CENTRE + 38, 96), (CENTRE + 50, 116, CENTRE + 54, 134)]
    else:
        if sleeve == "none":
            fit.shoulder = pen.span(52, 58)
        else:
            dress_sleeves(pen, sleeve)
        neck = "v" if cut in ("wrap", "shirt-dress") else pen.rng.choice(["crew", "crew", "v"])
        if cut == "wrap":
            fit.neck_drop = pen.span(66, 76)
        elif neck == "v":
            fit.neck_drop = 46
        if cut == "shirt-dress":
            fit.neck, fit.neck_drop = 28, 22
        inside_back(pen, fit)
        chin = fit.shoulder_y + fit.neck_drop
        throat = [(CENTRE + fit.neck, fit.shoulder_y)] if neck == "v" else [(CENTRE + fit.neck * 0.86, chin,
                                                                             CENTRE + fit.neck, fit.shoulder_y)]
        upper = [(CENTRE, chin), *throat, (CENTRE + fit.shoulder, fit.shoulder_y + 12),
                 (CENTRE + fit.shoulder - 22, 112, CENTRE + 54, 134)]
    if cut == "sheath":
        skirt = [(CENTRE + waist, waist_y + 26, CENTRE + 61, hip_y - 32, CENTRE + 61, hip_y),
                 (CENTRE + 61, hip_y + 46, CENTRE + hem + 2, hem_y - 60, CENTRE + hem, hem_y)]
    elif cut in ("shift", "slip"):
        skirt = [(CENTRE + waist + 12, hip_y, CENTRE + hem, hem_y)]
    elif cut == "maxi":
        skirt = [(CENTRE + waist + 30, hip_y, CENTRE + hem, hem_y)]
    else:
        skirt = [(CENTRE + waist + (hem - waist) * 0.62, hip_y - 8, CENTRE + hem, hem_y)]
    sag = 4 if cut == "sheath" else pen.span(8, 16)
    front = pen.piece(
        both_sides([
            *upper, (CENTRE + 55, 158, CENTRE + waist, waist_y - 30, CENTRE + waist, waist_y), *skirt,
            (CENTRE + hem * 0.55, hem_y + sag, CENTRE, hem_y + sag)
        ]))
    # Modelling: the far side, the bust and the folds of the skirt.
    front.shade([(CENTRE + 66, 110), (CENTRE + 36, 150, CENTRE + waist - 10, waist_y),
                 (CENTRE + waist - 4, hip_y, CENTRE + hem * 0.72, hem_y + 30), (CENTRE + hem + 40, hem_y + 30),
                 (CENTRE + 150, 200)], 0.6)
    if cut == "sheath":
        front.line([(CENTRE + 30, 142), (CENTRE + 22, 180, CENTRE + 24, waist_y + 34)], 1.5)
        front.line([(CENTRE - 30, 142), (CENTRE - 22, 180, CENTRE - 24, waist_y + 34)], 1.5)
    else:
        folds(front, waist_y + 6, hem_y, hem * 0.82, pen, {"skater": 6, "a-line": 5, "maxi": 5}.get(cut, 3))
    if cut == "wrap":
        front.line([(CENTRE + fit.neck, fit.shoulder_y), (CENTRE - 8, 146, CENTRE - waist, waist_y)], 2)
        front.line([(CENTRE - waist, waist_y), (CENTRE + 10, 290, CENTRE + 22, hem_y + 30)], 2)
    if cut == "shirt-dress":
        for x in (CENTRE - 8, CENTRE + 8):
            front.line([(x, 70), (x, hem_y + 20)], 1.5)
    front.done()
    sash(pen, cut, waist, waist_y, trim)
    if cut == "shirt-dress":
        buttons(pen, 100, hem_y - 30, 7, r=3.2)
        collar(pen, fit, 38, 26)
    elif not strappy and cut != "wrap":
        neck_band(pen, fit, neck, trim, 4)


def dress_sleeves(pen: Pen, kind: str) -> None:
    """Slim sleeves for a dress's narrower shoulders."""
    if kind == "cap":
        path = [(CENTRE + 54, 64), (CENTRE + 86, 72, CENTRE + 94, 106), (CENTRE + 76, 116), (CENTRE + 50, 128)]
    elif kind == "short":
        path = [(CENTRE + 54, 64), (CENTRE + 86, 70, CENTRE + 106, 138), (CENTRE + 76, 150), (CENTRE + 50, 132)]
    else:
        long = 268 if kind == "long" else 210
        path = [(CENTRE + 54, 64), (CENTRE + 84, 68, CENTRE + 98, 150, CENTRE + 112, long), (CENTRE + 86, long + 6),
                (CENTRE + 72, 180, CENTRE + 50, 132)]
    tip, pit = path[1][-2:], path[2]
    for turned, turn in ((flatten, 20), (flipped, -20)):
        sleeve = pen.piece(turned(path), turn=turn)
        sleeve.shade(turned([(CENTRE + 50, 120), pit, (pit[0] + 10, pit[1] - 2), (CENTRE + 66, 96)]), 0.8)
        if kind != "cap":
            sleeve.line(turned([(tip[0] - 2, tip[1] - 8), (pit[0] - 3, pit[1] - 8)]), 1.4)
        sleeve.done()


def sash(pen: Pen, cut: str, waist: float, y: float, trim: Colour) -> None:
    """What marks a dress's waist: a seam, a belt, or a tied sash."""
    if cut in ("shift", "slip", "sheath") and not (cut == "sheath" and pen.rng.random() < 0.5):
        return
    w = waist + 3
    style = "tie" if cut == "wrap" else pen.rng.choice(["band", "belt", "tie"])
    colour = trim
    if style == "belt":
        colour = pen.rng.choice([(52, 40, 36), (150, 98, 58)]) if luma(pen.cloth.base) > 62 else BRASS
    pen.solid([(CENTRE - w, y - 6), (CENTRE, y - 2, CENTRE + w, y - 6), (CENTRE + w + 1, y + 8),
               (CENTRE, y + 12, CENTRE - w - 1, y + 8)], colour, 1.5)
    if style == "belt":
        pen.line([(CENTRE - 7, y - 6), (CENTRE + 7, y - 6), (CENTRE + 7, y + 12), (CENTRE - 7, y + 12),
                  (CENTRE - 7, y - 6)], BRASS if luma(colour) < 150 else STEEL, 2.6)
    elif style == "tie":
        x = CENTRE + waist * 0.55
        for dx, dy in ((-6, 62), (14, 54)):
            pen.solid([(x - 2, y + 2), (x + dx - 6, y + 30, x + dx - 5, y + dy), (x + dx + 6, y + dy - 4),
                       (x + dx + 6, y + 26, x + 3, y + 2)], colour, 1.5)
        pen.solid(ellipse(x - 14, y - 2, 14, 7), colour, 1.5)
        pen.solid(ellipse(x + 14, y - 2, 14, 7), colour, 1.5)
        pen.dot(x, y, 5, colour, ink(colour))


def draw_skirt(pen: Pen, cut: str) -> None:
    top, waist = pen.span(90, 108), pen.span(56, 62)
    hem_y = {"pencil": pen.span(372, 400)}.get(cut, pen.span(330, 400))
    hem = {
        "pencil": waist + 8, "a-line": pen.span(112, 128), "pleated": pen.span(118, 134), "tiered":
        pen.span(110, 126)
    }[cut]
    if cut == "pencil":
        side = [(CENTRE + waist + 26, top + 70, CENTRE + waist + 22, top + 120), (CENTRE + hem, hem_y)]
    else:
        side = [(CENTRE + waist + (hem - waist) * 0.55, top + 70, CENTRE + hem, hem_y)]
    piece = pen.piece(
        both_sides([(CENTRE, top + 16), (CENTRE + waist, top + 16), *side,
                    (CENTRE + hem * 0.5, hem_y + (3 if cut == "pencil" else 16), CENTRE,
                     hem_y + (3 if cut == "pencil" else 16))]))
    if cut == "pleated":
        for k in range(-6, 7):
            x0, x1 = CENTRE + k * waist / 6, CENTRE + k * hem / 6
            piece.shade([(x0, top), (x1, hem_y + 30), (x1 + hem / 13, hem_y + 30), (x0 + 3, top)], 0.9)
            piece.line([(x0, top), (x1, hem_y + 30)], 1.4)
    elif cut == "pencil":
        piece.shade([(CENTRE + 44, top), (CENTRE + 60, top + 120, CENTRE + 42, hem_y + 9), (CENTRE + 140, hem_y + 9),
                     (CENTRE + 140, top)], 0.9)
        piece.line([(CENTRE - 26, top), (CENTRE - 20, top + 64)], 1.5).line([(CENTRE + 26, top),
                                                                             (CENTRE + 20, top + 64)], 1.5)
        piece.line([(CENTRE - 30, hem_y - 64), (CENTRE - 30, hem_y + 20)], 2)
    else:
        folds(piece, top + 20, hem_y, hem * 0.82, pen, 6)
        piece.shade([(CENTRE + waist - 8, top), (CENTRE + hem * 0.74, hem_y + 30), (CENTRE + 200, hem_y + 30),
                     (CENTRE + 200, top)], 0.6)
    if cut == "tiered":
        for part in (0.36, 0.68):
            y = top + (hem_y - top) * part
            piece.shade([(20, y), (CENTRE, y + 20, 340, y), (340, y + 9), (CENTRE, y + 29, 20, y + 9)], 0.9)
            piece.line([(20, y), (CENTRE, y + 20, 340, y)], 1.8)
    piece.done()
    pen.solid([(CENTRE - waist - 1, top), (CENTRE, top + 5, CENTRE + waist + 1, top), (CENTRE + waist + 2, top + 20),
               (CENTRE, top + 25, CENTRE - waist - 2, top + 20)], trim_colour(pen))
    if cut in ("a-line", "pencil") and pen.rng.random() < 0.6:
        buttons(pen, top + 12, top + 12, 1, r=5, colour=BRASS)


# -------------------------------------------------- clothes: trousers ----


def draw_legs(pen: Pen, cut: str, article: str) -> None:
    """Jeans, trousers, track pants and shorts, laid flat."""
    jeans = article == "Jeans"
    if jeans and pen.cloth.base[2] > pen.cloth.base[0] + 20:
        pen.cloth.base = mix(pen.cloth.base, (74, 104, 146), 0.55)  # indigo rather than paint
    base = pen.cloth.base
    short = article == "Shorts"
    top, waist = (110 if short else pen.span(34, 44)), pen.span(58, 64)
    crotch = top + (118 if short else pen.span(112, 120))
    bottom = pen.span(286, 338) if short else pen.span(436, 448)
    hip = waist + (22 if short else 16)
    outer = {"slim": 72, "straight": 80, "flared": 104, "wide": 112, "track": 76, "chino": 106, "sport": 116
             }[cut] + pen.span(-3, 3)
    leg = {"slim": 32, "straight": 44, "flared": 66, "wide": 82, "track": 36, "chino": 88, "sport": 98}[cut]
    inner = max(8, outer - leg)
    knee_y = (crotch + bottom) / 2
    knee_out, knee_in = (outer + hip) / 2 + 1, 12
    if cut == "flared":
        knee_out, knee_in = 68, 22
    side = [(CENTRE + hip + 4, crotch - 36, CENTRE + (hip + outer) / 2,
             crotch)] if short else [(CENTRE + hip, crotch - 30, CENTRE + hip + 2, crotch)]
    path = both_sides([
        (CENTRE, top), (CENTRE + waist, top - 2), *side,
        *([(CENTRE + outer, bottom)] if short else [(CENTRE + knee_out, knee_y - 40, CENTRE + knee_out - 2, knee_y),
                                                    (CENTRE + (knee_out + outer) / 2,
                                                     (knee_y + bottom) / 2, CENTRE + outer, bottom)]),
        (CENTRE + inner, bottom + (8 if short else 2)),
        *([] if short else [(CENTRE + knee_in + (inner - knee_in) * 0.3, knee_y, CENTRE + 3, crotch + 6)]),
        (CENTRE, crotch)
    ])
    piece = pen.piece(path)
    for flip in (False, True):
        turned = flipped if flip else flatten
        piece.shade(
            turned([(CENTRE, crotch - 6), (CENTRE + inner + 14, bottom + 12), (CENTRE + inner - 20, bottom + 12),
                    (CENTRE - 2, crotch)]), 1.0)
        if jeans:
            middle = CENTRE + (knee_out + knee_in) / 2
            for width, alpha in ((17, 26), (11, 30)):  # the worn front of the leg
                piece.tint(
                    turned([(CENTRE + hip * 0.5, crotch - 34),
                            (middle + width + 4, knee_y - 60, middle + width, knee_y),
                            (middle + width - 2, knee_y + 40, middle, bottom - 60),
                            (middle - width, knee_y + 40, middle - width, knee_y),
                            (middle - width - 4, knee_y - 60, CENTRE + hip * 0.5, crotch - 34)]), lighter(base, 0.6),
                    alpha if luma(base) > 62 else alpha // 2)
            for dy in (-14, 0, 14):  # creases beside the fly
                piece.line(
                    turned([(CENTRE + 16, crotch - 6 + dy),
                            (CENTRE + 36, crotch - 10 + dy, CENTRE + 52, crotch - 22 + dy)]), 1.6, lighter(base, 0.4),
                    90)
        elif article == "Trousers":
            middle = (outer + inner) / 2
            piece.line(turned([(CENTRE + 34, top + 30), (CENTRE + 40, crotch, CENTRE + middle, bottom + 10)]), 1.4)
        if article == "Track Pants" or cut == "sport":
            stripe = CREAM if luma(base) < 190 else (60, 72, 110)
            piece.line(
                turned([(CENTRE + waist - 4, top),
                        (CENTRE + hip - 4, crotch - 30, CENTRE + (hip + outer) / 2 - 8, crotch),
                        (CENTRE + outer - 8, bottom + 10)]), 6, stripe)
        hem_y = bottom - (9 if jeans else 12)
        piece.line(turned([(CENTRE + inner - 20, hem_y + (5 if short else 1)), (CENTRE + outer + 20, hem_y - 2)]),
                   1.5)
        thread = (222, 164, 88) if jeans and luma(base) > 30 else None
        pocket = [(CENTRE + waist - 26, top + 18), (CENTRE + waist - 20, top + 48, CENTRE + hip + 6, top + 52)]
        piece.line(turned(pocket), 2)
        if jeans:
            piece.dashes(turned(moved(pocket, -4, 4)), thread, 1.6, 5)
            piece.dashes(
                turned([(CENTRE + hip - 6, crotch - 20), (CENTRE + knee_out - 9, knee_y),
                        (CENTRE + outer - 7, bottom)]), thread, 1.3, 5)
    piece.shade([(CENTRE + hip - 8, top), (CENTRE + hip - 12, crotch, CENTRE + outer - 14, bottom + 12),
                 (CENTRE + 180, bottom + 12), (CENTRE + 180, top)], 0.7)
    piece.line([(CENTRE, top), (CENTRE, crotch)], 1.9)
    if article != "Track Pants" and cut != "sport":
        fly = [(CENTRE + 16, top + 16), (CENTRE + 17, crotch - 30, CENTRE, crotch - 18)]
        piece.dashes(fly, (222, 164, 88), 1.6, 5) if jeans else piece.line(fly, 1.5)
    piece.done(2)
    band = [(CENTRE - waist - 1, top - 5), (CENTRE, top + 1, CENTRE + waist + 1, top - 5),
            (CENTRE + waist + 3, top + 15), (CENTRE, top + 20, CENTRE - waist - 3, top + 15)]
    pen.solid(band, trim_colour(pen) if not jeans else darker(base, 0.1))
    if article == "Track Pants" or cut == "sport":
        for x in range(-int(waist) + 4, int(waist), 7):
            pen.line([(CENTRE + x, top), (CENTRE + x, top + 15)], ink(base), 1.2)
        cord = CREAM if luma(base) < 190 else (110, 114, 120)
        for x in (-8, 8):
            pen.line([(CENTRE, top + 12), (CENTRE + x, top + 26, CENTRE + x * 0.8, top + 50)], cord, 3)
    else:
        for x in (-waist * 0.62, waist * 0.62):
            pen.solid(rounded(CENTRE + x - 3, top - 6, CENTRE + x + 3, top + 21, 2), base, 1.4)
        buttons(pen, top + 8, top + 8, 1, r=4.6, colour=(196, 140, 74) if jeans else None)


# ----------------------------------------------------------------- shoes ----


def laces(pen: Pen, rows, colour: Colour, width: float = 5) -> None:
    for a, b in rows:
        pen.line([a, b], ink(colour), width + 2)
        pen.line([a, b], colour, width)


def draw_casual_shoe(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    pen.squat(320, {"loafer": 0.84, "sneaker": 0.92}.get(cut, 0.95) * pen.span(0.96, 1.04))
    pen.ground(180, 322, 146)
    if cut == "loafer":
        low_shoe(pen, sole=DARK_SOLE if luma(base) > 90 else (120, 84, 56), heel=10, strap=True)
        return
    tall = 66 if cut == "high-top" else 0
    upper = [(306, 176 - tall), (316, 236, 314, 292), (46, 292), (36, 258, 84, 246), (128, 236, 166, 196),
             (186, 174 - tall * 0.6, 208, 158 - tall), (226, 166 - tall), (262, 204 - tall, 306, 176 - tall)]
    tongue = [(190, 186 - tall * 0.7), (196, 150 - tall, 206, 142 - tall), (226, 140 - tall, 236, 178 - tall),
              (228, 196 - tall)]
    pen.solid(tongue, trim_colour(pen))
    shoe = pen.piece(upper)
    shoe.shade([(262, 190 - tall), (252, 250, 262, 300), (330, 300), (330, 150 - tall)], 0.9)
    shoe.line([(266, 190 - tall), (256, 250, 266, 300)], 1.8)
    shoe.line([(174, 190), (196, 230, 180, 300)], 1.8)
    shoe.dashes([(180, 196), (202, 232, 187, 296)], None, 1.4, 5)
    shoe.done(2)
    if cut == "high-top":
        for x in (228, 242):
            pen.dot(x, 262, 3, STEEL, ink(base))
    facing = [(150, 212), (200, 166 - tall), (216, 172 - tall), (218, 190 - tall * 0.9), (172, 236)]
    pen.piece(facing, printed=False).shade(facing, 0.5).done(1.6)
    cord = WHITE if luma(base) < 225 else (90, 96, 110)
    count = 6 if tall else 4
    for k in range(count):
        t = k / (count - 1)
        x, y = 162 + 42 * t, 214 - (38 + tall) * t
        laces(pen, [((x - 6, y - 8), (x + 16, y + 6))], cord, 4.6)
    pen.solid([(42, 296), (34, 256, 78, 250), (104, 256, 108, 296)], RUBBER, 2, (176, 174, 168))
    pen.solid([(38, 284), (312, 284), (319, 286), (318, 312), (314, 319, 300, 319), (58, 319), (40, 318, 36, 300)],
              RUBBER, 2, (176, 174, 168))
    pen.line([(40, 298), (318, 298)], base if luma(base) < 225 else (150, 154, 160), 3)


def draw_sports_shoe(pen: Pen, cut: str) -> None:
    base, rng = pen.cloth.base, pen.rng
    accent = rng.choice([WHITE, (250, 210, 60), (255, 120, 60), (90, 200, 190), (30, 34, 44)])
    if luma(base) > 190:
        accent = rng.choice([(214, 48, 52), (40, 90, 180), (30, 34, 44), (34, 150, 140)])
    elif abs(luma(base) - luma(accent)) < 50:
        accent = WHITE
    thick = pen.span(30, 40) if cut == "runner" else pen.span(24, 28)
    floor = 322
    pen.squat(floor, pen.span(0.86, 0.94))
    pen.ground(184, floor + 2, 146)
    pen.solid([(192, 176), (200, 142, 216, 132), (240, 134, 246, 176), (236, 200)], mix(base, accent, 0.5))
    upper = [(314, 150), (304, 176, 316, 216), (326, 262, 314, 294), (44, 298), (28, 282, 44, 262),
             (96, 250, 138, 214), (170, 184, 202, 158), (222, 156, 236, 166), (262, 196, 292, 166),
             (302, 150, 314, 150)]
    shoe = pen.piece(upper)
    shoe.tint([(36, 300), (30, 262), (58, 254), (84, 262, 110, 300)],
              darker(base, 0.28) if luma(base) > 62 else lighter(base, 0.14))
    shoe.tint([(280, 140), (262, 220, 236, 300), (330, 300), (340, 140)],
              darker(base, 0.22) if luma(base) > 62 else lighter(base, 0.12))
    style = rng.choice(["slash", "chevron", "dots", "saddle", "block"])
    if style == "slash":
        shoe.tint([(150, 300), (216, 226, 276, 190), (288, 206), (222, 246, 188, 300)], accent)
    elif style == "chevron":
        for x in (168, 196):
            shoe.tint([(x, 214), (x + 14, 206), (x + 46, 250), (x + 22, 300), (x + 8, 300), (x + 30, 250)], accent)
    elif style == "saddle":
        shoe.tint([(146, 218), (206, 160), (232, 180), (222, 240, 250, 300), (158, 300), (182, 256, 146, 218)],
                  accent)
        shoe.line([(146, 218), (182, 256, 158, 300)], 1.6).line([(232, 180), (222, 240, 250, 300)], 1.6)
    elif style == "block":
        shoe.tint([(120, 300), (150, 268, 206, 262), (262, 256, 330, 226), (330, 300)], accent)
        shoe.line([(120, 300), (150, 268, 206, 262), (262, 256, 330, 226)], 1.6)
    else:
        for k in range(7):
            for row in range(3 - k % 2):
                shoe.tint(ellipse(172 + k * 14, 232 + row * 16 + (k % 2) * 8, 4.4, 4.4), accent)
    for k in range(5):
        shoe.line([(92 + k * 13, 262 - k * 5), (104 + k * 13, 272 - k * 5)], 1.6, alpha=120)
    shoe.done(2)
    pen.line([(236, 166), (262, 196, 292, 166), (302, 150, 314, 150)], accent, 5)
    facing = [(140, 216), (204, 158), (222, 160), (232, 176), (166, 238)]
    pen.solid(facing, darker(base, 0.12) if luma(base) > 62 else lighter(base, 0.1), 1.6)
    cord = WHITE if luma(base) < 225 else accent
    for k in range(5):
        x, y = 152 + 13.5 * k, 214 - 12 * k
        laces(pen, [((x - 4, y - 6), (x + 18, y + 8))], cord, 4.2)
    sole = [(32, 288), (40, 276, 70, 290), (180, 292, 240, 284), (290, 276, 324, 262 + (34 - thick) * 0.5),
            (334, 290, 322, floor - 6), (318, floor, 304, floor), (196, floor), (188, floor - 9, 170, floor - 4),
            (160, floor, 150, floor), (92, floor), (48, 320, 32, 288)]
    foam = pen.piece(sole, RUBBER)
    foam.tint([(30, floor - 8), (200, floor - 8), (330, floor - 10), (330, floor + 4), (30, floor + 4)],
              DARK_SOLE if cut == "runner" else darker(base, 0.2))
    foam.tint([(226, 298), (280, 292, 330, 276), (332, 290), (282, 306, 226, 306)],
              accent if accent != WHITE else STEEL)
    foam.done(2, (170, 170, 168))


def low_shoe(pen: Pen, sole: Colour, heel: float, strap: bool) -> None:
    """A low leather slip-on."""
    upper = [(308, 196), (320, 250, 314, 298), (44, 300), (32, 276, 64, 262), (116, 250, 150, 222),
             (172, 204, 186, 196), (216, 240, 262, 220), (290, 206, 308, 196)]
    pen.fill([(186, 196), (230, 190), (308, 196), (262, 224), (214, 240)], darker(pen.cloth.base, 0.45))
    shoe = pen.piece(upper)
    shoe.shade([(40, 300), (180, 284, 330, 276), (330, 310), (40, 310)], 0.9)
    shoe.shade([(70, 268), (110, 262, 140, 240), (120, 264, 80, 276)], -1.6)
    shoe.line([(74, 262), (96, 282, 150, 262), (172, 250, 178, 226)], 2)
    shoe.done(2)
    if strap:
        pen.piece([(142, 222), (178, 196), (208, 236), (196, 262), (160, 262)], printed=False).shade([(142, 222),
                                                                                                      (178, 196),
                                                                                                      (208, 236),
                                                                                                      (196, 262),
                                                                                                      (160, 262)],
                                                                                                     0.6).done(1.8)
        pen.line([(158, 240), (190, 226)], BRASS, 5)
    pen.solid([(38, 296), (314, 294), (319, 300), (318, 318), (250, 318), (246, 308), (60, 308), (42, 306, 38, 296)],
              sole)


def draw_formal_shoe(pen: Pen, cut: str) -> None:
    pen.squat(320, (0.84 if cut == "slip-on" else 0.78) * pen.span(0.96, 1.04))
    pen.ground(180, 321, 146)
    base = pen.cloth.base
    sole = DARK_SOLE if luma(base) > 62 else (88, 62, 46)
    if cut == "slip-on":
        low_shoe(pen, sole, 18, pen.rng.random() < 0.7)
        return
    upper = [(306, 182), (320, 244, 314, 298), (36, 300), (22, 280, 56, 268), (112, 256, 150, 222),
             (176, 196, 200, 170), (222, 172), (262, 206, 306, 182)]
    pen.solid([(186, 194), (198, 158, 206, 156), (226, 158, 230, 184)],
              darker(base, 0.2) if luma(base) > 62 else lighter(base, 0.1))
    shoe = pen.piece(upper)
    shoe.shade([(20, 302), (180, 280, 330, 272), (330, 310), (20, 310)], 1)
    shoe.shade([(58, 274), (104, 266, 132, 246), (112, 272, 64, 282)], -1.6)
    shoe.line([(92, 256), (112, 272, 106, 302)], 2)
    shoe.dashes([(97, 256), (117, 272, 111, 302)], None, 1.5, 3)
    shoe.line([(158, 216), (206, 250, 196, 302)], 2)
    shoe.line([(252, 200), (244, 250, 262, 302)], 1.8)
    shoe.done(2)
    pen.solid([(154, 222), (202, 170), (222, 174), (226, 190), (184, 244)],
              darker(base, 0.16) if luma(base) > 62 else lighter(base, 0.08))
    cord = darker(base, 0.5) if luma(base) > 90 else lighter(base, 0.42)
    for k in range(4):
        x, y = 170 + 12 * k, 212 - 13 * k
        pen.line([(x - 4, y - 4), (x + 18, y + 8)], cord, 3.6)
    pen.solid([(28, 296), (316, 293), (321, 300), (318, 320), (248, 320), (244, 308), (52, 308), (34, 306, 28, 296)],
              sole)


def draw_heel(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    lift = pen.span(84, 112) if cut != "block" else pen.span(64, 84)
    back = 318 - lift
    pen.ground(170, 322, 140, 6)
    inner = darker(mix(base, (214, 178, 140), 0.7), 0.12)
    # The heel itself.
    if cut == "block":
        heel = [(262, back + 4), (312, back - 8), (312, 318), (276, 318)]
    else:
        heel = [(250, back + 22), (300, back + 40, 300, 318), (310, 318), (308, back + 60, 318, back - 6)]
    pen.solid(heel, darker(base, 0.16) if luma(base) > 62 else base)
    pen.solid([(heel[-2][-2] - 12, 314), (heel[-2][-2], 314), (heel[-2][-2], 320),
               (heel[-2][-2] - 12, 320)] if cut != "block" else [(275, 313), (312, 313), (312, 320), (276, 320)],
              DARK_SOLE, 0.8)
    if cut == "ankle-strap":
        pen.line(ellipse(296, back - 72, 32, 10, 180, 360), darker(base, 0.3), 6)
        pen.solid([(296, back - 30), (322, back - 50, 322, back - 78), (331, back - 78),
                   (332, back - 50, 327, back - 14)], base)
    # Inside, then the side of the shoe, then the sole.
    pen.fill([(118, 276), (170, 252, 220, back - 8), (270, back - 52, 318, back - 46), (300, back, 240, back + 30),
              (170, 288, 118, 284)], inner)
    pump = [(318, back - 48), (330, back - 14, 314, back + 6), (268, back + 8, 214, 286), (180, 318, 124, 316),
            (36, 316), (22, 312, 36, 300), (74, 290, 100, 270), (110, 262, 122, 266), (166, 286, 220, back + 10),
            (262, back - 34, 318, back - 48)]
    side = pen.piece(pump)
    side.shade([(330, back - 30), (320, back - 6, 270, back), (210, back + 40, 190, 300), (120, 308, 30, 310),
                (30, 330), (330, 330)], 0.9)
    side.shade([(60, 300), (90, 284, 104, 272), (104, 292, 70, 304)], -1.5)
    side.done(2)
    pen.line([(34, 317), (124, 318), (184, 320, 220, 286), (268, back + 12, 312, back + 8)],
             darker(base, 0.55) if luma(base) > 62 else (150, 116, 84), 4)
    if cut == "ankle-strap":
        pen.line(ellipse(296, back - 72, 32, 10, 0, 180), ink(base), 10)
        pen.line(ellipse(296, back - 72, 32, 10, 0, 180), base, 7.4)
        pen.line(rounded(282, back - 70, 296, back - 56, 2), BRASS, 2.6)
    elif pen.rng.random() < 0.4:
        bow(pen, 106, 268, 13, bow_colour(pen))


def bow(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    for side in (-1, 1):
        pen.solid([(x, y), (x + side * r * 0.8, y - r, x + side * r * 1.5, y - r * 0.6),
                   (x + side * r * 1.5, y + r * 0.6), (x + side * r * 0.8, y + r, x, y)], colour, 1.5)
    pen.dot(x, y, r * 0.34, darker(colour, 0.12), ink(colour))


def bow_colour(pen: Pen) -> Colour:
    return trim_colour(pen) if pen.cloth.pattern == "plain" else pen.cloth.second


def draw_sandal(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    pen.ground(180, 322, 146)
    walking = cut == "walking"
    thick = 30 if walking else pen.span(14, 22)
    rise = pen.span(8, 30)
    top = 318 - thick
    straps = [[(66, top), (64, top - 54, 112, top - 62), (136, top - 58), (150, top - 30, 146, top)],
              [(206, top - rise * 0.6), (206, top - 92, 236, top - 104 - rise * 0.3), (262, top - 98),
               (252, top - 50, 262, top - rise)]]
    insole = mix((206, 160, 112), base, 0.15)
    heel_cup = [(300, top - rise), (310, top - 90, 300, top - 108), (318, top - 112),
                (330, top - 70, 322, top - rise)]
    pen.piece(heel_cup).done(2)
    pen.piece([(236, top - 104), (306, top - 112), (306, top - 94), (240, top - 84)]).done(1.8)
    for path in straps:
        strap = pen.piece(path)
        strap.shade([(path[0][0] - 10, top - 20), (path[0][0] + 120, top - 34), (path[0][0] + 120, top + 20),
                     (path[0][0] - 10, top + 20)], 0.6)
        strap.done(2)
    if walking:
        pen.piece([(140, top - 50), (212, top - 70), (216, top - 50), (148, top - 24)]).done(2)
        for x, y in ((106, top - 42), (232, top - 84)):
            pen.solid(rounded(x - 11, y - 8, x + 11, y + 8, 3), DARK_SOLE if luma(base) > 70 else STEEL)
    else:
        pen.line(rounded(226, top - 106, 244, top - 84, 3), BRASS, 3)
        pen.piece([(132, top - 6), (150, top - 50, 212, top - 84), (216, top - 72),
                   (172, top - 44, 152, top)]).done(1.8)
    sole = [(34, top + 4), (40, top - 4, 60, top), (190, top + 2, 250, top - rise * 0.7),
            (290, top - rise, 324, top - rise - 2), (332, top - rise + 10, 324, 318), (250, 318),
            (200, 318 - rise * 0.5, 160, 318), (60, 318), (32, 318, 34, top + 4)]
    foot = pen.piece(sole, DARK_SOLE if walking else insole)
    foot.tint([(20, 308), (340, 308), (340, 330), (20, 330)], darker(DARK_SOLE if walking else insole, 0.4))
    foot.done(2)


def foot_shape(cx: float, top: float, bottom: float, side: int):
    """A footbed seen from above; ``side`` is 1 for the right foot."""
    h = bottom - top
    return [(cx - side * 6, top), (cx + side * 44, top, cx + side * 46, top + h * 0.24),
            (cx + side * 44, top + h * 0.46, cx + side * 34, top + h * 0.6), (cx + side * 40, bottom, cx, bottom),
            (cx - side * 38, bottom, cx - side * 32, top + h * 0.62),
            (cx - side * 30, top + h * 0.45, cx - side * 44, top + h * 0.26),
            (cx - side * 46, top, cx - side * 6, top)]


def draw_flip_flops(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    strap = pen.rng.choice([CREAM, (34, 36, 44), darker(base, 0.4), (240, 180, 60)])
    if abs(luma(strap) - luma(base)) < 50:
        strap = CREAM if luma(base) < 130 else (34, 36, 44)
    gap = pen.span(52, 60)
    for side in (-1, 1):
        cx = CENTRE + side * gap
        outline = foot_shape(cx, 84, 396, side)
        pen.solid(moved(outline, 3, 7), darker(base, 0.35) if luma(base) > 62 else lighter(base, 0.2))
        bed = pen.piece(outline)
        bed.shade([(cx - 60, 300), (cx, 330, cx + 60, 300), (cx + 60, 420), (cx - 60, 420)], 0.4)
        bed.line(moved([(0.88 * (x - cx) + cx, 0.92 * (y - 240) + 240) for x, y in flatten(outline)]), 1.5)
        bed.done(2)
        toe = (cx - side * 10, 138)
        for end, bend in (((cx + side * 43, 226), (cx + side * 26, 150)), ((cx - side * 37, 226), (cx - side * 32,
                                                                                                   160))):
            path = [toe, (*bend, *end)]
            pen.line(path, ink(strap), 14)
            pen.line(path, strap, 11)
        pen.dot(*toe, 8, strap, ink(strap))


def draw_flat(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    if pen.rng.random() < 0.45:
        flats_from_above(pen, cut)
        return
    pen.ground(180, 314, 146)
    toe = 30 if cut == "pointed" else 44
    inner = mix((222, 190, 156), base, 0.12)
    pen.solid([(118, 262), (200, 250, 308, 222), (300, 262), (200, 296), (130, 286)], inner)
    nose = [(toe, 306), (toe - 6, 288, toe + 34, 276)] if cut == "pointed" else [(toe, 306), (32, 268, 84, 262)]
    upper = [(314, 218), (326, 266, 316, 304), *nose, (110, 256, 124, 258), (140, 296, 210, 284),
             (280, 268, 314, 218)]
    side = pen.piece(upper)
    side.shade([(30, 302), (180, 286, 330, 284), (330, 320), (30, 320)], 0.9)
    side.shade([(64, 280), (90, 268, 108, 268), (96, 284, 70, 290)], -1.5)
    side.line([(314, 224), (282, 274, 210, 290), (138, 302, 118, 262)], 1.5)
    side.done(2)
    pen.solid([(toe - 2, 303), (318, 301), (318, 313), (toe + 16, 313), (toe, 311, toe - 2, 303)],
              darker(inner, 0.45))
    if cut == "ballerina":
        bow(pen, 112, 262, 14, bow_colour(pen))


def flats_from_above(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    inner = mix((226, 196, 162), base, 0.1)
    for side in (-1, 1):
        cx = CENTRE + side * 58
        outline = foot_shape(cx, 90, 396, side)
        if cut == "pointed":
            outline = [(cx - side * 4, 72), (cx + side * 30, 110, cx + side * 46, 170), *outline[2:6],
                       (cx - side * 40, 120, cx - side * 4, 72)]
        shoe = pen.piece(outline)
        shoe.shade([(cx + side * 14, 80), (cx + side * 40, 240, cx + side * 20, 400), (cx + side * 60, 400),
                    (cx + side * 60, 80)], 0.8)
        shoe.done(2)
        hole = [(cx - side * 2, 176), (cx + side * 36, 176, cx + side * 33, 230),
                (cx + side * 24, 300, cx + side * 27, 330), (cx + side * 26, 382, cx, 382),
                (cx - side * 26, 382, cx - side * 25, 330), (cx - side * 20, 300, cx - side * 33, 230),
                (cx - side * 36, 176, cx - side * 2, 176)]
        pen.solid(hole, inner, 2.4, ink(base))
        pen.fill([(cx - 20, 340), (cx, 350, cx + 20, 340), (cx + 18, 372), (cx, 380, cx - 18, 372)],
                 darker(inner, 0.08))
        if cut == "ballerina":
            bow(pen, cx - side * 2, 172, 13, bow_colour(pen))


# ------------------------------------------------------------------ bags ----


def draw_handbag(pen: Pen, cut: str) -> None:
    base, trim = pen.cloth.base, trim_colour(pen)
    metal = pen.rng.choice([BRASS, STEEL])
    pen.ground(CENTRE, 396, 126)

    def handle(half: float, rise: float, y: float, front: bool) -> None:
        colour = trim if front else darker(trim, 0.25)
        path = [(CENTRE - half, y),
                (CENTRE - half + 4, y - rise * 1.3, CENTRE + half - 4, y - rise * 1.3, CENTRE + half, y)]
        pen.line(path, ink(trim), 12)
        pen.line(path, colour, 9)

    if cut == "tote":
        wide, top = pen.span(88, 98), pen.span(186, 202)
        bottom = wide + pen.span(8, 26)
        handle(46, 118, top + 4, False)
        bag = pen.piece([(CENTRE - wide, top), (CENTRE + wide, top), (CENTRE + bottom, 380),
                         (CENTRE + bottom, 394, CENTRE + bottom - 14, 394), (CENTRE - bottom + 14, 394),
                         (CENTRE - bottom, 394, CENTRE - bottom, 380)])
        bag.shade([(CENTRE + wide - 24, top), (CENTRE + bottom - 30, 400), (CENTRE + 160, 400), (CENTRE + 160, top)],
                  0.8)
        bag.tint([(0, 362), (360, 362), (360, 400), (0, 400)], trim)
        bag.line([(0, 362), (360, 362)], 1.6).dashes([(0, 368), (360, 368)], None, 1.4, 5)
        bag.line([(0, top + 14), (360, top + 14)], 1.5)
        bag.done(2)
        handle(50, 104, top + 34, True)
        for x in (-50, 50):
            pen.solid(rounded(CENTRE + x - 8, top + 26, CENTRE + x + 8, top + 58, 3), trim)
            pen.dot(CENTRE + x, top + 48, 3.2, metal)
    elif cut == "satchel":
        wide = pen.span(104, 116)
        handle(44, 82, 210, True)
        bag = pen.piece([(CENTRE - wide + 18, 204), (CENTRE + wide - 18, 204),
                         (CENTRE + wide + 4, 210, CENTRE + wide + 6, 372),
                         (CENTRE + wide + 6, 394, CENTRE + wide - 14, 394), (CENTRE - wide + 14, 394),
                         (CENTRE - wide - 6, 394, CENTRE - wide - 6, 372),
                         (CENTRE - wide - 4, 210, CENTRE - wide + 18, 204)])
        bag.shade([(CENTRE + wide - 26, 190), (CENTRE + wide - 18, 400), (360, 400), (360, 190)], 0.8).done(2)
        flap = [(CENTRE - wide + 14, 202), (CENTRE + wide - 14, 202), (CENTRE + wide, 204, CENTRE + wide, 268),
                (CENTRE + wide * 0.7, 306, CENTRE, 312), (CENTRE - wide * 0.7, 306, CENTRE - wide, 268),
                (CENTRE - wide, 204, CENTRE - wide + 14, 202)]
        pen.piece(flap).shade([(0, 190), (360, 190), (360, 214), (0, 214)], -0.8).dashes(
            moved([(CENTRE - wide + 8, 262), (CENTRE - wide * 0.66, 296, CENTRE, 303),
                   (CENTRE + wide * 0.66, 296, CENTRE + wide - 8, 262)]), None, 1.5, 5).done(2)
        pen.solid(rounded(CENTRE - 15, 294, CENTRE + 15, 326, 5), metal)
        pen.solid(rounded(CENTRE - 7, 304, CENTRE + 7, 314, 3), darker(metal, 0.25), 1)
        for x in (-44, 44):
            pen.dot(CENTRE + x, 208, 6, metal, ink(metal))
    elif cut == "hobo":
        handle(74, 150, 256, False)
        bag = pen.piece([(CENTRE - 92, 236), (CENTRE - 40, 272, CENTRE, 272), (CENTRE + 40, 272, CENTRE + 92, 236),
                         (CENTRE + 120, 268, CENTRE + 122, 330), (CENTRE + 120, 394, CENTRE + 60, 394),
                         (CENTRE - 60, 394), (CENTRE - 120, 394, CENTRE - 122, 330),
                         (CENTRE - 120, 268, CENTRE - 92, 236)])
        for x in (-60, -18, 30):
            bag.shade([(CENTRE + x, 270), (CENTRE + x - 12, 330, CENTRE + x + 8, 392),
                       (CENTRE + x + 16, 330, CENTRE + x, 270)], 0.8)
        bag.shade([(CENTRE + 84, 236), (CENTRE + 96, 320, CENTRE + 60, 400), (360, 400), (360, 236)], 0.8)
        bag.line([(CENTRE - 94, 244), (CENTRE - 40, 282, CENTRE, 282), (CENTRE + 40, 282, CENTRE + 94, 244)], 2)
        bag.done(2)
        for x in (-80, 80):
            pen.dot(CENTRE + x, 246, 10, WHITE, metal)
            pen.line(ellipse(CENTRE + x, 246, 10, 10), metal, 4)
    else:
        handle(54, 108, 232, False)
        bag = pen.piece([(CENTRE - 80, 222), (CENTRE, 206, CENTRE + 80, 222), (CENTRE + 124, 236, CENTRE + 124, 350),
                         (CENTRE + 124, 394, CENTRE + 92, 394), (CENTRE - 92, 394),
                         (CENTRE - 124, 394, CENTRE - 124, 350), (CENTRE - 124, 236, CENTRE - 80, 222)])
        bag.shade([(CENTRE + 90, 220), (CENTRE + 110, 320, CENTRE + 84, 400), (360, 400), (360, 220)], 0.8)
        for side in (-1, 1):
            bag.tint([(CENTRE + side * 130, 330), (CENTRE + side * 84, 340, CENTRE + side * 80, 400),
                      (CENTRE + side * 130, 400)], trim)
            bag.line([(CENTRE + side * 130, 330), (CENTRE + side * 84, 340, CENTRE + side * 80, 400)], 1.8)
            bag.line([(CENTRE + side * 52, 210), (CENTRE + side * 56, 400)], 8, trim)
        bag.done(2)
        pen.line([(CENTRE - 84, 230), (CENTRE, 214, CENTRE + 84, 230)], darker(base, 0.4), 6)
        pen.dashes([(CENTRE - 84, 230), (CENTRE, 214, CENTRE + 84, 230)], metal, 3.4, 3)
        handle(54, 92, 290, True)
        for x in (-54, 54):
            pen.solid(rounded(CENTRE + x - 8, 280, CENTRE + x + 8, 306, 4), trim)
            pen.dot(CENTRE + x, 296, 3.2, metal)


def draw_backpack(pen: Pen, cut: str) -> None:
    base, trim = pen.cloth.base, trim_colour(pen)
    pen.ground(CENTRE, 418, 106)
    wide, top = pen.span(92, 102), pen.span(82, 96)
    for side in (-1, 1):
        strap = [(CENTRE + side * 50, top + 10),
                 (CENTRE + side * (wide + 34), top + 60, CENTRE + side * (wide + 30), 330, CENTRE + side * (wide - 6),
                  386)]
        pen.line(strap, ink(trim), 19)
        pen.line(strap, darker(trim, 0.15), 16)
    loop = [(CENTRE - 24, top + 6), (CENTRE - 20, top - 34, CENTRE + 20, top - 34, CENTRE + 24, top + 6)]
    pen.line(loop, ink(trim), 12)
    pen.line(loop, trim, 9)
    bag = pen.piece([(CENTRE - wide, 200), (CENTRE - wide, top, CENTRE, top),
                     (CENTRE + wide, top, CENTRE + wide, 200), (CENTRE + wide + 6, 388),
                     (CENTRE + wide + 4, 414, CENTRE + wide - 24, 414), (CENTRE - wide + 24, 414),
                     (CENTRE - wide - 4, 414, CENTRE - wide - 6, 388)])
    bag.shade([(CENTRE + wide - 34, top), (CENTRE + wide - 20, 420), (360, 420), (360, top)], 0.8)
    metal = STEEL if luma(base) < 140 else (110, 112, 118)
    if cut == "school":
        arch = [(CENTRE - wide + 14, 262), (CENTRE - wide + 14, top + 18, CENTRE, top + 18),
                (CENTRE + wide - 14, top + 18, CENTRE + wide - 14, 262)]
        bag.line(arch, 5, darker(base, 0.4)).dashes(arch, metal, 3, 3)
        bag.done(2)
    else:
        bag.done(2)
        flap = [(CENTRE - wide + 2, 160), (CENTRE - wide + 6, top - 4, CENTRE, top - 4),
                (CENTRE + wide - 6, top - 4, CENTRE + wide - 2, 160),
                (CENTRE + wide - 4, 236, CENTRE + wide - 26, 238), (CENTRE - wide + 26, 238),
                (CENTRE - wide + 4, 236, CENTRE - wide + 2, 160)]
        pen.piece(flap).dashes([(CENTRE - wide + 16, 228), (CENTRE + wide - 16, 228)], None, 1.5, 5).done(2)
    pocket = pen.piece(rounded(CENTRE - wide + 20, 276, CENTRE + wide - 20, 398, 20),
                       None if pen.rng.random() < 0.6 else trim)
    pocket.shade([(CENTRE - wide, 380), (CENTRE + wide, 380), (CENTRE + wide, 404), (CENTRE - wide, 404)], 0.6)
    pocket.line([(CENTRE - wide + 30, 300), (CENTRE + wide - 30, 300)], 5, darker(base, 0.4))
    pocket.dashes([(CENTRE - wide + 30, 300), (CENTRE + wide - 30, 300)], metal, 3, 3).done(2)
    if cut == "roll":
        for x in (-42, 42):
            pen.solid(rounded(CENTRE + x - 8, 176, CENTRE + x + 8, 300, 3), (150, 98, 58) if luma(base) < 225 else
                      (120, 76, 46))
            pen.line(rounded(CENTRE + x - 12, 252, CENTRE + x + 12, 274, 3), BRASS, 3.4)
    else:
        pen.line([(CENTRE + wide - 34, 300), (CENTRE + wide - 34, 322)], metal, 4)
        pen.solid(rounded(CENTRE - 18, 336, CENTRE + 18, 354, 4),
                  darker(base, 0.3) if luma(base) > 62 else lighter(base, 0.3), 1.4)


def draw_clutch(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    metal = BRASS if luma(base) < 225 and pen.rng.random() < 0.7 else STEEL
    pen.ground(CENTRE, 338, 130)
    wide, top = pen.span(126, 138), pen.span(166, 184)
    if cut == "envelope":
        bag = pen.piece(rounded(CENTRE - wide, top, CENTRE + wide, 334, 8))
        bag.shade([(0, 318), (360, 318), (360, 340), (0, 340)], 0.8).done(2)
        tip = pen.span(262, 286)
        flap = pen.piece([(CENTRE - wide, top + 8), (CENTRE - wide, top, CENTRE - wide + 8, top),
                          (CENTRE + wide - 8, top), (CENTRE + wide, top, CENTRE + wide, top + 8),
                          (CENTRE + 14, tip - 4), (CENTRE, tip + 4, CENTRE - 14, tip - 4)])
        flap.shade([(0, top), (360, top), (360, 300), (0, 300)], -0.5)
        flap.dashes([(CENTRE - wide + 12, top + 10), (CENTRE, tip - 14), (CENTRE + wide - 12, top + 10)], None, 1.5,
                    5).done(2.2)
        pen.dot(CENTRE, tip - 18, 9, metal, ink(metal))
    else:
        chain = pen.rng.random() < 0.5
        if chain:
            loop = [(CENTRE - wide + 16, top), (CENTRE - 90, 70, CENTRE + 90, 70, CENTRE + wide - 16, top)]
            pen.line(loop, metal, 3)
            pen.dashes(loop, darker(metal, 0.2), 6, 4)
        bag = pen.piece([(CENTRE - wide + 10, top), (CENTRE + wide - 10, top),
                         (CENTRE + wide + 8, 250, CENTRE + wide - 4, 324),
                         (CENTRE + wide - 10, 336, CENTRE + wide - 24, 336), (CENTRE - wide + 24, 336),
                         (CENTRE - wide + 10, 336, CENTRE - wide + 4, 324),
                         (CENTRE - wide - 8, 250, CENTRE - wide + 10, top)])
        for k in range(-3, 4):
            x = CENTRE + k * wide / 3.6
            bag.shade([(x, top), (x + k * 3 - 5, 280), (x + k * 4, 330), (x + k * 3 + 7, 280)], 0.8)
        bag.shade([(0, 316), (360, 316), (360, 340), (0, 340)], 0.6).done(2)
        pen.solid(rounded(CENTRE - wide + 6, top - 8, CENTRE + wide - 6, top + 10, 8), metal)
        for x in (-7, 7):
            pen.dot(CENTRE + x, top - 13, 8, lighter(metal, 0.2), ink(metal))


def draw_wallet(pen: Pen, cut: str) -> None:
    base, trim = pen.cloth.base, trim_colour(pen)
    pen.ground(CENTRE, 334, 118)
    if cut == "bifold":
        left, right, top, bottom = CENTRE - 112, CENTRE + 112, 164, 330
        pen.solid(rounded(left + 6, top - 10, right - 2, bottom - 10, 10),
                  darker(base, 0.3) if luma(base) > 62 else lighter(base, 0.16))
        pen.solid(rounded(left + 14, top - 5, right - 10, bottom - 20, 4), CREAM, 1.4)
        front = pen.piece(rounded(left, top, right, bottom, 12))
        front.dashes([(left + 9, bottom - 9), (left + 9, top + 9), (right - 9, top + 9), (right - 9, bottom - 9),
                      (left + 9, bottom - 9)], None, 1.7, 5)
        front.shade([(left, top), (left + 20, top), (left + 20, bottom), (left, bottom)], 0.8)
        if pen.rng.random() < 0.5:
            front.tint([(left, top + 58), (right, top + 58), (right, top + 98), (left, top + 98)], trim)
            front.line([(left, top + 58), (right, top + 58)], 1.4).line([(left, top + 98), (right, top + 98)], 1.4)
        front.done(2)
        pen.solid(rounded(right - 52, bottom - 40, right - 24, bottom - 26, 3), STEEL if luma(base) > 150 else BRASS,
                  1)
    else:
        left, right, top, bottom = CENTRE - 132, CENTRE + 132, 174, 330
        front = pen.piece(rounded(left, top, right, bottom, 14))
        front.shade([(left, bottom - 18), (right, bottom - 18), (right, bottom), (left, bottom)], 0.7)
        front.dashes([(left + 9, top + 26), (left + 9, bottom - 9), (right - 9, bottom - 9), (right - 9, top + 26)],
                     None, 1.6, 5)
        if cut == "zip":
            front.line([(left, top + 13), (right, top + 13)], 8, darker(base, 0.4)).dashes([(left, top + 13),
                                                                                            (right, top + 13)], BRASS,
                                                                                           5, 3)
        front.done(2)
        if cut == "zip":
            pen.solid(rounded(right - 34, top + 8, right - 24, top + 44, 4), BRASS, 1.4)
        else:
            flap = pen.piece([(left, top + 14), (left, top, left + 14, top), (right - 14, top),
                              (right, top, right, top + 14), (right, top + 64),
                              (right, top + 78, right - 14, top + 78), (left + 14, top + 78),
                              (left, top + 78, left, top + 64)])
            flap.dashes([(left + 10, top + 69), (right - 10, top + 69)], None, 1.6, 5).shade([(left, top),
                                                                                              (right, top),
                                                                                              (right, top + 90),
                                                                                              (left, top + 90)], -0.5)
            flap.done(2.2)
            pen.solid(rounded(CENTRE - 16, top + 62, CENTRE + 16, top + 102, 8), trim)
            pen.dot(CENTRE, top + 88, 7, BRASS, ink(BRASS))


# ----------------------------------------------------------- accessories ----


def draw_belt(pen: Pen, cut: str) -> None:
    """A belt buckled into a ring, seen from a little above."""
    base = pen.cloth.base
    metal = pen.rng.choice([BRASS, STEEL, STEEL])
    h, rx, ry = pen.span(40, 54), pen.span(128, 138), pen.span(40, 52)
    cy = 240 - h / 2
    pen.ground(CENTRE, cy + h + 6, rx, ry + 4)
    inside = darker(mix(base, (150, 112, 80), 0.35), 0.25)
    pen.solid([*ellipse(CENTRE, cy, rx, ry, 180, 360), *ellipse(CENTRE, cy + h, rx, ry, 360, 180)], inside)
    band = pen.piece([*ellipse(CENTRE, cy, rx, ry, 0, 180), *ellipse(CENTRE, cy + h, rx, ry, 180, 0)])
    for side in (-1, 1):
        band.shade([(CENTRE + side * rx * 0.7, 100), (CENTRE + side * rx * 0.8, 400), (CENTRE + side * 170, 400),
                    (CENTRE + side * 170, 100)], 0.9)
    for dy in (6, h - 6):
        band.dashes(ellipse(CENTRE, cy + dy, rx, ry, 4, 176), None, 1.6, 5)
    band.done(2)
    y = cy + ry + h / 2
    half = h / 2 + 7
    for k in range(3):
        pen.dot(CENTRE - 42 - k * 20, y - 2 - k * 3, 2.8,
                darker(base, 0.6) if luma(base) > 62 else lighter(base, 0.4))
    pen.line([(CENTRE + 44, y - h / 2 - 3), (CENTRE + 44, y + h / 2 - 1)], ink(base), 13)
    pen.line([(CENTRE + 44, y - h / 2 - 3), (CENTRE + 44, y + h / 2 - 1)], base, 9)
    frame = rounded(CENTRE - 28, y - half, CENTRE + 28, y + half, pen.rng.choice([4, 16]))
    pen.line([*flatten(frame), frame[0]], darker(metal, 0.35), 10)
    pen.line([*flatten(frame), frame[0]], metal, 7)
    pen.line([(CENTRE + 24, y), (CENTRE - 30, y)], darker(metal, 0.35), 7)
    pen.line([(CENTRE + 24, y), (CENTRE - 30, y)], lighter(metal, 0.2), 4.6)


def draw_cap(pen: Pen, cut: str) -> None:
    base, trim = pen.cloth.base, trim_colour(pen)
    brim_colour = trim if pen.rng.random() < 0.6 else pen.rng.choice([(36, 46, 88), (178, 40, 44), (44, 44, 48)])
    if abs(luma(brim_colour) - luma(base)) < 6:
        brim_colour = trim
    top = pen.span(136, 150)
    pen.ground(190, 322, 120)
    dome = pen.piece([(100, 292), (92, top, 206, top), (322, top, 316, 304), (230, 322, 100, 292)])
    dome.shade([(250, top), (330, 220, 280, 330), (340, 330), (340, top)], 0.9)
    dome.line([(206, top), (152, 190, 160, 304)], 1.8).line([(206, top), (282, 190, 272, 316)], 1.8)
    dome.dashes([(200, top), (144, 190, 152, 300)], None, 1.4, 5)
    for x, y in ((132, 204), (218, 188), (292, 214)):
        dome.tint(ellipse(x, y, 4, 4), darker(base, 0.5) if luma(base) > 62 else lighter(base, 0.35))
    dome.line([(96, 280), (230, 312, 320, 290)], 1.6).done(2)
    pen.solid(ellipse(206, top - 1, 12, 6), brim_colour)
    brim = pen.piece([(100, 276), (52, 284, 28, 318), (30, 332, 48, 330), (110, 306, 186, 318), (226, 324, 236, 312),
                      (160, 306, 100, 276)], brim_colour)
    brim.dashes([(46, 316), (110, 290, 200, 312)], None, 1.5, 5)
    brim.shade([(28, 326), (110, 302, 236, 320), (236, 340), (20, 340)], 0.9).done(2)
    if pen.cloth.pattern == "plain" and pen.rng.random() < 0.7:
        mark = CREAM if luma(base) < 150 else (44, 60, 110)
        pen.fill(ellipse(122, 238, 15, 20), mark)
        pen.fill([(112, 248), (122, 222), (132, 248)], base)


def draw_sunglasses(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    lens = pen.rng.choice([(52, 56, 64), (74, 58, 48), (48, 66, 72), (64, 58, 78)])
    if abs(luma(lens) - luma(base)) < 24:
        lens = (108, 112, 122) if luma(base) < 90 else (44, 46, 52)
    wire = cut != "wayfarer"
    for side in (-1, 1):
        arm = [(CENTRE + side * 141, 214), (CENTRE + side * 138, 176, CENTRE + side * 122, 150),
               (CENTRE + side * 114, 138, CENTRE + side * 104, 136)]
        pen.line(arm, ink(base), 10 if not wire else 6)
        pen.line(arm, darker(base, 0.2) if luma(base) > 62 else lighter(base, 0.08), 7.6 if not wire else 4)
    for side in (-1, 1):
        cx = CENTRE + side * 72
        if cut == "wayfarer":
            outer = [(CENTRE + side * 14, 208), (CENTRE + side * 70, 196, CENTRE + side * 146, 202),
                     (CENTRE + side * 150, 214, CENTRE + side * 140, 226),
                     (CENTRE + side * 136, 296, CENTRE + side * 78, 296),
                     (CENTRE + side * 26, 298, CENTRE + side * 22, 244),
                     (CENTRE + side * 20, 230, CENTRE + side * 14, 226)]
            pen.piece(outer).done(2)
            shape = [(CENTRE + side * 32, 222), (CENTRE + side * 80, 210, CENTRE + side * 128, 218),
                     (CENTRE + side * 126, 284, CENTRE + side * 78, 284),
                     (CENTRE + side * 34, 286, CENTRE + side * 32, 222)]
        elif cut == "round":
            shape = ellipse(cx, 246, 52, 52)
        else:
            shape = [(CENTRE + side * 26, 214), (CENTRE + side * 70, 200, CENTRE + side * 128, 212),
                     (CENTRE + side * 142, 250, CENTRE + side * 112, 286),
                     (CENTRE + side * 74, 312, CENTRE + side * 42, 276),
                     (CENTRE + side * 26, 250, CENTRE + side * 26, 214)]
        glass = pen.piece(shape, lens, printed=False)
        glass.tint([(0, 262), (360, 232), (360, 330), (0, 330)], lighter(lens, 0.5), 70)
        glass.tint([(cx - 34, 300), (cx + 10, 190), (cx + 26, 190), (cx - 18, 300)], WHITE, 46)
        glass.done(2 if not wire else 9, ink(base))
        if wire:
            pen.line([*flatten(shape), flatten(shape)[0]], base, 6.4)
        pen.dot(CENTRE + side * 136, 213, 2.8, STEEL if luma(base) < 150 else BRASS)
    bridge = [(CENTRE - 24, 222), (CENTRE, 204, CENTRE + 24, 222)]
    pen.line(bridge, ink(base), 11 if not wire else 8)
    pen.line(bridge, base, 8.4 if not wire else 5.4)
    if cut == "aviator":
        pen.line([(CENTRE - 60, 206), (CENTRE, 196, CENTRE + 60, 206)], ink(base), 7)
        pen.line([(CENTRE - 60, 206), (CENTRE, 196, CENTRE + 60, 206)], base, 4.6)


def draw_watch(pen: Pen, cut: str) -> None:
    base, rng = pen.cloth.base, pen.rng
    metallic = base if luma(base) > 140 and max(base) - min(base) < 140 else rng.choice([BRASS, STEEL, STEEL])
    metal_strap = metallic == base or luma(base) < 62
    bracelet = rng.random() < (0.7 if metallic == base else 0.35 if metal_strap else 0)
    half = pen.span(26, 32) + (6 if cut == "sport" else 0)
    for y0, y1, end in ((180, 34, -1), (300, 448, 1)):
        narrow = half - 6
        strap = pen.piece([(CENTRE - half, y0), (CENTRE + half, y0), (CENTRE + narrow, y1),
                           (CENTRE + narrow - 4, y1 + end * 8, CENTRE, y1 + end * 8),
                           (CENTRE - narrow + 4, y1 + end * 8, CENTRE - narrow, y1)])
        strap.shade([(CENTRE + half - 13, 20), (CENTRE + half - 13, 460), (CENTRE + 60, 460), (CENTRE + 60, 20)], 0.8)
        if bracelet:
            for y in range(min(y0, y1), max(y0, y1), 13):
                strap.line([(CENTRE - 50, y), (CENTRE + 50, y)], 2)
            for x in (-half * 0.36, half * 0.36):
                strap.line([(CENTRE + x, 20), (CENTRE + x, 460)], 1.8)
        else:
            for x in (-narrow + 5, narrow - 5):
                strap.dashes([(CENTRE + x, y0), (CENTRE + x, y1)], None, 1.6, 5)
            if end > 0:
                for y in range(356, 440, 20):
                    strap.tint(ellipse(CENTRE, y, 3.4, 4.4),
                               darker(base, 0.6) if luma(base) > 62 else lighter(base, 0.45))
        strap.done(2)
    if not bracelet:
        pen.line(rounded(CENTRE - half + 2, 34, CENTRE + half - 2, 58, 4), darker(metallic, 0.3), 7)
        pen.line(rounded(CENTRE - half + 2, 34, CENTRE + half - 2, 58, 4), metallic, 4.6)
    r = pen.span(66, 74)
    crown = rounded(CENTRE + r - 2, 231, CENTRE + r + 12, 249, 3)
    pen.solid(crown, metallic)
    if cut == "sport":
        for y in (202, 278):
            pen.solid(rounded(CENTRE + r - 14, y - 7, CENTRE + r + 6, y + 7, 3), metallic)
    dial = rng.choice([(248, 247, 243), (248, 247, 243), (36, 38, 44), base])
    marks = (60, 60, 66) if luma(dial) > 130 else (236, 236, 232)
    if cut == "square":
        case, face = rounded(CENTRE - r + 6, 240 - r, CENTRE + r - 6, 240 + r,
                             14), rounded(CENTRE - r + 17, 251 - r, CENTRE + r - 17, 229 + r, 8)
    else:
        case, face = ellipse(CENTRE, 240, r, r), ellipse(CENTRE, 240, r - 12, r - 12)
    pen.solid(case, metallic, 2.2)
    pen.solid(face, dial, 2, darker(metallic, 0.35))
    reach = r - 20
    for k in range(12):
        a = math.radians(k * 30)
        inner = reach - (12 if k % 3 == 0 else 6)
        pen.line([(CENTRE + inner * math.sin(a), 240 - inner * math.cos(a)),
                  (CENTRE + reach * math.sin(a), 240 - reach * math.cos(a))], marks, 4 if k % 3 == 0 else 2.4)
    if cut == "sport":
        for dx, dy in ((-22, 4), (22, 4), (0, 26)):
            pen.line(ellipse(CENTRE + dx, 240 + dy, 11, 11), marks, 1.6)
            pen.line([(CENTRE + dx, 240 + dy), (CENTRE + dx + 5, 234 + dy)], marks, 1.6)
    for angle, length, width in ((-58 + rng.uniform(-6, 6), reach * 0.55, 5), (62 + rng.uniform(-8, 8), reach * 0.8,
                                                                               3.6)):
        a = math.radians(angle)
        pen.line([(CENTRE, 240), (CENTRE + length * math.sin(a), 240 - length * math.cos(a))], marks, width)
    pen.line([(CENTRE, 252), (CENTRE, 240 - reach * 0.84)], (206, 60, 52), 1.8)
    pen.dot(CENTRE, 240, 4, marks)


def draw_tie(pen: Pen, cut: str) -> None:
    if cut == "bow":
        for side, turn in ((1, 14), (-1, -14)):
            wing = [(CENTRE + side * 14, 226), (CENTRE + side * 60, 196, CENTRE + side * 118, 184),
                    (CENTRE + side * 130, 240, CENTRE + side * 118, 300),
                    (CENTRE + side * 60, 286, CENTRE + side * 14, 258)]
            loop = pen.piece(wing, turn=turn)
            loop.shade([(CENTRE + side * 14, 242), (CENTRE + side * 70, 240), (CENTRE + side * 60, 252),
                        (CENTRE + side * 14, 254)], 1)
            loop.shade([(CENTRE + side * 14, 230), (CENTRE + side * 58, 222), (CENTRE + side * 50, 228)], 1)
            loop.done(2)
        pen.piece(rounded(CENTRE - 19, 216, CENTRE + 19, 268, 9)).shade(rounded(CENTRE + 6, 216, CENTRE + 20, 268, 3),
                                                                        0.8).done(2)
        return
    pen.cloth.angle = -38 if pen.cloth.pattern == "striped" else pen.cloth.angle
    wide, length = pen.span(32, 42), pen.span(432, 448)
    neck = [(CENTRE - 18, 60), (CENTRE - 34, 30, CENTRE, 22), (CENTRE + 34, 30, CENTRE + 18, 60),
            (CENTRE, 46, CENTRE - 18, 60)]
    pen.piece(neck).shade(neck, 1.6).done(2)
    tail = [(CENTRE - 6, 90), (CENTRE + 20, 90), (CENTRE + 30, length - 46), (CENTRE + 12, length - 22),
            (CENTRE - 10, length - 46)]
    pen.piece(tail).shade(tail, 1.4).done(2)
    blade = pen.piece([(CENTRE - 14, 88), (CENTRE + 14, 88), (CENTRE + wide * 0.8, 290), (CENTRE + wide, length - 38),
                       (CENTRE, length), (CENTRE - wide, length - 38), (CENTRE - wide * 0.8, 290)])
    blade.shade([(CENTRE + 8, 80), (CENTRE + wide * 0.4, length), (CENTRE + 90, length), (CENTRE + 60, 80)], 0.7)
    blade.shade([(CENTRE - 2, 88), (CENTRE - 8, 150), (CENTRE + 4, 130)], 1.2).done(2)
    pen.piece([(CENTRE - 27, 52), (CENTRE, 44, CENTRE + 27, 52), (CENTRE + 17, 94), (CENTRE, 100, CENTRE - 17, 94)],
              turn=24).shade([(CENTRE + 8, 44), (CENTRE + 4, 100), (CENTRE + 30, 100), (CENTRE + 30, 44)],
                             0.8).done(2)


def draw_scarf(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    fringe = pen.rng.random() < 0.75

    def tail(x0: float, x1: float, top: float, bottom: float, lean: float, turn: float) -> None:
        end0, end1 = x0 + lean, x1 + lean * 1.3
        if fringe:
            steps = 11
            for k in range(steps):
                x = end0 + 3 + (end1 - end0 - 6) * k / (steps - 1)
                pen.line([(x, bottom - 4), (x + pen.span(-3, 3), bottom + 24)], ink(base), 3.4)
                pen.line([(x, bottom - 4), (x + pen.span(-3, 3), bottom + 23)], base, 2)
        strip = pen.piece([(x0, top), (x1, top), (x1 + lean * 0.3, (top + bottom) / 2, end1, bottom),
                           (end0, bottom + 3), (x0 + lean * 0.3, (top + bottom) / 2, x0, top)],
                          turn=turn)
        for t in (0.28, 0.66):
            x = x0 + (x1 - x0) * t
            strip.shade([(x, top), (x + lean * 0.5 - 4, (top + bottom) / 2), (x + lean * 1.1, bottom + 6),
                         (x + lean * 0.6 + 9, (top + bottom) / 2), (x + 5, top)], 0.9)
        strip.line([(end0 - 20, bottom - 10), (end1 + 20, bottom - 12)], 1.5)
        strip.done(2)

    if cut == "draped":
        tail(CENTRE - 58, CENTRE - 2, 130, pen.span(386, 406), -14, 3)
        tail(CENTRE - 2, CENTRE + 60, 130, pen.span(400, 420), 16, -3)
    else:
        tail(CENTRE - 44, CENTRE + 6, 160, pen.span(380, 396), -24, 5)
        tail(CENTRE - 8, CENTRE + 52, 160, pen.span(400, 416), 22, -6)
    back = [(CENTRE - 89, 94), (CENTRE - 60, 48, CENTRE, 46), (CENTRE + 62, 48, CENTRE + 90, 96), (CENTRE + 80, 130),
            (CENTRE, 150), (CENTRE - 60, 130), (CENTRE - 89, 94)]
    pen.piece(back).shade(back, 1.8).done(2)
    for lap in ([(CENTRE - 90, 90), (CENTRE - 40, 130, CENTRE + 30, 128), (CENTRE + 74, 120, CENTRE + 90, 92),
                 (CENTRE + 106, 150, CENTRE + 56, 184), (CENTRE - 20, 196, CENTRE - 70, 160),
                 (CENTRE - 104, 130, CENTRE - 90, 90)], ):
        ring = pen.piece(lap, turn=8)
        ring.shade([(CENTRE - 84, 112), (CENTRE - 20, 150, CENTRE + 60, 146), (CENTRE - 10, 164, CENTRE - 84, 112)],
                   1)
        ring.shade([(CENTRE - 60, 150), (CENTRE, 180, CENTRE + 70, 166), (CENTRE, 192, CENTRE - 60, 150)], 1)
        ring.shade([(CENTRE + 94, 96), (CENTRE + 70, 140, CENTRE + 20, 146), (CENTRE + 80, 156, CENTRE + 94, 96)], 1)
        ring.done(2)
    if cut == "knotted":
        knot = pen.piece([(CENTRE - 26, 150), (CENTRE + 6, 134, CENTRE + 34, 152),
                          (CENTRE + 40, 196, CENTRE + 22, 214), (CENTRE - 6, 222, CENTRE - 22, 208),
                          (CENTRE - 36, 180, CENTRE - 26, 150)],
                         turn=30)
        knot.shade([(CENTRE + 4, 146), (CENTRE - 6, 186, CENTRE + 6, 214), (CENTRE + 14, 186, CENTRE + 4, 146)],
                   1).done(2)


def draw_socks(pen: Pen, cut: str) -> None:
    base, trim = pen.cloth.base, trim_colour(pen)
    contrast = pen.rng.random() < 0.4 and pen.cloth.pattern == "plain"
    accent = (CREAM if luma(base) < 150 else pen.rng.choice([(178, 44, 52), (44, 60, 110),
                                                             (70, 76, 86)])) if contrast else trim
    top = 96 if cut == "crew" else 214
    for dx, dy in ((66, -16), (-14, 10)):
        y = top + dy
        path = [(150 + dx, y), (214 + dx, y), (212 + dx, 290 + dy), (224 + dx, 330 + dy, 196 + dx, 356 + dy),
                (150 + dx, 392 + dy, 104 + dx, 404 + dy), (66 + dx, 408 + dy, 66 + dx, 376 + dy),
                (70 + dx, 352 + dy, 108 + dx, 346 + dy), (150 + dx, 330 + dy, 150 + dx, 290 + dy)]
        sock = pen.piece(path)
        sock.shade([(196 + dx, y), (196 + dx, 300 + dy), (190 + dx, 350 + dy, 110 + dx, 396 + dy),
                    (110 + dx, 420 + dy), (260 + dx, 420 + dy), (260 + dx, y)], 0.8)
        sock.tint([(40 + dx, 330 + dy), (92 + dx, 340 + dy), (112 + dx, 376 + dy, 96 + dx, 420 + dy),
                   (40 + dx, 420 + dy)], accent)
        sock.tint([(240 + dx, 296 + dy), (206 + dx, 300 + dy), (178 + dx, 330 + dy, 190 + dx, 376 + dy),
                   (240 + dx, 376 + dy)], accent)
        sock.tint([(140 + dx, y - 2), (220 + dx, y - 2), (220 + dx, y + 32), (140 + dx, y + 32)], accent)
        for x in range(152, 216, 7):
            sock.line([(x + dx, y), (x + dx, y + 32)], 1.3, ink(accent), 170)
        sock.line([(140 + dx, y + 32), (220 + dx, y + 32)], 1.6)
        sock.done(2)


def draw_earrings(pen: Pen, cut: str) -> None:
    base = pen.cloth.base
    metallic = max(base) - min(base) < 40 and luma(base) > 150 or base[0] > base[2] + 80 and 140 < luma(base) < 190
    metal = base if metallic else pen.rng.choice([BRASS, STEEL])
    spread, size = pen.span(74, 84), pen.span(0.88, 1.06)
    style = pen.rng.choice(["tear", "tiers", "fan"])
    for side in (-1, 1):
        cx = CENTRE + side * spread
        if cut == "hoop":
            r = 62 * size
            pen.line(ellipse(cx, 260, r, r * 1.1), ink(base), 15)
            pen.line(ellipse(cx, 260, r, r * 1.1), base, 11)
            pen.line(ellipse(cx, 260, r + 1, r * 1.1 + 1, 190, 280), lighter(base, 0.6), 3)
            pen.dot(cx, 260 - r * 1.1 - 6, 9, metal, ink(metal))
        elif cut == "stud":
            for k in range(6):
                a = math.radians(60 * k + 30)
                pen.dot(cx + 34 * size * math.cos(a), 250 + 34 * size * math.sin(a), 19 * size, base, ink(base))
                pen.dot(cx + 34 * size * math.cos(a) - 5, 244 + 34 * size * math.sin(a), 5 * size,
                        lighter(base, 0.55))
            pen.dot(cx, 250, 22 * size, metal, ink(metal))
            pen.dot(cx - 5, 244, 6, lighter(metal, 0.6))
        else:
            pen.line([(cx, 176), (cx - side * 2, 128, cx + 15, 124, cx + 17, 152)], darker(metal, 0.15), 4)
            pen.dot(cx, 180, 8, metal, ink(metal))
            if style == "tear":
                pen.line([(cx, 186), (cx, 204)], metal, 3)
                drop = pen.piece([(cx, 200), (cx + 52 * size, 270, cx + 48 * size, 300),
                                  (cx + 42 * size, 344, cx, 344), (cx - 42 * size, 344, cx - 48 * size, 300),
                                  (cx - 52 * size, 270, cx, 200)])
                drop.shade([(cx, 200), (cx + 10, 280, cx, 350), (cx + 80, 350), (cx + 80, 200)], 0.7)
                drop.tint(ellipse(cx - 16, 296, 6, 14), WHITE, 150).done(4.4, metal if metal != base else ink(base))
            elif style == "tiers":
                y = 190
                for k, r in enumerate((15, 22, 31)):
                    y += r * size
                    pen.dot(cx, y, r * size, base, ink(base))
                    pen.dot(cx - r * 0.3, y - r * 0.3, r * 0.24, lighter(base, 0.6))
                    y += r * size + 7
                    if k < 2:
                        pen.dot(cx, y - 2, 5, metal, ink(metal))
            else:
                pen.line([(cx, 186), (cx, 206)], metal, 3)
                w = 52 * size
                for k in range(5):
                    x = cx + (k - 2) * w * 0.42
                    low = 300 + (16 - 4 * (k - 2)**2) * size
                    pen.line([(x, 262), (x, low)], metal, 2.4)
                    pen.dot(x, low + 8, 8.5 * size, base, ink(base))
                    pen.dot(x - 2, low + 5, 2.4, lighter(base, 0.6))
                fan = pen.piece([(cx, 200), (cx + w * 0.9, 220, cx + w, 272), (cx, 292, cx - w, 272),
                                 (cx - w * 0.9, 220, cx, 200)])
                fan.shade([(cx, 200), (cx + 80, 200), (cx + 80, 300), (cx, 300)], 0.6)
                fan.line([(cx - w * 0.7, 262), (cx, 276, cx + w * 0.7, 262)], 2.6,
                         metal if metal != base else ink(base))
                fan.done(4, metal if metal != base else ink(base))
                pen.dot(cx, 246, 11 * size, metal, ink(metal))


# ------------------------------------------------------------ the public API ----

DRAWERS = {
    "Tshirts": draw_tshirt, "Shirts": draw_shirt, "Tops": draw_top, "Sweaters": draw_sweater, "Sweatshirts":
    draw_sweatshirt, "Jackets": draw_jacket, "Dresses": draw_dress, "Skirts": draw_skirt, "Casual Shoes":
    draw_casual_shoe, "Sports Shoes": draw_sports_shoe, "Formal Shoes": draw_formal_shoe, "Heels": draw_heel,
    "Sandals": draw_sandal, "Flip Flops": draw_flip_flops, "Flats": draw_flat, "Handbags": draw_handbag, "Backpacks":
    draw_backpack, "Clutches": draw_clutch, "Wallets": draw_wallet, "Belts": draw_belt, "Caps": draw_cap,
    "Sunglasses": draw_sunglasses, "Watches": draw_watch, "Ties": draw_tie, "Scarves": draw_scarf, "Socks":
    draw_socks, "Earrings": draw_earrings,
    **{article: partial(draw_legs, article=article)
       for article in ("Jeans", "Trousers", "Track Pants", "Shorts")},
}

SYMMETRIC = set(CLOTHING) | {"Flip Flops", "Ties", "Earrings", "Sunglasses", "Belts"}
STEADY = set(SHOES) - {"Flip Flops"} | set(BAGS) | {"Belts", "Caps", "Earrings", "Sunglasses"}

ZOOM = {
    "Dresses": 1.05, "Tops": 1.1, "Skirts": 1.12, "Shorts": 1.2, "Handbags": 1.1, "Wallets": 1.08, "Sunglasses": 1.05,
    "Caps": 1.06, "Earrings": 1.06, "Socks": 1.08, "Belts": 1.1, "Tshirts": 1.05, "Sweaters": 1.05, "Shirts": 1.05,
    "Jackets": 1.03, "Clutches": 1.05
}


def pick_cut(article: str, seed: int) -> str:
    """The cut that ``draw_item`` gives this article for this seed."""
    return random.Random(f"cut {article} {seed}").choice(list(CUTS[article]))


def draw_item(article: str,
              colour: str,
              pattern: str,
              seed: int,
              size: tuple[int, int] = SHEET,
              cut: str | None = None) -> Image.Image:
    """Draw one article on white. The same arguments always give the same picture."""
    rng = random.Random(f"{article} {seed}")
    cut = cut or pick_cut(article, seed)
    cloth = make_cloth(shade_of(colour, rng), pattern, rng)
    tilt = rng.uniform(-1.5, 1.5) if article in STEADY else rng.uniform(-4, 4)
    mirror = rng.random() < (0.5 if article not in SYMMETRIC else 0.3)
    pen = Pen(size, rng, cloth, tilt, rng.uniform(0.93, 1.03) * ZOOM.get(article, 1), mirror)
    DRAWERS[article](pen, cut)
    return pen.picture()


# Colours an article is seen in, commonest first.
BRIGHT = ("Black", "White", "Blue", "Red", "Grey", "Green", "Navy Blue", "Pink", "Purple", "Yellow", "Orange",
          "Brown", "Beige", "Maroon", "Teal", "Olive", "Cream", "Peach", "Lavender", "Turquoise Blue", "Mustard",
          "Magenta", "Burgundy", "Charcoal", "Khaki")
LEATHER = ("Black", "Brown", "Tan", "Red", "Beige", "Maroon", "Blue", "Navy Blue", "Pink", "White", "Grey", "Green",
           "Gold", "Silver", "Purple", "Orange", "Yellow", "Teal", "Burgundy", "Cream", "Mustard")
ARTICLE_COLOURS = {
    "Jeans": ("Blue", "Navy Blue", "Black", "Grey", "Charcoal", "White"), "Trousers":
    ("Black", "Grey", "Khaki", "Navy Blue", "Beige", "Brown", "Olive", "Charcoal", "Cream", "Blue", "White", "Green",
     "Maroon"), "Track Pants": ("Black", "Navy Blue", "Grey", "Blue", "Charcoal", "Red", "White", "Green"),
    "Formal Shoes": ("Black", "Brown", "Tan", "Burgundy", "Charcoal", "Navy Blue"), "Wallets":
    ("Black", "Brown", "Tan", "Red", "Navy Blue", "Pink", "Purple", "Burgundy", "Green", "Beige", "Grey", "Yellow"),
    "Belts": ("Black", "Brown", "Tan", "White", "Beige", "Red", "Navy Blue", "Grey", "Maroon", "Pink"), "Watches":
    ("Black", "Silver", "Gold", "Brown", "White", "Blue", "Red", "Pink", "Tan", "Navy Blue", "Grey", "Purple",
     "Orange", "Green"), "Sunglasses": ("Black", "Brown", "Gold", "Silver", "Grey", "Red", "Blue", "Purple", "White",
                                        "Green", "Pink", "Maroon"), "Earrings":
    ("Gold", "Silver", "Red", "Blue", "Green", "White", "Black", "Pink", "Purple", "Turquoise Blue", "Orange", "Teal",
     "Yellow"), **dict.fromkeys(("Handbags", "Clutches", "Heels", "Sandals", "Flats", "Casual Shoes"), LEATHER),
}
PATTERN_ODDS = {
    **dict.fromkeys(("Tshirts", "Sweaters", "Socks"), (60, 26, 4, 7, 3)), "Shirts": (34, 26, 30, 5, 5), "Ties":
    (24, 38, 14, 20, 4), "Scarves": (34, 22, 22, 10,
                                     12), **dict.fromkeys(("Dresses", "Skirts", "Tops"), (48, 14, 8, 14, 16)),
    **dict.fromkeys(("Shorts", "Flip Flops"), (66, 10, 12, 4, 8)), "Trousers": (86, 6, 8, 0, 0),
    **dict.fromkeys(("Casual Shoes", "Flats"), (80, 4, 6, 5, 5)),
    **dict.fromkeys(("Handbags", "Clutches"), (80, 6, 4, 4, 6)), "Backpacks": (74, 6, 8, 6, 6), "Caps":
    (84, 4, 10, 0, 2), "Jackets": (88, 0, 10, 0, 2), "Sweatshirts": (84, 12, 2, 2, 0), "Heels": (90, 2, 0, 4, 4),
}
GENDER_ODDS = {  # Men, Women, Unisex, Boys, Girls
    **dict.fromkeys(("Dresses", "Skirts", "Tops"), (0, 88, 0, 0, 12)), **dict.fromkeys(("Heels", "Flats", "Handbags", "Clutches", "Earrings"), (0, 1, 0, 0, 0)),
    **dict.fromkeys(("Ties", "Formal Shoes"), (1, 0, 0, 0, 0)), **dict.fromkeys(("Backpacks", "Caps", "Socks"), (35, 10, 55, 0, 0)),
    **dict.fromkeys(("Wallets", "Watches", "Sunglasses", "Belts"), (52, 42, 6, 0, 0)), "Scarves": (15, 80, 5, 0, 0),
    "Shirts": (78, 14, 0, 8, 0),
}


def title_of(article: str, colour: str, pattern: str, cut: str) -> str:
    """A title such as a shop would give: ``red striped A-line dress``."""
    words = [colour.lower(), "" if pattern == "plain" else pattern, CUTS[article][cut]]
    return " ".join(word for word in words if word)


def random_item(seed: int, size: tuple[int, int] = SHEET) -> tuple[Image.Image, dict[str, str]]:
    """Invent one plausible article: its picture and its row of labels."""
    rng = random.Random(f"item {seed}")
    article = rng.choice(ARTICLES)
    colours = ARTICLE_COLOURS.get(article, BRIGHT)
    colour = rng.choices(colours, [1 / (3 + i) for i in range(len(colours))])[0]
    pattern = rng.choices(PATTERNS, PATTERN_ODDS.get(article, (1, 0, 0, 0, 0)))[0]
    gender = rng.choices(("Men", "Women", "Unisex", "Boys", "Girls"), GENDER_ODDS.get(article, (46, 40, 2, 7, 5)))[0]
    cut = pick_cut(article, seed)
    row = dict(articleType=article,
               baseColour=colour,
               pattern=pattern,
               gender=gender,
               title=title_of(article, colour, pattern, cut))
    return draw_item(article, colour, pattern, seed, size, cut), row


# ------------------------------------------------- the shipped catalogue ----

FOLDERS = {**dict.fromkeys(CLOTHING, "clothing"), **dict.fromkeys(SHOES, "shoes"), **dict.fromkeys(BAGS, "bags")}

# article, colour, pattern, cut, gender; a line's place in the list is its seed.
CATALOGUE = """
Dresses|Red|plain|a-line|Women
Dresses|Red|plain|sheath|Women
Dresses|Red|dotted|skater|Women
Dresses|Red|plain|maxi|Women
Dresses|Red|plain|wrap|Women
Dresses|Red|floral|slip|Women
Dresses|Red|plain|shirt-dress|Women
Dresses|Red|striped|shift|Women
Dresses|Blue|floral|maxi|Women
Dresses|Black|plain|sheath|Women
Dresses|Yellow|plain|skater|Girls
Dresses|Teal|dotted|wrap|Women
Dresses|White|floral|a-line|Women
Dresses|Green|plain|slip|Women
Dresses|Navy Blue|striped|shift|Women
Tshirts|White|plain|crew|Men
Tshirts|White|plain|v-neck|Women
Tshirts|White|plain|polo|Men
Tshirts|White|plain|crew|Women
Tshirts|White|striped|long|Women
Tshirts|Navy Blue|plain|crew|Men
Tshirts|Red|striped|crew|Boys
Tshirts|Green|plain|polo|Men
Tshirts|Yellow|plain|crew|Girls
Tshirts|Grey|plain|v-neck|Men
Shirts|Blue|checked|long|Men
Shirts|White|plain|long|Men
Shirts|Red|checked|long|Men
Shirts|Turquoise Blue|floral|short|Men
Shirts|Lavender|striped|long|Women
Shirts|Olive|plain|short|Men
Tops|Pink|plain|peplum|Women
Tops|Peach|floral|blouse|Women
Tops|Black|plain|camisole|Women
Tops|Mustard|striped|tank|Women
Sweaters|Green|plain|roll-neck|Women
Sweaters|Mustard|plain|crew|Men
Sweaters|Burgundy|plain|cardigan|Women
Sweaters|Navy Blue|striped|v-neck|Men
Sweatshirts|Grey|plain|hood|Men
Sweatshirts|Orange|plain|crew|Boys
Jackets|Black|plain|biker|Women
Jackets|Olive|plain|bomber|Men
Jackets|Blue|plain|puffer|Girls
Jackets|Beige|checked|blazer|Women
Skirts|Teal|plain|pleated|Women
Skirts|Black|plain|pencil|Women
Skirts|Pink|floral|a-line|Women
Skirts|Orange|plain|tiered|Girls
Skirts|Red|checked|pleated|Girls
Jeans|Blue|plain|slim|Men
Jeans|Blue|plain|straight|Men
Jeans|Blue|plain|flared|Women
Jeans|Blue|plain|slim|Women
Jeans|Blue|plain|straight|Boys
Jeans|Black|plain|slim|Women
Trousers|Khaki|plain|straight|Men
Trousers|Grey|checked|slim|Men
Trousers|Cream|plain|wide|Women
Track Pants|Navy Blue|plain|track|Men
Shorts|Beige|plain|chino|Men
Shorts|Red|plain|sport|Men
Shorts|Turquoise Blue|floral|chino|Boys
Sports Shoes|Blue|plain|runner|Men
Sports Shoes|Red|plain|runner|Men
Sports Shoes|White|plain|runner|Women
Sports Shoes|Black|plain|trainer|Men
Sports Shoes|Green|plain|runner|Men
Sports Shoes|Pink|plain|trainer|Women
Casual Shoes|Red|plain|high-top|Unisex
Casual Shoes|White|plain|sneaker|Women
Casual Shoes|Navy Blue|plain|sneaker|Men
Casual Shoes|Brown|plain|loafer|Men
Casual Shoes|Yellow|plain|high-top|Women
Formal Shoes|Black|plain|derby|Men
Formal Shoes|Brown|plain|derby|Men
Formal Shoes|Tan|plain|slip-on|Men
Heels|Red|plain|pump|Women
Heels|Black|plain|pump|Women
Heels|Beige|plain|ankle-strap|Women
Heels|Teal|plain|block|Women
Sandals|Brown|plain|strappy|Women
Sandals|Black|plain|walking|Men
Sandals|White|plain|strappy|Women
Flip Flops|Orange|plain|thong|Men
Flip Flops|Blue|striped|thong|Unisex
Flats|Pink|plain|ballerina|Women
Flats|Gold|plain|pointed|Women
Flats|Navy Blue|dotted|ballerina|Women
Handbags|Black|plain|tote|Women
Handbags|Black|plain|satchel|Women
Handbags|Black|plain|hobo|Women
Handbags|Black|plain|bowling|Women
Handbags|Red|plain|satchel|Women
Handbags|Tan|plain|tote|Women
Handbags|Teal|plain|hobo|Women
Backpacks|Yellow|plain|school|Unisex
Backpacks|Green|plain|roll|Unisex
Backpacks|Navy Blue|dotted|school|Unisex
Clutches|Gold|plain|frame|Women
Clutches|Magenta|plain|envelope|Women
Wallets|Brown|plain|bifold|Men
Wallets|Red|plain|flap|Women
Wallets|Black|plain|zip|Women
Belts|Brown|plain|coil|Men
Belts|Black|plain|coil|Men
Caps|Red|plain|baseball|Unisex
Caps|Blue|plain|baseball|Men
Sunglasses|Black|plain|wayfarer|Unisex
Sunglasses|Brown|plain|round|Women
Sunglasses|Gold|plain|aviator|Men
Watches|Brown|plain|round|Men
Watches|Silver|plain|sport|Men
Watches|Red|plain|square|Women
Ties|Navy Blue|striped|long|Men
Ties|Maroon|dotted|bow|Men
Scarves|Orange|checked|draped|Women
Scarves|Grey|plain|knotted|Unisex
Socks|Purple|striped|crew|Unisex
Earrings|Turquoise Blue|plain|drop|Women
""".split("\n")[1:-1]

SIZE_SHIPPED = (360, 480)


def catalogue_rows() -> list[dict[str, str]]:
    """The labels of the shipped pictures, in order of seed."""
    rows = []
    for seed, line in enumerate(CATALOGUE):
        article, colour, pattern, cut, gender = line.split("|")
        title = title_of(article, colour, pattern, cut)
        name = "-".join(title.lower().replace("-", " ").split())
        path = f"{FOLDERS.get(article, 'accessories')}/SV-{1001 + seed}_{name}.png"
        rows.append(
            dict(path=path,
                 articleType=article,
                 baseColour=colour,
                 pattern=pattern,
                 gender=gender,
                 title=title[0].upper() + title[1:],
                 seed=seed,
                 cut=cut))
    return rows


def write_catalogue(out: Path) -> None:
    """Write ``photos/`` and ``labels.csv`` into a folder."""
    rows = catalogue_rows()
    for row in rows:
        picture = draw_item(row["articleType"], row["baseColour"], row["pattern"], row["seed"], SIZE_SHIPPED,
                            row["cut"])
        target = out / "photos" / row["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        save_small(picture, target)
    with open(out / "labels.csv", "w", newline="", encoding="utf-8") as file:
        columns = ["path", "articleType", "baseColour", "pattern", "gender", "title"]
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def save_small(picture: Image.Image, target: Path) -> None:
    """A PNG of at most 128 colours: flat art loses nothing by it that shows."""
    palette = picture.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette.save(target, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw Selvedge's sample catalogue.")
    parser.add_argument("--out", type=Path, required=True, help="folder for photos/ and labels.csv")
    write_catalogue(parser.parse_args().out)


if __name__ == "__main__":
    main()
