"""French numbers, dates and times in words.

In:  numbers, and the text before them where the form depends on it.
Out: words, by the traditional spelling: 1871 is "mille huit cent soixante et onze".
"""

from __future__ import annotations

import sys

from narrate.text.spoken_other.language import speaker
from narrate.text.spoken_other.shapes import listed

_SMALL = listed(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
)
_TENS = listed("zéro dix vingt trente quarante cinquante soixante")
_SCALES = (
    (10**15, "billiard"),
    (10**12, "billion"),
    (10**9, "milliard"),
    (10**6, "million"),
)


def cardinal(number: int, gender: str = "") -> str:
    """How many; "f" ends in "une"."""
    parts: list[str] = []
    rest = number
    for size, name in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{cardinal(count)} {name}{'s' if count > 1 else ''}")
    if rest or not parts:
        parts.append(_below_million(rest))
    words = " ".join(parts)
    return words + "e" if gender == "f" and words.endswith(("un", "-un")) else words


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands:
        head = _below_thousand(thousands, last=False)
        parts.append("mille" if thousands == 1 else f"{head} mille")
    if rest or not thousands:
        parts.append(_below_thousand(rest, last=True))
    return " ".join(parts)


def _below_thousand(number: int, last: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, last)
    head = "cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent"
    if not rest:
        return head + ("s" if hundreds > 1 and last else "")
    return f"{head} {_below_hundred(rest, last)}"


def _below_hundred(number: int, last: bool) -> str:
    if number < 20:
        return _SMALL[number]
    if number >= 80:
        rest = number - 80
        return f"quatre-vingt-{_SMALL[rest]}" if rest else "quatre-vingt" + ("s" if last else "")
    tens, ones = (6, number - 60) if number >= 60 else divmod(number, 10)
    if not ones:
        return _TENS[tens]
    return _TENS[tens] + (f" et {_SMALL[ones]}" if ones in (1, 11) else f"-{_SMALL[ones]}")


def ordinal(number: int, form: str = "") -> str:
    """Which one; a form such as "re" is feminine."""
    if number == 1:
        return "première" if form in ("re", "ère", "ere") else "premier"
    words = cardinal(number).removeprefix("un ")
    if words.endswith("quatre-vingts") or (
        words.endswith("s") and words[-5:] in ("cents", "lions")
    ):
        words = words[:-1]
    words = words.removesuffix("e")
    words += {"q": "u", "f": ""}.get(words[-1], "")
    words = words[:-1] + "v" if words.endswith("neuf") else words
    return words + "ième" + ("s" if form.endswith("s") else "")


def fraction(above: int, below: int) -> str:
    """A vulgar fraction: "un demi", "deux tiers"."""
    if below == 1:
        return cardinal(above)
    name = {2: "demi", 3: "tiers", 4: "quart"}.get(below) or ordinal(below)
    return f"{cardinal(above)} {name}{'s' if above > 1 and not name.endswith('s') else ''}"


def decimal(whole: str, part: str) -> str:
    """A decimal fraction: noughts one by one, then three digits together, else pairs."""
    rest = part.lstrip("0")
    said = ["zéro"] * (len(part) - len(rest))
    if len(rest) <= 3:
        said += [cardinal(int(rest))] if rest else []
    else:
        first = len(rest) % 2
        said += [cardinal(int(rest[:1]))] if first else []
        said += [_pair(rest[at : at + 2]) for at in range(first, len(rest), 2)]
    return f"{cardinal(int(whole))} virgule {' '.join(said)}"


def _pair(digits: str) -> str:
    return f"zéro {_SMALL[int(digits[1])]}" if digits[0] == "0" else cardinal(int(digits))


def year(number: int) -> str:
    """A year."""
    return cardinal(number)


def date(day: int, month: str, year_: int | None, before: str) -> str:
    """A day of the year."""
    words = f"{'premier' if day == 1 else cardinal(day)} {month}"
    return f"{words} {year(year_)}" if year_ is not None else words


def clock(hour: int, minute: int, second: int | None) -> str:
    """A time of day."""
    words = f"{cardinal(hour, 'f')} heure{'s' if hour > 1 else ''}"
    if second is not None:
        minutes = f"{cardinal(minute, 'f')} minute{'s' if minute > 1 else ''}"
        return f"{words} {minutes} {cardinal(second, 'f')} seconde{'s' if second > 1 else ''}"
    return f"{words} {cardinal(minute)}" if minute else words


def ruler(number: int, before: str) -> str:
    """The numeral of a ruler: the first is an ordinal, the others count."""
    return "premier" if number == 1 else cardinal(number)


rewrites = speaker("fr", sys.modules[__name__])
