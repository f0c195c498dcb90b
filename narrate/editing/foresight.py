"""Have the sentences of a book found by other processes while its draft is still edited.

In:  a draft whose language is known.
Out: a function that cuts texts into sentences, and one that tells their heteronyms;
     both know most answers already, for most of a book is read as it stands.
Decides nothing: with it and without it a book has the same script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from narrate.ahead import Answers, answered_ahead
from narrate.editing.draft import PROSE, Draft
from narrate.model import BlockKind, Rewrite
from narrate.text import heteronyms
from narrate.text.readings import is_english
from narrate.text.sentences import units
from narrate.text.spoken import rewrites

WORTH_IT = 200_000
"""Characters of a book from which on it saves more time than it takes."""

_Plain = tuple[int, int, str, str, str]
_Found = tuple[tuple[int, int, bool, tuple[_Plain, ...], tuple[_Plain, ...]], ...]
"""By unit of a text: its span, whether it is joined, its rewrites, its heteronyms."""


class Asked(NamedTuple):
    """A text to cut, its language, the most characters of a unit, whether it is a heading."""

    text: str
    language: str
    longest: int
    heading: bool = False


class Cut(NamedTuple):
    """Characters [start, end) of a text to be read in one go, and what is said in them."""

    start: int
    end: int
    joined: bool
    rewrites: tuple[Rewrite, ...]


class Foresight:
    """What texts are cut into, found already or to be found now."""

    def __init__(self, found: Answers[Asked, _Found]) -> None:
        self._found = found
        self._alike: dict[str, tuple[Rewrite, ...]] = {}

    def cut(self, asked: Asked) -> Iterator[Cut]:
        """The units of a text, with what the rules find in them."""
        for start, end, joined, plain, alike in self._found(asked):
            self._alike[asked.text[start:end]] = _rewrites(alike)
            yield Cut(start, end, joined, _rewrites(plain))

    def alike(self, text: str) -> tuple[Rewrite, ...]:
        """The heteronyms of an English sentence."""
        found = self._alike.get(text)
        return heteronyms.rewrites(text) if found is None else found


@contextmanager
def foresight(draft: Draft) -> Iterator[Foresight]:
    """What will be asked of the texts of a draft; those of a long one are cut meanwhile."""
    long = sum(len(block.text) for block in draft.book.blocks) >= WORTH_IT
    with answered_ahead(_found, list(_expected(draft)) if long else []) as found:
        yield Foresight(found)


def _expected(draft: Draft) -> Iterator[Asked]:
    """The texts as they will be read, if they are read and nothing in them is mended."""
    for passage in draft.passages:
        heading = passage.kind is BlockKind.HEADING
        if (heading or passage.kind in PROSE) and not passage.silent:
            language = passage.language or draft.language
            yield Asked(passage.text, language, draft.options.longest, heading)


def _found(asked: Asked) -> _Found:
    text, language, longest, heading = asked
    english = is_english(language)
    return tuple(
        (
            unit.start,
            unit.end,
            unit.joined,
            _plain(rewrites(sentence := text[unit.start : unit.end], language, heading=heading)),
            _plain(heteronyms.rewrites(sentence)) if english else (),
        )
        for unit in units(text, language, longest)
    )


def _plain(found: Iterable[Rewrite]) -> tuple[_Plain, ...]:
    return tuple((r.start, r.end, r.spoken, r.rule, r.ipa) for r in found)


def _rewrites(plain: Iterable[_Plain]) -> tuple[Rewrite, ...]:
    return tuple(Rewrite(*one) for one in plain)
