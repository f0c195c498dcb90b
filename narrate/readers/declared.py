"""Bring the languages that a file declares into one form.

In:  a book as its reader gives it.
Out: the book with canonical tags; "" where it declares what is no language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from narrate.languages import UNTOLD, standard
from narrate.model import Block, Book, Mark, MarkKind

_SHOWN = 40


def with_standard_languages(book: Book) -> Book:
    """The same book, its language and those of its blocks and marks told canonically.

    What declares no language is warned of, and is as if it were not declared.
    """
    language = standard(book.language)
    blocks = tuple(_block(block, language) for block in book.blocks)
    warnings = (*book.warnings, *_warning(book.language, language))
    return replace(book, language=language, blocks=blocks, warnings=warnings)


def _block(block: Block, language: str) -> Block:
    found = standard(block.language)
    own = "" if found == language else found
    marks = tuple(_marks(block.marks))
    if own == block.language and marks == block.marks:
        return block
    return replace(block, language=own, marks=marks)


def _marks(marks: tuple[Mark, ...]) -> Iterator[Mark]:
    for mark in marks:
        if mark.kind is not MarkKind.LANGUAGE:
            yield mark
        elif value := standard(mark.value):
            yield replace(mark, value=value)


def _warning(said: str, language: str) -> Iterator[str]:
    if said and not language and said.lower() not in UNTOLD:
        shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
        yield f"The book calls its language {shown!r}, which is no language tag; its words tell it."
