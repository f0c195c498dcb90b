"""A feed as its rules see it: elements by their names, files by their addresses.

In:  the file of a feed.
Out: Opened, with the channel, the items, and the file that an address stands for.
Knows nothing of rules.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "psc": "http://podlove.org/simple-chapters",
}
"""Written here once more on purpose: a slip where the feed is made must not hide itself."""

T = TypeVar("T")

_ADDRESSES = etree.XPath(
    "descendant-or-self::*/@href | descendant-or-self::*/@url", smart_strings=False
)

_DURATION = re.compile(r"(?:(\d+):)?(?:([0-5]?\d):)([0-5]?\d)|(\d+)")


@dataclass(frozen=True)
class Opened:
    """A feed. ``content`` is its bytes; ``root`` is None where they are no XML."""

    file: Path
    now: datetime
    content: bytes
    root: Element | None
    problem: str

    @property
    def parsed(self) -> bool:
        """Whether there is a channel to look at."""
        return self.root is not None and self.root.find("channel") is not None

    @cached_property
    def channel(self) -> Element:
        """The podcast's element; an empty one where there is none."""
        found = None if self.root is None else self.root.find("channel")
        return etree.Element("channel") if found is None else found

    @cached_property
    def items(self) -> tuple[Element, ...]:
        """The episodes' elements."""
        return tuple(self.channel.findall("item"))

    @cached_property
    def base(self) -> str:
        """The address of the feed's folder, by its link to itself; "" where it has none."""
        for link in every(self.channel, "atom:link"):
            if link.get("rel") == "self":
                return link.get("href", "").rpartition("/")[0] + "/"
        return ""

    @cached_property
    def folder(self) -> Path:
        """The feed's folder, without links."""
        return self.file.parent.resolve()

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the feed names, once."""
        found = cast("list[str]", _ADDRESSES(self.channel))
        return tuple(dict.fromkeys(found))

    def local(self, url: str) -> Path | None:
        """The file that will be served at an address; None for one outside the folder."""
        return self._served(url)[0]

    def present(self, url: str) -> Path | None:
        """The same, where the file is there."""
        path, is_there = self._served(url)
        return path if is_there else None

    def read(self, reader: Callable[[Path], T], path: Path) -> T:
        """What a reader makes of a file, which is read once for all rules."""
        readings = self._readings.setdefault(reader, {})
        if path not in readings:
            readings[path] = reader(path)
        found: T = readings[path]
        return found

    @cached_property
    def _readings(self) -> dict[Callable[[Path], Any], dict[Path, Any]]:
        return {}

    @cached_property
    def _known(self) -> dict[str, tuple[Path | None, bool]]:
        return {}

    def _served(self, url: str) -> tuple[Path | None, bool]:
        """As ``local``, and whether the file is there."""
        if url not in self._known:
            inside = len(self.base) > 1 and url.startswith(self.base)
            self._known[url] = self._found(url[len(self.base) :]) if inside else (None, False)
        return self._known[url]

    def _found(self, relative: str) -> tuple[Path | None, bool]:
        """The same of an address below the feed's own."""
        name = unquote(urlsplit(relative).path)
        path = self.folder / name
        if name in self._plain:
            return path, True
        with suppress(OSError, ValueError):  # of a name that no file can have
            path = path.resolve()
        inside = path.is_relative_to(self.folder)
        return (path, exists(path) and path.is_file()) if inside else (None, False)

    @cached_property
    def _plain(self) -> frozenset[str]:
        """Names in the feed's folder of files that are no links: they lie there for sure."""
        with os.scandir(self.folder) as entries:
            return frozenset(one.name for one in entries if one.is_file(follow_symlinks=False))


Check = Callable[[Opened], Iterator[str]]
"""Judges one rule: yields where it is broken."""


def open_feed(file: Path, now: datetime) -> Opened:
    """Read a feed without following anything that it names.

    Raises:
        OSError: the file cannot be read.
    """
    content = file.read_bytes()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return Opened(file, now, content, etree.fromstring(content, parser), "")
    except (etree.XMLSyntaxError, ValueError) as error:
        return Opened(file, now, content, None, str(error))


@cache
def name_of(name: str) -> str:
    """The tag of ``itunes:type`` as lxml has it."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def every(parent: Element, name: str) -> list[Element]:
    """The children of that name."""
    return list(parent.iterchildren(name_of(name)))


def text(parent: Element, name: str) -> str:
    """The text of the first child of that name; "" where there is none."""
    first = next(parent.iterchildren(name_of(name)), None)
    return "" if first is None else (first.text or "").strip()


def called(item: Element) -> str:
    """How an episode is named in a message."""
    number = text(item, "itunes:episode")
    title = text(item, "title") or text(item, "guid") or "without a title"
    return f"episode {number} '{title}'" if number else f"episode '{title}'"


def seconds(duration: str) -> int | None:
    """Of a duration as h:mm:ss, m:ss or seconds; None where it is none of these."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        return None
    hours, minutes, rest, alone = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest + alone


def exists(path: Path) -> bool:
    """Whether there is something; never under a name that no file can have."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def json_of(path: Path) -> Any:
    """The content of a JSON file; None where it is none."""
    try:
        return json.loads(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
