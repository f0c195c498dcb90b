"""Add overlays to the publisher's own EPUB.

In:  a Publication whose book is known, and the Original that it was read from.
Out: the members of the container: the publisher's, some of them changed, and new ones.
Knows nothing of how sentences are found in documents.

What changes: spans with ids around sentences, a style sheet for what is heard, ARIA roles
that say what epub:type says; in the package, the overlays, the sound and what is true of them.
All else stays as it is. New files go to a folder of their own beside the package.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import quote

from narrate.publish.dates import changed
from narrate.publish.epub.archive import Content
from narrate.publish.epub.editing import OverlayFile, edit_package
from narrate.publish.epub.hearing import Heard
from narrate.publish.epub.original import Original, serialized
from narrate.publish.epub.placing import Placed, place, spoken_of
from narrate.publish.epub.roles import add_roles
from narrate.publish.epub.smil import Par, Sound, duration_ms, overlay
from narrate.publish.epub.spans import XHTML, Ids
from narrate.publish.epub.style import style
from narrate.publish.epub.textmap import Node, local, terms
from narrate.publish.output import Publication
from narrate.publish.readalong.sound import mp3_of
from narrate.publish.readalong.takes import CODEC
from narrate.publish.tags import tags_of

_NOTES = ("footnote", "endnote", "rearnote")
_ESCAPABLE = {"table": "table", "figure": "figure", "ol": "list", "ul": "list"}


def overlaid_members(
    publication: Publication, original: Original
) -> tuple[dict[str, Content], tuple[str, ...]]:
    """The members in the order to store them, and sentences for the user.

    Raises:
        Unfit: overlays cannot be added to this book.
    """
    blocks = publication.book.blocks if publication.book else ()
    spoken = spoken_of(publication.script, blocks)
    book = Heard(publication, spoken, list(place(original, publication.script, blocks, spoken)))
    folder = _new_folder(original)
    pars = _pars_by_document(book, folder)
    members: dict[str, Content] = {name: partial(original.pieces, name) for name in original.names}
    made, sounds = _overlays(book, pars, folder)
    for placed in book.placed:
        if pars.get(placed.name):
            _add_style(placed.root, _relative(f"{folder}overlay.css", placed.name))
        members[placed.name] = serialized(placed.root)
    for name in _navigation(original, book.placed):
        root = original.document(name)
        if add_roles(root):
            members[name] = serialized(root)
    narrator = tags_of(publication.script, publication.recording).narrator
    newest = changed(publication, CODEC)
    edit_package(original, folder, [file for file, _ in made], sounds, narrator, newest)
    members[original.package_name] = serialized(original.package)
    members |= {file.name: content for file, content in made}
    members[f"{folder}overlay.css"] = style("overlay.css")
    members |= {
        f"{folder}sound{number}.mp3": partial(mp3_of, publication.recording.sections[number])
        for number in sounds
    }
    return members, _messages(book)


def _new_folder(original: Original) -> str:
    """A folder beside the package that the book does not have yet, with its slash."""
    names = original.names
    folder = f"{original.folder}narrate/"
    number = 2
    while any(name.startswith(folder) for name in names):
        folder = f"{original.folder}narrate-{number}/"
        number += 1
    return folder


def _navigation(original: Original, placed: Sequence[Placed]) -> Iterator[str]:
    """The navigation document, where it is none of the spine."""
    names = {one.name for one in placed}
    for entry in original.entries.values():
        if "nav" in entry.properties and entry.name not in names:
            yield entry.name


def _messages(book: Heard) -> tuple[str, ...]:
    if not book.lost:
        return ()
    return (
        f"{book.lost} sentences are heard in the EPUB with the sentence before them: "
        "their own text was not found in its documents.",
    )


def _pars_by_document(book: Heard, folder: str) -> dict[str, list[Par]]:
    """What is heard in each document, in the order in which it is heard."""
    pars: dict[str, list[Par]] = {}
    ids = {placed.name: Ids(placed.root) for placed in book.placed}
    for event in book.events():
        for name, node, take in event.parts:
            text = _relative(name, folder)
            structure, group = event.structure, ""
            if not structure:
                structure, holder = _structure(node)
                group = f"{text}#{ids[name].of(holder)}" if holder is not None else ""
            sound = Sound(f"sound{take.section}.mp3", take.begin_ms, take.end_ms)
            par = Par(f"{text}#{ids[name].of(node)}", sound, structure, group)
            pars.setdefault(name, []).append(par)
    return pars


def _structure(node: Node) -> tuple[str, Node | None]:
    """What an element stands in that a reader may skip or leave; a note before all others."""
    around = [node, *node.iterancestors()]
    for one in around:
        found = [term for term in _NOTES if term in terms(one)]
        if found:
            return found[0], one
    outer = [one for one in around if local(one) in _ESCAPABLE]
    return (_ESCAPABLE[local(outer[-1])], outer[-1]) if outer else ("", None)


def _overlays(
    book: Heard, pars: Mapping[str, Sequence[Par]], folder: str
) -> tuple[list[tuple[OverlayFile, bytes]], list[int]]:
    """The overlay of each document that is heard, and the sections whose sound they use."""
    made = []
    sections: set[int] = set()
    for number, placed in enumerate(book.placed, 1):
        own = pars.get(placed.name, [])
        if own:
            file = OverlayFile(f"{folder}overlay{number}.smil", placed.name, duration_ms(own))
            made.append((file, overlay(own, _relative(placed.name, folder))))
            sections |= {int(par.sound.source[len("sound") : -len(".mp3")]) for par in own}
    return made, sorted(sections)


def _add_style(root: Node, href: str) -> None:
    head = next((one for one in root if local(one) == "head"), None)
    if head is not None:
        link = root.makeelement(f"{{{XHTML}}}link")
        for name, value in (("rel", "stylesheet"), ("type", "text/css"), ("href", href)):
            link.set(name, value)
        head.append(link)


def _relative(name: str, origin: str) -> str:
    """A member as a link in another one, or in a folder (with its slash)."""
    return quote(posixpath.relpath(name, posixpath.dirname(origin) or "."))
