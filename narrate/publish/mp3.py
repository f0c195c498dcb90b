"""Write the whole book as one MP3 file with chapters.

In:  a Script and its Recording, with every section encoded as "mp3".
Out: ``<Title>.mp3``, or numbered parts where one file cannot hold the book.
Knows nothing of how sound is encoded or joined.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from narrate.audio.join import join
from narrate.errors import VerificationFailed
from narrate.model import Script
from narrate.publish.files import finished
from narrate.publish.id3 import MOST_CHAPTERS, read_id3, write_id3
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Written
from narrate.publish.parts import Limit, cut, part_titles
from narrate.publish.tags import Mark, Tags, marks_of, tags_of
from narrate.sound import Encoded, Recording, Section

LIMIT = Limit(chapters=MOST_CHAPTERS, size=2**32 - 2**24)
"""The table in the first frame counts bytes in 32 bits; tags and cover need some of them."""


def write(script: Script, recording: Recording, folder: Path) -> Written:
    """Write the book into a folder that exists.

    Raises:
        VerificationFailed: a file, read back, does not hold what it should.
        DiskFull, OutputNotWritable, EncoderFailed: it could not be written.
    """
    runs = cut(recording.sections, "mp3", LIMIT)
    book = tags_of(script, recording)
    titles = part_titles(book.title, len(runs))
    files, starts = [], []
    for number, (run, title) in enumerate(zip(runs, titles, strict=True), 1):
        target = folder / f"{_file_name(book.title, title)}.mp3"
        starts.append(
            _write_file(run, replace(book, title=title, part=number, parts=len(runs)), target)
        )
        files.append(target)
    return Written(tuple(files), starts[0] if len(runs) == 1 else (), _messages(book, runs))


def _file_name(book: str, title: str) -> str:
    """The safe name of the book, with what the title of a part adds to it."""
    return safe_name(book) + title.removeprefix(book)


def _write_file(run: tuple[Section, ...], tags: Tags, target: Path) -> tuple[float, ...]:
    parts = [section.encoded["mp3"] for section in run]
    with finished(target) as part:
        starts = join(parts, part)
        end = starts[0] + 1000 * _seconds(parts)
        marks = marks_of(run, (*starts, end))
        write_id3(part, tags, marks)
        _verify(part, _seconds(parts), marks)
    return starts


def _seconds(parts: list[Encoded]) -> float:
    return sum(part.packets * part.samples_per_packet / part.sample_rate for part in parts)


def _verify(path: Path, seconds: float, marks: tuple[Mark, ...]) -> None:
    """Compare what the file says with what it should; a packet and the codec's delay are free."""
    length, found = read_id3(path)
    if abs(length - seconds) > 0.1:
        raise VerificationFailed(
            f"{path}: lasts {length:.2f} s instead of {seconds:.2f} s. Run again."
        )
    if found != marks or sorted(found, key=lambda mark: mark.start_ms) != list(found):
        raise VerificationFailed(f"{path}: its chapters are not those of the book. Run again.")


def _messages(book: Tags, runs: tuple[tuple[Section, ...], ...]) -> tuple[str, ...]:
    if len(runs) == 1:
        return ()
    chapters = sum(bool(section.title) for run in runs for section in run)
    return (
        f"{book.title} has {chapters} chapters; an MP3 file lists {LIMIT.chapters} at most and "
        f"holds 4 GiB, so the book was written as {len(runs)} files.",
    )


OUTPUT = Output(codecs=("mp3",), write=write)
