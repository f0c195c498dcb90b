"""Rules of addresses, chapters and transcripts, each file really read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from narrate.check.feed.cues import BadTranscript, Cue, parse_srt, parse_vtt
from narrate.check.feed.opened import Check, Opened, called, every, exists, json_of, seconds, text

CHAPTERS_TYPE = "application/json+chapters"

TRANSCRIPT_TYPES = {
    ".vtt": {"text/vtt"},
    ".srt": {"application/x-subrip", "application/srt"},
    ".json": {"application/json"},
    ".html": {"text/html"},
    ".txt": {"text/plain"},
}

SLACK_S = 2
CARD_LINES, CARD_COLUMNS = 2, 32

_ABSOLUTE = re.compile(r"https?://[^\s/]+(?:/\S*)?")
_PLAIN = re.compile(r"[A-Za-z0-9._-]*")
_START, _END = attrgetter("start_s"), attrgetter("end_s")
_PLAY_TIME = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d{1,2})(?:\.(\d{1,3}))?")


def address(feed: Opened) -> Iterator[str]:
    """Absolute."""
    yield from (f"'{url}'" for url in feed.addresses if not _ABSOLUTE.fullmatch(url))


def address_ascii(feed: Opened) -> Iterator[str]:
    """Plain names below the feed's own address."""
    for url in feed.addresses:
        name = urlsplit(url).path.rpartition("/")[2]
        own = len(feed.base) > 1 and url.startswith(feed.base)
        if not url.isascii() or " " in url or (own and not _PLAIN.fullmatch(name)):
            yield f"'{url}'"


def file_there(feed: Opened) -> Iterator[str]:
    """What lies under the feed's own address."""
    for url in feed.addresses:
        path = feed.local(url)
        if path is not None and not feed.present(url) and not exists(path):
            yield url


def _chapters(feed: Opened) -> Iterator[tuple[Element, Path]]:
    for item in feed.items:
        for one in every(item, "podcast:chapters"):
            if path := feed.present(one.get("url", "")):
                yield item, path


def chapters_type(feed: Opened) -> Iterator[str]:
    """The attribute."""
    for item in feed.items:
        for one in every(item, "podcast:chapters"):
            if one.get("type") not in (CHAPTERS_TYPE, "application/json"):
                yield f"{called(item)}: '{one.get('type')}'"


def chapters_json(feed: Opened) -> Iterator[str]:
    """The file's shape."""
    for item, path in _chapters(feed):
        content = feed.read(json_of, path)
        if not isinstance(content, dict) or content.get("version") != "1.2.0":
            yield f"{called(item)}: {path.name} is no JSON of version 1.2.0"
        elif not _listed(content) or not all(map(_is_chapter, _listed(content))):
            yield f"{called(item)}: {path.name} lacks chapters, or one its start or title"


def _listed(content: Any) -> list[Any]:
    found = content.get("chapters") if isinstance(content, dict) else None
    return found if isinstance(found, list) else []


def _is_chapter(chapter: Any) -> bool:
    if not isinstance(chapter, dict) or isinstance(chapter.get("startTime"), bool):
        return False
    start, title = chapter.get("startTime"), chapter.get("title")
    return isinstance(start, int | float) and isinstance(title, str) and bool(title.strip())


def chapters_times(feed: Opened) -> Iterator[str]:
    """Ascending, inside."""
    for item, path in _chapters(feed):
        starts = [one["startTime"] for one in _listed(feed.read(json_of, path)) if _is_chapter(one)]
        if trouble := _disorder(item, starts):
            yield f"{called(item)}: {trouble} in {path.name}"


def simple_chapters(feed: Opened) -> Iterator[str]:
    """psc:chapters beside the JSON file."""
    for item in feed.items:
        for block in every(item, "psc:chapters"):
            starts = [_play_time(one.get("start", "")) for one in every(block, "psc:chapter")]
            known = [start for start in starts if start is not None]
            if len(known) < len(starts) or not known:
                yield f"{called(item)}: a start that is no time, or no chapter"
            elif trouble := _disorder(item, known):
                yield f"{called(item)}: {trouble}"
            elif (other := _json_starts(feed, item)) and not _same(known, other):
                yield f"{called(item)}: not the chapters of its JSON file"


def _json_starts(feed: Opened, item: Element) -> list[float]:
    return [
        one["startTime"]
        for linked in every(item, "podcast:chapters")
        if (path := feed.present(linked.get("url", "")))
        for one in _listed(feed.read(json_of, path))
        if _is_chapter(one)
    ]


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 1 for a, b in zip(one, other, strict=True))


def _play_time(value: str) -> float | None:
    match = _PLAY_TIME.fullmatch(value)
    if match is None:
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups()[:3])
    return hours * 3600 + minutes * 60 + rest + float(f"0.{match[4] or 0}")


def _disorder(item: Element, starts: Sequence[float]) -> str:
    """What is wrong with starts in seconds; "" where nothing is."""
    if any(later <= earlier for earlier, later in pairwise(starts)):
        return "starts that do not ascend"
    length = seconds(text(item, "itunes:duration"))
    if any(start < 0 or (length is not None and start > length + SLACK_S) for start in starts):
        return "a start outside the episode"
    return ""


def _transcripts(feed: Opened) -> Iterator[tuple[Element, Element]]:
    for item in feed.items:
        for one in every(item, "podcast:transcript"):
            yield item, one


def transcript_type(feed: Opened) -> Iterator[str]:
    """The attribute."""
    for item, one in _transcripts(feed):
        ending = Path(urlsplit(one.get("url", "")).path).suffix.lower()
        if one.get("type") not in TRANSCRIPT_TYPES.get(ending, set()):
            yield f"{called(item)}: '{one.get('type')}' for a file that ends in '{ending}'"


def _parsed(feed: Opened, ending: str) -> Iterator[tuple[Element, Path, tuple[Cue, ...], str]]:
    """Of each transcript with an ending: its cues, or what is wrong."""
    for item, one in _transcripts(feed):
        path = feed.present(one.get("url", ""))
        if path is not None and path.suffix.lower() == ending:
            yield item, path, *feed.read(_cues, path)


def _cues(path: Path) -> tuple[tuple[Cue, ...], str]:
    """The cues of a file, or why it has none."""
    parse = parse_vtt if path.suffix.lower() == ".vtt" else parse_srt
    try:
        return tuple(parse(path.read_bytes())), ""
    except BadTranscript as error:
        return (), str(error)


def transcript_vtt(feed: Opened) -> Iterator[str]:
    """WebVTT."""
    for item, path, _, trouble in _parsed(feed, ".vtt"):
        if trouble:
            yield f"{called(item)}: {path.name}: {trouble}"


def transcript_srt(feed: Opened) -> Iterator[str]:
    """SubRip."""
    for item, path, _, trouble in _parsed(feed, ".srt"):
        if trouble:
            yield f"{called(item)}: {path.name}: {trouble}"


def transcript_times(feed: Opened) -> Iterator[str]:
    """Ascending, inside."""
    for ending in (".vtt", ".srt"):
        for item, path, cues, _ in _parsed(feed, ending):
            length = seconds(text(item, "itunes:duration"))
            starts, ends = list(map(_START, cues)), map(_END, cues)
            late = length is not None and max(ends, default=0.0) > length + SLACK_S
            if late or starts != sorted(starts):
                yield f"{called(item)}: {path.name}"


def transcript_lines(feed: Opened) -> Iterator[str]:
    """What is shown at once."""
    for item, path, cues, _ in _parsed(feed, ".srt"):
        texts = [cue.text for cue in cues]
        widest = max(map(len, "\n".join(texts).split("\n")))
        if widest > CARD_COLUMNS or any(text.count("\n") >= CARD_LINES for text in texts):
            yield f"{called(item)}: {path.name}"


CHECKS: dict[str, Check] = {
    "address": address,
    "address-ascii": address_ascii,
    "file-there": file_there,
    "chapters-type": chapters_type,
    "chapters-json": chapters_json,
    "chapters-times": chapters_times,
    "simple-chapters": simple_chapters,
    "transcript-type": transcript_type,
    "transcript-vtt": transcript_vtt,
    "transcript-srt": transcript_srt,
    "transcript-times": transcript_times,
    "transcript-lines": transcript_lines,
}
