"""Finished audiobooks made by hand, small enough to publish in milliseconds."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image
from sounds import burst_clip

from narrate.audio.encode import encode
from narrate.audio.join import join
from narrate.cache import digest_of_file
from narrate.publish.feed import Published, Wish, publish_feed
from narrate.publish.id3 import write_id3
from narrate.publish.tags import Mark, Tags
from narrate.sound import Encoded

RATE = 24000
NOW = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
URL = "https://example.org/commune/"
FEED_URL = f"{URL}feed.xml"

Chapters = Sequence[tuple[str, Sequence[str]]]

COMMUNE: Chapters = (
    ("The place of the Commune", ["On March 18 the people of Paris rose.", "They chose freedom."]),
    ("How the Commune failed", ["It had no time to grow.", "The old powers came back."]),
    ("What it taught the world", ["The idea lives on in every city that remembers it."]),
)

AWKWARD: Chapters = (
    (
        "Emma & Co <2> “quoted” 'twice'",
        ["He wrote <b>bold</b> & said 5 < 6 --> 7.", "Then ]]> left."],
    ),
    ("שלום עולם", ["זה הפרק השני.", "הוא קצר."]),
    ("الفصل الثالث 😀🏴‍☠️", ["هذه جملة.", "😀 & <i>x</i>"]),
    ("第四章", ["这是第四章。", "它很短。"]),
)


@cache
def _folder() -> Path:
    path = Path(tempfile.mkdtemp(prefix="narrate-test-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


@cache
def spoken(tenths: int) -> Encoded:
    """Sound of so many tenths of a second that begins with a burst."""
    clip = burst_clip(RATE, tenths * RATE // 10, 0)
    return encode(clip, "mp3", _folder() / f"{tenths}.mp3")


@cache
def _cover() -> bytes:
    file = BytesIO()
    Image.new("RGB", (1400, 1400), "navy").save(file, "JPEG")
    return file.getvalue()


def sound_of(sentences: Sequence[str]) -> Encoded:
    """Half a second a sentence, and a little for its words."""
    return spoken(5 * len(sentences) + sum(len(text.split()) for text in sentences) % 4)


def make_book(
    folder: Path,
    chapters: Chapters = COMMUNE,
    *,
    title: str = "The Commune of Paris",
    opening: Sequence[str] = ("The Commune of Paris, by Peter Kropotkin.",),
    closing: Sequence[str] = ("The end.",),
    layout: str = "whole",
    **content: Any,
) -> Path:
    """A folder as ``narrate make`` leaves it.

    ``layout`` is "whole" for one MP3, "chapters" for one a chapter, or "parts" for two
    files of the book.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = [list(opening)] if opening else []
    said += [list(sentences) for _, sentences in chapters]
    said += [list(closing)] if closing else []
    parts = [sound_of(sentences) for sentences in said]
    starts = join(parts, folder / "book.mp3")
    end = starts[0] + sum(p.packets * p.samples_per_packet * 1000 / RATE for p in parts)
    ends = [*starts[1:], end]
    blocks = [_block(texts, start) for texts, start in zip(said, starts, strict=True)]
    first = bool(opening)
    rows: list[dict[str, Any]] = [
        {
            "title": name,
            "part": "",
            "start_ms": round(starts[at + first]),
            "end_ms": round(ends[at + first]),
            "sentences": blocks[at + first],
        }
        for at, (name, _) in enumerate(chapters)
    ]
    marks = [Mark(row["title"], row["start_ms"], row["end_ms"]) for row in rows]
    files = _lay_out(folder, layout, parts, marks, first)
    whole = {
        "title": title,
        "authors": ["Peter Kropotkin"],
        "language": "en",
        "metadata": {},
        "opening": blocks[0] if opening else [],
        "chapters": rows,
        "closing": blocks[-1] if closing else [],
        "engine": "silent",
        "voice": "joe",
        "sample_rate": RATE,
        "duration_ms": round(end),
        "files": [
            {
                "name": file.relative_to(folder).as_posix(),
                "bytes": file.stat().st_size,
                "blake2b": digest_of_file(file),
            }
            for file in files
        ],
    }
    (folder / "book.json").write_text(json.dumps(whole | content), "utf-8")
    (folder / "cover.jpg").write_bytes(_cover())
    return folder


def _block(texts: Sequence[str], start_ms: float) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "spoken": text,
            "voice": "joe",
            "start_ms": round(start_ms + 500 * number),
            "end_ms": round(start_ms + 500 * number + 400),
        }
        for number, text in enumerate(texts)
    ]


def _lay_out(
    folder: Path, layout: str, parts: Sequence[Encoded], marks: Sequence[Mark], opening: bool
) -> list[Path]:
    book = folder / "book.mp3"
    tags = Tags(title="Book", album="Book", author="", narrator="")
    if layout == "whole":
        write_id3(book, tags, marks)
        return [book]
    book.unlink()
    if layout == "chapters":
        inside = folder / "chapters"
        inside.mkdir(exist_ok=True)
        for number, part in enumerate(parts):
            join([part], inside / f"{number:02}.mp3")
        return sorted(inside.iterdir())
    files = []
    half = opening + (len(marks) + 1) // 2
    named = [None] * opening + list(marks) + [None] * (len(parts) - opening - len(marks))
    for number, (some, names) in enumerate(
        ((parts[:half], named[:half]), (parts[half:], named[half:])), 1
    ):
        file = folder / f"book - Part {number} of 2.mp3"
        starts = [int(start) for start in join(some, file)]
        inside_marks = [
            Mark(mark.title, start, start + 1)
            for mark, start in zip(names, starts, strict=True)
            if mark is not None
        ]
        write_id3(file, tags, inside_marks)
        files.append(file)
    return files


def publish(folder: Path, now: datetime = NOW, **settings: Any) -> Published:
    """Publish with an address, and what else is given."""
    return publish_feed(folder, Wish({"url": URL} | settings), now)


def items(file: Path) -> list[dict[str, str]]:
    """What each episode of a feed says in its plain elements, as lxml reads it."""
    tree = etree.parse(str(file))
    return [
        {etree.QName(child).localname: child.text or "" for child in item}
        | {"length": next(iter(item.findall("enclosure"))).get("length", "")}
        for item in tree.iter("item")
    ]
