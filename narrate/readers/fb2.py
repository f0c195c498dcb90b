"""Read FictionBook 2, plain or zipped.

In:  the path of an FB2 file, or of a ZIP archive that holds one.
Out: a Book; titles of sections are headings, the bodies of notes are notes.
Knows nothing of blocks: the tree is renamed to XHTML, element by element, and read as such.

FictionBook 2.1 schema (gribuser.ru). Every text node of the bodies is kept. A note's title
("1") is moved to the head of its text, as it is printed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from narrate.errors import BrokenBook, EmptyBook
from narrate.model import Block, BlockKind, Book, OutlineEntry
from narrate.readers.container import (
    MIB,
    Container,
    DamagedMember,
    check_is_file,
    is_zip,
    read_file,
)
from narrate.readers.markup import pictures, xmltree
from narrate.readers.markup.assembly import Setting
from narrate.readers.markup.blocks import read_markup
from narrate.readers.markup.crossrefs import resolve_links
from narrate.readers.markup.outline import one_line
from narrate.readers.markup.semantics import OPS, XML, Node, local

_LARGEST = 64 * MIB
_HREF = "{http://www.w3.org/1999/xlink}href"
_TAGS = {
    "annotation": "div",
    "body": "div",
    "cite": "blockquote",
    "date": "p",
    "emphasis": "em",
    "epigraph": "div",
    "image": "img",
    "poem": "div",
    "stanza": "div",
    "strikethrough": "span",
    "style": "span",
    "text-author": "p",
    "v": "p",
}
"""FB2 elements and the elements of XHTML that say the same; others have the same name."""
_TYPES = {"epigraph": "epigraph", "poem": "z3998:poem", "annotation": "abstract"}
_SUBTITLE = 6
"""The rank of a subtitle, which stands inside a section; titles of sections rank above."""
_NOTES = frozenset({"notes", "comments", "footnotes"})
_SPACED = frozenset({"p", "cite", "poem", "subtitle"})
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PEOPLE = ("first-name", "middle-name", "last-name")


def read(path: Path) -> Book:
    """Read an FB2 file, or a ZIP archive with one FB2 file in it.

    Raises:
        BookNotFound, NotAFile: there is no such file.
        BrokenBook: it is not FB2, damaged as a whole, or larger than narrate dares to open.
        EmptyBook: it holds no text.
    """
    check_is_file(path)
    data = _unzipped(path) if is_zip(path) else read_file(path, _LARGEST)
    try:
        parsed = xmltree.parse_xml(data, path.name)
    except ValueError as error:
        raise BrokenBook(f"{path.name}: not a FictionBook file. Get the file again.") from error
    root = parsed.root
    if local(root) != "fictionbook" or root.find("{*}body") is None:
        raise BrokenBook(f"{path.name}: not a FictionBook file, it has no body of text.")
    return _book(root, parsed.warnings, path.name)


def _unzipped(path: Path) -> bytes:
    with Container(path) as container:
        names = [name for name in container.names if name.lower().endswith(".fb2")]
        if len(names) != 1:
            raise BrokenBook(
                f"{path.name}: holds {len(names)} .fb2 files. Give one book at a time."
            )
        try:
            return container.read(names[0])
        except DamagedMember as error:
            raise BrokenBook(f"{path.name}: {error}. Get the file again.") from error


def _book(root: Node, warnings: tuple[str, ...], name: str) -> Book:
    info = root.find("{*}description/{*}title-info")
    info = etree.Element("title-info") if info is None else info
    publish = root.find("{*}description/{*}publish-info")
    language = _text(info, "lang")
    cover = _cover(root, info)
    details = {key: value for key, value in _details(info, publish) if value}
    document = read_markup(_as_xhtml(root), Setting(language=language, resolve=_fragment))
    if not any(char.isalnum() for block in document.blocks for char in block.text):
        raise EmptyBook(f"{name}: holds no text.")
    blocks = resolve_links(document.blocks, document.anchors, document.ends)
    return Book(
        blocks=tuple(blocks),
        title=_text(info, "book-title"),
        authors=tuple(_people(info, "author")),
        language=language,
        metadata=MappingProxyType(details),
        outline=tuple(_outline(_ranked(blocks))),
        cover=cover,
        warnings=warnings,
    )


def _fragment(href: str) -> str:
    return href[1:] if href.startswith("#") else href


def _ranked(blocks: list[Block]) -> list[OutlineEntry]:
    return [
        OutlineEntry(one_line(block.text), number, block.level, block.role)
        for number, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
    ]


def _outline(entries: list[OutlineEntry]) -> Iterator[OutlineEntry]:
    """The titles of sections: not that of the whole book, and no subtitles."""
    whole = [entry for entry in entries if entry.level == 1 and not entry.role]
    sections = [entry for entry in entries if 1 < entry.level < _SUBTITLE]
    title = whole[0] if len(whole) == 1 and sections else None
    for entry in entries:
        if entry is not title and entry.level < _SUBTITLE:
            yield replace(entry, level=max(1, entry.level - (title is not None)))


def _text(parent: Node | None, name: str) -> str:
    found = parent.find(f"{{*}}{name}") if parent is not None else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _people(info: Node, role: str) -> Iterator[str]:
    for person in info.findall(f"{{*}}{role}"):
        parts = filter(None, (_text(person, part) for part in _PEOPLE))
        name = " ".join(parts) or _text(person, "nickname")
        if name:
            yield name


def _details(info: Node, publish: Node | None) -> Iterator[tuple[str, str]]:
    series = info.find("{*}sequence")
    yield "series", series.get("name") or "" if series is not None else ""
    yield "series_index", series.get("number") or "" if series is not None else ""
    yield "translator", ", ".join(_people(info, "translator"))
    yield "description", _text(info, "annotation")
    yield "date", _text(info, "date") or _text(publish, "year")
    yield "publisher", _text(publish, "publisher")
    yield "isbn", _text(publish, "isbn").replace("-", "").replace(" ", "")
    genres = (" ".join("".join(one.itertext()).split()) for one in info.findall("{*}genre"))
    yield "subject", _text(info, "keywords") or "; ".join(filter(None, genres))


def _cover(root: Node, info: Node) -> bytes | None:
    image = info.find("{*}coverpage/{*}image")
    name = _href(image)[1:] if image is not None else ""
    for binary in root.iter("{*}binary"):
        if name and binary.get("id") == name and len(binary.text or "") <= pictures.LARGEST * 4 / 3:
            try:
                return pictures.raster(base64.b64decode(binary.text or ""))
            except binascii.Error:
                return None
    return None


def _href(node: Node) -> str:
    return node.get(_HREF) or node.get("href") or ""


def _as_xhtml(root: Node) -> Node:
    """The bodies as one body of XHTML; the tree is changed, its text is not."""
    for name in ("description", "binary", "stylesheet"):
        etree.strip_elements(root, f"{{*}}{name}", with_tail=False)
    for body in root.findall("{*}body"):
        in_notes = (body.get("name") or "").lower() in _NOTES
        if in_notes:
            body.set(OPS + "type", "footnotes")
        depths = {body: 0}
        for node in [one for one in body.iter() if isinstance(one.tag, str)]:
            _rename(node, depths, in_notes)
    root.tag = "body"
    return root


def _rename(node: Node, depths: dict[Node, int], in_notes: bool) -> None:
    name = local(node)
    parent = node.getparent()
    depth = depths.get(parent, 0)
    depths[node] = depth + (name == "section")
    if name == "title":
        _rename_title(node, depth, in_notes and local(parent) == "section")
    elif name == "subtitle":
        node.tag = f"h{_SUBTITLE}"
    elif name == "empty-line":
        node.tag = "hr" if _between_paragraphs(node) else "br"
    elif name == "section" and in_notes and node.get("id"):
        node.set(OPS + "type", "footnote")
    elif name == "a":
        node.set("href", _href(node))
        if node.get("type") == "note":
            node.set(OPS + "type", "noteref")
    else:
        node.tag = _TAGS.get(name, name if _NAME.fullmatch(name) else "span")
        if name in _TYPES:
            node.set(OPS + "type", _TYPES[name])
    if name == "style" and node.get(XML + "lang"):
        node.set("lang", node.get(XML + "lang"))


def _rename_title(node: Node, depth: int, of_note: bool) -> None:
    """A title is a heading with a line for each paragraph; a note's goes before its text."""
    following = node.getnext()
    if not of_note or following is None or local(following) != "p":
        node.tag = f"h{min(_SUBTITLE - 1, depth + 1)}"
        return
    node.tag = "span"
    for line in node.iterchildren("{*}p"):
        line.tag = "span"
    node.tail = " "
    following.insert(0, node)
    node.tail, following.text = " " + (following.text or ""), None


def _between_paragraphs(node: Node) -> bool:
    before, after = node.getprevious(), node.getnext()
    return all(one is not None and local(one) in _SPACED for one in (before, after))
