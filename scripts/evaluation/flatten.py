"""Flatten a book to plain text, with the defects that text out of pages has.

In:  chapters with their paragraphs, a style of headings, a set of defects.
Out: the text and the lines where its chapters truly begin.
The same input gives the same text: chance comes from a seed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

_WIDTH = 66
_PAGE = 34
_FIRST_PAGE = 12
"""Lines."""


@dataclass(frozen=True)
class Source:
    """A chapter: what it is called, without a number, and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Flat:
    """A text, and the numbers of the lines, from 1, where its chapters begin."""

    text: str
    starts: tuple[int, ...]


@dataclass(frozen=True)
class Style:
    """How chapters are headed: the lines of a heading, from a number and a title."""

    name: str
    heading: Callable[[int, str], tuple[str, ...]]


@dataclass
class _Lines:
    """Lines in the making; ``starts`` are places in them."""

    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


DEFECTS = (
    "layout",
    "wrapped",
    "page numbers",
    "running heads",
    "hyphenation",
    "doubled page",
    "contents",
)


def flatten(
    title: str, author: str, chapters: Sequence[Source], style: Style, defects: frozenset[str]
) -> Flat:
    """A book as plain text."""
    chance = Random(f"{title} {style.name} {sorted(defects)}")
    made = _Lines([title.upper(), "", f"By {author}", ""])
    if "contents" in defects:
        made.lines += _contents(chapters, style, chance)
    for number, chapter in enumerate(chapters, 1):
        _add_chapter(made, style.heading(number, chapter.title), chapter, defects)
    if "doubled page" in defects:
        made = _doubled(made)
    if defects & {"page numbers", "running heads"}:
        made = _paged(made, title, defects)
    return Flat("\n".join(made.lines) + "\n", tuple(start + 1 for start in made.starts))


def _contents(chapters: Sequence[Source], style: Style, chance: Random) -> Iterator[str]:
    """A table of contents, with leaders and pages or without."""
    paged = chance.random() < 0.5
    page = 1
    yield from ("CONTENTS", "")
    for number, chapter in enumerate(chapters, 1):
        entry = " ".join(" ".join(style.heading(number, chapter.title)).split())
        yield f"{entry} {'.' * max(3, 60 - len(entry))} {page}" if paged else entry
        if not paged:
            yield ""
        page += 3 + chance.randrange(9)
    yield ""


def _add_chapter(
    made: _Lines, heading: Sequence[str], chapter: Source, defects: frozenset[str]
) -> None:
    roomy = "layout" in defects
    made.lines += [""] * (3 if roomy else 0)
    made.starts.append(len(made.lines))
    for line in heading:
        made.lines += [line.center(_WIDTH).rstrip() if roomy else line, ""]
    made.lines += [""] * (1 if roomy else 0)
    for paragraph in chapter.paragraphs:
        made.lines += [*_set(paragraph, defects), ""]


def _set(paragraph: str, defects: frozenset[str]) -> list[str]:
    """The lines of a paragraph."""
    if "hyphenation" in defects:
        return list(_hyphenated(paragraph.split()))
    if defects & {"wrapped", "layout", "page numbers", "running heads"}:
        return textwrap.wrap(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [paragraph]


def _hyphenated(words: Sequence[str]) -> Iterator[str]:
    """Lines filled to the last character, long words broken."""
    line = ""
    for word in words:
        room = _WIDTH - len(line) - 1
        if len(word) <= room:
            line = f"{line} {word}".strip()
        elif len(word) >= 8 and word.isalpha() and room > 4:
            cut = min(room - 1, len(word) - 3)
            yield f"{line} {word[:cut]}-".strip()
            line = word[cut:]
        else:
            yield line
            line = word
    if line:
        yield line


def _doubled(made: _Lines) -> _Lines:
    """The first page of the text once more before it, as web pages have it."""
    end = min(made.starts[0] + _FIRST_PAGE, len(made.lines))
    while end < len(made.lines) and made.lines[end]:
        end += 1
    return _Lines([*made.lines[:end], "", *made.lines], [at + end + 1 for at in made.starts])


def _paged(made: _Lines, title: str, defects: frozenset[str]) -> _Lines:
    """The lines with what stands at the edges of pages, wherever a page happens to end."""
    paged = _Lines()
    number = 1
    starts = set(made.starts)
    for at, line in enumerate(made.lines):
        if at and at % _PAGE == 0:
            number += 1
            foot = ["", str(number - 1), ""] if "page numbers" in defects else []
            head = ["", title.upper(), ""] if "running heads" in defects else []
            paged.lines += [*foot, *head]
        if at in starts:
            paged.starts.append(len(paged.lines))
        paged.lines.append(line)
    return paged
