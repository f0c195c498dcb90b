"""What the rules ask of a language.

In:  the functions and the table of one language.
Out: one value that carries them, and ``speaker``, which makes its rewriter.
Does not know any language itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from narrate.model import Rewrite
from narrate.text.rules import Grammar, Reading


@dataclass(frozen=True, slots=True)
class Noun:
    """A unit or a coin: its name for one, for a few (where a language tells) and for many.

    ``gender`` is "m", "f" or "n"; "" for a word that is no noun ("percent").
    """

    one: str
    few: str
    many: str
    gender: str = "m"


@dataclass(frozen=True, slots=True)
class Coin:
    """A currency: the whole and its hundredth."""

    whole: Noun
    part: Noun


class Numerals(Protocol):
    """The numbers of one language, in words."""

    def cardinal(self, number: int, gender: str = "m") -> str:
        """How many: 21, before a noun of that gender, or alone where it is ""."""
        ...

    def ordinal(self, number: int, form: str = "") -> str:
        """Which one; ``form`` is the ending as written after the digits, or a case."""
        ...

    def fraction(self, above: int, below: int) -> str:
        """A vulgar fraction."""
        ...

    def decimal(self, whole: str, part: str) -> str:
        """A decimal fraction, by its digits before and after the point."""
        ...

    def year(self, number: int) -> str:
        """A year."""
        ...

    def date(self, day: int, month: str, year: int | None, before: str) -> str:
        """A day; ``before`` is the text in front of it."""
        ...

    def clock(self, hour: int, minute: int, second: int | None) -> str:
        """A time of day."""
        ...

    def ruler(self, number: int, before: str) -> str:
        """The numeral of a ruler; ``before`` ends in the name."""
        ...


@dataclass(frozen=True)
class Language:
    """A language: its numbers, and the words of its table.

    Attributes:
        months: every written form, lower case, and the month's name.
        units: every written form and the noun.
        coins: every sign, lower case, and the coin.
        signs: a sign and its word.
        abbreviations: as written, with its full stop, and in full.
        patterns: named pieces of patterns that differ by language.
        words: single words of grammar ("minus", "to", "of").
    """

    numerals: Numerals
    months: dict[str, str]
    units: dict[str, Noun]
    coins: dict[str, Coin]
    signs: dict[str, str]
    abbreviations: dict[str, str]
    patterns: dict[str, str]
    words: dict[str, str]
    month_names: tuple[str, ...] = field(default=())


def _noun(row: list[str]) -> Noun:
    names = row[:-1] if row[-1] in ("m", "f", "n", "") else row
    gender = row[-1] if len(names) < len(row) else "m"
    return Noun(names[0], names[1 if len(names) > 1 else 0], names[-1], gender)


def _coin(row: list[list[str]]) -> Coin:
    return Coin(_noun(row[0]), _noun(row[1]))


def _spread(table: dict[str, Any], make: Callable[[Any], Any]) -> dict[str, Any]:
    return {form: make(value) for forms, value in table.items() for form in forms.split("|")}


def load(name: str, numerals: Numerals) -> Language:
    """The language whose table is words/``name``.toml."""
    source = Path(__file__).parent / "words" / f"{name}.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    months = [entry.split("|") for entry in raw["months"].split()]
    return Language(
        numerals=numerals,
        months={form.lower(): forms[0] for forms in months for form in forms},
        units=_spread(raw["units"], _noun),
        coins={
            sign.lower(): coin
            for sign, coin in _spread(
                raw["coins"], lambda r: Coin(_noun(r[0]), _noun(r[1]))
            ).items()
        },
        signs=raw["signs"],
        abbreviations=_spread(raw["abbreviations"], str),
        patterns=raw["patterns"],
        words=raw["words"],
        month_names=tuple(forms[0] for forms in months),
    )


Speaker = Callable[..., tuple[Rewrite, ...]]

_TRIGGER = re.compile(
    r"[^\w\s.,;:!?'\"‘’“”„‚()\[\]—–…«»¿¡-]|[\d½-¾⅐-⅞ºª_ʰ-˿ᴬ-ᵿ]|\w\.\s?[\w,;]|[IVX]\b|--|\s[-−]\s"
    r"|[A-Za-zА-Яа-я]\.$|\b(?:Mme|Mlle|Mgr|Dr|Pr|St|Ste|vs)s?\b"
)
"""What a sentence must have for any rule to apply: a digit, a sign, a full stop, a numeral."""


def speaker(name: str, numerals: Numerals) -> Speaker:
    """The rewriter of a language, as ``narrate.text.spoken`` calls it."""

    made: list[Grammar] = []

    def rewrites(text: str, region: str, *, heading: bool) -> tuple[Rewrite, ...]:
        if _TRIGGER.search(text) is None:
            return ()
        if not made:
            from narrate.text.spoken_other.build import rules_of

            made.append(Grammar(rules_of(load(name, numerals))))
        return made[0].rewrite(text, Reading(heading=heading))

    return rewrites
