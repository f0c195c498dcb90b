"""Leave out what belongs to pages and not to the book: page numbers, running heads.

In:  a draft.
Out: the draft without the numbers and heads that stood at the edges of its pages.
Goes by what only pages do: they number themselves without a gap, and they cut
paragraphs in two. Chapters do neither.
"""

from __future__ import annotations

import re
from collections.abc import Container

from narrate.editing.draft import Draft
from narrate.editing.paging import Bare, page_numbers
from narrate.editing.passage import Edit, Passage
from narrate.editing.words import ends_closed, key
from narrate.model import BlockKind, MarkKind, Reason

_BARE = re.compile(r"[\W_]*\d{1,4}[\W_]*$")
_DIGITS = re.compile(r"\d+")
_LONGEST_HEAD = 80
_PER_PASSAGE = 40
"""Characters of room that a passage takes on a page beside its own."""

_FEWEST_HEADS = 3
_CUTTING = 0.25
"""The share of page ends, at least, that cut a paragraph or stand at a page break."""

_CARRIERS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.VERSE})


def skip_furniture(draft: Draft) -> Draft:
    """The draft without page numbers and running heads."""
    draft = draft.with_passages(_without_page_marks(draft, p) for p in draft.passages)
    draft = draft.dropping(dict.fromkeys(page_numbers(_bare(draft)), Reason.PAGE_NUMBER))
    return draft.dropping(dict.fromkeys(_running_heads(draft), Reason.RUNNING_HEAD))


def _without_page_marks(draft: Draft, passage: Passage) -> Passage:
    """A passage without the numbers of pages that are printed amid its text."""
    marks = [m for m in draft.marks(passage) if m.kind is MarkKind.PAGE_BREAK and m.start < m.end]
    text = passage.text
    edits: list[Edit] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        spaced = text[mark.end : mark.end + 1] == " " and text[: mark.start][-1:] in ("", " ")
        if not edits or edits[-1].end <= mark.start:
            edits.append(Edit(mark.start, mark.end + spaced, Reason.PAGE_NUMBER))
    return passage.amend(edits)


def _bare(draft: Draft) -> list[Bare]:
    """The lines that are but a number, and where they stand in the running of the text."""
    found = []
    place = 0
    heads = frozenset(_repeated(draft))
    for at, passage in enumerate(draft.passages):
        place += len(passage.text) + _PER_PASSAGE
        if _is_line(draft, at) and _BARE.match(passage.text):
            number = int(re.sub(r"\D", "", passage.text))
            found.append(Bare(at, number, place, _cuts(draft, at, heads)))
    return found


def _running_heads(draft: Draft) -> list[int]:
    """Short lines that come again and again, most of them at the edges of pages."""
    found = []
    for same in _repeated(draft).values():
        edges = [at for at in same if _at_edge(draft, at)]
        if len(edges) >= max(2, _CUTTING * len(same)):
            found += same if same[0] in edges else same[1:]
    return found


def _repeated(draft: Draft) -> dict[str, list[int]]:
    """The short lines that come again, and where."""
    places: dict[str, list[int]] = {}
    for at, passage in enumerate(draft.passages):
        if _is_line(draft, at) and any(char.isalpha() for char in passage.text):
            places.setdefault(_head(passage.text), []).append(at)
    return {head: same for head, same in places.items() if len(same) >= _FEWEST_HEADS}


def _is_line(draft: Draft, at: int) -> bool:
    passage = draft.passages[at]
    short = 0 < len(passage.text) <= _LONGEST_HEAD
    ranked = passage.level > 0 and passage.kind is not BlockKind.VERSE
    return short and passage.kind in _CARRIERS and not ranked


def _head(text: str) -> str:
    return key(_DIGITS.sub("", text))


def _cuts(draft: Draft, at: int, heads: Container[str] = ()) -> bool:
    """Whether a line, and heads beside it, cut a paragraph in two, or stand at a page break."""
    before, after = _neighbour(draft, at, -1, heads), _neighbour(draft, at, 1, heads)
    if BlockKind.PAGE_BREAK in (before[0], after[0]):
        return True
    return bool(before[1]) and not ends_closed(before[1]) and after[1][:1].islower()


def _at_edge(draft: Draft, at: int) -> bool:
    """Whether a line cuts a paragraph, or has a page number or page break beside it."""
    beside = (at - 1, at + 1)
    gone = {
        piece.reason
        for near in beside
        if 0 <= near < len(draft.passages) and draft.passages[near].silent
        for piece in draft.passages[near].pieces
    }
    return Reason.PAGE_NUMBER in gone or _cuts(draft, at)


def _neighbour(
    draft: Draft, at: int, step: int, heads: Container[str]
) -> tuple[BlockKind | None, str]:
    """Kind and text of the next passage that is read, or of a page break before it."""
    at += step
    while 0 <= at < len(draft.passages):
        passage = draft.passages[at]
        if passage.kind is BlockKind.PAGE_BREAK:
            return passage.kind, passage.text
        if not passage.silent and not (_is_line(draft, at) and _head(passage.text) in heads):
            return passage.kind, passage.text
        at += step
    return None, ""
