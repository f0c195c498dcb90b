"""A feed as its rules see it: elements by their names, files by their addresses.

In:  the file of a feed.
Out: Opened, with the channel, the items, and the file that an address stands for.
Knows nothing of rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
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
    def _local(self) -> dict[str, Path | None]:
        return {}

    @cached_property
    def _present(self) -> dict[str, Path | None]:
        return {}

    def local(self, url: str) -> Path | None:
        """The file that will be served at an address; None for one outside the folder."""
        if len(self.base) < 2 or not url.startswith(self.base):
            return None
        if url not in self._local:
            self._local[url] = self._below(unquote(urlsplit(url[len(self.base) :]).path))
        return self._local[url]

    def _below(self, name: str) -> Path | None:
        """The file of a name; a plain one that is no link lies in the folder for sure."""
        path = self.folder / name
        if "/" in name or name in ("", "..") or path.is_symlink():
            path = path.resolve()
        return path if path.is_relative_to(self.folder) else None

    def present(self, url: str) -> Path | None:
        """The same, where the file is there."""
        if url not in self._present:
            path = self.local(url)
            self._present[url] = path if path is not None and path.is_file() else None
        return self._present[url]


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


def name_of(name: str) -> str:
    """The tag of ``itunes:type`` as lxml has it."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def every(parent: Element, name: str) -> list[Element]:
    """The children of that name."""
    return parent.findall(name_of(name))


def text(parent: Element, name: str) -> str:
    """The text of the first child of that name; "" where there is none."""
    return (parent.findtext(name_of(name)) or "").strip()


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


def json_of(path: Path) -> Any:
    """The content of a JSON file; None where it is none."""
    try:
        return _json_of(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _json_of(path: Path, changed: int) -> Any:
    """The same. ``changed`` tells a file from one that replaces it."""
    return json.loads(path.read_text("utf-8"))
