"""The promise for every reader: words of the source = words read + words skipped, in order."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from epub_builder import EpubBuilder, nav, xhtml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.text import H, P
from pdf_builder import Novel

from narrate.editing import Options, edit
from narrate.editing.ledger import prove, tally
from narrate.editing.matter import MATTER
from narrate.model import WORD, Book
from narrate.readers import read_book

SHARED = Path(__file__).parents[2].parent / "shared" / "books"
REAL = sorted(path for path in SHARED.glob("*.*") if path.name != "README.md")
LARGE = 300_000
"""Bytes; a larger book takes seconds."""

Chapters = list[tuple[str, list[str]]]
"""Titles and paragraphs."""

SENTENCES = st.sampled_from(
    [
        "It rained upon the harbour all that week, and the boats stayed in.",
        "She said: it is not here!",
        "In 1871 he was 12 years old.",
        "Nobody knew it; nobody asked.",
        "The semi-circular wall fell (as walls do).",
        "Tom & Co paid 4 shillings.",
        "What then?",
        "Published by the harbour press, second edition.",
        "He read on; and on. And on.",
    ]
)
TITLES = st.sampled_from(["The Wall", "INDEX", "Preface", "Contents", "A LONG WAY", "Notes"])
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
CHAPTERS: st.SearchStrategy[Chapters] = st.lists(
    st.tuples(TITLES, st.lists(PARAGRAPHS, min_size=1, max_size=4)), min_size=1, max_size=4
)


def words(text: str) -> list[str]:
    return [found[0] for found in WORD.finditer(text)]


def said(chapters: Chapters) -> list[str]:
    return [
        word
        for title, paragraphs in chapters
        for text in (title, *paragraphs)
        for word in words(text)
    ]


def plain(chapters: Chapters, path: Path) -> Path:
    blocks = [
        "\n".join(textwrap.wrap(text, 60, break_on_hyphens=False))
        for title, paragraphs in chapters
        for text in (title, *paragraphs)
    ]
    path.write_text("\n\n".join(blocks) + "\n", "utf-8")
    return path


def markdown(chapters: Chapters, path: Path) -> Path:
    blocks = [text for title, body in chapters for text in (f"## {title}", *body)]
    path.write_text("\n\n".join(blocks) + "\n", "utf-8")
    return path


def body(chapters: Chapters) -> str:
    return "".join(
        f"<h2>{html.escape(title)}</h2>" + "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
        for title, paragraphs in chapters
    )


def page(chapters: Chapters, path: Path) -> Path:
    path.write_text(f"<html><body>{body(chapters)}</body></html>", "utf-8")
    return path


def epub(chapters: Chapters, path: Path) -> Path:
    documents = {f"c{n}.xhtml": xhtml(body([one])) for n, one in enumerate(chapters)}
    entries = "".join(
        f'<li><a href="c{n}.xhtml">{html.escape(title)}</a></li>'
        for n, (title, _) in enumerate(chapters)
    )
    return EpubBuilder(documents, nav=nav(entries)).write(path.parent, path.name)


def fiction(chapters: Chapters, path: Path) -> Path:
    sections = "".join(
        f"<section><title><p>{html.escape(title)}</p></title>"
        + "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
        + "</section>"
        for title, paragraphs in chapters
    )
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>'
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description>'
        "<title-info><lang>en</lang></title-info></description>"
        f"<body>{sections}</body></FictionBook>",
        "utf-8",
    )
    return path


def rich(chapters: Chapters, path: Path) -> Path:
    lines = [text for title, paragraphs in chapters for text in (title, *paragraphs)]
    path.write_text("{\\rtf1\\ansi " + "".join(f"{line}\\par\n" for line in lines) + "}", "ascii")
    return path


def word(chapters: Chapters, path: Path) -> Path:
    document = Document()
    for title, paragraphs in chapters:
        document.add_heading(title, 1)
        for text in paragraphs:
            document.add_paragraph(text)
    document.save(str(path))
    return path


def odt(chapters: Chapters, path: Path) -> Path:
    document = OpenDocumentText()
    for title, paragraphs in chapters:
        document.text.addElement(H(outlinelevel=1, text=title))
        for text in paragraphs:
            document.text.addElement(P(text=text))
    document.save(str(path))
    return path


WRITERS: dict[str, Callable[[Chapters, Path], Path]] = {
    "txt": plain,
    "md": markdown,
    "html": page,
    "epub": epub,
    "fb2": fiction,
    "rtf": rich,
    "docx": word,
    "odt": odt,
}


def assert_nothing_is_lost(book: Book, options: Options) -> None:
    script = edit(book, options)
    count = tally(book, script)

    assert prove(book, script) == []
    assert count.source == count.read + sum(count.skipped.values())


@pytest.mark.parametrize("suffix", WRITERS)
@given(chapters=CHAPTERS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_word_of_a_made_book_is_read_or_skipped_in_its_order(
    suffix: str, chapters: Chapters, tmp_path: Path
) -> None:
    book = read_book(WRITERS[suffix](chapters, tmp_path / f"book.{suffix}"))

    assert [one for block in book.blocks for one in words(block.text)] == said(chapters)
    assert_nothing_is_lost(book, Options())


def test_every_word_of_a_made_pdf_is_read_or_skipped_in_its_order(tmp_path: Path) -> None:
    novel = Novel()
    text = "It rained upon the harbour all that week, and the boats stayed in. " * 9
    novel.chapter("The Wall")
    novel.paragraph(text)
    novel.chapter("The Boat")
    novel.paragraph(text)
    book = read_book(novel.save(tmp_path / "book.pdf"))

    said_by = " ".join(block.text for block in book.blocks)

    assert words(said_by).count("harbour") == 18
    assert_nothing_is_lost(book, Options())


@pytest.mark.parametrize(
    "notes",
    ["skip", "inline", *(pytest.param(n, marks=pytest.mark.slow) for n in ("chapter", "end"))],
)
@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=[pytest.mark.slow] if p.stat().st_size > LARGE else []) for p in REAL],
    ids=lambda path: path.name,
)
def test_every_word_of_a_real_book_is_read_or_skipped(path: Path, notes: str) -> None:
    if notes != "skip" and path.suffix != ".epub":
        pytest.skip("no notes in it")

    assert_nothing_is_lost(read_book(path), Options(notes=notes))


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(p, marks=[pytest.mark.slow] if p.stat().st_size > LARGE else [])
        for p in REAL
        if p.suffix == ".epub"
    ],
    ids=lambda path: path.name,
)
def test_whatever_is_asked_for_nothing_of_a_real_book_is_lost(path: Path) -> None:
    every = frozenset(matter.name for matter in MATTER if not matter.is_read)
    wishes = Options(include=every, exclude=frozenset({"1", "table"}))

    assert_nothing_is_lost(read_book(path), wishes)
