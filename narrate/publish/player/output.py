"""Write the page that plays a book: a folder, or with the wish ``single`` one file.

In:  a Publication whose sections are encoded.
Out: ``player/index.html`` with its scripts, texts and sounds, or ``<Title>.html``.
Knows nothing of how the page works.

Each chapter has a sound file of its own: the browser then seeks in a short file, and
holds no more than it plays. The rows of one chapter are in memory at a time.
"""

from __future__ import annotations

import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from narrate.audio.join import join, starts_ms
from narrate.cache import write_whole
from narrate.publish.files import finished, make_folder, sweep
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.player import page
from narrate.publish.player.book import Chapter, about, chapters_of
from narrate.publish.tags import cover_name, image_type, tags_of
from narrate.sound import Encoded

CODEC = "mp3"
TYPE = "audio/mpeg"
SINGLE = "single"
"""The wish for one file that holds everything; any value but "" is a yes."""

_NUMBERED = r"\d{4,}\.\w+"
_BASE64_PIECE = 3 << 18


def write(publication: Publication) -> Written:
    """Write the page into the book's folder.

    Raises:
        DiskFull, OutputNotWritable: it could not be written.
    """
    recording = publication.recording
    sounds = [section.encoded[CODEC] for section in recording.sections]
    times = [starts_ms([sound]) for sound in sounds]
    chapters = chapters_of(publication.script, recording, [start for start, _ in times])
    ends = [end for _, end in times]
    if publication.wishes.get(SINGLE):
        return Written((_write_single(publication, chapters, ends, sounds),))
    return Written(tuple(_write_folder(publication, chapters, ends, sounds)))


def _given(
    chapters: Iterable[Chapter], take: Callable[[int, list[list[object]]], object]
) -> list[Chapter]:
    """Give every leaf's rows away, a chapter at a time; the outlines of the chapters."""
    outlines = []
    number = 0
    for chapter in chapters:
        for leaf in chapter.leaves:
            take(number, leaf.rows)
            number += 1
        outlines.append(chapter.outline)
    return outlines


def _facts(
    publication: Publication, outlines: Sequence[Chapter], ends_ms: Sequence[float]
) -> dict[str, Any]:
    facts = about(publication.script, publication.recording, outlines)
    for summary, end in zip(facts["chapters"], ends_ms, strict=True):
        summary["ms"] = round(end)
    return facts


def _write_folder(
    publication: Publication,
    chapters: Iterable[Chapter],
    ends_ms: Sequence[float],
    sounds: Sequence[Encoded],
) -> list[Path]:
    folder = make_folder(publication.folder / "player")
    heard = list(_write_sounds(make_folder(folder / "sound"), sounds))
    written = [*heard]
    cover = publication.script.cover or b""
    if name := cover_name(cover):
        written.append(folder / name)
        write_whole(written[-1], cover)

    def put(name: str, text: str) -> None:
        write_whole(folder / name, text.encode("utf-8", "replace"))
        written.append(folder / name)

    make_folder(folder / "text")
    outlines = _given(
        chapters, lambda number, rows: put(f"text/{number + 1:04}.js", page.leaf(number, rows))
    )
    facts = _facts(publication, outlines, ends_ms)
    for summary, path in zip(facts["chapters"], heard, strict=True):
        summary["sound"] = f"sound/{path.name}"
    facts |= {"cover": name} if name else {}
    put("player.css", page.style())
    put("player.js", page.script())
    put("book.js", page.opening(facts))
    put("index.html", page.linked_page(facts["title"]))
    for inside, own in (("text", _NUMBERED), ("sound", _NUMBERED), ("", r"cover\.(?:jpg|png)")):
        sweep(folder / inside, own, [*written, *publication.kept])
    return written


def _write_sounds(folder: Path, sounds: Sequence[Encoded]) -> Iterator[Path]:
    for number, sound in enumerate(sounds, 1):
        target = folder / f"{number:04}.{CODEC}"
        with finished(target) as part:
            join([sound], part)
        yield target


def _write_single(
    publication: Publication,
    chapters: Iterable[Chapter],
    ends_ms: Sequence[float],
    sounds: Sequence[Encoded],
) -> Path:
    title = tags_of(publication.script, publication.recording).title
    target = publication.folder / f"{safe_name(title)}.html"
    with finished(target) as part, part.open("wb") as out:

        def put(text: str) -> None:
            out.write(text.encode("utf-8", "replace"))

        before, after = page.whole_page(title)
        put(before)
        outlines = _given(chapters, lambda number, rows: put(page.leaf_element(number, rows)))
        facts = _facts(publication, outlines, ends_ms) | {"single": True, "type": TYPE}
        cover = publication.script.cover or b""
        if kind := image_type(cover):
            facts["cover"] = f"data:{kind};base64,{b64encode(cover).decode()}"
        put(page.running(facts))
        for number, sound in enumerate(sounds):
            head, _, foot = page.sound_element(number, "\0").partition("\0")
            put(head)
            _write_base64(sound, out)
            put(foot)
        put(after)
    return target


def _write_base64(sound: Encoded, out: IO[bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        whole = Path(folder) / f"sound.{CODEC}"
        join([sound], whole)
        with whole.open("rb") as raw:
            while piece := raw.read(_BASE64_PIECE):
                out.write(b64encode(piece))


OUTPUT = Output(codecs=(CODEC,), write=write)
