"""Dates and times in any language.

In:  a Language.
Out: rules for dates in digits and with a month's name, and for times of day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_other.language import Language
from narrate.text.spoken_other.shapes import DIGITS, FREE, any_of

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1\d{3}|20\d\d|[5-9]\d\d)"


def rules(language: Language) -> tuple[Rule, ...]:
    """Rules for dates and times, in order."""
    return needing(DIGITS, (*_dates(language), *_times(language)))


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said for a date, in a language."""

    language: Language

    def in_digits(self, match: re.Match[str], reading: Reading) -> str | None:
        day, number = int(match["day"]), int(match["month"])
        if number > 12 >= day:
            day, number = number, day
        if not (1 <= number <= 12 and 1 <= day <= 31):
            return None
        return self._date(match, day, self.language.month_names[number - 1], _full(match["year"]))

    def named(self, match: re.Match[str], reading: Reading) -> str:
        month = self.language.months[match["month"].lower()]
        return self._date(match, int(match["day"]), month, match["year"])

    def _date(self, match: re.Match[str], day: int, month: str, year: str | None) -> str:
        before = match.string[: match.start()]
        return self.language.numerals.date(day, month, int(year) if year else None, before)

    def days(self, match: re.Match[str], reading: Reading) -> str:
        numbers = re.findall(r"\d+", match[0])
        return " ".join(self.language.numerals.cardinal(int(number), "") for number in numbers)

    def year_alone(self, match: re.Match[str], reading: Reading) -> str:
        return self.language.numerals.year(int(match["it"]))

    def year_with_noun(self, match: re.Match[str], reading: Reading) -> str:
        noun, words = match["noun"], self.language.words
        inside = re.search(self.language.patterns["in"], match.string[: match.start()])
        key = "in" if inside and f"in {noun}" in words else "year"
        form = words.get(f"{key} {noun}", "й")
        full = words.get(f"full in {noun}" if key == "in" else f"full {noun}", noun)
        return f"{self.language.numerals.ordinal(int(match['year']), form)} {full}"


def _dates(language: Language) -> tuple[Rule, ...]:
    said = _Said(language)
    suffix = language.patterns["day_suffix"]
    of, year_of = language.patterns["of"], language.patterns["year_of"]
    months = any_of(tuple(language.months))
    month = rf"(?P<month>(?i:{months}))\b\.?"
    noun = language.patterns.get("year_noun", "(?!)")
    year = rf"(?:{year_of}(?P<year>{_YEAR})(?![\d%]|[.,]\d))?"
    alone = rf"(?:{language.patterns['year_before']})\s(?P<it>{_YEAR})(?![\w%]|[.,]\d)"
    return (
        Rule("days", rf"{FREE}\d{{1,2}}(?:[-/]\d{{1,2}}){{1,2}}(?=\s(?i:{months})\b)", said.days),
        Rule(
            "date",
            rf"{FREE}(?P<year>[12]\d{{3}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?![\w/-])",
            said.in_digits,
        ),
        Rule(
            "date",
            rf"{FREE}(?P<day>\d{{1,2}})([-/.])(?P<month>\d{{1,2}})\2(?P<year>\d{{4}}|\d\d)(?![\w/-]|[.,]\d)",
            said.in_digits,
        ),
        Rule(
            "date",
            rf"{FREE}(?P<day>\d{{1,2}})[-. ](?P<month>(?i:{months}))\.?[-. ]"
            r"(?P<year>\d{4})(?!\w)",
            said.named,
        ),
        Rule("date", rf"{FREE}(?P<day>{_DAY}){suffix}\s?{of}{month}{year}", said.named),
        Rule(
            "date",
            rf"\b{month}\s(?P<day>{_DAY})(?![\d:.,/])(?:,?\s(?P<year>{_YEAR}))?(?!\w)"
            if language.patterns.get("month_first")
            else r"(?!)",
            said.named,
        ),
        Rule("year", alone, said.year_alone),
        Rule("year", rf"{FREE}(?P<year>{_YEAR})\s{noun}", said.year_with_noun),
    )


def _full(year: str | None) -> str | None:
    if year is None or len(year) > 2:
        return year
    return ("19" if int(year) > 30 else "20") + year


def _times(language: Language) -> tuple[Rule, ...]:
    def clock(match: re.Match[str], reading: Reading) -> str | None:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        second = match.groupdict().get("second")
        if hour > 24 or minute > 59:
            return None
        words = language.numerals.clock(hour, minute, int(second) if second else None)
        return words + _half(match, language)

    sure, half = language.patterns["clock_word"], language.patterns["half"]
    alone = language.patterns.get("clock_alone", "(?!)")
    hour, minute = rf"{FREE}(?P<hour>\d{{1,2}})", r"(?P<minute>\d\d)"
    after_hour = rf"\s?{language.patterns['hour']}\s?"
    must_half = half.removesuffix("?") or "(?!)"
    return (
        Rule("time", rf"{hour}:{minute}(?::(?P<second>\d\d))?(?:\s?{sure})?{half}(?![\w:])", clock),
        Rule("time", rf"{hour}\.{minute}\s?{sure}{half}(?!\w)", clock),
        Rule("time", rf"{hour}(?P<minute>)\s?{alone}(?!\w|\s\d)", clock),
        Rule("time", rf"{hour}(?:\.{minute})?{must_half}", clock),
        Rule("time", rf"{hour}{after_hour}{minute}(?:\s?(?:min|m)\b)?{half}(?!\w)", clock),
        Rule("time", rf"{hour}{after_hour}{minute}\s?m\s?\d\d\s?s{half}(?!\w)", clock),
    )


def _half(match: re.Match[str], language: Language) -> str:
    written = match.groupdict().get("half")
    if not written:
        return ""
    name = re.sub(r"[\s.]", "", written).lower()
    hour = int(match["hour"])
    key = "noon" if name == "pm" and hour == 12 else name
    return " " + language.words[key]
