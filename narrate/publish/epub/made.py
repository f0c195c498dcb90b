"""Make an EPUB of a script: for books that were no EPUB, and scripts that were edited.

In:  a Publication.
Out: the members of the container.
Knows nothing of ZIP. A document for each section of the recording, an overlay for each
document, a sound file for each section; each is made when it is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from narrate.model import BlockKind, Script
from narrate.publish.dates import changed
from narrate.publish.epub.accessibility import Facts
from narrate.publish.epub.archive import Content
from narrate.publish.epub.document import document, name_of
from narrate.publish.epub.navigation import navigation
from narrate.publish.epub.package import Item, package
from narrate.publish.epub.smil import Par, Sound, duration_ms, overlay
from narrate.publish.epub.style import style
from narrate.publish.output import Publication
from narrate.publish.readalong.building import flow_of
from narrate.publish.readalong.flow import Flow, Heard, Part, Quiet
from narrate.publish.readalong.sound import mp3_of
from narrate.publish.readalong.takes import CODEC
from narrate.publish.tags import cover_name, image_type, tags_of

ROOT = "EPUB"
XHTML_TYPE, SMIL_TYPE = "application/xhtml+xml", "application/smil+xml"
SOUND_TYPE = "audio/mpeg"

CONTAINER = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    b'<rootfiles><rootfile full-path="EPUB/package.opf" '
    b'media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def made_members(publication: Publication) -> dict[str, Content]:
    """The members of an EPUB made from the script, in the order to store them."""
    flow = flow_of(publication)
    members: dict[str, Content] = {"META-INF/container.xml": CONTAINER}
    items = [Item("nav", "nav.xhtml", XHTML_TYPE, "nav"), Item("style", "book.css", "text/css")]
    content: dict[str, Content] = {
        "nav.xhtml": navigation(flow, publication.script),
        "book.css": style("book.css") + style("overlay.css"),
    }
    _add_cover(publication, items, content)
    targets = _targets(flow)
    for part in flow.parts:
        _add_part(part, publication, targets, items, content)
    members[f"{ROOT}/package.opf"] = package(
        publication,
        items,
        _facts(publication, flow),
        _page_source(publication, flow),
        changed(publication, CODEC),
    )
    return members | {f"{ROOT}/{name}": data for name, data in content.items()}


def _add_part(
    part: Part,
    publication: Publication,
    targets: Mapping[str, str],
    items: list[Item],
    content: dict[str, Content],
) -> None:
    text = f"text/{name_of(part)}"
    content[text] = partial(_document, part, publication.script, targets)
    if part.number is None or not part.played:
        items.append(Item(part.id, text, XHTML_TYPE, spine=True))
        return
    sound = f"audio/{part.id}.mp3"
    name = f"smil/{part.id}.smil"
    content[name] = partial(_overlay, part)
    content[sound] = partial(mp3_of, publication.recording.sections[part.number])
    items += [
        Item(part.id, text, XHTML_TYPE, overlay=f"{part.id}-overlay", spine=True),
        Item(f"{part.id}-overlay", name, SMIL_TYPE, ms=duration_ms(_pars(part))),
        Item(f"{part.id}-sound", sound, SOUND_TYPE),
    ]


def _document(part: Part, script: Script, targets: Mapping[str, str]) -> Iterator[bytes]:
    yield document(part, script, targets)


def _overlay(part: Part) -> Iterator[bytes]:
    yield overlay(list(_pars(part)), f"../text/{name_of(part)}")


def _pars(part: Part) -> Iterator[Par]:
    document = f"../text/{name_of(part)}#"
    for played in part.played:
        yield Par(
            document + played.id,
            Sound(f"../audio/{part.id}.mp3", played.take.begin_ms, played.take.end_ms),
            played.structure,
            document + played.group if played.group else "",
        )


def _targets(flow: Flow) -> dict[str, str]:
    """The parts' ids by the ids of the notes in them."""
    return {
        piece.id: part.id
        for part in flow.parts
        for piece in part.pieces
        if isinstance(piece, Heard | Quiet) and piece.kind is BlockKind.NOTE
    }


def _add_cover(publication: Publication, items: list[Item], content: dict[str, Content]) -> None:
    cover = publication.cover or b""
    name = cover_name(cover)
    if name:
        items.append(Item("cover", name, image_type(cover), "cover-image"))
        content[name] = cover


def _facts(publication: Publication, flow: Flow) -> Facts:
    narrator = tags_of(publication.script, publication.recording).narrator
    return Facts(narrator, all_heard=not flow.unheard, pages=any(flow.pages))


def _page_source(publication: Publication, flow: Flow) -> str:
    """What the page numbers are those of; "" for a book without pages."""
    if not any(flow.pages):
        return ""
    isbn = publication.script.metadata.get("isbn")
    source = publication.script.metadata.get("source")
    return f"urn:isbn:{isbn}" if isbn else source or publication.source.name
