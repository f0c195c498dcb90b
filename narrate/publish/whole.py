"""Write a whole book as one sound file with chapters, of whatever kind.

In:  a Script, its Recording and a Kind of file.
Out: ``<Title><ending>``, verified, or numbered parts where one file cannot hold the book.
Knows nothing of tags' formats, nor of how sound is encoded or joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.audio.join import Mark, join, starts_ms
from narrate.errors import VerificationFailed
from narrate.publish.files import finished, sweep
from narrate.publish.names import safe_name
from narrate.publish.output import Publication, Written
from narrate.publish.parts import ENDLESS, Limit, cut, part_titles
from narrate.publish.tags import Tags, marks_of, tags_of
from narrate.sound import Section

_SLACK_S = 0.1


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that holds a whole book.

    Attributes:
        codec: of the sections that it is joined from.
        ending: of the file's name, with the dot.
        limit: what one file may hold.
        tag: puts tags and marks into a joined file.
        read: a file's length in seconds, and its marks.
        joined_marks: the marks as the join writes them into the container; none where
            they are tags.
        listed_title: a title as ``read`` gives it back.
    """

    codec: str
    ending: str
    limit: Limit
    tag: Callable[[Path, Tags, Sequence[Mark]], None]
    read: Callable[[Path], tuple[float, Sequence[Mark]]]
    joined_marks: Callable[[Sequence[Mark], Tags], Sequence[Mark]] = lambda marks, tags: ()
    listed_title: Callable[[str], str] = lambda title: title


def write_whole(kind: Kind, publication: Publication) -> Written:
    """Write the book into its folder, which exists.

    Raises:
        VerificationFailed: a file, read back, does not hold what it should.
        DiskFull, OutputNotWritable, EncoderFailed: it could not be written.
    """
    recording, folder = publication.recording, publication.folder
    runs = cut(recording.sections, kind.codec, kind.limit)
    book = tags_of(publication.script, recording)
    titles = part_titles(book.title, len(runs))
    files: list[Path] = []
    starts: list[float] = []
    length_ms = 0.0
    for number, (run, title) in enumerate(zip(runs, titles, strict=True), 1):
        target = folder / f"{safe_name(book.title)}{title.removeprefix(book.title)}{kind.ending}"
        tags = replace(book, title=title, part=number, parts=len(runs))
        *begun, end = _write_file(kind, run, tags, target)
        starts += (length_ms + start for start in begun)
        length_ms += end
        files.append(target)
    name, ending = re.escape(safe_name(book.title)), re.escape(kind.ending)
    sweep(folder, rf"{name}(?: - Part \d+ of \d+)?{ending}", [*files, *publication.kept])
    return Written(tuple(files), tuple(starts), _messages(kind, book.title, runs))


def _write_file(kind: Kind, run: Sequence[Section], tags: Tags, target: Path) -> tuple[float, ...]:
    """When each section begins in the file, and when it ends, in milliseconds."""
    parts = [section.encoded[kind.codec] for section in run]
    times = starts_ms(parts)
    marks = marks_of(run, times)
    with finished(target) as part:
        inside = kind.joined_marks(marks, tags)
        join(parts, part, inside)
        kind.tag(part, tags, marks)
        _verify(kind, part, times[-1] / 1000, inside or marks)
    return times


def _verify(kind: Kind, path: Path, seconds: float, marks: Sequence[Mark]) -> None:
    """Compare what the file says with what it should."""
    length, found = kind.read(path)
    if abs(length - seconds) > _SLACK_S:
        raise VerificationFailed(
            f"{path}: lasts {length:.2f} s instead of {seconds:.2f} s. Run again."
        )
    wanted = [(kind.listed_title(mark.title), mark.start_ms) for mark in marks]
    if [(mark.title, mark.start_ms) for mark in found] != wanted:
        raise VerificationFailed(f"{path}: its chapters are not those of the book. Run again.")


def _messages(kind: Kind, title: str, runs: Sequence[Sequence[Section]]) -> tuple[str, ...]:
    if len(runs) == 1:
        return ()
    chapters = sum(bool(section.title) for run in runs for section in run)
    return (
        f"{title} has {chapters} chapters. {_limits(kind, runs[0][0])}, "
        f"so the book was written as {len(runs)} files.",
    )


def _limits(kind: Kind, section: Section) -> str:
    """What one file can hold, in words."""
    limit, rate = kind.limit, section.encoded[kind.codec].sample_rate
    words = [f"One {kind.ending} file lists {limit.chapters} chapters at most"]
    if limit.size < ENDLESS:
        words.append(f"holds {limit.size / 2**30:.1f} GiB")
    if limit.samples < ENDLESS:
        words.append(f"plays {limit.samples / rate / 3600:.1f} hours at this sample rate")
    return " and ".join(words)
