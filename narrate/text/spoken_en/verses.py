"""References to chapter and verse, of the Bible and of older print.

In:  matches such as "1 Cor. 13:4-7", "Matt. v. 3".
Out: words: "First Corinthians thirteen, four to seven".
Does not know what the verses say.
"""

from __future__ import annotations

import re

from narrate.text.roman import value
from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import DIGITS
from narrate.text.spoken_en.tables import any_of, pairs

_WHICH = {"1": "First", "2": "Second", "3": "Third", "I": "First", "II": "Second", "III": "Third"}
_BOOK = any_of(tuple(pairs("bible.tsv")))


def _reference(match: re.Match[str], reading: Reading) -> str | None:
    chapter = int(match["chapter"]) if match["chapter"].isdigit() else value(match["chapter"])
    if not chapter:
        return None
    which = f"{_WHICH[match['which']]} " if match["which"] else ""
    spoken = (
        f"{which}{pairs('bible.tsv')[match['book']]} {numbers.cardinal(chapter, reading.british)}"
    )
    spoken += f", {numbers.cardinal(int(match['verse']), reading.british)}"
    if match["last"]:
        joint = " and " if match["joint"].strip() == "," else " to "
        spoken += joint + numbers.cardinal(int(match["last"]), reading.british)
    return spoken


RULES = needing(
    DIGITS,
    (
        Rule(
            "verse",
            rf"\b(?:(?P<which>[123]|I{{1,3}})\s)?(?P<book>{_BOOK})\b\.?\s(?P<chapter>\d{{1,3}}|[ivxlc]+|[IVXLC]+)"
            r"(?::|\.\s?|,\s)(?P<verse>\d{1,3})(?:(?P<joint>\s?[-–,]\s?)(?P<last>\d{1,3}))?(?![\w:])",
            _reference,
            cue=r"[:.,]\s?\d",
            at=r"[A-Z]\w*|[123]",
        ),
    ),
)
