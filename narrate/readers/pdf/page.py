"""Take the text of a PDF page out of PDFium as pieces of lines with their place and type.

In:  an open PDFium document and a page's number.
Out: a Page: its size, its label, and its Pieces in the order of the content stream.
Knows nothing of paragraphs, columns or running heads.

A call into PDFium costs more than a microsecond, so that asking for each character's
box would take most of the time. Only the first and the last character of a word are
asked for, and every one of a word that mixes sizes or may hold a note's mark. Lengths
are in points (1/72 inch), measured upward from the foot of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from narrate.readers.pdf.face import Face, read_face

HYPHEN = "\N{SOFT HYPHEN}"
"""How a hyphen at a line's end is written in a Piece, whatever the file has there."""

_LINE_END_HYPHEN = "\ufffe"
_LINE = re.compile(r"[^\r\n\ufffe]*\ufffe|[^\r\n\ufffe]+")
_WORD = re.compile(r"[^\s\x00-\x1f]+")
_MIXED = re.compile(r"[^\d*†‡§¶][\d*†‡§¶]|[\d*†‡§¶][^\d*†‡§¶]")
_SAME_LINE = 0.35  # of the type size: how far baselines of one line may lie apart
_PIECE_GAP = 1.6  # of the type size: a wider gap begins another piece
_RAISED = 0.15  # of the line's size: a mark above the line is lifted by more
_SMALLER = 0.85  # of the line's size: and is set smaller than this


class Box(NamedTuple):
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A word or a part of one: characters of one size, one face and one baseline."""

    text: str
    box: Box
    baseline: float
    size: float
    face: Face
    spaced: bool = True


class Span(NamedTuple):
    """Characters [start, end) of a piece that are set in a face of their own, or lifted."""

    start: int
    end: int
    face: Face
    lift: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand on one line without a wide gap. ``size`` is that of most characters."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    spans: tuple[Span, ...]

    @property
    def centre(self) -> float:
        """The middle between its left and right ends."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown; ``label`` is the file's own name of it ("iv", "12")."""

    number: int
    label: str
    width: float
    height: float
    pieces: tuple[Piece, ...]
    characters: int


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """The page with that number (from 0).

    Raises:
        pdfium.PdfiumError: the page cannot be loaded.
    """
    page = document[number]
    text_page = page.get_textpage()
    try:
        reader = _Glyphs(text_page.raw, page.get_rotation(), page.get_size())
        pieces = tuple(_pieces(reader.lines()))
        width, height = page.get_size()
        label = document.get_page_label(number) or str(number + 1)
        return Page(number, label, width, height, pieces, reader.count)
    finally:
        text_page.close()
        page.close()


class _Glyphs:
    """The words of one text page, line by line."""

    def __init__(self, handle: Any, rotation: int, size: tuple[float, float]) -> None:
        self._handle = handle
        self._turn = _turn(rotation, size)
        self._upright = rotation % 360 == 0
        self._faces: dict[int, Face] = {}
        self._types: dict[int, tuple[float, float, Face]] = {}
        self.count = max(0, raw.FPDFText_CountChars(handle))

    def lines(self) -> Iterator[list[Glyphs]]:
        """The runs of each line that PDFium saw; it breaks them at hyphens and far moves."""
        text = self._text()
        for line in _LINE.finditer(text):
            words = [(m.start(), m.end()) for m in _WORD.finditer(text, line.start(), line.end())]
            if words:
                yield [glyphs for run in self._runs(words) for glyphs in self._glyphs(text, run)]

    def _runs(self, words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The words of a line in as few runs as have one text object each.

        PDFium makes a rectangle for each, so that halving finds them with few calls.
        """
        start, end = words[0][0], words[-1][1]
        if len(words) == 1 or raw.FPDFText_CountRects(self._handle, start, end - start) == 1:
            yield start, end
            return
        half = len(words) // 2
        yield from self._runs(words[:half])
        yield from self._runs(words[half:])

    def _text(self) -> str:
        """One character a position: PDFium counts UTF-16 units on some systems."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = raw.FPDFText_GetText(self._handle, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * self.count].decode("utf-16-le", "surrogatepass")
        if written == self.count + 1 and len(text) == self.count:
            return text
        codes = map(raw.FPDFText_GetUnicode, repeat(self._handle), range(self.count))
        return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)

    def _boxes(self, places: Sequence[int]) -> list[Box]:
        found = (raw.FS_RECTF * len(places))()
        deque(map(raw.FPDFText_GetLooseCharBox, repeat(self._handle), places, found), maxlen=0)
        sides = memoryview(found).cast("B").cast("f").tolist()  # left, top, right, bottom of each
        boxes = zip(sides[0::4], sides[3::4], sides[2::4], sides[1::4], strict=True)
        if self._upright:
            return list(map(Box._make, boxes))
        return [self._shown(*box) for box in boxes]

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        (a, b), (c, d) = self._turn(left, bottom), self._turn(right, top)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))

    def _glyphs(self, text: str, run: tuple[int, int]) -> list[Glyphs]:
        start, end = run
        first, last = self._boxes((start, end - 1))
        uneven = abs(first.bottom - last.bottom) > 0.05 * (first.top - first.bottom)
        words = " ".join(text[start:end].replace(_LINE_END_HYPHEN, HYPHEN).split())
        if end - start > 1 and " " not in words and (uneven or _MIXED.search(words)):
            return self._by_character(text, run)
        return [Glyphs(words, _around(first, last), *self._type(start))]

    def _by_character(self, text: str, run: tuple[int, int]) -> list[Glyphs]:
        places = range(*run)
        glyphs: list[Glyphs] = []
        for place, box in zip(places, self._boxes(places), strict=True):
            char = text[place].replace(_LINE_END_HYPHEN, HYPHEN)
            new = Glyphs(char, box, *self._type(place), spaced=not glyphs)
            if glyphs and _alike(glyphs[-1], new):
                new = _merged(glyphs.pop(), new)
            glyphs.append(new)
        return glyphs

    def _type(self, place: int) -> tuple[float, float, Face]:
        """Baseline, size as shown and face there; a text object has but one of each."""
        item = raw.FPDFText_GetTextObject(self._handle, place)
        key = ctypes.addressof(item.contents) if item else -1
        if key not in self._types:
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(self._handle, place, matrix)
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            size = abs(raw.FPDFText_GetFontSize(self._handle, place)) * scale
            baseline = self._turn(matrix.e, matrix.f)[1]
            self._types[key] = baseline, round(size, 2) or 1.0, self._face(item)
        return self._types[key]

    def _face(self, item: Any) -> Face:
        font = raw.FPDFTextObj_GetFont(item) if item else None
        if not font:
            return Face()
        key = ctypes.addressof(font.contents)
        if key not in self._faces:
            self._faces[key] = read_face(font)
        return self._faces[key]


def _turn(rotation: int, size: tuple[float, float]) -> Any:
    """From the page's own coordinates to those of the page as shown."""
    width, height = size
    return {
        90: lambda x, y: (y, height - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (width - y, x),
    }.get(rotation % 360, lambda x, y: (x, y))


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
    )


def _alike(one: Glyphs, other: Glyphs) -> bool:
    same_type = one.size == other.size and one.face == other.face
    return same_type and abs(one.baseline - other.baseline) < 0.05 * one.size


def _merged(one: Glyphs, other: Glyphs) -> Glyphs:
    box = _around(one.box, other.box)
    return Glyphs(one.text + other.text, box, one.baseline, one.size, one.face, one.spaced)


def _pieces(lines: Iterator[list[Glyphs]]) -> Iterator[Piece]:
    for line in lines:
        group: list[Glyphs] = []
        for glyphs in line:
            if group and _apart(group, glyphs):
                yield _piece(group)
                group = []
            group.append(glyphs)
        if group:
            yield _piece(group)


def _apart(group: list[Glyphs], new: Glyphs) -> bool:
    """Whether a word stands away from those before it; a mark above the line does not."""
    last = group[-1]
    size = max(last.size, new.size)
    if not new.spaced:
        return False
    gap = new.box.left - last.box.right
    base = max(group, key=lambda glyphs: glyphs.size)
    drop = abs(new.baseline - base.baseline)
    return gap > _PIECE_GAP * size or gap < -0.5 * size or drop > 1.2 * _SAME_LINE * base.size


def _piece(group: list[Glyphs]) -> Piece:
    weight: dict[tuple[float, float], int] = {}
    for glyphs in group:
        key = glyphs.size, round(glyphs.baseline, 1)
        weight[key] = weight.get(key, 0) + len(glyphs.text)
    size, baseline = max(weight, key=lambda key: weight[key])
    text, spans = "", []
    for at, glyphs in enumerate(group):
        text += " " if at and glyphs.spaced else ""
        lift = _lift(glyphs, size, baseline)
        if glyphs.face.name or lift:
            spans.append(Span(len(text), len(text) + len(glyphs.text), glyphs.face, lift))
        text += glyphs.text
    left = min(glyphs.box.left for glyphs in group)
    right = max(glyphs.box.right for glyphs in group)
    return Piece(text, left, right, baseline, size, tuple(_joined(spans)))


def _lift(glyphs: Glyphs, size: float, baseline: float) -> int:
    """1 for characters above the line, -1 for those below it, else 0."""
    if glyphs.size > _SMALLER * size:
        return 0
    rise = glyphs.baseline - baseline
    return (rise > _RAISED * size) - (rise < -_RAISED / 2 * size)


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Neighbours of one face as one span, the space between them included."""
    current: Span | None = None
    for span in spans:
        if current and (current.face, current.lift) == (span.face, span.lift):
            current = current._replace(end=span.end)
            continue
        if current:
            yield current
        current = span
    if current:
        yield current
