"""Days, months, years, decades and eras in English.

In:  matches of dates in their common shapes.
Out: words; American or British by the reading.
Does not know calendars beyond the number of months.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import DIGITS, DIGITS_AT, FREE
from narrate.text.spoken_en.tables import listed, words

MONTHS = listed("months")
_SHORT = {name[:3].lower(): name for name in MONTHS}
_MONTH = (
    r"(?:(?:[Jj]an|JAN|[Ff]eb|FEB|[Mm]ar|MAR|[Aa]pr|APR|[Jj]un|JUN|[Jj]ul|JUL|[Aa]ug|AUG|[Ss]ept?|"
    r"SEPT?|[Oo]ct|OCT|[Nn]ov|NOV|[Dd]ec|DEC)\.?(?!\w)|[Jj]anuary|JANUARY|[Ff]ebruary|FEBRUARY|March|"
    r"MARCH|[Aa]pril|APRIL|May|MAY|[Jj]une|JUNE|[Jj]uly|JULY|[Aa]ugust|AUGUST|[Ss]eptember|SEPTEMBER|"
    r"[Oo]ctober|OCTOBER|[Nn]ovember|NOVEMBER|[Dd]ecember|DECEMBER)"
)
_ANY_MONTH = rf"(?:{_MONTH}|may|march)"
_MONTH_AT = (
    "(?:[Jj]an|JAN|[Ff]eb|FEB|[Mm]ar|MAR|[Aa]pr|APR|[Mm]ay|MAY|[Jj]u[nl]|JU[NL]|[Aa]ug|AUG|[Ss]ep|SEP|"
    "[Oo]ct|OCT|[Nn]ov|NOV|[Dd]ec|DEC)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_SUFFIX = r"(?:st|nd|rd|th|d|ST|ND|RD|TH)"
_YEAR = r"(?:1\d{3}|20\d\d|[5-9]\d\d)"
_AFTER_YEAR = r"(?![\d/%°]|[,.]\d|[-–]\d)(?!['’]?s\b)"
_TENS = r"0['’]?s\b"
_DASH = r"\s?[-–—]\s?"
_DETERMINER = (
    r"(?:the|this|that|last|next|every|each|his|her|their|our|my|a|glorious|The|This|Every)"
)
_ERA = r"(?:B\.\s?C\.\s?E\.|B\.\s?C\.|BCE?\b|A\.\s?D\.|AD\b|C\.\s?E\.|CE\b|b\.\s?c\.|a\.\s?d\.)"

_YEAR_LEADS = re.compile(
    r"(?:\b(?:in|of|by|since|until|till|from|before|after|around|circa|year|between|and|to|"
    r"In|Since|By|Year|autumn|summer|spring|winter)|c\.|ca\.|[(\[])\s*$"
)


def month_name(written: str) -> str:
    """The full name of a month as written: "Sept." is "September"."""
    return _SHORT[written[:3].lower()]


def _year(written: str, reading: Reading) -> str:
    return numbers.year(int(written), reading.british)


def _short_year(written: str, reading: Reading) -> str:
    if len(written) == 4:
        return _year(written, reading)
    return ("oh " if written[0] == "0" else "") + numbers.two_digits(int(written))


def _day(written: str, reading: Reading) -> str:
    return numbers.ordinal(int(re.sub(r"\D", "", written)), reading.british)


def _american(month: str, day: str, year: str, reading: Reading) -> str:
    the = "the " if reading.british else ""
    return f"{month} {the}{day}{', ' + year if year else ''}"


def _month_day(match: re.Match[str], reading: Reading) -> str | None:
    month, day = month_name(match["month"]), _day(match["day"], reading)
    the = "the " if reading.british else ""
    until = f" to {the}{_day(match['until'], reading)}" if match["until"] else ""
    year = _year(match["year"], reading) if match["year"] else ""
    return f"{month} {the}{day}{until}{match['comma'] or ''}{' ' if year else ''}{year}"


def _day_month(match: re.Match[str], reading: Reading) -> str:
    head = match["the"] or "the"
    day = _day(match["day"] or match["only"], reading)
    until = f" to the {_day(match['until'], reading)}" if match["until"] else ""
    year = _year(match["year"], reading) if match["year"] else ""
    month = month_name(match["month"])
    return f"{head} {day}{until} of {month}{match['comma'] or ''}{' ' if year else ''}{year}"


def _numeric(match: re.Match[str], reading: Reading) -> str | None:
    first, second = int(match[1]), int(match[3])
    day_first = reading.british or first > 12
    day, month = (first, second) if day_first else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year, name = _short_year(match[4], reading), MONTHS[month - 1]
    if day_first:
        return f"the {_day(str(day), reading)} of {name}, {year}"
    return _american(name, _day(str(day), reading), year, reading)


def _iso(match: re.Match[str], reading: Reading) -> str | None:
    month, day = int(match[3]), int(match[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _american(MONTHS[month - 1], _day(str(day), reading), _year(match[1], reading), reading)


def _era(match: re.Match[str], reading: Reading) -> str:
    letters = re.sub(r"[\s.]", "", match["era"]).upper()
    return f"{_maybe_year(match['year'], reading)} {letters}"


def _era_first(match: re.Match[str], reading: Reading) -> str:
    letters = re.sub(r"[\s.]", "", match["era"]).upper()
    return f"{letters} {_maybe_year(match['year'], reading)}"


def _maybe_year(written: str, reading: Reading) -> str:
    if "," in written:
        return numbers.number(written, reading.british)
    return _year(written, reading)


def _decade(match: re.Match[str], reading: Reading) -> str | None:
    century, tens = match["century"], int(match["tens"])
    name = numbers.plural(numbers.TENS[tens]) if tens else ""
    if not century:
        return name or None
    if tens:
        return f"{numbers.two_digits(int(century))} {name}"
    return "two thousands" if century == "20" else f"{numbers.two_digits(int(century))} hundreds"


def _years(match: re.Match[str], reading: Reading) -> str | None:
    first, last = match["first"], match["last"]
    full = int(first[: len(first) - len(last)] + last)
    if full <= int(first) or (len(last) == 1 and match["dash"].strip() == "/"):
        return None
    until = last if len(last) == 4 else f"{full % 100:02d}"
    return f"{_year(first, reading)} to {_short_year(until, reading)}"


def _plain_year(match: re.Match[str], reading: Reading) -> str | None:
    if _counts(match.string[match.end() : match.end() + 60]):
        return None
    if match[0][:2] == "10" and not _YEAR_LEADS.search(match.string[: match.start()]):
        return None
    return _year(match[0], reading)


def _counts(after: str) -> bool:
    """Whether the words after a number are things that it counts."""
    for word in re.match(r"(?:\s+[a-z]+){0,2}", after)[0].split():  # type: ignore[index]
        if word in words("links") or word in words("not_plural"):
            return False
        if word in words("counted_things") or (word.endswith("s") and not word.endswith("ss")):
            return True
    return False


def _apostrophe_year(match: re.Match[str], reading: Reading) -> str:
    return _short_year(match[1], reading)


def _weekday(match: re.Match[str], reading: Reading) -> str:
    return _WEEKDAYS[match["it"][:3]]


_WEEKDAYS = {day[:3]: day for day in listed("weekdays")}

RULES = needing(
    DIGITS,
    (
        Rule(
            "date-iso",
            rf"{FREE}([12]\d{{3}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?![\d/-]|\.\d)",
            _iso,
            needs="-/.",
            at=DIGITS_AT,
        ),
        Rule(
            "date-numeric",
            rf"{FREE}(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}})(?![\d/-]|\.\d)",
            _numeric,
            needs="-/.",
            at=DIGITS_AT,
        ),
        Rule(
            "month-day",
            rf"\b(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_DAY})(?:{_SUFFIX})?"
            rf"(?:{_DASH}(?P<until>{_DAY})(?:{_SUFFIX})?)?(?![\w/:%]|[,.]\d)"
            rf"(?:(?P<comma>\s?,)?\s(?P<year>{_YEAR}){_AFTER_YEAR})?",
            _month_day,
            at=_MONTH_AT,
        ),
        Rule(
            "month-day",
            rf"\b(?P<month>may|march)\s(?P<day>{_DAY})(?:{_SUFFIX})?(?P<until>)"
            rf"(?P<comma>\s?,)?\s(?P<year>{_YEAR}){_AFTER_YEAR}",
            _month_day,
            at=_MONTH_AT,
        ),
        Rule(
            "day-month",
            rf"(?:\b(?P<the>{_DETERMINER})\s+)?{FREE}(?:(?P<day>{_DAY})(?:{_SUFFIX})?{_DASH}"
            rf"(?P<until>{_DAY})|(?P<only>{_DAY}))(?:{_SUFFIX})?\s(?:of\s)?(?P<month>{_ANY_MONTH})\b\.?"
            rf"(?:(?P<comma>\s?,)?\s(?P<year>{_YEAR}){_AFTER_YEAR})?",
            _day_month,
            cue=_MONTH_AT,
        ),
        Rule(
            "era",
            rf"{FREE}(?P<year>\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}})\s?(?P<era>{_ERA})",
            _era,
            at=DIGITS_AT,
        ),
        Rule(
            "era",
            rf"\b(?P<era>{_ERA})\s?(?P<year>\d{{1,4}})\b(?!,\d)",
            _era_first,
            cue=r"[CDE.]\s?\d",
        ),
        Rule(
            "decade",
            r"(?<![\w.,$£€])['’‘]?(?P<century>1\d|20)(?P<tens>\d)0['’]?s\b",
            _decade,
            cue=_TENS,
        ),
        Rule(
            "decade",
            r"(?:(?<=\b[Tt]he )|(?<=\b[Hh]is )|(?<=\b[Hh]er )|(?<=\bmy )|(?<=\btheir )|(?<=[-–—])"
            r"|(?<=mid )|(?<=early )|(?<=late )|(?=['’‘]))['’‘]?"
            r"(?P<century>)(?P<tens>[1-9])0['’]?s\b",
            _decade,
            cue=_TENS,
        ),
        Rule(
            "years",
            rf"{FREE}(?P<first>1\d{{3}}|20\d\d)(?P<dash>\s?[-–—/]\s?)(?P<last>\d{{4}}|\d\d|\d)\b"
            r"(?![\d/%-]|[,.]\d)",
            _years,
            needs="-–—/",
            at=DIGITS_AT,
        ),
        Rule(
            "year",
            rf"(?<![\w.,/:#$£€+=×-])(?:1\d{{3}}|20\d\d){_AFTER_YEAR}(?!\w)",
            _plain_year,
            at=DIGITS_AT,
        ),
        Rule(
            "short-year",
            r"(?<!\w)['’‘](\d\d)\b(?!['’]?s|\w|['’″\"])",
            _apostrophe_year,
            needs="'’‘",
        ),
    ),
)
WORDS = (
    Rule(
        "weekday",
        rf"\b(?P<it>(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.)(?=,|\s(?:the\s)?(?:\d|{_MONTH}))",
        _weekday,
        needs=". MTWFS",
    ),
)
