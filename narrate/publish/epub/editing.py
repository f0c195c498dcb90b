"""Enter overlays into the publisher's package document.

In:  the package's tree, the overlays and the sound of them.
Out: the same tree; what it had stays, apart from overlays that it had before.
Knows nothing of documents.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from narrate.publish.epub.accessibility import Facts, statements
from narrate.publish.epub.original import Original
from narrate.publish.epub.package import DC, OPF, Item, add_item, add_media, add_meta
from narrate.publish.readalong.markup import XML_LANG

SMIL_TYPE, SOUND_TYPE = "application/smil+xml", "audio/mpeg"
_ADDED_TO = ("schema:accessMode", "schema:accessibilityFeature")
"""Statements that may come several times: ours join the publisher's."""


@dataclass(frozen=True, slots=True)
class OverlayFile:
    """An overlay: the member's name, that of its document, and how long it lasts."""

    name: str
    document: str
    ms: int


def edit_package(
    original: Original,
    folder: str,
    overlays: Sequence[OverlayFile],
    sounds: Sequence[int],
    narrator: str,
    changed: str,
) -> None:
    """Enter everything.

    Args:
        folder: of the new files.
        sounds: the numbers of the sections that are heard.
        changed: when the book was last, as ``dates`` tells it.
    """
    package = original.package
    _forget_overlays(package)
    _name_language(package)
    manifest = next(package.iter(f"{{{OPF}}}manifest"))
    metadata = next(package.iter(f"{{{OPF}}}metadata"))
    ids = _Ids(package)
    durations: dict[str, int] = {}
    by_name = {entry.name: entry.node for entry in original.entries.values()}
    for number, overlay in enumerate(overlays, 1):
        id_ = ids.new(f"narrate-overlay-{number}")
        durations[id_] = overlay.ms
        by_name[overlay.document].set("media-overlay", id_)
        add_item(manifest, Item(id_, _href(original, overlay.name), SMIL_TYPE))
    for number in sounds:
        href = _href(original, f"{folder}sound{number}.mp3")
        add_item(manifest, Item(ids.new(f"narrate-sound-{number}"), href, SOUND_TYPE))
    href = _href(original, f"{folder}overlay.css")
    add_item(manifest, Item(ids.new("narrate-style"), href, "text/css"))
    _state(original, metadata, narrator)
    _modified(metadata, changed)
    add_media(metadata, durations, narrator)


class _Ids:
    """Gives ids that the package does not have."""

    def __init__(self, package: etree._Element) -> None:
        self._taken = {node.get("id") for node in package.iter() if isinstance(node.tag, str)}

    def new(self, wanted: str) -> str:
        """The wanted id, or one like it."""
        while wanted in self._taken:
            wanted += "x"
        self._taken.add(wanted)
        return wanted


def _href(original: Original, name: str) -> str:
    return quote(posixpath.relpath(name, original.folder or "."))


def _forget_overlays(package: etree._Element) -> None:
    """Take out the overlays that the publisher's book had; ours stand for them."""
    for item in list(package.iter(f"{{{OPF}}}item")):
        if item.get("media-overlay"):
            del item.attrib["media-overlay"]
        if item.get("media-type") == SMIL_TYPE:
            _remove(item)
    for meta in list(package.iter(f"{{{OPF}}}meta")):
        if (meta.get("property") or "").startswith("media:"):
            _remove(meta)


def _name_language(package: etree._Element) -> None:
    """Say in which language the package itself is, as the book does."""
    declared = next((one.text for one in package.iter(f"{{{DC}}}language")), "") or ""
    if package.get(XML_LANG) is None and declared.strip():
        package.set(XML_LANG, declared.strip())


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _state(original: Original, metadata: etree._Element, narrator: str) -> None:
    """Say what is true now; of what the publisher says, nothing is said again."""
    declared = {(name, value) for name, value in _declared(metadata)}
    names = {name for name, _ in declared}
    items = [entry.node for entry in original.entries.values()]
    pictures = any(
        (item.get("media-type") or "").startswith(("image/", "video/"))
        and "cover-image" not in (item.get("properties") or "")
        for item in items
    )
    facts = Facts(narrator, all_heard=False, contents=False, pictures=pictures, safe=False)
    for name, value in statements(facts):
        if name not in names or (name in _ADDED_TO and (name, value) not in declared):
            if name == "schema:accessibilityFeature" and name in names and value != _SYNCHRONIZED:
                continue
            add_meta(metadata, name, value)


_SYNCHRONIZED = "synchronizedAudioText"


def _declared(metadata: etree._Element) -> Iterator[tuple[str, str]]:
    for meta in metadata.iter(f"{{{OPF}}}meta"):
        yield meta.get("property") or meta.get("name") or "", (meta.text or "").strip()


def _modified(metadata: etree._Element, changed: str) -> None:
    """Set the time of the last change, which every EPUB 3 has once."""
    for meta in list(metadata.iter(f"{{{OPF}}}meta")):
        if meta.get("property") == "dcterms:modified" and not meta.get("refines"):
            _remove(meta)
    add_meta(metadata, "dcterms:modified", changed)
