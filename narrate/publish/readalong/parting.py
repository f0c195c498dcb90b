"""Lay out one section of the recording: its pieces, and what is played in which order.

In:  the paragraphs of the section, with what is not read between them.
Out: the pieces, how many points need sound of their own, and what is Played.
Knows nothing of other sections, apart from the ids that they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from narrate.model import BlockKind, Paragraph, Sentence, Span
from narrate.publish.readalong.flow import (
    Heard,
    Line,
    Page,
    Piece,
    Played,
    Quiet,
    SceneBreak,
    Silent,
)
from narrate.publish.readalong.inline import Source, inline
from narrate.publish.readalong.tables import table_of
from narrate.publish.readalong.takes import Takes

CREDITS = "credits"
"""The role of a part that is a spoken credit and no part of the book."""

_OMITTED = (BlockKind.CODE, BlockKind.FORMULA)
_STRUCTURES = {
    BlockKind.NOTE: "footnote",
    BlockKind.TABLE: "table",
    BlockKind.ITEM: "list",
    BlockKind.FIGURE: "figure",
}


class Ids:
    """Hands out ids; each begins with what it names."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = defaultdict(int)

    def next(self, kind: str) -> str:
        """An id that was not given before."""
        self._counts[kind] += 1
        return f"{kind}{self._counts[kind]}"


@dataclass(frozen=True, slots=True)
class Shared:
    """What the parts of one book share; ``heard_notes`` are ids of notes by their first block."""

    ids: Ids
    source: Source
    heard_notes: dict[int, str] = field(default_factory=dict)


def spans_of(paragraph: Paragraph) -> Iterator[Span]:
    """Where a paragraph stands in the book."""
    return (span for sentence in paragraph.sentences for span in sentence.source)


class PartBuilder:
    """A part in the making: its pieces, and what is played in which order."""

    def __init__(self, book: Shared, title: str, parent: str, role: str) -> None:
        self.book, self.title, self.parent = book, title, parent
        self.base = 2 if parent and parent != title else 1
        self.pieces: list[Piece] = []
        self.notes: list[Quiet] = []
        self.lines: list[tuple[str, str, str]] = []
        self.points: list[tuple[int, str, str]] = []
        self.rank = 0
        self.waiting: list[int] = []
        self.titled = role == CREDITS

    @property
    def counts(self) -> dict[int, int]:
        """How many points stand before each sentence."""
        counts: dict[int, int] = defaultdict(int)
        for at, _, _ in self.points:
            counts[at] += 1
        return counts

    def add_quiet(self, quiet: Quiet) -> None:
        """Add text that is not heard; notes stand together at the end of the part."""
        (self.notes if quiet.kind is BlockKind.NOTE else self.pieces).append(quiet)
        if quiet.kind in _OMITTED and self.waiting:
            self._announce(quiet.id)

    def add_silent(self, id_: str, text: str, level: int) -> None:
        """Add a heading that is not read; it gets a moment of quiet of its own."""
        self.pieces.append(Silent(id_, text, level))
        self.points.append((len(self.lines), id_, ""))

    def add(self, paragraph: Paragraph) -> None:
        """Add a paragraph of the script."""
        if paragraph.kind is BlockKind.SCENE_BREAK:
            self.pieces.append(SceneBreak())
        elif paragraph.kind is BlockKind.PAGE_BREAK:
            self.pieces.append(self._page(paragraph.label, len(self.lines)))
        elif not any(sentence.text for sentence in paragraph.sentences):
            self._omission(len(paragraph.sentences))
        else:
            self._add_heard(paragraph)

    def _add_heard(self, paragraph: Paragraph) -> None:
        self.waiting.clear()
        if not self.titled:
            self._head(paragraph)
        structure = _STRUCTURES.get(paragraph.kind, "")
        own = self._own_id(paragraph)
        group = self._list_id() if paragraph.kind is BlockKind.ITEM else own
        made = [self._line(s, structure, group) for s in paragraph.sentences]
        lines = tuple(self._glued(paragraph.sentences, made))
        if paragraph.kind is BlockKind.TABLE:
            table = table_of(own, paragraph, lines, self.book.source)
            if table is not None:
                self.pieces.append(table)
                return
        level = paragraph.level
        if paragraph.kind is BlockKind.HEADING:
            level = self._rank(paragraph)
        listed = group if paragraph.kind is BlockKind.ITEM else ""
        self.pieces.append(Heard(own, paragraph.kind, lines, level, paragraph.label, listed))

    def _own_id(self, paragraph: Paragraph) -> str:
        if paragraph.kind is BlockKind.NOTE:
            first = next(spans_of(paragraph), None)
            known = self.book.heard_notes.pop(first.block, "") if first else ""
            return known or self.book.ids.next("note")
        return self.book.ids.next("block")

    def _list_id(self) -> str:
        """That of the list which the last piece belongs to, or a new one."""
        last = self.pieces[-1] if self.pieces else None
        listed = last.group if isinstance(last, Heard) else ""
        return listed or self.book.ids.next("list")

    def _head(self, paragraph: Paragraph) -> None:
        """Give a part without a heading that is read its title as one that is not."""
        self.titled = True
        if paragraph.kind is not BlockKind.HEADING:
            self.add_silent(self.book.ids.next("title"), self.title, self.base)
            self.rank = self.base

    def _rank(self, paragraph: Paragraph) -> int:
        """1 for a part, 1 or 2 for a chapter, and no rank skipped below."""
        text = " ".join(sentence.text for sentence in paragraph.sentences)
        if self.rank == 0:
            self.level = max(1, paragraph.level)
            self.rank = 1 if text == self.parent else self.base
        else:
            deeper = max(1, paragraph.level - self.level) + self.base
            at_chapter = self.base if self.rank < self.base else deeper
            self.rank = min(at_chapter, self.rank + 1, 6)
        return self.rank

    def _line(self, sentence: Sentence, structure: str, group: str) -> Line:
        id_ = self.book.ids.next("s")
        content, pages = inline(sentence, self.book.source, self._new_page)
        for at, page in pages:
            self.points.append((len(self.lines) + (at > 0), page.id, "pagebreak"))
        self.lines.append((id_, structure, group if structure else ""))
        return Line(id_, content, sentence.language)

    def _glued(self, sentences: Sequence[Sentence], lines: Sequence[Line]) -> Iterator[Line]:
        """Lines with the space that the book has before each, where that is known."""
        before: Sentence | None = None
        for sentence, line in zip(sentences, lines, strict=True):
            yield replace(line, glue=self._glue(before, sentence))
            before = sentence

    def _glue(self, before: Sentence | None, sentence: Sentence) -> str:
        if before is None or not (before.source and sentence.source):
            return "" if before is None else " "
        last, first = before.source[-1], sentence.source[0]
        if last.block != first.block or not 0 <= last.block < len(self.book.source.blocks):
            return " "
        between = self.book.source.blocks[last.block].text[last.end : first.start]
        touching = last.end == first.start and not between
        return "" if touching or (between and not any(c.isspace() for c in between)) else " "

    def _new_page(self, label: str) -> Page:
        return Page(self.book.ids.next("page"), label)

    def _page(self, label: str, before: int) -> Page:
        page = self._new_page(label)
        self.points.append((before, page.id, "pagebreak"))
        return page

    def _omission(self, count: int) -> None:
        """Sentences that stand in no text: one that says what is left out belongs to that."""
        self.waiting = list(range(len(self.lines), len(self.lines) + count))
        self.lines += [("", "", "")] * count
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Quiet) and last.kind in _OMITTED:
            self._announce(last.id)

    def _announce(self, id_: str) -> None:
        self.lines[self.waiting.pop(0)] = (id_, "", "")

    def finished(self) -> tuple[Piece, ...]:
        """The pieces, notes last."""
        if not self.titled:
            self.pieces.insert(0, Silent(self.book.ids.next("title"), self.title, self.base))
        return (*self.pieces, *self.notes)

    def played(self, takes: Takes) -> Iterator[Played]:
        """What is played, in order.

        A sentence without a place goes with the one before, the first with the one after.
        """
        last: Played | None = None
        begin: int | None = None
        for one in self._laid(takes):
            if not one.id and last is None:
                begin = one.take.begin_ms if begin is None else begin
            elif not one.id and last is not None:
                last = replace(last, take=replace(last.take, end_ms=one.take.end_ms))
            else:
                if last is not None:
                    yield last
                start = one.take.begin_ms if begin is None else begin
                last, begin = replace(one, take=replace(one.take, begin_ms=start)), None
        if last is not None:
            yield last

    def _laid(self, takes: Takes) -> Iterator[Played]:
        points = iter(sorted(self.points, key=lambda point: point[0]))
        for at, beside in enumerate(takes.points):
            for take, (_, id_, structure) in zip(beside, islice(points, len(beside)), strict=True):
                yield Played(id_, take, structure)
            if at < len(takes.sentences):
                id_, structure, group = self.lines[at]
                yield Played(id_, takes.sentences[at], structure, group)
