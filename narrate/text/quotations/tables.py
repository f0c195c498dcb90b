"""Read how a language marks speech.

In:  a language tag.
Out: its habits, read once from ``quotations.toml`` beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Style:
    """One way to quote: the signs that open, and those that close; some may do both.

    ``spaced`` says that white space may follow an opener.
    """

    openers: str
    closers: str
    spaced: bool = False

    @property
    def signs(self) -> frozenset[str]:
        """Every sign of it."""
        return frozenset(self.openers + self.closers)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language marks speech; see the table's own comments."""

    styles: tuple[Style, ...]
    dash: str = ""
    said: tuple[str, ...] = ()


@cache
def habits(language: str) -> Habits:
    """The habits of a BCP 47 tag's language; the commonest ones where it has no table."""
    name = re.split("[-_]", language.lower())[0]
    rows = _rows()
    row = rows.get(name, rows["default"])
    spaced = row.get("spaced", False)
    pairs = (marks.split(" ") for marks in row["marks"])
    styles = (Style(openers, closers, spaced) for openers, closers in pairs)
    return Habits(tuple(styles), row.get("dash", ""), tuple(row.get("said", "").split()))


@cache
def _rows() -> dict[str, Any]:
    import tomllib  # here, so that the command line starts without it

    source = Path(__file__).with_name("quotations.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
