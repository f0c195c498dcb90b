"""Open a DAISY 2.02 book: its documents as trees, its times in milliseconds.

In:  a folder.
Out: a Book.
Knows nothing of rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from lxml import etree

from narrate.audio.mpeg import count_frames

Node: TypeAlias = etree._Element
_CLOCK = re.compile(r"(\d+):([0-5]\d):([0-5]\d)")
_NPT = re.compile(r"npt=(\d+)\.(\d{3})s")
_SECONDS = re.compile(r"(\d+)\.(\d{3})s")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def local(node: Node) -> str:
    """An element's name without its namespace."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def text_of(node: Node) -> str:
    """The text of an element, without blanks at its ends."""
    return "".join(map(str, node.itertext())).strip()


def clock_ms(text: str) -> int | None:
    """hh:mm:ss in milliseconds; None where it has another form."""
    found = _CLOCK.fullmatch(text)
    return ((int(found[1]) * 60 + int(found[2])) * 60 + int(found[3])) * 1000 if found else None


def seconds_ms(text: str) -> int | None:
    """Seconds as "1.500s" or "npt=1.500s" in milliseconds; None where they have another form."""
    found = _NPT.fullmatch(text) or _SECONDS.fullmatch(text)
    return int(found[1]) * 1000 + int(found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip of a par: the sound file, its times in milliseconds (None: of another form)."""

    par: str
    source: str
    begin: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound file: milliseconds, and hertz."""

    ms: float
    rate: int


@dataclass
class Book:
    """A folder opened; ``faults`` says which documents could not be parsed."""

    folder: Path
    faults: dict[str, str] = field(default_factory=dict)

    @cached_property
    def trees(self) -> dict[str, Node]:
        """Every document by its file name."""
        found = {}
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        for path in sorted(self.folder.iterdir()):
            if path.suffix.lower() in (".html", ".smil", ".xhtml", ".htm"):
                try:
                    found[path.name] = etree.fromstring(path.read_bytes(), parser)
                except etree.XMLSyntaxError as error:
                    self.faults[path.name] = str(error.msg)
        return found

    @cached_property
    def ids(self) -> dict[str, dict[str, Node]]:
        """By document: its elements by their ids."""
        return {
            name: {node.get("id") or "": node for node in root.iter("*") if node.get("id")}
            for name, root in self.trees.items()
        }

    @property
    def ncc(self) -> Node | None:
        """The navigation control centre."""
        return self.trees.get("ncc.html")

    @cached_property
    def items(self) -> list[Node]:
        """What a player can jump to, in order: headings and spans of the centre."""
        body = self.ncc.find(".//{*}body") if self.ncc is not None else None
        return [node for node in body if local(node)] if body is not None else []

    @cached_property
    def smils(self) -> list[str]:
        """The SMIL files in the order in which the centre leads to them."""
        links = (self.link(item) for item in self.items)
        named = dict.fromkeys(name for name, _ in links if name in self.trees)
        others = (name for name in self.trees if name.endswith(".smil"))
        return [*named, *(name for name in others if name not in named and name != "master.smil")]

    @cached_property
    def sounds(self) -> dict[str, Sound | None]:
        """Each sound file; None where it is no MP3."""
        return {path.name: _sound(path) for path in self.folder.glob("*.mp3")}

    def link(self, item: Node) -> tuple[str, str]:
        """File and fragment to which the link of an item leads."""
        anchor = item.find(".//{*}a")
        return reference((anchor.get("href") or "") if anchor is not None else "")

    def pars(self, name: str) -> list[Node]:
        """The pars of a SMIL file, in order."""
        return list(self.trees[name].iter("{*}par"))

    def clips(self, name: str) -> Iterator[Clip]:
        """The clips of a SMIL file, in order."""
        for par in self.pars(name):
            for audio in par.iter("{*}audio"):
                yield Clip(
                    par.get("id") or "?",
                    audio.get("src") or "",
                    seconds_ms(audio.get("clip-begin") or ""),
                    seconds_ms(audio.get("clip-end") or ""),
                )

    def duration_ms(self, name: str) -> int:
        """How long the clips of a SMIL file last together."""
        return sum(
            clip.end - clip.begin
            for clip in self.clips(name)
            if clip.end is not None and clip.begin is not None
        )

    def metas(self, name: str) -> dict[str, list[str]]:
        """A document's metadata by name."""
        found: dict[str, list[str]] = {}
        for meta in self.trees[name].iter("{*}meta"):
            found.setdefault(meta.get("name") or "", []).append(meta.get("content") or "")
        return found

    def meta(self, name: str, key: str) -> str:
        """The first value of an item of metadata, or ""."""
        return next(iter(self.metas(name).get(key, ())), "")


def reference(href: str) -> tuple[str, str]:
    """File and fragment of a link."""
    name, _, fragment = href.partition("#")
    return unquote(name), unquote(fragment)


def _sound(path: Path) -> Sound | None:
    try:
        frames = count_frames(path.read_bytes())
    except ValueError:
        return None
    ms = frames.count * frames.samples * 1000 / frames.sample_rate
    return Sound(ms, frames.sample_rate)
