"""Measure where chapters are found in plain text.

In:  books whose chapters are known: EPUBs with their navigation, and one written for this.
Out: rows of boundaries found, by style of heading and by defect of the text.
Each book is flattened with every style of heading and every defect; a chapter is found
where a chapter of the script begins at the lines of its heading.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.flatten import DEFECTS, Flat, Source, Style, flatten
from evaluation.report import Failure, Row
from narrate.editing import Options, edit
from narrate.editing.labels import label_of
from narrate.editing.ledger import prove
from narrate.editing.lexis import lexis
from narrate.model import BlockKind, Book, Script
from narrate.readers import read_book
from narrate.readers.text.plain import read_text

_CHAPTERS = 14
_PARAGRAPHS = 5
_FEWEST = 3
_FEWEST_WORDS = 40
_HEADING_LINES = 6
"""A boundary may be found so many lines after the first line of a heading: blanks, a title."""

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_WORDS = lexis("en").numbers

NUMBERED = (
    Style("CHAPTER I", lambda n, _: (f"CHAPTER {_ROMAN[n - 1]}",)),
    Style("Chapter 1. Title", lambda n, title: (f"Chapter {n}. {title}",)),
    Style("CHAPTER ONE / TITLE", lambda n, t: (f"CHAPTER {_WORDS[n - 1].upper()}", t.upper())),
    Style("I. TITLE", lambda n, title: (f"{_ROMAN[n - 1]}. {title.upper()}",)),
    Style("I", lambda n, _: (_ROMAN[n - 1],)),
    Style("1", lambda n, _: (str(n),)),
)
TITLED = (
    Style("Title", lambda _, title: (title,)),
    Style("TITLE", lambda _, title: (title.upper(),)),
)


@dataclass
class _Score:
    """Boundaries right, found and true, and what went wrong."""

    right: int = 0
    found: int = 0
    true: int = 0
    failed: list[Failure] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 200 * self.right / (self.found + self.true) if self.found + self.true else 100.0

    def note(self) -> str:
        precision = 100 * self.right / self.found if self.found else 100.0
        recall = 100 * self.right / self.true if self.true else 100.0
        return f"precision {precision:.1f}  recall {recall:.1f}  F1 {self.f1:.1f}"

    def __add__(self, other: _Score) -> _Score:
        return _Score(
            self.right + other.right,
            self.found + other.found,
            self.true + other.true,
            self.failed + other.failed,
        )


def measure(cases: Path, shared: Path) -> list[Row]:
    """A row for each group of headings and each defect, and one for each group."""
    works = list(_works(cases.parents[1], shared))
    with_list = frozenset({"contents"})
    return [
        *_group("numbered", works, NUMBERED, frozenset()),
        *_group("titled, with contents", works, TITLED, with_list),
        *_group("titled, no contents", works, TITLED, frozenset()),
    ]


def _group(
    name: str, works: list[_Work], styles: Iterable[Style], always: frozenset[str]
) -> Iterator[Row]:
    each = [frozenset({defect}) for defect in DEFECTS if defect not in always]
    listed = frozenset({"contents"})
    every = frozenset(DEFECTS) if always or name == "numbered" else frozenset(DEFECTS) - listed
    if not always and name != "numbered":
        each = [one for one in each if one != listed]
    whole = _Score()
    for defects in [frozenset[str](), *each, every]:
        score = _Score()
        for work in works:
            for style in styles:
                score += _score(work, style, defects | always)
        label = "all of them" if defects == every else next(iter(defects), "none")
        yield Row(name, label, score.right, score.true, score.note(), tuple(score.failed))
        whole += score
    yield Row(f"= {name}", "", whole.right, whole.true, whole.note())


@dataclass(frozen=True)
class _Work:
    title: str
    author: str
    chapters: tuple[Source, ...]


def _works(tests: Path, shared: Path) -> Iterator[_Work]:
    own = tests / "books" / "lighthouse.md"
    folder = shared / "books"
    for path in [own, *sorted(folder.glob("*.epub")), *sorted(folder.glob("*.html"))]:
        if path.exists():
            work = _work(read_book(path))
            if len(work.chapters) >= _FEWEST:
                yield work


def _work(book: Book) -> _Work:
    """The chapters of a book, a few paragraphs of each; titles as good as it has them."""
    script = edit(book, Options())
    chapters = []
    for chapter in script.chapters:
        paragraphs = [
            text
            for paragraph in chapter.paragraphs
            if paragraph.kind is BlockKind.PARAGRAPH
            and (text := " ".join(sentence.text for sentence in paragraph.sentences))
        ][:_PARAGRAPHS]
        words = sum(len(text.split()) for text in paragraphs)
        if chapter.role == "chapter" and words >= _FEWEST_WORDS:
            title = _bare_title(chapter.title, len(chapters), paragraphs)
            chapters.append(Source(title, tuple(paragraphs)))
    author = script.authors[0] if script.authors else "Nobody Known"
    return _Work(script.title, author, tuple(chapters[:_CHAPTERS]))


def _bare_title(title: str, number: int, paragraphs: list[str]) -> str:
    """A title without its number; for a bare number, some words out of the chapter."""
    label = label_of(title, lexis("en"))
    bare = title[label.end :] if label else title.lstrip("0123456789 ")
    if bare.strip():
        return bare.strip()
    words = [w.strip(".,;:!?“”\"'’‘") for w in " ".join(paragraphs).split()]
    long = sorted({w for w in words if w.isalpha()}, key=lambda w: (-len(w), w))
    return f"The {long[0].title()} and the {long[1 + number % 3].title()}"


def _score(work: _Work, style: Style, defects: frozenset[str]) -> _Score:
    flat = flatten(work.title, work.author, work.chapters, style, defects)
    book = read_text(flat.text)
    script = edit(book, Options())
    gaps = prove(book, script)
    if gaps:
        sys.exit(f"text is lost: {gaps[0]}")
    found = list(_starts(book, script))
    right = _matched(found, flat)
    failed = []
    if right < max(len(found), len(flat.starts)):
        name = f"{work.title} / {style.name} / {', '.join(sorted(defects)) or 'no defect'}"
        got = "; ".join(f"{line}: {title}" for line, title in found)
        failed.append(Failure(name, got, ", ".join(map(str, flat.starts))))
    return _Score(right, len(found), len(flat.starts), failed)


def _starts(book: Book, script: Script) -> Iterator[tuple[int, str]]:
    """The line where each chapter of a script begins, and its title."""
    for chapter in script.chapters:
        spans = [span for sentence in chapter.sentences for span in sentence.source]
        if spans:
            yield book.blocks[spans[0].block].place.line or 0, chapter.title


def _matched(found: list[tuple[int, str]], flat: Flat) -> int:
    lines = sorted(line for line, _ in found)
    right = 0
    for start in flat.starts:
        near = next((line for line in lines if start <= line < start + _HEADING_LINES), None)
        if near is not None:
            right += 1
            lines.remove(near)
    return right
