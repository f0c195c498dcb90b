"""Read what a text declares about itself at its head, as YAML-like lines.

In:  a text that may begin with "---" and lines such as "title: Emma".
Out: a Book without blocks that holds the declarations, and where the body begins.
Not a YAML reader: scalars, and lists in brackets or on dashed lines, are all that books use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from narrate.model import Book

_FRONT = re.compile(r"\A---[ \t]*\n(?=\S)(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(.*))?$")
_DASHED = re.compile(r"[ \t]*-[ \t]+(.+)$")

_AUTHOR = ("author", "authors", "creator", "by")
_LANGUAGE = ("language", "lang")
_METADATA = {
    "subtitle": "subtitle",
    "series": "series",
    "series_index": "series_index",
    "publisher": "publisher",
    "date": "date",
    "year": "date",
    "description": "description",
    "rights": "rights",
    "copyright": "rights",
    "isbn": "isbn",
    "source": "source",
    "subject": "subject",
    "narrator": "narrator",
    "translator": "translator",
}


def split(text: str) -> tuple[Mapping[str, list[str]], int]:
    """The declared values by lower-case name, and the offset where the body begins."""
    found = _FRONT.match(text)
    if not found:
        return {}, 0
    values = _values(found[1])
    return (values, found.end()) if values else ({}, 0)


def declared(values: Mapping[str, list[str]]) -> Book:
    """A book without blocks that declares these values."""

    def first(*names: str) -> str:
        return next((values[name][0] for name in names if values.get(name)), "")

    metadata = {key: first(name) for name, key in _METADATA.items() if first(name)}
    authors = next((tuple(values[name]) for name in _AUTHOR if values.get(name)), ())
    return Book((), first("title"), authors, first(*_LANGUAGE), MappingProxyType(metadata))


def _values(lines: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    name = ""
    for line in lines.split("\n"):
        if pair := _PAIR.match(line):
            name = pair[1].strip().lower()
            values[name] = _items(pair[2] or "")
        elif name and (dashed := _DASHED.match(line)):
            values[name].append(_scalar(dashed[1]))
    return values


def _items(value: str) -> list[str]:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return [_scalar(item) for item in value[1:-1].split(",") if item.strip()]
    return [_scalar(value)] if value else []


def _scalar(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
