"""Compare texts by their letters and digits alone.

In:  texts.
Out: keys and words without capitals, signs and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_TERMINAL = re.compile(r"[.!?…:;]['\"’”»)\]]*$")


def alphanumeric_words(text: str) -> list[str]:
    """The runs of letters and digits of a text, case folded."""
    return _WORD.findall(text.casefold())


def key(text: str) -> str:
    """The letters and digits of a text, case folded; equal for texts that say the same."""
    return "".join(_WORD.findall(text.casefold()))


def is_capitals(text: str) -> bool:
    """Whether a text of several letters has no small ones but roman or Mc-like strays."""
    some = text[: len(text) // 6 + 1]
    if sum(map(str.islower, some)) * 12 >= len(text):
        return False
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper > 2 and lower * 12 < upper


def ends_closed(text: str) -> bool:
    """Whether a text ends with a sign that ends a sentence or announces one."""
    return bool(_TERMINAL.search(text))


def last_word(text: str) -> str:
    """The last run of letters of a text, in lower case."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)
    return words[-1].lower() if words else ""


def first_word(text: str) -> str:
    """The first run of letters of a text, as it is written."""
    found = re.search(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)
    return found[0] if found else ""


def count(texts: Iterable[str]) -> int:
    """The number of runs of letters and digits in some texts."""
    return sum(len(_WORD.findall(text)) for text in texts)
