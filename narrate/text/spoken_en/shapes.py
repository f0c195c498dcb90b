"""The shapes of numbers in English print, as patterns and as words.

In:  what a pattern matched.
Out: words.
Does not know what is counted.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading
from narrate.text.spoken_en import numbers

WHOLE = r"(?:\d{1,3}(?:[,\u202f\u2009]\d{3})+|\d+)"
NUMBER = rf"(?:{WHOLE}(?:\.\d+)?|(?<![\d.])\.\d+)"
VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅐": (1, 7),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
    "⅑": (1, 9),
    "⅒": (1, 10),
}
"""The vulgar fractions of Unicode (blocks Latin-1 Supplement and Number Forms)."""

DIGITS = "0123456789" + "".join(VULGAR)
"""What a rule about numbers needs."""

VULGAR_SIGN = f"[{''.join(VULGAR)}]"
SLASHED = r"\d{1,4}[/⁄]\d{1,4}"
AMOUNT = (
    rf"(?:[-−](?=\d))?(?:{WHOLE}(?:\s?{VULGAR_SIGN}|[ -]{SLASHED}(?![/\d]))"
    rf"|{NUMBER}(?![/⁄]\d)|{VULGAR_SIGN}|{SLASHED}(?![/\d]))"
)
"""A number, perhaps negative, with a decimal or a vulgar fraction."""

FREE = r"(?<![\w.,/⁄])"
"""What must not stand before a number that begins afresh."""

DIGITS_AT = r"\d+"
"""Where a number of digits alone begins."""

AMOUNT_AT = rf"\d+|[-−.{''.join(VULGAR)}]"
"""Where an AMOUNT may begin."""

_MIXED = re.compile(rf"(-|−)?(?:({WHOLE})[\s-]?)??(?:({VULGAR_SIGN})|(\d+)[/⁄](\d+))$")


def amount(written: str, reading: Reading) -> str:
    """The words of an AMOUNT: "2½" is "two and a half", "3/4" "three quarters"."""
    mixed = _MIXED.match(written)
    if mixed is None:
        return numbers.number(written, reading.british)
    above, below = VULGAR[mixed[3]] if mixed[3] else (int(mixed[4]), int(mixed[5]))
    part = numbers.fraction(above, below, reading.british)
    if mixed[2]:
        part = f"{numbers.number(mixed[2], reading.british)} and {_with_article(part)}"
    return f"minus {part}" if mixed[1] else part


def _with_article(part: str) -> str:
    return "a" + part.removeprefix("one") if part in ("one half", "one quarter") else part


def is_one(written: str) -> bool:
    """Whether an AMOUNT takes a singular: 1, or a fraction of one."""
    return written in ("1", "1.0") or written in VULGAR
