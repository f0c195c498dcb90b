"""Write the numbers of lists as word processors do.

In:  counters and the formats of DOCX (ECMA-376 part 1, 17.18.59) or ODF (19.500).
Out: labels such as "3.", "iv)", "B" or a bullet.
Knows nothing of paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 4999


def roman(number: int) -> str:
    """A number in small Roman numerals; digits outside 1 to 4999."""
    if not 1 <= number <= _MOST:
        return str(number)
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text


def letters(number: int) -> str:
    """a to z, then aa to zz as DOCX counts, then aaa; digits outside 1 to 780."""
    if not 1 <= number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "decimalZero": lambda number: f"{number:02d}",
    "I": lambda number: roman(number).upper(),
    "i": roman,
    "A": lambda number: letters(number).upper(),
    "a": letters,
    "none": lambda number: "",
    "": lambda number: "",
}


def formatted(number: int, style: str) -> str:
    """A number in a format of DOCX or ODF; digits where the format is not known."""
    return _FORMATS.get(style, str)(number)
