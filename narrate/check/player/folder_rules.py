"""The rules for the files of the page.

In:  a Player.
Out: what is wrong, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from narrate.check.player.reading import BOOK, PAGE, Player
from narrate.check.present import is_file

MOST_BYTES = 60_000
_LENGTH_MS = 30.0
"""What a chapter says of its length may be off by a packet of its sound."""

_PIECES = ("player.css", "player.js")
_OF_BOOK: dict[str, type] = {"title": str, "language": str, "chapters": list}
_OF_CHAPTER: dict[str, type] = {
    "title": str, "sentences": int, "leaf": int, "leaves": list, "ms": int, "sound": str,
}  # fmt: skip
_ADDRESS = re.compile(r"""(?:https?:)?//[\w-]+\.\w|@import\b""")
_NAMESPACE = "http://www.w3.org/"


def page(player: Player) -> Iterator[str]:
    """A page that lacks a file."""
    if not (player.folder / PAGE).is_file():
        yield f"there is no {PAGE}"
        return
    named = _named(player.text(PAGE))
    yield from (f"{PAGE} does not name {name}" for name in (*_PIECES, BOOK) if name not in named)
    for name in named:
        if "//" not in name and not is_file(player.folder / name):
            yield f"{name} is not there"


def _named(text: str) -> list[str]:
    """What a page loads."""
    nodes = html.document_fromstring(text).iter("script", "link", "img")
    names = [node.get("href" if node.tag == "link" else "src") for node in nodes]
    return [name for name in names if name]


def offline(player: Player) -> Iterator[str]:
    """What is loaded from elsewhere."""
    for name in (PAGE, *_PIECES):
        text = player.text(name).replace(_NAMESPACE, "")
        yield from (f"{name}: {found[0]!r}" for found in _ADDRESS.finditer(text))


def small(player: Player) -> Iterator[str]:
    """A page that is too large."""
    size = sum(len(player.text(name).encode()) for name in (PAGE, *_PIECES))
    if size > MOST_BYTES:
        yield f"{size} bytes"


def book(player: Player) -> Iterator[str]:
    """A book that cannot be read, or lacks something."""
    if not player.book:
        yield f"{BOOK}: {player.faults.get(BOOK, 'it holds no book')}"
        return
    yield from _lacking(player.book, _OF_BOOK, "the book")
    for number, chapter in enumerate(player.chapters, 1):
        yield from _lacking(chapter, _OF_CHAPTER, f"chapter {number}")
        leaves = chapter.get("leaves") if isinstance(chapter, dict) else None
        if isinstance(leaves, list) and not all(map(_is_leaf, leaves)):
            yield f"a leaf of chapter {number} is not three numbers"


def _lacking(row: object, wanted: dict[str, type], what: str) -> Iterator[str]:
    values = row if isinstance(row, dict) else {}
    for name, kind in wanted.items():
        if not isinstance(values.get(name), kind):
            yield f"{what} has no {name}"


def _is_leaf(leaf: object) -> bool:
    return isinstance(leaf, list) and [type(one) for one in leaf] == [int] * 3


def texts(player: Player) -> Iterator[str]:
    """Leaves that cannot be read."""
    assert player.leaves is not None
    yield from (f"{name}: {fault}" for name, fault in player.faults.items() if name != BOOK)


def sounds(player: Player) -> Iterator[str]:
    """Sounds that are missing, are no MP3, or last otherwise than the chapter says."""
    for chapter in player.chapters:
        length = player.length_ms(chapter["sound"])
        if length is None:
            yield f"{chapter['sound']}: missing, or no MP3"
        elif abs(length - chapter["ms"]) > _LENGTH_MS:
            yield f"{chapter['sound']}: lasts {length:.0f} ms and says {chapter['ms']}"


def cover(player: Player) -> Iterator[str]:
    """A picture that is not there."""
    name = player.book.get("cover")
    if name and not is_file(player.folder / name):
        yield f"{name} is not there"
