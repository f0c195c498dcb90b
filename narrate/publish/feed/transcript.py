"""Write when each sentence is heard as WebVTT and as SubRip.

In:  lines with their times in one episode, as ``shown`` orders and cleans them.
Out: the text of a file.
Knows nothing of books. WebVTT as the W3C defines it, a cue a sentence. SubRip has no
standard: numbers, times with a comma, text, an empty line, lines ending in CR LF. What
podcasts should keep to in it is said by the Podcasting 2.0 namespace (transcripts.md,
"SRT"): cards of at most two lines of 32 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from operator import attrgetter
from typing import NamedTuple

from narrate.publish.feed.plain import one_line

VTT = "text/vtt"
SRT = "application/x-subrip"
"""The types that the Podcasting 2.0 namespace and Apple name."""

LINES = 2
"""On a card of SubRip; each is at most 32 characters, as ``_CARD_LINE`` has it."""

_CARD_LINE = re.compile(r"\S(?:.{0,30}\S)?(?!\S)|\S{32}")
"""As many whole words as fit, or part of a longer one."""


class Line(NamedTuple):
    """A sentence and the milliseconds [start, end) in which it is heard."""

    text: str
    start_ms: int
    end_ms: int


_START = attrgetter("start_ms")


def webvtt(lines: Iterable[Line], language: str) -> str:
    """A WebVTT file. Its signs of markup are escaped, so any text stays text."""
    blocks = [f"WEBVTT\nLanguage: {one_line(language)}" if language else "WEBVTT"]
    blocks += [f"{_times(line)}\n{escape(line.text, quote=False)}" for line in lines]
    return "\n\n".join(blocks) + "\n"


def subrip(lines: Iterable[Line]) -> str:
    """A SubRip file. Arrows, which it cannot hold, become shorter ones."""
    cards = sorted((card for line in lines for card in _cards(line)), key=_START)
    blocks = [
        f"{number}\r\n{_times(card).replace('.', ',')}\r\n{card.text}\r\n"
        for number, card in enumerate(cards, 1)
    ]
    return "\r\n".join(blocks)


def _cards(line: Line) -> Iterator[Line]:
    """A sentence cut into cards, each as long as its share of the characters.

    One that is heard in fewer milliseconds than it has characters stays one card.
    """
    found = _CARD_LINE.findall(line.text.replace("-->", "->"))
    lasts, length = line.end_ms - line.start_ms, sum(map(len, found))
    if len(found) <= LINES or lasts < length:
        yield Line("\r\n".join(found), line.start_ms, line.end_ms)
        return
    begin, said = line.start_ms, 0
    for at in range(0, len(found), LINES):
        card = found[at : at + LINES]
        said += sum(map(len, card))
        end = line.start_ms + lasts * said // length
        yield Line("\r\n".join(card), begin, end)
        begin = end


def shown(lines: Iterable[Line]) -> list[Line]:
    """Lines on one line each, in order of time, that have words and last."""
    return [
        Line(text, line.start_ms, line.end_ms)
        for line in sorted(lines, key=_START)
        if line.end_ms > line.start_ms and (text := one_line(line.text))
    ]


def _times(line: Line) -> str:
    start, end = line.start_ms, line.end_ms
    return f"{_clock(start // 1000)}.{start % 1000:03} --> {_clock(end // 1000)}.{end % 1000:03}"


@lru_cache(maxsize=1 << 12)
def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
