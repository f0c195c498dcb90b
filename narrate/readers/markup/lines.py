"""Tell what lines that an author broke by hand are: verse, wrapped prose or paragraphs.

In:  a text with line ends.
Out: its pieces as (start, end, kind): offsets into the text.
Knows nothing of elements; only the shape of the lines counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:\$ |>>> |#include|import \w|from \w+ import|def \w+\(|class \w+)"
    r"|^\s*(?:return\b|</?\w)"
    r"|\w\(.*\)|\w\s*[=:!<>+-]=\s*\w|->|=>|^\s*\w+\s*=\s*\S"
)
_CODE_SHARE = 0.3
_VERSE_WIDTH = 80
_VERSE_MEAN = 60
_PARAGRAPH_MEAN = 90


class Shape(Enum):
    """What a run of lines is."""

    PROSE = auto()
    VERSE = auto()
    LINES = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of a text that belong together, and their shape."""

    start: int
    end: int
    shape: Shape


def looks_like_code(text: str) -> bool:
    """Whether enough lines of a preformatted text bear the signs of a program."""
    lines = [line for line in text.split("\n") if line.strip()]
    return sum(bool(_CODE.search(line)) for line in lines) > _CODE_SHARE * len(lines)


def arrange(text: str, *, verse_from: int = 3) -> Iterator[Piece]:
    """Cut a text into paragraphs, lines of verse and groups of short lines.

    Blank lines part paragraphs. A group of ``verse_from`` lines or more that are
    short and uneven is verse, one piece a line; lines broken at a width are prose;
    long lines are paragraphs each; fewer short lines stay together.
    """
    for start, end in _groups(text):
        lines = list(_lines(text, start, end))
        if len(lines) == 1 or is_wrapped([text[a:b].strip() for a, b in lines]):
            yield Piece(start, end, Shape.PROSE)
            continue
        lengths = [b - a for a, b in lines]
        mean = sum(lengths) / len(lengths)
        if len(lines) >= verse_from and max(lengths) <= _VERSE_WIDTH and mean <= _VERSE_MEAN:
            yield from (Piece(a, b, Shape.VERSE) for a, b in lines)
        elif mean >= _PARAGRAPH_MEAN:
            yield from (Piece(a, b, Shape.PROSE) for a, b in lines)
        else:
            yield Piece(start, end, Shape.LINES)


def each_line(text: str) -> Iterator[Piece]:
    """Every line that is not blank, as verse."""
    return (Piece(a, b, Shape.VERSE) for a, b in _lines(text, 0, len(text)))


def is_wrapped(lines: list[str]) -> bool:
    """Whether each line but the last is so full that the next one's first word had no room."""
    if len(lines) < 2:
        return False
    width = max(map(len, lines))
    if width < 45:
        return False
    pairs = list(pairwise(lines))
    full = sum(len(a) + 1 + len(b.split(maxsplit=1)[0]) > width - 3 for a, b in pairs if b)
    return full >= 0.8 * len(pairs)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BLANK.finditer(text):
        if text[at : gap.start()].strip():
            yield at, gap.start()
        at = gap.end()
    if text[at:].strip():
        yield at, len(text)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = text[at:stop]
        if line.strip():
            yield at + len(line) - len(line.lstrip()), stop - (len(line) - len(line.rstrip()))
        at = stop + 1
