"""Write when each sentence is heard as WebVTT and as SubRip.

In:  lines with their times in one episode, as ``shown`` orders and cleans them.
Out: the text of a file.
Knows nothing of books. WebVTT as the W3C defines it; SubRip has no standard: numbers,
times with a comma, text, an empty line, lines ending in CR LF.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from narrate.publish.feed.plain import one_line

VTT = "text/vtt"
SRT = "application/x-subrip"
"""The types that the Podcasting 2.0 namespace and Apple name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and the milliseconds [start, end) in which it is heard."""

    text: str
    start_ms: int
    end_ms: int


def webvtt(lines: Iterable[Line], language: str) -> str:
    """A WebVTT file. Its signs of markup are escaped, so any text stays text."""
    blocks = [f"WEBVTT\nLanguage: {one_line(language)}" if language else "WEBVTT"]
    blocks += [f"{_times(line)}\n{_escaped(line.text)}" for line in lines]
    return "\n\n".join(blocks) + "\n"


def subrip(lines: Iterable[Line]) -> str:
    """A SubRip file."""
    blocks = [
        f"{number}\r\n{_times(line).replace('.', ',')}\r\n{line.text.replace('-->', '->')}\r\n"
        for number, line in enumerate(lines, 1)
    ]
    return "\r\n".join(blocks)


def shown(lines: Iterable[Line]) -> list[Line]:
    """Lines on one line each, in order of time, that have words and last."""
    return [
        Line(text, line.start_ms, line.end_ms)
        for line in sorted(lines, key=lambda line: line.start_ms)
        if line.end_ms > line.start_ms and (text := one_line(line.text))
    ]


def _times(line: Line) -> str:
    start, end = line.start_ms, line.end_ms
    return f"{_clock(start // 1000)}.{start % 1000:03} --> {_clock(end // 1000)}.{end % 1000:03}"


@lru_cache(maxsize=1 << 12)
def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _escaped(text: str) -> str:
    """WebVTT, section 4.2.2: an ampersand and signs of tags are written as references."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
