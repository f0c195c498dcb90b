"""Rewrite spans of a sentence by named rules.

In:  a sentence, rules in order of precedence, and how it is to be read.
Out: the rewrites, in order, without overlap; everything outside them stays as written.
Does not know any language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
    A rule that says what is written keeps its span from the rules that follow.

    The last three save time and change nothing of what is found; "" stands for no such condition.
    ``needs`` are groups of characters with spaces between: a text that has none of one of the
    groups is not searched. ``cue`` is a pattern that every text with a match has somewhere, and
    ``at`` one that begins wherever a match does; those that rules share are searched for once.
    """

    name: str
    pattern: str
    say: Say
    flags: int = 0
    needs: str = ""
    cue: str = ""
    at: str = ""

    def matches(self, text: str, places: Places) -> Iterable[re.Match[str]]:
        """The matches in a text that has what it needs, in order, without overlap."""
        if self.cue and not places.of(self.cue):
            return ()
        pattern = _compiled(self.pattern, self.flags)
        return _matches_at(pattern, text, places.of(self.at)) if self.at else pattern.finditer(text)


class Places:
    """Where patterns begin in one text; each is searched for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, list[int]] = {}

    def of(self, pattern: str) -> list[int]:
        """The offsets at which a pattern's matches begin, ascending."""
        found = self._found.get(pattern)
        if found is None:
            matches = _compiled(pattern, 0).finditer(self._text)
            found = self._found[pattern] = [match.start() for match in matches]
        return found


def _matches_at(
    pattern: re.Pattern[str], text: str, starts: Iterable[int]
) -> Iterator[re.Match[str]]:
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def needing(characters: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, each of which needs one of the characters besides what it needs already."""
    return tuple(replace(rule, needs=f"{characters} {rule.needs}".strip()) for rule in rules)


class Grammar:
    """Rules in order of precedence; each is compiled when a text first needs it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._needs = tuple({group for rule in self.rules for group in rule.needs.split()})
        self._apt: dict[frozenset[str], tuple[tuple[Rule, bool], ...]] = {}

    def rewrite(self, text: str, reading: Reading) -> tuple[Rewrite, ...]:
        """The rewrites that the rules ask for; where two want the same characters, the first wins.

        An abbreviation's full stop that also ends the text is said again after its words, so that
        the voice still falls there.
        """
        taken: list[Rewrite] = []
        free = bytearray(b"\1" * len(text))
        places = Places(text)
        for rule, narrowed in self._rules_for(text):
            for match in rule.matches(text, places):
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

    def _rules_for(self, text: str) -> tuple[tuple[Rule, bool], ...]:
        characters = set(text)
        met = frozenset(group for group in self._needs if not characters.isdisjoint(group))
        if met not in self._apt:
            self._apt[met] = tuple(
                (rule, "(?P<it>" in rule.pattern)
                for rule in self.rules
                if met.issuperset(rule.needs.split())
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
