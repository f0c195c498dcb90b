"""Read what a run says that it made.

In:  a folder with book.json.
Out: the Promise: chapters, sentences and times, the files and the source.
Knows nothing of sound files. Trusts nothing: what is missing or of the wrong kind is
an error with its cure, never a traceback.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narrate.errors import BookNotFound, VerificationFailed
from narrate.jsonstream import read_json

BOOK_JSON = "book.json"

Spans = tuple[tuple[int, int, int], ...]
"""Block, start and end of each stretch of the source, as narrate.model.Span."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as written and as spoken, and the milliseconds in which it is heard.

    ``first_word_ms`` is when its first word begins, as exactly as book.json knows.
    ``spans`` is None where book.json does not say where the sentence comes from.
    """

    text: str
    spoken: str
    start_ms: int
    end_ms: int
    first_word_ms: int
    spans: Spans | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, or a credit with the title ""."""

    title: str
    start_ms: int
    end_ms: int
    sentences: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is not read, why, and where it stands in the source."""

    text: str
    reason: str
    spans: Spans | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What book.json says.

    ``source`` is the path of the book's file, None where it is not said.
    ``files`` are the names and sizes in bytes of what was written. ``asked`` are the
    figures that the sound was to have, by the names of narrate.render.mastering; empty
    where they are not said.
    """

    title: str
    authors: tuple[str, ...]
    language: str
    preset: str
    duration_ms: int
    opening: Part
    chapters: tuple[Part, ...]
    closing: Part
    skipped: tuple[Left, ...]
    files: tuple[tuple[str, int], ...]
    source: Path | None = None
    source_digest: str = ""
    asked: Mapping[str, float] = field(default_factory=dict)

    @property
    def lengths_s(self) -> tuple[float, ...]:
        """Seconds of each section: the opening, if there is one, the chapters, the closing."""
        first, last = self.chapters[0].start_ms, self.chapters[-1].end_ms
        opening = [first] if self.opening.sentences else []
        closing = [self.duration_ms - last] if self.closing.sentences else []
        chapters = [part.end_ms - part.start_ms for part in self.chapters]
        return tuple(length / 1000 for length in (*opening, *chapters, *closing))

    @property
    def sentences(self) -> Iterator[Said]:
        """Everything that is heard, credits included, in order."""
        for part in (self.opening, *self.chapters, self.closing):
            yield from part.sentences


_NOT_SO = (ValueError, TypeError, AttributeError)


def read_promise(folder: Path) -> Promise:
    """What the run that filled a folder says of it.

    Raises:
        BookNotFound: there is no such folder, or no book.json in it.
        VerificationFailed: book.json does not parse, or lacks something.
    """
    path = folder / BOOK_JSON
    if not path.is_file():
        raise BookNotFound(f"{path}: not found. Give the folder of a finished audiobook.")
    try:
        return _promise(read_json(path, _KEEP), folder)
    except (OSError, ArithmeticError, LookupError, RecursionError, *_NOT_SO) as error:
        fault = f"{type(error).__name__}: {error}"
        raise VerificationFailed(
            f"{path}: is not what narrate writes ({fault}). Make the book again."
        ) from error


def _promise(content: dict[str, Any], folder: Path) -> Promise:
    source = content.get("source") or {}
    if not content["chapters"]:
        raise ValueError("no chapters")
    return Promise(
        title=content["title"],
        authors=tuple(content["authors"]),
        language=content["language"],
        preset=content.get("preset", ""),
        duration_ms=int(content["duration_ms"]),
        opening=_credit(content.get("opening", [])),
        chapters=tuple(_chapter(chapter) for chapter in content["chapters"]),
        closing=_credit(content.get("closing", [])),
        skipped=_kept(content.get("skipped", [])),
        files=tuple((file["name"], int(file["bytes"])) for file in content.get("files", [])),
        source=folder / source["path"] if "path" in source else None,
        source_digest=source.get("blake2b", ""),
        asked={name: float(value) for name, value in content.get("mastering", {}).items()},
    )


def _chapter(chapter: dict[str, Any]) -> Part:
    said: tuple[Said, ...] = _kept(chapter["sentences"])
    return Part(chapter["title"], int(chapter["start_ms"]), int(chapter["end_ms"]), said)


def _credit(sentences: Any) -> Part:
    said: tuple[Said, ...] = _kept(sentences)
    return Part("", said[0].start_ms if said else 0, said[-1].end_ms if said else 0, said)


def _kept(rows: Any) -> tuple[Any, ...]:
    """A list whose elements are what _KEEP makes of them."""
    if not isinstance(rows, list):
        raise TypeError(f"{type(rows).__name__} instead of a list")
    return tuple(rows)


def _said(sentence: dict[str, Any]) -> Said:
    start, text, spoken = int(sentence["start_ms"]), sentence["text"], sentence["spoken"]
    words = sentence.get("words") or []
    exact = bool(words) and bool(sentence.get("words_exact", False))
    return Said(
        text=text,
        spoken=text if spoken == text else spoken,
        start_ms=start,
        end_ms=int(sentence["end_ms"]),
        first_word_ms=int(words[0][1]) if exact else start,
        spans=_spans(sentence.get("spans")),
    )


def _left(entry: dict[str, Any]) -> Left:
    return Left(entry["text"], entry["reason"], _spans(entry.get("spans")))


def _spans(spans: list[list[int]] | None) -> Spans | None:
    return None if spans is None else tuple((block, start, end) for block, start, end in spans)


_KEEP = {
    ("opening",): _said,
    ("chapters", "sentences"): _said,
    ("closing",): _said,
    ("skipped",): _left,
}
"""What is kept of book.json's long lists while it is read."""
