"""German numbers, dates and times in words.

In:  numbers, and the text before them where the ending depends on it.
Out: words: 1871 as a year is "achtzehnhunderteinundsiebzig".
"""

from __future__ import annotations

import re
import sys

from narrate.text.spoken_other.language import speaker
from narrate.text.spoken_other.shapes import listed

_SMALL = listed(
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn"
)
_TENS = listed("null zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_SCALES = (
    (10**15, "Billiarde", "Billiarden"),
    (10**12, "Billion", "Billionen"),
    (10**9, "Milliarde", "Milliarden"),
    (10**6, "Million", "Millionen"),
)
_IRREGULAR = {"eins": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}
_WEAK = re.compile(
    r"\b(?:am|vom|zum|im|beim|dem|den|des|zur|seit dem|jeden|diesem|diesen|seinem|ihrem|bis|"
    r"(?:am|vom|den|dem) \w+tag,?)\s*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:der|die|das|diese[rs]?|jede[rs]?|jene[rs]?)\s*$", re.IGNORECASE)


def cardinal(number: int, gender: str = "") -> str:
    """How many; "" stands for counting alone ("eins"), "m" and "f" for a noun after it."""
    if number == 1:
        return {"": "eins", "f": "eine"}.get(gender, "ein")
    parts: list[str] = []
    rest = number
    for size, one, many in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"eine {one}" if count == 1 else f"{cardinal(count)} {many}")
    if rest or not parts:
        parts.append(_below_million(rest, last=gender == ""))
    return " ".join(parts)


def _below_million(number: int, last: bool = True) -> str:
    thousands, rest = divmod(number, 1000)
    head = _below_thousand(thousands, last=False) + "tausend" if thousands else ""
    return head + (_below_thousand(rest, last) if rest or not head else "")


def _below_thousand(number: int, last: bool) -> str:
    hundreds, rest = divmod(number, 100)
    head = _SMALL[hundreds] + "hundert" if hundreds else ""
    if head and not rest:
        return head
    return head + _below_hundred(rest, last)


def _below_hundred(number: int, last: bool) -> str:
    if number == 1:
        return "eins" if last else "ein"
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return (_SMALL[ones] + "und" if ones else "") + _TENS[tens]


def _stem(number: int) -> str:
    words = cardinal(number)
    last = number % 100
    if last in (1, 3, 7, 8):
        plain = cardinal(last)
        return words[: len(words) - len(plain)] + _IRREGULAR[plain]
    return words + ("t" if 0 < last < 20 else "st")


def ordinal(number: int, form: str = "") -> str:
    """Which one; ``form`` is the ending after "-t" or "-st": "er" stands alone."""
    return _stem(number) + (form or "er")


def fraction(above: int, below: int) -> str:
    """A vulgar fraction: "ein halb", "zwei Drittel"."""
    if below == 1:
        return cardinal(above)
    if below == 2:
        return "ein halb" if above == 1 else f"{cardinal(above)} halbe"
    return f"{cardinal(above, 'm')} {_stem(below).capitalize()}el"


def decimal(whole: str, part: str) -> str:
    """A decimal fraction, its digits one by one after the comma."""
    return f"{cardinal(int(whole))} komma {' '.join(cardinal(int(d)) for d in part)}"


def year(number: int) -> str:
    """A year, by hundreds from 1100 to 1999."""
    if 1100 <= number < 2000:
        century, rest = divmod(number, 100)
        return _SMALL[century] + "hundert" + (_below_hundred(rest, last=True) if rest else "")
    return cardinal(number)


def case_of(before: str) -> str:
    """The ending of an ordinal after these words: "am" asks for "en", "der" for "e"."""
    if _WEAK.search(before):
        return "en"
    return "e" if _ARTICLE.search(before) else "er"


def date(day: int, month: str, year_: int | None, before: str) -> str:
    """A day of the year."""
    words = f"{ordinal(day, case_of(before))} {month}"
    return f"{words} {year(year_)}" if year_ is not None else words


def clock(hour: int, minute: int, second: int | None) -> str:
    """A time of day on the clock of twenty-four hours."""
    head = f"{cardinal(hour, 'm')} Uhr"
    if second is not None:
        return f"{head} {_count(minute, 'Minute')} {_count(second, 'Sekunde')}"
    return f"{head} {cardinal(minute)}" if minute else head


def _count(number: int, noun: str) -> str:
    return f"eine {noun}" if number == 1 else f"{cardinal(number)} {noun}n"


def ruler(number: int, before: str) -> str:
    """The numeral of a ruler: "der Vierzehnte", "des Vierzehnten" after a genitive."""
    name = before.split()[-1]
    weak = re.search(r"\b(?:von|unter|mit|bei|nach|zu|dem|Kaiser|König|Papst)\s\w+\s$", before)
    if name.endswith("s") and name not in _ENDS_IN_S:
        return f"des {ordinal(number, 'en').capitalize()}"
    if weak and not re.search(r"(?:Kaiser|König|Papst)\s\w+\s$", before):
        return f"dem {ordinal(number, 'en').capitalize()}"
    return f"der {ordinal(number, 'e').capitalize()}"


_ENDS_IN_S = frozenset({"Nikolaus", "Julius", "Pius", "Klaus", "Markus", "Johannes", "Ladislaus"})

rewrites = speaker("de", sys.modules[__name__])
