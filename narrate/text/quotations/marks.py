"""Pair the quotation marks of one paragraph.

In:  a text and a way to quote.
Out: what stands between its marks, in order, with whether it was closed.
Knows nothing of languages. An apostrophe is told from a closing mark by its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from narrate.text.quotations.tables import Style

_APOSTROPHES = "'’"
_BEFORE_OPENER = re.compile(r"[\s\u00a0\u202f(\[—–\-¿¡“‘«„\"']")
_STOPS = ".,!?…;:—–-。！？"
_ELISIONS = re.compile(r"(?:tis|twas|twere|twill|em|til|cause|bout|n|\d0s)\b", re.IGNORECASE)
"""Words that an apostrophe begins."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters [start, end), marks included; ``closed`` where it has a closing one."""

    start: int
    end: int
    closed: bool


def quotations(text: str, style: Style, *, carried: bool) -> list[Quotation]:
    """What is quoted in a paragraph, in order.

    Args:
        carried: whether the paragraph begins inside a quotation of the one before.
    """
    found: list[Quotation] = []
    start = 0 if carried else None
    for at, opens in _signs(text, style, is_open=carried):
        if opens:
            start = at if start is None else start
        elif start is not None:
            found.append(Quotation(start, at + 1, closed=True))
            start = None
    if start is not None:
        found.append(Quotation(start, len(text), closed=False))
    return found


def reopens(text: str, style: Style) -> bool:
    """Whether a paragraph begins with an opening mark, or with a closing one used so (»)."""
    first = text.lstrip()[:1]
    return bool(first) and first in style.signs


def begins_open(text: str, style: Style) -> bool | None:
    """Whether the first mark of a paragraph closes; None where it has no mark."""
    first = next(_signs(text, style, is_open=True), None)
    return None if first is None else not first[1]


def _signs(text: str, style: Style, *, is_open: bool) -> Iterator[tuple[int, bool]]:
    """Where a mark opens (True) or closes (False)."""
    for found in _any(style.signs).finditer(text):
        at, sign = found.start(), found[0]
        if _opens(text, at, style):
            if not (sign in _APOSTROPHES and _ELISIONS.match(text, at + 1)):
                yield at, True
                is_open = True
        elif sign in style.closers and (
            sign not in _APOSTROPHES or (is_open and _may_close(text, at, style))
        ):
            yield at, False
            is_open = False


@cache
def _any(signs: frozenset[str]) -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(sorted(signs))) + "]")


def _opens(text: str, at: int, style: Style) -> bool:
    """Whether a mark opens, where it could: one that may also close is judged by its place."""
    sign = text[at]
    if sign not in style.openers:
        return False
    if (sign in style.closers or sign in _APOSTROPHES) and not _may_open(text, at):
        return False
    return style.spaced or not text[at + 1 : at + 2].isspace()


def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    fits = not before or bool(_BEFORE_OPENER.match(before))
    return fits and bool(after) and not after.isspace() and after not in _STOPS[:3]


def _may_close(text: str, at: int, style: Style) -> bool:
    """Whether an apostrophe closes a quotation that is open."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after.isalnum() or not before or before.isspace():
        return False
    if before in _STOPS or not before.isalnum() or not after or after in _STOPS:
        return True
    return not _closes_later(text, at + 1, style)


def _closes_later(text: str, at: int, style: Style) -> bool:
    """Whether a surer closing mark follows before another quotation opens."""
    for place in range(at, len(text)):
        sign = text[place]
        if sign in style.closers and text[place - 1] in _STOPS:
            return not text[place + 1 : place + 2].isalnum()
        if sign in style.openers and _may_open(text, place):
            return False
    return False
