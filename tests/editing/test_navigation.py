"""Chapters are those of the own navigation of every real EPUB here, in titles and places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.editing import Options, edit
from narrate.model import Book, Chapter, OutlineEntry, Script
from narrate.readers import read_book

BOOKS = sorted((Path(__file__).parents[2].parent / "shared" / "books").glob("*.epub"))


def letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def blocks_of(chapter: Chapter) -> list[int]:
    return [span.block for sentence in chapter.sentences for span in sentence.source]


def claimed(book: Book, script: Script) -> Iterator[tuple[Chapter, int, int, list[OutlineEntry]]]:
    """Each chapter with the entry of its title, the entry of its parts, and those passed over."""
    at = 0
    for chapter in script.chapters:
        title = letters(chapter.title)
        found = next(
            (n for n in range(at, len(book.outline)) if letters(book.outline[n].title) == title),
            None,
        )
        if found is None:
            yield chapter, -1, -1, []
            continue
        passed = list(book.outline[at:found])
        part = letters(chapter.part)
        parts = [n for n in range(at, found) if letters(book.outline[n].title) == part]
        first = min(parts, default=found)
        yield chapter, found, first, passed
        at = found + 1


@pytest.mark.skipif(not BOOKS, reason="the shared books are not here")
@pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
def test_entries_of_the_navigation_are_parts_and_chapters_or_not_read_and_nothing_else_is(
    path: Path,
) -> None:
    book = read_book(path)
    script = edit(book, Options())
    heard = {block for chapter in script.chapters for block in blocks_of(chapter)}
    places = [entry.block for entry in book.outline]

    found = list(claimed(book, script))

    for chapter, entry, first, passed in found:
        if entry < 0:
            assert chapter.role == "front" and max(blocks_of(chapter)) < places[0]
            continue
        end = next((place for place in places[entry + 1 :] if place > places[entry]), 1 << 30)
        assert all(places[first] <= block < end for block in blocks_of(chapter)), chapter.title
        for one in passed:
            after = min((place for place in places if place > one.block), default=1 << 30)
            is_part = letters(one.title) == letters(chapter.part)
            assert is_part or not heard & set(range(one.block, after)), one.title
    numbers = [entry for _, entry, _, _ in found if entry >= 0]
    assert numbers == sorted(set(numbers))
    last = max(numbers)
    assert not heard & set(range(*_rest(places, last))), "chapters of the navigation were missed"


def _rest(places: list[int], last: int) -> tuple[int, int]:
    """The blocks of the entries after the last one that is a chapter."""
    later = [place for place in places[last + 1 :] if place > places[last]]
    return (min(later), 1 << 20) if later else (0, 0)
