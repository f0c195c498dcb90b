"""Say where the text of a subtitle may be cut, and how gladly.

In:  a text and its language.
Out: its pieces, and what it costs to end a line after each.
Knows nothing of how long a line may be.

Numbers and names are told by their form alone: figures that follow one another or carry
a sign or a unit, and capitalised words in a row. What is wrongly taken for a name costs
only a less even line.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NEVER = 1000.0
"""Of a cut inside a number or a name: dearer than any other choice."""

_CLOSERS = "\"'”’»)\\]›」』"
_ENDS = (
    (0.0, re.compile(rf"[.!?…。！？][{_CLOSERS}]*$")),
    (0.8, re.compile(rf"(?:[;:；：][{_CLOSERS}]*|[—–―])$")),
    (1.2, re.compile(rf"[,、，)\]][{_CLOSERS}]*$")),
)
"""What may stand before a cut, and its cost; the scale is ``_SPACE``."""

_OPENING, _SPACE, _LEANING = 2.0, 3.0, 6.0
"""Costs of a cut before a word that opens a phrase, at any space, after a word that leans
on the next."""

_STEP = re.compile(r"\s+|(?<=[^\W\d][—–―])(?=\w)")
_FIGURE_END = re.compile(r"(?:\d[.,:/'’]?|[#№§£$€¥]|\b(?:nos?|nr|pp?|vols?|chap|fig)\.)$", re.I)
_FIGURE = re.compile(r"[(\[]?[-+−–£$€¥]?\d")
_UNIT = re.compile(
    r"(?:[%‰°£$€¥]|(?:[kcm]?m|km/h|mph|[kmµ]?g|[mcd]?l|[kM]?Hz|lbs?|oz|ft|in|yds?|miles?|"
    r"[ap]\.?m|[ap]\.m\.|BC|AD|B\.C\.|A\.D\.|million|billion|hundred|thousand|o['’]clock|"
    r"[sd]|per|th|st|nd|rd)\b)",
)
_TITLE = re.compile(
    r"(?:^|[\W])(?:mr|mrs|ms|messrs|dr|st|sr|jr|prof|rev|hon|capt|col|gen|lt|sgt|mme|mlle|m|fr|hr|"
    r"[A-Z])\.$",
    re.I,
)
_NAME = re.compile(r"[(\[“\"‘'«]*[^\W\d_a-zß-öø-ÿ][\w'’.\-]*[^\W_]?\.?$")
_NAME_START = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NOT_FIRST = "、。，．・：；？！…‥ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ）〕］｝〉》」』】々〻"
_NOT_LAST = "（〔［｛〈《「『【"
"""What Japanese and Chinese setting keeps off the ends of lines (JLREQ, section 3.1)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) that stay on one line; ``cost`` is that of a cut after them."""

    start: int
    end: int
    cost: float


def pieces(text: str, language: str = "") -> list[Piece]:
    """The pieces of a text in order; white space between them belongs to none.

    Args:
        text: one sentence or more.
        language: a BCP 47 tag; only its first part matters.
    """
    spans = list(_spans(text))
    words = [text[start:end] for start, end in spans]
    named = any(map(str.islower, text))
    leans, opens = _joints(language.partition("-")[0].lower())
    found = []
    for at, (start, end) in enumerate(spans):
        if at + 1 == len(spans):
            cost = 0.0
        elif _in_number(words, at) or (named and _in_name(words, at)):
            cost = NEVER
        elif end == spans[at + 1][0] and _CJK.match(text, end):
            cost = _SPACE if _ends(words[at]) is None else 1.0
        else:
            cost = _cost(words[at], words[at + 1], leans, opens)
        found.append(Piece(start, end, cost))
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for step in _STEP.finditer(text):
        if step.start() > at:
            yield from _characters(text, at, step.start())
        at = step.end()
    if at < len(text):
        yield from _characters(text, at, len(text))


def _characters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One by one where Chinese or Japanese is written, the rest of a piece together."""
    if _CJK.search(text, start, end) is None:
        yield start, end
        return
    begin = start
    for at in range(start + 1, end):
        one, other = text[at - 1], text[at]
        if not (_CJK.match(one) or _CJK.match(other) or one in _NOT_FIRST):
            continue
        if other in _NOT_FIRST or one in _NOT_LAST or unicodedata.combining(other):
            continue
        yield begin, at
        begin = at
    yield begin, end


def _cost(word: str, after: str, leans: frozenset[str], opens: frozenset[str]) -> float:
    end = _ends(word)
    if end is not None:
        return end
    if _bare(word) in leans:
        return _LEANING
    return _OPENING if _bare(after) in opens else _SPACE


def _ends(word: str) -> float | None:
    return next((cost for cost, pattern in _ENDS if pattern.search(word)), None)


def _bare(word: str) -> str:
    return word.strip("\"'“”‘’«»()[]…—–,;:.!?¿¡").lower()


def _in_number(words: Sequence[str], at: int) -> bool:
    """Whether a number with its sign, unit or month goes on after a word."""
    word, after = words[at], words[at + 1]
    if _FIGURE.match(after) and _NAME.match(word) and word[-1] != "." and len(word) > 2:
        return True
    if not _FIGURE_END.search(word):
        return False
    if _FIGURE.match(after):
        return word[-1] not in ".,:" or not word[:1].isdigit()
    return word[-1].isdigit() and (_UNIT.match(after) or _NAME_START.match(after)) is not None


def _in_name(words: Sequence[str], at: int) -> bool:
    """Whether a name goes on after a word: "Mr. | Darcy", "Lady Catherine | de | Bourgh"."""
    after = words[at + 1]
    if _TITLE.search(words[at]) and _NAME_START.match(after):
        return True
    first, last = at, at + 1
    particles = _table()["names"]["particles"]
    while first >= 0 and words[first] in particles:
        first -= 1
    while last < len(words) and words[last] in particles:
        last += 1
    if first < 0 or last == len(words) or last - first > 3:
        return False
    return _is_name(words[first]) and _NAME_START.match(words[last]) is not None


def _is_name(word: str) -> bool:
    return _NAME.match(word) is not None and _ends(word) is None


@cache
def _joints(language: str) -> tuple[frozenset[str], frozenset[str]]:
    row = _table().get(language, {})
    return frozenset(row.get("leans", ())), frozenset(row.get("opens", ()))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("joints.toml").read_text("utf-8"))
