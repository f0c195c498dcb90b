"""Rules of pictures, each really read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from narrate.check.feed.opened import Check, Opened, every

SMALLEST, LARGEST = 1400, 3000

_FEW = (1, 1)
"""Pixels into which a JPEG is decoded, as near as can be: all of the file is read all the same."""

_KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
_ADDRESS = re.compile(r"https?://\S+\.(?:jpe?g|png)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture file is; all "" and 0 where it cannot be decoded."""

    kind: str
    width: int
    height: int
    mode: str


def _urls(feed: Opened) -> list[str]:
    """Of the podcast and its episodes, each once."""
    found = [
        element.get("href", "")
        for parent in (feed.channel, *feed.items)
        for element in every(parent, "itunes:image")
    ]
    return list(dict.fromkeys(found))


def _pictures(feed: Opened) -> Iterator[tuple[str, Picture]]:
    for url in _urls(feed):
        if path := feed.present(url):
            yield path.name, feed.read(_picture, path)


def _picture(path: Path) -> Picture:
    try:
        with Image.open(path) as picture:
            found = Picture(picture.format or "", *picture.size, picture.mode)
            picture.draft(None, _FEW)
            picture.load()
            return found
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Picture("", 0, 0, "")


def image(feed: Opened) -> Iterator[str]:
    """The podcast has one; addresses are as they should be."""
    if not every(feed.channel, "itunes:image"):
        yield "no picture"
    for url in _urls(feed):
        if not _ADDRESS.fullmatch(url):
            yield f"'{url}'"


def image_readable(feed: Opened) -> Iterator[str]:
    """It decodes, as what it is called."""
    for name, picture in _pictures(feed):
        if not picture.kind:
            yield f"{name} cannot be decoded"
        elif picture.kind != _KINDS.get(Path(name).suffix.lower()):
            yield f"{name} holds {picture.kind}"


def image_square(feed: Opened) -> Iterator[str]:
    """Width and height."""
    for name, picture in _pictures(feed):
        if picture.width != picture.height:
            yield f"{name} has {picture.width} x {picture.height} pixels"


def image_size(feed: Opened) -> Iterator[str]:
    """Pixels."""
    for name, picture in _pictures(feed):
        sides = (picture.width, picture.height)
        if picture.kind and not (min(sides) >= SMALLEST and max(sides) <= LARGEST):
            yield f"{name} has {picture.width} x {picture.height} pixels"


def image_colour(feed: Opened) -> Iterator[str]:
    """RGB; a palette and transparency are not."""
    for name, picture in _pictures(feed):
        if picture.kind and picture.mode != "RGB":
            yield f"{name} is {picture.mode}"


CHECKS: dict[str, Check] = {
    "image": image,
    "image-readable": image_readable,
    "image-square": image_square,
    "image-size": image_size,
    "image-colour": image_colour,
}
