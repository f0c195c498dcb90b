"""Italian numbers, dates and times in words.

In:  numbers, and the text before them where the form depends on it.
Out: words: 1871 is "milleottocentosettantuno".
"""

from __future__ import annotations

import sys

from narrate.text.spoken_other.language import speaker
from narrate.text.spoken_other.shapes import listed

_SMALL = listed(
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici "
    "quindici sedici diciassette diciotto diciannove"
)
_TENS = listed("zero dieci venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
_SCALES = (
    (10**12, "bilione", "bilioni"),
    (10**9, "miliardo", "miliardi"),
    (10**6, "milione", "milioni"),
)
_ORDINALS = listed("zero primo secondo terzo quarto quinto sesto settimo ottavo nono decimo")


def cardinal(number: int, gender: str = "") -> str:
    """How many; "m" shortens "uno" before a noun, "f" gives "una"."""
    if number == 1 and gender:
        return "una" if gender == "f" else "un"
    parts: list[str] = []
    rest = number
    for size, one, many in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"un {one}" if count == 1 else f"{cardinal(count)} {many}")
    if rest or not parts:
        parts.append(_below_million(rest))
    return " ".join(parts)


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    head = ""
    if thousands:
        head = "mille" if thousands == 1 else _below_thousand(thousands) + "mila"
    return head + (_below_thousand(rest) if rest or not head else "")


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = "cento" if hundreds == 1 else _SMALL[hundreds] + "cento"
    return head + (_below_hundred(rest) if rest else "")


def _below_hundred(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    head = _TENS[tens][:-1] if ones in (1, 8) else _TENS[tens]
    return head + (_SMALL[ones] if ones else "")


def ordinal(number: int, form: str = "") -> str:
    """Which one; "ª" or "a" is feminine."""
    if number <= 10:
        words = _ORDINALS[number]
    else:
        stem = cardinal(number).replace(" ", "")
        keep = stem.endswith(("tre", "sei")) and number % 100 != 16
        words = (stem if keep else stem[:-1]) + "esimo"
        words = words.replace("milesimo", "millesimo")
    return words[:-1] + "a" if form in ("ª", "a") else words


def fraction(above: int, below: int) -> str:
    """A vulgar fraction: "un mezzo", "due terzi"."""
    if below == 1:
        return cardinal(above)
    name = "mezzo" if below == 2 else ordinal(below)
    return f"{cardinal(above, 'm')} {name[:-1] + 'i' if above > 1 else name}"


def decimal(whole: str, part: str) -> str:
    """A decimal fraction: noughts one by one, then up to three digits together."""
    rest = part.lstrip("0")
    said = ["zero"] * (len(part) - len(rest))
    if 0 < len(rest) <= 3:
        said.append(cardinal(int(rest)))
    else:
        said += [_SMALL[int(d)] for d in rest]
    return f"{cardinal(int(whole))} virgola {' '.join(said)}"


def year(number: int) -> str:
    """A year."""
    return cardinal(number)


def date(day: int, month: str, year_: int | None, before: str) -> str:
    """A day of the year."""
    words = f"{'primo' if day == 1 else cardinal(day)} {month}"
    return f"{words} {year(year_)}" if year_ is not None else words


def clock(hour: int, minute: int, second: int | None) -> str:
    """A time of day."""
    words = cardinal(hour, "f")
    if second is not None:
        minutes = f"{cardinal(minute, 'm')} minut{'o' if minute == 1 else 'i'}"
        seconds = f"{cardinal(second, 'm')} second{'o' if second == 1 else 'i'}"
        return f"{words} or{'a' if hour == 1 else 'e'} {minutes} e {seconds}"
    quarters = {15: "un quarto", 30: "mezza"}
    return f"{words} e {quarters.get(minute) or cardinal(minute)}" if minute else words


def ruler(number: int, before: str) -> str:
    """The numeral of a ruler, always an ordinal."""
    return ordinal(number, "a" if before.split()[-1].endswith("a") else "")


rewrites = speaker("it", sys.modules[__name__])
