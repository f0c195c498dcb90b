"""Find the marks of a book on the sentences that were made of it, and their characters in it.

In:  a sentence with its spans of the source, the book.
Out: the marks of a kind, at the characters of the sentence that they are on; the place
     of each character.
Knows nothing of what marks are for. A sentence has the letters of its spans in their
order; signs may have been added between them, and capitals may be others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narrate.model import Book, Mark, MarkKind, Sentence, Span


def marked(sentence: Sentence, book: Book, kind: MarkKind) -> Iterator[Mark]:
    """The marks of a kind, with offsets into the sentence's text, in order.

    A mark of which the sentence holds a part is cut to that part.
    """
    spans = [span for span in sentence.source if span.block < len(book.blocks)]
    if not any(_marks(span, book, kind) for span in spans):
        return
    places = _places(sentence.text, spans, book)
    marks = dict.fromkeys((s.block, mark) for s in spans for mark in _marks(s, book, kind))
    for block, mark in marks:
        under = [places[block, at] for at in range(mark.start, mark.end) if (block, at) in places]
        if under:
            yield Mark(kind, under[0], under[-1] + 1, mark.value)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where in the book each character of a sentence stands: the character's number first."""

    places: tuple[tuple[int, int, int], ...]

    def of(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans of the book that the characters [start, end) are read from."""
        found: list[Span] = []
        for at, block, offset in self.places:
            if not start <= at < end:
                continue
            last = found[-1] if found else None
            if last and (last.block, last.end) == (block, offset):
                found[-1] = Span(block, last.start, offset + 1)
            else:
                found.append(Span(block, offset, offset + 1))
        return tuple(found)


def sources(sentence: Sentence, book: Book) -> Sources | None:
    """Where the characters of a sentence stand; None where not each of its spans is found."""
    if any(span.block >= len(book.blocks) for span in sentence.source):
        return None
    places = _places(sentence.text, list(sentence.source), book)
    if len(places) != sum(span.end - span.start for span in sentence.source):
        return None
    return Sources(tuple((at, block, offset) for (block, offset), at in places.items()))


def _marks(span: Span, book: Book, kind: MarkKind) -> list[Mark]:
    marks = book.blocks[span.block].marks
    return [m for m in marks if m.kind is kind and m.start < span.end and span.start < m.end]


def _places(text: str, spans: list[Span], book: Book) -> dict[tuple[int, int], int]:
    """Where in the text each character of the source stands: block and offset to offset."""
    places: dict[tuple[int, int], int] = {}
    at = 0
    for span in spans:
        for offset in range(span.start, span.end):
            wanted = book.blocks[span.block].text[offset].casefold()
            found = _next(text, at, wanted)
            if found is not None:
                places[span.block, offset] = found
                at = found + 1
    return places


def _next(text: str, at: int, wanted: str) -> int | None:
    """Where a character comes next, with nothing but signs before it."""
    while at < len(text):
        if text[at].casefold() == wanted:
            return at
        if text[at].isalnum():
            return None
        at += 1
    return None
