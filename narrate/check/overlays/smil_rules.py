"""The rules for overlays.

In:  an Epub.
Out: what is wrong, a line each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from narrate.check.overlays.reading import Epub, near

_PACKET_MS = 1.0
"""A clip may end so much after its sound: times are whole milliseconds."""


def smil_form(book: Epub) -> Iterator[str]:
    """Overlays that are no SMIL 3.0."""
    for id_ in book.overlays:
        name = book.member(book.items[id_]) if id_ in book.items else id_
        root = book.tree(name)
        if root is None:
            yield f"{name}: missing, or not well-formed"
        elif root.get("version") != "3.0" or root.find("{*}body") is None:
            yield f"{name}: version {root.get('version')!r}, or no body"


def pars(book: Epub) -> Iterator[str]:
    """Pars with more or fewer texts or clips than one."""
    for _, name, root in book.smils():
        for par in root.iter("{*}par"):
            texts, clips = len(par.findall("{*}text")), len(par.findall("{*}audio"))
            if (texts, clips) != (1, 1):
                yield f"{name}#{par.get('id')}: {texts} texts, {clips} clips"


def smil_ids(book: Epub) -> Iterator[str]:
    """Ids that stand more than once."""
    for _, name, root in book.smils():
        ids = Counter(node.get("id") for node in root.iter("*") if node.get("id"))
        yield from (f"{name}#{id_} stands {n} times" for id_, n in ids.items() if n > 1)


def text_links(book: Epub) -> Iterator[str]:
    """Texts that lead nowhere, or into a document that does not have the overlay."""
    for id_, name, root in book.smils():
        for text in root.iter("{*}text"):
            document, fragment = near(name, text.get("src") or "")
            if document not in book.overlays[id_]:
                yield f"{name}: {document} does not have this overlay"
            elif fragment not in book.ids(document):
                yield f"{name}: {document}#{fragment} is not there"


def clips(book: Epub) -> Iterator[str]:
    """Clips without sound, or beyond it."""
    for _, name, _ in book.smils():
        for clip in book.clips(name):
            length = book.sounds[clip.sound]
            if clip.begin is None or clip.end is None or clip.begin >= clip.end:
                yield f"{name}#{clip.par}: from {clip.begin} to {clip.end} ms"
            elif clip.sound not in book.members:
                yield f"{name}#{clip.par}: {clip.sound} is not there"
            elif length is not None and clip.end > length + _PACKET_MS:
                yield f"{name}#{clip.par}: ends at {clip.end:.0f} of {length:.0f} ms"


def clip_order(book: Epub) -> Iterator[str]:
    """Clips that begin before the one above them has ended."""
    for _, name, _ in book.smils():
        ends: dict[str, float] = {}
        for clip in book.clips(name):
            if (clip.begin or 0.0) < ends.get(clip.sound, 0.0):
                yield f"{name}#{clip.par}: begins before the clip above it has ended"
            ends[clip.sound] = clip.end or 0.0
