"""Cut passages into sentences, and tie each to its source.

In:  a passage, or a text that is not of the book.
Out: sentences as written and as spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from narrate.editing.announcing import announced, lead
from narrate.editing.foresight import Asked, Foresight
from narrate.editing.passage import Passage
from narrate.editing.tables import of_table
from narrate.model import BlockKind, Sentence
from narrate.text.sentences import units
from narrate.text.spoken import rewrites

_ANNOUNCED = frozenset({BlockKind.ITEM, BlockKind.NOTE, BlockKind.FIGURE, BlockKind.TABLE})
_IN_LINES = frozenset({BlockKind.CODE, BlockKind.FORMULA})


def sentences(
    text: str, language: str, longest: int, heading: bool = False
) -> tuple[Sentence, ...]:
    """The sentences of a text."""
    return tuple(
        Sentence(
            text[unit.start : unit.end],
            rewrites(text[unit.start : unit.end], language, heading=heading),
            joined=unit.joined,
        )
        for unit in units(text, language, longest)
    )


def of_passage(
    passage: Passage, language: str, longest: int, foresight: Foresight
) -> tuple[Sentence, ...]:
    """The sentences of a passage, each with the spans of the book that it reads."""
    own = passage.language
    found = [
        replace(sentence, language=own) if own else sentence
        for sentence in _cut(passage, own or language, longest, foresight)
    ]
    said = lead(passage, language) if passage.kind in _ANNOUNCED and found else ""
    return (announced(found[0], said), *found[1:]) if said else tuple(found)


def _cut(passage: Passage, language: str, longest: int, foresight: Foresight) -> Iterable[Sentence]:
    if passage.kind is BlockKind.TABLE:
        return of_table(passage, language, longest)
    heading = passage.kind is BlockKind.HEADING
    return [
        Sentence(
            text[cut.start : cut.end],
            cut.rewrites,
            passage.spans(at + cut.start, at + cut.end),
            joined=cut.joined,
        )
        for at, text in _stretches(passage)
        for cut in foresight.cut(Asked(text, language, longest, heading))
    ]


def _stretches(passage: Passage) -> Iterator[tuple[int, str]]:
    """The text, or its lines where each stands for itself, and where they begin."""
    if passage.kind not in _IN_LINES:
        yield 0, passage.text
        return
    at = 0
    for line in passage.text.split("\n"):
        yield at, line
        at += len(line) + 1
