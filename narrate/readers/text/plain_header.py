"""Read what the head of a plain text declares: lines such as "Title: Emma".

In:  a text.
Out: a Book without blocks that holds the declarations; an empty one where there are none.
Believes a head only where it names at least a title and one thing more.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from narrate.model import Book

_HEAD = 12_000
"""How many characters at most stand before the last line of a head."""

_FIELD = re.compile(r"([A-Z][A-Za-z]+(?: [A-Za-z]+){0,2}):[ \t]+(\S.*)$")

_LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "russian": "ru",
    "dutch": "nl",
    "polish": "pl",
    "latin": "la",
    "finnish": "fi",
    "swedish": "sv",
    "danish": "da",
    "hungarian": "hu",
    "greek": "el",
    "chinese": "zh",
    "japanese": "ja",
}
_METADATA = {"translator": "translator", "release date": "date", "publisher": "publisher"}


def header(text: str) -> Book:
    """What the head of a text declares."""
    fields = _fields(text[:_HEAD])
    if "title" not in fields or len(fields) < 2:
        return Book(())
    language = fields.get("language", "").lower()
    metadata = {key: fields[name] for name, key in _METADATA.items() if name in fields}
    authors = (
        tuple(re.split(r"\s*(?:;| and | & )\s*", fields["author"])) if "author" in fields else ()
    )
    return Book(
        (), fields["title"], authors, _LANGUAGES.get(language, ""), MappingProxyType(metadata)
    )


def _fields(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in head.split("\n"):
        if found := _FIELD.match(line):
            name = found[1].lower()
            fields.setdefault(name, found[2].strip())
        elif name and line.startswith((" ", "\t")) and line.strip():
            fields[name] += " " + line.strip()
        else:
            name = ""
    return fields
