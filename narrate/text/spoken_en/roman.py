"""Roman numerals in English, each by what it numbers.

In:  matches of numerals with the word before them.
Out: words: "Louis XVI" is "Louis the sixteenth", "Chapter IV" "Chapter four".
Does not know history: a ruler is a name of the table, or a name before a numeral of two letters.
"""

from __future__ import annotations

import re

from narrate.text.roman import value
from narrate.text.rules import Reading, Rule
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.tables import words

_R = r"(?:[IVXLCDM]+|[ivxlcdm]+)"
_SEPARATOR = r"(?:\s?[-–]\s?|,?\s(?:and|or|to|&)\s|,\s)"
_ENDS = r"(?P<stop>\.(?=[,;:)]|\s+[a-z(0-9]))?"
"""A full stop that only marks the numeral, as older print has it; it is not a pause."""


def _cardinal(written: str, reading: Reading) -> str:
    return numbers.cardinal(value(written), reading.british)


def _counted(match: re.Match[str], reading: Reading) -> str | None:
    first = re.match(_R, match["it"].strip())
    known = match["word"].lower() in words("counted")
    if not known or first is None or not _is_counting(match, first[0]):
        return None
    return re.sub(
        rf"\b{_R}\b|\s?[-–]\s?",
        lambda m: _cardinal(m[0], reading) if m[0].isalpha() else " to ",
        match["it"],
    ).rstrip(".")


def _is_counting(match: re.Match[str], numeral: str) -> bool:
    if not value(numeral):
        return False
    if len(numeral) > 1:
        return True
    titled = match["word"][0].isupper() or bool(match["dot"])
    if numeral in "IVX":
        return titled or (numeral != "I")
    return titled and numeral in "ivxlL"


def _known_ruler(match: re.Match[str], reading: Reading) -> str | None:
    if match["name"].capitalize() not in words("rulers"):
        return None
    return _ruler(match, reading)


def _ruler(match: re.Match[str], reading: Reading) -> str | None:
    number = value(match["n"])
    if not 0 < number < 40:
        return None
    the = "" if match["the"] else "the "
    return the + numbers.ordinal(number)


def _ordinal(match: re.Match[str], reading: Reading) -> str | None:
    number = value(match["n"])
    return numbers.ordinal(number, reading.british) if number else None


def _any_name(match: re.Match[str], reading: Reading) -> str | None:
    if match["name"].lower() in words("counted") | words("wars"):
        return _alone(match, reading)
    return _ruler(match, reading) if value(match["n"]) < 30 else None


def _alone(match: re.Match[str], reading: Reading) -> str | None:
    number = value(match["n"])
    if not number:
        return None
    if number >= 1000:
        return numbers.year(number, reading.british) if len(match["n"]) > 3 else None
    return numbers.cardinal(number, reading.british)


def _heading(match: re.Match[str], reading: Reading) -> str | None:
    number = value(match["n"])
    if not reading.heading or not number:
        return None
    return numbers.cardinal(number, reading.british).capitalize()


def _war(match: re.Match[str], reading: Reading) -> str:
    return numbers.cardinal(value(match["n"])).capitalize()


def _verse(match: re.Match[str], reading: Reading) -> str | None:
    return numbers.cardinal(value(match["n"])) + "," if value(match["n"]) else None


_AS_PRONOUN = (
    r"I(?:\s+(?!(?:of|was|and|had|in|is|died|became|ruled|reigned|to|by|on|at|who|himself|herself|"
    r"granted|succeeded|came|married|or|as|for|with|gave|took|made|ordered|issued)\b)[a-z]|['’](?!s\b))"
)
"""An "I" with what follows it when it is the pronoun; a numeral is seldom followed so."""

HEADINGS = (
    Rule("roman-heading", r"^\W*(?P<it>(?P<n>[IVXLC]+))(?=\s*[.:)\]—–]|\s*$)", _heading),
    Rule("roman-heading", r"^\W*(?P<it>(?P<n>[IVXLC]{2,}))(?=\s+[A-Z])", _heading),
)
RULES = (
    Rule(
        "roman-war",
        r"\b(?:[Ww]ar|WAR)\s(?P<it>(?P<n>I{1,3}))\b",
        _war,
        needs="I",
        cue="(?:ar|AR)\\sI",
    ),
    Rule(
        "roman-counted",
        rf"\b(?P<word>[A-Za-z]+)(?:(?P<dot>\.)|(?=\s))(?P<it>\s?(?!{_AS_PRONOUN}){_R}\b(?:{_SEPARATOR}(?!I\s[a-z]){_R}\b)*{_ENDS})",
        _counted,
        cue=rf"[.\s]{_R}\b",
    ),
    Rule(
        "roman-ruler",
        rf"\b(?P<name>[A-Z][A-Za-z]+)\s(?P<the>the\s)?(?P<it>(?!{_AS_PRONOUN})(?P<n>[IVXL]+){_ENDS})(?!\w)",
        _known_ruler,
        cue=r"\s[IVXL]+\b",
    ),
    Rule(
        "roman-ordinal",
        r"\b(?P<n>[IVXLC]+)(?:th|st|nd|rd|d)\b",
        _ordinal,
        cue=r"[IVXLC](?:th|[snr]?[td])\b",
    ),
    Rule(
        "roman-ordinal",
        r"\b(?P<it>(?P<n>[IVX]+))(?=\s(?:century|centuries|dynasty)\b)",
        _ordinal,
        cue=r"[IVX]\s[cd]",
    ),
    Rule(
        "roman-name",
        rf"\b(?P<name>[A-Z][a-zà-ÿ]+)\s(?P<the>the\s)?(?P<it>(?P<n>[IVX]{{2,}}){_ENDS})(?![\w.]\w)\b",
        _any_name,
        cue="[IVX]{2}",
    ),
    Rule("roman-verse", r"\b(?P<it>(?P<n>[ivxl]{2,})\.)(?=\s?\d)", _verse, cue=r"[ivxl]{2}\.\s?\d"),
    Rule(
        "roman-alone",
        r"(?<![\w'’.-])(?P<n>[IVX]{2,}|M[CDLXVIM]{3,})(?![\w'’])",
        _alone,
        cue="[IVXM][IVXLCDM]",
    ),
    Rule("roman-alone", r"(?<=\()(?P<n>[ivx]{1,5})(?=\))", _alone, needs="("),
)
