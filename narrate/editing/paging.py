"""Tell the numbers of pages from the numbers of chapters.

In:  the lines of a book that are but a number, in order.
Out: those that count pages.
Pages number themselves without a gap, at even distances, and they cut paragraphs in two.
Chapters count as well, but they do neither of the others.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

_CUTTING = 0.25
"""The share of page ends, at least, that cut a paragraph or stand at a page break."""

_OFF = 0.6
"""So much of a page may a number stand off the place where its page should end."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A line that is but a number: the passage, the number, its place in characters.

    ``cuts``: it stands between the parts of a paragraph, or at a page break.
    """

    at: int
    number: int
    place: int
    cuts: bool


def page_numbers(lines: Sequence[Bare]) -> list[int]:
    """The passages that are numbers of pages."""
    chain = _chain(lines)
    if len(chain) < 2:
        return []
    sure = _rising([line for line in lines if line.cuts])
    if len(sure) > 1 and len(chain) < len(lines):
        chain = _around(sure, lines)
    cutting = sum(line.cuts for line in chain)
    enough = chain[0].number > 2 or cutting >= _CUTTING * len(chain)
    return [line.at for line in chain] if enough else []


def _chain(lines: Sequence[Bare]) -> list[Bare]:
    """The lines that count on, with up to two numbers missing at a time."""
    chain: list[Bare] = []
    for line in lines:
        if not chain or chain[-1].number < line.number <= chain[-1].number + 3:
            chain.append(line)
    return chain


def _rising(lines: Sequence[Bare]) -> list[Bare]:
    """The longest run of lines whose numbers rise (patience sorting)."""
    ends: list[int] = []
    before: list[int] = []
    for index, line in enumerate(lines):
        rank = bisect([lines[end].number for end in ends], line.number - 1)
        before.append(ends[rank - 1] if rank else -1)
        ends[rank : rank + 1] = [index]
    chain: list[Bare] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(lines[at])
        at = before[at]
    return chain[::-1]


def _around(sure: Sequence[Bare], lines: Sequence[Bare]) -> list[Bare]:
    """The sure numbers of pages, and those that stand where the pages between them end."""
    first, last = sure[0], sure[-1]
    page = (last.place - first.place) / (last.number - first.number)
    taken = {line.number for line in sure}
    found = list(sure)
    for line in lines:
        off = abs(line.place - _expected(line.number, sure, page))
        if line.number not in taken and off <= _OFF * page:
            rivals = [one for one in lines if one.number == line.number]
            nearest = min(rivals, key=lambda r: abs(r.place - _expected(r.number, sure, page)))
            taken.add(line.number)
            found.append(nearest)
    return sorted(found, key=lambda line: line.at)


def _expected(number: int, sure: Sequence[Bare], page: float) -> float:
    """The place where a page should end, from the nearest sure ones."""
    numbers = [line.number for line in sure]
    after = bisect(numbers, number)
    if after == 0:
        return sure[0].place - (sure[0].number - number) * page
    low = sure[after - 1]
    if after == len(sure):
        return low.place + (number - low.number) * page
    high = sure[after]
    share = (number - low.number) / (high.number - low.number)
    return low.place + share * (high.place - low.place)
