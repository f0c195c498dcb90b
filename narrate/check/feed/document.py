"""Rules of the document: XML, UTF-8, RSS, namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.check.feed.opened import NAMESPACES, Check, Opened

_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")
_NEEDED = ("itunes", "podcast", "content", "atom")


def well_formed(feed: Opened) -> Iterator[str]:
    """The feed parses."""
    if feed.root is None:
        yield feed.problem


def utf_8(feed: Opened) -> Iterator[str]:
    """The feed's bytes and declaration."""
    try:
        feed.content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"byte {error.start} is not UTF-8"
    declared = _DECLARED.match(feed.content.removeprefix(b"\xef\xbb\xbf"))
    if declared is None or declared[1].lower() != b"utf-8":
        yield f"declared as {declared[1].decode('ascii', 'replace') if declared else 'nothing'}"


def rss(feed: Opened) -> Iterator[str]:
    """Root and channel."""
    if feed.root is None:
        return
    if feed.root.tag != "rss" or feed.root.get("version") != "2.0":
        yield f"root {feed.root.tag} of version {feed.root.get('version', 'none')}"
    if (number := len(feed.root.findall("channel"))) != 1:
        yield f"{number} channels"


def namespaces(feed: Opened) -> Iterator[str]:
    """Addresses of the namespaces."""
    if feed.root is None:
        return
    for prefix in _NEEDED:
        found = feed.root.nsmap.get(prefix)
        if found != NAMESPACES[prefix]:
            yield f"{prefix} is {found or 'not declared'}"


CHECKS: dict[str, Check] = {
    "well-formed": well_formed,
    "utf-8": utf_8,
    "rss": rss,
    "namespaces": namespaces,
}
