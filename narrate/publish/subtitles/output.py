"""Write the subtitles of a book: beside its sound file, and for each chapter.

In:  a Publication whose sections are encoded.
Out: ``<Title>.vtt``, ``.srt`` and ``.lrc``, and the same for every file in ``chapters/``.
Knows nothing of the formats.

A player finds subtitles by the name of the sound file, so these have the names that the
outputs mp3 and chapters give. Times are those of the MP3 files, to the packet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from narrate.audio.join import starts_ms
from narrate.cache import write_whole
from narrate.publish import mp3
from narrate.publish.chapters import track_titles
from narrate.publish.files import make_folder
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.parts import cut, part_titles
from narrate.publish.subtitles.captions import Caption, captions
from narrate.publish.subtitles.formats import FORMATS, About
from narrate.publish.subtitles.heard import heard_in, parts_of
from narrate.publish.tags import tags_of
from narrate.sound import Section

CODEC = "mp3"


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
    return Written((*_whole(publication.folder, shown, about), *_each(publication, shown, about)))


def _whole(folder: Path, shown: Sequence[_Shown], about: About) -> Iterator[Path]:
    """One set of files for each MP3 file that the book fills."""
    runs = cut([one.section for one in shown], CODEC, mp3.KIND.limit)
    waiting = iter(shown)
    for run, title in zip(runs, part_titles(about.title, len(runs)), strict=True):
        name = safe_name(about.title) + title.removeprefix(about.title)
        together = list(islice(waiting, len(run)))
        yield from _write_files(folder / name, together, replace(about, title=title))


def _each(publication: Publication, shown: Sequence[_Shown], about: About) -> Iterator[Path]:
    """One set of files for each chapter and credit."""
    folder = make_folder(publication.folder / "chapters")
    titles = track_titles(publication.recording.sections)
    width = max(2, len(str(len(titles))))
    for number, (one, title) in enumerate(zip(shown, titles, strict=True), 1):
        target = folder / f"{number:0{width}} - {safe_name(title)}"
        yield from _write_files(target, [one], replace(about, title=title, album=about.title))


def _write_files(target: Path, shown: Sequence[_Shown], about: About) -> Iterator[Path]:
    """Every format for one sound file that holds these sections. ``target`` has no ending."""
    *starts, end = starts_ms([one.section.encoded[CODEC] for one in shown])
    together = [
        caption.later(round(start))
        for one, start in zip(shown, starts, strict=True)
        for caption in one.captions
    ]
    for ending, text_of in FORMATS.items():
        path = target.with_name(f"{target.name}.{ending}")
        text = text_of(together, replace(about, length_ms=end))
        write_whole(path, text.encode("utf-8", "replace"))
        yield path


OUTPUT = Output(codecs=(CODEC,), write=write)
