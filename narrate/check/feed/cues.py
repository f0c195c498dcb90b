"""Parse transcripts as strictly as the strictest player.

In:  the bytes of a WebVTT or SubRip file.
Out: its cues, or what is wrong with the first bad line.
Knows nothing of who wrote them. WebVTT as the W3C's grammar has it (section 4), for the
blocks that transcripts use; SubRip has no standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_VTT_TIME = r"((?:\d{2,}:)?[0-5]\d:[0-5]\d)\.(\d{3})"
_VTT_LINE = re.compile(rf"{_VTT_TIME}[ \t]+-->[ \t]+{_VTT_TIME}(?:[ \t]+\S.*)?")
_SRT_TIME = r"(\d{2,}:[0-5]\d:[0-5]\d),(\d{3})"
_SRT_LINE = re.compile(rf"{_SRT_TIME} --> {_SRT_TIME}")
_VTT_TAG = re.compile(r"</?[a-z][^<>]*>|<[\d:.]+>")
_BARE_SIGN = re.compile(r"<|&(?!\w+;|#)")
_NOT_CUES = ("NOTE", "STYLE", "REGION")


class BadTranscript(ValueError):
    """A transcript that does not parse, with the reason."""


class Cue(NamedTuple):
    """A text and the seconds [start, end) in which it is heard."""

    start_s: float
    end_s: float
    text: str


def parse_vtt(content: bytes) -> list[Cue]:
    """The cues of a WebVTT file.

    Raises:
        BadTranscript: it is none.
    """
    blocks = _blocks(content)
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", next(blocks, "")):
        raise BadTranscript("does not begin with WEBVTT")
    cues = []
    for block in blocks:
        first, _, rest = block.partition("\n")
        if first.split(" ")[0] in _NOT_CUES:
            continue
        cue = _cue(block if "-->" in first else rest, _VTT_LINE)
        if ("<" in cue.text or "&" in cue.text) and _BARE_SIGN.search(
            bare := _VTT_TAG.sub("", cue.text)
        ):
            raise BadTranscript(f"a bare < or & in '{bare[:40]}'")
        cues.append(cue)
    return cues


def parse_srt(content: bytes) -> list[Cue]:
    """The cues of a SubRip file.

    Raises:
        BadTranscript: it is none.
    """
    cues = []
    for number, block in enumerate(_blocks(content), 1):
        first, _, rest = block.partition("\n")
        if first != str(number):
            raise BadTranscript(f"'{first[:40]}' where number {number} should be")
        cues.append(_cue(rest, _SRT_LINE))
    return cues


def _blocks(content: bytes) -> Iterator[str]:
    """Runs of lines between empty lines."""
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadTranscript(f"byte {error.start} is not UTF-8") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return filter(None, (block.strip("\n") for block in lines.split("\n\n")))


def _cue(block: str, pattern: re.Pattern[str]) -> Cue:
    times, _, text = block.partition("\n")
    match = pattern.fullmatch(times)
    if match is None:
        raise BadTranscript(f"'{times[:40]}' where times should be")
    begin, begin_ms, until, until_ms = match.groups()
    start = (_whole_ms(begin) + int(begin_ms)) / 1000
    end = (_whole_ms(until) + int(until_ms)) / 1000
    if not text.strip() or "-->" in text:
        raise BadTranscript(f"no text, or an arrow in it, at {start:.3f} s")
    if end <= start:
        raise BadTranscript(f"a cue at {start:.3f} s that ends at {end:.3f} s")
    return Cue(start, end, text)


@lru_cache(maxsize=4096)
def _whole_ms(clock: str) -> int:
    """Of hours, minutes and seconds; hours may be left out."""
    *hours, minutes, seconds = map(int, clock.split(":"))
    return 1000 * (3600 * sum(hours) + 60 * minutes + seconds)
