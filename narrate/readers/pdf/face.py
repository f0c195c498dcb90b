"""Learn from a PDF's font whether it is bold, italic, of small capitals or of one width.

In:  a font of PDFium.
Out: a Face.
Knows nothing of text. What a font's descriptor does not say, its name often does.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any, NamedTuple

import pypdfium2.raw as raw

_BOLD = re.compile(r"bold|black|heavy|demi|semibold|cmbx|-bd\b", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl", re.IGNORECASE)
_SMALL_CAPS = re.compile(r"smallcap|-sc\b|cmcsc|caps\b", re.IGNORECASE)
_FIXED = re.compile(r"mono|courier|typewriter|cmtt|consol", re.IGNORECASE)
_FIXED_PITCH, _ITALIC_FLAG, _SMALL_CAPS_FLAG = 1, 1 << 6, 1 << 17
"""Font descriptor flags (ISO 32000-1, table 123)."""


class Face(NamedTuple):
    """What is known of a font."""

    name: str = ""
    bold: bool = False
    italic: bool = False
    small_caps: bool = False
    fixed: bool = False


def read_face(font: Any) -> Face:
    """What is known of a font, a handle of PDFium's."""
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").rpartition("+")[2]
    flags = raw.FPDFFont_GetFlags(font)
    weight = raw.FPDFFont_GetWeight(font)
    return Face(
        name=name,
        bold=bool(_BOLD.search(name)) or (weight >= 600 and weight <= 1000),
        italic=bool(_ITALIC.search(name)) or (flags > 0 and bool(flags & _ITALIC_FLAG)),
        small_caps=bool(_SMALL_CAPS.search(name)) or (flags > 0 and bool(flags & _SMALL_CAPS_FLAG)),
        fixed=bool(_FIXED.search(name)) or (flags > 0 and bool(flags & _FIXED_PITCH)),
    )
