"""What every container says of a book, before any container's own way of saying it.

In:  a Script and its Recording.
Out: Tags, plain text; and Marks, when each chapter begins.
Knows nothing of files' formats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import langcodes

from narrate import __version__
from narrate.audio.join import Mark as Mark  # part of what an output needs from here
from narrate.model import Script
from narrate.publish.names import UNTITLED
from narrate.sound import Recording, Section

GENRE = "Audiobook"
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Tags:
    """What is said of one file of a book; "" where it is not known.

    ``language`` is an ISO 639-2 code of three letters. ``part`` counts from 1.
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


def tags_of(script: Script, recording: Recording) -> Tags:
    """The tags of a book in one file."""
    title = clean(script.title) or UNTITLED
    year = _YEAR.search(script.metadata.get("date", ""))
    return Tags(
        title=title,
        album=title,
        author=", ".join(clean(author) for author in script.authors),
        narrator=f"{recording.voice} ({recording.engine})" if recording.voice else recording.engine,
        year=year[0] if year else "",
        language=language_code(script.language),
        cover=script.cover or b"",
    )


def clean(text: str) -> str:
    """Text without what no container can hold: NUL and halves of surrogate pairs."""
    return "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff")


_IMAGES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def image_type(cover: bytes) -> str:
    """The MIME type of a picture that every player shows; "" for others and for none."""
    return next((kind for signature, kind in _IMAGES if cover.startswith(signature)), "")


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
