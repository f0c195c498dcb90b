"""Write the package document of a book made from a script.

In:  a Publication, its Flow, the files of the book and how long each overlay lasts.
Out: an OPF document (EPUB 3.3, section 5).
Knows nothing of the files' contents.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from narrate.publish.direction import direction
from narrate.publish.epub.accessibility import Facts, statements
from narrate.publish.epub.smil import clock
from narrate.publish.names import UNTITLED
from narrate.publish.output import Publication
from narrate.publish.tags import legal

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
ACTIVE, PLAYING = "-epub-media-overlay-active", "-epub-media-overlay-playing"
"""Classes that a reader sets on the element that is heard, and on the document then."""

_NAMESPACES: Any = {None: OPF}
_DC_NAMESPACES: Any = {"dc": DC}
_DETAILS = ("publisher", "description", "rights", "subject", "source", "date")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book. ``overlay`` is the id of its overlay; ``ms`` how long one lasts."""

    id: str
    href: str
    type: str
    properties: str = ""
    overlay: str = ""
    ms: int | None = None
    spine: bool = False


def package(
    publication: Publication, items: Sequence[Item], facts: Facts, pages: str, changed: str
) -> bytes:
    """The document.

    Args:
        pages: where the page numbers come from; "" where there are none.
        changed: when the book was last, as ``dates`` tells it (EPUB 3.3, section 5.5.5).
    """
    script = publication.script
    root = etree.Element(f"{{{OPF}}}package", nsmap=_NAMESPACES)
    root.set("version", "3.0")
    root.set("unique-identifier", "id")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", script.language or "und")
    metadata = etree.SubElement(root, f"{{{OPF}}}metadata", nsmap=_DC_NAMESPACES)
    _describe(metadata, publication)
    if pages:
        add_meta(metadata, "pageBreakSource", pages)
    add_meta(metadata, "dcterms:modified", changed)
    add_statements(metadata, statements(facts))
    durations = {item.id: item.ms for item in items if item.ms is not None}
    add_media(metadata, durations, facts.narrator)
    _list(root, items, direction(script.language) == "rtl")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def identifier(publication: Publication) -> str:
    """A name for the book that its text gives, the same in every run."""
    script = publication.script
    text = "\n".join([script.title, *script.authors, *(s.text for s in script.sentences)])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, legal(text))}"


def _describe(metadata: etree._Element, publication: Publication) -> None:
    script = publication.script
    _add(metadata, "identifier", identifier(publication), "id")
    _add(metadata, "title", script.title or UNTITLED)
    _add(metadata, "language", script.language or "und")
    for author in script.authors:
        _add(metadata, "creator", author)
    for name in _DETAILS:
        _add(metadata, name, script.metadata.get(name, ""))
    translator = script.metadata.get("translator", "")
    if translator:
        _add(metadata, "contributor", translator, "translator")
        role = add_meta(metadata, "role", "trl", "#translator")
        role.set("scheme", "marc:relators")


def _add(metadata: etree._Element, name: str, text: str, id_: str = "") -> None:
    text = " ".join(legal(text).split())
    if text:
        made = etree.SubElement(metadata, f"{{{DC}}}{name}")
        made.text = text
        if id_:
            made.set("id", id_)


def add_meta(metadata: etree._Element, name: str, value: str, refines: str = "") -> etree._Element:
    """Add a property to a package's metadata."""
    made = etree.SubElement(metadata, f"{{{OPF}}}meta", property=name)
    if refines:
        made.set("refines", refines)
    made.text = legal(value)
    return made


def add_statements(metadata: etree._Element, pairs: Iterable[tuple[str, str]]) -> None:
    """Add statements on accessibility."""
    for name, value in pairs:
        add_meta(metadata, name, value)


def add_media(metadata: etree._Element, durations: Mapping[str, int], narrator: str) -> None:
    """Add what overlays need (EPUB 3.3, section 9.3.5); the durations' sum is the whole."""
    for id_, ms in durations.items():
        add_meta(metadata, "media:duration", clock(ms), f"#{id_}")
    add_meta(metadata, "media:duration", clock(sum(durations.values())))
    add_meta(metadata, "media:narrator", narrator)
    add_meta(metadata, "media:active-class", ACTIVE)
    add_meta(metadata, "media:playback-active-class", PLAYING)


def _list(root: etree._Element, items: Sequence[Item], from_right: bool) -> None:
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")
    spine = etree.SubElement(root, f"{{{OPF}}}spine")
    if from_right:
        spine.set("page-progression-direction", "rtl")
    for item in items:
        add_item(manifest, item)
        if item.spine:
            etree.SubElement(spine, f"{{{OPF}}}itemref", idref=item.id)


def add_item(manifest: etree._Element, item: Item) -> None:
    """Add a file to a manifest."""
    made = etree.SubElement(manifest, f"{{{OPF}}}item", id=item.id, href=item.href)
    made.set("media-type", item.type)
    if item.properties:
        made.set("properties", item.properties)
    if item.overlay:
        made.set("media-overlay", item.overlay)
