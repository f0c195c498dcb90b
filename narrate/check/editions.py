"""Sort the files of a folder into editions: the files of one format that make up the book.

In:  the headers of the files, the chapters that book.json promises.
Out: Editions, and which chapters each of their files has marks for.
Knows nothing of sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from narrate.check.book import Part, Promise
from narrate.check.container import Header, Mark
from narrate.check.marks import errors_ms

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file, its marks and, in step with them, the chapters that they should stand for."""

    header: Header
    marks: tuple[Mark, ...]
    chapters: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """Files of one format in one folder, in reading order."""

    name: str
    headers: tuple[Header, ...]

    @property
    def has_marks(self) -> bool:
        """Whether its chapters are marks in the files; else each file is a chapter."""
        return any(header.marks for header in self.headers)

    def parts(self, promise: Promise) -> Iterator[Listed]:
        """Each file with the marks of its chapters, and the chapters that they stand for.

        MP4 lets no sound stand outside all chapters, so a credit has a mark there: where
        there are more marks than chapters, the first is the opening's, then the last the
        closing's.
        """
        marks = [mark for header in self.headers for mark in header.marks]
        if len(marks) > len(promise.chapters) and promise.opening.sentences:
            marks = marks[1:]
        if len(marks) > len(promise.chapters) and promise.closing.sentences:
            marks = marks[:-1]
        at = 0
        for header in self.headers:
            own = tuple(mark for mark in header.marks if any(mark is kept for kept in marks))
            yield Listed(header, own, promise.chapters[at : at + len(own)])
            at += len(own)


def editions(headers: Sequence[Header], folder: Path) -> tuple[Edition, ...]:
    """The editions of a folder; a book in one file and its chapters as files are two.

    Files with marks and files without are told apart even in one folder, unless there
    is only one: then it is a book without chapters.
    """

    def kind(header: Header) -> tuple[str, str, bool]:
        inside = header.path.relative_to(folder).parent.as_posix()
        return inside, header.path.suffix.lower(), not header.marks

    found = []
    for (inside, suffix, _), group in groupby(sorted(headers, key=kind), kind):
        place = "" if inside == "." else f" in {inside}"
        members = tuple(sorted(group, key=_order))
        what = "chapters" if len(members) > 1 and not members[0].marks else "book"
        found.append(Edition(f"{suffix[1:]} {what}{place}", members))
    return tuple(found)


def _order(header: Header) -> tuple[list[int], str]:
    """By the track number; else by the name, numbers in it by their value."""
    number = track(header)[0]
    numbers = [int(digits) for digits in _NUMBER.findall(header.path.stem)]
    return [number] if number else numbers, header.path.name


def track(header: Header) -> tuple[int, int]:
    """The number of a file and the number of all of them, by its tags; 0 where unknown."""
    text = header.tags.get("track") or header.tags.get("tracknumber") or ""
    number, _, total = text.partition("/")
    total = total or header.tags.get("tracktotal", "") or header.tags.get("totaltracks", "")
    return _whole(number), _whole(total)


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0


def delivered(found: Sequence[Edition]) -> tuple[Edition, ...]:
    """What one would hand in: chapters as MP3 files where there are any, else all MP3 files."""
    mp3 = [edition for edition in found if edition.headers[0].path.suffix.lower() == ".mp3"]
    chapters = [e for e in mp3 if not e.has_marks and len(e.headers) > 1]
    return tuple(chapters or mp3)


def reference(found: Sequence[Edition], promise: Promise) -> Edition | None:
    """The edition whose marks agree best with book.json: its times are measured on one of them."""
    marked = [edition for edition in found if edition.has_marks]
    return min(marked, key=lambda edition: _deviation(edition, promise), default=None)


def _deviation(edition: Edition, promise: Promise) -> tuple[bool, float]:
    """Editions that lack chapters last; then by the mark that is farthest from its place."""
    listed = list(edition.parts(promise))
    count = sum(len(one.chapters) for one in listed)
    errors = [abs(error) for one in listed for error in errors_ms(one.marks, one.chapters)]
    return count < len(promise.chapters), max(errors, default=0.0)


def missing_chapters(edition: Edition, chapters: Sequence[Part]) -> str:
    """The titles of the chapters that an edition lacks or has out of order; "" when none.

    A chapter is there when its title, in its turn, is that of a mark, or is part of the
    title of a file without marks.
    """
    if edition.has_marks:
        titles = [mark.title for header in edition.headers for mark in header.marks]
    else:
        titles = [header.tags.get("title", "") for header in edition.headers]
    if len(titles) == 1 and not edition.has_marks:
        return ""
    lost, at = [], 0
    for chapter in chapters:
        wanted = plain(chapter.title)
        place = next((n for n in range(at, len(titles)) if wanted in plain(titles[n])), None)
        if place is None:
            lost.append(chapter.title)
        else:
            at = place + 1
    return ", ".join(lost)


def plain(text: str) -> str:
    """Text without what containers may change: runs of white space, what no tag can hold."""
    kept = "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff")
    return " ".join(kept.split())


def numbering_faults(edition: Edition) -> str:
    """What would keep a player from putting the files of an edition in order; "" when nothing."""
    if len(edition.headers) < 2:
        return ""
    faults = []
    titles = [header.tags.get("title", "") for header in edition.headers]
    if len(set(titles)) < len(titles):
        faults.append("two files have one title")
    numbers = [track(header) for header in edition.headers]
    if [number for number, _ in numbers] != list(range(1, len(numbers) + 1)):
        faults.append(f"track numbers are not 1 to {len(numbers)}")
    names = [header.path.name for header in edition.headers]
    if names != sorted(names):
        faults.append("names do not sort in reading order")
    return "; ".join(faults)


def mixed_formats(edition: Edition) -> str:
    """The formats of an edition where they differ from file to file; "" when they do not."""
    kinds = {f"{h.codec} {h.sample_rate} Hz {h.channels} channels" for h in edition.headers}
    return "" if len(kinds) < 2 else ", ".join(sorted(kinds))
