"""Write the page that plays a book: a folder, or with the wish ``single`` one file.

In:  a Publication whose sections are encoded.
Out: ``player/index.html`` with its scripts, texts and sounds, or ``<Title>.html``.
Knows nothing of how the page works.

Each chapter has a sound file of its own: the browser then seeks in a short file, and
holds no more than it plays.
"""

from __future__ import annotations

import tempfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from narrate.audio.join import join, starts_ms
from narrate.cache import write_whole
from narrate.publish.files import finished, make_folder, sweep
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.player import page
from narrate.publish.player.book import Chapter, about, chapters_of
from narrate.publish.tags import image_type
from narrate.sound import Encoded

CODEC = "mp3"
TYPE = "audio/mpeg"
SINGLE = "single"
"""The wish for one file that holds everything; any value but "" is a yes."""

_BASE64_PIECE = 3 << 18


def write(publication: Publication) -> Written:
    """Write the page into the book's folder.

    Raises:
        DiskFull, OutputNotWritable: it could not be written.
    """
    script, recording = publication.script, publication.recording
    sounds = [section.encoded[CODEC] for section in recording.sections]
    times = [starts_ms([sound]) for sound in sounds]
    chapters = chapters_of(script, recording, [start for start, _ in times])
    facts = about(script, recording, chapters)
    for summary, (_, end) in zip(facts["chapters"], times, strict=True):
        summary["ms"] = round(end)
    if publication.wishes.get(SINGLE):
        return Written((_write_single(publication, facts, chapters, sounds),))
    return Written(tuple(_write_folder(publication, facts, chapters, sounds)))


def _write_folder(
    publication: Publication,
    facts: dict[str, Any],
    chapters: Sequence[Chapter],
    sounds: Sequence[Encoded],
) -> list[Path]:
    folder = make_folder(publication.folder / "player")
    written = list(_write_sounds(make_folder(folder / "sound"), sounds))
    for summary, path in zip(facts["chapters"], written, strict=True):
        summary["sound"] = f"sound/{path.name}"
    texts = {
        f"text/{number + 1:04}.js": page.leaf(number, leaf.rows)
        for number, leaf in enumerate(leaf for chapter in chapters for leaf in chapter.leaves)
    }
    make_folder(folder / "text")
    if kind := image_type(publication.script.cover or b""):
        facts["cover"] = f"cover.{kind.rpartition('/')[2].replace('jpeg', 'jpg')}"
        written.append(folder / facts["cover"])
        write_whole(written[-1], publication.script.cover or b"")
    texts |= {
        "player.css": page.style(),
        "player.js": page.script(),
        "book.js": page.opening(facts),
        "index.html": page.linked_page(facts["title"]),
    }
    for name, text in texts.items():
        write_whole(folder / name, text.encode("utf-8", "replace"))
        written.append(folder / name)
    for inside in ("text", "sound"):
        sweep(folder / inside, r"\d{4,}\.\w+", [*written, *publication.kept])
    return written


def _write_sounds(folder: Path, sounds: Sequence[Encoded]) -> Iterator[Path]:
    for number, sound in enumerate(sounds, 1):
        target = folder / f"{number:04}.{CODEC}"
        with finished(target) as part:
            join([sound], part)
        yield target


def _write_single(
    publication: Publication,
    facts: dict[str, Any],
    chapters: Sequence[Chapter],
    sounds: Sequence[Encoded],
) -> Path:
    facts |= {"single": True, "type": TYPE}
    cover = publication.script.cover or b""
    if kind := image_type(cover):
        facts["cover"] = f"data:{kind};base64,{b64encode(cover).decode()}"
    leaves = [leaf.rows for chapter in chapters for leaf in chapter.leaves]
    target = publication.folder / f"{safe_name(facts['title'])}.html"
    with finished(target) as part, part.open("wb") as out:
        before, after = page.whole_page(facts["title"], facts, leaves)
        out.write(before.encode("utf-8", "replace"))
        for number, sound in enumerate(sounds):
            head, _, foot = page.sound_element(number, "\0").partition("\0")
            out.write(head.encode())
            _write_base64(sound, out)
            out.write(foot.encode())
        out.write(after.encode())
    return target


def _write_base64(sound: Encoded, out: IO[bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        whole = Path(folder) / f"sound.{CODEC}"
        join([sound], whole)
        with whole.open("rb") as raw:
            while piece := raw.read(_BASE64_PIECE):
                out.write(b64encode(piece))


OUTPUT = Output(codecs=(CODEC,), write=write)
