"""Write tags and chapters into an MP3 file as ID3v2.3, and read them back.

In:  Tags, Marks and an MP3 file.
Out: the same file, tagged.
Knows nothing of recordings. Version 2.3 with UTF-16, since several players drop
chapters of version 2.4. Frames as in the ID3v2.3.0 specification; CHAP and CTOC as
in its Chapter Frame Addendum 1.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCOM,
    TCON,
    TCOP,
    TENC,
    TIT2,
    TIT3,
    TLAN,
    TPE1,
    TPE2,
    TPUB,
    TRCK,
    TXXX,
    TYER,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.id3._tags import save_frame
from mutagen.mp3 import MP3, MPEGInfo

from narrate.audio.join import Mark
from narrate.publish.tags import Tags, image_type

MOST_CHAPTERS = 255
"""A table of contents counts its entries in one byte (Addendum, section 3.2)."""

NO_OFFSET = 0xFFFFFFFF
"""For a byte offset: use the time instead (Addendum, section 3.1)."""

TEXT_FRAMES: tuple[tuple[str, Any], ...] = (
    ("title", TIT2),
    ("subtitle", TIT3),
    ("author", TPE1),
    ("author", TPE2),
    ("album", TALB),
    ("narrator", TCOM),
    ("genre", TCON),
    ("year", TYER),
    ("language", TLAN),
    ("publisher", TPUB),
    ("copyright", TCOP),
    ("encoder", TENC),
)
"""Which frame says which tag. TPE1 is the artist, TPE2 the album artist, TCOM the composer."""

OWN_FRAMES: tuple[tuple[str, str], ...] = (
    ("series", "SERIES"),
    ("series_number", "SERIES-PART"),
    ("isbn", "ISBN"),
    ("source", "SOURCE"),
)
"""What the specification has no frame for, under the names that players of audiobooks read."""


class _InOrder(ID3):  # type: ignore[misc]
    """Tags written in the order in which they were added.

    mutagen sorts frames by size, and players list chapters in the order of the file.
    """

    def _write(self, config: Any) -> bytes:
        return b"".join(save_frame(frame, config=config) for frame in self.values())


def write_id3(path: Path, tags: Tags, marks: Sequence[Mark]) -> None:
    """Put tags and chapters at the beginning of a file, in place of those that it had.

    Raises:
        ValueError: more than ``MOST_CHAPTERS`` marks.
    """
    id3_of(tags, marks).save(path, v1=0, v2_version=3)


def id3_bytes(tags: Tags, marks: Sequence[Mark]) -> bytes:
    """What a file that has no tags yet shall begin with.

    Raises:
        ValueError: more than ``MOST_CHAPTERS`` marks.
    """
    file = BytesIO()
    id3_of(tags, marks).save(file, v1=0, v2_version=3)
    return file.getvalue()


def id3_of(tags: Tags, marks: Sequence[Mark]) -> ID3:
    """The frames that say it, in the order in which they shall be written.

    Raises:
        ValueError: more than ``MOST_CHAPTERS`` marks.
    """
    if len(marks) > MOST_CHAPTERS:
        raise ValueError(f"an MP3 file lists {MOST_CHAPTERS} chapters at most, not {len(marks)}")
    frames = _InOrder()
    for field, frame in TEXT_FRAMES:
        if text := getattr(tags, field):
            frames.add(frame(encoding=Encoding.UTF16, text=[text]))
    for field, name in OWN_FRAMES:
        if text := getattr(tags, field):
            frames.add(TXXX(encoding=Encoding.UTF16, desc=name, text=[text]))
    if tags.description:
        frames.add(COMM(encoding=Encoding.UTF16, lang="XXX", desc="", text=[tags.description]))
    if tags.parts > 1:
        frames.add(TRCK(encoding=Encoding.LATIN1, text=[f"{tags.part}/{tags.parts}"]))
    _add_chapters(frames, marks)
    _add_cover(frames, tags.cover)
    return frames


def _add_chapters(frames: ID3, marks: Sequence[Mark]) -> None:
    if not marks:
        return
    ids = [f"chp{number}" for number in range(len(marks))]
    frames.add(
        CTOC(
            element_id="toc",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=ids,
            sub_frames=[],
        )
    )
    for id_, mark in zip(ids, marks, strict=True):
        frames.add(
            CHAP(
                element_id=id_,
                start_time=mark.start_ms,
                end_time=mark.end_ms,
                start_offset=NO_OFFSET,
                end_offset=NO_OFFSET,
                sub_frames=[TIT2(encoding=Encoding.UTF16, text=[mark.title])],
            )
        )


def _add_cover(frames: ID3, cover: bytes) -> None:
    if kind := image_type(cover):
        frames.add(APIC(Encoding.LATIN1, kind, PictureType.COVER_FRONT, "", cover))


def length_s(path: Path) -> float:
    """The length of a file in seconds, which its first frames tell; its tags are not read.

    Raises:
        MutagenError: it is no MP3 file.
    """
    with path.open("rb") as file:
        return float(MPEGInfo(file).length)


def read_id3(path: Path) -> tuple[float, tuple[Mark, ...]]:
    """The length of a file in seconds, and its chapters in the order of its table.

    Raises:
        MutagenError: it is no MP3 file, or its tags are damaged.
    """
    content = MP3(path)
    chapters = {frame.element_id: frame for frame in content.tags.getall("CHAP")}
    tables = content.tags.getall("CTOC")
    ids = tables[0].child_element_ids if tables else []
    return content.info.length, tuple(_mark(chapters[id_]) for id_ in ids)


def _mark(frame: Any) -> Mark:
    return Mark(str(frame.sub_frames["TIT2"]), frame.start_time, frame.end_time)
