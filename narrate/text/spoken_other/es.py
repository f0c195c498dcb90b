"""Spanish numbers, dates and times in words.

In:  numbers, and the text before them where the form depends on it.
Out: words: 1871 is "mil ochocientos setenta y uno".
"""

from __future__ import annotations

import sys

from narrate.text.spoken_other.language import speaker
from narrate.text.spoken_other.shapes import listed

_SMALL = listed(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_TENS = listed("cero diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = listed(
    "cero ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos"
)
_SCALES = ((10**12, "billón", "billones"), (10**6, "millón", "millones"))
_ORDINALS = listed(
    "cero primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo "
    "duodécimo decimotercero decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo "
    "decimonoveno"
)
_ORDINAL_TENS = listed(
    "cero décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo "
    "nonagésimo"
)
_ORDINAL_HUNDREDS = listed(
    "cero centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo "
    "septingentésimo octingentésimo noningentésimo"
)
_ACCENTS = str.maketrans("áéíóú", "aeiou")


def cardinal(number: int, gender: str = "") -> str:
    """How many; "m" shortens "uno" before a noun, "f" gives "una" and "doscientas"."""
    parts: list[str] = []
    rest = number
    for size, one, many in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"un {one}" if count == 1 else f"{cardinal(count, 'm')} {many}")
    thousands, rest = divmod(rest, 1000)
    if thousands:
        head = _below_thousand(thousands, gender or "m")
        parts.append("mil" if thousands == 1 else f"{head} mil")
    if rest or not parts:
        parts.append(_below_thousand(rest, gender))
    return " ".join(parts)


def _below_thousand(number: int, gender: str) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        word = _HUNDREDS[hundreds]
        parts.append(word[:-2] + "as" if gender == "f" and hundreds > 1 else word)
    if rest or not hundreds:
        parts.append(_below_hundred(rest, gender))
    return " ".join(parts)


def _below_hundred(number: int, gender: str) -> str:
    if number % 10 == 1 and number != 11 and gender:
        tail = "una" if gender == "f" else "un"
        if number == 21:
            return "veintiuna" if gender == "f" else "veintiún"
        return tail if number == 1 else f"{_TENS[number // 10]} y {tail}"
    if number < 30:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f" y {_SMALL[ones]}" if ones else "")


def ordinal(number: int, form: str = "") -> str:
    """Which one: "ª" or "a" is feminine, "er" shortens "primero" and "tercero"."""
    parts = []
    thousands, rest = divmod(number, 1000)
    if thousands:
        head = "" if thousands == 1 else cardinal(thousands).replace(" ", "").translate(_ACCENTS)
        parts.append(head + "milésimo")
    if rest // 100:
        parts.append(_ORDINAL_HUNDREDS[rest // 100])
    parts += _ordinal_below_100(rest % 100)
    if form in ("ª", "a", "as", "ra", "da", "ta", "va", "na"):
        parts = [part[:-1] + "a" for part in parts]
    words = " ".join(parts) or "cero"
    if form in ("er", "ᵉʳ") and words.endswith("undécimo"):
        return words.replace("undécimo", "decimoprimer")
    shortened = form in ("er", "ᵉʳ") and words.endswith(("primero", "tercero"))
    return words[:-1] if shortened else words


def _ordinal_below_100(number: int) -> list[str]:
    if number < 20:
        return [_ORDINALS[number]] if number else []
    tens, ones = divmod(number, 10)
    if tens == 2 and ones:
        return [("vigesimo" + _ORDINALS[ones]).replace("oo", "o")]
    return [_ORDINAL_TENS[tens], *([_ORDINALS[ones]] if ones else [])]


def fraction(above: int, below: int) -> str:
    """A vulgar fraction: "un medio", "dos octavos", "uno sobre mil uno"."""
    name = _part(below)
    if not name:
        return f"{cardinal(above)} sobre {cardinal(below)}"
    return f"{cardinal(above, 'm')} {name}{'s' if above > 1 else ''}"


def _part(below: int) -> str:
    """The name of a part; "" where Spanish says "over"."""
    if below < 2:
        return ""
    if below in (2, 3):
        return {2: "medio", 3: "tercio"}[below]
    if below <= 10 or (below % 100 == 0 and below < 1000):
        return ordinal(below)
    if below < 100:
        stem = cardinal(below).replace(" y ", "i").translate(_ACCENTS)
        return (stem[:-1] if stem[-1] in "ao" and below not in (18, 28) else stem) + "avo"
    if below % 10**6 == 0:
        count = below // 10**6
        return ("" if count == 1 else _glued(count)) + "millonésimo"
    if below % 1000 == 0:
        return ("" if below == 1000 else _glued(below // 1000)) + "milésimo"
    return ""


def _glued(number: int) -> str:
    return cardinal(number, "m").replace(" ", "").translate(_ACCENTS)


def decimal(whole: str, part: str) -> str:
    """A decimal fraction: two digits together, more of them in pairs or one by one."""
    if part[0] == "0" or len(part) == 3:
        said = [cardinal(int(d)) for d in part]
    else:
        first = len(part) % 2
        said = [cardinal(int(part[:1]))] if first else []
        said += [_pair(part[at : at + 2]) for at in range(first, len(part), 2)]
    return f"{cardinal(int(whole))} coma {' '.join(said)}"


def _pair(digits: str) -> str:
    return f"cero {_SMALL[int(digits[1])]}" if digits[0] == "0" else cardinal(int(digits))


def year(number: int) -> str:
    """A year."""
    return cardinal(number)


def date(day: int, month: str, year_: int | None, before: str) -> str:
    """A day of the year."""
    words = f"{cardinal(day)} de {month}"
    return f"{words} de {year(year_)}" if year_ is not None else words


def clock(hour: int, minute: int, second: int | None) -> str:
    """A time of day: "tres y media", "una y cuarto"."""
    words = cardinal(hour, "f" if hour % 10 == 1 and hour != 11 else "")
    if second:
        name = "hora" if hour == 1 else "horas"
        return f"{words} {name} {_count(minute, 'minuto')} y {_count(second, 'segundo')}"
    quarters = {15: "cuarto", 30: "media"}
    return f"{words} y {quarters.get(minute) or cardinal(minute)}" if minute else words


def _count(number: int, noun: str) -> str:
    return f"{cardinal(number, 'm')} {noun}{'' if number == 1 else 's'}"


def ruler(number: int, before: str) -> str:
    """The numeral of a ruler: an ordinal up to ten, then it counts."""
    if number > 10:
        return cardinal(number)
    woman = before.split()[-1].endswith(("a", "Isabel", "Inés"))
    return ordinal(number, "a" if woman else "")


rewrites = speaker("es", sys.modules[__name__])
