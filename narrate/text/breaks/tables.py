"""Read the words that tell a full stop that ends a sentence from one that does not.

In:  a language tag.
Out: its table, read once from ``<language>.toml`` beside this file.
Does not know what the words are used for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one language, lower case and without their last full stop.

    Attributes:
        titles: stand before a name (Mr, Dr, St).
        numbered: stand before a number (no, vol, p).
        inner: never end a sentence (e.g, viz).
        final: end a sentence only before an opener (Co, Jr).
        openers: words that begin sentences and are seldom names.
        speech: verbs that follow a quotation and its speaker's name.
        particles: words inside a name of a speaker (von, the).
        endings: of longer words that take a number (the str of Kirchstr. 5).
        months: months, after a day with a full stop.
        conjunctions: words before which a reader may breathe.
        spaced: closing signs that may stand after a space.
        ordinal_stop: whether a number with a full stop is an ordinal.
    """

    titles: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    final: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    spaced: str = ""
    ordinal_stop: bool = False


@cache
def table(language: str) -> Table:
    """The table of a BCP 47 tag's language; an empty one where there is none."""
    name = language.split("-")[0].split("_")[0].lower()
    source = _files().get(name)
    if source is None:
        return Table()
    import tomllib  # here, so that the command line starts without it

    return Table(**_typed(tomllib.loads(source.read_text(encoding="utf-8"))))


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in Path(__file__).parent.glob("*.toml")}


def _typed(raw: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(Table)}
    if unknown := raw.keys() - names:
        raise ValueError(f"unknown entries {sorted(unknown)} in a table of sentence breaks")
    values: dict[str, Any] = {}
    for name, value in raw.items():
        if isinstance(value, str) and name != "spaced":
            words = value.split()
            values[name] = tuple(words) if name in ("conjunctions", "endings") else frozenset(words)
        else:
            values[name] = value
    return values
