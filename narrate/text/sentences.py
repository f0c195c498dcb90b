"""Find the sentences of a paragraph.

In:  the text of one paragraph and its language.
Out: the character span of every sentence, or of every unit that is short enough for a voice.
Does not know voices, books or files beyond the tables of ``narrate.text.breaks``.

No character is changed and none that is not white space is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.text.breaks import breaks_in
from narrate.text.clauses import cut

_SOLID = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters [start, end) to be read in one go.

    ``joined`` says that the next unit goes on in the same sentence.
    """

    start: int
    end: int
    joined: bool = False


def split(text: str, language: str = "en") -> list[tuple[int, int]]:
    """The spans [start, end) of the whole sentences of a paragraph, however long they are.

    Spans are in order, do not overlap, hold no white space at either end, and
    together cover every other character. A sentence that ends inside a quotation
    ends there; words such as "she cried" stay with what was cried.

    Args:
        text: one paragraph; a blank line inside ends a sentence.
        language: BCP 47 tag; only its first part matters here.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for end in [*breaks_in(text, language), len(text)]:
        first = _SOLID.search(text, at, end)
        if first is not None:
            spans.append((first.start(), first.start() + len(text[first.start() : end].rstrip())))
        at = end
    return spans


def units(text: str, language: str = "en", longest: int = 400) -> list[Unit]:
    """The sentences of a paragraph, those over ``longest`` characters cut at clauses.

    Args:
        text: one paragraph.
        language: BCP 47 tag.
        longest: the most characters that a unit may have, at least 1.
    """
    found: list[Unit] = []
    for start, end in split(text, language):
        if end - start <= longest:
            found.append(Unit(start, end))
            continue
        pieces = cut(text, start, end, longest, language)
        found += (Unit(a, b, joined=True) for a, b in pieces[:-1])
        found.append(Unit(*pieces[-1]))
    return found
