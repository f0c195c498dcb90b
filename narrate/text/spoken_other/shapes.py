"""The shapes of numbers where a comma marks decimals and a full stop or a space thousands.

In:  digits as written.
Out: patterns, and the digits that they stand for.
Does not know any language's words.
"""

from __future__ import annotations

import re

DIGITS = "0123456789½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞"
VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
WHOLE = r"(?:\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?!\d)|\d+)"
NUMBER = rf"(?:{WHOLE}(?:,\d+)?)"
SIGNED = rf"(?:[-−](?=\d))?{NUMBER}"
FREE = r"(?<![\w.,/])"


def whole(written: str) -> int:
    """The value of a WHOLE."""
    return int(re.sub(r"\D", "", written))


def any_of(choices: tuple[str, ...]) -> str:
    """A pattern for any of the choices, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(choices, key=len, reverse=True)) + ")"


def listed(words: str) -> tuple[str, ...]:
    """The words of a line, in order."""
    return tuple(words.split())
