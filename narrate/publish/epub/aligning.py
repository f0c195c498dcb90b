"""Find the characters of a book's blocks in the documents that they were read from.

In:  the blocks of one document, and its TextMap.
Out: for each character of each block, its token.
Knows nothing of sentences.

Every block says from which characters of the document it was read, so blocks are aligned
one stretch at a time. Where a stretch holds exactly the block's characters, as nearly
always, the alignment is plain; where a reader added or took something (quotation marks of
``q``, a picture that stands for a word), it is found as the longest common parts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from narrate.model import Block
from narrate.publish.epub.textmap import TextMap, Token, plain

_MOST_COMPARED = 20_000_000

Found = dict[tuple[int, int], Token]
"""The token of each character, by the number of its block and its offset there."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Blocks that were read from one run of text, and where it lies in the document."""

    start: int
    end: int
    blocks: tuple[int, ...]


def align(numbers: Sequence[int], blocks: Sequence[Block], text: TextMap) -> Found:
    """The tokens of the characters of some blocks, which are all those of a document."""
    found: Found = {}
    stretches = list(_stretches(numbers, blocks))
    owners = _owners(stretches, text.tokens)
    for stretch, tokens in zip(stretches, owners, strict=True):
        wanted = [
            ((number, offset), char)
            for number in stretch.blocks
            for offset, char in plain(blocks[number].text)
        ]
        found.update(_matched(wanted, tokens, _near(stretch, text.stand_ins)))
    return found


def _stretches(numbers: Iterable[int], blocks: Sequence[Block]) -> Iterator[_Stretch]:
    """Runs of blocks that were read from the same characters."""

    def place(number: int) -> tuple[int, int]:
        return blocks[number].place.start, blocks[number].place.end

    for (start, end), group in groupby(numbers, place):
        yield _Stretch(start, end, tuple(group))


def _owners(stretches: Sequence[_Stretch], tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each stretch; one inside another takes its own from it."""
    places = [token.place for token in tokens]
    owner = [-1] * len(tokens)
    by_size = sorted(enumerate(stretches), key=lambda one: one[1].start - one[1].end)
    for number, stretch in by_size:
        first, last = bisect_left(places, stretch.start), bisect_left(places, stretch.end)
        owner[first:last] = [number] * (last - first)
    owned: list[list[Token]] = [[] for _ in stretches]
    for token, number in zip(tokens, owner, strict=True):
        if number >= 0:
            owned[number].append(token)
    return owned


def _near(stretch: _Stretch, stand_ins: Sequence[Token]) -> list[Token]:
    return [token for token in stand_ins if stretch.start <= token.place <= stretch.end]


def _matched(
    wanted: Sequence[tuple[tuple[int, int], str]],
    tokens: Sequence[Token],
    stand_ins: Sequence[Token],
) -> Mapping[tuple[int, int], Token]:
    if [char for _, char in wanted] == [token.char for token in tokens]:
        return {key: token for (key, _), token in zip(wanted, tokens, strict=True)}
    merged = sorted([*tokens, *stand_ins], key=lambda token: token.order)
    return {
        wanted[at][0]: merged[other]
        for at, other in _common([char for _, char in wanted], [token.char for token in merged])
    }


def _common(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of places that hold the same character, in order in both.

    What is the same at both ends is found first; what differs between is compared as far as
    that is worth its time.
    """
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    yield from ((at, at) for at in range(head))
    first, second = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(first) * len(second) <= _MOST_COMPARED:
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        for match in matcher.get_matching_blocks():
            yield from ((head + match.a + at, head + match.b + at) for at in range(match.size))
    yield from ((len(one) - at, len(other) - at) for at in range(tail, 0, -1))
