"""What is known of a book beside its text, and what a user says instead.

In:  a Book or a Script with its metadata; values from the command line or a file.
Out: the same with those values in place; or all of it as one Metadata.
Knows nothing of containers. A file of metadata is TOML, or JSON where its name ends so.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from narrate.errors import BadScript, BookNotFound, UsageError
from narrate.languages import standard
from narrate.model import Book, Script

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_Read = TypeVar("_Read", Book, Script)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be said of a book.

    Attributes:
        name: in Metadata, in a file, and as the option ``--name`` with hyphens.
        key: under which readers keep it in ``Script.metadata``; "" for a field of the
            script's own.
        help: what it is, for a person.
    """

    name: str
    key: str
    help: str


FIELDS = (
    Field("title", "", "The book's title."),
    Field("subtitle", "subtitle", "What stands under the title."),
    Field("authors", "", "An author; give it once for each."),
    Field("narrator", "narrator", "Who reads. Default: the voice."),
    Field("series", "series", "The series that the book belongs to."),
    Field("series_number", "series_index", "Its place in the series, such as 3."),
    Field("publisher", "publisher", "Who published it."),
    Field("year", "date", "The year when it was published, such as 1871."),
    Field("language", "", "The language that it is in, such as en, en-GB or pt-BR."),
    Field("description", "description", "What it is about."),
    Field("genre", "genre", "Its genre. Default: Audiobook."),
    Field("copyright", "rights", "Who holds which rights, or that nobody does."),
    Field("isbn", "isbn", "Its ISBN."),
    Field("source", "source", "Where the text is from, such as an address."),
)
"""All of them. Files and options use these names and no others."""

NAMES = tuple(field.name for field in FIELDS)


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that is said of a book; "" where it is not known. ``year`` has four digits."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    narrator: str = ""
    series: str = ""
    series_number: str = ""
    publisher: str = ""
    year: str = ""
    language: str = ""
    description: str = ""
    genre: str = ""
    copyright: str = ""
    isbn: str = ""
    source: str = ""


def metadata_of(script: Script) -> Metadata:
    """What a script says of its book."""
    said = {field.name: script.metadata.get(field.key, "") for field in FIELDS if field.key}
    year = _YEAR.search(said["year"])
    return Metadata(
        title=script.title,
        authors=script.authors,
        language=script.language,
        **said | {"year": year[0] if year else ""},
    )


Wishes = Mapping[str, str | tuple[str, ...]]
"""What a user says of a book, by the name of the field; ``authors`` alone is a tuple."""


def with_wishes(read: _Read, wishes: Wishes) -> _Read:
    """A book or script with what the user says in place of what it says itself."""
    own = {name: value for name, value in wishes.items() if name in _OWN}
    keys = {field.name: field.key for field in FIELDS if field.key}
    more = {keys[name]: value for name, value in wishes.items() if name not in _OWN}
    metadata = MappingProxyType({**read.metadata, **more})
    return replace(read, metadata=metadata, **own)  # type: ignore[arg-type]


_OWN = frozenset(field.name for field in FIELDS if not field.key)


def wishes_of(values: Mapping[str, Any], where: str = "") -> Wishes:
    """What a user said, made sure of.

    Args:
        values: by the names of ``FIELDS``; numbers are taken for text, ``authors`` may be
            one text or a list. What is None or empty is left out.
        where: the file that they are from, for messages; "" for options.
    Raises:
        UsageError, BadScript: a name is unknown, or a value makes no sense; the latter
            for a file.
    """
    found: dict[str, str | tuple[str, ...]] = {}
    for name, value in values.items():
        if name not in NAMES:
            raise _fault(where, name, f"no such entry. There are: {', '.join(NAMES)}")
        if name == "authors":
            authors = [value] if isinstance(value, str) else list(value or ())
            found[name] = tuple(_text(author, name, where) for author in authors)
        elif value is not None:
            found[name] = _CHECKS.get(name, _as_is)(_text(value, name, where), where)
    return MappingProxyType({name: value for name, value in found.items() if value})


def _text(value: object, name: str, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _fault(where, name, f"text is needed, not {value!r}")
    return str(value).strip()


def _as_is(text: str, where: str) -> str:
    return text


def _year(text: str, where: str) -> str:
    if text and not re.fullmatch(r"\d{1,4}", text):
        raise _fault(where, "year", f"{text!r} is no year. Give it in digits, such as 1871")
    return text.zfill(4) if text else ""


def _language(text: str, where: str) -> str:
    if text and not standard(text):
        raise _fault(where, "language", f"{text!r} is no language. Give a code such as en or pt-BR")
    return standard(text)


_CHECKS = {"year": _year, "language": _language}


def _fault(where: str, name: str, what: str) -> UsageError | BadScript:
    if where:
        return BadScript(f"{where}: {name}: {what}.")
    option = "author" if name == "authors" else name.replace("_", "-")
    return UsageError(f"--{option}: {what}.")


def read_wishes(path: Path) -> Wishes:
    """What a file says of a book.

    Raises:
        BookNotFound: there is no such file.
        BadScript: it is no TOML (or JSON), or says what ``wishes_of`` refuses.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BookNotFound(f"{path}: no such file. Check the name.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadScript(f"{path}: it cannot be read as UTF-8 text ({error}).") from None
    try:
        values = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise BadScript(f"{path}: {error}. It holds lines such as: title = 'Emma'") from None
    if not isinstance(values, dict):
        raise BadScript(f"{path}: an object with the book's title and so on is needed.")
    return wishes_of(values, str(path))
