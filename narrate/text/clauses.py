"""Cut a sentence that is too long for a voice where a reader would breathe.

In:  a text, the span of a sentence in it, and a limit.
Out: spans in order that cover the sentence, each within the limit.
Does not know voices; it never cuts inside a word, a number, a name or before a closing quotation
mark, unless a piece has no other place at all.
"""

from __future__ import annotations

import re
from functools import cache

from narrate.text.breaks import table

_SPACE = re.compile(r"\s+")
_CLOSERS = r"[\"'”’»)\]]*"
_PLACES = (
    (0.0, rf"[.!?…。！？]{_CLOSERS}$"),
    (0.3, rf"[;；]{_CLOSERS}$"),
    (0.5, rf"(?::{_CLOSERS}|[—–]|--)$"),
    (0.6, rf"[,、，]{_CLOSERS}[\"”’»]$"),
    (1.0, rf"[,、，،)\]]{_CLOSERS}$"),
)
"""What may stand before a cut, and how much worse it is than the end of a sentence.

The scale is a piece's length: a place worse by 1 wins only where the better lies a piece off."""

_BEFORE_DASH = re.compile(r"[—–(\[“«„]|--")
_DASH_COST = 0.6
_CONJUNCTION_GAIN = 0.3
_BARE_CONJUNCTION = 1.6
_BARE_SPACE = 2.2
_FORBIDDEN = 9.0
_NAME_OR_NUMBER = re.compile(r"(?:\b[A-ZÀ-ÞА-Я]\S*|\d|\b\w{1,4}\.)$")
_LEADS_ON = re.compile(r"[A-ZÀ-ÞА-Я]|\d|[%°£$€]")
_CLOSING_NEXT = re.compile(r"[»”)\]!?;:,.…]")


def cut(
    text: str, start: int, end: int, longest: int, language: str = "en"
) -> list[tuple[int, int]]:
    """The spans of the pieces of ``text[start:end]``, none over ``longest`` characters.

    Pieces are as even as good places allow: full stops first, then semicolons, colons and dashes,
    commas (those before a conjunction rather than others), conjunctions, and any space last.

    Args:
        text: the paragraph.
        start: first character of the sentence.
        end: one past its last.
        longest: characters a piece, at least 1.
        language: BCP 47 tag, for the conjunctions.
    Raises:
        ValueError: ``longest`` is less than 1.
    """
    if longest < 1:
        raise ValueError(f"a piece needs at least 1 character, not {longest}")
    pieces: list[tuple[int, int]] = []
    while end - start > longest:
        stop, go = _best(text, start, end, longest, language)
        pieces.append((start, stop))
        start = go
    pieces.append((start, end))
    return pieces


def _best(text: str, start: int, end: int, longest: int, language: str) -> tuple[int, int]:
    length = end - start
    target = length / -(-length // longest)
    best = (float("inf"), start + longest, start + longest)
    for space in _SPACE.finditer(text, start + 1, min(start + longest + 1, end)):
        stop, go = space.span()
        if stop - start > longest or go >= end:
            continue
        cost = _cost(text, start, stop, go, language) + abs(stop - start - target) / target
        best = min(best, (cost, stop, go))
    if best[0] == float("inf"):
        return _hard(text, start + longest)
    return best[1], best[2]


def _hard(text: str, at: int) -> tuple[int, int]:
    go = at + len(text[at:]) - len(text[at:].lstrip())
    return at, go


def _cost(text: str, start: int, stop: int, go: int, language: str) -> float:
    if _CLOSING_NEXT.match(text, go):
        return _FORBIDDEN
    before = text[max(start, stop - 40) : stop]
    conjunction = _conjunctions(language).match(text, go) is not None
    for cost, pattern in _compiled():
        if pattern.search(before):
            return cost - (_CONJUNCTION_GAIN if conjunction and cost >= 0.6 else 0.0)
    if _BEFORE_DASH.match(text, go):
        return _DASH_COST
    if conjunction:
        return _BARE_CONJUNCTION
    if _NAME_OR_NUMBER.search(before) and _LEADS_ON.match(text, go):
        return _FORBIDDEN
    return _BARE_SPACE


@cache
def _compiled() -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple((cost, re.compile(pattern)) for cost, pattern in _PLACES)


@cache
def _conjunctions(language: str) -> re.Pattern[str]:
    words = table(language).conjunctions
    return re.compile("(?:" + "|".join(map(re.escape, words)) + r")\b" if words else "(?!)")
