"""Read EPUB 2 and 3.

In:  the path of an EPUB.
Out: a Book with everything that stands in the documents of the spine, in its order.
Knows nothing of what will be read aloud: front matter, notes and contents are all here,
with their roles.

Ids of blocks and targets of links are "member#fragment", since one fragment may occur in
several files. A document that is missing or damaged is left out with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from narrate.errors import BrokenBook, EmptyBook, PicturesOnly
from narrate.model import Block, BlockKind, Book, OutlineEntry
from narrate.readers.container import Container, DamagedMember
from narrate.readers.epub.nav import Navigation, read_nav, read_ncx, target
from narrate.readers.epub.package import Package, read_package
from narrate.readers.epub.rights import check_rights
from narrate.readers.epub.roles import give_roles, told_by_names
from narrate.readers.markup import pictures, semantics, xmltree
from narrate.readers.markup.assembly import Document, Setting
from narrate.readers.markup.blocks import read_markup
from narrate.readers.markup.crossrefs import resolve_links
from narrate.readers.markup.outline import Line, from_headings, outline, promote_titles
from narrate.readers.markup.phonemes import read_lexicon

_CONTAINER = "META-INF/container.xml"
_Read = TypeVar("_Read")


@dataclass(slots=True)
class _Text:
    """The documents read so far, one after the other."""

    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    titles: list[Line] = field(default_factory=list)
    pictures: int = 0

    def add(self, name: str, document: Document) -> None:
        base = len(self.blocks)
        self.blocks += [_qualified(block, name) for block in document.blocks]
        self.anchors[name], self.ends[name] = base, len(self.blocks)
        self.anchors.update({f"{name}#{key}": base + at for key, at in document.anchors.items()})
        self.ends.update({f"{name}#{key}": base + at for key, at in document.ends.items()})
        self.pictures += document.pictures


def _qualified(block: Block, name: str) -> Block:
    return replace(block, id=f"{name}#{block.id}") if block.id else block


def read(path: Path) -> Book:
    """Read an EPUB.

    Raises:
        BookNotFound, NotAFile: there is no such file.
        BrokenBook: it is no EPUB, damaged as a whole, or larger than narrate dares to open.
        ProtectedBook: it is under DRM.
        PicturesOnly, EmptyBook: it holds no text.
    """
    with Container(path) as container:
        return _Reader(container, path).book()


class _Reader:
    def __init__(self, container: Container, path: Path) -> None:
        self._container = container
        self._file = path.name
        self._warnings: list[str] = []
        check_rights(container, self._file)
        self._package = self._open_package()

    def book(self) -> Book:
        """The book."""
        navigation = self._navigation()
        text = self._text(navigation)
        self._check_text(text)
        told = [(line.role, line.target) for line in navigation.landmarks]
        told += self._package.guide
        told += told_by_names(item.name for item, _ in self._package.spine)
        blocks = give_roles(text.blocks, told, text.anchors, text.ends)
        blocks = resolve_links(blocks, text.anchors, text.ends)
        entries = self._outline(navigation, blocks, text)
        metadata = self._package.metadata
        return Book(
            blocks=tuple(promote_titles(blocks, entries)),
            title=metadata.title,
            authors=metadata.authors,
            language=metadata.language,
            metadata=MappingProxyType(dict(metadata.details)),
            outline=tuple(entries),
            cover=self._cover(),
            lexicon=MappingProxyType(self._lexicon()),
            warnings=tuple(dict.fromkeys(self._warnings)),
        )

    def _attempt(self, name: str, reader: Callable[[bytes, str], _Read]) -> _Read | None:
        """What a reader makes of a member; a warning and None where it cannot."""
        try:
            return reader(self._container.read(name), name)
        except DamagedMember as error:
            self._warnings.append(f"{error}; the book is read without it.")
        except ValueError as error:
            self._warnings.append(f"{name}: cannot be read ({error}).")
        return None

    def _parse(self, name: str, parser: Callable[[bytes, str], xmltree.Parsed]) -> semantics.Node:
        parsed = self._attempt(name, parser)
        if parsed is None:
            return None
        self._warnings += parsed.warnings
        return parsed.root

    def _open_package(self) -> Package:
        names = self._package_names()
        for name in names:
            package = self._attempt(name, read_package)
            if package is not None and package.spine:
                self._warnings += package.warnings
                return package
        raise BrokenBook(f"{self._file}: no list of its contents was found. Is it an EPUB?")

    def _package_names(self) -> list[str]:
        root = self._parse(_CONTAINER, xmltree.parse_xml)
        named = (
            [one.get("full-path") or "" for one in root.iter("{*}rootfile")]
            if root is not None
            else []
        )
        others = [name for name in self._container.names if name.lower().endswith(".opf")]
        found = [name for name in named if name and self._container.find(name)]
        return list(dict.fromkeys(found + others))

    def _navigation(self) -> Navigation:
        """From the navigation document, else from the NCX; landmarks and pages from either."""
        item = self._package.with_property("nav")
        root = self._parse(item.name, xmltree.parse_xhtml) if item else None
        found = read_nav(root, item.name) if item and root is not None else Navigation()
        if self._package.ncx and not (found.lines and found.pages):
            root = self._parse(self._package.ncx, xmltree.parse_xml)
            ncx = read_ncx(root, self._package.ncx) if root is not None else Navigation()
            found = replace(found, lines=found.lines or ncx.lines, pages=found.pages or ncx.pages)
        return found

    def _text(self, navigation: Navigation) -> _Text:
        text = _Text()
        targets = _by_file((line.target, line.title) for line in navigation.lines)
        pages = _by_file(navigation.pages.items())
        for item, linear in self._package.spine:
            root = self._parse(item.name, xmltree.parse_xhtml)
            if root is None:
                text.add(item.name, Document())
                continue
            setting = Setting(
                file=item.name,
                language=self._package.metadata.language,
                role="" if linear else "non-linear",
                resolve=partial(target, item.name),
                targets=frozenset(targets.get(item.name, ())),
                pages=pages.get(item.name, {}),
            )
            text.add(item.name, read_markup(root, setting))
            text.titles.append(Line(_document_title(root), item.name, 1))
        return text

    def _check_text(self, text: _Text) -> None:
        words = (block.text for block in text.blocks if block.kind is not BlockKind.FIGURE)
        if any(char.isalnum() for line in words for char in line):
            return
        if text.pictures:
            raise PicturesOnly(
                f"{self._file}: holds pictures and no text. Run text recognition (OCR) on it first."
            )
        raise EmptyBook(f"{self._file}: holds no text.")

    def _outline(
        self, navigation: Navigation, blocks: list[Block], text: _Text
    ) -> list[OutlineEntry]:
        entries, complaints = outline(navigation.lines, blocks, text.anchors)
        self._warnings += complaints
        if entries:
            return entries
        if navigation.lines or self._package.ncx or self._package.with_property("nav"):
            self._warnings.append("The table of contents cannot be used; headings stand in for it.")
        named = [line for line in text.titles if line.title]
        distinct = len({line.title for line in named}) == len(named)
        return from_headings(blocks) or (
            outline(named, blocks, text.anchors)[0] if distinct else []
        )

    def _lexicon(self) -> dict[str, str]:
        language = self._package.metadata.language
        entries: dict[str, str] = {}
        for item in self._package.items.values():
            if item.type == "application/pls+xml":
                found = self._attempt(
                    item.name, lambda data, name: read_lexicon(data, name, language)
                )
                entries = {**(found or {}), **entries}
        return entries

    def _cover(self) -> bytes | None:
        for name in self._cover_names():
            if not 0 < self._container.size(name) <= pictures.LARGEST:
                continue
            try:
                found = pictures.raster(self._container.read(name))
            except DamagedMember:
                found = None
            if found:
                return found
        return None

    def _cover_names(self) -> list[str]:
        """Where the cover may be, the most reliable word first."""
        package, items = self._package, self._package.items
        declared = package.with_property("cover-image")
        named = items.get(package.metadata.cover)
        names = [item.name for item in (declared, named) if item]
        names += [name for term, name in package.guide if term.startswith("cover")]
        images = [item for item in items.values() if item.type.startswith("image/")]
        names += [item.name for item in images if "cover" in (item.id + item.name).lower()]
        return names


def _by_file(targets: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """For each file, the fragments that targets name in it and what they are called."""
    found: dict[str, dict[str, str]] = {}
    for where, title in targets:
        name, mark, fragment = where.partition("#")
        if mark:
            found.setdefault(name, {})[fragment] = title
    return found


def _document_title(root: semantics.Node) -> str:
    found = root.find(".//{*}head/{*}title")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
