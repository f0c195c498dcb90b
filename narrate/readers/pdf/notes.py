"""Find the notes at the foot of a PDF's pages.

In:  the Lines of one page's column and the size of the body type.
Out: the lines of the body, and the notes, each with its mark.
Knows nothing of the marks in the body that point to them.

Notes are lines in smaller type below the last line of body type. The first begins
with a mark, or goes on from a note of the page before that did not end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.readers.pdf.columns import Line

_SMALLER = 0.93  # of the body's size
_SIGN = r"[*∗†‡§¶‖#]{1,4}"
_START = re.compile(rf"({_SIGN}|\d{{1,3}}(?!\d)|[a-z](?=[.)\s]))[.)\]]?\s*(?=\S)")
_POINTER = re.compile(rf"(?<=\S)({_SIGN})(?!\w)|(?<=\S)\[(\d{{1,3}})\]")
_LIFTED = re.compile(rf"{_SIGN}|\d{{1,3}}|[a-z]")
_PLAIN = re.compile(rf"(?:{_SIGN}|\[?\d{{1,3}}[.)\]]?\s|[a-z][.)]\s)")


@dataclass(frozen=True, slots=True)
class Note:
    """The lines of a note. ``mark`` is "" where it goes on from the page before."""

    mark: str
    lines: tuple[Line, ...]


def part_notes(
    lines: Sequence[Line], size: float, *, unfinished: bool
) -> tuple[list[Line], list[Note]]:
    """The body of a column and the notes at its foot.

    Args:
        lines: of one column, from the top.
        size: of the body type, in points.
        unfinished: whether the last note of the page before has no end.
    """
    foot = len(lines)
    while foot and lines[foot - 1].size <= _SMALLER * size:
        foot -= 1
    if foot == 0 or foot == len(lines):
        return list(lines), []
    if not unfinished:
        known = _pointers(lines[:foot])
        marks = ((at, mark_of(lines[at])) for at in range(foot, len(lines)))
        foot = next((at for at, mark in marks if mark in known), len(lines))
    return list(lines[:foot]), _notes(lines[foot:])


def _pointers(body: Sequence[Line]) -> set[str]:
    """What in the body may point at a note: lifted characters, and signs at a word's end."""
    lifted = {
        line.text[span.start : span.end].strip()
        for line in body
        for span in line.spans
        if span.lift > 0
    }
    plain = {mark for line in body for found in _POINTER.findall(line.text) for mark in found}
    return (lifted | plain) - {""}


def mark_of(line: Line) -> str:
    """The mark that a line begins with, or ""."""
    first = line.spans[0] if line.spans else None
    lifted = first is not None and first.start == 0 and first.lift > 0
    if lifted and first and _LIFTED.fullmatch(line.text[: first.end].strip()):
        return line.text[: first.end].strip()
    found = _START.match(line.text) if _PLAIN.match(line.text) else None
    return found[1] if found else ""


def _notes(lines: Sequence[Line]) -> list[Note]:
    notes: list[Note] = []
    for line in lines:
        mark = mark_of(line)
        if not notes or (mark and _follows(mark, notes[-1].mark)):
            notes.append(Note(mark, (line,)))
        else:
            notes[-1] = Note(notes[-1].mark, (*notes[-1].lines, line))
    return notes


def _follows(mark: str, previous: str) -> bool:
    """Whether a mark can be the next: a number by one, a sign that is another."""
    if mark.isdecimal() and previous.isdecimal():
        return int(mark) == int(previous) + 1 or int(mark) == 1
    return mark != previous
