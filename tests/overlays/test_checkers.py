"""EPUBs with sound, by the checkers of the W3C and of DAISY.

A book that is made must have no fault at all. A publisher's own may keep those that its
publisher made, which only the publisher can mend: colours without contrast, links told by
their colour alone, page numbers whose source is not named. No document of it gets one more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from checkers import ace, epubcheck, epubcheck_ts
from ferry_epub import ferry_epub
from narrating import BOOKS, SEED_BOOK, SHARED_BOOKS
from readalong import readalong

from narrate.publish.epub.output import write

pytestmark = [pytest.mark.slow, pytest.mark.tools]

MADE: dict[str, Callable[[Path], Path]] = {
    "markdown": lambda _: BOOKS / "ferry.md",
    "seed": lambda _: SEED_BOOK,
    "epub2": lambda folder: ferry_epub(folder, version="2.0"),
}
CLEAN: dict[str, Callable[[Path], Path]] = {
    "ferry": ferry_epub,
    "novel": lambda _: SHARED_BOOKS / "pride-and-prejudice.epub",
}
OTHERS = (
    "idpf-accessible_epub_3",
    "idpf-childrens-literature",
    "idpf-georgia-pls-ssml",
    "idpf-wasteland",
)


def existing(path: Path) -> Path:
    if not path.exists():
        pytest.skip("the book is not here")
    return path


@pytest.mark.parametrize("name", [*MADE, *CLEAN])
def test_a_book_has_no_fault_and_no_violation(name: str, tmp_path: Path) -> None:
    source = existing((MADE | CLEAN)[name](tmp_path))

    (book,) = write(readalong(source, tmp_path)).files

    assert epubcheck(book, tmp_path) == []
    found = ace(book, tmp_path)
    assert not found.violations, found.text


@pytest.mark.parametrize("name", MADE)
def test_a_second_checker_agrees(name: str, tmp_path: Path) -> None:
    source = existing(MADE[name](tmp_path))

    (book,) = write(readalong(source, tmp_path)).files

    assert epubcheck_ts(book) == ""


@pytest.mark.parametrize("name", OTHERS)
def test_a_publishers_book_gets_no_fault_that_it_did_not_have(name: str, tmp_path: Path) -> None:
    source = existing(SHARED_BOOKS / f"{name}.epub")
    (tmp_path / "own").mkdir()
    before = ace(source, tmp_path / "own")

    (book,) = write(readalong(source, tmp_path)).files

    assert epubcheck(book, tmp_path) == []
    found = ace(book, tmp_path)
    assert found.violations <= before.violations, found.text
