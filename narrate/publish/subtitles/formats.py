"""Write captions as WebVTT, as SubRip and as LRC.

In:  captions, and what a file says of itself.
Out: the text of a file.
Knows nothing of books. WebVTT as the W3C defines it (Candidate Recommendation of 2019).
SubRip and LRC have no standard: SubRip as players take it (numbers, times with a comma,
CR LF); LRC with the tags and the word times of its "enhanced" form left out, since most
players show them as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import chain, pairwise

from narrate.publish.subtitles.captions import Caption, Line

_JOINER = "\u2060"
"""WORD JOINER: not seen, it keeps signs that a format would take for its own apart."""

_MARKUP = re.compile(r"(?<=-)->|(?<=<)(?=[/A-Za-z])|(?<=\{)(?=\\)")
_SILENCE_MS = 3000


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; ``length_ms`` of the sound that it belongs to."""

    title: str
    author: str = ""
    album: str = ""
    language: str = ""
    length_ms: float = 0.0


def webvtt(captions: Iterable[Caption], about: About) -> str:
    """A WebVTT file. Words whose time is known follow a timestamp of their own."""
    note = " ".join(f"{about.title}\n{about.author}".split()).replace("-->", "->")
    blocks = ["WEBVTT", f"NOTE {note}"]
    for caption in captions:
        text = "\n".join(_timed(line, caption) for line in caption.lines)
        if caption.language:
            text = f"<lang {caption.language}>{text}</lang>"
        times = f"{_clock(caption.start_ms)} --> {_clock(caption.end_ms)}"
        blocks.append(f"{times}\n{text}")
    return "\n\n".join(blocks) + "\n"


def _timed(line: Line, caption: Caption) -> str:
    """A line with timestamps, which must ascend inside the caption's own (section 4.2.2)."""
    parts, at, last = [], 0, caption.start_ms
    for start, ms in line.words:
        if last < ms < caption.end_ms:
            parts += [escape(line.text[at:start], quote=False), f"<{_clock(ms)}>"]
            at, last = start, ms
    return "".join(parts) + escape(line.text[at:], quote=False)


def subrip(captions: Iterable[Caption], about: About) -> str:
    """A SubRip file; signs that players take for markup are kept apart."""
    blocks = []
    for number, caption in enumerate(captions, 1):
        start, end = (_clock(ms, ",") for ms in (caption.start_ms, caption.end_ms))
        lines = [_MARKUP.sub(_apart, line.text) for line in caption.lines]
        blocks.append("\r\n".join((str(number), f"{start} --> {end}", *lines, "")))
    return "\r\n".join(blocks)


def _apart(found: re.Match[str]) -> str:
    return f"-{_JOINER}>" if found[0] else _JOINER


def lrc(captions: Iterable[Caption], about: About) -> str:
    """An LRC file: a time before each line, and one without text where a long silence begins."""
    tags = {"ti": about.title, "ar": about.author, "al": about.album, "la": about.language}
    lines = [f"[{name}:{' '.join(value.split())}]" for name, value in tags.items() if value]
    lines.append(f"[length:{_minutes(about.length_ms)[:-3]}]")
    lines += (f"[{_minutes(ms)}]{text}" for ms, text in _lyrics(captions))
    return "\n".join(lines) + "\n"


def _lyrics(captions: Iterable[Caption]) -> Iterator[tuple[float, str]]:
    for caption, after in pairwise(chain(captions, [None])):
        assert caption is not None
        for line in caption.lines:
            text = line.text.replace("[", f"{_JOINER}[") if line.text[0] == "[" else line.text
            yield max(line.start_ms, caption.start_ms), text
        if after is None or after.start_ms - caption.end_ms >= _SILENCE_MS:
            yield caption.end_ms, ""


def _minutes(ms: float) -> str:
    """Minutes (two digits or more), seconds and hundredths."""
    hundredths = round(ms / 10)
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def _clock(ms: int, point: str = ".") -> str:
    hours, rest = divmod(ms, 3_600_000)
    return f"{hours:02}:{rest // 60_000:02}:{rest // 1000 % 60:02}{point}{rest % 1000:03}"


FORMATS: dict[str, Callable[[Iterable[Caption], About], str]] = {
    "vtt": webvtt,
    "srt": subrip,
    "lrc": lrc,
}
"""By the ending of the file."""
