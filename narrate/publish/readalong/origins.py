"""Say where each character of a sentence stands in the book.

In:  a Sentence, whose spans count characters of the blocks of a Book.
Out: a Spot for each of its characters; None for a sign that editing put in.
Knows nothing of formats. Editing keeps letters in order and changes but their case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from narrate.model import Block, Sentence


class Spot(NamedTuple):
    """A character of a book: the number of its block and its offset there."""

    block: int
    offset: int


def spots(sentence: Sentence, blocks: Sequence[Block]) -> list[Spot | None]:
    """Where each character of a sentence's text stands."""
    found: list[Spot | None] = [None] * len(sentence.text)
    at = 0
    for spot, char in _characters(sentence, blocks):
        here = _next(sentence.text, at, char)
        if here is not None:
            found[here] = spot
            at = here + 1
    return found


def _next(text: str, at: int, char: str) -> int | None:
    """Where a character comes next; the signs that editing put in are passed over."""
    while at < len(text):
        if _same(text[at], char):
            return at
        if text[at].isalnum():
            return None
        at += 1
    return None


def _characters(sentence: Sentence, blocks: Sequence[Block]) -> Iterator[tuple[Spot, str]]:
    for span in sentence.source:
        if 0 <= span.block < len(blocks):
            text = blocks[span.block].text
            for offset in range(span.start, min(span.end, len(text))):
                yield Spot(span.block, offset), text[offset]


def _same(one: str, other: str) -> bool:
    return one == other or one.casefold() == other.casefold() or (one.isspace() and other.isspace())
