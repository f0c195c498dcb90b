"""Describe an episode: its first lines as text and HTML, and its chapters as JSON.

In:  the sentences of an episode and its marks.
Out: text, HTML, JSON.
Knows nothing of feeds. HTML holds only paragraphs and line breaks, which Apple's and
Spotify's apps show. Chapters as in the JSON Chapters format 1.2.0 of Podcasting 2.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from narrate.publish.feed.plain import one_line
from narrate.publish.tags import Mark, legal

CHAPTERS = "application/json+chapters"
CHAPTERS_VERSION = "1.2.0"

LONGEST_SUMMARY = 400
"""Characters of an episode's first lines."""

LONGEST_HTML = 4000
"""Bytes that Apple keeps of a description."""


def first_lines(sentences: Iterable[str], most: int = LONGEST_SUMMARY) -> str:
    """Whole sentences from the beginning, or part of the first where it is too long."""
    taken = ""
    for sentence in map(one_line, sentences):
        longer = f"{taken} {sentence}".strip()
        if len(longer) > most:
            break
        taken = longer
    else:
        return taken
    return f"{taken} …" if taken else _shortened(sentence, most)


def _shortened(sentence: str, most: int) -> str:
    """Whole words; in scripts without spaces, characters."""
    words = sentence[:most].rpartition(" ")[0]
    return f"{words or sentence[:most]} …"


def html(summary: str, marks: Sequence[Mark], by: str) -> str:
    """The first lines, the times of the chapters where there are several, and whose book it is.

    As many chapters are listed as fit into ``LONGEST_HTML``.
    """
    head = f"<p>{escape(legal(summary), quote=False)}</p>" if summary else ""
    foot = f"<p>{escape(legal(by), quote=False)}</p>" if by else ""
    room = LONGEST_HTML - len((head + foot).encode()) - len("<p></p>")
    lines: list[str] = []
    for mark in marks if len(marks) > 1 else ():
        line = f"{clock(mark.start_ms)} {escape(one_line(mark.title), quote=False)}"
        room -= len(f"<br>{line}".encode())
        if room < 0:
            break
        lines.append(line)
    return head + (f"<p>{'<br>'.join(lines)}</p>" if lines else "") + foot


def clock(ms: int) -> str:
    """A time that apps turn into a link: 4:05 or 1:02:03."""
    seconds = ms // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def chapters_json(title: str, author: str, podcast: str, sound: str, marks: Sequence[Mark]) -> str:
    """A file of chapters; ``sound`` is the name of the file that they belong to."""
    content = {
        "version": CHAPTERS_VERSION,
        "title": legal(title),
        "author": legal(author),
        "podcastName": legal(podcast),
        "fileName": Path(sound).name,
        "chapters": [
            {
                "startTime": mark.start_ms / 1000,
                "endTime": mark.end_ms / 1000,
                "title": one_line(mark.title),
            }
            for mark in marks
        ],
    }
    return json.dumps(content, ensure_ascii=False) + "\n"
