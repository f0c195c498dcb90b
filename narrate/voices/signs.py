"""Put signs where a voice pauses only if it is given them.

In:  a text that is ready to be said.
Out: where to put which signs; nothing is taken away or changed.
Measured on "The old man came home (and left) again" and the like: no voice of hibari,
espeak-ng or Piper pauses at a parenthesis, and only hibari at a dash without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

VERSION = 1
"""Raised whenever the same text is given other signs."""


class Insertion(NamedTuple):
    """Signs to put before a character of the text."""

    at: int
    signs: str


_PARENTHESIS = re.compile(r"(?<=\w)(?P<open>)[ \u00a0]\(\w|\w[.!?]?\)(?P<close>)(?=[ \u00a0]\w)")
_DASH = re.compile(r"(?<=[^\W\d])(?P<before>)(?:[—–]|--)(?P<after>)(?=[^\W\d])")


def insertions(text: str) -> list[Insertion]:
    """The signs to put into a text, in order."""
    if not any(sign in text for sign in "(—–") and "--" not in text:
        return []
    return sorted([*_found(_PARENTHESIS, ",", text), *_found(_DASH, " ", text)])


def _found(pattern: re.Pattern[str], signs: str, text: str) -> Iterator[Insertion]:
    for match in pattern.finditer(text):
        for name in pattern.groupindex:
            if match.start(name) >= 0:
                yield Insertion(match.start(name), signs)
