"""The word lists and tables of English beside this file, in data/.

In:  a table's name.
Out: its rows or words, read once.
Does not know what they are for.
"""

from __future__ import annotations

import re
import tomllib
from csv import QUOTE_NONE, reader
from functools import cache
from pathlib import Path


def _read(name: str) -> str:
    return (Path(__file__).parent / "data" / name).read_text(encoding="utf-8")


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a tab-separated table; lines that begin with "# " are comments."""
    lines = [line for line in _read(name).splitlines() if line and not line.startswith("# ")]
    return tuple(tuple(row) for row in reader(lines, delimiter="\t", quoting=QUOTE_NONE))


@cache
def pairs(name: str) -> dict[str, str]:
    """A table of two columns, the first as the key."""
    found: dict[str, str] = {}
    for key, value in rows(name):
        found[key] = value
    return found


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(_read("words.toml"))


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a list of words.toml, in its order."""
    return tuple(_lists()[name].split())


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list of words.toml, to look up in."""
    return frozenset(listed(name))


def any_of(choices: tuple[str, ...]) -> str:
    """A pattern for any of the choices, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(choices, key=len, reverse=True)) + ")"
