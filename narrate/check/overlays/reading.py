"""Open an EPUB with Media Overlays: its package, its overlays, its times in milliseconds.

In:  the path of an EPUB.
Out: an Epub.
Knows nothing of rules, nor of how narrate writes EPUBs.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from lxml import etree

from narrate.audio.mpeg import count_frames

Node: TypeAlias = etree._Element
SMIL_TYPE = "application/smil+xml"

_CONTAINER = "META-INF/container.xml"
_CLOCK = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]\d(?:\.\d+)?)")
_COUNT = re.compile(r"(\d+(?:\.\d+)?)(h|min|s|ms)?")
_MS = {"h": 3_600_000, "min": 60_000, "s": 1000, "ms": 1, None: 1000}


def clock_ms(text: str) -> float | None:
    """A clock value in milliseconds (EPUB 3.3, section 9.2.3); None where it has another form."""
    text = text.strip()
    if found := _CLOCK.fullmatch(text):
        return 1000 * (60 * (60 * int(found[1] or 0) + int(found[2])) + float(found[3]))
    if counted := _COUNT.fullmatch(text):
        return float(counted[1]) * _MS[counted[2]]
    return None


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip: the par it is of, its sound file, its times in milliseconds.

    A beginning that is not said is 0; ``end`` is None where it is not said or has another form.
    """

    par: str
    sound: str
    begin: float | None
    end: float | None


@dataclass
class Epub:
    """An EPUB opened. ``fault`` says why it cannot be read; "" where it can."""

    path: Path
    fault: str = ""

    @cached_property
    def members(self) -> dict[str, zipfile.ZipInfo]:
        """Every file by its name, in order; none where this is no ZIP."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                return {member.filename: member for member in archive.infolist()}
        except (OSError, zipfile.BadZipFile) as error:
            self.fault = str(error)
            return {}

    def read(self, name: str) -> bytes:
        """The content of a member; nothing where there is none, or it is damaged."""
        if name not in self.members:
            return b""
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(name)
        except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
            return b""

    @cached_property
    def package_name(self) -> str:
        """The member that holds the package; "" where none is named."""
        container = self.tree(_CONTAINER)
        found = container.find(".//{*}rootfile") if container is not None else None
        return (found.get("full-path") or "") if found is not None else ""

    @cached_property
    def package(self) -> Node | None:
        """The package document, if it can be parsed."""
        return self.tree(self.package_name)

    @cached_property
    def _trees(self) -> dict[str, Node | None]:
        return {}

    def tree(self, name: str) -> Node | None:
        """A member as a tree; None where it is missing or not well-formed."""
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            try:
                self._trees[name] = etree.fromstring(self.read(name), parser)
            except etree.XMLSyntaxError:
                self._trees[name] = None
        return self._trees[name]

    @cached_property
    def items(self) -> dict[str, Node]:
        """The items of the manifest by their ids."""
        if self.package is None:
            return {}
        return {item.get("id") or "": item for item in self.package.iter("{*}item")}

    def member(self, item: Node) -> str:
        """The member that an item stands for."""
        return near(self.package_name, item.get("href") or "")[0]

    @cached_property
    def overlays(self) -> dict[str, list[str]]:
        """By the id of each overlay: the documents that have it; none for one that is not used."""
        found: dict[str, list[str]] = {
            id_: [] for id_, item in self.items.items() if item.get("media-type") == SMIL_TYPE
        }
        for item in self.items.values():
            if overlay := item.get("media-overlay"):
                found.setdefault(overlay, []).append(self.member(item))
        return found

    def smils(self) -> Iterator[tuple[str, str, Node]]:
        """Each overlay that can be read: its id, its member's name, its root."""
        for id_ in self.overlays:
            name = self.member(self.items[id_]) if id_ in self.items else ""
            root = self.tree(name)
            if root is not None:
                yield id_, name, root

    def clips(self, name: str) -> Iterator[Clip]:
        """The clips of an overlay, in order."""
        root = self.tree(name)
        for par in root.iter("{*}par") if root is not None else ():
            for audio in par.iter("{*}audio"):
                yield Clip(
                    par.get("id") or "?",
                    near(name, audio.get("src") or "")[0],
                    clock_ms(audio.get("clipBegin") or "0"),
                    clock_ms(audio.get("clipEnd") or ""),
                )

    def duration_ms(self, name: str) -> float:
        """How long the clips of an overlay last together."""
        return sum(
            clip.end - clip.begin
            for clip in self.clips(name)
            if clip.begin is not None and clip.end is not None
        )

    @cached_property
    def sounds(self) -> dict[str, float | None]:
        """Milliseconds of each MP3 that is heard; None where that is not known."""
        heard = {clip.sound for _, name, _ in self.smils() for clip in self.clips(name)}
        return {name: _length_ms(self.read(name)) for name in heard}

    @cached_property
    def _ids(self) -> dict[str, frozenset[str]]:
        return {}

    def ids(self, name: str) -> frozenset[str]:
        """The ids in a document."""
        if name not in self._ids:
            root = self.tree(name)
            nodes = root.iter("*") if root is not None else ()
            self._ids[name] = frozenset(id_ for node in nodes if (id_ := node.get("id")))
        return self._ids[name]

    def metas(self, name: str) -> list[tuple[str, str]]:
        """The values of a property of the package, each with the id that it refines or ""."""
        return [
            ((meta.get("refines") or "").lstrip("#"), "".join(map(str, meta.itertext())).strip())
            for meta in (self.package.iter("{*}meta") if self.package is not None else ())
            if meta.get("property") == name
        ]


def near(base: str, href: str) -> tuple[str, str]:
    """The member and the fragment that a reference in another member means."""
    path, _, fragment = href.partition("#")
    joined = posixpath.join(posixpath.dirname(base), unquote(path)) if path else base
    return posixpath.normpath(joined), unquote(fragment)


def _length_ms(data: bytes) -> float | None:
    try:
        frames = count_frames(data)
    except ValueError:
        return None
    return frames.count * frames.samples * 1000 / frames.sample_rate
