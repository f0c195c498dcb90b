"""Times of day and spans of time in English.

In:  matches of clock times.
Out: words: "3:05 p.m." is "three oh five PM".
Does not know time zones beyond their letters.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import DIGITS, DIGITS_AT, FREE

_ZONE = (
    r"(?:\s?\b(?P<zone>[ECMPB]\.?[SD]?\.?T\.?|[ecmp]\.?[sd]\.?t\.?|G\.?M\.?T\.?|gmt|UTC|CET)"
    r"(?![\w]))"
)
_HALF = r"(?P<half>[ap]\.?\s?m(?:\.|\b)|[AP]\.?\s?M(?:\.|\b))"


def _minutes(written: str) -> str:
    return ("oh " if written[0] == "0" else "") + numbers.two_digits(int(written))


def _letters(written: str | None) -> str:
    return " " + re.sub(r"[\s.]", "", written).upper() if written else ""


def _count(number: int, word: str) -> str:
    return f"{numbers.cardinal(number)} {word}{'' if number == 1 else 's'}"


def _half_day(match: re.Match[str], reading: Reading) -> str | None:
    hour, minute, second = int(match["hour"]), match["minute"], match["second"]
    if hour > 23 or int(minute or 0) > 59:
        return None
    words = numbers.two_digits(hour)
    if minute and (minute != "00" or int(second or 0)):
        words += " " + _minutes(minute)
    if int(second or 0):
        words += f" and {_count(int(second), 'second')}"
    return words + _letters(match["half"]) + _letters(match["zone"])


def _clock(match: re.Match[str], reading: Reading) -> str | None:
    hour, minute = int(match["hour"]), match["minute"]
    zone = _letters(match["zone"])
    if minute != "00":
        return f"{numbers.two_digits(hour)} {_minutes(minute)}{zone}"
    if 1 <= hour <= 12:
        return numbers.two_digits(hour) + (zone or " o'clock")
    return f"{numbers.two_digits(hour)} hundred{zone}"


def _duration(match: re.Match[str], reading: Reading) -> str:
    hours, minutes, seconds = (int(match[name]) for name in ("hour", "minute", "second"))
    return (
        f"{_count(hours, 'hour')} {_count(minutes, 'minute')} and {_count(seconds, 'second')}"
        f"{_letters(match['zone'])}"
    )


def _half_alone(match: re.Match[str], reading: Reading) -> str:
    return _letters(match["half"]).strip()


def _ratio(match: re.Match[str], reading: Reading) -> str:
    return " to ".join(numbers.number(part, reading.british) for part in match[0].split(":"))


def _military(match: re.Match[str], reading: Reading) -> str:
    hour = _minutes(match["hour"])
    minute = match["minute"]
    return f"{hour} hundred" if minute == "00" else f"{hour} {_minutes(minute)}"


RULES = needing(
    DIGITS,
    (
        Rule(
            "half-day-time",
            rf"{FREE}(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?)?\s?{_HALF}{_ZONE}?",
            _half_day,
            needs="mM",
            at=DIGITS_AT,
        ),
        Rule(
            "duration",
            rf"{FREE}(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)(?![\d:]|\.\d){_ZONE}?",
            _duration,
            needs=":",
            at=DIGITS_AT,
        ),
        Rule(
            "clock-time",
            rf"{FREE}(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:]|,\d){_ZONE}?"
            r"(?:\s(?:o['’]clock))?",
            _clock,
            needs=":",
            at=DIGITS_AT,
        ),
        Rule(
            "clock-time",
            r"(?<=\b[Aa]t )(?P<hour>1?\d)\.(?P<minute>[0-5]\d)(?P<zone>)(?![\w%.])",
            _clock,
            needs=".",
            at=DIGITS_AT,
        ),
        Rule(
            "military-time",
            rf"{FREE}(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s(?:hours|hrs)\b)",
            _military,
            at=DIGITS_AT,
        ),
        Rule(
            "ratio",
            rf"{FREE}\d{{1,4}}(?::\d{{1,4}}(?:,\d{{3}})*){{1,2}}(?![\d:])",
            _ratio,
            needs=":",
            at=DIGITS_AT,
        ),
    ),
)
WORDS = (
    Rule("half-day", r"(?<=[a-z0-9] )(?P<half>[ap]\.\s?m\.)", _half_alone, cue=r"[ap]\.\s?m\."),
)
