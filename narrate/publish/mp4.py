"""Write tags into an MPEG-4 file as iTunes does, and read its chapters back.

In:  Tags and a file that holds its chapters already.
Out: the same file, tagged.
Knows nothing of recordings.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from narrate.audio.join import Mark
from narrate.publish.tags import Tags, image_type

MOST_CHAPTERS = 255
"""The list of chapters ("chpl") counts its entries in one byte."""

LONGEST_LISTED = 255
"""Bytes of a title in that list; the chapter track beside it holds all of it."""

AUDIOBOOK = 2
"""Of "stik", the kind of medium: iTunes files it with the audiobooks."""

TEXT_ATOMS: tuple[tuple[str, str], ...] = (
    ("title", "\xa9nam"),
    ("author", "\xa9ART"),
    ("author", "aART"),
    ("album", "\xa9alb"),
    ("narrator", "\xa9wrt"),
    ("narrator", "\xa9nrt"),
    ("genre", "\xa9gen"),
    ("year", "\xa9day"),
    ("copyright", "cprt"),
    ("description", "desc"),
    ("description", "ldes"),
    ("encoder", "\xa9too"),
)

FREE_ATOMS: tuple[tuple[str, str], ...] = (
    ("subtitle", "SUBTITLE"),
    ("series", "SERIES"),
    ("series_number", "SERIES-PART"),
    ("language", "LANGUAGE"),
    ("publisher", "PUBLISHER"),
    ("isbn", "ISBN"),
    ("source", "SOURCE"),
)
"""What iTunes has no atom for, under the names that players of audiobooks read."""

_FORMATS = {"image/jpeg": MP4Cover.FORMAT_JPEG, "image/png": MP4Cover.FORMAT_PNG}


_LIST_HEADER = 9
"""Bytes of version, flags, a reserved word and the count before the list's entries."""


def mend_list(path: Path) -> None:
    """Replace by spaces what is left of a character at the end of a title in the list.

    ffmpeg cuts titles at ``LONGEST_LISTED`` bytes, and readers refuse half a character.
    """
    with path.open("r+b") as file:
        for at, title in _listed(file):
            whole = title.decode(errors="ignore").encode()
            file.seek(at + len(whole))
            file.write(b" " * (len(title) - len(whole)))


def _listed(file: BinaryIO) -> list[tuple[int, bytes]]:
    """Where each title of the list of chapters stands, and its bytes."""
    at, end = 0, file.seek(0, 2)
    for name in (b"moov", b"udta", b"chpl"):
        at, end = _inside(file, name, at, end)
    file.seek(at)
    content = file.read(max(0, end - at))
    titles, place = [], _LIST_HEADER
    while place + 9 <= len(content):
        length = content[place + 8]
        titles.append((at + place + 9, content[place + 9 : place + 9 + length]))
        place += 9 + length
    return titles


def _inside(file: BinaryIO, name: bytes, at: int, end: int) -> tuple[int, int]:
    """Beginning and end of an atom's content among those in [at, end); empty if none."""
    while at + 8 <= end:
        file.seek(at)
        size, found = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        if found == name:
            return at + head, at + size
        at += max(size, 8)
    return end, end


def write_mp4(path: Path, tags: Tags, marks: Sequence[Mark]) -> None:
    """Put tags into a file; its marks are there already."""
    mend_list(path)
    content = MP4(path)
    if content.tags is None:
        content.add_tags()
    content.tags.clear()
    for field, atom in TEXT_ATOMS:
        if text := getattr(tags, field):
            content[atom] = [text]
    content["stik"] = [AUDIOBOOK]
    for field, name in FREE_ATOMS:
        if text := getattr(tags, field):
            value = MP4FreeForm(text.encode(), dataformat=AtomDataType.UTF8)
            content[f"----:com.apple.iTunes:{name}"] = [value]
    if tags.parts > 1:
        content["trkn"] = [(tags.part, tags.parts)]
    if kind := image_type(tags.cover):
        content["covr"] = [MP4Cover(tags.cover, imageformat=_FORMATS[kind])]
    content.save()


def listed_title(title: str) -> str:
    """A title as the list of chapters holds it."""
    listed = title.encode()[:LONGEST_LISTED]
    whole = listed.decode(errors="ignore")
    return whole + " " * (len(listed) - len(whole.encode()))


def read_mp4(path: Path) -> tuple[float, tuple[Mark, ...]]:
    """The length of a file in seconds, and its chapters as the list has them.

    The list has no ends: a mark ends where the next one starts.

    Raises:
        MutagenError: it is no MPEG-4 file, or it is damaged.
    """
    content = MP4(path)
    chapters = list(content.chapters or ())
    starts = [round(mark.start * 1000) for mark in chapters]
    ends = [*starts[1:], round(content.info.length * 1000)]
    return content.info.length, tuple(
        Mark(mark.title, start, end)
        for mark, start, end in zip(chapters, starts, ends, strict=False)
    )
