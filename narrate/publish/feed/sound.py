"""Find the sound of each chapter in a finished audiobook, and make episodes of it.

In:  a book's folder and the content of its book.json.
Out: stretches of MP3 files for each chapter; an MP3 file for each episode.
Knows nothing of feeds. Sound is copied in whole frames and never encoded again; a
chapter was encoded by itself, so it begins and ends at a frame.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.audio.join import JOINERS
from narrate.audio.mpeg import Frames, frame_starts, info_frame
from narrate.errors import VerificationFailed
from narrate.publish.id3 import read_id3

TYPE = "audio/mpeg"
CHAPTERS_FOLDER = "chapters"
_LEAD = JOINERS["mp3"].lead


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of an MP3 file between two times in milliseconds, which are starts of chapters.

    ``digest`` is the file's, as book.json has it; an ``end_ms`` of None is the file's end.
    """

    path: Path
    digest: str
    start_ms: int = 0
    end_ms: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """The frames of a file, and the bytes where they begin, as ``frame_starts`` tells them."""

    frames: Frames
    starts: NDArray[np.int64]


ChapterSound = tuple[Stretch, ...]
"""What is heard of a chapter: its own sound, with a credit before or after it."""


def chapter_sounds(folder: Path, content: Mapping[str, Any]) -> tuple[ChapterSound, ...]:
    """The sound of every chapter of the book: from a file a chapter, or cut from the whole.

    Raises:
        VerificationFailed: there are no such files, or they are not as book.json has them.
    """
    files = _mp3_files(folder, content)
    number = len(content["chapters"])
    for sounds in (_one_a_chapter(folder, files, content), _whole_book(folder, files, content)):
        if len(sounds) == number:
            return sounds
    raise VerificationFailed(
        f"{folder}: no MP3 files that hold its {number} chapters. "
        "Make the book again with --to mp3."
    )


def _mp3_files(folder: Path, content: Mapping[str, Any]) -> list[Stretch]:
    found = []
    for file in content.get("files", ()):
        path = folder / file["name"]
        if path.suffix.lower() == ".mp3":
            if not path.is_file() or path.stat().st_size != file["bytes"]:
                raise VerificationFailed(
                    f"{path}: missing, or changed since it was made. Make the book again."
                )
            found.append(Stretch(path, file["blake2b"]))
    return found


def _one_a_chapter(
    folder: Path, files: Sequence[Stretch], content: Mapping[str, Any]
) -> tuple[ChapterSound, ...]:
    """The files of the output "chapters", a section each."""
    apart = [file for file in files if file.path.parent == folder / CHAPTERS_FOLDER]
    opening, closing = bool(content.get("opening")), bool(content.get("closing"))
    if len(apart) != opening + len(content["chapters"]) + closing:
        return ()
    return with_credits(apart, opening, closing)


def with_credits(
    sections: Sequence[Stretch], opening: bool, closing: bool
) -> tuple[ChapterSound, ...]:
    """Sections by chapter: a credit goes to the chapter beside it."""
    sounds: list[ChapterSound] = [(section,) for section in sections]
    if opening:
        sounds[:2] = [sounds[0] + sounds[1]]
    if closing:
        sounds[-2:] = [sounds[-2] + sounds[-1]]
    return tuple(sounds)


def _whole_book(
    folder: Path, files: Sequence[Stretch], content: Mapping[str, Any]
) -> tuple[ChapterSound, ...]:
    """Cut at the chapters' times; in a book of several files, at each file's own marks."""
    whole = [file for file in files if file.path.parent == folder]
    if len(whole) == 1:
        return tuple(_cut(whole[0], [row["start_ms"] for row in content["chapters"]]))
    return tuple(
        sound
        for file in whole
        for sound in _cut(file, [mark.start_ms for mark in read_id3(file.path)[1]])
    )


def _cut(file: Stretch, starts_ms: Sequence[int]) -> Iterable[ChapterSound]:
    """A stretch for each start; the first reaches back to the file's beginning."""
    for start, end in pairwise([0, *starts_ms[1:], None]):
        yield (Stretch(file.path, file.digest, start or 0, end),)


@dataclass(frozen=True, slots=True)
class _Span:
    """The frames of a stretch: how many, and the bytes that hold them."""

    path: Path
    frames: Frames
    count: int
    bytes: range


@dataclass(frozen=True, slots=True)
class Cut:
    """The sound of an episode: how long it lasts, and when each of its chapters begins, in ms."""

    spans: tuple[_Span, ...]
    duration_ms: int
    starts_ms: tuple[int, ...]


def cut_episode(chapters: Sequence[ChapterSound]) -> Cut:
    """Find the frames of chapters that stand end to end.

    Raises:
        VerificationFailed: a file is no MP3, or not all have one sample rate.
    """
    spans = tuple(_span(stretch) for chapter in chapters for stretch in chapter)
    kinds = {(span.frames.samples, span.frames.sample_rate) for span in spans}
    if len(kinds) != 1:
        raise VerificationFailed(f"{spans[0].path.parent}: its MP3 files differ in rate.")
    ((samples, rate),) = kinds
    counts = iter([span.count for span in spans])
    lengths = [sum(islice(counts, len(chapter))) for chapter in chapters]
    *starts, end = (round(1000 * n * samples / rate) for n in accumulate(lengths, initial=0))
    return Cut(spans, end, tuple(starts))


def episode_bytes(cut: Cut, tag: bytes) -> Iterator[bytes | memoryview]:
    """The sound of an episode behind its tag, piece by piece; each is gone with the next."""
    yield tag
    for number, span in enumerate(cut.spans):
        with _mapped(span.path) as data, memoryview(data) as view:
            if number == 0:
                header = data[span.bytes.start : span.bytes.start + 4]
                total = sum(one.count for one in cut.spans)
                size = sum(len(one.bytes) for one in cut.spans)
                yield info_frame(header, total, size)
            with view[span.bytes.start : span.bytes.stop] as piece:
                yield piece


def lead_ms(sample_rate: int) -> float:
    """How long after its first frame the sound of an MP3 file's first chapter is heard."""
    return 1000 * _LEAD / sample_rate


def _span(stretch: Stretch) -> _Span:
    opened = _open(stretch.path)
    first, last = _frames_of(stretch, opened)
    begin, end = opened.starts[[first, last]].tolist()
    return _Span(stretch.path, opened.frames, last - first, range(begin, end))


def _frames_of(stretch: Stretch, opened: _Opened) -> tuple[int, int]:
    """The numbers of the first frame and of the one after the last.

    A chapter is heard ``_LEAD`` samples after its first frame begins, and its time was
    rounded to a millisecond, a small part of a frame.
    """
    frames = opened.frames

    def number(ms: int) -> int:
        return round((ms * frames.sample_rate / 1000 - _LEAD) / frames.samples)

    last = frames.count if stretch.end_ms is None else number(stretch.end_ms)
    first = max(0, number(stretch.start_ms))
    if not first < last <= frames.count:
        raise VerificationFailed(
            f"{stretch.path}: too short for its chapters. Make the book again."
        )
    return first, last


def _open(path: Path) -> _Opened:
    return _opened(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _opened(path: Path, changed: int) -> _Opened:
    """Where the frames of a file lie. ``changed`` tells a file from one that replaces it."""
    try:
        with _mapped(path) as data, memoryview(data) as view:
            return _Opened(*frame_starts(view))
    except ValueError as error:
        raise VerificationFailed(f"{path}: {error}. Make the book again.") from error


def _mapped(path: Path) -> closing[mmap.mmap]:
    with path.open("rb") as file:
        return closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
