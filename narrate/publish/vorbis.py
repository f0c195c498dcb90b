"""Say tags and chapters as Vorbis comments, which FLAC and Opus share.

In:  Tags and Marks.
Out: names and values, in order; the cover as a block of FLAC.
Knows nothing of files. Names are those of the Vorbis comment specification ("Minimal list
of field names") and, for series, of players of audiobooks; chapters are those of the
Xiph.Org wiki, Chapter Extension.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from mutagen.flac import Picture
from mutagen.id3 import PictureType

from narrate.audio.join import Mark
from narrate.publish.tags import Tags, image_type

MOST_CHAPTERS = 999
"""A chapter's number has three digits."""

COMMENTS: tuple[tuple[str, str], ...] = (
    ("title", "TITLE"),
    ("subtitle", "SUBTITLE"),
    ("author", "ARTIST"),
    ("author", "ALBUMARTIST"),
    ("album", "ALBUM"),
    ("narrator", "COMPOSER"),
    ("narrator", "PERFORMER"),
    ("series", "SERIES"),
    ("series_number", "SERIES-PART"),
    ("publisher", "PUBLISHER"),
    ("genre", "GENRE"),
    ("year", "DATE"),
    ("language", "LANGUAGE"),
    ("description", "DESCRIPTION"),
    ("copyright", "COPYRIGHT"),
    ("isbn", "ISBN"),
    ("source", "SOURCE"),
    ("encoder", "ENCODED-BY"),
)
"""Which comment says which tag."""

_CHAPTER = re.compile(r"CHAPTER(\d{3})(NAME)?", re.IGNORECASE)


def comments(tags: Tags) -> list[tuple[str, str]]:
    """Names and values of what is known of a file."""
    found = [(name, text) for field, name in COMMENTS if (text := getattr(tags, field))]
    if tags.parts > 1:
        found += ("TRACKNUMBER", str(tags.part)), ("TRACKTOTAL", str(tags.parts))
    return found


def chapter_comments(marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """When each chapter begins, and its name.

    Raises:
        ValueError: more than ``MOST_CHAPTERS`` marks.
    """
    if len(marks) > MOST_CHAPTERS:
        raise ValueError(f"an Opus file lists {MOST_CHAPTERS} chapters at most, not {len(marks)}")
    found = []
    for number, mark in enumerate(marks, 1):
        found.append((f"CHAPTER{number:03}", _clock(mark.start_ms)))
        found.append((f"CHAPTER{number:03}NAME", mark.title))
    return found


def chapters_in(pairs: Sequence[tuple[str, str]], end_ms: int) -> tuple[Mark, ...]:
    """The marks that comments tell of; each ends where the next begins."""
    starts: dict[str, int] = {}
    names: dict[str, str] = {}
    for name, value in pairs:
        if found := _CHAPTER.fullmatch(name):
            if found[2]:
                names[found[1]] = value
            else:
                starts[found[1]] = _milliseconds(value)
    order = sorted(starts)
    ends = [starts[number] for number in order[1:]] + [end_ms]
    return tuple(
        Mark(names.get(number, ""), starts[number], end)
        for number, end in zip(order, ends, strict=True)
    )


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def picture(cover: bytes) -> Picture | None:
    """The cover as FLAC's block of a picture (RFC 9639, section 8.8); None for none."""
    kind = image_type(cover)
    if not kind:
        return None
    block = Picture()
    block.type, block.mime, block.data = PictureType.COVER_FRONT, kind, cover
    return block


def picture_comment(cover: bytes) -> list[tuple[str, str]]:
    """The cover as a comment (Vorbis comment, METADATA_BLOCK_PICTURE)."""
    block = picture(cover)
    if block is None:
        return []
    return [("METADATA_BLOCK_PICTURE", base64.b64encode(block.write()).decode("ascii"))]
