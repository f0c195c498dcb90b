"""Collect the text of one block with its marks, white space collapsed as browsers do.

In:  pieces of text, line breaks and the starts and ends of marks, in order.
Out: the text, its marks and the anchors met, with offsets into that text.
Knows nothing of elements or of kinds of blocks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from narrate.model import Mark, MarkKind

_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_UNEVEN = ("  ", "\n", "\t", "\f")
_RUN = re.compile(r"\s+")
_EDGE = " \t\n\r\f\u00a0\u2002\u2003\u2009\u200b\u3000"
_POINTS = frozenset({MarkKind.PAGE_BREAK, MarkKind.NOTE_REFERENCE})
"""Marks that mean something even over no characters at all."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a buffer held: text without blanks at its ends, marks and anchors in it.

    ``start`` and ``end`` count characters of the document's own text nodes.
    """

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[tuple[str, int], ...]
    line: int | None
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    kind: MarkKind
    start: int
    value: str


@dataclass(slots=True)
class TextBuffer:
    """A block in the making; ``finish`` empties it, and open marks go on in the next."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _last: str = "\n"
    _marks: list[Mark] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _anchors: list[tuple[str, int]] = field(default_factory=list)
    _line: int | None = None
    _start: int = 0
    _end: int = 0

    @property
    def length(self) -> int:
        """The number of characters collected so far."""
        return self._length

    @property
    def blank(self) -> bool:
        """Whether nothing but white space was collected."""
        return not any(part.strip(_EDGE) for part in self._parts)

    def add(self, text: str, line: int | None, at: int, *, kept: bool = False) -> None:
        """Add text that stands at character ``at`` of the document; ``kept`` keeps its spaces."""
        origin = len(text)
        text = text.replace("\u00ad", "")
        if not kept:
            if any(sign in text for sign in _UNEVEN):
                text = _SPACE.sub(" ", text)
            if self._last in " \n\t":
                text = text.removeprefix(" ")
            if not self._length:
                text = text.lstrip(_EDGE)
        if not text:
            return
        if self._line is None and text.strip(_EDGE):
            self._line, self._start = line, at
        self._end = at + origin
        self._append(text)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]

    def separate(self, sign: str, *, again: bool = False) -> None:
        """End a line or a phrase inside the block: none at the start, one unless ``again``."""
        self._trim()
        present = self._last == sign or (sign == " " and self._last in "\n\t")
        if self._length and (again or not present):
            self._append(sign)

    def cell(self, signs: str) -> None:
        """Add the tabs and line ends between the cells of a table, as they are."""
        if signs:
            self._trim()
            self._append(signs)

    def _trim(self) -> None:
        """Take away the spaces before a break."""
        while self._parts and self._last == " ":
            kept = self._parts[-1].rstrip(" ")
            self._length -= len(self._parts[-1]) - len(kept)
            self._parts[-1:] = [kept] if kept else []
            self._last = self._parts[-1][-1] if self._parts else "\n"
        for at in reversed(range(len(self._marks))):
            mark = self._marks[at]
            if mark.end <= self._length:
                break
            start = min(mark.start, self._length)
            self._marks[at] = Mark(mark.kind, start, self._length, mark.value)
        for mark_open in self._open:
            mark_open.start = min(mark_open.start, self._length)

    def open(self, kind: MarkKind, value: str = "") -> None:
        """Begin a mark here."""
        self._open.append(_Open(kind, self._length, value))

    def close(self, value: str = "") -> None:
        """End the mark that was begun last; a value known only now goes before the first."""
        mark = self._open.pop()
        start = min(mark.start, self._length)
        self._marks.append(Mark(mark.kind, start, self._length, value or mark.value))

    def anchor(self, name: str) -> None:
        """Note that an anchor stands here."""
        self._anchors.append((name, self._length))

    def finish(self, *, table: bool = False) -> Collected:
        """Take what was collected; marks still open are closed here and go on afterwards."""
        text = "".join(self._parts)
        edge = " \n" if table else _EDGE
        end = len(text.rstrip(edge))
        marks = self._marks + [Mark(m.kind, m.start, len(text), m.value) for m in self._open]
        done = Collected(
            text[:end], clipped(marks, 0, end), tuple(self._anchors),
            self._line, self._start, self._end,
        )  # fmt: skip
        for mark in self._open:
            mark.start = 0
        self._parts, self._length, self._last = [], 0, "\n"
        self._marks, self._anchors, self._line = [], [], None
        return done


def clipped(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks on [start, end), counted from ``start``; points stay, other empty ones go."""
    return tuple(_clipped(marks, start, end))


def _clipped(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        point = mark.kind in _POINTS and mark.start == mark.end and start <= mark.start <= end
        if first < last or point:
            yield Mark(mark.kind, first - start, max(first, last) - start, mark.value)


class Distribution:
    """Hands out marks to pieces of a text that come in order, each mark looked at seldom."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._waiting = sorted(marks, key=lambda mark: mark.start, reverse=True)
        self._near: list[Mark] = []

    def within(self, start: int, end: int, after: int) -> list[Mark]:
        """The marks that may touch [start, end); a point at ``after`` is left to the next piece."""
        while self._waiting and self._waiting[-1].start <= end:
            self._near.append(self._waiting.pop())
        self._near = [mark for mark in self._near if mark.end >= start]
        return [mark for mark in self._near if mark.start < max(after, start + 1)]


def part(text: str, marks: Iterable[Mark], start: int, end: int) -> tuple[str, tuple[Mark, ...]]:
    """The characters [start, end) without blanks at their ends, and the marks on them."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGE))
    end -= len(piece) - len(piece.rstrip(_EDGE))
    end = max(start, end)
    return text[start:end], clipped(marks, start, end)


def squeeze(text: str, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    """The text with every run of white space as one space, and its marks moved along."""
    runs = [(run.start(), run.end()) for run in _RUN.finditer(text)]
    ends = [0, *(end for _, end in runs)]
    shifts = [0, *accumulate(end - start - 1 for start, end in runs)]

    def moved(offset: int) -> int:
        at = bisect_right(ends, offset) - 1
        inside_next = runs[at][0] + 1 if at < len(runs) else len(text)
        return min(offset, max(inside_next, ends[at])) - shifts[at]

    squeezed = _RUN.sub(" ", text)
    return squeezed, tuple(Mark(m.kind, moved(m.start), moved(m.end), m.value) for m in marks)
