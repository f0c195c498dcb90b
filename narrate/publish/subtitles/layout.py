"""Cut a text into what is shown at once: two lines at most, none too long.

In:  a text, its language, and when its characters are heard.
Out: blocks of lines, as spans of the text.
Knows nothing of files or of sound.

The cuts are those of least cost in all, found by dynamic programming over the pieces of
``breaking``. Widths are columns: a Chinese, Japanese or Korean character takes two, a
combining mark none (Unicode Standard Annex 11).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from narrate.publish.subtitles.breaking import Piece, pieces

COLUMNS = 42
LINES = 2
FASTEST = 21.0
"""Of a line, of a block, and characters a second: the usual limits for adult readers."""

SHORTEST_MS = 1000
LONGEST_MS = 7000
"""How long a block should stay."""

Span = tuple[int, int]
Block = tuple[Span, ...]
When = Callable[[int], float]

_BLOCK = 3.0
_BLOCK_CUT = 2.0
_LINE_CUT = 0.6
_UNEVEN = 2.0
_SECOND_LINE = 0.3
_HASTE = 20.0
"""What a block costs; how much a cut between blocks and one between lines weigh; the cost
of lines of unlike width, of a second line, and of a block that stays too briefly, too
long or must be read too fast. Set by reading the subtitles of a novel and of an essay."""


def columns(text: str) -> int:
    """The width of a text."""
    if text.isascii():
        return len(text)
    return sum(map(_column, text))


def _column(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def lay_out(text: str, language: str = "", when: When | None = None) -> list[Block]:
    """The blocks of a text, each one or two lines of at most ``COLUMNS``.

    Every character that is not white space is in exactly one line.

    Args:
        text: a sentence, or several that follow one another.
        language: a BCP 47 tag.
        when: the milliseconds at which a character is heard, for cuts that leave time to
            read; it is also asked for the end of the text.
    """
    found = list(_narrow(text, pieces(text, language)))
    if not found:
        return []
    whole = (found[0].start, found[-1].end)
    if columns(text[slice(*whole)]) <= COLUMNS:
        return [(whole,)]
    return _Search(text, found, when).best()


def _narrow(text: str, found: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces, those that are wider than a line cut before a character that fills one."""
    for piece in found:
        start, width = piece.start, 0
        for at in range(piece.start, piece.end) if piece.end - piece.start > COLUMNS // 2 else ():
            step = _column(text[at])
            if width + step > COLUMNS:
                yield Piece(start, at, _UNEVEN)
                start, width = at, 0
            width += step
        yield Piece(start, piece.end, piece.cost)


@dataclass(frozen=True, slots=True)
class _Choice:
    cost: float
    begin: int
    second: int


class _Search:
    """Finds the cheapest blocks. Pieces are counted; a block is pieces [begin, end)."""

    def __init__(self, text: str, found: Sequence[Piece], when: When | None) -> None:
        self.pieces = found
        reach = [piece.end for piece in found]
        widths = [0]
        for character in text:
            widths.append(widths[-1] + (1 if character.isascii() else _column(character)))
        self.lefts = [widths[piece.start] for piece in found]
        self.rights = [widths[end] for end in reach]
        self.times = [when(piece.start) for piece in found] + [when(len(text))] if when else []

    def best(self) -> list[Block]:
        choices = [_Choice(0.0, 0, 0)]
        for end in range(1, len(self.pieces) + 1):
            choices.append(self._best_before(end, choices))
        blocks: list[Block] = []
        end = len(self.pieces)
        while end:
            choice = choices[end]
            blocks.append(self._block(choice, end))
            end = choice.begin
        return blocks[::-1]

    def _best_before(self, end: int, choices: Sequence[_Choice]) -> _Choice:
        """The cheapest way to end a block there."""
        right = self.rights[end - 1]
        least = _BLOCK
        if end < len(self.pieces):
            least += self.pieces[end - 1].cost * _BLOCK_CUT
        best = _Choice(inf, end - 1, end)
        widest = bisect_left(self.lefts, right - LINES * COLUMNS - 1, 0, end - 1)
        for begin in range(widest, end):
            cost = choices[begin].cost + least
            if cost >= best.cost:
                continue
            lines, second = self._lines(begin, end)
            cost += lines
            if cost < best.cost:
                cost += self._haste(begin, end)
            if cost < best.cost:
                best = _Choice(cost, begin, second)
        return best

    def _lines(self, begin: int, end: int) -> tuple[float, int]:
        """What the best lines of a block cost, and where the second begins; ``end`` for none."""
        left, right = self.lefts[begin], self.rights[end - 1]
        if right - left <= COLUMNS:
            return 0.0, end
        best, at = inf, end
        first = bisect_left(self.lefts, right - COLUMNS, begin + 1, end)
        for second in range(first, end):
            above = self.rights[second - 1] - left
            if above > COLUMNS:
                break
            uneven = (above - right + self.lefts[second]) / COLUMNS
            cost = self.pieces[second - 1].cost * _LINE_CUT + _UNEVEN * uneven * uneven
            if cost < best:
                best, at = cost, second
        return best + _SECOND_LINE, at

    def _haste(self, begin: int, end: int) -> float:
        if not self.times:
            return 0.0
        stays = self.times[end] - self.times[begin]
        characters = self.rights[end - 1] - self.lefts[begin]
        needed = max(SHORTEST_MS, characters * 1000 / FASTEST)
        short = max(0.0, needed - stays) / needed
        long = max(0.0, stays - LONGEST_MS) / LONGEST_MS
        return _HASTE * (short + long)

    def _block(self, choice: _Choice, end: int) -> Block:
        first = (self.pieces[choice.begin].start, self.pieces[choice.second - 1].end)
        if choice.second == end:
            return (first,)
        return first, (self.pieces[choice.second].start, self.pieces[end - 1].end)
