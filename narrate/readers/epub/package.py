"""Read the package document of an EPUB: what the book is and which files it has, in order.

In:  the bytes of an OPF file (EPUB 3.3 section 5, OPF 2.0.1).
Out: a Package: metadata, manifest, spine, guide; every name is that of a member.
Knows nothing of the contents of the files it lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narrate.readers.container import resolve
from narrate.readers.epub.metadata import Metadata, read_metadata
from narrate.readers.markup import xmltree
from narrate.readers.markup.semantics import Node

XHTML_TYPES = frozenset(
    {"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml",
     "image/svg+xml", "application/html+xml"}
)  # fmt: skip
"""Media types of documents that can be read as text."""

_MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the manifest."""

    id: str
    name: str
    type: str
    properties: frozenset[str]
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A package document. ``spine`` holds items and whether each is in the main order."""

    name: str
    metadata: Metadata
    items: dict[str, Item]
    spine: tuple[tuple[Item, bool], ...]
    ncx: str
    guide: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]

    def with_property(self, word: str) -> Item | None:
        """The first item of the manifest that has a property such as "nav"."""
        return next((item for item in self.items.values() if word in item.properties), None)


def read_package(data: bytes, name: str) -> Package:
    """Parse a package document whose member name is ``name``.

    Raises:
        ValueError: it is no XML at all.
    """
    parsed = xmltree.parse_xml(data, name)
    root = parsed.root
    items = {item.id: item for item in _items(root, name)}
    spine, missing = _spine(root, items)
    warnings = [
        f"{name}: the spine names {idref!r}, which the manifest lacks." for idref in missing
    ]
    if not spine:
        warnings.append(f"{name}: no spine; the files are read in the order of the manifest.")
        readable = (item for item in items.values() if item.type in XHTML_TYPES)
        spine = [(item, True) for item in readable if "nav" not in item.properties]
    return Package(
        name=name,
        metadata=read_metadata(root),
        items=items,
        spine=tuple(spine),
        ncx=_ncx(root, items),
        guide=tuple(_guide(root, name)),
        warnings=(*parsed.warnings, *warnings),
    )


def _items(root: Node, base: str) -> Iterator[Item]:
    for number, node in enumerate(root.iter("{*}item")):
        href = node.get("href")
        if not href or number >= _MOST_ITEMS:
            continue
        yield Item(
            id=node.get("id") or f"item {number}",
            name=resolve(base, href.partition("#")[0]),
            type=(node.get("media-type") or "").lower().strip(),
            properties=frozenset((node.get("properties") or "").split()),
            fallback=node.get("fallback") or "",
        )


def _spine(root: Node, items: dict[str, Item]) -> tuple[list[tuple[Item, bool]], list[str]]:
    """The items in reading order, each once, and the names that stand for nothing."""
    spine: dict[str, tuple[Item, bool]] = {}
    missing = []
    for node in root.iter("{*}itemref"):
        idref = node.get("idref") or ""
        item = _readable(idref, items)
        if item is None:
            missing.append(idref)
        else:
            spine.setdefault(item.name, (item, node.get("linear") != "no"))
    return list(spine.values()), missing


def _readable(idref: str, items: dict[str, Item]) -> Item | None:
    """The item, or the first of its fallbacks that holds text (EPUB 3.3, section 5.6.2)."""
    item, seen = items.get(idref), {idref}
    first = item
    while item and item.type not in XHTML_TYPES and item.fallback not in seen:
        seen.add(item.fallback)
        item = items.get(item.fallback)
    return item or first


def _ncx(root: Node, items: dict[str, Item]) -> str:
    spines = list(root.iter("{*}spine"))
    named = items.get(spines[0].get("toc") or "") if spines else None
    by_type = (item for item in items.values() if item.type == "application/x-dtbncx+xml")
    by_name = (item for item in items.values() if item.name.lower().endswith(".ncx"))
    found = named or next(by_type, None) or next(by_name, None)
    return found.name if found else ""


def _guide(root: Node, base: str) -> Iterator[tuple[str, str]]:
    """The type of each reference of the guide, and what it points to as "file#fragment"."""
    for node in root.iter("{*}reference"):
        href, mark, fragment = (node.get("href") or "").partition("#")
        if href:
            yield (node.get("type") or "").lower(), resolve(base, href) + mark + fragment
