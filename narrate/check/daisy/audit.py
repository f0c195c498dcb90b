"""Apply every rule to a DAISY 2.02 book.

In:  a folder.
Out: Faults; none for a book that keeps all rules.
Knows nothing of how the book was made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from narrate.check.daisy import book_rules, ncc_rules, smil_rules
from narrate.check.daisy.reading import Book

Check = Callable[[Book], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the part of the specification that gives it, what it asks."""

    name: str
    part: str
    says: str
    check: Check


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken, and how."""

    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the table."""
    table = tomllib.loads((files(__package__) / "rules.toml").read_text("utf-8"))
    return tuple(
        Rule(name, row["part"], row["says"], _check(name))
        for rows in table.values()
        for name, row in rows.items()
    )


def _check(name: str) -> Check:
    own = name.replace("-", "_")
    modules = (book_rules, ncc_rules, smil_rules)
    found: Check = next(getattr(one, own) for one in modules if hasattr(one, own))
    return found


def check_daisy(folder: Path) -> list[Fault]:
    """The faults of a book in a folder; where it has no centre, only that is said."""
    book = Book(folder)
    faults: list[Fault] = []
    for rule in rules():
        faults += (Fault(rule.name, message) for message in rule.check(book))
        if faults and rule.name in ("ncc", "well-formed"):
            break
    return faults
