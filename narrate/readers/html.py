"""Read HTML: a web page or a book in one file.

In:  the path of an HTML or XHTML file, of any encoding.
Out: a Book with the whole body; menus, heads and feet have the role "navigation".
Knows nothing of what will be read aloud. Links are not followed, pictures not opened.

The outline is the page's own list of contents, links to places further down, where it has
one; else it is empty and the headings are all there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from narrate.errors import EmptyBook, PicturesOnly
from narrate.model import Block, BlockKind, Book
from narrate.readers.container import MIB, read_file
from narrate.readers.decode import refuse_other_formats
from narrate.readers.markup import semantics, xmltree
from narrate.readers.markup.assembly import Setting
from narrate.readers.markup.blocks import read_markup
from narrate.readers.markup.contents import find_contents
from narrate.readers.markup.crossrefs import resolve_links
from narrate.readers.markup.furniture import mark_furniture
from narrate.readers.markup.outline import outline
from narrate.readers.markup.semantics import Node

_LARGEST = 64 * MIB
_NAMES = {
    "author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "article:author": "author",
    "citation_author": "author",
    "dc.title": "title",
    "dcterms.title": "title",
    "og:title": "title",
    "dc.language": "language",
    "dcterms.language": "language",
    "content-language": "language",
    "og:locale": "language",
    "description": "description",
    "og:description": "description",
    "date": "date",
    "dc.date": "date",
    "dcterms.issued": "date",
    "article:published_time": "date",
    "dc.publisher": "publisher",
    "og:site_name": "publisher",
    "dc.rights": "rights",
    "dcterms.rights": "rights",
    "keywords": "subject",
    "dc.source": "source",
    "dcterms.source": "source",
}
"""What the names of meta elements mean: HTML, Dublin Core, Open Graph, Highwire."""
_DETAILS = ("description", "date", "publisher", "rights", "subject", "source")
_OF = re.compile(r"^The Project Gutenberg e-?book,? (?:of )?", re.IGNORECASE)
_BY = re.compile(r"(?P<title>.{2,}?),? by (?P<author>[^,|]{2,60})$", re.IGNORECASE)


def read(path: Path) -> Book:
    """Read an HTML file.

    Raises:
        BookNotFound, NotAFile: there is no such file.
        UnknownFormat: it is a file of another kind.
        BrokenBook: it is larger than 64 MiB or holds no markup at all.
        PicturesOnly, EmptyBook: it holds no text.
    """
    data = read_file(path, _LARGEST)
    refuse_other_formats(data, path.name)
    parser = xmltree.parse_xhtml if _says_xml(path, data) else xmltree.parse_html
    try:
        parsed = parser(data, path.name)
    except ValueError as error:
        raise EmptyBook(f"{path.name}: holds no text.") from error
    mark_furniture(parsed.root)
    return _book(parsed, path.name)


def _says_xml(path: Path, data: bytes) -> bool:
    return path.suffix.lower() in (".xhtml", ".xht") or data[:200].lstrip().startswith(b"<?xml")


def _book(parsed: xmltree.Parsed, name: str) -> Book:
    root = parsed.root
    told = _told(root)
    language = semantics.language(root) or told.get("language", [""])[0]
    document = read_markup(root, Setting(language=language, resolve=_fragment))
    if not any(char.isalnum() for block in document.blocks for char in block.text):
        if document.pictures:
            raise PicturesOnly(
                f"{name}: holds pictures and no text. Run text recognition (OCR) on it first."
            )
        raise EmptyBook(f"{name}: holds no text.")
    contents = find_contents(document.blocks, document.anchors)
    blocks = _with_role(document.blocks, contents.blocks, "toc")
    entries, _ = outline(contents.lines, blocks, document.anchors)
    title, authors = _title_and_authors(root, told, blocks)
    return Book(
        blocks=tuple(resolve_links(blocks, document.anchors, document.ends)),
        title=title,
        authors=authors,
        language=language.replace("_", "-"),
        metadata=MappingProxyType({key: "; ".join(told[key]) for key in _DETAILS if key in told}),
        outline=tuple(entries),
        warnings=parsed.warnings,
    )


def _fragment(href: str) -> str:
    return href[1:] if href.startswith("#") else href


def _with_role(blocks: list[Block], numbers: tuple[int, ...], role: str) -> list[Block]:
    found = list(blocks)
    for number in numbers:
        found[number] = replace(found[number], role=found[number].role or role)
    return found


def _told(root: Node) -> dict[str, list[str]]:
    """What the page's meta elements say, by our names, the first word first."""
    found: dict[str, list[str]] = {}
    for key, value in _metas(root):
        known = found.setdefault(_NAMES[key], [])
        if value not in known and (not known or _NAMES[key] in ("author", "subject")):
            known.append(value)
    return found


def _metas(root: Node) -> Iterator[tuple[str, str]]:
    for node in root.iter("{*}meta"):
        key = node.get("name") or node.get("property") or node.get("http-equiv") or ""
        value = " ".join((node.get("content") or "").split())
        if key.lower() in _NAMES and value:
            yield key.lower(), value


def _title_and_authors(
    root: Node, told: dict[str, list[str]], blocks: list[Block]
) -> tuple[str, tuple[str, ...]]:
    """The title as declared, cut down to the main heading, and "by" whom."""
    element = next(root.iter("{*}title"), None)
    written = " ".join("".join(element.itertext()).split()) if element is not None else ""
    declared = _OF.sub("", told.get("title", [written])[0] or written)
    authors = tuple(told.get("author", ()))
    by = _BY.match(declared)
    if by and not authors:
        authors = (by["author"],)
    title = by["title"] if by and by["author"] in authors else declared
    headings = (b.text for b in blocks if b.kind is BlockKind.HEADING and b.level == 1)
    return _headed(title, next(headings, "")), authors


def _headed(title: str, heading: str) -> str:
    """The beginning of a title that the first heading repeats: the rest names the site."""
    wanted = [char for char in heading.casefold() if char.isalnum()]
    if not title:
        return " ".join(heading.split())
    for at, char in enumerate(title):
        if not wanted:
            rest = title[at:]
            return title[:at].rstrip() if rest.lstrip()[:1] in "-–—|·:»•" else title
        if char.isalnum() and char.casefold() != wanted.pop(0):
            return title
    return title
