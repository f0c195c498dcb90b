"""English as it is read aloud.

In:  a sentence, the region of its language tag, and whether it is a heading.
Out: rewrites of everything that is not plain words.
The rules stand in the modules beside this file, in order of precedence; their words in data/.
"""

from __future__ import annotations

import re

from narrate.model import Rewrite
from narrate.text.rules import Grammar, Reading, Rule
from narrate.text.spoken_en import (
    abbreviations,
    dates,
    measures,
    money,
    plain,
    roman,
    signs,
    times,
    verses,
    web,
)
from narrate.text.spoken_en.tables import listed

RULES: tuple[Rule, ...] = (
    *web.RULES,
    *signs.FIRST,
    *roman.HEADINGS,
    *verses.RULES,
    *abbreviations.ADDRESSES,
    *plain.FIRST,
    *times.RULES,
    *times.WORDS,
    *dates.RULES,
    *dates.WORDS,
    *money.RULES,
    *measures.RULES,
    *roman.RULES,
    *abbreviations.RULES,
    *signs.LAST,
    *plain.RULES,
)
"""Every rule; where two claim the same characters, the one that stands earlier has them."""

_GRAMMAR = Grammar(RULES)
_AMERICAN = frozenset({"", "US", "PH", "PR", "LR"})

_AT_END = listed("at_end")
_TRIGGERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[^A-Za-zÀ-ɏ\s.,;:!?'\"‘’“”()\[\]—–…«»\u00ad\u200b-\u200d\u2060⸺⸻-]",
        r"[A-Z][A-Z]",
        r"\.(?:(?<=[^.]\.)(?=[^\s.\"'”’)\]])|(?<=[^.]\.)\s+\S|\s\.|\.\.\.|(?<=\b[A-Z]\.))",
        r"\.(?:" + "|".join(rf"(?<=\b{word}\.)" for word in _AT_END) + ")",
        r"-(?:-|(?<=\s-)\s)",
        r"[VX](?<=[a-z.]\s[VX])\b",
        r"I(?<=[a-z.]\sI)(?=[’']s\b|\s?[^\w\s’']|\s(?:of|was|and|had|in|is)\b|$)",
        r"\s[ivx]+\b(?<!\si)",
        r"^\W*(?:I(?=\s*[.:)\]]|\s*$)|[VXLC]\b)",
    )
)
"""What a sentence must have for any rule to apply to it; most of a novel has none.

Each pattern begins with one class of characters, so that the search skips the rest."""


def rewrites(text: str, region: str, *, heading: bool) -> tuple[Rewrite, ...]:
    """What is said in place of parts of an English sentence."""
    if not any(trigger.search(text) for trigger in _TRIGGERS):
        return ()
    return _GRAMMAR.rewrite(text, Reading(british=region not in _AMERICAN, heading=heading))
