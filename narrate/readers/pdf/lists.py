"""Find the items of lists and the lines of printed contents in a PDF's column.

In:  the Lines of a column and the book's Style.
Out: where an item ends, and its label; whether a line is one of a table of contents.
Knows nothing of paragraphs.

A bullet makes an item by itself. A number, a letter or a dash makes one only where the
lines after it hang, or where the next or the last item has the neighbouring number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.readers.pdf.columns import Line
from narrate.readers.pdf.style import Style

_BULLET = re.compile(r"([•◦▪▫‣∙●○■□◆➢\uf0b7])\s*(?=.*\w)")
_NUMBER = re.compile(r"(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[–—*-])\s+(?=.*\w)")
_LEADER = re.compile(r"(?:[.·…_]\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})?$", re.IGNORECASE)
_HANGS = 0.4  # sizes: how far the lines after an item's first stand further in
_WIDER = 1.35  # times the usual leading: a gap that parts an item from what follows


def is_contents_line(line: Line) -> bool:
    """Whether a line ends with leaders, dots between a title and its page."""
    return bool(_LEADER.search(line.text)) and any(map(str.isalpha, line.text))


def label_of(line: Line) -> str:
    """The bullet or number that a line begins with, or ""."""
    found = _BULLET.match(line.text) or _NUMBER.match(line.text)
    return found[1] if found else ""


def item_end(lines: Sequence[Line], at: int, style: Style, before: str) -> int:
    """The index after the last line of the item that begins at ``at``; ``at`` if none does.

    ``before`` is the label of the item that ends there, "" where none does.
    """
    first = lines[at]
    label = label_of(first)
    if not label or is_contents_line(first):
        return at
    end = at + 1
    while end < len(lines) and _hangs(first, lines[end - 1], lines[end], style):
        end += 1
    sure = bool(_BULLET.match(first.text)) or end > at + 1
    after = label_of(lines[end]) if end < len(lines) else ""
    return end if sure or _follows(before, label) or _follows(label, after) else at


def _hangs(first: Line, previous: Line, line: Line, style: Style) -> bool:
    gap = previous.baseline - line.baseline
    near = 0 < gap <= _WIDER * max(style.space(previous), style.space(line))
    further = line.left - first.left > _HANGS * first.size
    same_size = abs(line.size - first.size) <= 0.08 * first.size
    return near and further and same_size and not label_of(line)


def _follows(one: str, other: str) -> bool:
    """Whether two labels are neighbours of one list: the same sign, or the next number."""
    a, b = one.strip("()."), other.strip("().")
    if not a or not b:
        return False
    if a.isdecimal() and b.isdecimal():
        return int(b) == int(a) + 1
    return (one == other and not a.isalnum()) or (len(a) == len(b) == 1 and ord(b) == ord(a) + 1)
