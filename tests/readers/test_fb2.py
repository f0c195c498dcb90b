"""FictionBook 2: sections, notes, verse, description; plain, zipped, broken."""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

import pytest

from narrate.errors import BookNotFound, BrokenBook, EmptyBook
from narrate.model import Book, MarkKind
from narrate.readers.fb2 import read

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
INFO = """<genre>prose</genre><author><first-name>Anna</first-name><middle-name>B.</middle-name>
<last-name>Writer</last-name></author><book-title>Летопись</book-title>
<annotation><p>About it.</p></annotation><date>1901</date>
<coverpage><image l:href="#cover.png"/></coverpage><lang>ru</lang>
<translator><nickname>Trans</nickname></translator><sequence name="Saga" number="2"/>"""
PUBLISH = "<publisher>House</publisher><year>1999</year><isbn>978-5-17-118366-0</isbn>"


def fb2(bodies: str, *, encoding: str = "utf-8", info: str = INFO) -> bytes:
    binary = base64.b64encode(PNG).decode()
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" '
        'xmlns:l="http://www.w3.org/1999/xlink"><description>'
        f"<title-info>{info}</title-info><publish-info>{PUBLISH}</publish-info></description>"
        f'{bodies}<binary id="cover.png" content-type="image/png">{binary}</binary></FictionBook>'
    ).encode(encoding)


def book(folder: Path, bodies: str, **options: str) -> Book:
    path = folder / "book.fb2"
    path.write_bytes(fb2(bodies, **options))
    return read(path)


def told(found: Book) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in found.blocks]


STORY = """<body><title><p>Летопись</p></title><epigraph><p>Quote</p><text-author>Who</text-author>
</epigraph><section id="s1"><title><p>Part 1</p><p>Youth</p></title><section><title><p>I</p></title>
<p>A <emphasis>b</emphasis><a l:href="#n1" type="note">[1]</a></p><empty-line/><p>c</p>
<subtitle>* * *</subtitle><subtitle>A letter</subtitle><cite><p>d</p></cite>
<poem><stanza><v>e</v><v>f</v></stanza></poem></section></section></body>
<body name="notes"><title><p>Notes</p></title><section id="n1"><title><p>1</p></title><p>A note.</p>
<p>More.</p></section></body>"""


def test_every_element_becomes_its_kind_of_block_in_order(tmp_path: Path) -> None:
    assert told(book(tmp_path, STORY)) == [
        ("heading", "Летопись"),
        ("paragraph", "Quote"),
        ("paragraph", "Who"),
        ("heading", "Part 1\nYouth"),
        ("heading", "I"),
        ("paragraph", "A b[1]"),
        ("scene-break", ""),
        ("paragraph", "c"),
        ("scene-break", "* * *"),
        ("heading", "A letter"),
        ("quotation", "d"),
        ("verse", "e"),
        ("verse", "f"),
        ("heading", "Notes"),
        ("note", "1 A note."),
        ("note", "More."),
    ]


def test_the_outline_holds_sections_and_neither_title_nor_subtitles(tmp_path: Path) -> None:
    found = book(tmp_path, STORY)

    assert [(e.title, e.level, e.role) for e in found.outline] == [
        ("Part 1: Youth", 1, ""),
        ("I", 2, ""),
        ("Notes", 1, "footnotes"),
    ]


def test_notes_are_linked_and_labelled(tmp_path: Path) -> None:
    found = book(tmp_path, STORY)

    references = [
        (block.text[mark.start : mark.end], mark.value)
        for block in found.blocks
        for mark in block.marks
        if mark.kind is MarkKind.NOTE_REFERENCE
    ]
    assert references == [("[1]", "n1")]
    assert [(block.id, block.label) for block in found.blocks[-2:]] == [("n1", "1")] * 2


def test_the_description_gives_metadata_and_cover(tmp_path: Path) -> None:
    found = book(tmp_path, STORY)

    assert (found.title, found.authors, found.language) == ("Летопись", ("Anna B. Writer",), "ru")
    assert found.cover == PNG
    assert dict(found.metadata) == {
        "series": "Saga",
        "series_index": "2",
        "translator": "Trans",
        "description": "About it.",
        "date": "1901",
        "publisher": "House",
        "isbn": "9785171183660",
        "subject": "prose",
    }


def test_text_without_any_description_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bare.fb2"
    path.write_text("<FictionBook><body><section><p>x</p></section></body></FictionBook>")

    assert told(read(path)) == [("paragraph", "x")]


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16"])
def test_declared_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    assert book(tmp_path, STORY, encoding=encoding).title == "Летопись"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_declared_encodings_are_read_where_the_xml_is_broken(tmp_path: Path, encoding: str) -> None:
    found = book(tmp_path, "<body><section><p>мир & труд</p></section></body>", encoding=encoding)

    assert told(found) == [("paragraph", "мир & труд")]
    assert "not well-formed" in found.warnings[0]


def test_a_zipped_book_is_read_and_two_in_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.fb2.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.fb2", fb2(STORY))
    first = read(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("two.fb2", fb2(STORY))

    assert first.title == "Летопись"
    with pytest.raises(BrokenBook, match=r"2 \.fb2 files"):
        read(path)


def test_broken_xml_is_mended_with_a_warning(tmp_path: Path) -> None:
    found = book(tmp_path, "<body><section><p>one & two</p><p>three<p>four</section></body>")

    assert "".join("".join(block.text.split()) for block in found.blocks) == "one&twothreefour"
    assert "not well-formed" in found.warnings[0]


def test_ten_thousand_levels_lose_no_word(tmp_path: Path) -> None:
    deep = "<section>" * 10_000 + "<p>deep</p>" + "</section>" * 10_000

    assert told(book(tmp_path, f"<body>{deep}</body>")) == [("paragraph", "deep")]


@pytest.mark.parametrize("data", [b"", b"hello", b"<html><body>x</body></html>", b"PK\x03\x04zz"])
def test_what_is_no_fictionbook_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "book.fb2"
    path.write_bytes(data)

    with pytest.raises(BrokenBook) as caught:
        read(path)

    assert "\n" not in str(caught.value)


def test_a_book_without_words_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(EmptyBook):
        book(tmp_path, "<body><section><p/></section></body>")
    with pytest.raises(BookNotFound):
        read(tmp_path / "gone.fb2")
