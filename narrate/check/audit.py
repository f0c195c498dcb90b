"""Audit a finished audiobook with other programs' eyes.

In:  the folder of a book, the preset to judge it by.
Out: an Audit: what was measured, and what each rule says of it.
Knows nothing of how narrate writes files. ``audit`` decodes every sample; ``quick``
reads headers and decodes the ends alone, for the end of a make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from narrate.check import measures
from narrate.check.asked import DEFAULT, asked_of
from narrate.check.book import Promise, read_promise
from narrate.check.container import Header, read_header, sound_files
from narrate.check.editions import Edition, Listed, delivered, editions, reference
from narrate.check.ends import probe
from narrate.check.ledger import Proof, against, reprove
from narrate.check.marks import Verdict, gaps_of, verify
from narrate.check.rules import Finding, check_preset, judge
from narrate.check.sound import Sound, hear
from narrate.errors import VerificationFailed
from narrate.executor import LocalExecutor
from narrate.model import Book


@dataclass(frozen=True, slots=True)
class FileAudit:
    """One file: what it says, what was heard, and a verdict for each of its marks."""

    header: Header
    edition: str
    sound: Sound
    marks: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found; it is passed when every finding is ok."""

    folder: Path
    preset: str
    promise: Promise
    files: tuple[FileAudit, ...]
    proof: Proof
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether every rule is kept."""
        return all(finding.ok for finding in self.findings)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The rules that are broken."""
        return tuple(finding for finding in self.findings if not finding.ok)


@dataclass(frozen=True, slots=True)
class _Folder:
    """What is known of a folder before it is heard; faults of ends where these were decoded."""

    path: Path
    preset: str
    promise: Promise
    editions: tuple[Edition, ...]
    end_faults: Mapping[Path, str]

    def name(self, header: Header) -> str:
        """A file as findings call it."""
        return header.path.relative_to(self.path).as_posix()


def audit(
    folder: Path,
    preset: str = "",
    *,
    processes: int | None = None,
    progress: Callable[[Path], None] = lambda _: None,
) -> Audit:
    """Decode and judge everything in a folder.

    Args:
        preset: "" takes the one that the book was made with.
        progress: is told of each file that is done.
    Raises:
        BookNotFound: this is no folder of a finished book.
        UsageError: there is no such preset.
        VerificationFailed: book.json or a file cannot be read at all.
    """
    known = _know(folder, preset, _headers)
    heard = _hear([h.path for e in known.editions for h in e.headers], processes, progress)
    verdicts = _verdicts(known, heard)
    files = tuple(
        FileAudit(header, edition.name, heard[header.path], verdicts[header.path])
        for edition in known.editions
        for header in edition.headers
    )
    proof = reprove(known.promise)
    findings = tuple(_findings(known, heard, verdicts, proof))
    return Audit(folder, known.preset, known.promise, files, proof, findings)


def quick(folder: Path, preset: str = "", book: Book | None = None) -> tuple[Finding, ...]:
    """Judge what can be judged without decoding more than the ends of each file.

    Only the files that book.json lists are looked at: those of an earlier run, for which
    nobody asked again, do not count against this one.

    Args:
        book: the source, read already; without it the ledger is not proved.
    Raises:
        BookNotFound: this is no folder of a finished book.
        UsageError: there is no such preset.
        VerificationFailed: book.json or a file cannot be read at all.
    """
    known = _know(folder, preset, _listed_probed)
    proof = against(known.promise, book) if book is not None else None
    return tuple(_findings(known, {}, {}, proof))


Looked = tuple[Header, str | None]
"""A file's header; what is wrong with its ends, None where they were not decoded."""

_Look = Callable[[Path, Promise], Iterable[Looked]]


def _know(folder: Path, preset: str, look: _Look) -> _Folder:
    promise = read_promise(folder)
    chosen = check_preset(preset or promise.preset or DEFAULT)
    looked = list(look(folder, promise))
    found = editions([header for header, _ in looked], folder)
    faults = {header.path: fault for header, fault in looked if fault is not None}
    return _Folder(folder, chosen, promise, found, faults)


def _headers(folder: Path, promise: Promise) -> Iterable[Looked]:
    return ((read_header(path), None) for path in sound_files(folder))


def _listed_probed(folder: Path, promise: Promise) -> Iterable[Looked]:
    """In threads: FFmpeg lets go of Python's lock."""
    listed = {folder / name for name, _ in promise.files}
    with ThreadPoolExecutor() as pool:
        return list(pool.map(probe, (path for path in sound_files(folder) if path in listed)))


def _hear(
    paths: Sequence[Path], processes: int | None, progress: Callable[[Path], None]
) -> dict[Path, Sound]:
    """Every file decoded; several at once where there are several."""
    heard: dict[Path, Sound] = {}
    with LocalExecutor(processes) as executor:
        results = map(hear, paths) if len(paths) < 2 else executor.run(hear, paths)
        for path, sound in zip(paths, results, strict=True):
            heard[path] = sound
            progress(path)
    return heard


def _verdicts(known: _Folder, heard: Mapping[Path, Sound]) -> dict[Path, tuple[Verdict, ...]]:
    """The marks of every file, held against book.json and against the reference's sound."""
    truth = reference(known.editions, known.promise)
    gaps: dict[int, float] = {}
    for one in truth.parts(known.promise) if truth else ():
        gaps |= gaps_of(one.marks, one.chapters, heard[one.header.path].levels)
    return {
        one.header.path: verify(
            one.marks,
            one.chapters,
            heard[one.header.path].levels,
            None if edition is truth else gaps,
        )
        for edition in known.editions
        for one in edition.parts(known.promise)
    }


def _findings(
    known: _Folder,
    heard: Mapping[Path, Sound],
    verdicts: Mapping[Path, tuple[Verdict, ...]],
    proof: Proof | None,
) -> Iterator[Finding]:
    """What the rules say; of sound only where it was heard."""
    promise, found = known.promise, known.editions
    of_book = measures.of_book(promise, found, known.path, proof)
    yield from judge("book", promise.title, of_book, known.preset)
    for edition in found:
        handed_in = edition in delivered(found)
        of_edition = _measure_edition(edition, known, heard)
        yield from judge("edition", edition.name, of_edition, known.preset, delivery=handed_in)
        for one in edition.parts(promise):
            of_file = _measure_file(one.header, known, heard)
            name = known.name(one.header)
            yield from judge("file", name, of_file, known.preset, delivery=handed_in)
            yield from _mark_findings(known, one, verdicts.get(one.header.path, ()))


def _measure_edition(
    edition: Edition, known: _Folder, heard: Mapping[Path, Sound]
) -> measures.Measures:
    promise, preset = known.promise, known.preset
    sounds = [heard[header.path] for header in edition.headers if header.path in heard]
    if not sounds:
        stated = [header.seconds for header in edition.headers]
        return measures.of_edition(edition, promise, stated)
    seconds = [sound.seconds for sound in sounds]
    lufs = measures.edition_lufs(sounds)
    asked = asked_of(promise, preset, edition.headers[0].channels)
    return (
        measures.of_edition(edition, promise, seconds)
        | {"lufs": lufs}
        | (asked.of_edition(lufs) if asked else {})
    )


def _measure_file(header: Header, known: _Folder, heard: Mapping[Path, Sound]) -> measures.Measures:
    stated = measures.of_header(header, known.promise)
    if header.path not in heard:
        return stated | {"end_faults": known.end_faults.get(header.path, "")}
    sound = heard[header.path]
    asked = asked_of(known.promise, known.preset, header.channels)
    stated |= measures.of_track(header)
    return stated | measures.of_sound(header, sound) | (asked.of_file(sound) if asked else {})


def _mark_findings(known: _Folder, one: Listed, verdicts: tuple[Verdict, ...]) -> Iterator[Finding]:
    for mark, part, verdict in zip_longest(one.marks, one.chapters, verdicts):
        if mark is None or part is None:
            continue
        measured = measures.of_stated_mark(mark, part, known.promise)
        if verdict is not None:
            measured |= measures.of_mark(verdict, part)
        subject = f"{known.name(one.header)}: {mark.title}"
        yield from judge("mark", subject, measured, known.preset)


def demand(findings: Sequence[Finding], folder: Path) -> None:
    """Refuse findings that are not all ok.

    Raises:
        VerificationFailed: names the first failure, counts the others.
    """
    failures = [finding for finding in findings if not finding.ok]
    if not failures:
        return
    first = failures[0]
    more = f" ({len(failures) - 1} more)" if len(failures) > 1 else ""
    raise VerificationFailed(
        f"{folder}: {first.rule.name} of {first.subject} is {first.shown}, "
        f"wanted {first.rule.wanted}{more}. {first.rule.cure}"
    )
