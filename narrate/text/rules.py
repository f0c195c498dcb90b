"""Rewrite spans of a sentence by named rules.

In:  a sentence, rules in order of precedence, and how it is to be read.
Out: the rewrites, in order, without overlap; everything outside them stays as written.
Does not know any language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from narrate.model import Rewrite


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence is read: ``british`` or American, and whether it is a ``heading``."""

    british: bool = False
    heading: bool = False


Say = Callable[[re.Match[str], Reading], str | None]
"""What is said for a match; None leaves it to the rules that follow."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what is said for it.

    A group named ``it`` narrows the span that is rewritten; the rest of the match is context.
    A rule that says what is written keeps its span from the rules that follow. A text without any
    of the characters ``needs`` is not searched; "" stands for no such condition.
    """

    name: str
    pattern: str
    say: Say
    flags: int = 0
    needs: str = ""


def needing(characters: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, each of which needs one of the characters."""
    return tuple(replace(rule, needs=characters) for rule in rules)


class Grammar:
    """Rules in order of precedence; each is compiled when a text first needs it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._needs = tuple({rule.needs for rule in self.rules if rule.needs})
        self._apt: dict[frozenset[str], tuple[tuple[Rule, re.Pattern[str], bool], ...]] = {}

    def rewrite(self, text: str, reading: Reading) -> tuple[Rewrite, ...]:
        """The rewrites that the rules ask for; where two want the same characters, the first wins.

        An abbreviation's full stop that also ends the text is said again after its words, so that
        the voice still falls there.
        """
        taken: list[Rewrite] = []
        free = bytearray(b"\1" * len(text))
        for rule, pattern, narrowed in self._rules_for(text):
            for match in pattern.finditer(text):
                start, end = match.span("it") if narrowed else match.span()
                if start == end or free.find(0, start, end) >= 0:
                    continue
                spoken = rule.say(match, reading)
                if spoken is None:
                    continue
                free[start:end] = bytes(end - start)
                taken.append(Rewrite(start, end, _closed(text, end, spoken), rule.name))
        return tuple(
            sorted((r for r in taken if text[r.start : r.end] != r.spoken), key=lambda r: r.start)
        )

    def _rules_for(self, text: str) -> tuple[tuple[Rule, re.Pattern[str], bool], ...]:
        characters = set(text)
        met = frozenset(needs for needs in self._needs if not characters.isdisjoint(needs))
        if met not in self._apt:
            self._apt[met] = tuple(
                (rule, pattern, "it" in pattern.groupindex)
                for rule in self.rules
                if not rule.needs or rule.needs in met
                for pattern in [_compiled(rule.pattern, rule.flags)]
            )
        return self._apt[met]


_END_OF_TEXT = re.compile(r"[\"'”’»)\]]*\s*$")


def _closed(text: str, end: int, spoken: str) -> str:
    if text[end - 1] == "." and spoken[-1:].isalnum() and _END_OF_TEXT.match(text, end):
        return spoken + "."
    return spoken


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)
