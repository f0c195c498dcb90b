"""Read the number of a chapter out of a heading: "I. The Place", "Chapter Two", "Drittes Kapitel".

In:  a line and the words of its language.
Out: what the line counts, and which number it has; or None.
Knows nothing of books; whether several numbers make a series is for ``structure``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from narrate.editing.lexis import Lexis

_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_AFTER = r"(?P<sep>\s*[.:)\]–—-]+\s*|\s*\n\s*|\s+|$)(?!(?<=[.:])\d)"


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a heading.

    ``keyword`` is what is counted, in lower case, "" where the number stands
    alone; ``style`` is "roman", "arabic" or "word"; ``end`` is the offset where
    the title begins; ``bare`` says that there is none; ``marked`` that a sign
    parts number and title.
    """

    keyword: str
    style: str
    number: int
    end: int
    bare: bool
    marked: bool


@lru_cache(maxsize=4096)
def label_of(text: str, lexis: Lexis) -> Label | None:
    """The label at the start of a heading, or None."""
    for pattern in _patterns(lexis):
        found = pattern.match(text)
        if found:
            label = _label(found, text, lexis)
            if label and _is_sound(label, text):
                return label
    return None


def _is_sound(label: Label, text: str) -> bool:
    """Refuse what only looks like a label: "I am here", "Part one of the plan"."""
    if label.bare:
        return True
    rest = text[label.end :]
    if not label.keyword:
        return label.marked and label.style != "word" and not rest[0].islower()
    return label.marked or not rest[0].islower()


def _label(found: re.Match[str], text: str, lexis: Lexis) -> Label | None:
    groups = found.groupdict()
    numeral = groups["numeral"]
    style, number = _number(numeral, lexis)
    if number < 1:
        return None
    keyword = (groups.get("keyword") or "").lower()
    end = found.end()
    return Label(keyword, style, number, end, end >= len(text.rstrip()), bool(found["sep"].strip()))


def _number(numeral: str, lexis: Lexis) -> tuple[str, int]:
    if numeral.isdecimal():
        return "arabic", int(numeral)
    word = numeral.lower()
    if word in _counted(lexis):
        return "word", _counted(lexis)[word]
    if re.fullmatch(_ROMAN, numeral.upper()):
        return "roman", roman(numeral)
    return "", 0


def roman(numeral: str) -> int:
    """The value of a roman numeral in its usual form."""
    values = [_VALUES[char] for char in numeral.upper()]
    after = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, after, strict=True))


@cache
def _counted(lexis: Lexis) -> dict[str, int]:
    counted = {word: at for at, word in enumerate(lexis.numbers, 1)}
    for at, words in enumerate(lexis.ordinals, 1):
        counted |= dict.fromkeys(words, at)
    return counted


@cache
def _patterns(lexis: Lexis) -> tuple[re.Pattern[str], ...]:
    keywords = "|".join(map(re.escape, (*lexis.chapter, *lexis.part)))
    words = "|".join(sorted(map(re.escape, _counted(lexis)), key=len, reverse=True)) or "(?!)"
    ordinals = "|".join(re.escape(word) for words in lexis.ordinals for word in words) or "(?!)"
    keyword = rf"(?P<keyword>{keywords or '(?!)'})"
    numeral = rf"(?P<numeral>{words}|{_ROMAN}|\d{{1,3}})(?!\w)"
    keyed = rf"{keyword}\.?\s+(?:the\s+)?{numeral}{_AFTER}"
    sources = (
        rf"(?=[^\W\d_])(?i:{keyed})",
        rf"(?i:(?:the\s+)?(?P<numeral>{ordinals})\s+{keyword})(?!\w){_AFTER}",
        rf"(?P<numeral>{_ROMAN})(?!\w){_AFTER}",
        rf"(?P<numeral>\d{{1,3}})(?![\w]){_AFTER}",
        rf"(?i:(?P<numeral>{words}))[.:]?\s*(?P<sep>$)",
    )
    return tuple(re.compile(source) for source in sources)
