"""Choose fonts for a text of any script, and measure it.

In:  a text.
Out: the bundled fonts that it needs, the text as far as they can write it, its width.
Knows nothing of pictures. Covered: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew,
Arabic, the larger scripts of India, Sinhala, Thai, Lao, Khmer, Burmese, Ethiopic, kana,
common Hangul and some 7,500 Han characters. Anything else is written in Latin letters
(anyascii), so no cover ever shows empty boxes. Fonts: Noto, SIL Open Font License 1.1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from anyascii import anyascii
from fontTools.ttLib import TTFont

FOLDER = Path(str(files("narrate.publish"))) / "fonts"

FIRST = "NotoSerif-Bold.ttf"
"""The font that is asked before all others."""

_JOINERS = "\u200c\u200d"
_SPACE_EM = 0.25


@dataclass(frozen=True, eq=False)
class Font:
    """A bundled font: its family, and the width of each character that it has, in em."""

    path: Path
    family: str
    widths: dict[int, float]


@cache
def paths() -> tuple[Path, ...]:
    """The bundled fonts, in the order in which they are asked."""
    found = sorted(FOLDER.glob("*.[ot]tf"), key=lambda path: (path.name != FIRST, path.name))
    return tuple(found)


@cache
def read(path: Path) -> Font:
    """A font's characters and widths."""
    with TTFont(path, lazy=True) as font:
        advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
        characters = font.getBestCmap()
        widths = {code: advances[glyph][0] / em for code, glyph in characters.items()}
        return Font(path, str(font["name"].getBestFamilyName()), widths)


@cache
def font_of(char: str) -> Font | None:
    """The first font that has a character; None where none has."""
    return next((font for font in map(read, paths()) if ord(char) in font.widths), None)


def fonts_of(text: str) -> tuple[Font, ...]:
    """The fonts that a text needs, the one for Latin always among them."""
    needed = {FIRST} | {font.path.name for char in text if (font := font_of(char))}
    return tuple(read(path) for path in paths() if path.name in needed)


def writable(text: str) -> str:
    """A text with white space made plain, and what no font has in Latin letters or left out.

    Letters and digits are spelled in Latin; pictures, signs and what cannot be seen go.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    written = "".join(_written(char) for char in composed)
    return " ".join(written.split())


def _written(char: str) -> str:
    category = unicodedata.category(char)
    if char in _JOINERS or char == " ":
        return char
    if category[0] == "C":
        return ""
    if font_of(char):
        return char
    return anyascii(char) if category[0] in "LN" else ""


def width(text: str) -> float:
    """How wide a text is, in em, without kerning or joined letters, which make it narrower."""
    return sum(_widths(text))


def _widths(text: str) -> Iterable[float]:
    for char in text:
        if unicodedata.combining(char) or char in _JOINERS:
            continue
        font = font_of(char)
        yield font.widths[ord(char)] if font else _SPACE_EM
