"""Roman numerals.

In:  a word.
Out: its value; 0 where it is no numeral.
Does not know what is numbered.
"""

from __future__ import annotations

import re

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CANON = re.compile(r"M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})$")
"""Numerals as print has them, IIII and the like included."""


def value(written: str) -> int:
    """The value of a Roman numeral; 0 where it is none."""
    upper = written.upper()
    if not upper or not _CANON.match(upper):
        return 0
    total = 0
    for here, after in zip(upper, [*upper[1:], ""], strict=True):
        worth = _VALUES[here]
        total += -worth if after and _VALUES[after] > worth else worth
    return total
