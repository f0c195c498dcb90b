"""Judge a thing by a table of rules, each of which has a check of its name.

In:  a package with rules.toml, and the modules that hold its checks.
Out: Faults; none for a thing that keeps all rules.
Knows nothing of what is judged.

A table of the file has a line a rule: the part of a specification that gives it, and what
it says. The check of the rule "clip-order" is the function ``clip_order``. Where a rule
with ``ends = true`` is broken, no rule after it is looked at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from types import ModuleType
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A rule: its name, the part of the specification that gives it, what it says."""

    name: str
    part: str
    says: str
    check: Callable[[T], Iterator[str]]
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken, and how."""

    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"


def rules_of(package: str, *modules: ModuleType) -> tuple[Rule[T], ...]:
    """The rules of a package, in the order of its table.

    Raises:
        LookupError: a rule has no check.
    """
    table = tomllib.loads((files(package) / "rules.toml").read_text("utf-8"))
    return tuple(
        Rule(name, row["part"], row["says"], _check(name, modules), row.get("ends", False))
        for rows in table.values()
        for name, row in rows.items()
    )


def _check(name: str, modules: tuple[ModuleType, ...]) -> Callable[[T], Iterator[str]]:
    for module in modules:
        found: Callable[[T], Iterator[str]] | None = getattr(module, name.replace("-", "_"), None)
        if found is not None:
            return found
    raise LookupError(f"the rule {name} has no check")


def faults_of(thing: T, rules: tuple[Rule[T], ...]) -> list[Fault]:
    """The faults of a thing, in the order of the rules."""
    faults: list[Fault] = []
    for rule in rules:
        found = [Fault(rule.name, message) for message in rule.check(thing)]
        faults += found
        if found and rule.ends:
            break
    return faults
