"""A book on its way to becoming a script.

In:  a Book.
Out: the Draft that every editing step takes and gives: passages in reading order.
Knows nothing of the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from narrate.editing.lexis import Lexis, lexis
from narrate.editing.options import Options
from narrate.editing.passage import Passage
from narrate.editing.vocabulary import Vocabulary
from narrate.editing.words import is_capitals
from narrate.model import Block, BlockKind, Book, Mark, Reason, plain_line

PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.ITEM, BlockKind.VERSE})
"""Kinds whose text is read as it stands; headings aside."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The passages of a book, and what is known of it so far.

    ``vocabulary`` holds the words of the book as its source has them, headings
    and lines in capitals aside.
    ``title`` and ``language`` are "" until they are declared or found. ``listed`` are
    the lines of a printed table of contents that is not read.
    """

    book: Book
    passages: tuple[Passage, ...]
    vocabulary: Vocabulary
    options: Options = field(default_factory=Options)
    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @classmethod
    def of(cls, book: Book, options: Options) -> Draft:
        """A draft that reads every block as it stands."""
        return cls(
            book,
            tuple(Passage.of(number, block) for number, block in enumerate(book.blocks)),
            Vocabulary.of(
                block.text
                for block in book.blocks
                if block.kind is not BlockKind.HEADING and not is_capitals(block.text)
            ),
            options,
            plain_line(" ".join(book.title.split())),
            tuple(filter(None, map(plain_line, book.authors))),
            book.language,
            book.metadata,
            tuple(map(plain_line, book.warnings)),
        )

    @property
    def lexis(self) -> Lexis:
        """The words of the book's language that editing goes by."""
        return lexis(self.language)

    def block(self, passage: Passage) -> Block:
        """The block where a passage begins."""
        return self.book.blocks[passage.first_block]

    def marks(self, passage: Passage) -> tuple[Mark, ...]:
        """The marks on what is read of a passage, where its text has them."""
        block = self.block(passage)
        return block.marks if passage.text == block.text else tuple(self._moved(passage))

    def _moved(self, passage: Passage) -> Iterator[Mark]:
        at = 0
        for piece in passage.pieces:
            span = piece.span
            for mark in self.book.blocks[span.block].marks if piece.text else ():
                start, end = max(mark.start, span.start), min(mark.end, span.end)
                if start < end:
                    by = at - span.start
                    yield replace(mark, start=start + by, end=end + by)
            at += len(piece.text)

    def with_passages(self, passages: Iterable[Passage]) -> Draft:
        """The draft with other passages."""
        return replace(self, passages=tuple(passages))

    def dropping(self, reasons: Mapping[int, Reason]) -> Draft:
        """The draft with some passages left out, by their number."""
        if not reasons:
            return self
        return self.with_passages(
            passage.drop(reasons[at]) if at in reasons else passage
            for at, passage in enumerate(self.passages)
        )


Step = Callable[[Draft], Draft]
"""A step of editing."""
