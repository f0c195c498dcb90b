"""Stanzas of verse are told apart in every format that has them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from epub_builder import EpubBuilder, xhtml
from odf.opendocument import OpenDocumentText
from odf.style import Style
from odf.text import P

from narrate.model import BlockKind, Book
from narrate.readers import read_book

FIRST, SECOND = ("Tyger tyger,", "burning bright"), ("What immortal hand", "could frame")
STANZAS = (FIRST, SECOND)


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


MARKUP = {
    "a paragraph a stanza": "".join(f"<p>{'<br/>'.join(stanza)}</p>" for stanza in STANZAS),
    "a division a stanza": "".join(
        f'<div class="stanza">{paragraphs(stanza)}</div>' for stanza in STANZAS
    ),
    "an empty line": "<p>" + "<br/><br/>".join("<br/>".join(stanza) for stanza in STANZAS) + "</p>",
    "preformatted": "<pre>" + "\n\n".join("\n".join(stanza) for stanza in STANZAS) + "</pre>",
    "spans that are lines": "".join(
        "<p>" + "<br/>\n".join(f"<span>{line}</span>" for line in stanza) + "</p>"
        for stanza in STANZAS
    ),
}


def page(path: Path, name: str) -> Book:
    body = f'<p>Prose.</p><div epub:type="z3998:poem">{MARKUP[name]}</div><p>Prose.</p>'
    return read_book(EpubBuilder({"a.xhtml": xhtml(body)}).write(path))


def fiction(path: Path) -> Book:
    stanzas = "".join(
        "<stanza>" + "".join(f"<v>{line}</v>" for line in stanza) + "</stanza>"
        for stanza in STANZAS
    )
    file = path / "book.fb2"
    file.write_text(
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section>'
        f"<p>Prose.</p><poem>{stanzas}</poem></section></body></FictionBook>",
        "utf-8",
    )
    return read_book(file)


def plain(path: Path) -> Book:
    prose = textwrap.fill("It rained upon the harbour all week; nobody went out to sea. " * 9, 70)
    verse = "\n\n".join("\n".join(f"    {line}" for line in stanza) for stanza in STANZAS)
    file = path / "book.txt"
    file.write_text(f"{prose}\n\n{verse}\n\n{prose}\n", "utf-8")
    return read_book(file)


def markdown(path: Path) -> Book:
    file = path / "book.md"
    file.write_text("\n\n".join("  \n".join(stanza) for stanza in STANZAS), "utf-8")
    return read_book(file)


def word(path: Path) -> Book:
    document = Document()
    document.styles.add_style("Verse", 1)
    for line in (*FIRST, "", *SECOND):
        document.add_paragraph(line, "Verse")
    document.save(str(path / "book.docx"))
    return read_book(path / "book.docx")


def odt(path: Path) -> Book:
    document = OpenDocumentText()
    style = Style(name="Poetry", family="paragraph")
    document.styles.addElement(style)
    for line in (*FIRST, "", *SECOND):
        document.text.addElement(P(stylename=style, text=line))
    document.save(str(path / "book.odt"))
    return read_book(path / "book.odt")


def begins(book: Book) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in book.blocks if block.kind is BlockKind.VERSE]


EXPECTED = [(FIRST[0], 1), (FIRST[1], 0), (SECOND[0], 1), (SECOND[1], 0)]


@pytest.mark.parametrize("name", MARKUP)
def test_a_stanza_of_markup_begins_with_its_first_line(tmp_path: Path, name: str) -> None:
    assert begins(page(tmp_path, name)) == EXPECTED


@pytest.mark.parametrize("read", [fiction, plain, markdown, word, odt])
def test_a_stanza_of_other_formats_begins_with_its_first_line(
    tmp_path: Path, read: Callable[[Path], Book]
) -> None:
    assert begins(read(tmp_path)) == EXPECTED


def test_lines_in_paragraphs_of_one_division_are_one_stanza(tmp_path: Path) -> None:
    body = f'<div class="verse">{paragraphs((*FIRST, *SECOND))}</div>'

    book = read_book(EpubBuilder({"a.xhtml": xhtml(body)}).write(tmp_path))

    assert [level for _, level in begins(book)] == [1, 0, 0, 0]
