"""Tell headings from paragraphs in a PDF by how they are set, and rank them.

In:  Drafts in order, and the book's Style.
Out: the same Drafts, headings marked and given a level.
Knows nothing of bookmarks.

What stands in larger type is a heading; in type of the body's size, a short passage
that stands apart and is bold, in capitals or small capitals, or a bare chapter number.
Larger type ranks higher; at one size bold before plain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrate.model import BlockKind
from narrate.readers.pdf.columns import Line
from narrate.readers.pdf.paragraphs import Draft
from narrate.readers.pdf.style import Style, is_bold, is_small_caps

_LARGER = 1.1  # times the body's size
_LONGEST = 200  # characters
_MOST_LINES = 5
_APART = 1.3  # times the usual leading
_ONE_HEADING = 1.6  # sizes: lines of one heading stand no further apart
_CENTRED = 0.04  # of the column's width: how far from its middle
_SAME_SIZE = 0.04
_NUMBERED = re.compile(
    r"(?:(?:chapter|part|book|letter|act|scene|section|kapitel|teil|buch|abschnitt|chapitre|"
    r"partie|livre|cap[ií]tulo|parte|capitolo|libro|hoofdstuk|deel)\s+[\w\-]+"
    r"|[ivxlc]+|\d{1,3})\W*",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\s(?:\d{1,4}|[ivxlc]{1,7})$", re.IGNORECASE)
_RUNS_ON = re.compile(r"[,;]$")


def is_display(lines: Sequence[Line], style: Style) -> bool:
    """Whether lines without a gap between them are in larger type and few."""
    larger = all(line.size >= _LARGER * style.size for line in lines)
    return larger and len(lines) <= _MOST_LINES and sum(len(s.text) for s in lines) <= _LONGEST


def mark_headings(drafts: Sequence[Draft], style: Style) -> list[Draft]:
    """The drafts of one column, headings marked; those set as one are put together."""
    marked: list[Draft] = []
    for at, draft in enumerate(drafts):
        before = drafts[at - 1].lines[-1] if at else None
        after = drafts[at + 1].lines[0] if at + 1 < len(drafts) else None
        display = is_display(draft.lines, style) and not draft.role
        if display or _stands_out(draft, before, after, style):
            draft = replace(draft, kind=BlockKind.HEADING, label="")
        if marked and _goes_on(marked[-1], draft, style):
            draft = replace(draft, lines=marked.pop().lines + draft.lines)
        marked.append(draft)
    return marked


def rank(drafts: Sequence[Draft], style: Style) -> list[Draft]:
    """The drafts of the whole book, with a level for each heading: 1 is the highest."""
    looks = {_look(draft, style) for draft in drafts if draft.kind is BlockKind.HEADING}
    order = {look: at + 1 for at, look in enumerate(sorted(looks, reverse=True))}
    return [
        replace(draft, level=min(6, order[_look(draft, style)]))
        if draft.kind is BlockKind.HEADING
        else draft
        for draft in drafts
    ]


def _look(draft: Draft, style: Style) -> tuple[int, bool]:
    """What ranks a heading: its size in steps of a twenty-fifth, and whether it is bold."""
    size = max(line.size for line in draft.lines)
    return round(size / (_SAME_SIZE * style.size)), all(map(is_bold, draft.lines))


def _stands_out(draft: Draft, before: Line | None, after: Line | None, style: Style) -> bool:
    lines = draft.lines
    plain = draft.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and len(lines) <= 3
    plain = plain and not draft.role
    if not plain or len(draft.text) > 120 or _RUNS_ON.search(draft.text):
        return False
    if lines[0].size < 0.97 * style.size or not any(map(str.isalnum, draft.text)):
        return False
    if any(line.cells and _PAGE.search(line.text) for line in lines):
        return False
    if not _apart(before, lines[0], style) or not _apart(lines[-1], after, style, inner=True):
        return False
    bold = not style.bold and all(map(is_bold, lines))
    capitals = draft.text.isupper() and sum(map(str.isalpha, draft.text)) > 3
    capitals = capitals or all(map(is_small_caps, lines))
    centred = all(_is_centred(line, style) for line in lines)
    numbered = bool(_NUMBERED.fullmatch(draft.text))
    ends = draft.text.endswith((".", "!", "?", "”", '"')) and not numbered
    return (bold and not ends) or (centred and (capitals or bold or numbered))


def _apart(one: Line | None, other: Line | None, style: Style, *, inner: bool = False) -> bool:
    """Whether there is more than a line's distance between two lines, or no second one."""
    if one is None or other is None:
        return not (inner and other is None)
    gap = one.baseline - other.baseline
    return gap <= 0 or gap > _APART * style.leading


def _is_centred(line: Line, style: Style) -> bool:
    margins = style.margins(line)
    inside = line.left - margins.left > line.size
    return inside and abs((line.left + line.right) / 2 - margins.centre) <= _CENTRED * style.width


def _goes_on(one: Draft, other: Draft, style: Style) -> bool:
    if one.kind is not BlockKind.HEADING or other.kind is not BlockKind.HEADING:
        return False
    a, b = one.lines[-1], other.lines[0]
    gap = a.baseline - b.baseline
    return _look(one, style) == _look(other, style) and 0 < gap <= _ONE_HEADING * a.size
