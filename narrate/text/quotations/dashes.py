"""Find speech that a dash opens, and the narration inside speech that has no marks of its own.

In:  a paragraph, what is known of it as quoted, and its language's habits.
Out: spans of speech.
Knows nothing of quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from narrate.text.quotations.tables import Habits

Span = tuple[int, int]

_OPENING = re.compile(r"\s*(?:[—–―]|--?(?=[\s\u00a0]))[\s\u00a0]*(?=\S)")
_DASH = r"[—–―]|(?<=[\s\u00a0])--?(?=[\s\u00a0])"
_WAYS = {
    "tight": (
        re.compile(rf"(?<=[\s\u00a0])(?:{_DASH})(?=\w)"),
        re.compile(rf"(?<=\S)(?:{_DASH})[.,;:!?…]*(?=[\s\u00a0]|$)"),
    ),
    "comma": (
        re.compile(rf"(?<=[,!?…][\s\u00a0])(?:{_DASH})(?=[\s\u00a0][^\W\d_A-ZА-ЯЁЇІЄ])"),
        re.compile(rf"(?<=[.,:;!?…][\s\u00a0])(?=(?:{_DASH})[\s\u00a0])"),
    ),
    "spaced": (
        re.compile(rf"(?<=[\s\u00a0])(?:{_DASH})(?=[\s\u00a0][^\W\d_A-ZÀ-ÞĄĆĘŁŃÓŚŹŻ])"),
        re.compile(rf"(?<=[\s\u00a0])(?=(?:{_DASH})[\s\u00a0])"),
    ),
}
"""For each way: where narration begins, and after what speech goes on."""

_SUBJECT = r"(?:-t)?-(?:il|elle|ils|elles|on|je|tu|nous|vous)\b"
_NAMED = r"[\s\u00a0](?=[A-ZÀ-Þ]|(?:le|la|les|l['’]|un|une|mon|ma|son|sa|notre|leur|ce|cette)\b)"


def dashed(text: str, habits: Habits) -> list[Span]:
    """The speech of a paragraph that begins with a dash; [] where none does."""
    if not habits.dash:
        return []
    opened = _OPENING.match(text)
    if opened is None:
        return []
    if habits.dash not in _WAYS:
        return [(0, len(text))]
    return list(_turns(text, opened.end(), *_WAYS[habits.dash]))


def _turns(
    text: str, at: int, narrates: re.Pattern[str], speaks: re.Pattern[str]
) -> Iterator[Span]:
    start: int | None = 0
    while True:
        sign = (narrates if start is not None else speaks).search(text, at)
        if sign is None:
            break
        if start is not None:
            yield start, sign.start()
            start = None
        else:
            start = sign.end()
        at = sign.end() + 1
    if start is not None:
        yield start, len(text)


def without_incises(text: str, spans: Sequence[Span], habits: Habits) -> list[Span]:
    """The spans without narration such as "dit-elle" inside them, up to its next stop."""
    if not habits.said:
        return list(spans)
    found: list[Span] = []
    for start, end in spans:
        for incise in _incise(habits.said).finditer(text, start, end):
            found.append((start, incise.start("it")))
            start = incise.end("it")
        if any(character.isalnum() for character in text[start:end]):
            found.append((start, end))
    return found


@cache
def _incise(said: tuple[str, ...]) -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, said))
    return re.compile(
        rf"[,!?…»][\s\u00a0\u202f]+(?P<it>(?:(?:me|lui|leur|m['’]|se)[\s\u00a0]?)?"
        rf"(?:{verbs})(?:{_SUBJECT}|{_NAMED})[^.,;:!?…»]*[.,;:!?…]?)"
    )
