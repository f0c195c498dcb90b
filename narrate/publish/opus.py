"""Write the whole book as one Ogg Opus file with chapters.

In:  a Script and its Recording, with every section encoded as "opus".
Out: ``<Title>.opus``, or numbered parts where one file cannot hold the book.
Knows nothing of how sound is encoded or joined. Tags as in RFC 7845, section 5.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mutagen.oggopus import OggOpus

from narrate.audio.join import Mark
from narrate.audio.ogg import put_tags
from narrate.publish.output import Output, Publication, Written
from narrate.publish.parts import Limit
from narrate.publish.tags import Tags
from narrate.publish.vorbis import (
    MOST_CHAPTERS,
    chapter_comments,
    chapters_in,
    comments,
    picture_comment,
)
from narrate.publish.whole import Kind, write_whole

_REFERENCE_LUFS = -23
_STEPS_A_DB = 256


def write_opus(path: Path, tags: Tags, marks: Sequence[Mark]) -> None:
    """Put tags and chapters into a file.

    mutagen's own way to save numbers every page anew, in ten times the time.

    Raises:
        ValueError: more than ``MOST_CHAPTERS`` marks.
    """
    content = OggOpus(path).tags
    content.clear()
    content.extend(
        [*comments(tags), *_gains(tags), *chapter_comments(marks), *picture_comment(tags.cover)]
    )
    put_tags(path, b"OpusTags" + content.write(framing=False))


def _gains(tags: Tags) -> list[tuple[str, str]]:
    """What a player adds to bring the book to -23 LUFS, in 1/256 dB (RFC 7845, 5.2.1)."""
    if tags.lufs is None:
        return []
    gain = str(round((_REFERENCE_LUFS - tags.lufs) * _STEPS_A_DB))
    return [("R128_TRACK_GAIN", gain), ("R128_ALBUM_GAIN", gain)]


def read_opus(path: Path) -> tuple[float, tuple[Mark, ...]]:
    """The length of a file in seconds, and its chapters in the order of their numbers.

    Raises:
        MutagenError: it is no Ogg Opus file, or it is damaged.
    """
    content = OggOpus(path)
    length = float(content.info.length)
    return length, chapters_in(list(content.tags), round(length * 1000))


KIND = Kind(
    codec="opus",
    ending=".opus",
    limit=Limit(chapters=MOST_CHAPTERS),
    tag=write_opus,
    read=read_opus,
)


def write(publication: Publication) -> Written:
    """Write the book into its folder.

    Raises:
        VerificationFailed: a file, read back, does not hold what it should.
        DiskFull, OutputNotWritable, EncoderFailed: it could not be written.
    """
    return write_whole(KIND, publication)


OUTPUT = Output(codecs=("opus",), write=write)
