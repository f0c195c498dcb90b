"""Gather what a feed is made of.

In:  the folder of a finished audiobook.
Out: Material: what the book says, where its chapters' sound lies, its cover.
Knows nothing of feeds' XML or dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutagen import MutagenError
from mutagen.id3 import APIC, ID3

from narrate.publish.feed.sound import ChapterSound, chapter_sounds
from narrate.publish.feed.source import Source, demand_book, source_of

COVERS = ("cover.jpg", "cover.jpeg", "cover.png")


@dataclass(frozen=True, slots=True)
class Material:
    """What a feed is made of.

    Attributes:
        source: the book.
        sounds: of each chapter.
        cover: a picture file's bytes; b"" for none.
        listed: the names of the files that book.json lists.
    """

    source: Source
    sounds: tuple[ChapterSound, ...]
    cover: bytes
    listed: frozenset[str] = frozenset()


def read_material(folder: Path) -> Material:
    """What ``narrate make`` left in a folder.

    Raises:
        BookNotFound: there is no finished audiobook.
        VerificationFailed: its sound is missing or changed.
    """
    content = demand_book(folder)
    sounds = chapter_sounds(folder, content)
    listed = frozenset(file["name"] for file in content.get("files", ()))
    return Material(source_of(content), sounds, _cover(folder, sounds), listed)


def _cover(folder: Path, sounds: tuple[ChapterSound, ...]) -> bytes:
    """A picture beside the book, or the one inside its sound."""
    for name in COVERS:
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    try:
        pictures = ID3(sounds[0][0].path, known_frames={"APIC": APIC}).getall("APIC")
    except MutagenError:
        return b""
    return bytes(pictures[0].data) if pictures else b""
