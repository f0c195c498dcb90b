"""Silence the marks of footnotes.

In:  a draft.
Out: the draft without the marks: "Death!(2)", "[3]", superior figures, daggers.
Years, enumerations, exponents and clauses of laws are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.editing.draft import Draft
from narrate.editing.passage import Edit, Passage
from narrate.model import BlockKind, Mark, MarkKind, Reason

_SUPERIOR = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_AFTER_WORD = r"(?<=[^\W\d_]{3})"
_AFTER_SIGN = r"(?<=[.!?,;:\"'”’»)\]])"
_CLOSED = r"(?=$|[\s.,;:!?\"'”’»)\]—–-])"

_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_AFTER_WORD}|{_AFTER_SIGN})\((?:\d{{1,3}}|\*{{1,3}}|[†‡])\){_CLOSED}",
        r"(?<=[.!?][\"'”’»)\]])[ ]\(\d{1,3}\)$|(?<=[.!?])[ ]\(\d{1,3}\)$",
        r"(?<=\S)[ ]?\[(?:\d{1,3}|\*{1,3}|[†‡])\](?!\()",
        rf"(?:{_AFTER_WORD}|{_AFTER_SIGN})[{_SUPERIOR}]{{1,3}}{_CLOSED}",
        rf"(?:(?<=[^\W\d_])|(?<=\d{{3}})|{_AFTER_SIGN})(?:\*{{1,3}}|[†‡]{{1,2}}){_CLOSED}",
    )
)
_PAIRED_STAR = re.compile(r"(?<![\w*])\*[^\s*](?:[^*]*[^\s*])?\*(?![\w*])")
_SKIPPED = frozenset({BlockKind.CODE, BlockKind.FORMULA})
_MARK_TEXT = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?$")


def silence_note_marks(draft: Draft) -> Draft:
    """The draft without the marks of footnotes."""
    return draft.with_passages(
        passage
        if passage.kind in _SKIPPED or passage.silent
        else passage.amend(_edits(passage, draft.marks(passage)))
        for passage in draft.passages
    )


def _edits(passage: Passage, marks: tuple[Mark, ...]) -> list[Edit]:
    text = passage.text
    seen = () if passage.kind is BlockKind.TABLE else _seen(text)
    spans = sorted({*_declared(text, marks), *seen})
    kept: list[Edit] = []
    for start, end in spans:
        if not kept or start >= kept[-1].end:
            kept.append(Edit(start, end, Reason.NOTE_MARK))
    return kept


def _declared(text: str, marks: tuple[Mark, ...]) -> Iterator[tuple[int, int]]:
    """The marks that the format itself declares."""
    for mark in marks:
        inside = text[mark.start : mark.end]
        if mark.kind is MarkKind.NOTE_REFERENCE and inside:
            yield mark.start, mark.end
        elif mark.kind is MarkKind.SUPERSCRIPT and _MARK_TEXT.match(inside):
            before = text[: mark.start]
            if re.search(rf"(?:{_AFTER_WORD}|{_AFTER_SIGN})$", before) and not inside.isalpha():
                yield mark.start, mark.end


def _seen(text: str) -> Iterator[tuple[int, int]]:
    """The marks that only their shape gives away."""
    if not any(sign in text for sign in "([*†‡" + _SUPERIOR):
        return
    paired = [found.span() for found in _PAIRED_STAR.finditer(text)]
    for pattern in _MARKS:
        for found in pattern.finditer(text):
            if not any(start <= found.start() < end for start, end in paired):
                yield found.span()
