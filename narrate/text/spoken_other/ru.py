"""Russian numbers, dates and times in words.

In:  numbers, and the text before them where the case depends on it.
Out: words: "в 1871 году" is "в тысяча восемьсот семьдесят первом году".
"""

from __future__ import annotations

import re
import sys

from narrate.text.spoken_other.language import speaker
from narrate.text.spoken_other.shapes import listed

_SMALL = listed(
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
    "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
)
_TENS = listed(
    "ноль десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
)
_HUNDREDS = listed("ноль сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")
_SCALES = (
    (10**12, "триллион", "триллиона", "триллионов", "m"),
    (10**9, "миллиард", "миллиарда", "миллиардов", "m"),
    (10**6, "миллион", "миллиона", "миллионов", "m"),
    (1000, "тысяча", "тысячи", "тысяч", "f"),
)
_STEMS = {
    1: "перв", 2: "втор", 3: "трет", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм",
    9: "девят", 10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат",
    14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат",
    19: "девятнадцат", 20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят",
    60: "шестидесят", 70: "семидесят", 80: "восьмидесят", 90: "девяност", 100: "сот",
    200: "двухсот", 300: "трехсот", 400: "четырехсот", 500: "пятисот", 600: "шестисот",
    700: "семисот", 800: "восьмисот", 900: "девятисот",
}  # fmt: skip
_STRESSED = frozenset({2, 6, 7, 8, 40})
"""Ordinals whose masculine ends in -ой."""

_GENITIVES = listed(
    "ноль одно двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати "
    "тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
)
_ENDINGS = {
    "й": "ый", "ый": "ый", "ой": "ый", "ий": "ый", "я": "ая", "ая": "ая", "е": "ые", "ые": "ые",
    "го": "ого", "ого": "ого", "его": "ого", "му": "ому", "ому": "ому", "м": "ом", "ом": "ом",
    "х": "ых", "ых": "ых", "ми": "ыми", "ыми": "ыми", "ю": "ую", "ую": "ую", "ым": "ым", "ое": "ое",
}  # fmt: skip
_SOFT = {
    "ый": "ий", "ая": "ья", "ые": "ьи", "ого": "ьего", "ому": "ьему", "ом": "ьем", "ых": "ьих",
    "ыми": "ьими", "ую": "ью", "ым": "ьим", "ое": "ье",
}  # fmt: skip
_WOMEN = re.compile(r"(?:Екатерин|Елизавет|Анн|Мари|Виктори|Изабелл|Маргарит|Христин|Клеопатр)\w+$")
_CASES = {
    "ей": "ым", "ем": "ым", "ом": "ым", "ю": "ому", "у": "ому", "я": "ого", "а": "ого", "е": "ом"
}  # fmt: skip
_OF_WOMEN = {"ой": "ой", "ей": "ой", "ы": "ой", "и": "ой", "е": "ой", "у": "ую", "ю": "ую"}


def cardinal(number: int, gender: str = "") -> str:
    """How many, in the nominative."""
    parts: list[str] = []
    rest = number
    for size, one, few, many, kind in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            head = (
                [] if count == 1 and size == 1000 and number >= 1100 else [_below_1000(count, kind)]
            )
            parts += [*head, _form(count, one, few, many)]
    if rest or not parts:
        parts.append(_below_1000(rest, gender))
    return " ".join(parts)


def _form(number: int, one: str, few: str, many: str) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else many


def _below_1000(number: int, gender: str) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [_HUNDREDS[hundreds]] if hundreds else []
    if rest >= 20:
        parts.append(_TENS[rest // 10])
        rest %= 10
    if rest or not parts:
        parts.append(_small(rest, gender))
    return " ".join(parts)


def _small(number: int, gender: str) -> str:
    if number in (1, 2) and gender == "f":
        return ("одна", "две")[number - 1]
    if number == 1 and gender == "n":
        return "одно"
    return _SMALL[number]


def ordinal(number: int, form: str = "") -> str:
    """Which one; ``form`` is the ending after the digits, as "го" in "2-го"."""
    ending = _ENDINGS.get(form, "ый")
    if number % 1000 == 0 and number:
        return _thousandth(number // 1000) + ending
    last = number % 100 if number % 100 <= 20 and number % 100 else number % 10
    if last == 0:
        last = number % 100 or number % 1000
    head = number - last
    words = f"{cardinal(head).removeprefix('одна ')} " if head else ""
    return words + _declined(last, ending)


def _declined(number: int, ending: str) -> str:
    stem = _STEMS.get(number)
    if stem is None:
        return cardinal(number)
    if number == 3:
        return stem + _SOFT[ending]
    return stem + ("ой" if ending == "ый" and number in _STRESSED else ending)


def _thousandth(count: int) -> str:
    if count == 1:
        return "тысячн"
    head = _GENITIVES[count] if count < 20 else cardinal(count).replace(" ", "")
    return f"{head}тысячн"


def fraction(above: int, below: int) -> str:
    """A vulgar fraction: "одна вторая", "две третьих"."""
    if (above, below) == (1, 2):
        return "одна вторая"
    return f"{cardinal(above, 'f')} {ordinal(below, 'я' if _is_one(above) else 'х')}"


def _is_one(number: int) -> bool:
    return number % 10 == 1 and number % 100 != 11


def decimal(whole: str, part: str) -> str:
    """A decimal fraction: "две целых три сотых"."""
    entire = int(whole)
    name = {1: "десят", 2: "сот", 3: "тысячн", 4: "десятитысячн", 5: "стотысячн", 6: "миллионн"}
    if len(part) not in name:
        return f"{cardinal(entire)} запятая {' '.join(_SMALL[int(d)] for d in part)}"
    above = int(part)
    head = f"{cardinal(entire, 'f')} {'целая' if _is_one(entire) else 'целых'}"
    return f"{head} {cardinal(above, 'f')} {name[len(part)]}{'ая' if _is_one(above) else 'ых'}"


def year(number: int) -> str:
    """A year, in the nominative."""
    return ordinal(number)


def date(day: int, month: str, year_: int | None, before: str) -> str:
    """A day of the year, in the genitive."""
    words = f"{ordinal(day, 'го')} {month}"
    return f"{words} {ordinal(year_, 'го')}" if year_ is not None else words


def clock(hour: int, minute: int, second: int | None) -> str:
    """A time of day."""
    words = f"{cardinal(hour)} {_form(hour, 'час', 'часа', 'часов')}"
    if minute or second is not None:
        words += f" {cardinal(minute, 'f')} {_form(minute, 'минута', 'минуты', 'минут')}"
    if second is not None:
        words += f" {cardinal(second, 'f')} {_form(second, 'секунда', 'секунды', 'секунд')}"
    return words


def ruler(number: int, before: str) -> str:
    """The numeral of a ruler, in the case of the name before it."""
    name = before.split()[-1]
    if _WOMEN.match(name):
        ending = next((end for tail, end in _OF_WOMEN.items() if name.endswith(tail)), "ая")
        return _declined(number, ending) if number in _STEMS else ordinal(number, "я")
    ending = next((end for tail, end in _CASES.items() if name.endswith(tail)), "ый")
    return ordinal(number, ending)


rewrites = speaker("ru", sys.modules[__name__])
