"""What every container says of a book, before any container's own way of saying it.

In:  a Script and its Recording.
Out: Tags, plain text; and Marks, when each chapter begins.
Knows nothing of files' formats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import langcodes

from narrate import __version__
from narrate.audio.join import Mark as Mark  # part of what an output needs from here
from narrate.metadata import metadata_of
from narrate.model import Script
from narrate.publish.names import UNTITLED
from narrate.sound import Recording, Section

GENRE = "Audiobook"


@dataclass(frozen=True, slots=True)
class Tags:
    """What is said of one file of a book; "" where it is not known.

    ``language`` is an ISO 639-2 code of three letters. ``part`` counts from 1. ``lufs``
    is the book's integrated loudness, None where it is not known.
    """

    title: str
    album: str
    author: str
    narrator: str
    year: str = ""
    language: str = ""
    genre: str = GENRE
    encoder: str = f"narrate {__version__}"
    cover: bytes = b""
    part: int = 1
    parts: int = 1
    subtitle: str = ""
    series: str = ""
    series_number: str = ""
    publisher: str = ""
    description: str = ""
    copyright: str = ""
    isbn: str = ""
    source: str = ""
    lufs: float | None = None


_AS_THEY_ARE = (
    "subtitle",
    "series",
    "series_number",
    "publisher",
    "description",
    "copyright",
    "isbn",
    "source",
)


def tags_of(script: Script, recording: Recording) -> Tags:
    """The tags of a book in one file."""
    known = metadata_of(script)
    title = clean(known.title) or UNTITLED
    voice = f"{recording.voice} ({recording.engine})" if recording.voice else recording.engine
    same: dict[str, Any] = {field: clean(getattr(known, field)) for field in _AS_THEY_ARE}
    return Tags(
        title=title,
        album=title,
        author=", ".join(clean(author) for author in known.authors),
        narrator=clean(known.narrator) or voice,
        year=known.year,
        language=language_code(known.language),
        genre=clean(known.genre) or GENRE,
        cover=script.cover or b"",
        lufs=recording.lufs,
        **same,
    )


def clean(text: str) -> str:
    """Text without what no container can hold: NUL and halves of surrogate pairs."""
    return "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff")


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""All but the characters that XML 1.0 allows (section 2.2)."""


def legal(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)


_IMAGES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def image_type(cover: bytes) -> str:
    """The MIME type of a picture that every player shows; "" for others and for none."""
    return next((kind for signature, kind in _IMAGES if cover.startswith(signature)), "")


def cover_name(cover: bytes) -> str:
    """The name of the file that holds such a picture; "" where no file shall."""
    kind = image_type(cover).rpartition("/")[2]
    return f"cover.{kind.replace('jpeg', 'jpg')}" if kind else ""


def language_code(tag: str) -> str:
    """The ISO 639-2 code (terminological) of a BCP 47 tag; "" where there is none."""
    try:
        return langcodes.Language.get(tag).to_alpha3(variant="T") if tag else ""
    except (LookupError, ValueError):
        return ""


def marks_of(sections: Sequence[Section], starts_ms: Sequence[float]) -> tuple[Mark, ...]:
    """A mark for each section that has a title; it ends where the next section begins.

    Args:
        starts_ms: of every section, and the end of the last. Rounded down, so that no
            chapter loses its first sample.
    """
    times = [int(time) for time in starts_ms]
    return tuple(
        Mark(clean(section.title), start, max(end, start + 1))
        for section, start, end in zip(sections, times[:-1], times[1:], strict=True)
        if section.title
    )
