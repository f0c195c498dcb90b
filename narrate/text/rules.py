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


_END_OF_TEXT = re.compile(r"[\"'”’»)\]]*\s*$")


def rewrite(text: str, rules: Iterable[Rule], reading: Reading) -> tuple[Rewrite, ...]:
    """The rewrites that the rules ask for; where two want the same characters, the first wins.

    An abbreviation's full stop that also ends the text is said again after its words, so that the
    voice still falls there.
    """
    taken: list[Rewrite] = []
    free = [True] * len(text)
    characters = set(text)
    for rule in rules:
        if rule.needs and characters.isdisjoint(rule.needs):
            continue
        for match in _compiled(rule.pattern, rule.flags).finditer(text):
            start, end = match.span("it" if "it" in match.re.groupindex else 0)
            if start == end or not all(free[start:end]):
                continue
            spoken = rule.say(match, reading)
            if spoken is None:
                continue
            free[start:end] = [False] * (end - start)
            taken.append(Rewrite(start, end, _closed(text, end, spoken), rule.name))
    return tuple(
        sorted((r for r in taken if text[r.start : r.end] != r.spoken), key=lambda r: r.start)
    )


def _closed(text: str, end: int, spoken: str) -> str:
    if text[end - 1] == "." and spoken[-1:].isalnum() and _END_OF_TEXT.match(text, end):
        return spoken + "."
    return spoken


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)
