"""Draw a cover of letters: title, author, and colours of their own for each title.

In:  title and authors.
Out: a square picture, RGB.
Knows nothing of files. The same title always gives the same cover. Text is laid out by
resvg, which joins Arabic, stacks the scripts of India and turns right-to-left lines.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from unicodedata import bidirectional

from lxml import etree
from PIL import Image
from resvg_py import svg_to_bytes

from narrate.memory import FOR_A_PIXEL, demand
from narrate.publish.cover_fonts import fonts_of, writable
from narrate.publish.cover_text import Fitted, fit
from narrate.publish.names import UNTITLED

SIDE = 1000.0
"""Units of the drawing; everything below is in them."""

WIDE = 840.0
TITLE_TOP, TITLE_HIGH = 130.0, 500.0
TITLE_LARGEST, TITLE_SMALLEST = 200.0, 36.0
AUTHOR_TOP, AUTHOR_HIGH = 800.0, 130.0
AUTHOR_LARGEST, AUTHOR_SMALLEST = 64.0, 26.0
RULE_Y = 745.0
LEADING = 1.18
ASCENT = 0.82
"""From the top of a line to its base, in em."""

CONTRAST = 7.0
"""Between letters and ground, at least (WCAG 2.2, 1.4.6, level AAA)."""

INK = (1.0, 0.97, 0.9)

_SVG = "http://www.w3.org/2000/svg"
_RIGHT_TO_LEFT_MARK = "\u200f"

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a cover, each part from 0 to 1: the ground's two ends, ornament and letters."""

    top: Colour
    bottom: Colour
    ornament: Colour
    ink: Colour = INK


def draw(title: str, authors: Sequence[str], size: int) -> Image.Image:
    """The cover as a picture of ``size`` pixels a side."""
    seed = blake2b("\n".join((title, *authors)).encode("utf-8", "replace")).digest()
    heading = writable(title) or writable(UNTITLED)
    names = writable(", ".join(authors))
    picture = svg(heading, names, seed)
    demand(FOR_A_PIXEL * size * size)
    png = svg_to_bytes(
        svg_string=picture,
        width=size,
        height=size,
        skip_system_fonts=True,
        font_files=[str(font.path) for font in fonts_of(heading + names + "…")],
    )
    return Image.open(BytesIO(png)).convert("RGB")


def palette(seed: bytes) -> Palette:
    """Colours from a seed: a dark ground, darkened until the letters stand out."""
    hue, turn = seed[0] / 256, (seed[1] / 255 - 0.5) * 0.16
    lightness = 0.34
    while True:
        top = colorsys.hls_to_rgb(hue, lightness, 0.52)
        bottom = colorsys.hls_to_rgb((hue + turn) % 1, lightness * 0.62, 0.56)
        ornament = colorsys.hls_to_rgb((hue + turn / 2) % 1, min(0.5, lightness * 1.12), 0.5)
        if min(contrast(INK, ground) for ground in (top, bottom, ornament)) >= CONTRAST:
            return Palette(top, bottom, ornament)
        lightness *= 0.96


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def svg(title: str, authors: str, seed: bytes) -> str:
    """The cover as SVG of ``SIDE`` by ``SIDE``."""
    colours = palette(seed)
    heading = fit(
        title,
        wide=WIDE,
        high=TITLE_HIGH,
        largest=TITLE_LARGEST,
        smallest=TITLE_SMALLEST,
        leading=LEADING,
    )
    names = fit(
        authors,
        wide=WIDE,
        high=AUTHOR_HIGH,
        largest=AUTHOR_LARGEST,
        smallest=AUTHOR_SMALLEST,
        leading=LEADING,
    )
    families = ", ".join(f"'{font.family}'" for font in fonts_of(title + authors + "…"))
    ink = _hex(colours.ink)
    free = TITLE_HIGH - len(heading.lines) * LEADING * heading.size
    root = etree.fromstring(f'<svg xmlns="{_SVG}" viewBox="0 0 {SIDE:g} {SIDE:g}"/>')
    _add_gradient(root, colours)
    _add(root, "rect", width="100%", height="100%", fill="url(#ground)")
    _add_ornament(root, seed, _hex(colours.ornament))
    style = {"text-anchor": "middle", "font-weight": "700", "font-family": families}
    letters = _add(root, "g", fill=ink, **style)
    _add_lines(letters, heading, TITLE_TOP + free / 2)
    _add_lines(letters, names, AUTHOR_TOP)
    if authors:
        _add(root, "rect", x="440", y=f"{RULE_Y:g}", width="120", height="6", fill=ink)
    return etree.tostring(root, encoding="unicode")


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_SVG}}}{name}", attributes)


def _add_gradient(root: etree._Element, colours: Palette) -> None:
    ends = {"x1": "0", "y1": "0", "x2": "0.4", "y2": "1"}
    gradient = _add(root, "linearGradient", id="ground", **ends)
    for offset, colour in (("0", colours.top), ("1", colours.bottom)):
        _add(gradient, "stop", offset=offset, **{"stop-color": _hex(colour)})


def _add_ornament(root: etree._Element, seed: bytes, colour: str) -> None:
    """Rings around a point near an edge, hardly lighter than the ground."""
    x, y = SIDE * (0.1 + 0.8 * seed[2] / 255), SIDE * (0.05 + 0.9 * (seed[3] % 2))
    count, step = 3 + seed[4] % 4, 70 + seed[5] % 80
    stroke = {"stroke-width": f"{10 + seed[6] % 22}", "stroke-opacity": "0.85"}
    for n in range(1, count + 1):
        place = {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": f"{step * n}"}
        _add(root, "circle", **place, fill="none", stroke=colour, **stroke)


def _add_lines(parent: etree._Element, fitted: Fitted, top: float) -> None:
    """A text element a line; a right-to-left line is told so by a mark at both its ends."""
    for n, line in enumerate(fitted.lines):
        base = top + (n * LEADING + ASCENT) * fitted.size
        size = {"font-size": f"{fitted.size:.1f}"}
        _add(parent, "text", x=f"{SIDE / 2:g}", y=f"{base:.1f}", **size).text = _directed(line)


def _directed(line: str) -> str:
    mark = _RIGHT_TO_LEFT_MARK if is_right_to_left(line) else ""
    return f"{mark}{line}{mark}"


def is_right_to_left(line: str) -> bool:
    """By the first letter that has a direction (Unicode Bidirectional Algorithm, rule P2)."""
    directions = (bidirectional(char) for char in line)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)
