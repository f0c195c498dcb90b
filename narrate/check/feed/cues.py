"""Parse transcripts as strictly as the strictest player.

In:  the bytes of a WebVTT or SubRip file.
Out: its cues, or what is wrong with the first bad line.
Knows nothing of who wrote them. WebVTT as the W3C's grammar has it (section 4), for the
blocks that transcripts use; SubRip has no standard.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_VTT_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_LINE = re.compile(rf"{_VTT_TIME}[ \t]+-->[ \t]+{_VTT_TIME}(?:[ \t]+\S.*)?")
_SRT_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d),(\d{3})"
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
    if not blocks or not re.match(r"WEBVTT(?:[ \t]|$)", blocks[0][0]):
        raise BadTranscript("does not begin with WEBVTT")
    cues = []
    for block in blocks[1:]:
        if block[0].split(" ")[0] in _NOT_CUES:
            continue
        lines = block if "-->" in block[0] else block[1:]
        cues.append(_cue(lines, _VTT_LINE))
        if _BARE_SIGN.search(bare := _VTT_TAG.sub("", cues[-1].text)):
            raise BadTranscript(f"a bare < or & in '{bare[:40]}'")
    return cues


def parse_srt(content: bytes) -> list[Cue]:
    """The cues of a SubRip file.

    Raises:
        BadTranscript: it is none.
    """
    cues = []
    for number, block in enumerate(_blocks(content), 1):
        if block[0] != str(number):
            raise BadTranscript(f"'{block[0][:40]}' where number {number} should be")
        cues.append(_cue(block[1:], _SRT_LINE))
    return cues


def _blocks(content: bytes) -> list[list[str]]:
    """Runs of lines between empty lines."""
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadTranscript(f"byte {error.start} is not UTF-8") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = (block.strip("\n") for block in re.split(r"\n{2,}", lines))
    return [block.split("\n") for block in blocks if block]


def _cue(lines: list[str], pattern: re.Pattern[str]) -> Cue:
    match = pattern.fullmatch(lines[0]) if lines else None
    if match is None:
        raise BadTranscript(f"'{lines[0][:40] if lines else ''}' where times should be")
    times = match.groups()
    start, end = _seconds(*times[:4]), _seconds(*times[4:8])
    text = "\n".join(lines[1:])
    if not text.strip() or "-->" in text:
        raise BadTranscript(f"no text, or an arrow in it, at {start:.3f} s")
    if end <= start:
        raise BadTranscript(f"a cue at {start:.3f} s that ends at {end:.3f} s")
    return Cue(start, end, text)


def _seconds(hours: str | None, minutes: str, seconds: str, ms: str) -> float:
    whole = 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)
    return (1000 * whole + int(ms)) / 1000
