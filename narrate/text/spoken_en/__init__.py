"""English as it is read aloud.

In:  a sentence, the region of its language tag, and whether it is a heading.
Out: rewrites of everything that is not plain words.
The rules stand in the modules beside this file, in order of precedence; their words in data/.
"""

from __future__ import annotations

import re

from narrate.model import Rewrite
from narrate.text.rules import Reading, Rule, rewrite
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

_AMERICAN = frozenset({"", "US", "PH", "PR", "LR"})

_TRIGGER = re.compile(
    r"[^A-Za-zÀ-ɏ\s.,;:!?'\"‘’“”()\[\]—–…«»-]|[A-Z]{2}|--|\s[-−]\s|\.\s\.|\.{4}|[A-Za-z]\.[A-Za-z,;]"
    r"|[a-z]\.\s(?=[a-z])|\b[A-Z]\.|\b(?:[A-Z][a-z]{0,5}|Messrs|Lieut|Sergt|Fredk)\.\s[A-Z\d(]"
    r"|[A-Za-z]\s[VXI]\b(?![’'](?!s))|\b(?:etc|viz|cf|vs|p|pp|no|vol|ibid|Co|Bros|Ltd|Inc|Jr|Sr|Esq)\."
    r"|\b[a-z]{1,5}\.\s[ivxlc]+\b|\b(?:chapter|book|volume|part|act|page|canto|verse)s?\s[ivxl]+\b"
    r"|^\W*[IVXLC]\b"
)
"""What a sentence must have for any rule to apply to it; most of a novel has none."""


def rewrites(text: str, region: str, *, heading: bool) -> tuple[Rewrite, ...]:
    """What is said in place of parts of an English sentence."""
    if _TRIGGER.search(text) is None:
        return ()
    return rewrite(text, RULES, Reading(british=region not in _AMERICAN, heading=heading))
