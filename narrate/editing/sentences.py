"""Cut passages into sentences, and tie each to its source.

In:  a passage, or a text that is not of the book.
Out: sentences as written and as spoken.
The one place where editing asks ``narrate.text``.
"""

from __future__ import annotations

from dataclasses import replace

from narrate.editing.passage import Passage
from narrate.model import BlockKind, Sentence
from narrate.text.sentences import units
from narrate.text.spoken import rewrites


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


def of_passage(passage: Passage, language: str, longest: int) -> tuple[Sentence, ...]:
    """The sentences of a passage, each with the spans of the book that it reads."""
    text = passage.text
    heading = passage.kind is BlockKind.HEADING
    own = passage.language
    found = []
    for unit in units(text, own or language, longest):
        words = text[unit.start : unit.end]
        sentence = Sentence(
            words, rewrites(words, own or language, heading=heading), joined=unit.joined
        )
        source = passage.spans(unit.start, unit.end)
        found.append(replace(sentence, source=source, language=own))
    return tuple(found)
