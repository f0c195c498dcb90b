"""Abbreviations, titles, initials and addresses in English.

In:  matches of abbreviations and what stands beside them.
Out: words: "Dr. Watson" is "Doctor Watson", "1428 Elm Dr." "fourteen twenty-eight Elm Drive".
Does not know people or towns; the abbreviations stand in data/abbreviations.tsv.
"""

from __future__ import annotations

import re
from functools import cache

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import DIGITS, DIGITS_AT, FREE
from narrate.text.spoken_en.tables import any_of, pairs, rows, words

_NUMERAL = r"(?=[ \u00a0]?(?:\d|[ivxlc]+\b|(?!I\s+[a-z])[IVXLC]+\b))"
_NAME = r"(?=\s+[\"“‘'(]?(?:[A-ZÀ-Þ]|(?:d[eu]|von|van)\s)|-[A-Z]|[—–-]{1,2}\W*$)"
_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th)")
_COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}


@cache
def _table(where: str) -> dict[str, str]:
    return {
        written: spoken for written, spoken, place in rows("abbreviations.tsv") if place == where
    }


@cache
def _streets() -> dict[str, str]:
    streets = {short.rstrip(".").lower(): full for short, full in _table("street").items()}
    return {short: full for short, full in streets.items() if full in words("street_kinds")}


def _say(name: str, where: str, before: str, after: str) -> Rule:
    """A rule for one kind of abbreviation: a word and its full stop, looked up in the table."""

    def say(match: re.Match[str], reading: Reading) -> str | None:
        spoken = _table(where).get(match["it"])
        if spoken is None:
            return None
        glued = match.string[match.end("it") : match.end("it") + 1].isalnum()
        return _british(spoken, reading) + (" " if glued else "")

    return Rule(
        name, rf"{before}(?P<it>[A-Za-z]{{1,8}}\.){after}", say, needs=".", at=r"[A-Za-z]+\."
    )


def _say_phrase(match: re.Match[str], reading: Reading) -> str:
    spoken = {**_table("any"), **_table("name")}[match[0]]
    return _british(spoken, reading)


def _phrases() -> str:
    """Abbreviations that are more than a word and its full stop: "Rt. Hon.", "&c.", "c/o"."""
    every = (*_table("any"), *_table("name"))
    return any_of(tuple(w for w in every if not w[:-1].isalpha() or w[-1] != "."))


def _british(spoken: str, reading: Reading) -> str:
    return spoken if reading.british else spoken.replace("Honourable", "Honorable")


def _address(match: re.Match[str], reading: Reading) -> str | None:
    compass = match["compass"]
    kind = _streets()[match["kind"].rstrip(".").lower()]
    head = f"{_COMPASS[compass.strip()[0]]} " if compass else ""
    stop = (
        "."
        if match["kind"].endswith(".") and re.match(r"\s+[A-Z]", match.string[match.end() :])
        else ""
    )
    name = _COUNTED.sub(lambda street: numbers.ordinal(int(street[1])), match["name"])
    return f"{numbers.pairs(int(match['number']))} {head}{name} {kind}{stop}"


def _state(match: re.Match[str], reading: Reading) -> str:
    return f"{pairs('states.tsv')[match[1]]}, {numbers.digits(match[2])}"


def _highway(match: re.Match[str], reading: Reading) -> str:
    return f"{match[1]} {numbers.pairs(int(match[2]))}"


def _dotted(match: re.Match[str], reading: Reading) -> str:
    return re.sub(r"[.\s]", "", match[0]) if len(match[0]) > 2 else match[0]


def _spelled(match: re.Match[str], reading: Reading) -> str:
    return match[0].replace(".", "").upper()


def _initials(match: re.Match[str], reading: Reading) -> str:
    return " ".join(re.findall(r"[A-Z]", match[0]))


def _degree(match: re.Match[str], reading: Reading) -> str:
    return match[0].replace(".", "").replace(" ", "")


def _and_following(match: re.Match[str], reading: Reading) -> str:
    return " and following"


ADDRESSES = needing(
    DIGITS,
    (
        Rule(
            "address",
            rf"{FREE}(?<!\d:)(?P<number>\d{{1,5}})\s(?P<compass>[NSEW]\.?\s)?"
            r"(?P<name>(?:[A-Z](?:[^\W\d]|['’])+|\d+(?:st|nd|rd|th))"
            r"(?:\s[A-Z](?:[^\W\d]|['’])+){0,2})\s"
            r"(?P<kind>(?i:st|ave|av|blvd|rd|sq|ct|ln|pl|dr|ter|hwy|pkwy)\b\.?)",
            _address,
            at=DIGITS_AT,
        ),
        Rule(
            "state",
            rf"(?<=, )({'|'.join(pairs('states.tsv'))}),?\s(\d{{5}})(?:-\d{{4}})?\b",
            _state,
            cue=r"\d{5}",
        ),
    ),
)
RULES = (
    Rule(
        "degree",
        r"\b(?:Ph\.\s?D|D\.\s?Phil|M\.\s?Sc|B\.\s?Sc|Litt\.\s?D|LL\.\s?[DB])\.",
        _degree,
        cue=r"\.\s?[DPS]",
    ),
    Rule("following", r"(?<=\d)\s?ff?\.(?!\w)", _and_following, cue=r"\d\s?f"),
    Rule("abbreviation", rf"(?<![\w.])(?:{_phrases()})(?!\w)", _say_phrase, needs="./&"),
    _say("abbreviation", "any", r"(?<![\w.])", r"(?!\w)"),
    _say("title", "name", r"(?<![\w.])", _NAME),
    _say("numbered", "number", r"(?<![\w.])", _NUMERAL),
    Rule(
        "dotted-letters",
        r"(?<![\w.])(?:[A-Z]\.){2,}(?:[A-Z](?![\w]))?(?:s\b)?",
        _dotted,
        cue=r"\.[A-Z]\.",
    ),
    Rule("dotted-letters", r"(?<![\w.])(?:[a-z]\.){2,}(?!\w)", _spelled, cue=r"\.[a-z]\."),
    Rule(
        "initials",
        r"(?<![\w.])[A-Z]\.(?:\s?[A-Z]\.)*(?=\s[A-Z][a-zà-ÿ’'])",
        _initials,
        at=r"[A-Z]\.",
    ),
    _say("after-name", "street", r"(?<=[\w,&][ \u00a0])", r"(?!\w)"),
)
