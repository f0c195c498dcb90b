"""Whole books, each with defects of its own, against what a listener should hear.

A ``.heard`` file stands beside each book. It was checked by eye when it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.editing import Options, edit
from narrate.editing.ledger import prove, tally
from narrate.model import Book, Reason, Script
from narrate.readers import read_book

BOOKS = Path(__file__).parent / "books"
ALL = sorted(path for path in BOOKS.iterdir() if path.suffix in (".txt", ".md"))
CLEAN = [path for path in ALL if path.name.startswith("clean_")]
HARMLESS = {Reason.NAMED_IN_CREDIT, Reason.BYLINE, Reason.TITLE_PAGE, Reason.SCENE_BREAK}


def edited(path: Path) -> tuple[Book, Script]:
    book = read_book(path)
    return book, edit(book, Options(untitled=path.stem))


def heard(script: Script) -> str:
    """Title, authors, chapters, paragraphs, and what is skipped, a line each."""
    return "\n".join(_lines(script)) + "\n"


def _lines(script: Script) -> Iterator[str]:
    yield f"{script.title} / {'; '.join(script.authors)} / {script.language}"
    for chapter in script.chapters:
        yield ""
        yield f"[{chapter.role}] {chapter.title}" + (f" ({chapter.part})" if chapter.part else "")
        for paragraph in chapter.paragraphs:
            text = " ".join(sentence.text for sentence in paragraph.sentences)
            yield f"  {paragraph.kind}: {text}" if text else f"  {paragraph.kind}"
    yield ""
    for entry in script.skipped:
        yield f"- line {entry.place.line}, {entry.reason}: {entry.text!r}"


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_listener_hears_what_the_book_means(path: Path) -> None:
    _, script = edited(path)

    assert heard(script) == path.with_suffix(".heard").read_text("utf-8")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_word_is_read_or_skipped_with_a_reason(path: Path) -> None:
    book, script = edited(path)

    count = tally(book, script)

    assert prove(book, script) == []
    assert count.source == count.read + sum(count.skipped.values())


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_text_is_read_as_it_stands(path: Path) -> None:
    book, script = edited(path)
    skipped = {entry.span.block for entry in script.skipped}
    kept = [block.text for number, block in enumerate(book.blocks) if number not in skipped]

    read = [" ".join(s.text for s in p.sentences) for c in script.chapters for p in c.paragraphs]

    assert {entry.reason for entry in script.skipped} <= HARMLESS
    assert [text.casefold() for text in read if text] == [text.casefold() for text in kept]


@pytest.mark.parametrize(
    "text", ["deep", "deep water runs still", "My Book\n\nby Ann Lee", "# Only a Heading"]
)
def test_a_book_that_is_hardly_more_than_its_title_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "small.md"
    path.write_text(text, encoding="utf-8")

    _, script = edited(path)

    said = " ".join(sentence.text for c in script.chapters for sentence in c.sentences)
    assert text.replace("#", "").split() == said.split()


def test_chapters_that_differ_by_their_figures_alone_are_all_read(tmp_path: Path) -> None:
    chapters = [
        f"## Chapter {n}: The Day\n\nShe went out on day {n} and came home late."
        for n in range(1, 60)
    ]
    path = tmp_path / "days.md"
    path.write_text("# Days\n\n" + "\n\n".join(chapters), encoding="utf-8")

    _, script = edited(path)

    assert len(script.chapters) == len(chapters)
    assert Reason.DUPLICATE not in {entry.reason for entry in script.skipped}
