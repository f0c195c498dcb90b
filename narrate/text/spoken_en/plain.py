"""Bare numbers in English: what no other rule has claimed.

In:  matches of digits.
Out: words.
Does not know what is counted.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import AMOUNT_AT, DIGITS, DIGITS_AT, WHOLE
from narrate.text.spoken_en.tables import any_of, listed, words

_A_BEFORE = re.compile(r"\b[Aa] $")
_SMALL_PARTS = re.compile(r"[A-Za-z]+|\d+|-")


def _ordinal(match: re.Match[str], reading: Reading) -> str | None:
    digits, suffix = match["n"].replace(",", ""), match["suffix"].lower()
    if suffix == "d" and digits[-1] not in "23":
        return None
    place = numbers.ordinal(int(digits), reading.british)
    return numbers.plural(place) if match["many"] else place


def _serial(match: re.Match[str], reading: Reading) -> str:
    parts: list[str] = []
    for piece in _SMALL_PARTS.findall(match[0]):
        if piece.isdigit():
            parts.append(serial_number(piece))
        elif piece == "s" and parts and match[0].endswith("s"):
            parts[-1] = numbers.plural(parts[-1])
        elif piece != "-":
            parts.append(piece.upper() if len(piece) == 1 else piece)
    return " ".join(parts)


def serial_number(written: str) -> str:
    """The words of the digits of a type or a serial: "52", "380" and "6000" as they are called."""
    if len(written) > 4 or written[0] == "0":
        return numbers.digits(written)
    number = int(written)
    return numbers.cardinal(number) if number % 100 == 0 else numbers.pairs(number)


def _called(match: re.Match[str], reading: Reading) -> str | None:
    return numbers.pairs(int(match["it"])) if match["it"][0] != "0" else None


def _score(match: re.Match[str], reading: Reading) -> str | None:
    before = match.string[max(0, match.start() - 50) : match.start()].lower().split()
    if words("contests").isdisjoint(word.strip(",;:") for word in before[-5:]):
        return None
    nought = "nil" if reading.british else "nothing"
    first, second = (numbers.cardinal(int(part)) for part in (match[1], match[2]))
    if match[2] == "0":
        return f"{first} {'' if reading.british else 'to '}{nought}"
    return f"{first} {'' if reading.british else 'to '}{second}"


def _chain(match: re.Match[str], reading: Reading) -> str:
    return ", ".join(numbers.number(part, reading.british) for part in re.split(r"[-–/]", match[0]))


def _version(match: re.Match[str], reading: Reading) -> str:
    return " point ".join(numbers.number(part) for part in match[0].split("."))


def _decimal(match: re.Match[str], reading: Reading) -> str:
    return numbers.number(match[0], reading.british)


def _cardinal(match: re.Match[str], reading: Reading) -> str:
    bare = re.sub(r"\D", "", match[0])
    if bare == match[0] and (len(bare) > 9 or (len(bare) > 6 and not bare.endswith("000"))):
        return numbers.digits(bare)
    said = numbers.number(match[0], reading.british)
    if bare in ("100", "1000", "1000000") and _A_BEFORE.search(match.string[: match.start()]):
        return said.removeprefix("one ")
    if reading.heading and not match.string[: match.start()].strip():
        return said.capitalize()
    return said


def _pension(match: re.Match[str], reading: Reading) -> str:
    part = f" {numbers.cardinal(int(match[3]))}" if match[3] else ""
    return f"{numbers.pairs(int(match[1]))} {match[2].upper()}{part}"


def _range(match: re.Match[str], reading: Reading) -> str:
    before, after = match.string[: match.start()], match.string[match.end() :]
    low, high = re.search(r"\d+$", before), re.match(r"\d+", after)
    return " " if low and high and low[0] == high[0] else " to "


FIRST = needing(
    DIGITS,
    (
        Rule(
            "called-number",
            rf"\b(?:{any_of(listed('called'))})\s(?P<it>\d{{3,4}})(?![\w-]|[.,]\d)",
            _called,
            re.IGNORECASE,
            cue=r"\d{3}(?<=\s...)",
        ),
        Rule(
            "score",
            r"(?<![\w.,/–-])(\d{1,3})[-–](\d{1,3})(?![\w/–%-]|[.,]\d)",
            _score,
            needs="-–",
            at=DIGITS_AT,
        ),
    ),
)
RULES = needing(
    DIGITS,
    (
        Rule(
            "lettered-section",
            r"\b(\d{2,3})\(([a-z])\)(?:\((\d)\))?",
            _pension,
            needs="(",
            at=DIGITS_AT,
        ),
        Rule(
            "ordinal",
            rf"(?<![\w.,])(?P<n>{WHOLE})(?:(?P<suffix>st|nd|rd|th|d|ST|ND|RD|TH)|(?P<sup>ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ))"
            r"(?P<many>s?)\b",
            _ordinal,
            at=DIGITS_AT,
        ),
        Rule(
            "chain",
            r"(?<![\w.,/–-])\d+([-/])\d+(?:\1\d+)+(?![\w/–-]|[.,]\d)",
            _chain,
            needs="-/",
            at=DIGITS_AT,
        ),
        Rule("version", r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)", _version, needs=".", at=DIGITS_AT),
        Rule(
            "serial",
            r"(?<![\w.,/])(?=[\w-]*\d)(?:[A-Za-z]+-?\d|\d+[A-Za-z]+(?=\d|\b))[A-Za-z\d]*(?:-\d+)*\b",
            _serial,
        ),
        Rule(
            "decimal",
            rf"(?<![\w.])(?:[-−](?=[\d.]))?(?:{WHOLE})?\.\d+(?!\w)",
            _decimal,
            needs=".",
            at=AMOUNT_AT,
        ),
        Rule(
            "range",
            r"(?:(?<=\d)\s?|(?<=[%½¼¾])|(?<=[ap]m)|(?<=m\.)|(?<=\dm)|(?<=0s))[-–]\s?(?=[$£€]?\d)",
            _range,
            needs="-–",
        ),
        Rule("range", r"(?<=\d)—(?=\d)", _range, needs="—"),
        Rule("negative", rf"(?<![\w)\]\-–.,])[-−]{WHOLE}(?!\w)", _decimal, needs="-−"),
        Rule("cardinal", WHOLE, _cardinal),
    ),
)
