"""Open the publisher's own EPUB again, to add to it.

In:  the path of an EPUB 3 that a reader has read in this run.
Out: its package document as a tree, its files, and the documents of its spine.
Knows nothing of overlays. Nothing is unpacked to disk; a member is read within bounds.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from pathlib import Path, PurePosixPath
from typing import Self
from urllib.parse import unquote

from lxml import etree

from narrate.publish.epub.archive import MIMETYPE
from narrate.publish.epub.package import OPF

LARGEST = 1 << 28
"""Bytes of one member, unpacked, at most; the reader allows less."""
LARGEST_IN_ALL = 1 << 31
"""Bytes of all members, most of which no reader looks into: pictures, sound, films."""

_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError)

_CONTAINER = "META-INF/container.xml"
_SIGNATURES = "META-INF/signatures.xml"
_ENTITY = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&([A-Za-z]\w{0,40});", re.DOTALL)
_OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


class Unfit(Exception):
    """Why overlays cannot be added to this EPUB; a sentence's end for the user."""


def is_epub(path: Path) -> bool:
    """Whether a file is an EPUB, as its mimetype says (EPUB 3.3, section 4.2.2).

    Other documents are ZIP files too. One that does not say what it is, is an EPUB if it
    has a container document.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if "mimetype" not in archive.namelist():
                return _CONTAINER in archive.namelist()
            with archive.open("mimetype") as member:
                return MIMETYPE.encode() in member.read(2 * len(MIMETYPE))
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error):
        return False


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the manifest: its element and the member's name."""

    node: etree._Element
    name: str

    @property
    def properties(self) -> frozenset[str]:
        """What the manifest says of it."""
        return frozenset((self.node.get("properties") or "").split())


class Original:
    """An EPUB 3; a context manager.

    Raises:
        Unfit: it is no EPUB 3, its package cannot be parsed, or it would harm who unpacks it.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile):
            raise Unfit("it is not an EPUB") from None
        try:
            self._demand_tame()
            self.package_name = self._package_name()
            self.package = parse(self.read(self.package_name))
        except KeyError:
            raise Unfit("it lacks its container document or its package") from None
        except etree.XMLSyntaxError:
            raise Unfit("its package is not well-formed") from None
        if not (self.package.get("version") or "").startswith("3"):
            raise Unfit("it is an EPUB 2, whose readers know no sound")
        self.entries = {entry.node.get("id") or "": entry for entry in self._entries()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def folder(self) -> str:
        """The folder of the package document, with a slash where it is not the root."""
        folder = posixpath.dirname(self.package_name)
        return f"{folder}/" if folder else ""

    @property
    def names(self) -> list[str]:
        """Every member to keep, in the order of the container."""
        files = [n for n in self._zip.namelist() if not n.endswith("/")]
        return [name for name in dict.fromkeys(files) if name not in ("mimetype", _SIGNATURES)]

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises:
            KeyError: there is none.
            Unfit: it is too large or damaged.
        """
        info = self._zip.getinfo(name)
        if info.file_size > LARGEST:
            raise Unfit(f"{name} is too large")
        try:
            return self._zip.read(info)
        except _FAULTS:
            raise Unfit(f"{name} is damaged") from None

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, piece by piece.

        Raises:
            Unfit: it is damaged.
        """
        try:
            with self._zip.open(name) as member:
                while piece := member.read(1 << 20):
                    yield piece
        except _FAULTS:
            raise Unfit(f"{name} is damaged") from None

    def spine(self) -> Iterator[Entry]:
        """The documents of the spine, in order."""
        for ref in self.package.iter(f"{{{OPF}}}itemref"):
            entry = self.entries.get(ref.get("idref") or "")
            if entry is not None:
                yield entry

    def document(self, name: str) -> etree._Element:
        """The root of a document.

        Raises:
            Unfit: it is not well-formed.
        """
        try:
            return parse(self.read(name))
        except (etree.XMLSyntaxError, KeyError):
            raise Unfit(f"{name} is not well-formed XHTML") from None

    def _demand_tame(self) -> None:
        """See that what is copied from it leads nowhere else and has bounds."""
        for info in self._zip.infolist():
            path = PurePosixPath(info.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts:
                raise Unfit("the name of one of its files leads out of it")
        if sum(info.file_size for info in self._zip.infolist()) > LARGEST_IN_ALL:
            raise Unfit("its files are too large")

    def _package_name(self) -> str:
        root = parse(self.read(_CONTAINER))
        found = (one.get("full-path") or "" for one in root.iter("{*}rootfile"))
        return next(found, "")

    def _entries(self) -> Iterator[Entry]:
        for item in self.package.iter(f"{{{OPF}}}item"):
            href = (item.get("href") or "").partition("#")[0]
            yield Entry(item, posixpath.normpath(self.folder + unquote(href)))


def parse(data: bytes) -> etree._Element:
    """A tree with everything in it, comments too; no entity is expanded but HTML's own names."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(_ENTITY.sub(_numbered, data), parser)


def _numbered(found: re.Match[bytes]) -> bytes:
    """A named character as its number, which needs no declaration."""
    name = found[1]
    if name is None or name in _OWN:
        return found[0]
    value = html5.get(name.decode() + ";", "")
    return "".join(f"&#{ord(char)};" for char in value).encode() or found[0]


def serialized(root: etree._Element) -> bytes:
    """The document with its declaration and doctype."""
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
