"""Read what a finished file says of itself, with FFmpeg's demuxers (PyAV).

In:  a sound file of any container.
Out: a Header: codec, tags, chapters, cover.
Knows nothing of how narrate writes files, and decodes no sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
from av.container import InputContainer

from narrate.errors import VerificationFailed

OTHER_FOLDERS = frozenset({"audiobook", "daisy", "epub", "feed", "feeds", "player"})
"""Folders of outputs that hold copies of the sound under rules of their own."""

ENDINGS = (".mp3", ".m4b", ".m4a", ".opus", ".ogg", ".flac", ".wav")

_CODEC_NAMES = {"mp3float": "mp3", "mp3": "mp3", "libopus": "opus"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter of a file: its title and the milliseconds [start, end) of it."""

    title: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Header:
    """What one file says of itself.

    Attributes:
        codec: FFmpeg's name of it, such as "mp3", "aac", "opus", "flac" or "pcm_s16le".
        sample_rate: hertz.
        seconds: the length that the container states; 0.0 where it states none.
        size: of the file, in bytes.
        tags: by FFmpeg's common names (title, artist, album, ...), lower case.
        marks: in the order of the file.
        cover: width and height in pixels; None without a picture.
    """

    path: Path
    codec: str
    sample_rate: int
    channels: int
    seconds: float
    size: int
    tags: Mapping[str, str]
    marks: tuple[Mark, ...]
    cover: tuple[int, int] | None


def sound_files(folder: Path) -> list[Path]:
    """Every finished sound file of a book, in order of names; no copies in other outputs."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS
        and path.is_file()
        and not path.stem.endswith(".part")
        and not any(
            part.startswith(".") or part in OTHER_FOLDERS for part in path.relative_to(folder).parts
        )
    )


@contextmanager
def opened(path: Path, *, hastily: bool = False) -> Iterator[InputContainer]:
    """Open a file that holds sound.

    Args:
        hastily: places in MP3 are reckoned from its bit rate when it is sought in; else
            FFmpeg counts every packet before them.
    Raises:
        VerificationFailed: FFmpeg cannot read it, or finds no sound in it.
    """
    try:
        container = av.open(str(path), options={"fflags": "fastseek"} if hastily else {})
    except (av.FFmpegError, OSError, UnicodeDecodeError) as error:
        raise VerificationFailed(f"{path}: cannot be read ({error}). Make it again.") from error
    with container:
        if not container.streams.audio:
            raise VerificationFailed(f"{path}: holds no sound. Make it again.")
        yield container


def read_header(path: Path) -> Header:
    """What a file says of itself.

    Raises:
        VerificationFailed: FFmpeg cannot read it, or finds no sound in it.
    """
    with opened(path) as container:
        return header_of(path, container)


def header_of(path: Path, container: InputContainer) -> Header:
    """What a file that is open says of itself."""
    stream = container.streams.audio[0]
    codec = stream.codec_context.name
    return Header(
        path=path,
        codec=_CODEC_NAMES.get(codec, codec),
        sample_rate=stream.rate,
        channels=stream.channels,
        seconds=(container.duration or 0) / av.time_base,
        size=path.stat().st_size,
        tags=_tags(stream.metadata, container.metadata),
        marks=tuple(_mark(chapter) for chapter in container.chapters()),
        cover=_cover(container),
    )


def _tags(*sources: Mapping[str, str]) -> Mapping[str, str]:
    """Ogg keeps tags with the stream, the others with the file; MP4 has the language there."""
    found = {key.lower(): text for source in sources for key, text in source.items()}
    return MappingProxyType(found)


def _mark(chapter: Any) -> Mark:
    unit = 1000 * chapter["time_base"]
    title = chapter["metadata"].get("title", "")
    return Mark(title, float(chapter["start"] * unit), float(chapter["end"] * unit))


def _cover(container: InputContainer) -> tuple[int, int] | None:
    for stream in container.streams.video:
        return stream.codec_context.width, stream.codec_context.height
    return None
