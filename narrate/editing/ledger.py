"""Prove that every word of a book is read or listed as skipped.

In:  a book and its script.
Out: the gaps, none where the promise holds; the count of words read and skipped.
Trusts nothing that editing says: it compares spans and letters with the book itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from narrate.editing.words import key
from narrate.model import WORD, BlockKind, Book, Reason, Script

_ASIDE = frozenset({BlockKind.NOTE, BlockKind.FIGURE, BlockKind.TABLE})


@dataclass(frozen=True, slots=True)
class Tally:
    """Words of a book, and what became of them: ``source`` is ``read`` and all skipped ones."""

    source: int
    read: int
    skipped: Mapping[Reason, int]


def prove(book: Book, script: Script) -> list[str]:
    """The gaps between a book and its script, a line each; empty when nothing is lost.

    Every character of the book that is not white space must be under exactly one
    span of a sentence or of a skipped entry; the letters and digits of a sentence
    must be those of its spans, but for capitals; sentences must follow the book's order.
    """
    return [*_tiling(book, script), *_letters(book, script), *_order(book, script)]


def tally(book: Book, script: Script) -> Tally:
    """Count the words of a book by what became of them; a word counts where it begins."""
    skipped: Counter[Reason] = Counter()
    source = 0
    owners = _owners(script)
    for number, block in enumerate(book.blocks):
        spans = owners.get(number, [])
        at = 0
        for word in WORD.finditer(block.text):
            source += 1
            while at < len(spans) and spans[at].end <= word.start():
                at += 1
            reason = spans[at].reason if at < len(spans) else None
            if reason is not None:
                skipped[reason] += 1
    return Tally(source, source - skipped.total(), MappingProxyType(dict(skipped)))


@dataclass(frozen=True, slots=True, order=True)
class _Owned:
    """Characters of a block, and why they are not read; None where they are."""

    start: int
    end: int
    reason: Reason | None = field(default=None, compare=False)


def _owners(script: Script) -> dict[int, list[_Owned]]:
    """By block: every span that the script accounts for, in order."""
    owners: dict[int, list[_Owned]] = {}
    for sentence in script.sentences:
        for span in sentence.source:
            owners.setdefault(span.block, []).append(_Owned(span.start, span.end))
    for entry in script.skipped:
        owned = _Owned(entry.span.start, entry.span.end, entry.reason)
        owners.setdefault(entry.span.block, []).append(owned)
    return {block: sorted(spans) for block, spans in owners.items()}


def _tiling(book: Book, script: Script) -> Iterator[str]:
    """Characters that are accounted for never, or twice."""
    owners = _owners(script)
    yield from (f"block {n}: is not in the book" for n in owners if not 0 <= n < len(book.blocks))
    for number, block in enumerate(book.blocks):
        at = 0
        for owned in [*owners.get(number, []), _Owned(len(block.text), len(block.text))]:
            lost = block.text[at : owned.start].strip()
            if lost:
                yield f"block {number} ({block.place}): neither read nor skipped: {lost!r}"
            twice = block.text[owned.start : min(at, owned.end)].strip()
            if twice:
                yield f"block {number} ({block.place}): accounted for twice: {twice!r}"
            at = max(at, owned.end)


def _letters(book: Book, script: Script) -> Iterator[str]:
    """Sentences whose letters are not those of their source, and entries that quote it wrongly."""
    for chapter in script.chapters:
        for sentence in chapter.sentences:
            source = "".join(
                book.blocks[span.block].text[span.start : span.end] for span in sentence.source
            )
            if key(source) != key(sentence.text):
                yield f"{sentence.text!r}: its source says {source!r}"
    for entry in script.skipped:
        span = entry.span
        if book.blocks[span.block].text[span.start : span.end] != entry.text:
            yield f"skipped {entry.text!r}: its source says otherwise"


def _order(book: Book, script: Script) -> Iterator[str]:
    """Sentences that are read before one that stands before them.

    Notes may be, where they are asked for, and what stands between the two parts of a
    paragraph that a page cut: a figure, a table.
    """
    last = (-1, -1)
    for chapter in script.chapters:
        for sentence in chapter.sentences:
            for span in sentence.source:
                if book.blocks[span.block].kind in _ASIDE:
                    continue
                if (span.block, span.start) < last:
                    yield f"{sentence.text!r}: out of the order of the book"
                last = max(last, (span.block, span.end))
