"""Break a text into lines that fill a box with letters as large as they can be.

In:  a text, and the box.
Out: lines and the size of their letters.
Knows nothing of pictures or of any one script: spaces are where lines break, and where
a script has none, between characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from narrate.publish.cover_fonts import width

_NO_SPACES = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
"""Thai, Lao, Burmese, Khmer, kana and Han are written without spaces. Hangul has them."""

_NOT_FIRST = "、。，．・：；？！）」』】〉》〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…,.:;?!)]}’”»"
_NOT_LAST = "（「『【〈《〔([{‘“«"

STEP = 0.94
"""Each size that is tried is this much smaller than the one before."""

WHOLE_WORDS = 0.45
"""Words are kept whole as long as letters are this share of the largest size; rather than
shrink more, a long word is cut with a hyphen."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of a text, and the size of its letters in the unit of the box."""

    lines: tuple[str, ...]
    size: float


def fit(
    text: str, *, wide: float, high: float, largest: float, smallest: float, leading: float
) -> Fitted:
    """The largest size at which a text fits a box, with lines of about one length.

    Args:
        leading: from line to line, in em.
    Returns:
        At ``smallest`` as many lines as the box holds; the last then ends in "…" where
        more were needed.
    """
    size = largest
    while size > smallest:
        lines = wrap(text, wide / size)
        may_cut = size <= largest * WHOLE_WORDS
        if len(lines) * leading * size <= high and (may_cut or not _cut(lines, text)):
            return Fitted(_balanced(text, lines, wide / size), size)
        size *= STEP
    lines = wrap(text, wide / smallest)
    most = max(1, int(high / (leading * smallest)))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip() + "…"]
    return Fitted(tuple(lines), smallest)


def wrap(text: str, ems: float) -> list[str]:
    """Lines no wider than so many em, broken where the script allows.

    A word that is wider than a line is cut into equal parts with hyphens.
    """
    lines = [""]
    for piece in _pieces(text, ems):
        if lines[-1] and width((lines[-1] + piece).rstrip()) > ems:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, ems: float) -> Iterator[str]:
    """What a line may hold or not hold, each with the space after it."""
    for word in re.findall(r"\S+\s*", text):
        for piece in _clusters(word) if _NO_SPACES.search(word) else [word]:
            yield from _parts(piece, ems) if width(piece.rstrip()) > ems else (piece,)


def _clusters(word: str) -> list[str]:
    """Characters with their marks, and with the signs that may not begin or end a line.

    Characters of other scripts among them stay together.
    """
    found: list[str] = []
    for char in word:
        joined = unicodedata.category(char)[0] == "M" or char in _NOT_FIRST or char.isspace()
        foreign = bool(found) and not _NO_SPACES.search(found[-1][-1] + char)
        if found and (joined or foreign or found[-1][-1] in _NOT_LAST):
            found[-1] += char
        else:
            found.append(char)
    return found


def _parts(word: str, ems: float) -> Iterator[str]:
    """A long word in equal parts, a hyphen after each but the last."""
    count = ceil(width(word) / max(ems - 1, 1))
    length = ceil(len(word) / count)
    parts = [word[at : at + length] for at in range(0, len(word), length)]
    yield from (f"{part}-" for part in parts[:-1])
    yield parts[-1]


def _cut(lines: Sequence[str], text: str) -> bool:
    """Whether a word that has spaces around it was cut."""
    words = {word for word in text.split() if not _NO_SPACES.search(word)}
    return not words <= {word for line in lines for word in line.split()}


def _balanced(text: str, lines: Sequence[str], ems: float) -> tuple[str, ...]:
    """The same number of lines in the narrowest box that holds them."""
    best, narrow = lines, ems
    while narrow > ems / 3:
        narrow *= 0.97
        tried = wrap(text, narrow)
        if len(tried) > len(lines) or _cut(tried, text) > _cut(lines, text):
            break
        best = tried
    return tuple(best)
