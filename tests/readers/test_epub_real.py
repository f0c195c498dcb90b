"""Real EPUBs, where they are at hand: nothing is lost, and chapters are where they should be."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from narrate.model import Block, MarkKind
from narrate.readers.epub.reading import read

BOOKS = sorted((Path(__file__).parents[2].parent / "shared" / "books").glob("*.epub"))
X = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
each_book = pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
pytestmark = pytest.mark.skipif(not BOOKS, reason="the shared books are not here")


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def said_by(element: Any) -> str:
    """The text of an element as a person sees it: its text nodes and its pictures' words."""
    if not isinstance(element.tag, str) or element.tag in (X + "script", X + "style"):
        return ""
    own = element.get("alt") or "" if element.tag == X + "img" else element.text or ""
    return own + "".join(said_by(child) + (child.tail or "") for child in element)


class Opened:
    """The parts of an EPUB that these tests need, found by other means than narrate's."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        container: Any = self.parse("META-INF/container.xml")
        self.opf: str = container.find(".//{*}rootfile").get("full-path")
        self.package = self.parse(self.opf)
        self.items: dict[str, Any] = {i.get("id"): i for i in self.package.iter("{*}item")}

    def parse(self, name: str) -> Any:
        return etree.fromstring(self.zip.read(name))

    def member(self, href: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.opf), unquote(href)))

    def spine(self) -> list[str]:
        refs = self.package.iter("{*}itemref")
        return [self.member(self.items[ref.get("idref")].get("href")) for ref in refs]

    def body(self, name: str) -> Any:
        return self.parse(name).find(X + "body")

    def contents(self) -> list[tuple[str, str, str]]:
        """Title, member and fragment of every link of the table of contents."""
        item = next(i for i in self.items.values() if "nav" in (i.get("properties") or ""))
        name = self.member(item.get("href"))
        navs = self.body(name).iter(X + "nav")
        toc = next(nav for nav in navs if "toc" in (nav.get(EPUB_TYPE) or "").split())
        found = []
        for link in toc.iter(X + "a"):
            file, _, fragment = link.get("href").partition("#")
            where = posixpath.normpath(posixpath.join(posixpath.dirname(name), file))
            found.append((" ".join("".join(link.itertext()).split()), where, fragment))
        return found


@each_book
def test_every_letter_of_the_spine_is_in_the_blocks_in_order(path: Path) -> None:
    opened = Opened(path)
    expected = {name: letters(said_by(opened.body(name))) for name in opened.spine()}

    blocks = read(path).blocks

    found = dict.fromkeys(expected, "")
    for block in blocks:
        found[block.place.file] += letters(block.text)
    assert found == expected


@each_book
def test_the_outline_is_the_navigation_in_titles_and_places(path: Path) -> None:
    opened, book = Opened(path), read(path)
    linked = [title for title, _, _ in opened.contents()]

    outline = [(entry.title, book.blocks[entry.block]) for entry in book.outline]

    by_title = [title for title, _ in outline if title in linked]
    assert by_title == linked
    for (_, file, fragment), (_, block) in zip(
        opened.contents(), [one for one in outline if one[0] in linked], strict=True
    ):
        assert block.place.file == file
        assert text_from(opened.body(file), fragment).startswith(beginning(block))


def text_from(body: Any, fragment: str) -> str:
    """The letters of a document from an anchor on."""
    anchor = next((one for one in body.iter() if one.get("id") == fragment), body)
    whole, after = said_by(body), said_by(anchor)
    return letters(whole[whole.index(after) :]) if after else letters(whole)


def beginning(block: Block) -> str:
    return letters(block.text)[:40]


@each_book
def test_no_warning_is_given_for_a_sound_book(path: Path) -> None:
    assert read(path).warnings == ()


@each_book
def test_links_between_blocks_lead_to_blocks(path: Path) -> None:
    book = read(path)
    ids = {block.id for block in book.blocks}

    references = [
        mark.value
        for block in book.blocks
        for mark in block.marks
        if mark.kind is MarkKind.NOTE_REFERENCE
    ]

    assert set(references) <= ids
