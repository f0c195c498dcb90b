"""The rules of heteronyms, read from the tables beside this file.

In:  the tables; what surrounds a word.
Out: which rules hold.
Does not know what is done with them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_FAR = 60
_SPACE = re.compile(r"\s+")
"""Characters before a word that a context may look at; all of the sentence is for ``near:``."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A word and what stands before and after it, in small letters but for the word."""

    before: str
    word: str
    after: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Sight:
        """The sight of the characters [start, end) of a sentence."""
        return cls(_plain(text[:start]), text[start:end], _plain(text[end:]))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text.lower().replace("’", "'"))


Condition = Callable[[Sight], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A sound, and the conditions under which a word has it."""

    ipa: str
    conditions: tuple[Condition, ...]

    def holds(self, sight: Sight) -> bool:
        """Whether all its conditions are met."""
        return all(condition(sight) for condition in self.conditions)


@cache
def table() -> dict[str, tuple[Rule, ...]]:
    """By word in small letters: its rules, the first that holds first."""
    found: dict[str, list[Rule]] = {}
    for word, ipa, where in _rows("words.tsv"):
        found.setdefault(word, []).append(Rule(ipa, _conditions(where)))
    for word, ipa in _rows("verbs.tsv"):
        for where in _contexts()["verbs"]["where"]:
            found.setdefault(word, []).append(Rule(ipa, _conditions(where)))
    return {word: tuple(rules) for word, rules in found.items()}


@cache
def parts_of_speech() -> tuple[tuple[str, Condition], ...]:
    """Parts of speech and when a word is each, the first that holds first."""
    return tuple(
        (row["part"], Rule("", _conditions(where)).holds)
        for row in _contexts()["speech"]
        for where in row["where"]
    )


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_FOLDER / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _contexts() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "contexts.toml").read_text("utf-8"))


def _conditions(where: str) -> tuple[Condition, ...]:
    """The conditions of a row; those with words run on over spaces to the next condition."""
    return tuple(_condition(one) for one in _parted(where.split(" ")))


def _parted(words: Iterable[str]) -> Iterator[str]:
    current = ""
    for word in words:
        begins = word.lstrip("!").split(":")[0] in _SHAPES or word.lstrip("!") in _named()
        if current and begins:
            yield current
            current = word
        else:
            current = f"{current} {word}".strip()
    yield current


@cache
def _condition(written: str) -> Condition:
    if written.startswith("!"):
        inner = _condition(written[1:])
        return lambda sight: not inner(sight)
    shape, colon, words = written.partition(":")
    return _SHAPES[shape](words) if colon else _context(_named()[written])


def _named() -> dict[str, dict[str, str]]:
    contexts: dict[str, dict[str, str]] = _contexts()["contexts"]
    return contexts


def _context(patterns: dict[str, str]) -> Condition:
    return _SHAPES_OF_CONTEXT[next(iter(patterns))](_filled(next(iter(patterns.values()))))


def _filled(pattern: str) -> str:
    """A pattern with the parts that it names put in."""
    parts = _contexts()["parts"]
    while found := re.search(r"<([a-z]+)>", pattern):
        pattern = pattern.replace(found[0], parts[found[1]])
    return pattern


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when a sentence first asks for it: most books ask for few."""
    return re.compile(pattern)


def _before(pattern: str) -> Condition:
    return lambda sight: _compiled(pattern).search(sight.before[-_FAR:]) is not None


def _after(pattern: str) -> Condition:
    return lambda sight: _compiled(pattern).match(sight.after) is not None


def _word(pattern: str) -> Condition:
    return lambda sight: _compiled(pattern).fullmatch(sight.word) is not None


def _sentence(pattern: str) -> Condition:
    def holds(sight: Sight) -> bool:
        compiled = _compiled(pattern)
        return bool(compiled.search(sight.before) or compiled.search(sight.after))

    return holds


_SHAPES_OF_CONTEXT: dict[str, Callable[[str], Condition]] = {
    "before": _before,
    "after": _after,
    "word": _word,
    "sentence": _sentence,
}
_SHAPES: dict[str, Callable[[str], Condition]] = {
    "prev": lambda words: _before(rf"(?<![\w'])(?:{words}) $"),
    "next": lambda words: _after(rf" (?:{words})(?!\w)"),
    "near": lambda words: _sentence(rf"\b(?:{words})\b"),
    "after": lambda pattern: _after(f" {pattern}"),
}
