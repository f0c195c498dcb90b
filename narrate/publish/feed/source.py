"""Read what a feed needs from a finished audiobook.

In:  the content of book.json.
Out: Source: who and what, and each chapter's sentences with their times.
Knows nothing of sound files. Times of a chapter count from the first frame of its own
sound; the first chapter's sound begins with the opening credit, the last one's ends
with the closing credit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.errors import BookNotFound
from narrate.jsonstream import Keep, Place, read_json
from narrate.publish.feed.plain import one_line
from narrate.publish.feed.sound import lead_ms
from narrate.publish.feed.transcript import Line
from narrate.publish.manifest import BOOK_JSON
from narrate.publish.names import UNTITLED
from narrate.publish.shape import is_book

_OF_A_SENTENCE = ("text", "start_ms", "end_ms")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title for the feed, its sentences as written, and where its sound lies.

    ``lines`` count from ``start_ms``. ``start_ms`` and ``end_ms`` are of the whole-book
    file; ``opening_ms`` is the length of the credit that is heard before the chapter.
    """

    title: str
    lines: tuple[Line, ...]
    start_ms: int
    end_ms: int
    opening_ms: int = 0

    @property
    def text(self) -> str:
        """All its words."""
        return one_line(" ".join(line.text for line in self.lines))


@dataclass(frozen=True, slots=True)
class Source:
    """A book for a feed."""

    title: str
    authors: tuple[str, ...]
    language: str
    narrator: str
    description: str
    rights: str
    chapters: tuple[Chapter, ...]


def demand_book(folder: Path) -> dict[str, Any]:
    """The content of a folder's book.json, with what counts of each sentence.

    Raises:
        BookNotFound: there is no finished audiobook.
    """
    try:
        content: dict[str, Any] = read_json(folder / BOOK_JSON, _KEPT)
    except (OSError, ValueError, RecursionError):
        content = {}
    if not is_book(content):
        content = {}
    if not content.get("chapters") or not {"duration_ms", "sample_rate"} <= content.keys():
        raise BookNotFound(
            f"{folder}: no finished audiobook ({BOOK_JSON} with chapters). "
            "Make it first: narrate BOOK."
        )
    return content


def _heard(sentence: Any) -> dict[str, Any]:
    """What counts of a sentence: a tenth of what is said of it where its words have times."""
    if not isinstance(sentence, dict):
        raise ValueError("no sentence")
    return {name: sentence[name] for name in _OF_A_SENTENCE if name in sentence}


def _chapter(row: Any) -> dict[str, Any]:
    """A chapter with what counts of each sentence."""
    if not isinstance(row, dict) or not isinstance(row.get("sentences"), list):
        raise ValueError("no chapter")
    return row | {"sentences": list(map(_heard, row["sentences"]))}


_KEPT: Mapping[Place, Keep] = {("opening",): _heard, ("chapters",): _chapter, ("closing",): _heard}
"""What is kept of the long lists of book.json, so that no more is in memory."""


def source_of(content: Mapping[str, Any]) -> Source:
    """The book that a ``book.json`` describes."""
    title = one_line(content.get("title", "")) or UNTITLED
    metadata = content.get("metadata", {})
    voice, engine = content.get("voice", ""), content.get("engine", "")
    return Source(
        title=title,
        authors=tuple(filter(None, map(one_line, content.get("authors", ())))),
        language=content.get("language", "") or "und",
        narrator=f"{voice} ({engine})" if voice else engine,
        description=one_line(metadata.get("description", "")),
        rights=one_line(metadata.get("rights", "")),
        chapters=tuple(_chapters(content, title)),
    )


def _chapters(content: Mapping[str, Any], title: str) -> list[Chapter]:
    """Every chapter takes the sound up to the next one; the credits go to first and last."""
    rows = content["chapters"]
    lead = round(lead_ms(content["sample_rate"]))
    starts = [0, *(row["start_ms"] - lead for row in rows[1:]), content["duration_ms"]]
    chapters = []
    for at, row in enumerate(rows):
        sentences = [
            *(content.get("opening", ()) if at == 0 else ()),
            *row["sentences"],
            *(content.get("closing", ()) if at == len(rows) - 1 else ()),
        ]
        chapters.append(
            Chapter(
                title=_title(row) or title,
                lines=tuple(_lines(sentences, starts[at])),
                start_ms=starts[at],
                end_ms=starts[at + 1],
                opening_ms=row["start_ms"] if at == 0 and content.get("opening") else 0,
            )
        )
    return chapters


def _title(row: Mapping[str, Any]) -> str:
    """With the part's title before it, since chapters of two parts may have one name."""
    return ": ".join(filter(None, (one_line(row.get("part", "")), one_line(row["title"]))))


def _lines(sentences: list[dict[str, Any]], start_ms: int) -> list[Line]:
    return [
        Line(
            sentence["text"],
            max(0, sentence["start_ms"] - start_ms),
            max(0, sentence["end_ms"] - start_ms),
        )
        for sentence in sentences
        if "start_ms" in sentence
    ]
