"""Judge what was measured by rules that are data (rules.toml).

In:  the measures of a thing, by name.
Out: a Finding for each rule that speaks of one of them.
Knows nothing of how anything is measured.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from narrate.errors import UsageError

Of = Literal["book", "edition", "file", "mark"]
Value = float | str


@dataclass(frozen=True, slots=True)
class Rule:
    """What is wanted of one measure.

    Attributes:
        presets: the presets that it belongs to; empty for all.
        channels: 1 or 2 where it holds for mono or stereo alone; 0 for both.
        delivery: whether it looks only at the files that one would hand in.
    """

    name: str
    of: Of
    measure: str
    source: str
    cure: str
    presets: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    one_of: tuple[Value, ...] = ()
    unit: str = ""
    channels: int = 0
    delivery: bool = False

    def allows(self, value: Value) -> bool:
        """Whether a value is as wanted."""
        if self.one_of:
            return value in self.one_of
        assert not isinstance(value, str)
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)

    @property
    def wanted(self) -> str:
        """What is wanted, in words."""
        unit = f" {self.unit}" if self.unit else ""
        if self.one_of:
            return " or ".join(f"{value}{unit}" if value != "" else "none" for value in self.one_of)
        if self.least is not None and self.most is not None:
            return f"{self.least:g} to {self.most:g}{unit}"
        if self.least is not None:
            return f"at least {self.least:g}{unit}"
        return f"at most {self.most:g}{unit}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one thing. ``subject`` is a file, or a file and a mark."""

    rule: Rule
    subject: str
    value: Value
    ok: bool

    @property
    def shown(self) -> str:
        """The value with its unit."""
        if isinstance(self.value, str):
            return self.value or "none"
        number = (
            f"{self.value:.2f}".rstrip("0").rstrip(".") if self.value % 1 else f"{self.value:g}"
        )
        return f"{number} {self.rule.unit}".rstrip()


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(files("narrate.check").joinpath("rules.toml").read_text("utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """All of them, in the order of the file."""
    return tuple(_rule(row) for row in _content()["rule"])


def _rule(row: dict[str, Any]) -> Rule:
    name, _, more = row["source"].partition(":")
    source = _content()["sources"].get(name, name)
    fields = row | {"source": f"{source}:{more}" if more else source}
    for key in ("presets", "one_of"):
        fields[key] = tuple(row.get(key, ()))
    return Rule(**fields)


def presets() -> dict[str, str]:
    """The names of the presets, and what each is for."""
    found: dict[str, str] = _content()["presets"]
    return found


def check_preset(name: str) -> str:
    """The name, if it is one.

    Raises:
        UsageError: there is no such preset.
    """
    if name not in presets():
        raise UsageError(f"--preset {name}: no such preset. There are: {', '.join(presets())}.")
    return name


def judge(
    of: Of,
    subject: str,
    measures: Mapping[str, Value],
    preset: str,
    *,
    delivery: bool = True,
) -> Iterator[Finding]:
    """A finding for every rule of the preset whose measure is there.

    Args:
        delivery: whether the thing is among those that one would hand in.
    """
    for rule in rules():
        if rule.of != of or rule.measure not in measures:
            continue
        if rule.presets and preset not in rule.presets:
            continue
        if (rule.delivery and not delivery) or rule.channels not in (0, measures.get("channels")):
            continue
        value = measures[rule.measure]
        yield Finding(rule, subject, value, rule.allows(value))
