"""Rules of enclosures, held against the sound files themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from narrate.check.feed.opened import Check, Opened, called, every, seconds, text
from narrate.publish import id3

TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".m4b": "audio/x-m4b",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".mov": "video/quicktime",
    ".pdf": "application/pdf",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
}
"""By ending: those that Apple lists, and the open ones of Podcasting 2.0."""

SLACK_S = 2

_SIGNS = (
    ("audio/mpeg", 0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")),
    ("audio/ogg", 0, (b"OggS",)),
    ("audio/flac", 0, (b"fLaC",)),
    ("mp4", 4, (b"ftyp",)),
)
"""What a file of a type begins with: type, at which byte, one of these."""


def _enclosures(feed: Opened) -> Iterator[tuple[Element, Element]]:
    for item in feed.items:
        for enclosure_ in every(item, "enclosure"):
            yield item, enclosure_


def enclosure(feed: Opened) -> Iterator[str]:
    """One, with all that belongs to it."""
    for item in feed.items:
        found = every(item, "enclosure")
        if len(found) != 1:
            yield f"{called(item)}: {len(found)} enclosures"
        for one in found:
            missing = [name for name in ("url", "length", "type") if not one.get(name)]
            if missing:
                yield f"{called(item)}: no {', '.join(missing)}"


def enclosure_unique(feed: Opened) -> Iterator[str]:
    """Addresses."""
    counts = Counter(one.get("url", "") for _, one in _enclosures(feed))
    yield from (url for url, count in counts.items() if count > 1)


def enclosure_type(feed: Opened) -> Iterator[str]:
    """By the ending."""
    for item, one in _enclosures(feed):
        ending = Path(urlsplit(one.get("url", "")).path).suffix.lower()
        wanted = TYPES.get(ending)
        if wanted is None or one.get("type") != wanted:
            yield f"{called(item)}: '{one.get('type')}' for a file that ends in '{ending}'"


def enclosure_length(feed: Opened) -> Iterator[str]:
    """Bytes."""
    for item, one in _enclosures(feed):
        path = feed.present(one.get("url", ""))
        if path and one.get("length") != str(size := path.stat().st_size):
            yield f"{called(item)}: {one.get('length')} for {size} bytes"


def enclosure_sound(feed: Opened) -> Iterator[str]:
    """What the file begins with."""
    for item, one in _enclosures(feed):
        if path := feed.present(one.get("url", "")):
            kind = feed.read(_kind, path)
            said = one.get("type", "")
            fits = said == kind or (kind == "mp4" and ("m4" in said or "mp4" in said))
            if not fits:
                yield f"{called(item)}: {path.name} is {kind or 'no sound that is known'}"


def _kind(path: Path) -> str:
    """What a file begins with."""
    with path.open("rb") as file:
        head = file.read(12)
    for kind, at, signs in _SIGNS:
        if any(head[at:].startswith(sign) for sign in signs):
            return kind
    return ""


def duration(feed: Opened) -> Iterator[str]:
    """What is said, and what the file lasts."""
    for item in feed.items:
        said = text(item, "itunes:duration")
        length = seconds(said)
        if length is None:
            yield f"{called(item)}: '{said}'"
            continue
        lasts = length_s(feed, item)
        if lasts is not None and abs(lasts - length) > SLACK_S:
            yield f"{called(item)}: {said} for {lasts:.0f} seconds"


def length_s(feed: Opened, item: Element) -> float | None:
    """How long an episode's MP3 lasts in seconds; None where it is not here or none."""
    for one in every(item, "enclosure"):
        path = feed.present(one.get("url", ""))
        if path and feed.read(_kind, path) == "audio/mpeg":
            try:
                return id3.length_s(path)
            except Exception:
                return None
    return None


CHECKS: dict[str, Check] = {
    "enclosure": enclosure,
    "enclosure-unique": enclosure_unique,
    "enclosure-type": enclosure_type,
    "enclosure-length": enclosure_length,
    "enclosure-sound": enclosure_sound,
    "duration": duration,
}
