"""Portuguese numbers, dates and times in words, as Brazil writes them.

In:  numbers, and the text before them where the form depends on it.
Out: words: 1871 is "mil oitocentos e setenta e um".
"""

from __future__ import annotations

import sys

from narrate.text.spoken_other.language import speaker
from narrate.text.spoken_other.shapes import listed

_SMALL = listed(
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze "
    "dezesseis dezessete dezoito dezenove"
)
_TENS = listed("zero dez vinte trinta quarenta cinquenta sessenta setenta oitenta noventa")
_HUNDREDS = listed(
    "zero cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos "
    "novecentos"
)
_SCALES = (
    (10**12, "trilhão", "trilhões"),
    (10**9, "bilhão", "bilhões"),
    (10**6, "milhão", "milhões"),
)
_ORDINAL_ONES = listed("zero primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono")
_ORDINAL_TENS = listed(
    "zero décimo vigésimo trigésimo quadragésimo quinquagésimo sexagésimo septuagésimo octogésimo "
    "nonagésimo"
)
_ORDINAL_HUNDREDS = listed(
    "zero centésimo ducentésimo trecentésimo quadringentésimo quingentésimo sexcentésimo "
    "septingentésimo octingentésimo noningentésimo"
)


def cardinal(number: int, gender: str = "") -> str:
    """How many."""
    parts: list[tuple[int, str]] = []
    rest = number
    for size, one, many in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            parts.append((count, f"{_below_thousand(count, '')} {one if count == 1 else many}"))
    thousands, rest = divmod(rest, 1000)
    if thousands:
        head = "" if thousands == 1 else _below_thousand(thousands, gender) + " "
        parts.append((thousands, head + "mil"))
    if rest or not parts:
        parts.append((rest, _below_thousand(rest, gender)))
    return _joined(parts)


def _joined(parts: list[tuple[int, str]]) -> str:
    """The groups of a number; "e" stands before the last where it is small or round."""
    words = parts[0][1]
    for index, (value, said) in enumerate(parts[1:], 1):
        last = index == len(parts) - 1
        small = value < 100 or value % 100 == 0
        words += (" e " if last and small else " ") + said
    return words


def _below_thousand(number: int, gender: str) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cem"
    parts = []
    if hundreds:
        word = _HUNDREDS[hundreds]
        parts.append(word[:-2] + "as" if gender == "f" and word.endswith("os") else word)
    if rest or not hundreds:
        parts.append(_below_hundred(rest, gender))
    return " e ".join(parts)


def _below_hundred(number: int, gender: str) -> str:
    if gender == "f" and number in (1, 2):
        return ("uma", "duas")[number - 1]
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f" e {_below_hundred(ones, gender)}" if ones else "")


def ordinal(number: int, form: str = "") -> str:
    """Which one; the form "ª" or "a" is feminine."""
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands:
        parts.append("milésimo" if thousands == 1 else f"{cardinal(thousands)} milésimo")
    parts += [_ORDINAL_HUNDREDS[rest // 100]] if rest // 100 else []
    parts += [_ORDINAL_TENS[rest % 100 // 10]] if rest % 100 // 10 else []
    parts += [_ORDINAL_ONES[rest % 10]] if rest % 10 else []
    if form in ("ª", "a", "as"):
        parts = [part[:-1] + "a" for part in parts]
    return " ".join(parts) if number else "zero"


def fraction(above: int, below: int) -> str:
    """A vulgar fraction: "um meio", "cinco treze avos"."""
    if below == 1:
        return cardinal(above)
    if below in (2, 3):
        name = {2: "meio", 3: "terço"}[below]
    elif below <= 10 or below in (100, 1000):
        name = ordinal(below)
    else:
        return f"{cardinal(above)} {cardinal(below)} avos"
    return f"{cardinal(above)} {name}{'s' if above > 1 else ''}"


def decimal(whole: str, part: str) -> str:
    """A decimal fraction, its digits one by one."""
    return f"{cardinal(int(whole))} vírgula {' '.join(_SMALL[int(d)] for d in part)}"


def year(number: int) -> str:
    """A year."""
    return cardinal(number)


def date(day: int, month: str, year_: int | None, before: str) -> str:
    """A day of the year."""
    words = f"{'primeiro' if day == 1 else cardinal(day)} de {month}"
    return f"{words} de {year(year_)}" if year_ is not None else words


def clock(hour: int, minute: int, second: int | None) -> str:
    """A time of day."""
    words = f"{cardinal(hour, 'f')} hora{'' if hour == 1 else 's'}"
    if second is not None:
        minutes = f"{cardinal(minute)} minuto{'' if minute == 1 else 's'}"
        return f"{words} e {minutes} e {cardinal(second)} segundo{'' if second == 1 else 's'}"
    return f"{words} e {cardinal(minute)}" if minute else words


def ruler(number: int, before: str) -> str:
    """The numeral of a ruler: an ordinal up to ten, then it counts."""
    name = before.split()[-1]
    if number > 10:
        return cardinal(number)
    return ordinal(number, "a" if name.endswith("a") else "")


rewrites = speaker("pt", sys.modules[__name__])
