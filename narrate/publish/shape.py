"""Tell whether an object has the shape of a book.json, before anybody relies on it.

In:  what JSON held.
Out: yes or no.
Knows nothing of files; what a book.json may hold besides is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath, PureWindowsPath
from typing import Any

_LARGEST = 1 << 53
"""The whole numbers that every reader of JSON holds exactly (RFC 8259, section 6)."""


_LONGEST = 255
"""Bytes of a file's name that file systems take (NAME_MAX in Linux's limits.h)."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of objects: what each must hold, and what it may hold."""

    must: Mapping[str, Any]
    may: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, value: Any) -> bool:
        """Whether a value is such a list."""
        return isinstance(value, list) and all(_holds(row, self.must, self.may) for row in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < _LARGEST


def _is_name(value: Any) -> bool:
    """Whether a value is the name of a file that lies in the book's folder."""
    if not isinstance(value, str) or not value or "\0" in value:
        return False
    if any(len(part.encode("utf-8", "replace")) > _LONGEST for part in value.split("/")):
        return False
    paths = PurePath(value), PureWindowsPath(value)
    return not any(path.is_absolute() or path.drive or ".." in path.parts for path in paths)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _are_sentences(value: Any) -> bool:
    """Whether a value is a list of sentences."""
    return isinstance(value, list) and all(map(is_sentence, value))


def is_sentence(value: Any) -> bool:
    """Whether a value is a text with both of its times or with none."""
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return False
    if "start_ms" in value and "end_ms" in value:
        return _is_count(value["start_ms"]) and _is_count(value["end_ms"])
    return "start_ms" not in value and "end_ms" not in value


_FILES = Rows({"name": _is_name, "bytes": _is_count, "blake2b": _is_text}).fits
_CHAPTERS = Rows(
    {"title": _is_text, "start_ms": _is_count, "end_ms": _is_count, "sentences": _are_sentences},
    {"part": _is_text},
).fits
_BOOK = {
    "title": _is_text,
    "authors": _are_texts,
    "language": _is_text,
    "engine": _is_text,
    "voice": _is_text,
    "metadata": _is_table,
    "duration_ms": _is_count,
    "sample_rate": lambda value: _is_count(value) and value > 0,
    "opening": _are_sentences,
    "closing": _are_sentences,
    "chapters": _CHAPTERS,
    "files": _FILES,
    "earlier": _FILES,
}


def is_book(content: Any) -> bool:
    """Whether everything that a book.json says is of its kind; it need not say all."""
    return _holds(content, {}, _BOOK)


def _holds(value: Any, must: Mapping[str, Any], may: Mapping[str, Any]) -> bool:
    if not isinstance(value, dict) or not must.keys() <= value.keys():
        return False
    known = {**may, **must}
    return all(known[name](one) for name, one in value.items() if name in known)
