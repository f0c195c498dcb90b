"""Let a feed lead to this server instead of to its place on the web.

In:  a feed, a list of feeds or a page, and the address of this server.
Out: the same with every address of its own folder replaced; guids stay.
Knows nothing of requests.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from lxml import etree

from narrate.serve.root import feeds_in, is_feed

_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
_GUIDS = frozenset({"guid", "{https://podcastindex.org/namespace/1.0}guid"})


def readdressed(root: Path, path: Path, origin: str) -> bytes | None:
    """The content to send; None where the file names no address of a feed here."""
    feeds = [path] if is_feed(path) else feeds_in(path.parent)
    moves = {
        address.rpartition("/")[0] + "/": f"{origin}{_place(root, feed)}"
        for feed in feeds
        if (address := own_address(feed))
    }
    if not moves:
        return None
    parse = etree.HTMLParser(encoding="utf-8") if path.suffix == ".html" else _xml()
    tree = etree.parse(str(path), parse)
    for element in tree.iter():
        for name, value in element.attrib.items():
            element.set(name, _moved(str(value), moves))
        if element.text and element.tag not in _GUIDS:
            element.text = _moved(element.text, moves)
    if path.suffix == ".html":
        return etree.tostring(tree, method="html", encoding="utf-8", doctype="<!doctype html>")
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def own_address(feed: Path) -> str:
    """Where a feed says that it is; "" where it does not."""
    try:
        tree = etree.parse(str(feed), _xml())
    except (OSError, etree.XMLSyntaxError):
        return ""
    links = tree.iter(_ATOM_LINK)
    return next((str(link.get("href", "")) for link in links if link.get("rel") == "self"), "")


def _place(root: Path, feed: Path) -> str:
    """The path of a feed's folder on this server."""
    within = feed.parent.resolve().relative_to(root.resolve()).as_posix()
    return "/" if within == "." else f"/{quote(within)}/"


def _moved(value: str, moves: dict[str, str]) -> str:
    """An address under one of the folders, moved; any other text as it is."""
    for old, new in moves.items():
        if value.startswith(old):
            return new + value[len(old) :]
    return value


def _xml() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
