"""Write the subtitles of a book: beside its sound file, and for each chapter.

In:  a Publication whose sections are encoded.
Out: ``<Title>.vtt``, ``.srt`` and ``.lrc``, and the same for every file in ``chapters/``.
Knows nothing of the formats.

A player finds subtitles by the name of the sound file, so these have the names that the
outputs of sound give. Chapters are padded to whole packets, which last otherwise in each
codec, so that the times of two files of a book drift apart by up to a packet a chapter:
where several are made, each has subtitles of its own, as ``<Title>.m4b.vtt`` beside
``<Title>.vtt``, which are those of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from narrate.audio.join import starts_ms
from narrate.cache import write_whole
from narrate.publish import m4b, mp3, opus
from narrate.publish.chapters import track_titles
from narrate.publish.files import make_folder, sweep
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.parts import cut, part_titles
from narrate.publish.subtitles.captions import Caption, captions
from narrate.publish.subtitles.formats import FORMATS, About
from narrate.publish.subtitles.heard import heard_in, parts_of
from narrate.publish.tags import tags_of
from narrate.publish.whole import Kind
from narrate.sound import Section

CODEC = "mp3"
CHAPTERS_FOLDER = "chapters"
WHOLE = {"mp3": mp3.KIND, "m4b": m4b.KIND, "opus": opus.KIND}
"""The outputs that hold a whole book, in the order in which book.json goes by one."""

LOSSLESS = frozenset({"flac", "wav"})
"""Outputs of a file a chapter that begin with their first sample."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A section of the recording, and its captions counted from its first sample."""

    section: Section
    captions: tuple[Caption, ...]


def write(publication: Publication) -> Written:
    """Write all subtitles into the book's folder.

    Raises:
        DiskFull, OutputNotWritable: they could not be written.
    """
    script, recording = publication.script, publication.recording
    rate = recording.sample_rate
    shown = []
    for part in parts_of(script, recording):
        until = part.section.frames * 1000 / rate
        found = captions(heard_in(part, rate, 0), script.language, until)
        shown.append(_Shown(part.section, tuple(found)))
    author = ", ".join(script.authors)
    about = About(tags_of(script, recording).title, author, language=script.language)
    kinds = [kind for name, kind in WHOLE.items() if name in publication.outputs] or [mp3.KIND]
    whole = (
        path
        for number, kind in enumerate(kinds)
        for path in _whole(publication.folder, shown, about, kind, kind.ending if number else "")
    )
    written = (*whole, *_each(publication, shown, about))
    _forget_others(publication, about.title, written)
    return Written(written)


def _forget_others(publication: Publication, title: str, written: Sequence[Path]) -> None:
    """Take away subtitles of sound files that are no longer made, and of chapters that are gone."""
    kept = [*written, *publication.kept]
    sounds = "|".join(re.escape(kind.ending) for kind in WHOLE.values())
    ending = rf"\.(?:{'|'.join(FORMATS)})"
    name = rf"{re.escape(safe_name(title))}(?: - Part \d+ of \d+)?(?:{sounds})?"
    sweep(publication.folder, name + ending, kept)
    sweep(publication.folder / CHAPTERS_FOLDER, rf"\d{{2,}} - .*{ending}", kept)


def _whole(
    folder: Path, shown: Sequence[_Shown], about: About, kind: Kind, more: str
) -> Iterator[Path]:
    """One set of files for each file of a kind that the book fills; ``more`` goes to the name."""
    runs = cut([one.section for one in shown], kind.codec, kind.limit)
    waiting = iter(shown)
    for run, title in zip(runs, part_titles(about.title, len(runs)), strict=True):
        name = safe_name(about.title) + title.removeprefix(about.title)
        together = list(islice(waiting, len(run)))
        *starts, end = starts_ms([section.encoded[kind.codec] for section in run])
        titled = replace(about, title=title, length_ms=end)
        yield from _write_files(folder / f"{name}{more}", together, starts, titled)


def _each(publication: Publication, shown: Sequence[_Shown], about: About) -> Iterator[Path]:
    """One set of files for each chapter and credit."""
    folder = make_folder(publication.folder / CHAPTERS_FOLDER)
    made = set(publication.outputs)
    titles = track_titles(publication.recording.sections)
    width = max(2, len(str(len(titles))))
    for number, (one, title) in enumerate(zip(shown, titles, strict=True), 1):
        target = folder / f"{number:0{width}} - {safe_name(title)}"
        start, end = starts_ms([one.section.encoded[CODEC]])
        if "chapters" not in made and made & LOSSLESS:
            start, end = 0.0, one.section.frames * 1000 / publication.recording.sample_rate
        titled = replace(about, title=title, album=about.title, length_ms=end)
        yield from _write_files(target, [one], [start], titled)


def _write_files(
    target: Path, shown: Sequence[_Shown], starts: Sequence[float], about: About
) -> Iterator[Path]:
    """Every format for one sound file. ``target`` has no ending; a start for each section."""
    for ending, text_of in FORMATS.items():
        path = target.with_name(f"{target.name}.{ending}")
        text = text_of(_together(shown, starts), about)
        write_whole(path, text.encode("utf-8", "replace"))
        yield path


def _together(shown: Sequence[_Shown], starts: Sequence[float]) -> Iterator[Caption]:
    """The captions of sections, counted from when the first one's file begins."""
    for one, start in zip(shown, starts, strict=True):
        yield from (caption.later(round(start)) for caption in one.captions)


OUTPUT = Output(codecs=(CODEC,), write=write)
